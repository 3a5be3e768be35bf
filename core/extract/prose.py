"""What kind of line a line is: the words that finding the stretch of an article, trimming and voting share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.extract.html import Block

#: A line cut short at so many characters is a headline from elsewhere; half of it is the least of a sentence.
TEASER = 40
_LEAST = TEASER // 2
#: A sentence that nobody closed has so many characters.
_UNCLOSED = 60
FULL_STOP = re.compile(r"[。！？!?…]|\.(?:\s|$)")
_GAPS = re.compile(r"\s+")


def stops(line: Block) -> int:
    """How many sentences end in it."""
    return len(FULL_STOP.findall(line.text))


def is_prose(line: Block) -> bool:
    """Whether it is a sentence of some length, closed or long enough to be one, and no link or heading."""
    if line.is_link or line.hidden or line.heading:
        return False
    return len(line.text) > _LEAST and (stops(line) > 0 or (len(line.text) >= _UNCLOSED and "，" in line.text))


def prose(lines: Sequence[Block]) -> list[int]:
    """The lines that are sentences for a visitor to read, by index."""
    return [index for index, line in enumerate(lines) if not (line.is_link or line.hidden) and stops(line)]


def told(taken: Iterable[int], lines: Sequence[Block]) -> int:
    """How many sentences end in these lines."""
    return sum(stops(lines[index]) for index in taken)


def size(taken: Iterable[int], lines: Sequence[Block]) -> int:
    """Characters of these lines."""
    return sum(len(lines[index].text) for index in taken)


def key_of(line: str) -> str:
    """A line without its gaps, to compare it by."""
    return _GAPS.sub("", line)
