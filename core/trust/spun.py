"""Spun text: fixed names with a word swapped, and other marks of rewriting tools.

Tools put synonyms for the words of a text, also for those of a name: 科技创新 becomes 科技立异. So known synonyms are
put back, and where a fixed name appears that did not stand there, the name had been altered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from core.assessment import Sign, Trust
from core.text import HAN
from core.topics.lexicon import Found, longest, outside
from core.trust.compiled import FRAME, Signs
from core.trust.sheet import Sheet

#: So many different swaps are no slip of the pen: where nobody edits, on the pages of a portal or of nobody knows whom,
#: and with a publisher who may quote some. Of 350 genuine pages of all kinds none has a single one.
SWAPS_LEAST, SWAPS_EDITED, SWAPS_PUBLISHED = 1, 2, 4
#: So many other traces of lost words are none either.
LOST_LEAST = 2
#: A word of honest texts is a swap in a name of at least so many letters.
LONG_NAME = 6
# A near-miss of a proper name ends like it.
_END = 2
_TOLD = 4
# Two patterns that begin with letters: a pattern that looks back first has to look back at every place.
_LOST_NUMBERS = (
    re.compile(
        "(?:增长|下降|达到|达|突破|超过|累计|约|近|扩至|均在|提高) ?"
        "(?:亿元|万亿元|公里|万吨|个百分点|万人次|平方公里|%|项,|家,)"
    ),
    re.compile(r"年(?<![\d 一二三四五六七八九十两数]年)月日?|月(?<![\d 一二三四五六七八九十两数年]月)日"),
)
_SPACED = re.compile(f"[{HAN}》”] [，。、；：,] ?[{HAN}《“]")
_SPACED_LEAST = 3
# The delta of another water: Yangtze Brook Delta.
_DELTA = re.compile(r"\b(?:yangtze|chang ?jiang) (?!river\b|pearl\b|and\b)([a-z]{3,12}) delta\b")


class Swap(NamedTuple):
    """A word of a fixed name and what was written for it."""

    found: Found
    name: str


class Restored(NamedTuple):
    """Where a word of the text was put back."""

    start: int
    end: int
    swap: Swap
    weak: bool


def spun_signs(sheet: Sheet, signs: Signs, swaps_least: int) -> Iterator[Sign]:
    """Near-misses of fixed names, lost numbers, spaced punctuation; enough different ones are hard.

    Args:
        sheet: the text.
        signs: the words.
        swaps_least: so many different near-misses are hard.
    """
    seen = _swaps(sheet, signs)
    hard = len(seen) >= swaps_least
    for swap, found in list(seen.items())[:_TOLD]:
        yield sheet.sign(f"swapped word {swap}", found, Trust.SPUN, hard=hard)
    lost = [match.span() for pattern in _LOST_NUMBERS for match in pattern.finditer(sheet.folded.text)]
    if len(lost) >= LOST_LEAST:
        yield sheet.sign("lost numbers", Found(*min(lost), ""), Trust.SPUN, hard=False)
    spaced = list(_SPACED.finditer(sheet.original))
    if len(spaced) >= _SPACED_LEAST:
        yield Sign(name="spaced punctuation", seen=spaced[0].group(), towards=Trust.SPUN, hard=False)


def _swaps(sheet: Sheet, signs: Signs) -> dict[str, Found]:
    """Each different swap with the first place it stands; no place counts twice."""
    swaps: dict[str, Found] = {}
    until = 0
    for swap in sorted((*_put_back(sheet, signs), *_garbled(sheet), *_deltas(sheet), *_near_misses(sheet, signs))):
        if swap.found.start >= until and not _is_quoted(sheet, swap.found):
            swaps.setdefault(swap.name, swap.found)
            until = swap.found.end
    return swaps


def _put_back(sheet: Sheet, signs: Signs) -> Iterator[Swap]:
    """The words by which fixed names appear once they are put back."""
    text = sheet.folded.text
    written = outside(longest(sheet.get("swap")), sheet.get("name"))
    for choice in range(max((len(signs.swaps[_at(text, each)]) for each in written), default=0)):
        restored, places = _restore(text, written, choice, signs)
        names = longest(signs.names.scan(restored).get("name", []))
        starts = [name.start for name in names]
        for place in places:
            before = bisect_right(starts, place.start)
            name = names[before - 1] if before else None
            if name and place.end <= name.end and (not place.weak or name.end - name.start >= LONG_NAME):
                yield place.swap


def _restore(text: str, written: list[Found], choice: int, signs: Signs) -> tuple[str, list[Restored]]:
    """The text with the words put back, each the `choice`-th of those it may stand for."""
    pieces: list[str] = []
    places: list[Restored] = []
    position = length = 0
    for each in written:
        if each.start < position:
            continue
        originals = signs.swaps[_at(text, each)]
        word, weak = originals[min(choice, len(originals) - 1)]
        pieces += (text[position : each.start], word)
        start = length + each.start - position
        length = start + len(word)
        position = each.end
        places.append(Restored(start, length, Swap(each, f"{word}→{_at(text, each)}"), weak))
    return "".join((*pieces, text[position:])), places


def _at(text: str, found: Found) -> str:
    return text[found.start : found.end]


def _garbled(sheet: Sheet) -> Iterator[Swap]:
    return (Swap(found, found.term) for found in sheet.get("garbled"))


def _deltas(sheet: Sheet) -> Iterator[Swap]:
    text = sheet.folded.text
    matches = _DELTA.finditer(text) if " delta" in text else ()
    return (Swap(Found(*match.span(), ""), f"river→{match.group(1)}") for match in matches)


def _near_misses(sheet: Sheet, signs: Signs) -> Iterator[Swap]:
    text = sheet.folded.text
    for found in sheet.get("frame"):
        for name in signs.frames[_at(text, found)]:
            end = found.start + len(name)
            if not text.startswith(name[-_END:], end - _END):
                continue
            swapped = near_miss(text[found.start : end], name)
            if swapped:
                yield Swap(found._replace(end=end), swapped)


def near_miss(written: str, name: str) -> str | None:
    """The swap (合作→相接) that makes `written` of a fixed name, else None.

    One or two neighbouring characters differ, neither at its beginning nor at its end; or its parts stand in another
    order. `written` ends like the name.
    """
    if len(written) != len(name) or written == name:
        return None
    if set(written) == set(name) and sorted(written) == sorted(name):
        return f"{name}→{written}"
    different = [place for place in range(len(name)) if written[place] != name[place]]
    if len(different) > 2 or different[-1] - different[0] != len(different) - 1:
        return None
    first, last = different[0], different[-1]
    if first < FRAME or last >= len(name) - _END or not written[first : last + 1].isalpha():
        return None
    return f"{name[first : last + 1]}→{written[first : last + 1]}"


def _is_quoted(sheet: Sheet, found: Found) -> bool:
    """Whether its sentence tells of rewriting or of a forged name: 「写成了“相接办公室”」."""
    told = sheet.get("told")
    if not told:
        return False
    text = sheet.folded.text
    start = max(text.rfind(mark, 0, found.start) for mark in "。\n") + 1
    ends = [place for mark in "。\n" if (place := text.find(mark, found.end)) >= 0]
    sentence = range(start, min(ends, default=len(text)))
    return any(each.start in sentence for each in told)
