"""Section pages: the links of an HTML list, found by the person's selector, a link_pattern or their shape."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from core.charset import decode
from core.page import Page
from core.site import Site, Source
from core.urls import absolute, canonical
from spiders.asking import FIRST, Ask, next_ask, to_url
from spiders.readers.listing import MAX_LINKS, MAX_ROWS, ListPage, NotAList, Row, best_text, matches, to_links
from spiders.readers.markup import tree_of
from spiders.readers.rowdates import RowDates, select
from spiders.readers.shape import MAX_CLIMB, is_pager, looks_like_article, texts_of

# What the pager of a publishing system says: `createPageHTML(25, 0, "index", "html")` of TRS, `totalPage: 25`.
_PAGES = re.compile(
    r"\b(?:createPageHTML\s{0,9}\(\s{0,9}(?:[\"'][^\"']{0,60}[\"']\s{0,9},\s{0,9})?|"
    r"(?:totalPage|countPage|pageCount)[\"']?\s{0,9}[:=]\s{0,9}[\"']?)(\d{1,6})\b",
    re.IGNORECASE,
)
_ROWS = frozenset({"li", "tr", "article"})
_CONTAINERS = frozenset({"html", "body", "main", "section", "table", "tbody", "ul", "ol", "dl", "form"})

#: A link and the element that is its row: the link itself where links stand side by side in one block.
_Entry = tuple[HtmlElement, HtmlElement]


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The article links of a section page, and the further lists of `source.list_pattern`."""
    text, _ = decode(page.body, page.headers)
    return read_html(text, page, site, source, asked)


def read_html(html: str, page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The same of HTML that came with `page`. Pages beyond the number that it states are not asked for."""
    tree = tree_of(html)
    if tree is None:
        return NotAList("empty page")
    listing = read_tree(tree, page, site, source, asked)
    stated = max((int(pages) for pages in _PAGES.findall(html)), default=asked.number + 1)
    return listing if asked.number < stated else replace(listing, next=None)


def read_tree(tree: HtmlElement, page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage:
    """The same of a tree, such as that of the pieces of HTML that an endpoint gives."""
    base = base_of(tree, page.url or source.url)
    entries = list(_selected(tree, base, source) if source.selector else rows_of(tree, base, source))
    dates = RowDates(tree, {link for link, _ in entries}, page, site, source)
    rows = [to_row(link, dates.of(link, row)) for link, row in entries]
    note = f"nothing matches {source.selector!r}" if source.selector and not rows else ""
    return ListPage(
        links=to_links(rows, page, site, source, base),
        next=next_ask(source, asked, page.url) if rows else None,
        lists=tuple(to_url(asked, url) for url in _further(tree, base, source)),
        note=note,
    )


def _further(tree: HtmlElement, base: str, source: Source) -> list[str]:
    """The addresses of further lists, each once."""
    if source.list_pattern is None:
        return []
    urls = (absolute(base, link.get("href") or "") for link in _links(tree))
    return list(dict.fromkeys(url for url in urls if url and re.search(source.list_pattern, url)))


def rows_of(tree: HtmlElement, base: str, source: Source) -> Iterator[_Entry]:
    """Each link of a page that leads to an article, with the element that is its row."""
    return _by_address(_article_links(tree, base, source))


def base_of(tree: HtmlElement, url: str) -> str:
    """What relative links are relative to."""
    href = next(iter(tree.xpath("//base/@href")), None)
    return (absolute(url, str(href)) if href else None) or url


def to_row(link: HtmlElement, date: str) -> Row:
    """What a link and the date beside it say."""
    # A date inside the link, where a whole card is one link, is no part of its text.
    texts = tuple(text.strip().removesuffix(date).removeprefix(date) for text in texts_of(link))
    return Row(link.get("href") or "", texts, date)


def _links(element: HtmlElement) -> Iterable[HtmlElement]:
    return islice(element.iter("a", "area"), MAX_ROWS)


def _article_links(tree: HtmlElement, base: str, source: Source) -> Iterator[tuple[HtmlElement, str]]:
    """The links of a page that lead to articles, with their addresses: by link_pattern, else by their shape."""
    for link in _links(tree):
        url = absolute(base, link.get("href") or "")
        if url and (matches(source, url) if source.link_pattern else looks_like_article(link, url)):
            yield link, url


def _selected(tree: HtmlElement, base: str, source: Source) -> Iterator[_Entry]:
    """The entries that a person's selector names: links themselves, or rows of which each holds one article's link."""
    assert source.selector is not None
    chosen = list(islice(select(tree, source.selector), MAX_ROWS))
    bare = [(element, url) for element in chosen if element.tag == "a" and (url := _acceptable(element, base, source))]
    yield from _by_address(bare)
    for row in chosen:
        if row.tag == "a":
            continue
        inside = [link for link in _links(row) if _acceptable(link, base, source)]
        if inside:
            link = max(inside, key=lambda one: len(best_text(texts_of(one))))
            yield link, row


def _acceptable(link: HtmlElement, base: str, source: Source) -> str | None:
    """The address of a link in a chosen row; None for a pager or what the link_pattern does not match."""
    url = absolute(base, link.get("href") or "")
    if url is None:
        return None
    if source.link_pattern:
        return url if matches(source, url) else None
    return None if is_pager(link, url) else url


def _by_address(links: Iterable[tuple[HtmlElement, str]]) -> Iterator[_Entry]:
    """Each link with the row around it: the largest element that holds no other article's link."""
    keyed: list[tuple[HtmlElement, str]] = []
    addresses: set[str] = set()
    for link, url in links:
        key = canonical(url)
        if key in addresses or len(addresses) < MAX_LINKS:
            addresses.add(key)
            keyed.append((link, key))
    held: defaultdict[HtmlElement, set[str]] = defaultdict(set)
    for link, key in keyed:
        for ancestor in islice(link.iterancestors(), MAX_CLIMB):
            held[ancestor].add(key)
    for link, _ in keyed:
        yield link, _row(link, held)


def _row(link: HtmlElement, held: Mapping[HtmlElement, set[str]]) -> HtmlElement:
    row = link
    for ancestor in islice(link.iterancestors(), MAX_CLIMB):
        if len(held[ancestor]) > 1 or ancestor.tag in _CONTAINERS:
            break
        row = ancestor
        if row.tag in _ROWS:
            break
    return row
