"""The lines around an article, broken where the page's own elements end.

To a reader `<i>来源：新华社</i><i>作者：</i><i>访问量：</i>` is one line, to its writer three statements. What stands
behind a name is told from it by the element that ends, and a name without a label by the class it is set in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from lxml.html import HtmlElement

from core.extract.dating import Layout
from core.extract.furniture import FOOT
from core.scripts import compile_either
from core.text import clean, one_line

#: Attributes in which a page names what an element holds.
_NAMING = ("class", "id", "itemprop", "rel")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_AUTHOR_PAGE = re.compile(r"/authors?/", re.IGNORECASE)
_EDITED = compile_either("编辑|责编")
# Boxes float into articles: what names two of these behind one still signs the article.
_SIGNS_OFF = compile_either("(?:来源|作者|编辑|责编).{1,30}(?:来源|作者|编辑|责编)")
#: Lines above the title that may hold a byline.
_ABOVE = 4
#: Places at which a line is looked for, and texts that an element of one line has at most: pages are hostile.
_TRIES, _MOST_PIECES = 200, 50
#: Longer lines are sentences.
_LONGEST = 100
# A label whose value stands in the next element, and what joins two names to one.
_LABEL = compile_either(
    r"(?:[:：|｜丨]|(?:来源|稿源|作者|记者|通讯员|撰文|撰稿|编辑|责编|文[/／]|\bby|\bsource))$", re.IGNORECASE
)
_JOINED_AFTER, _JOINED_BEFORE = re.compile(r"[-－—·]$|,$|\band$"), re.compile(r"^(?:[-－—·,&]|and\b)")


@dataclass(frozen=True, slots=True)
class Field:
    """One statement of a line."""

    text: str
    #: The words, in lower case, of the classes and the like of the elements that hold it and nothing else.
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Line:
    """A line on which a byline may stand."""

    text: str
    #: At least one.
    fields: tuple[Field, ...]
    #: Whether it stands between the title and the body, or breaks the first paragraphs.
    leads: bool = True
    #: Whether it is of the body.
    inside: bool = False

    @classmethod
    def of(cls, text: str, pieces: Sequence[Field], *, leads: bool = True, inside: bool = False) -> Line:
        """A line of these pieces, a label joined to the value in the element behind it."""
        fields: list[Field] = []
        for piece in pieces:
            last = fields[-1].text if fields else ""
            if (_LABEL.search(last) and not _LABEL.search(piece.text)) or (
                last and (_JOINED_AFTER.search(last) or _JOINED_BEFORE.match(piece.text))
            ):
                gap = "" if piece.text.startswith((",", "，", "、", ";")) else " "
                fields[-1] = Field(f"{last}{gap}{piece.text}", fields[-1].names | piece.names)
            else:
                fields.append(piece)
        return cls(text, tuple(fields), leads, inside)


def find_bylines(tree: HtmlElement, layout: Layout) -> list[Line]:
    """Lines near the article in order, without the boxes behind it; linear in the size of the page."""
    pieces = _Pieces(tree)
    found: list[Line] = []
    boxed = False
    for index in layout.around():
        text = layout.lines[index].text
        if index < layout.title - _ABOVE:
            continue
        boxed = boxed or (index > layout.end and FOOT.match(text) is not None and not _EDITED.search(text))
        if boxed and not _SIGNS_OFF.search(text):
            continue
        inside = index in layout.taken
        leads = not inside and layout.title <= index < layout.end and layout.is_above(index)
        statements = pieces.of(text) if len(text) <= _LONGEST else [Field(text)]
        found.append(Line.of(text, statements, leads=leads, inside=inside))
    return found


class _Pieces:
    """The texts of a page, without white space, as one string that knows where each begins."""

    def __init__(self, tree: HtmlElement) -> None:
        self._nodes = [(key, text) for text in tree.xpath("//text()") if (key := _key(text))]
        self._starts = [0, *accumulate(len(key) for key, _ in self._nodes)]
        self._all = "".join(key for key, _ in self._nodes)
        self._after = 0

    def of(self, line: str) -> list[Field]:
        """What the next line of this text is made of; to be asked in the order of the page."""
        key = _key(line)
        at = self._all.find(key, self._after)
        for _ in range(_TRIES):
            if at < 0:
                break
            first, last = bisect_left(self._starts, at), bisect_left(self._starts, at + len(key))
            if self._starts[first] == at and self._starts[last] == at + len(key):
                self._after = at + len(key)
                return [Field(one_line(text), _names(text, key)) for _, text in self._nodes[first:last]]
            at = self._all.find(key, max(self._starts[first], at + 1))
        return [Field(line)]


def _names(text: Any, line: str) -> frozenset[str]:
    """What the elements are called that hold this text and no other, or the line and no other."""
    holder = text.getparent()
    holder = holder.getparent() if text.is_tail else holder
    own, words = len(_key(text)), set()
    while holder is not None and (length := _length(holder, len(line))) <= len(line):
        if length in {own, len(line)}:
            called = " ".join(holder.get(attribute, "") for attribute in _NAMING)
            words |= {word.lower() for word in _WORD.findall(called)}
            words |= {"author"} if _AUTHOR_PAGE.search(holder.get("href", "")) else set()
        holder = holder.getparent()
    return frozenset(words)


def _length(element: HtmlElement, enough: int) -> int:
    """Characters of an element's text without white space; more than enough where it has more, or many pieces."""
    total = 0
    for count, text in enumerate(element.itertext()):
        total += len(_key(text))
        if total > enough or count > _MOST_PIECES:
            return enough + 1
    return total


def _key(text: str) -> str:
    bare = "".join(text.split())
    return bare if bare.isprintable() else clean(bare)
