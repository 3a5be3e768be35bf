"""Several articles in one page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.text import HAN, to_simplified

# How a news item begins: with its dateline, or with the time of what it tells.
DATELINE = re.compile(
    rf"^\s*(?:【[^】]{{2,30}}】)?(?:本[报報网網]|新[华華][社网]|中新[社网]|人民网|央视网|[{HAN}]{{2,6}}[报報网網社])"
    rf"[{HAN}（(]{{0,12}}\s?\d{{1,2}}月\d{{1,2}}日[^。]{{0,8}}?[电電讯訊]"
)
_OPENING = re.compile(r"^[\s　]*(?:近日|日前|近期|昨日|今日|\d{1,2}月\d{1,2}日|20\d\d年\d{1,2}月)")
_STOP = re.compile("[。！？]")
_WORD = re.compile(r"[A-Za-z]{5,}")
#: A paragraph that is a whole article has so many letters and sentences; so has a short item appended to one.
_WHOLE, _SENTENCES = 350, 4
_ITEM, _ITEM_SENTENCES = 120, 3
#: Share of its two-character words that a story has from another. Measured on 252 paragraphs of 80 articles: those of
#: one article share .21 in the median and under .06 in one of thirty, those of two articles .04 in the median.
_OF_TWO_STORIES, _OF_ANOTHER = 0.2, 0.06
#: An item is looked for among the last paragraphs, behind so many letters.
_LAST, _BEHIND = 2, 250


@dataclass(frozen=True, slots=True)
class Part:
    """One of several articles in a page."""

    #: As they stand in the page, its head among them.
    lines: tuple[str, ...]
    #: Empty where it has no head of its own.
    title: str
    #: The paragraphs without the head.
    text: tuple[str, ...]
    #: When it was entered, as a live blog writes it.
    time: str = ""

    @classmethod
    def headless(cls, lines: Sequence[str], time: str = "") -> Part:
        """Lines of which none is a head."""
        return cls(lines=tuple(lines), title="", text=tuple(lines), time=time)


def split(paragraphs: Sequence[str]) -> list[list[str]]:
    """The paragraphs of each article, in order; one list when there is one article.

    Collectors that join stories set each of them as one paragraph. So another story is a whole article in one
    paragraph, opened like a news item, behind a whole article in one paragraph, if the two share few words; or such a
    paragraph at the end that shares next to none with all before it. Digests of an outlet's own (several datelines in
    ordinary paragraphs) stay whole.
    """
    articles: list[list[str]] = []
    whole = False
    for place, paragraph in enumerate(paragraphs):
        is_last = place >= len(paragraphs) - _LAST
        if (
            articles
            and _opens(paragraph)
            and (
                (whole and _is_whole(paragraph) and _shared(paragraph, articles[-1][0]) < _OF_TWO_STORIES)
                or (is_last and _is_appended(paragraph, "".join(articles[-1])))
            )
        ):
            articles.append([paragraph])
            whole = _is_whole(paragraph)
        elif articles:
            articles[-1].append(paragraph)
        else:
            articles.append([paragraph])
            whole = _is_whole(paragraph)
    return articles


def _opens(paragraph: str) -> bool:
    simplified = to_simplified(paragraph[:60])
    return (DATELINE.match(simplified) or _OPENING.match(simplified)) is not None


def _is_whole(paragraph: str) -> bool:
    return len(paragraph) >= _WHOLE and len(_STOP.findall(paragraph)) >= _SENTENCES


def _is_appended(paragraph: str, before: str) -> bool:
    if len(paragraph) < _ITEM or len(_STOP.findall(paragraph)) < _ITEM_SENTENCES or len(before) < _BEHIND:
        return False
    return _shared(paragraph, before) < _OF_ANOTHER


def _shared(one: str, other: str) -> float:
    """The share of the two-character words of the first that the second has as well."""
    own = pairs(one)
    return len(own & pairs(other)) / max(1, len(own))


def pairs(text: str) -> set[str]:
    """Its words of two characters; in other scripts than Han there are none."""
    letters = re.sub(rf"[^{HAN}]", "", text)
    return {letters[place : place + 2] for place in range(len(letters) - 1)}


def words(text: str) -> set[str]:
    """Its words of two Han characters, and those of five Latin letters or more."""
    return pairs(text) | {word.lower() for word in _WORD.findall(text)}
