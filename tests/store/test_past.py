"""What earlier issues of a digest told is read for the next one, and nothing of other digests or of later days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from core.digest import Window
from core.link import Outcome
from core.past import Past
from store import Store
from tests.store.samples import NOW, RAIL, WATER, settle, story_of
from tests.store.test_checks import CHECK

ZONE = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
TODAY = date(2026, 11, 21)


def issue(store: Store, back: int, *stories: int, name: str = "daily") -> None:
    """The issue of so many days ago."""
    until = NOW - back * DAY
    window = Window(since=until - DAY, until=until)
    store.digests.save(name, TODAY - back * DAY, window, "{}", stories, [], until)


def told(store: Store, text: str, back: int) -> int:
    """A Story first seen an hour before the issue of so many days ago."""
    at = NOW - back * DAY - timedelta(hours=1)
    return story_of(store, settle(store, f"http://paper.example/{back}.html", text, at=at)) or 0


def past(store: Store, *, by_issue: bool = True) -> Past:
    return store.past("daily", NOW - DAY, NOW, ZONE, by_issue=by_issue)


def look(store: Store, at: datetime, outcome: Outcome = Outcome.UNCHANGED) -> None:
    store.checks.record(replace(CHECK, at=at, outcome=outcome))


def test_before_the_first_issue_there_is_nothing(store: Store):
    look(store, NOW - DAY)
    assert past(store) == Past()


def test_a_story_comes_with_what_follow_ups_are_told_by_and_the_day_of_its_issue(store: Store):
    story = told(store, RAIL, 2)
    issue(store, 2, story)
    (found,) = past(store).earlier
    assert (found.note.story, found.note.text, found.note.places) == (story, RAIL, {"310000": "上海"})
    assert (found.outlet, found.url, found.issue) == ("paper.example", "http://paper.example/2.html", TODAY - 2 * DAY)


def test_a_story_is_counted_for_the_day_of_its_issue_or_that_it_was_first_seen(store: Store):
    story = told(store, RAIL, 3)
    issue(store, 2, story)
    (found,) = past(store).shown
    assert (found.day, found.areas, found.places) == (TODAY - 2 * DAY, {"transport": "交通互联"}, {"310000": "上海"})
    # 22:00 UTC is morning in Shanghai.
    assert [each.day for each in past(store, by_issue=False).shown] == [TODAY - 3 * DAY]


def test_what_other_digests_later_ones_and_this_one_itself_showed_is_not_of_it(store: Store):
    rail, water = told(store, RAIL, 2), told(store, WATER, 1)
    issue(store, 2, rail, name="weekly")
    issue(store, 0, water)
    assert (past(store).earlier, past(store).shown) == ((), ())


def test_follow_ups_reach_back_for_two_weeks_and_trends_for_a_month(store: Store):
    for back, text in ((14, RAIL), (13, WATER)):
        issue(store, back, told(store, text, back))
    found = past(store)
    assert [each.note.text for each in found.earlier] == [WATER]
    assert len(found.shown) == 2
    assert found.since == NOW - 15 * DAY


def test_a_day_is_known_when_an_issue_was_made_and_something_seen(store: Store):
    for back in (3, 2, 1):
        issue(store, back)
    look(store, NOW - 3 * DAY - timedelta(hours=2))
    look(store, NOW - 2 * DAY - timedelta(hours=2), Outcome.TIMEOUT)
    assert past(store).watched == {TODAY - 3 * DAY}


def test_in_a_round_up_a_day_is_known_when_something_was_seen_since_the_first_issue(store: Store):
    issue(store, 3)
    for hours in (24 * 5, 30, 2):
        look(store, NOW - timedelta(hours=hours))
    assert past(store, by_issue=False).watched == {TODAY - DAY, TODAY}


def test_without_an_issue_a_round_up_knows_the_days_of_its_window(store: Store):
    look(store, datetime(2026, 11, 20, 15, 30, tzinfo=UTC))
    look(store, datetime(2026, 11, 20, 16, 30, tzinfo=UTC))
    look(store, NOW - 3 * DAY)
    assert past(store, by_issue=False).watched == {date(2026, 11, 20), date(2026, 11, 21)}


def test_programmes_named_before_the_window_are_known(store: Store):
    story = told(store, RAIL, 2)
    assert past(store).programmes == frozenset()
    with store._database.atomic():
        store._database.execute(
            "insert into tags (article, place, kind, name, label, points, hits)"
            " select canonical, 9, 'programme', 'g60', 'G60', 0, '[]' from stories where id = ?",
            [story],
        )
    assert past(store).programmes == {"g60"}
    assert store.past("daily", NOW - 4 * DAY, NOW, ZONE, by_issue=True).programmes == frozenset()
