"""The state of a Source follows from its own history of looks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.health import Articles, State, failures_in_a_row, health, is_partial, looks, pause_after, spacing, usual_pause
from core.link import Outcome
from core.run import SourceCheck
from core.site import Kind, Site, Source, Tier

NOW = datetime(2026, 11, 21, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SOURCE = Source(id="news", kind=Kind.SECTION, url="http://a.example/news/", link_pattern="/news/")
FEED = Source(id="news", kind=Kind.FEED, url="http://a.example/feed")
ROWS = Source(id="news", kind=Kind.ENDPOINT, url="http://a.example/rows.json")
SEARCH = Source(id="news", kind=Kind.ENDPOINT, url="http://a.example/search?q={keyword}", keywords=("长三角",))


def site_of(source: Source) -> Site:
    return Site(id="a", name="甲", home="http://a.example/", tier=Tier.ISSUER, sources=(source,))


def look(ago: timedelta, outcome: Outcome = Outcome.FETCHED, **values: object) -> SourceCheck:
    plain = SourceCheck(site="a", source="news", at=NOW - ago, outcome=outcome)
    return replace(plain, **values)


def good(ago: timedelta, *, new: int = 0, newest: str | None = "2026-11-20", **values: object) -> SourceCheck:
    """A look at a healthy list of twenty rows, of which one comes each day."""
    plain = {"links": 20, "dated": 20 if newest else 0, "spacing": 1.0 if newest else None, "status": 200}
    return look(ago, new=new, newest=newest, **{**plain, **values})


def every_day(first: int, last: int = 0, **values: object) -> list[SourceCheck]:
    """Daily good looks, each with something new, from `first` to `last` days ago."""
    return [
        good(DAY * ago, **{"new": 1, "newest": (NOW - DAY * ago).date().isoformat(), **values})
        for ago in range(first, last - 1, -1)
    ]


MONTHS = every_day(28, 1)
UNDATED = every_day(28, 1, dated=0, spacing=None)
YEARLY = [
    good(DAY * 700, new=3, newest="2024-12-20", spacing=360.0),
    good(DAY * 330, new=1, newest="2025-12-24", spacing=360.0),
    good(HOUR, newest="2025-12-24", spacing=360.0),
]
WALL = {"status": 200, "reason": "网站云防护系统"}

#: The Source, its history, and the state at NOW with what its evidence says.
HISTORIES = {
    "never looked at": (SOURCE, [], State.NOT_CHECKED, ""),
    "something new since yesterday": (SOURCE, [*MONTHS, good(HOUR, new=2)], State.OK, ""),
    "nothing new since yesterday": (SOURCE, [*every_day(28, 2), good(HOUR)], State.UNCHANGED, ""),
    "not modified": (SOURCE, [*every_day(28, 2), look(HOUR, Outcome.UNCHANGED, status=304)], State.UNCHANGED, ""),
    "a quiet weekend": (SOURCE, [*every_day(28, 3), good(HOUR, newest="2026-11-18")], State.UNCHANGED, ""),
    "the nine days of a long holiday": (
        SOURCE,
        [*every_day(28, 10), good(HOUR, newest="2026-11-12")],
        State.UNCHANGED,
        "",
    ),
    "silent for longer than a holiday": (
        SOURCE,
        [*every_day(28, 12), good(HOUR, newest="2026-11-09")],
        State.QUIET,
        "newest entry 2026-11-09, usually every 1 day",
    ),
    "a daily list that has stopped": (
        SOURCE,
        [*every_day(28, 20), good(HOUR, newest="2026-11-01")],
        State.STALE,
        "newest entry 2026-11-01, usually every 1 day",
    ),
    "a column that is written once a year": (SOURCE, YEARLY, State.UNCHANGED, ""),
    "a yearly column without dates": (
        SOURCE,
        [look(DAY * ago, links=9, new=1) for ago in (1500, 1140, 770, 400)] + [look(HOUR, links=9)],
        State.UNCHANGED,
        "",
    ),
    "a feed frozen in 2018, seen for the first time": (
        FEED,
        [good(HOUR, new=20, newest="2018-05-02T08:00:00+08:00")],
        State.STALE,
        "newest entry 2018-05-02, usually every 1 day",
    ),
    "an old list to which something comes after all": (
        FEED,
        [good(DAY * 30, new=20, newest="2018-05-02"), good(HOUR, new=1, newest="2018-05-02")],
        State.OK,
        "",
    ),
    "undated, and nothing new for long": (
        SOURCE,
        [*every_day(60, 25, dated=0, spacing=None), good(HOUR, newest=None)],
        State.STALE,
        "nothing new since 2026-10-27, usually every 1 day",
    ),
    "rebuilt, with other paths": (
        SOURCE,
        [*MONTHS, look(HOUR, Outcome.EMPTY, seen=24, proposal="^https?://a/zx/", status=200)],
        State.CHANGED,
        "no link where there were 20; 24 others on the page look like articles",
    ),
    "rebuilt, without dates": (
        SOURCE,
        [*MONTHS, good(HOUR, newest=None)],
        State.CHANGED,
        "its entries have lost their dates",
    ),
    "without dates for a month: that is how it is now": (
        SOURCE,
        [*every_day(60, 31), *every_day(30, 0, dated=0, newest=None, spacing=None)],
        State.OK,
        "",
    ),
    "most links lost": (SOURCE, [*MONTHS, good(HOUR, links=3, dated=3)], State.CHANGED, "3 links where there were 20"),
    "a short list that is shorter today": (
        SOURCE,
        [*every_day(28, 1, links=5, dated=5), good(HOUR, new=1, links=1, dated=1)],
        State.OK,
        "",
    ),
    "a soft 404: a page without any article": (
        SOURCE,
        [*MONTHS, look(HOUR, Outcome.EMPTY, status=200)],
        State.CHANGED,
        "no link where there were 20",
    ),
    "the shell of a wall": (SOURCE, [*MONTHS, look(HOUR, Outcome.BLOCKED, **WALL)], State.BLOCKED, "网站云防护系统"),
    "http 412": (SOURCE, [*MONTHS, look(HOUR, Outcome.BLOCKED, reason="http 412")], State.BLOCKED, "http 412"),
    "the list leads to the home page": (
        SOURCE,
        [*MONTHS, good(HOUR, new=30, redirected="http://a.example/index.html")],
        State.CHANGED,
        "leads to http://a.example/index.html",
    ),
    "the list leads to an error page": (
        SOURCE,
        [*MONTHS, look(HOUR, Outcome.FETCHED, links=9, redirected="http://a.example/404.html")],
        State.CHANGED,
        "leads to http://a.example/404.html",
    ),
    "the list leads to its new address": (
        SOURCE,
        [*MONTHS, good(HOUR, new=1, redirected="http://a.example/xw/")],
        State.OK,
        "",
    ),
    "the list leads off the site": (
        SOURCE,
        [*MONTHS, look(HOUR, Outcome.OFF_HOST, reason="leads to b.example, which is not of this Site")],
        State.CHANGED,
        "leads to b.example, which is not of this Site",
    ),
    "JSON [] where there were rows": (
        ROWS,
        [*MONTHS, look(HOUR, Outcome.EMPTY, status=200)],
        State.EMPTY,
        "no link where there were 20",
    ),
    "empty at the first look": (SOURCE, [look(HOUR, Outcome.EMPTY)], State.EMPTY, "no link in any look so far"),
    "a wrong pattern at the first look": (
        SOURCE,
        [look(HOUR, Outcome.EMPTY, seen=24)],
        State.EMPTY,
        "no link in any look so far; 24 others on the page look like articles",
    ),
    "always empty": (
        SOURCE,
        [look(DAY * ago, Outcome.EMPTY) for ago in range(90, -1, -1)],
        State.EMPTY,
        "no link in any look so far",
    ),
    "a search without hits": (SEARCH, [look(HOUR, Outcome.EMPTY, status=200)], State.UNCHANGED, ""),
    "a search without hits for some time": (
        SEARCH,
        [*every_day(28, 12), look(HOUR, Outcome.EMPTY, status=200)],
        State.QUIET,
        "newest entry 2026-11-09, usually every 1 day",
    ),
    "robots.txt": (SOURCE, [look(HOUR, Outcome.ROBOTS, reason="robots.txt does not allow it")], State.DENIED, "robots"),
    "a private address": (
        SOURCE,
        [look(HOUR, Outcome.PRIVATE, reason="a.example is at 10.0.0.1, which is no public address")],
        State.DENIED,
        "10.0.0.1",
    ),
    "one failure after months of good": (
        SOURCE,
        [*MONTHS, look(HOUR, Outcome.TIMEOUT, reason="timed out")],
        State.FAILING,
        "timed out",
    ),
    "ten failures": (
        SOURCE,
        [*every_day(28, 11), *(look(DAY * ago, Outcome.SERVER_ERROR, reason="http 503") for ago in range(10, 0, -1))],
        State.FAILING,
        "http 503",
    ),
    "back after a failure": (
        SOURCE,
        [*MONTHS, look(HOUR * 2, Outcome.TIMEOUT), good(HOUR, new=4)],
        State.OK,
        "",
    ),
    "looks from after now: the clock was set back": (
        SOURCE,
        [*MONTHS, good(HOUR, new=1), look(-DAY, Outcome.TIMEOUT)],
        State.OK,
        "",
    ),
    "nobody has looked for two days": (SOURCE, every_day(28, 2), State.NOT_CHECKED, ""),
    "the budget ran out before it came by": (
        SOURCE,
        [*every_day(28, 2), look(HOUR, Outcome.WAITING, reason="the time of this run was used up")],
        State.NOT_CHECKED,
        "the time of this run was used up",
    ),
    "the budget ran out, and the last look is fresh": (
        SOURCE,
        [*every_day(28, 2), good(HOUR, new=1), look(timedelta(), Outcome.WAITING)],
        State.OK,
        "",
    ),
    "page 3 failed": (
        SOURCE,
        [good(HOUR, new=20, run=7), look(HOUR, Outcome.TIMEOUT, run=7, reason="timed out")],
        State.OK,
        "1 of 2 pages failed: timed out",
    ),
    "an index of lists that all fail": (
        SOURCE,
        [look(HOUR, run=7), *(look(HOUR, Outcome.GONE, run=7, reason="http 404") for _ in "ab")],
        State.FAILING,
        "http 404",
    ),
}


@pytest.mark.parametrize(("source", "history", "state", "evidence"), HISTORIES.values(), ids=HISTORIES.keys())
def test_the_history_of_a_source_tells_its_state(source, history, state, evidence):
    found = health(site_of(source), source, history, NOW, NOW - DAY)

    assert found.state is state
    assert evidence in found.evidence if evidence else not found.evidence


@pytest.mark.parametrize(("source", "history", "state", "_"), HISTORIES.values(), ids=HISTORIES.keys())
def test_a_suggestion_stands_where_there_is_something_to_do(source, history, state, _):
    found = health(site_of(source), source, history, NOW, NOW - DAY)

    assert bool(found.suggestion) is state.is_blind


SINCE = {
    "failing since the last good look": ([*every_day(28, 3), look(HOUR, Outcome.TIMEOUT)], NOW - DAY * 3),
    "rebuilt since the last look with rows": ([*MONTHS, look(HOUR, Outcome.EMPTY)], NOW - DAY),
    "without dates since the last one with dates": (
        [*every_day(28, 5), *(good(DAY * ago + HOUR, newest=None) for ago in (3, 2, 1, 0))],
        NOW - DAY * 5,
    ),
    "never well": ([look(DAY, Outcome.TIMEOUT), look(HOUR, Outcome.EMPTY)], None),
    "silent since the end of the day of its newest entry, in its own zone": (
        [*every_day(28, 20), good(HOUR, newest="2026-11-01")],
        datetime(2026, 11, 1, 15, 59, 59, 999999, UTC),
    ),
}


@pytest.mark.parametrize(("history", "since"), SINCE.values(), ids=SINCE.keys())
def test_since_is_until_when_all_was_well(history, since):
    assert health(site_of(SOURCE), SOURCE, history, NOW, NOW - DAY).since == since


def test_a_rebuilt_list_proposes_its_new_pattern():
    history = [*MONTHS, look(HOUR, Outcome.EMPTY, seen=24, proposal=r"^https?://a\.example/zx/\d+$")]

    assert (
        r"link_pattern = '^https?://a\.example/zx/\d+$'"
        in health(site_of(SOURCE), SOURCE, history, NOW, NOW - DAY).suggestion
    )


def test_one_that_is_off_says_why():
    off = replace(SOURCE, enabled=False, note="停更")

    found = health(site_of(off), off, MONTHS, NOW, NOW - DAY)

    assert (found.state, found.evidence, found.next_look) == (State.OFF, "停更", None)


ARTICLES = {
    "none came": (Articles(tried=9, outcome=Outcome.GONE, reason="http 404"), State.FAILING),
    "a wall stands before all": (Articles(tried=5, outcome=Outcome.BLOCKED, reason="http 403"), State.BLOCKED),
    "robots.txt forbids all": (Articles(tried=20, outcome=Outcome.ROBOTS), State.DENIED),
    "one of many came": (Articles(tried=9, came=1, outcome=Outcome.GONE, reason="http 404"), State.OK),
    "too few were tried": (Articles(tried=4, outcome=Outcome.GONE, reason="http 404"), State.OK),
    "none was tried": (Articles(), State.OK),
}


@pytest.mark.parametrize(("articles", "state"), ARTICLES.values(), ids=ARTICLES.keys())
def test_a_list_is_worth_no_more_than_its_articles(articles, state):
    told = health(site_of(SOURCE), SOURCE, [*MONTHS, good(HOUR, new=2)], NOW, NOW - DAY, articles)

    assert told.state is state
    assert state is State.OK or told.evidence.startswith(f"none of the last {articles.tried} articles came: ")


def test_a_renamed_source_begins_anew():
    assert health(site_of(SOURCE), SOURCE, [], NOW, NOW - DAY).state is State.NOT_CHECKED


PAUSES = {
    "after success": (60, 0, HOUR),
    "after one failure": (60, 1, HOUR),
    "after two": (60, 2, HOUR * 2),
    "after four": (60, 4, HOUR * 8),
    "a day at the most": (60, 400, DAY),
    "the shortest interval reaches it too": (5, 400, DAY),
    "one that is looked at each week stays so": (7 * 24 * 60, 9, DAY * 7),
}


@pytest.mark.parametrize(("every", "failures", "pause"), PAUSES.values(), ids=PAUSES.keys())
def test_a_source_in_trouble_is_looked_at_less_often(every, failures, pause):
    assert pause_after(replace(SOURCE, every=every), failures) == pause


ANSWERS = {
    "one search of two without a hit": ([Outcome.EMPTY, Outcome.TIMEOUT], Outcome.EMPTY),
    "the other way round": ([Outcome.TIMEOUT, Outcome.EMPTY], Outcome.EMPTY),
    "a page whose data file fails": ([Outcome.FETCHED, Outcome.TIMEOUT], Outcome.TIMEOUT),
    "a page whose data file is unchanged": ([Outcome.FETCHED, Outcome.UNCHANGED], Outcome.UNCHANGED),
}


@pytest.mark.parametrize(("outcomes", "expected"), ANSWERS.values(), ids=ANSWERS.keys())
def test_a_look_is_as_good_as_its_best_answer(outcomes, expected):
    (merged,) = looks([look(HOUR, outcome, run=1) for outcome in outcomes])

    assert merged.outcome is expected


PARTIAL = {
    "all pages": ([Outcome.FETCHED, Outcome.UNCHANGED], False),
    "no page": ([Outcome.TIMEOUT], False),
    "the first page": ([Outcome.FETCHED, Outcome.SERVER_ERROR], True),
    "a page more than there is": ([Outcome.FETCHED, Outcome.GONE], False),
    "no time for any": ([Outcome.WAITING], False),
}


@pytest.mark.parametrize(("outcomes", "expected"), PARTIAL.values(), ids=PARTIAL.keys())
def test_a_look_is_partial_that_brought(outcomes, expected):
    assert is_partial([look(HOUR, outcome) for outcome in outcomes]) is expected


def test_success_ends_the_backing_off():
    trouble = [look(DAY * ago, Outcome.BLOCKED) for ago in (4, 3, 2)]

    assert failures_in_a_row(looks(trouble)) == 3
    assert failures_in_a_row(looks([*trouble, good(DAY)])) == 0
    assert health(site_of(SOURCE), SOURCE, trouble, NOW, NOW - DAY * 3).next_look == NOW - DAY * 2 + HOUR * 4


def days(*numbers):
    return [date(2026, 11, 1) - timedelta(days=number) for number in numbers]


SPACINGS = {
    "no date": ([], None),
    "one pause is none": (days(0, 2500), None),
    "each day": (days(0, 1, 2, 3), 1),
    "several a day": (days(0, 0, 0, 1, 1, 2), 1),
    "each working day": (days(0, 3, 4, 5, 6, 7, 10, 11, 12, 13, 14), 1),
    "each week": (days(0, 7, 14, 21), 7),
    "one of 2019 on top": (days(0, 1, 2, 3, 2500), 1),
    "in bursts with long rests": (days(0, 1, 31, 32, 33, 78, 80, 140, 141), 30),
}


@pytest.mark.parametrize(("dates", "expected"), SPACINGS.values(), ids=SPACINGS.keys())
def test_the_usual_pause_of_a_list_is_told_by_its_dates(dates, expected):
    assert spacing(dates) == expected


def test_where_a_list_has_no_dates_its_history_tells_the_pause():
    assert usual_pause([look(DAY * ago, links=9, new=1) for ago in (12, 9, 6, 3)]) == 3
    assert usual_pause([look(DAY * ago, links=9, new=1) for ago in (12, 6, 3)]) is None


checks = st.builds(
    look,
    st.timedeltas(-DAY, DAY * 4000),
    st.sampled_from(Outcome),
    links=st.integers(0, 1000),
    new=st.integers(0, 1000),
    dated=st.integers(0, 1000),
    seen=st.integers(0, 1000),
    newest=st.none() | st.sampled_from(["2026-11-20", "2026-11", "2026", "0001-01-01", "9999-12-31", "", "早"]),
    spacing=st.none() | st.floats(0, 1e6),
    redirected=st.none() | st.sampled_from(["http://a.example/", "http://[", ""]),
    run=st.none() | st.integers(1, 5),
)


@given(st.lists(checks, max_size=12), st.sampled_from([SOURCE, FEED, ROWS, SEARCH]))
def test_no_history_is_too_odd_for_a_state(history, source):
    found = health(site_of(source), source, sorted(history, key=lambda check: check.at), NOW, NOW - DAY)

    assert found.state is not State.OFF
    assert found.since is None or found.since.tzinfo
