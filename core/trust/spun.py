"""Spun text: fixed names with a word swapped, and other marks of rewriting tools."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.assessment import Sign, Trust
from core.topics.lexicon import Found, longest
from core.trust.compiled import FRAME, Signs
from core.trust.sheet import Sheet

#: Two different swaps are no slip of the pen.
SWAPS_LEAST = 2
_NO_NUMBER = re.compile(
    r"(?:增长|达到|突破|超过|累计|约|近|扩至|均在)(?:亿元|万亿元|公里|万吨|个百分点|万人次|平方公里|项,)"
)
_SPACED = re.compile(r"[\u4e00-\u9fff] [，。、；] ?[\u4e00-\u9fff]")
_SPACED_LEAST = 3


def spun_signs(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    """Near-misses of fixed names (hard from two different swaps on), lost numbers, spaced punctuation."""
    seen = _swaps(sheet, signs)
    hard = len(seen) >= SWAPS_LEAST
    for swap, found in list(seen.items())[:4]:
        yield sheet.sign(f"swapped word {swap}", found, Trust.SPUN, hard=hard)
    lost = list(_NO_NUMBER.finditer(sheet.folded.text))
    if len(lost) >= SWAPS_LEAST:
        yield sheet.sign("lost numbers", Found(lost[0].start(), lost[0].end(), ""), Trust.SPUN, hard=False)
    if len(_SPACED.findall(sheet.original)) >= _SPACED_LEAST:
        match = _SPACED.search(sheet.original)
        seen_text = match.group() if match else ""
        yield Sign(name="spaced punctuation", seen=seen_text, towards=Trust.SPUN, hard=False)


def _swaps(sheet: Sheet, signs: Signs) -> dict[str, Found]:
    """Each different swap with the first place it stands."""
    swaps: dict[str, Found] = {}
    for found in longest(sheet.get("variant")):
        swaps |= dict.fromkeys(signs.variants[sheet.folded.text[found.start : found.end]], found) | swaps
    for found in sheet.get("garbled"):
        swaps.setdefault(found.term, found)
    for found in sheet.get("frame"):
        for name in signs.frames[sheet.folded.text[found.start : found.end]]:
            written = sheet.folded.text[found.start : found.start + len(name)]
            swapped = None if written in signs.variants else near_miss(written, name)
            if swapped:
                swaps.setdefault(swapped, found._replace(end=found.start + len(name)))
    return swaps


def near_miss(written: str, name: str) -> str | None:
    """The swap (合作→相接) that makes `written` of a fixed name, else None.

    One or two neighbouring characters differ, neither at its beginning nor at its end.
    """
    if len(written) != len(name):
        return None
    different = [place for place in range(len(name)) if written[place] != name[place]]
    if not different or len(different) > 2 or different[-1] - different[0] != len(different) - 1:
        return None
    first, last = different[0], different[-1]
    if first < FRAME - 1 or last > len(name) - 3 or not written[first : last + 1].isalpha():
        return None
    return f"{name[first : last + 1]}→{written[first : last + 1]}"
