"""What is due follows from what was done and what time it is."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.config import EVERY_DAY, DigestSettings
from core.digest import Window
from core.link import Outcome
from core.run import SourceCheck
from core.site import Kind, Site, Source, Tier
from scheduler.plan import (
    audience_began,
    digest_of,
    digest_of_date,
    due_digest,
    due_sources,
    is_quiet,
    next_digest,
    period_of,
    reaching_back,
)

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


WEEKLY = DigestSettings(every="week", at="08:00")
MONTHLY = DigestSettings(every="month", at="08:00")

MOMENTS = {
    "a week: Monday": (WEEKLY, "2026-11-18 12:00", "2026-11-23"),
    "a week of Fridays": (replace(WEEKLY, days=("fri",)), "2026-11-18 12:00", "2026-11-20"),
    "a week, the first of two days": (replace(WEEKLY, days=("sun", "thu")), "2026-11-18 12:00", "2026-11-19"),
    "a month: the first": (MONTHLY, "2026-11-18 12:00", "2026-12-01"),
    "a month from the 15th": (replace(MONTHLY, month_day=15), "2026-11-18 12:00", "2026-12-15"),
    "a month, its first working day": (
        replace(MONTHLY, days=("mon", "tue", "wed", "thu", "fri")), "2026-10-18 12:00", "2026-11-02",
    ),
    "a month, the first Monday from the 28th on": (
        replace(MONTHLY, days=("mon",), month_day=28), "2026-11-27 12:00", "2026-11-30",
    ),
    "a month, the same, in the next one": (
        replace(MONTHLY, days=("mon",), month_day=28), "2027-01-29 12:00", "2027-02-01",
    ),
    "working days": (replace(DAILY, days=("mon", "tue", "wed", "thu", "fri")), "2026-11-20 12:00", "2026-11-23"),
}  # fmt: skip


@pytest.mark.parametrize(("settings", "now", "expected"), MOMENTS.values(), ids=MOMENTS)
def test_a_cadence_has_one_day_in_each_period(settings, now, expected):
    assert next_digest(settings, ZONE, at(now)).date().isoformat() == expected
    moment = at(f"{expected} {settings.at}")
    last = moment - timedelta(days=1)
    found = due_digest(settings, ZONE, Window(since=BEGAN, until=last), date(2026, 9, 1), BEGAN, moment)
    assert (found.local_date.isoformat(), found.window.every) == (expected, settings.every)


def test_one_made_by_hand_is_that_of_its_week():
    by_hand = digest_of(WEEKLY, ZONE, covering("2026-11-16 08:00"), BEGAN, at("2026-11-18 15:00"))
    assert by_hand.local_date == date(2026, 11, 18)
    friday = replace(WEEKLY, days=("fri",))
    late = at("2026-11-20 09:00")

    assert due_digest(friday, ZONE, by_hand.window, by_hand.local_date, BEGAN, late) is None
    assert next_digest(friday, ZONE, late, by_hand.local_date).date() == date(2026, 11, 27)


def test_the_first_of_a_longer_cadence_waits_for_its_time():
    began, monday = at("2026-11-18 12:00"), at("2026-11-23 08:00")

    assert due_digest(WEEKLY, ZONE, None, None, began, at("2026-11-23 07:59")) is None
    first = due_digest(WEEKLY, ZONE, None, None, began, monday)
    assert (first.window.since, first.local_date, first.window.first) == (began, date(2026, 11, 23), True)


@pytest.mark.parametrize(
    ("settings", "since"),
    [(DAILY, "2026-11-19 07:30"), (WEEKLY, "2026-11-09 08:00"), (MONTHLY, "2026-10-01 08:00")],
    ids=["day", "week", "month"],
)
def test_who_joins_later_is_told_of_one_period_and_not_of_all_that_was(settings, since):
    now = at("2026-11-20 12:00")

    assert audience_began(settings, ZONE, at("2025-01-01 00:00"), now) == at(since)
    assert audience_began(settings, ZONE, at("2026-11-20 11:00"), now) == at("2026-11-20 11:00")


def test_a_past_date_covers_what_came_since_the_moment_before_it():
    window = digest_of_date(WEEKLY, ZONE, date(2026, 11, 16)).window

    assert (window.since, window.until, window.every) == (at("2026-11-09 08:00"), at("2026-11-16 08:00"), "week")


@given(
    st.sampled_from(["day", "week", "month"]),
    st.sets(st.sampled_from(EVERY_DAY), min_size=1),
    st.integers(1, 28),
    st.sampled_from(["00:00", "02:30", "07:30", "23:59"]),
    st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia"]),
    st.lists(st.integers(1, 60 * 24 * 12), min_size=1, max_size=60),
)
def test_however_often_it_is_restarted_there_is_one_in_a_period_and_nothing_is_missed(
    every, days, month_day, hour, zone, minutes
):
    settings = DigestSettings(every=every, days=tuple(days), month_day=month_day, at=hour)
    now = began = at("2026-02-20 10:00", zone)
    last, dates = None, []
    for pause in minutes:
        now += timedelta(minutes=pause)
        # Woken several times, and killed between: what was saved is all that counts.
        for again in range(2):
            found = due_digest(settings, zone, last, dates[-1] if dates else None, began, now)
            if found is None:
                continue
            assert again == 0
            assert found.window.since == (last.until if last else began)
            last = found.window
            dates.append(found.local_date)

    periods = [period_of(settings, day) for day in dates]
    assert len(set(periods)) == len(periods)
    assert periods == sorted(periods)
    assert all(EVERY_DAY[day.weekday()] in days for day in dates)
    if dates:
        assert next_digest(settings, zone, now, dates[-1]) > now


QUIET = {
    "over midnight, in it": ("22:00-07:00", "2026-11-21 23:30", True),
    "over midnight, before seven": ("22:00-07:00", "2026-11-21 06:59", True),
    "over midnight, at seven": ("22:00-07:00", "2026-11-21 07:00", False),
    "over midnight, by day": ("22:00-07:00", "2026-11-21 12:00", False),
    "at noon": ("12:00-14:00", "2026-11-21 12:00", True),
    "after noon": ("12:00-14:00", "2026-11-21 14:00", False),
    "none": (None, "2026-11-21 03:00", False),
}


@pytest.mark.parametrize(("quiet", "now", "expected"), QUIET.values(), ids=QUIET)
def test_nothing_rings_in_quiet_hours(quiet, now, expected):
    assert is_quiet(DigestSettings(quiet=quiet), ZONE, at(now)) is expected


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
