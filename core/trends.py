"""Trends: how many Stories the issues of a name showed day by day, of which areas, places and outlets; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.past import Past, Shown

#: Days that are told, and outlets.
DAYS = 30
MOST_OUTLETS = 15

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

    #: The oldest first; the last one is that of the issue.
    days: tuple[date, ...]
    #: By the day of the issue that showed them, in a round-up by the day they were first seen. None where nothing can
    #: be told: no issue was made, or no Source could be seen.
    stories: tuple[int | None, ...]
    #: The largest first; each Story counts for one.
    areas: tuple[Series, ...]
    regions: tuple[Region, ...]
    outlets: tuple[Count, ...]


def trends(
    shown: Iterable[Shown],
    past: Past,
    last: date,
    *,
    is_seen: bool,
    areas: Collection[str] = (),
    province_of: Mapping[str, str],
) -> Trends:
    """The Trends of an issue.

    Args:
        shown: the Stories of this issue.
        past: the Stories of earlier ones, and the days of which something can be told.
        last: the local date of the issue.
        is_seen: whether any Source was seen in its window.
        areas: those that its readers asked for; empty for all.
        province_of: name of a place to the code of its province.
    """
    days = tuple(last - timedelta(days=back) for back in range(DAYS - 1, -1, -1))
    told = [each for each in (*past.shown, *shown) if days[0] <= each.day <= last]
    by_day = Counter(each.day for each in told)
    watched = past.watched | ({last} if is_seen else frozenset())
    return Trends(
        days=days,
        stories=tuple(by_day[day] if by_day[day] or day in watched else None for day in days),
        areas=_areas(told, days, areas),
        regions=_regions(told, province_of),
        outlets=tuple(
            Count(name=name, label=name, stories=stories)
            for name, stories in _ranked(Counter(each.outlet for each in told))[:MOST_OUTLETS]
        ),
    )


def _areas(told: Sequence[Shown], days: Sequence[date], wanted: Collection[str]) -> tuple[Series, ...]:
    counted: dict[str, Counter[date]] = {}
    labels: dict[str, str] = {}
    for each in told:
        name = next((name for name in each.areas if not wanted or name in wanted), None)
        if name is not None:
            labels[name] = each.areas[name]
            counted.setdefault(name, Counter())[each.day] += 1
    series = (
        Series(name=name, label=labels[name], stories=tuple(by_day[day] for day in days))
        for name, by_day in counted.items()
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
