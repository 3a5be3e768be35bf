"""Promotion: pages that sell something round the words of the topic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.assessment import Sign, Trust
from core.topics.lexicon import Found, longest
from core.trust.compiled import Signs
from core.trust.sheet import Sheet

#: Different phrases of promotion that make an advert, and how many of them news must not have.
PHRASES_LEAST = 3
STRONG_LEAST = 2
#: Characters of the story to one phrase at the most: a long report may name some.
DENSITY = 120
_SENTENCE_END = re.compile(r"[。!?！？\n]|\.\s")
_QUOTED = re.compile(r'"[^"\n]{1,60}"')


def promotion_signs(sheet: Sheet, start: int, end: int, signs: Signs) -> Iterator[Sign]:
    """Hooks, offers and promises, dense in the titles and the story at [start, end).

    A headline or sentence that reports on such adverts (警惕, 查处) and a phrase inside quotes say nothing; nor does a
    page that says it was collected, whose own adverts stand right under other people's stories.
    """
    if sheet.get("collector") or any(
        sheet.is_title(each.start) for group in ("reported", "warned") for each in sheet.get(group)
    ):
        return
    found = {
        each.term: (weak, each)
        for each, weak in _phrases(sheet, start, end, signs)
        if (start <= each.start < end or sheet.is_title(each.start)) and not _is_told(sheet, each.start)
    }
    strong = sum(not weak for weak, _ in found.values())
    if len(found) >= max(PHRASES_LEAST, (end - start) / DENSITY) and strong >= STRONG_LEAST:
        first = min(each for _, each in found.values())
        yield sheet.sign("promotion", first, Trust.SPAM, hard=True)


def _phrases(sheet: Sheet, start: int, end: int, signs: Signs) -> Iterator[tuple[Found, bool]]:
    """All phrases of promotion, and whether honest news has them too; shapes are looked for in the story only."""
    for kind in signs.file.promotion:
        yield from ((each, kind.weak) for each in longest(sheet.get(f"promotion {kind.name}")))
    for weak, match in signs.promotion.search(sheet.folded.text, start, end):
        yield Found(*match.span(), match.re.pattern), weak


def _is_told(sheet: Sheet, position: int) -> bool:
    """Whether a phrase is quoted, or stands in a sentence of a report."""
    text = sheet.folded.text
    before = [match.end() for match in _SENTENCE_END.finditer(text, max(0, position - 200), position)]
    after = _SENTENCE_END.search(text, position, position + 200)
    sentence = (before[-1] if before else max(0, position - 200), after.start() if after else position + 200)
    reports = (each.start for group in ("reported", "warned") for each in sheet.get(group))
    if any(sentence[0] <= place < sentence[1] for place in reports):
        return True
    return any(match.start() < position < match.end() for match in _QUOTED.finditer(text, *sentence))
