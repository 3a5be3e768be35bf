"""Several articles in one page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.text import HAN, to_simplified

# How a news item begins: with its dateline, or with the time of what it tells.
_DATELINE = re.compile(
    rf"^\s*(?:【[^】]{{2,30}}】)?(?:本报|新华社|新华网|中新社|中新网|人民网|央视网|本网|[{HAN}]{{2,6}}(?:报|网|社))"
    rf"[{HAN}（(]{{0,12}}\s?\d{{1,2}}月\d{{1,2}}日[^。]{{0,8}}?[电讯]"
)
_OPENING = re.compile(r"^[\s　]*(?:近日|日前|近期|昨日|今日|\d{1,2}月\d{1,2}日|20\d\d年\d{1,2}月)")
#: A paragraph that is a whole article has so many letters and sentences.
_WHOLE, _SENTENCES = 350, 4
_STOP = re.compile("[。！？]")
#: Two stories of one subject share more of their two-character words than this.
_SHARED = 0.2


def split(paragraphs: Sequence[str]) -> list[list[str]]:
    """The paragraphs of each article, in order; one list when there is one article.

    Collectors that join stories set each of them as one paragraph; so a whole article in one paragraph, opened like a
    news item, behind a whole article in one paragraph, is another story if the two share few words. Digests of an
    outlet's own (several datelines in ordinary paragraphs) stay whole.
    """
    articles: list[list[str]] = []
    whole = False
    for paragraph in paragraphs:
        if articles and not (whole and _opens(paragraph) and not _share(articles[-1][0], paragraph)):
            articles[-1].append(paragraph)
        else:
            articles.append([paragraph])
            whole = _is_whole(paragraph)
    return articles


def _opens(paragraph: str) -> bool:
    simplified = to_simplified(paragraph[:60])
    return _is_whole(paragraph) and (_DATELINE.match(simplified) or _OPENING.match(simplified)) is not None


def _is_whole(paragraph: str) -> bool:
    return len(paragraph) >= _WHOLE and len(_STOP.findall(paragraph)) >= _SENTENCES


def _share(one: str, other: str) -> bool:
    pairs, others = _pairs(one), _pairs(other)
    return len(pairs & others) > _SHARED * min(len(pairs), len(others))


def _pairs(text: str) -> set[str]:
    letters = re.sub(rf"[^{HAN}]", "", text)
    return {letters[place : place + 2] for place in range(len(letters) - 1)}
