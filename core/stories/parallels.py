"""Parallel reports: whether two texts that nobody copied tell of one event, in one language or two.

By what needs no dictionary: figures in one unit (352亿元 and 35.2 billion yuan are 3.52e11), places and programmes by
their tags, and the day. Two that agree are linked, never merged: each is somebody's own text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from core.assessment import Assessment, TagKind
from core.dates import MONTHS
from core.text import fold

#: Reports of one event come out so many days apart at the most. Our own figure.
MOST_DAYS = 3
#: What agrees must be worth so much (see `agree`), figures alone so much, and be so much of what the shorter one tells.
LEAST_STRENGTH, LEAST_FIGURES, LEAST_SHARE = 6, 3, 0.5
#: Programmes and places together are worth so much at the most: reports of one topic share them on any day.
_MOST_BY_TAGS = 3
#: Characters of a text that are looked at: the figures of a report stand in its first pages.
_MOST_CHARACTERS = 20_000
#: Digits that are compared: a translator rounds.
_DIGITS = 3

_MONTHS = "|".join(MONTHS)
_DATE = re.compile(
    r"\d{4}年|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|\d{1,2}[:时点]\d{0,2}分?"
    rf"|\b(?:{_MONTHS})[a-z]{{0,6}}\.? \d{{1,2}}\b(?:, \d{{4}})?|\b\d{{1,2}} (?:{_MONTHS})[a-z]{{0,6}}\b"
    r"|\b(?:19|20)\d\d\b(?![.,%]\d|[万亿%])"
)
_NUMBER = re.compile(
    r"(?<![a-z0-9.,])(?P<value>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,15}(?:\.\d+)?)(?![\d,]*\d)"
    r"(?:[ -]?(?P<scale>万亿|百万|千万|亿|万|trillion|billion|million|thousand|bn|mln)(?![a-z]))?"
    r" ?(?P<share>%|‰|percent|per cent|个百分点)?"
)
_SCALES = {
    "万亿": 10**12, "亿": 10**8, "千万": 10**7, "百万": 10**6, "万": 10**4,
    "trillion": 10**12, "billion": 10**9, "bn": 10**9, "million": 10**6, "mln": 10**6, "thousand": 10**3,
}  # fmt: skip
_PROVINCES = frozenset({"SH", "JS", "ZJ", "AH"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What of an Article does not depend on its language."""

    #: Title and text, as published.
    text: str
    #: Tags by name to what a reader calls them: cities and places below, and programmes. Provinces say too little.
    places: Mapping[str, str]
    programmes: Mapping[str, str]
    #: When it was published, else when it was first seen.
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What two reports of one event share."""

    #: As the first and the second write them.
    figures: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    programmes: tuple[str, ...]
    #: Between their days.
    days: int
    strength: int

    def __str__(self) -> str:
        said = [first if first == second else f"{first} = {second}" for first, second in self.figures]
        return ", ".join([*said, *self.programmes, *self.places])


def report_of(title: str, text: str, assessment: Assessment, day: date) -> Report:
    """An Article as a Report."""
    return Report(
        text=f"{title}\n{text}",
        places=_named(assessment, TagKind.PLACE),
        programmes=_named(assessment, TagKind.PROGRAMME),
        day=day,
    )


def agree(first: Report, second: Report) -> Agreement | None:
    """What two reports share, where that is enough to say that they tell of one event.

    A shared figure of three digits (48.6 km, 352) is worth 2, one of two digits (17, 5.3 %) 1, one of a single digit
    nothing; a shared programme or place below the province 1 each, 3 together at the most. That must come to 6, of
    which 3 by figures, and the figures be half of what the one with fewer has; the days may be three apart. Where both
    name cities, one must be the same.
    """
    days = abs((first.day - second.day).days)
    if days > MOST_DAYS or (first.places and second.places and not first.places.keys() & second.places.keys()):
        return None
    ours, theirs = figures(first.text), figures(second.text)
    shared = [value for value in ours if value in theirs and worth(value)]
    by_figures = sum(map(worth, shared))
    places = [label for name, label in first.places.items() if name in second.places]
    programmes = [label for name, label in first.programmes.items() if name in second.programmes]
    strength = by_figures + min(_MOST_BY_TAGS, len(places) + len(programmes))
    all_of_one = min(sum(map(worth, ours)), sum(map(worth, theirs)))
    if by_figures < max(LEAST_FIGURES, LEAST_SHARE * all_of_one) or strength < LEAST_STRENGTH:
        return None
    return Agreement(
        figures=tuple((ours[value], theirs[value]) for value in shared),
        places=tuple(places),
        programmes=tuple(programmes),
        days=days,
        strength=strength,
    )


def telling_figures(text: str) -> tuple[str, ...]:
    """The figures of a text that count, in its order; two reports that agree share two of them at the least."""
    return tuple(value for value in figures(text) if worth(value))


def worth(value: str) -> int:
    """What a shared figure proves: one less than the digits that it has, 2 at the most."""
    digits = value.partition("E")[0].replace(".", "").rstrip("0")
    return max(0, len(digits) - 1)


@lru_cache(maxsize=64)
def figures(text: str) -> Mapping[str, str]:
    """The figures of a text, Chinese or English: value in plain units, three digits kept, to how it was written first.

    Shares are apart from counts: 5.3% is `5.3E+0%`. Dates, years and what hangs on letters (G60) are none.
    """
    found: dict[str, str] = {}
    for value, written in _figures(text[:_MOST_CHARACTERS]):
        found.setdefault(value, written)
    return found


def _figures(text: str) -> Iterator[tuple[str, str]]:
    # Folding would make it the comma of 46,441.
    plain = fold(text.replace("，", "\n"))
    bare = _DATE.sub(lambda match: "\n" * len(match.group()), plain.text)
    for match in _NUMBER.finditer(bare):
        start, end = plain.span(match.start(), match.end())
        value = Decimal(match["value"].replace(",", "")) * _SCALES.get(match["scale"], 1)
        yield f"{value:.{_DIGITS - 1}E}{'%' if match['share'] else ''}", text[start:end].strip()


def _named(assessment: Assessment, kind: TagKind) -> Mapping[str, str]:
    return {tag.name: tag.label for tag in assessment.tags if tag.kind is kind and tag.name not in _PROVINCES}
