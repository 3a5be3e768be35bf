"""Trends: how many Stories the issues of a name showed day by day, of which areas, places and outlets; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.past import Past, Shown

#: Days that are told, and outlets.
DAYS = 30
MOST_OUTLETS = 15

_DAY = timedelta(days=1)
#: The order of the topic's own name: 沪苏浙皖.
_PROVINCES = ("SH", "JS", "ZJ", "AH")


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many Stories there were of one kind."""

    name: str
    label: str
    stories: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The Stories of one policy area, day by day."""

    name: str
    label: str
    #: As many as there are days.
    stories: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The Stories that name a province or a place in it; one that names two places counts for both."""

    name: str
    label: str
    stories: int
    places: tuple[Count, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trends:
    """What the issues of one name showed in the last days, this one included."""

    #: The oldest first. A day ends at the clock of the end of the window: the last one is the 24 hours before that.
    days: tuple[date, ...]
    #: By the day each Story was first seen. None: no Source was seen on that day, or it lies before the first issue.
    stories: tuple[int | None, ...]
    #: The largest first; each Story counts for one.
    areas: tuple[Series, ...]
    regions: tuple[Region, ...]
    outlets: tuple[Count, ...]


def trends(
    shown: Iterable[Shown],
    past: Past,
    *,
    since: datetime,
    until: datetime,
    last: date,
    areas: Collection[str] = (),
    province_of: Mapping[str, str],
) -> Trends:
    """The Trends of an issue.

    Args:
        shown: the Stories of this issue.
        past: the Stories of earlier ones, and the days on which anybody looked.
        since: the beginning of the window.
        until: its end.
        last: the local date of the issue.
        areas: those that its readers asked for; empty for all.
        province_of: name of a place to the code of its province.
    """
    told = [each for each in (*past.shown, *shown) if _back(each.first_seen, until) < DAYS]
    by_day = Counter(_back(each.first_seen, until) for each in told)
    began = min(past.since or since, since)
    return Trends(
        days=tuple(last - back * _DAY for back in _backwards()),
        stories=tuple(
            by_day[back] if by_day[back] or (back in past.watched and until - back * _DAY > began) else None
            for back in _backwards()
        ),
        areas=_areas(told, until, areas),
        regions=_regions(told, province_of),
        outlets=tuple(
            Count(name=name, label=name, stories=stories)
            for name, stories in _ranked(Counter(each.outlet for each in told))[:MOST_OUTLETS]
        ),
    )


def _backwards() -> Iterable[int]:
    return range(DAYS - 1, -1, -1)


def _back(at: datetime, until: datetime) -> int:
    """0 for the last 24 hours; what is later counts as them, since clocks are set back."""
    return max(0, (until - at) // _DAY)


def _areas(told: Sequence[Shown], until: datetime, wanted: Collection[str]) -> tuple[Series, ...]:
    counted: dict[str, Counter[int]] = {}
    labels: dict[str, str] = {}
    for each in told:
        name = next((name for name in each.areas if not wanted or name in wanted), None)
        if name is not None:
            labels[name] = each.areas[name]
            counted.setdefault(name, Counter())[_back(each.first_seen, until)] += 1
    series = (
        Series(name=name, label=labels[name], stories=tuple(days[back] for back in _backwards()))
        for name, days in counted.items()
    )
    return tuple(sorted(series, key=lambda each: (-sum(each.stories), each.name)))


def _regions(told: Sequence[Shown], province_of: Mapping[str, str]) -> tuple[Region, ...]:
    counts = Counter(name for each in told for name in each.places)
    labels = {name: label for each in told for name, label in each.places.items()}
    below: dict[str, list[Count]] = {code: [] for code in _PROVINCES}
    for name, stories in _ranked(counts):
        if name not in _PROVINCES and (province := province_of.get(name)) in below:
            below[province].append(Count(name=name, label=labels[name], stories=stories))
    return tuple(
        Region(name=code, label=labels[code], stories=counts[code], places=tuple(places))
        for code, places in below.items()
        if counts[code]
    )


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
