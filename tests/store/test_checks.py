"""Looks at Sources, validators, robots.txt and runs come back as they were written."""

from dataclasses import replace

from core.link import Outcome
from core.run import Run, SourceCheck
from store import RobotsCopy, Store, Validators
from tests.store.samples import HOUR, NOW

CHECK = SourceCheck(
    site="paper",
    source="news",
    at=NOW,
    outcome=Outcome.FETCHED,
    reason="",
    status=200,
    links=20,
    new=3,
    newest="2026-11-20",
)


def test_checks_of_a_window_come_in_the_order_of_time(store: Store):
    later = replace(CHECK, at=NOW + HOUR, outcome=Outcome.TIMEOUT, status=None, newest=None)
    for check in (later, CHECK, replace(CHECK, at=NOW - HOUR)):
        store.checks.record(check)

    assert store.checks.since(NOW - HOUR, NOW + HOUR) == (CHECK, later)
    assert store.checks.last("paper", "news") == later
    assert store.checks.last("paper", "feed") is None


def test_only_a_list_counts_as_a_good_look(store: Store):
    assert store.checks.last_ok("paper", "news") is None
    for hours, outcome in enumerate((Outcome.FETCHED, Outcome.UNCHANGED, Outcome.EMPTY, Outcome.SERVER_ERROR)):
        store.checks.record(replace(CHECK, at=NOW + hours * HOUR, outcome=outcome))

    assert store.checks.last_ok("paper", "news") == NOW + HOUR


def test_validators_are_replaced(store: Store):
    assert store.validators.get("http://a.cn/") is None
    store.validators.remember("http://a.cn/", '"1"', "Fri, 20 Nov 2026 00:00:00 GMT", 0)
    store.validators.remember("http://a.cn/", '"2"', None, 4)

    assert store.validators.get("http://a.cn/") == Validators(etag='"2"', last_modified=None, conditional=4)


def test_a_copy_of_robots_txt_keeps_its_bytes(store: Store):
    copy = RobotsCopy(fetched_at=NOW, status=200, body=b"\xef\xbb\xbfUser-agent: *\x00")
    store.robots.keep("http://a.cn", replace(copy, status=404))
    store.robots.keep("http://a.cn", copy)

    assert store.robots.get("http://a.cn") == copy
    assert store.robots.get("http://b.cn") is None


def test_runs_end_as_they_end_and_the_dead_are_closed(store: Store):
    assert store.runs.first() is None
    first, second = store.runs.start("paper", NOW), store.runs.start("gov", NOW + HOUR)
    store.runs.finish(first, "finished", 9, 5, 3, 1, NOW + HOUR)

    assert store.runs.close_dead(NOW + 2 * HOUR) == 1
    assert store.runs.recent(9) == (
        Run(id=second, site="gov", started=NOW + HOUR, ended=NOW + 2 * HOUR, ending="killed"),
        Run(
            id=first,
            site="paper",
            started=NOW,
            ended=NOW + HOUR,
            ending="finished",
            requests=9,
            pages=5,
            new_links=3,
            failures=1,
        ),
    )
    assert store.runs.first() == NOW
