"""Shapes: regular expressions of which only those are tried on a text that has the letters they cannot do without.

A pattern that has to look at every place of a text costs some ten microseconds a thousand characters, and there are
dozens. One automaton over the letters of all tells in one look which of them can match, which is mostly none: a pattern
needs letters of each of its stretches, and of patterns with alternatives one at the least needs to have all of its own.
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
Way = tuple[_Texts, ...]


class Shapes(Generic[T]):
    """Patterns with a value each. Immutable; pickled as its patterns, the automaton is built anew."""

    __slots__ = ("_always", "_asking", "_automaton", "_patterns")

    def __init__(self, patterns: Iterable[tuple[re.Pattern[str], T]]) -> None:
        self._patterns = tuple(patterns)
        numbers: dict[str, int] = {}
        #: For each text: the patterns that have a way by it, each with the other texts that this way needs.
        self._asking: list[list[tuple[int, list[set[int]]]]] = []
        self._always: set[int] = set()
        for place, (pattern, _) in enumerate(self._patterns):
            for way in needed(pattern):
                sets = [{numbers.setdefault(text, len(numbers)) for text in texts} for texts in way]
                self._asking += ([] for _ in range(len(numbers) - len(self._asking)))
                for number in sets[0] if sets else ():
                    self._asking[number].append((place, sets[1:]))
                if not sets:
                    self._always.add(place)
        self._automaton = AhoCorasick(list(numbers))

    def __reduce__(self) -> tuple[type[Shapes[T]], tuple[tuple[tuple[re.Pattern[str], T], ...]]]:
        return Shapes, (self._patterns,)

    def likely(self, text: str) -> Iterator[tuple[T, re.Pattern[str]]]:
        """The patterns that may match in a text, with their values, in their order."""
        here = {index for index, *_ in self._automaton.find_matches_as_indexes(text, overlapping=True)}
        asking = (each for index in here for each in self._asking[index])
        places = {place for place, others in asking if all(not here.isdisjoint(texts) for texts in others)}
        for place in sorted(places | self._always):
            pattern, value = self._patterns[place]
            yield value, pattern

    def search(self, text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[T, re.Match[str]]]:
        """The first match of each pattern in [start, end) of a text with its value, in their order."""
        end = len(text) if end is None else end
        for value, pattern in self.likely(text[start:end]):
            if match := pattern.search(text, start, end):
                yield value, match


def needed(pattern: re.Pattern[str]) -> list[Way]:
    """The ways in which a pattern can match: of every set of a way, a match of it holds one text at the least.

    A way without any set asks for nothing that can be named.
    """
    if pattern.flags & re.IGNORECASE:
        return [()]
    nodes = list(_parser.parse(pattern.pattern, pattern.flags))
    match nodes:
        case [(sre.BRANCH, (_, branches))] | [(sre.SUBPATTERN, (_, 0, 0, [(sre.BRANCH, (_, branches))]))]:
            return [_needed(branch) for branch in branches]
    return [_needed(nodes)]


def _needed(nodes: Iterable[tuple[Any, Any]]) -> Way:
    """The stretches of a sequence that say something, the most telling first."""
    stretches, stretch = list[_Texts](), _NOTHING
    for node in nodes:
        texts = _all(node)
        if texts and len(stretch) * len(texts) <= _MOST:
            stretch = _joined(stretch, texts)
        else:
            stretches += [stretch, *_needed_by(node)]
            stretch = texts or _NOTHING
    said = (texts for texts in (*stretches, stretch) if "" not in texts)
    return tuple(sorted(said, key=_telling, reverse=True))


def _needed_by(node: tuple[Any, Any]) -> Way:
    match node:
        case (sre.SUBPATTERN, (_, flags, _, nodes)) if not flags & re.IGNORECASE:
            return _needed(nodes)
        case (sre.BRANCH, (_, branches)) if all(ways := list(map(_needed, branches))):
            # Of each branch the most telling stretch: one of them all stands there.
            return (frozenset().union(*(way[0] for way in ways)),)
        case (sre.MAX_REPEAT | sre.MIN_REPEAT | sre.POSSESSIVE_REPEAT, (least, _, nodes)) if least:
            return _needed(nodes)
        case (sre.ATOMIC_GROUP, nodes):
            return _needed(nodes)
    return ()


def _telling(texts: _Texts) -> tuple[int, int]:
    return min(map(len, texts)), -len(texts)


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
