"""Kicker (引题) and sub-title (副题): what a newspaper sets above and below its title, and never a part of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from lxml.html import HtmlElement

from core.extract.dating import Layout
from core.extract.furniture import CLOCKED, HEAD
from core.extract.html import Block
from core.extract.title import is_title
from core.text import one_line

# What publishing systems and editors call the two, in lower case and without dashes.
_KICKERS = frozenset(("kicker", "introtitle", "pretitle", "overtitle", "shouldertitle", "yinti", "jianti"))
_SUBTITLES = frozenset(("subtitle", "subtit", "subheadline", "secondtitle", "futi", "fubiaoti", "futitle", "fubiao"))
#: The box in which newspapers made by Founder's system set all lines of a headline.
_HEADLINE_BOX = "founder-prop"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_CARRIERS = (*_HEADINGS, "p", "div", "span", "td", "font", "strong", "b")
_DASH = re.compile(r"^\s?(?:——|──|--|―{1,2}|－－)\s?(?=[^\s—─―-])")
_SAID = re.compile(r"^(?:引题|肩题|副题|副标题)\s*[:：]\s*|[（(](?:引题|肩题|副题|副标题)[）)]$")
_BYLINE = re.compile(r"记者|記者|通讯员|通訊員|作者|[■□●◎]")
#: Lines away from the title that still belong to it; characters of the longest of them.
_NEAR, _LONGEST = 3, 100


def find_headlines(tree: HtmlElement, layout: Layout, title: str) -> tuple[list[int], list[int]]:
    """The lines of the kicker and of the sub-title, by index; empty where the page shows none, or no title."""
    lines, place = layout.lines, layout.title
    if place >= len(lines) or _key(lines[place].text) != _key(title):
        return [], []
    boxed = _texts(tree.iter(_HEADLINE_BOX))
    kickers = boxed | _texts(_marked(tree, _KICKERS)) | {_key(text) for text in _headings_before(tree, title)}
    subtitles = boxed | _texts(_marked(tree, _SUBTITLES))
    above = range(max(0, place - _NEAR), place)
    below = range(place + 1, min(len(lines), place + 1 + _NEAR))
    return (
        [at for at in above if _may_be(lines[at]) and _is_told(lines[at], kickers)],
        [
            at
            for at in below
            if _may_be(lines[at]) and (_is_told(lines[at], subtitles) or (at == place + 1 and _is_dashed(lines[at])))
        ],
    )


def shown_as(places: Iterable[int], lines: Sequence[Block]) -> str | None:
    """These lines as one, without the dash and the remark that only mark what they are."""
    return " ".join(_SAID.sub("", _DASH.sub("", lines[place].text)) for place in places) or None


def _texts(elements: Iterable[HtmlElement]) -> set[str]:
    """The pieces of text that stand in elements."""
    return {_key(text) for element in elements for text in element.itertext() if text.strip()}


def _marked(tree: HtmlElement, names: frozenset[str]) -> Iterator[HtmlElement]:
    """The elements whose class or id is one of these names."""
    for element in tree.iter(*_CARRIERS):
        for attribute in ("class", "id"):
            value = element.get(attribute)
            if value and not names.isdisjoint(_words(value)):
                yield element


@lru_cache(maxsize=2048)
def _words(attribute: str) -> frozenset[str]:
    """The names in a class; a page repeats the same few."""
    return frozenset(attribute.lower().replace("-", "").replace("_", "").split())


def _headings_before(tree: HtmlElement, title: str) -> Iterator[str]:
    """Headings set right before that of the title, beside it in one box: a column's name is no sentence."""
    for element in tree.iter(*_HEADINGS):
        before = element.getprevious()
        if before is not None and before.tag in _HEADINGS and before.tag != element.tag:
            text = one_line(before.text_content())
            if is_title(text) and before.find(".//a") is None and _key(element.text_content()) == _key(title):
                yield text


def _may_be(line: Block) -> bool:
    is_furniture = HEAD.search(line.text) or CLOCKED.search(line.text) or _BYLINE.search(line.text)
    return not (line.is_link or line.hidden or is_furniture) and 4 <= len(line.text) <= _LONGEST


def _is_told(line: Block, texts: AbstractSet[str]) -> bool:
    return _key(line.text) in texts or _SAID.search(line.text) is not None


def _is_dashed(line: Block) -> bool:
    return _DASH.match(line.text) is not None and not line.text.endswith(("。", "："))


def _key(text: str) -> str:
    return "".join(text.split())
