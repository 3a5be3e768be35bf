"""What a crawl reports of the Sources."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.config import Config
from core.link import Outcome
from core.run import SourceCheck
from scheduler.jobs import CrawlReport, crawl, keep_house
from scheduler.resources import Setup, build_rules, shipped_text
from store import open_store
from tests.support.faults import FaultServer, answer

NOW = datetime(2026, 11, 20, tzinfo=UTC)

LOOKS = {
    "a list": ([Outcome.FETCHED], False),
    "no answer": ([Outcome.TIMEOUT], True),
    "a list of nothing": ([Outcome.EMPTY], True),
    "a page of three that failed": ([Outcome.FETCHED, Outcome.TIMEOUT, Outcome.FETCHED], False),
    "a page of a paper without articles": ([Outcome.EMPTY, Outcome.FETCHED], False),
    "a host that asked for later": ([Outcome.WAITING], False),
}


@pytest.mark.parametrize(("outcomes", "failed"), LOOKS.values(), ids=LOOKS)
def test_a_source_has_failed_that_brought(outcomes, failed):
    checks = tuple(
        SourceCheck(site="s", source="a", at=NOW, outcome=outcome, links=outcome is Outcome.FETCHED, run=1)
        for outcome in outcomes
    )
    other = SourceCheck(site="s", source="b", at=NOW, outcome=Outcome.UNCHANGED, run=1)

    assert [check.source for check in CrawlReport(checks=(other, *checks)).failed] == ["a"] * failed


def test_a_search_may_find_nothing():
    checks = (SourceCheck(site="s", source="a", at=NOW, outcome=Outcome.EMPTY, run=1),)

    assert CrawlReport(checks=checks, searches=frozenset({("s", "a")})).failed == ()


def test_looks_and_runs_of_long_ago_are_dropped_once_a_day(tmp_path):
    setup = Setup(config=Config(), folder=tmp_path, sites=(), rules=build_rules(shipped_text("topics.toml"), (), ""))
    with open_store(setup.store_path) as store:
        for days in (90, 80, 70, 1):
            at = NOW - timedelta(days=days)
            run = store.runs.start("s", at)
            store.checks.record(SourceCheck(site="s", source="a", at=at, outcome=Outcome.TIMEOUT, run=run))

        keep_house(setup, store, NOW)
        store.runs.start("s", NOW - timedelta(days=75))
        keep_house(setup, store, NOW)

        assert [(NOW - run.started).days for run in store.runs.recent(9)] == [75, 1, 90]
        assert [(NOW - check.at).days for check in store.checks.since(NOW - timedelta(days=99), NOW)] == [1]


def test_a_list_that_was_not_seen_for_a_week_is_caught_up_with(tmp_path):
    first = 30
    with FaultServer() as server, open_store(tmp_path / "data" / "deltawatch.sqlite") as store:

        def listed(asked):
            page = int(asked.path.removeprefix("/list") or 1)
            numbers = range(first - 10 * (page - 1), first - 10 * page, -1)
            rows = "".join(f'<li><a href="/a/{n}.html">关于第{n}项重点工作的通知</a></li>' for n in numbers)
            return answer(f"<html><body><ul>{rows}</ul></body></html>")

        for page in ("", *range(2, 12)):
            server.put(f"/list{page}", listed)
        site = server.site()
        site = replace(site, sources=(replace(site.sources[0], next_page="/list{n}"),), max_articles=1)
        setup = Setup(
            config=Config(), folder=tmp_path, sites=(site,), rules=build_rules(shipped_text("topics.toml"), (), "")
        )
        crawl(setup, store, lambda: NOW)
        first += 70
        crawl(setup, store, lambda: NOW + timedelta(days=7))

        assert sum(store.counts().links.values()) == 30 + 70
