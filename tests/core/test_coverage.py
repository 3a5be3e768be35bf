"""No news and not having looked never look alike."""

from datetime import UTC, datetime, timedelta

import pytest

from core.coverage import cover, is_blind
from core.digest import State
from core.link import Outcome
from core.run import SourceCheck
from core.site import Kind, Site, Source, Tier

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
SOURCE = Source(id="news", kind=Kind.FEED, url="http://a.example/feed")
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
    "no row found": ([look(Outcome.EMPTY)], State.EMPTY),
    "a wall": ([look(Outcome.BLOCKED)], State.DENIED),
    "robots.txt": ([look(Outcome.ROBOTS)], State.DENIED),
    "server down": ([look(Outcome.SERVER_ERROR)], State.FAILED),
    "failed, then answered": ([look(Outcome.TIMEOUT), look(Outcome.UNCHANGED, hours=1)], State.UNCHANGED),
    "answered, then failed": ([look(Outcome.TIMEOUT, hours=2), look(Outcome.FETCHED, new=2)], State.FAILED),
}


@pytest.mark.parametrize(("checks", "expected"), CASES.values(), ids=CASES.keys())
def test_the_last_look_of_a_window_decides(checks, expected):
    assert cover(SITE, SOURCE, checks, None).state is expected


def test_looks_at_other_sources_do_not_count():
    other = SourceCheck(site="b", source="news", at=NOON, outcome=Outcome.FETCHED, new=9)

    assert cover(SITE, SOURCE, [other], None).state is State.NOT_CHECKED


def test_we_are_blind_wherever_news_could_go_unseen():
    blind = {state for state in State if is_blind(state)}

    assert blind == {State.EMPTY, State.FAILED, State.DENIED, State.NOT_CHECKED}
