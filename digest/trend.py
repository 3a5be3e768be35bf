"""Trend: the Trends of a Digest as bars that every form can draw, in the words of its reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import dropwhile

from core.trends import Count, Region, Series, Trends
from digest.lines import Calendar, shown
from digest.wording import Words, counted

#: Bars of the chart of days, in its own units: as wide as a phone has CSS pixels.
STEP, BAR, HEIGHT = 12, 9, 72
#: The same of the small charts of areas.
SMALL_STEP, SMALL_BAR, SMALL_HEIGHT = 6, 4, 18
#: Days between two that are named below the chart.
_NAMED_EVERY = 7
MOST_PLACES = 8
MOST_OUTLETS = 10
#: A share of the largest, as wide as this.
FULL = 100
#: Days with a number that make a chart: one is none.
_LEAST_DAYS = 2
LATELY = 14

#: Label, number, share of the largest, and what belongs to it, such as the places of a province.
Plain = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One day."""

    day: str
    #: `–` where it is not known.
    number: str
    is_known: bool
    #: In units of the chart, from its left and its top.
    x: int
    y: int
    height: int
    #: Of the largest, at most FULL.
    share: int
    #: Whether its number stands above it.
    is_numbered: bool
    #: Its day as it stands below it; empty for most.
    name: str = ""

    @property
    def plain(self) -> Plain:
        return self.day, self.number, self.share, ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A number with its bar."""

    label: str
    number: int
    share: int
    #: The days of an area; empty for a place or an outlet.
    bars: tuple[Bar, ...]
    #: What the small chart shows, or the first places of a province.
    told: str
    #: All places of a province with their numbers, the largest first.
    places: tuple[tuple[str, int], ...] = ()

    @property
    def plain(self) -> Plain:
        return self.label, str(self.number), self.share, self.told if self.places else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows for a form without drawings."""

    title: str
    rows: tuple[Plain, ...]
    #: Heading of what belongs to each; empty where there is nothing.
    beside: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendView:
    """Trends ready to be written down."""

    note: str
    #: Empty where fewer than two days are known; so are the areas.
    days: tuple[Bar, ...]
    #: The chart of days in words.
    told: str
    #: What `–` means, where there is one.
    unknown: str
    areas: tuple[Row, ...]
    regions: tuple[Row, ...]
    outlets: tuple[Row, ...]

    @property
    def lately(self) -> tuple[Bar, ...]:
        """The last two weeks without what lies before all that is known, for forms in which each day takes a line."""
        return tuple(dropwhile(lambda bar: not bar.is_known, self.days[-LATELY:]))

    @property
    def unknown_lately(self) -> str:
        """What `–` means, where one is among them."""
        return self.unknown if any(not bar.is_known for bar in self.lately) else ""

    @property
    def has_places(self) -> bool:
        """Whether a place below a province was named."""
        return any(region.places for region in self.regions)

    def tables(self, words: Words) -> Iterator[Table]:
        """All that there is, for forms without drawings."""
        for title, rows in (
            (words.by_day, self.lately),
            (words.by_area, self.areas),
            (words.by_place, self.regions),
            (words.by_outlet, self.outlets),
        ):
            if rows:
                plain = tuple(row.plain for row in rows)
                yield Table(title=title, rows=plain, beside=words.places_column if any(row[3] for row in plain) else "")


def trend_of(trends: Trends | None, calendar: Calendar) -> TrendView | None:
    """The Trends in words and bars; None where there is nothing to show."""
    view = _trend_of(trends, calendar) if trends and any(trends.stories) else None
    return view if view and any((view.days, view.regions, view.outlets)) else None


def _trend_of(trends: Trends, calendar: Calendar) -> TrendView:
    words = calendar.words
    days = tuple(words.day(day, calendar.year) for day in trends.days)
    known = [number for number in trends.stories if number is not None]
    is_chart = len(known) >= _LEAST_DAYS
    bars = _named(_bars(days, trends.stories, max(known), STEP, HEIGHT), trends.days, words) if is_chart else ()
    return TrendView(
        note=counted(len(days), words.trends_note),
        days=bars,
        told=_told(bars, words),
        unknown=words.unknown_note if is_chart and None in trends.stories else "",
        areas=_areas(trends.areas, days, words) if is_chart else (),
        regions=_regions(trends.regions, words),
        outlets=_outlets(trends.outlets[:MOST_OUTLETS]),
    )


def _bars(days: Sequence[str], numbers: Sequence[int | None], most: int, step: int, height: int) -> tuple[Bar, ...]:
    last = len(days) - 1
    highest = max(range(len(days)), key=lambda place: (numbers[place] or 0, place))
    return tuple(
        Bar(
            day=day,
            number="–" if number is None else str(number),
            is_known=number is not None,
            x=place * step,
            y=height - _part(number, most, height),
            height=_part(number, most, height),
            share=_part(number, most, FULL),
            is_numbered=place in {last, highest},
        )
        for place, (day, number) in enumerate(zip(days, numbers, strict=True))
    )


def _named(bars: Sequence[Bar], days: Sequence[date], words: Words) -> tuple[Bar, ...]:
    """The bars with the names of the last day and of those whole weeks before it."""
    first = (len(bars) - 1) % _NAMED_EVERY
    return tuple(
        replace(bar, name=words.chart_day(day)) if place % _NAMED_EVERY == first else bar
        for place, (bar, day) in enumerate(zip(bars, days, strict=True))
    )


def _part(number: int | None, most: int, whole: int) -> int:
    """A share of the largest number, never rounded to nothing."""
    return max(1, round(whole * number / most)) if number else 0


def _told(bars: Sequence[Bar], words: Words) -> str:
    return words.comma.join(
        words.day_told.format(day=bar.day, n=bar.number if bar.is_known else words.day_unknown) for bar in bars
    )


def _areas(areas: Sequence[Series], days: Sequence[str], words: Words) -> tuple[Row, ...]:
    """All to one scale, so that they can be compared."""
    most = max((max(area.stories) for area in areas), default=0)
    sums = [sum(area.stories) for area in areas]
    rows = []
    for area, total in zip(areas, sums, strict=True):
        bars = _bars(days, area.stories, most, SMALL_STEP, SMALL_HEIGHT)
        told = _told([bar for bar in bars if bar.height], words)
        share = _part(total, max(sums), FULL)
        rows.append(Row(label=shown(area.label, 60), number=total, share=share, bars=bars, told=told))
    return tuple(rows)


def _regions(regions: Sequence[Region], words: Words) -> tuple[Row, ...]:
    most = max((region.stories for region in regions), default=0)
    return tuple(
        Row(
            label=shown(region.label, 60),
            number=region.stories,
            share=_part(region.stories, most, FULL),
            bars=(),
            told=_places(region.places, words),
            places=tuple((shown(place.label, 40), place.stories) for place in region.places),
        )
        for region in regions
    )


def _places(places: Sequence[Count], words: Words) -> str:
    told = words.comma.join(f"{shown(place.label, 40)} {place.stories}" for place in places[:MOST_PLACES])
    return words.more_places.format(names=told) if len(places) > MOST_PLACES else told


def _outlets(counts: Sequence[Count]) -> tuple[Row, ...]:
    """The outlets that told most; none where each told one Story."""
    most = max((count.stories for count in counts), default=0)
    return tuple(
        Row(label=shown(each.label, 60), number=each.stories, share=_part(each.stories, most, FULL), bars=(), told="")
        for each in (counts if most > 1 else ())
    )
