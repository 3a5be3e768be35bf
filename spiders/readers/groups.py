"""Dates that stand above a group of rows instead of in each: `<h3>11月20日</h3><ul>...</ul>`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import islice

from lxml.html import HtmlElement

from core.dates import FoundDate
from spiders.readers.shape import MAX_CLIMB

#: Tags of which one date is enough. Elsewhere it takes two: a single one may be the page's own clock.
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "caption"})
_DIGIT = re.compile(r"\d")
#: A heading is small: elements in it, and how many of them may lie around its text.
_ELEMENTS, _DEPTH = 8, 3
_LONGEST = 200

#: For each parent the headings among its children.
_Heads = dict[HtmlElement, dict[HtmlElement, FoundDate]]


class Groups:
    """The headings of a page that are dates, and what stands below each."""

    def __init__(
        self, tree: HtmlElement, links: Collection[HtmlElement], date_alone: Callable[[str], FoundDate | None]
    ) -> None:
        """`date_alone` tells the date of a text that is one and nothing else."""
        holders = {element for link in links for element in _upwards(link)}
        heads = _heads(tree, holders, date_alone)
        days = {date.value for below in heads.values() for date in below.values()}
        self._over: dict[HtmlElement, str] = {}
        for parent, dates in heads.items():
            kept = {head: date.text for head, date in dates.items() if len(days) > 1 or _is_heading(head)}
            self._over.update(_below(parent, kept, holders))

    def date_of(self, link: HtmlElement) -> str:
        """The text of the date above a link's group; empty where there is none."""
        return next((self._over[element] for element in _upwards(link) if element in self._over), "")


def _upwards(link: HtmlElement) -> Iterator[HtmlElement]:
    yield link
    yield from islice(link.iterancestors(), MAX_CLIMB)


def _is_heading(element: HtmlElement) -> bool:
    return next(element.iter(*_HEADINGS), None) is not None


def _heads(
    tree: HtmlElement, holders: Collection[HtmlElement], date_alone: Callable[[str], FoundDate | None]
) -> _Heads:
    """The elements without a link whose whole text is a date."""
    heads: _Heads = defaultdict(dict)
    for element in tree.iter():
        for holder, text in ((element, element.text), (element.getparent(), element.tail)):
            if not text or len(text) > _LONGEST or not _DIGIT.search(text):
                continue
            for head in islice((holder, *holder.iterancestors()), _DEPTH):
                parent = head.getparent()
                if parent is None or head in holders or len(list(islice(head.iter(), _ELEMENTS + 1))) > _ELEMENTS:
                    break
                if date := date_alone("\n".join(head.itertext())):
                    heads[parent][head] = date
    return heads


def _below(
    parent: HtmlElement, heads: Mapping[HtmlElement, str], holders: Collection[HtmlElement]
) -> Iterator[tuple[HtmlElement, str]]:
    """Each child below a heading with its text. Where a link comes first, each date is that of the link before it."""
    over = ""
    for child in parent:
        if child in heads:
            over = heads[child]
        elif over:
            yield child, over
        elif child in holders:
            return
