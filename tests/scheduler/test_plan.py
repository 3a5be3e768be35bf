"""What is due follows from what was done and what time it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.config import DigestSettings
from core.digest import Window
from core.link import Outcome
from core.run import SourceCheck
from core.site import Kind, Site, Source, Tier
from scheduler.plan import due_digest, due_sources, next_digest, reaching_back

ZONE = "Asia/Shanghai"
DAILY = DigestSettings(at="07:30")
BEGAN = datetime(2026, 11, 1, tzinfo=UTC)


def at(text, zone=ZONE):
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def covering(until):
    return Window(since=BEGAN, until=at(until))


DUE = {
    "not yet time": ("2026-11-21 07:29", "2026-11-20", None),
    "its time has come": ("2026-11-21 07:30", "2026-11-20", ("2026-11-21", False)),
    "made already": ("2026-11-21 12:00", "2026-11-21", None),
    "an hour late is not called late": ("2026-11-21 08:40", "2026-11-20", ("2026-11-21", False)),
    "the machine slept till noon": ("2026-11-21 12:00", "2026-11-20", ("2026-11-21", True)),
    "down for four days: one digest, not four": ("2026-11-21 08:00", "2026-11-17", ("2026-11-21", False)),
    "down over its time, up before the next": ("2026-11-22 06:00", "2026-11-20", ("2026-11-21", True)),
    "the clock was set back": ("2026-11-19 08:00", "2026-11-21", None),
}


@pytest.mark.parametrize(("now", "last", "expected"), DUE.values(), ids=DUE.keys())
def test_a_digest_is_due_once_per_local_date(now, last, expected):
    found = due_digest(DAILY, ZONE, covering(last + " 07:30"), date.fromisoformat(last), BEGAN, at(now))

    assert (found and (found.local_date.isoformat(), found.window.late)) == expected


def test_the_window_begins_where_the_last_one_ended():
    found = due_digest(DAILY, ZONE, covering("2026-11-17 07:31"), date(2026, 11, 17), BEGAN, at("2026-11-21 07:35"))

    assert (found.window.since, found.window.until) == (at("2026-11-17 07:31"), at("2026-11-21 07:35"))


def test_the_first_digest_is_due_at_once_and_covers_everything_since_watching_began():
    began = at("2026-11-20 15:00")

    found = due_digest(DAILY, ZONE, None, None, began, at("2026-11-20 15:10"))

    assert (found.local_date, found.window.since, found.window.late) == (date(2026, 11, 20), began, False)
    assert found.window.first


def test_only_the_first_digest_is_called_the_first():
    second = due_digest(DAILY, ZONE, covering("2026-11-20 07:30"), date(2026, 11, 20), BEGAN, at("2026-11-21 07:31"))

    assert not second.window.first


def test_a_first_run_before_the_hour_still_leaves_the_digest_of_the_morning():
    first = due_digest(DAILY, ZONE, None, None, at("2026-11-21 04:50"), at("2026-11-21 04:57"))
    second = due_digest(DAILY, ZONE, first.window, first.local_date, BEGAN, at("2026-11-21 07:31"))

    assert (first.local_date, second.local_date) == (date(2026, 11, 20), date(2026, 11, 21))


def test_only_on_its_weekdays():
    weekly = DigestSettings(at="07:30", days=("mon",))
    sunday, monday = at("2026-11-22 09:00"), at("2026-11-23 09:00")

    assert due_digest(weekly, ZONE, covering("2026-11-16 07:30"), date(2026, 11, 16), BEGAN, sunday) is None
    assert due_digest(weekly, ZONE, covering("2026-11-16 07:30"), date(2026, 11, 16), BEGAN, monday).local_date == date(
        2026, 11, 23
    )


def test_a_weekly_one_looks_back_a_whole_week():
    weekly = DigestSettings(at="07:30", days=("mon",))

    found = due_digest(weekly, ZONE, covering("2026-11-09 07:30"), date(2026, 11, 9), BEGAN, at("2026-11-23 06:00"))

    assert found.local_date == date(2026, 11, 16)


def test_after_the_clock_was_set_back_a_window_is_empty_not_upside_down():
    now = at("2026-11-21 08:00")

    window = due_digest(DAILY, ZONE, covering("2026-11-21 09:00"), date(2026, 11, 20), BEGAN, now).window

    assert (window.since, window.until) == (now, now)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Shanghai"])
def test_once_a_local_day_through_both_changes_of_summer_time(zone):
    settings = DigestSettings(at="02:30")
    last, made = None, []
    now = at("2026-03-01 00:00", zone)
    while now < at("2026-11-30 00:00", zone):
        found = due_digest(settings, zone, last, made[-1] if made else None, at("2026-02-28 00:00", zone), now)
        if found:
            last = found.window
            made.append(found.local_date)
        now += timedelta(minutes=30)

    assert len(made) == len(set(made))
    assert made == [date(2026, 3, 1) + timedelta(days=n - 1) for n in range(len(made))]


def test_the_next_digest_is_told():
    assert next_digest(DAILY, ZONE, at("2026-11-21 07:30")).isoformat() == "2026-11-22T07:30:00+08:00"


SOURCES = (
    Source(id="a", kind=Kind.FEED, url="http://a.example/a"),
    Source(id="b", kind=Kind.FEED, url="http://a.example/b"),
)
SITE = Site(id="s", name="s", home="http://a.example/", tier=Tier.PORTAL, sources=SOURCES)


def checked(now, **ages):
    return {
        ("s", source): (SourceCheck(site="s", source=source, at=now - timedelta(minutes=age), outcome=Outcome.FETCHED),)
        for source, age in ages.items()
    }


AGES = {
    "never looked at": ({}, ["a", "b"]),
    "an hour ago": ({"a": 60, "b": 10}, ["a"]),
    "a minute early is due": ({"a": 59, "b": 10}, ["a"]),
    "nothing due": ({"a": 1, "b": 1}, []),
}


@pytest.mark.parametrize(("ages", "expected"), AGES.values(), ids=AGES.keys())
def test_sources_are_due_by_their_own_interval(ages, expected):
    now = at("2026-11-21 07:30")
    due = due_sources([SITE], checked(now, **ages), now)

    assert [source.id for _, sources in due for source in sources] == expected


def test_the_longest_unseen_site_comes_first():
    now = at("2026-11-21 07:30")
    other = Site(id="t", name="t", home="http://b.example/", tier=Tier.PORTAL, sources=SOURCES[:1])
    seen = checked(now, a=70, b=70) | {
        ("t", "a"): (SourceCheck(site="t", source="a", at=now - timedelta(hours=9), outcome=Outcome.FETCHED),)
    }

    assert [site.id for site, _ in due_sources([SITE, other], seen, now)] == ["t", "s"]


def test_a_site_with_a_source_never_looked_at_comes_before_all_others():
    now = at("2026-11-21 07:30")
    other = Site(id="t", name="t", home="http://b.example/", tier=Tier.PORTAL, sources=SOURCES)
    seen = checked(now, a=900, b=900) | {
        ("t", "a"): (SourceCheck(site="t", source="a", at=now - timedelta(hours=2), outcome=Outcome.FETCHED),)
    }

    assert [site.id for site, _ in due_sources([SITE, other], seen, now)] == ["t", "s"]


def test_what_was_cut_off_is_due_however_lately_it_was_looked_at():
    now = at("2026-11-21 07:30")
    ((site, sources),) = due_sources([SITE], checked(now, a=1, b=1), now, cut_off={SITE.id, "other"})

    assert (site, [source.id for source in sources]) == (SITE, ["a", "b"])


def test_a_source_whose_host_asked_for_later_is_told_so_once():
    now = at("2026-11-21 07:30")
    told = SourceCheck(site="s", source="a", at=now, outcome=Outcome.WAITING)
    before = checked(now, a=90, b=90)
    after = {**before, ("s", "a"): (*before["s", "a"], told)}

    def due(seen, *paused):
        return [source.id for _, sources in due_sources([SITE], seen, now, paused=paused) for source in sources]

    assert due(before, "a.example") == due(after) == due(after, "b.example")
    assert due(after, "a.example") == [each for each in due(before) if each != "a"]


ENDINGS = {
    "answered": ([Outcome.FETCHED], 60),
    "failed once": ([Outcome.FETCHED, Outcome.TIMEOUT], 60),
    "failed three times": ([Outcome.FETCHED, *[Outcome.TIMEOUT] * 3], 4 * 60),
    "a wall, for ever": ([Outcome.BLOCKED] * 40, 24 * 60),
    "put off for want of time is no look": ([Outcome.WAITING] * 3, 0),
}


@pytest.mark.parametrize(("outcomes", "minutes"), ENDINGS.values(), ids=ENDINGS.keys())
def test_a_source_in_trouble_is_due_less_often(outcomes, minutes):
    began = at("2026-11-20 07:30")
    checks = tuple(
        SourceCheck(site="s", source="a", at=began + timedelta(minutes=number), outcome=outcome)
        for number, outcome in enumerate(outcomes)
    )
    site = replace(SITE, sources=SOURCES[:1])
    other = SourceCheck(site="t", source="a", at=checks[-1].at, outcome=Outcome.FETCHED)

    def is_due(after):
        seen = {("s", "a"): checks, ("t", "a"): (other,)}
        return bool(due_sources([site], seen, checks[-1].at + timedelta(minutes=after)))

    assert is_due(minutes)
    assert not minutes or not is_due(minutes - 3)


OTHERS = {
    "nobody else answers either": (Outcome.UNREACHABLE, ["a", "b"]),
    "another answers": (Outcome.FETCHED, ["b"]),
    "another is walled off: the network is there": (Outcome.BLOCKED, []),
}


@pytest.mark.parametrize(("other", "expected"), OTHERS.values(), ids=OTHERS.keys())
def test_what_fails_while_our_own_network_is_down_is_due_as_soon_as_ever(other, expected):
    now = at("2026-11-21 07:30")
    hours = range(72, 0, -1)
    outcomes = {"a": Outcome.UNREACHABLE, "b": other}
    seen = {
        ("s", source): tuple(
            SourceCheck(site="s", source=source, at=now - timedelta(hours=ago), outcome=outcome, run=ago)
            for ago in hours
        )
        for source, outcome in outcomes.items()
    }

    assert [source.id for _, sources in due_sources([SITE], seen, now) for source in sources] == expected


AWAY = {
    "the first look": (3, None, 3),
    "an hour ago": (3, timedelta(hours=1), 3),
    "a week ago": (3, timedelta(days=7), 24),
    "a year ago": (3, timedelta(days=365), 30),
    "a list that has one page only": (1, timedelta(days=2), 3),
    "a paper of many pages": (40, timedelta(days=7), 40),
    "the clock was set back": (3, timedelta(days=-2), 3),
}


@pytest.mark.parametrize(("pages", "ago", "expected"), AWAY.values(), ids=AWAY.keys())
def test_after_an_outage_a_list_is_paged_back_farther(pages, ago, expected):
    now = at("2026-11-21 07:30")
    source = replace(SOURCES[0], max_pages=pages)

    assert reaching_back(source, now - ago if ago is not None else None, now) == replace(source, max_pages=expected)


def test_of_a_sitemap_no_more_parts_are_asked_for_after_an_outage():
    source = Source(id="a", kind=Kind.SITEMAP, url="http://a.example/sitemap.xml")

    assert reaching_back(source, at("2026-11-14 07:30"), at("2026-11-21 07:30")) == source


def _many(*shape):
    """So many Sites of so many Sources each."""
    return [
        Site(
            id=f"s{number}",
            name="s",
            home=f"http://s{number}.example/",
            tier=Tier.PORTAL,
            sources=tuple(
                Source(id=f"{letter}", kind=Kind.FEED, url=f"http://s{number}.example/{letter}")
                for letter in "abcdef"[:size]
            ),
        )
        for number, size in enumerate(shape)
    ]


@pytest.mark.parametrize("put_off", [Outcome.WAITING, Outcome.DEFERRED], ids=["the budget ended", "the host is slow"])
@pytest.mark.parametrize("shape", [(1, 1, 1), (3,), (1, 2), (2, 2, 2)])
@pytest.mark.parametrize("fits", [1, 2])
def test_what_a_run_has_no_time_for_comes_first_in_the_next(shape, fits, put_off):
    sites, seen, now = _many(*shape), {}, at("2026-11-21 07:30")
    asked = []
    for _ in range(-(-sum(shape) // fits)):
        due = [(site.id, source.id) for site, sources in due_sources(sites, seen, now) for source in sources]
        for number, key in enumerate(due):
            outcome = Outcome.FETCHED if number < fits else put_off
            check = SourceCheck(site=key[0], source=key[1], at=now + timedelta(seconds=number), outcome=outcome)
            seen[key] = (*seen.get(key, ()), check)
        asked += due[:fits]
        now += timedelta(days=2)

    assert set(asked) == {(site.id, source.id) for site in sites for source in site.sources}
