"""Reworded text: words no newsroom writes, standing dense, and the grammar of a machine's translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.assessment import Sign, Trust
from core.text import HAN, folded, one_line
from core.topics.lexicon import longest
from core.trust.sheet import Sheet, is_chinese

#: So many different odd words are hard, so many a trace; and characters of the story to one of them at the most. A word
#: of English is longer. Of 760 genuine pages (350,000 letters) none has three, one has two.
ODD_LEAST, ODD_TRACE = 3, 2
ODD_DENSITY = {"zh": 120, "en": 400}
#: Shorter stories have no grammar to measure.
LETTERS_LEAST = 120
#: Share of 被 among the letters. News has at most .011, also where it tells of accidents and crimes.
PASSIVE = 0.025
#: Chains (「走廊的合约的数值」) to a letter, of which the plainest prose has at most .010, where 的 itself is as dense.
CHAINS = 0.015
POSSESSIVE = 0.075
#: Characters of a sign.
SEEN = 80
_HAN = re.compile(f"[{HAN}]+")
_CHAIN = re.compile(f"的[{HAN}0-9a-z]{{1,4}}(?=的)")


def reworded_signs(sheet: Sheet, text: str, start: int, end: int) -> Iterator[Sign]:
    """What a rewriting tool or a translation there and back leaves.

    Args:
        sheet: all of the page.
        text: of the article, as published.
        start: where the story begins in the sheet.
        end: where it ends.
    """
    odd = {
        each.term: each
        for each in reversed(longest(sheet.get("odd")))
        if start <= each.start < end or sheet.is_title(each.start)
    }
    density = ODD_DENSITY["zh" if is_chinese(text) else "en"]
    if len(odd) >= max(ODD_TRACE, (end - start) / density):
        seen = " | ".join(sorted(odd, key=lambda term: odd[term]))
        yield _sign("odd words", seen, hard=len(odd) >= ODD_LEAST)
    yield from _grammar(folded(text))


def _grammar(text: str) -> Iterator[Sign]:
    """Passives and chains of 的 far beyond what people write."""
    letters = sum(map(len, _HAN.findall(text)))
    if letters < LETTERS_LEAST:
        return
    if text.count("被") >= PASSIVE * letters:
        yield _sign("passives", text[text.find("被") :])
    if text.count("的") >= POSSESSIVE * letters:
        chains = list(_CHAIN.finditer(text))
        if len(chains) >= CHAINS * letters:
            yield _sign("chains of 的", text[chains[0].start() :])


def _sign(name: str, seen: str, *, hard: bool = True) -> Sign:
    return Sign(name=name, seen=one_line(seen[:SEEN])[:SEEN], towards=Trust.SPUN, hard=hard)
