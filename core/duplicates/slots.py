"""Slots: every number of a text, keyed by the letters around it; and the set of its figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from core.duplicates.cleaning import Letters, is_number

#: Units before and after a number that make its context. Other widths were measured: no difference (dedup.md §3).
_BEFORE = 3
_AFTER = 1

_YEAR = re.compile(r"(?:19|20)\d\d")
_DATE_UNITS = frozenset("年月日号时点分")
_NUMBER = "#"
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
        unit
        for unit, following in pairwise(units)
        if is_number(unit) and len(unit) > 1 and following not in _DATE_UNITS and not _YEAR.fullmatch(unit)
    )


def _in_context(letters: Letters) -> Iterator[tuple[str, str]]:
    """Each number with its context, but for those at the very beginning and those that are parts of a date.

    「年#月#日」 is any date. Numbers that touch (2026-11-20 08:05, 021-5551234, the cells of a table) have no context.
    """
    skeleton = [_NUMBER if is_number(unit) else unit for unit in letters.units]
    separator = "" if letters.han else " "
    for place in range(_BEFORE, len(skeleton)):
        if skeleton[place] != _NUMBER:
            continue
        before, after = skeleton[place - _BEFORE : place], skeleton[place + 1 : place + 1 + _AFTER]
        if _NUMBER not in {before[-1], *after} and not _NO_CONTEXT.issuperset(before):
            yield separator.join((*before, _NUMBER, *after)), letters.units[place]
