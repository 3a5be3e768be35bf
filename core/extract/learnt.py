"""Furniture that no phrase list knows: lines at the ends of several stories of one host, whatever these tell.

A copyright line in a publisher's own words, a standing introduction, the box of an app: one page cannot tell them from
the story, several can. They make different stories alike: with them duplicates are found with F1 .940, without them
with .991 (research: dedup.md §3). Only the ends are looked at. Inside an article a line that others have too is a
sub-heading as often as not (「二」, 「一、总体要求」); on 58 saved pages of 5 hosts there was no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

from core.text import folded

#: Lines of an article at its beginning and its end that may be furniture.
_HEAD, _TAIL = 3, 8
#: Shorter lines are headings and closing words of many stories (导读, 基本情况, 特此通知).
_LETTERS = 8
_NO_LETTER = re.compile(r"[\W_]+")


def edges(lines: Sequence[str]) -> frozenset[int]:
    """What is to be remembered of the lines at the ends of an article: 63-bit hashes, at most 11 of them."""
    return frozenset(filter(None, map(_hash, (*lines[:_HEAD], *lines[_HEAD:][-_TAIL:]))))


def story_span(lines: Sequence[str], furniture: frozenset[int]) -> tuple[int, int]:
    """The stretch [start, end) of lines without furniture at its ends; all of them where they are nothing else."""
    start = _known(lines[:_HEAD], furniture)
    end = len(lines) - _known(lines[start:][::-1][:_TAIL], furniture)
    return (start, end) if start < end else (0, len(lines))


def _known(lines: Sequence[str], furniture: frozenset[int]) -> int:
    """How many of them, from the first on, are furniture."""
    return next((place for place, line in enumerate(lines) if _hash(line) not in furniture), len(lines))


def _hash(line: str) -> int | None:
    """None for a line that is no furniture however often it stands there."""
    letters = _NO_LETTER.sub("", folded(line))
    # What ends in a colon belongs to what follows: a salutation (各区人民政府，市政府各委、办、局：).
    if len(letters) < _LETTERS or line.rstrip().endswith((":", "：")):
        return None
    return int.from_bytes(blake2b(letters.encode(), digest_size=8).digest()) >> 1
