"""Lexicon: one automaton over all terms of all rules, so that the cost of a look does not grow with their number."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from core.text import folded


class Found(NamedTuple):
    """A term found at [start, end) of a folded text."""

    start: int
    end: int
    #: As the rule writes it.
    term: str


class Lexicon:
    """Terms in named groups, looked for all at once. Immutable; pickled as its terms, the automaton is built anew."""

    __slots__ = ("_automaton", "_groups", "_uses")

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._groups = {name: tuple(terms) for name, terms in groups.items()}
        uses: dict[str, dict[str, str]] = {}
        for name, terms in self._groups.items():
            for term in terms:
                uses.setdefault(_unwrapped(folded(term)), {}).setdefault(name, term)
        uses.pop("", None)
        self._automaton = AhoCorasick(list(uses))
        # For each pattern: whether it begins and ends with a Latin letter or a digit, and who asked for it.
        self._uses = [
            (_is_latin(pattern[0]), _is_latin(pattern[-1]), tuple(groups.items())) for pattern, groups in uses.items()
        ]

    def __reduce__(self) -> tuple[type[Lexicon], tuple[dict[str, tuple[str, ...]]]]:
        return Lexicon, (self._groups,)

    def __len__(self) -> int:
        return len(self._uses)

    def scan(self, text: str) -> dict[str, list[Found]]:
        """What each group finds in a folded text, by end and then start; overlaps are kept.

        Terms that begin or end with a Latin letter or a digit must stand alone there: G60 is not in AG600M or G601.
        """
        found: dict[str, list[Found]] = defaultdict(list)
        uses = self._uses
        for index, start, end in self._automaton.find_matches_as_indexes(_unwrapped(text), overlapping=True):
            begins_latin, ends_latin, groups = uses[index]
            if begins_latin and start and _is_latin(text[start - 1]):
                continue
            if ends_latin and end < len(text) and _is_latin(text[end]):
                continue
            for group, term in groups:
                found[group].append(Found(start, end, term))
        return dict(found)

    def terms_in(self, text: str) -> dict[str, frozenset[str]]:
        """The terms of each group that stand anywhere in a folded text, be it inside a longer Latin word.

        Whatever `scan` finds in any piece of the text is among them, wherever the piece is cut off.
        """
        found: dict[str, set[str]] = defaultdict(set)
        matches = self._automaton.find_matches_as_indexes(_unwrapped(text), overlapping=True)
        for index in {index for index, _, _ in matches}:
            for group, term in self._uses[index][2]:
                found[group].add(term)
        return {group: frozenset(terms) for group, terms in found.items()}

    def anywhere(self, text: str) -> Iterator[tuple[int, str, str]]:
        """The same with places: where each term begins, the group that asks for it, and the term."""
        for index, start, _ in self._automaton.find_matches_as_indexes(_unwrapped(text), overlapping=True):
            for group, term in self._uses[index][2]:
                yield start, group, term


def longest(found: Collection[Found]) -> list[Found]:
    """Without those that lie inside another, in order of their start."""
    kept: list[Found] = []
    if not found:
        return kept
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or each.end > kept[-1].end:
            kept.append(each)
    return kept


def outside(found: list[Found], covers: list[Found]) -> list[Found]:
    """Without those that lie inside one of `covers`."""
    if not found or not covers:
        return found
    # Of those that begin before a find, the last one of the longest reaches furthest.
    around = longest(covers)
    starts = [cover.start for cover in around]
    places = ((each, bisect_right(starts, each.start)) for each in found)
    return [each for each, place in places if not place or around[place - 1].end < each.end]


def _unwrapped(text: str) -> str:
    """Line breaks as spaces, so that an English name wrapped over two lines is found; the length stays."""
    return text.replace("\n", " ").replace("\t", " ")


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
