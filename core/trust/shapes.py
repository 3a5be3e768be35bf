"""Shapes: regular expressions of which only those are tried on a text that has the letters they cannot do without.

A pattern that has to look at every place of a text costs some ten microseconds a thousand characters, and there are
dozens. One automaton over the letters of all tells in one look which of them can match, which is mostly none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from re import _constants as sre
from re import _parser
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick

T = TypeVar("T")

#: Texts that a stretch of a pattern may stand for; of a stretch with more of them another is asked for.
_MOST = 64
#: What a stretch stands for that may be empty or anything.
_NOTHING = frozenset({""})

_Texts = frozenset[str]


class Shapes(Generic[T]):
    """Patterns with a value each. Immutable; pickled as its patterns, the automaton is built anew."""

    __slots__ = ("_always", "_automaton", "_owners", "_patterns")

    def __init__(self, patterns: Iterable[tuple[re.Pattern[str], T]]) -> None:
        self._patterns = tuple(patterns)
        owners: dict[str, set[int]] = {}
        for place, (pattern, _) in enumerate(self._patterns):
            for text in needed(pattern):
                owners.setdefault(text, set()).add(place)
        self._always = owners.pop("", set())
        self._owners = list(owners.values())
        self._automaton = AhoCorasick(list(owners))

    def __reduce__(self) -> tuple[type[Shapes[T]], tuple[tuple[tuple[re.Pattern[str], T], ...]]]:
        return Shapes, (self._patterns,)

    def search(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[T, re.Match[str]]]:
        """The first match of each pattern in [start, end) of a text with its value, in their order."""
        end = len(text) if end is None else end
        indexes = {index for index, *_ in self._automaton.find_matches_as_indexes(text[start:end], overlapping=True)}
        for place in sorted(self._always.union(*(self._owners[index] for index in indexes))):
            pattern, value = self._patterns[place]
            if match := pattern.search(text, start, end):
                yield value, match


def needed(pattern: re.Pattern[str]) -> _Texts:
    """Texts of which any match holds one at the least; with an empty one among them, it may hold none."""
    if pattern.flags & re.IGNORECASE:
        return _NOTHING
    return _needed(_parser.parse(pattern.pattern, pattern.flags))


def _needed(nodes: Iterable[tuple[Any, Any]]) -> _Texts:
    """The most telling of the stretches of a sequence."""
    stretches, stretch = [_NOTHING], _NOTHING
    for node in nodes:
        texts = _all(node)
        if texts and len(stretch) * len(texts) <= _MOST:
            stretch = _joined(stretch, texts)
        else:
            stretches += [stretch, _needed_by(node)]
            stretch = texts or _NOTHING
    return max((*stretches, stretch), key=lambda texts: (min(map(len, texts)), -len(texts)))


def _needed_by(node: tuple[Any, Any]) -> _Texts:
    match node:
        case (sre.SUBPATTERN, (_, flags, _, nodes)) if not flags & re.IGNORECASE:
            return _needed(nodes)
        case (sre.BRANCH, (_, branches)):
            return frozenset().union(*map(_needed, branches))
        case (sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT, (least, _, nodes)) if least:
            return _needed(nodes)
        case (sre.ATOMIC_GROUP, nodes):
            return _needed(nodes)
    return _NOTHING


def _all(node: tuple[Any, Any]) -> _Texts | None:
    """All that a part of a pattern can match, where that is little."""
    match node:
        case (sre.LITERAL, code):
            return frozenset({chr(code)})
        case (sre.AT, _):
            return _NOTHING
        case (sre.IN, members) if all(kind is sre.LITERAL for kind, _ in members):
            return frozenset(chr(code) for _, code in members)
        case (sre.SUBPATTERN, (_, flags, _, nodes)) if not flags & re.IGNORECASE:
            return _all_of(nodes)
        case (sre.BRANCH, (_, branches)):
            return _union(_all_of, branches)
        case (sre.MAX_REPEAT | sre.MIN_REPEAT, (0, 1, nodes)):
            texts = _all_of(nodes)
            return texts and texts | _NOTHING
    return None


def _all_of(nodes: Iterable[tuple[Any, Any]]) -> _Texts | None:
    whole = _NOTHING
    for node in nodes:
        texts = _all(node)
        if not texts or len(whole) * len(texts) > _MOST:
            return None
        whole = _joined(whole, texts)
    return whole


def _union(of: Callable[[Any], _Texts | None], branches: Iterable[Any]) -> _Texts | None:
    every = [of(branch) for branch in branches]
    return None if None in every else frozenset().union(*(texts for texts in every if texts))


def _joined(fronts: _Texts, backs: _Texts) -> _Texts:
    return frozenset(front + back for front in fronts for back in backs)
