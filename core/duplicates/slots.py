"""Slots: every number of a text, keyed by the letters around it; and the set of its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, pairwise

from core.duplicates.cleaning import Letters

#: Units before and after a number that make its context. Other widths were measured: no difference (dedup.md §3).
_BEFORE = 3
_AFTER = 1

_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE_UNITS = frozenset("年月日号时点分")
_NUMBER = "#"
#: Before the context of a number that stands at the very beginning.
_OPENS = "^"
_NO_CONTEXT = _DATE_UNITS | {_NUMBER}


def slots(letters: Letters) -> dict[str, str]:
    """Context to value: 「…总值达56.48亿元」 gives {"总值达#亿": "56.48"}.

    Numbers inside a context are written `#`, so that another edition's date does not hide that its values differ.
    A context that stands twice with different values says nothing and is left out.
    """
    found: dict[str, str] = {}
    ambiguous: set[str] = set()
    for context, value in _in_context(letters):
        if found.setdefault(context, value) != value:
            ambiguous.add(context)
    return {context: value for context, value in found.items() if context not in ambiguous}


def figures(letters: Letters) -> frozenset[str]:
    """The numbers that tell one report from another: no dates, no single digits."""
    units = (*letters.units, "")
    return frozenset(
        units[place]
        for place in letters.numbers
        if len(units[place]) > 1 and units[place + 1] not in _DATE_UNITS and not _YEAR.fullmatch(units[place])
    )


def _in_context(letters: Letters) -> Iterator[tuple[str, str]]:
    """Each number with its context, but for those that are parts of a date.

    「年#月#日」 is any date. Numbers that touch (2026-11-20 08:05, 021-5551234, the cells of a table) have no context.
    """
    skeleton = list(letters.units)
    for place in letters.numbers:
        skeleton[place] = _NUMBER
    separator = "" if letters.han else " "
    for place in letters.numbers:
        start = place - _BEFORE
        if start < 0:
            context = _opening(skeleton[place:])
        else:
            before, after = skeleton[start:place], skeleton[place + 1 : place + 1 + _AFTER]
            is_vague = _NUMBER in {before[-1], *after} or _NO_CONTEXT.issuperset(before)
            context = [] if is_vague else [*before, _NUMBER, *after]
        if context:
            yield separator.join(context), letters.units[place]


def _opening(following: list[str]) -> list[str]:
    """The context of a number that nothing precedes, as the date that so much news begins with: what follows."""
    telling = (place for place, unit in enumerate(following) if unit not in _NO_CONTEXT)
    last = next(islice(telling, _BEFORE, None), None)
    if last is None or (_NUMBER, _NUMBER) in pairwise(following[: last + 1]):
        return []
    return [_OPENS, *following[: last + 1]]
