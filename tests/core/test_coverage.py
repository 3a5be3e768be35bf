"""No news and not having looked never look alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.coverage import cover
from core.digest import Window
from core.health import State
from core.link import Outcome
from core.run import SourceCheck
from core.site import Kind, Site, Source, Tier

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
SOURCE = Source(id="news", kind=Kind.FEED, url="http://a.example/feed")
WINDOW = Window(since=NOON - timedelta(hours=12), until=NOON + timedelta(hours=6))
SITE = Site(id="a", name="甲", home="http://a.example/", tier=Tier.PORTAL, sources=(SOURCE,))


def look(outcome, new=0, hours=0, reason=""):
    return SourceCheck(
        site="a", source="news", at=NOON + timedelta(hours=hours), outcome=outcome, new=new, reason=reason
    )


CASES = {
    "nobody looked": ([], State.NOT_CHECKED),
    "new links": ([look(Outcome.FETCHED, new=3)], State.OK),
    "answered, nothing new": ([look(Outcome.FETCHED)], State.UNCHANGED),
    "not modified": ([look(Outcome.UNCHANGED)], State.UNCHANGED),
    "new in the morning, unchanged at noon": (
        [look(Outcome.FETCHED, new=1), look(Outcome.UNCHANGED, hours=1)],
        State.OK,
    ),
    "new before the window only": ([look(Outcome.FETCHED, new=1, hours=-13), look(Outcome.FETCHED)], State.UNCHANGED),
    "no row found": ([look(Outcome.EMPTY)], State.EMPTY),
    "a wall": ([look(Outcome.BLOCKED)], State.BLOCKED),
    "robots.txt": ([look(Outcome.ROBOTS)], State.DENIED),
    "server down": ([look(Outcome.SERVER_ERROR)], State.FAILING),
    "failed, then answered": ([look(Outcome.TIMEOUT), look(Outcome.UNCHANGED, hours=1)], State.UNCHANGED),
    "answered, then failed": ([look(Outcome.FETCHED, new=2), look(Outcome.TIMEOUT, hours=2)], State.FAILING),
    "looked at before the window only, long ago": ([look(Outcome.FETCHED, new=1, hours=-40)], State.NOT_CHECKED),
    "looked at after the window only": ([look(Outcome.FETCHED, hours=7)], State.NOT_CHECKED),
}


@pytest.mark.parametrize(("checks", "expected"), CASES.values(), ids=CASES.keys())
def test_the_health_at_the_end_of_a_window_decides(checks, expected):
    assert cover(SITE, SOURCE, checks, WINDOW).state is expected


def test_a_source_that_was_not_due_in_a_short_window_is_covered_by_the_look_before():
    minutes = Window(since=NOON + timedelta(minutes=10), until=NOON + timedelta(minutes=14))

    seen = cover(SITE, SOURCE, [look(Outcome.FETCHED, new=3)], minutes)
    failed = cover(SITE, SOURCE, [look(Outcome.TIMEOUT)], minutes)

    assert (seen.state, seen.checks, seen.new_links) == (State.UNCHANGED, 0, 0)
    assert failed.state is State.FAILING


def test_looks_and_new_links_of_the_window_alone_are_counted():
    checks = [look(Outcome.FETCHED, new=9, hours=-20), look(Outcome.FETCHED, new=2), look(Outcome.TIMEOUT, hours=1)]

    covered = cover(SITE, SOURCE, checks, WINDOW)

    assert (covered.checks, covered.new_links, covered.last_ok) == (2, 2, NOON)


def test_one_that_is_off_is_not_called_blind():
    off = replace(SITE, enabled=False, note="停更")

    covered = cover(off, SOURCE, [look(Outcome.TIMEOUT)], WINDOW)

    assert (covered.state, covered.reason, covered.state.is_blind) == (State.OFF, "停更", False)


def test_we_are_blind_wherever_news_could_go_unseen():
    assert {state for state in State if not state.is_blind} == {State.OK, State.UNCHANGED, State.QUIET, State.OFF}
