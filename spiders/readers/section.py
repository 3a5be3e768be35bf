"""Section pages: the links of an HTML list, found by the person's selector or by their shape, with the row's date.

Without a selector a link counts when its address is dated or numbered or names a document, or when a long text stands
in a list item, cell or heading (recall .911 at precision .836 on 11 list pages; research: extraction.md §5).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from lxml.etree import ParserError, iterwalk
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from parsel.csstranslator import HTMLTranslator

from core.article import Precision
from core.charset import decode
from core.dates import find_dates, parse_date
from core.extract.html import mend
from core.page import Page
from core.site import Site, Source
from core.text import HAN
from core.urls import absolute, canonical
from spiders.readers.listing import (
    MAX_ANCHOR,
    MAX_LINKS,
    MAX_ROWS,
    ListPage,
    NotAList,
    Row,
    best_text,
    is_generic,
    matches,
    page_url,
    to_links,
)

#: Characters read of a list page. Real ones have 20 to 200 thousand.
_MAX_CHARACTERS = 3 * 1024 * 1024
# One tag with 100,000 attributes costs the parser 12 s. Tags are told as HTML5 tells them, so that no quote or bracket
# inside one hides its length; nothing here backtracks.
_TAG = re.compile(
    r"<[A-Za-z][^\s/>]*+(?:[\s/]++|=?+[^\s/>=]++(?:\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>\"'][^\s>]*+)?+)?+|=)*+>?+"
)
_MAX_TAG = 16 * 1024
#: How far up from a link its row is looked for.
_MAX_CLIMB = 10
_MAX_ROW_TEXT = 1000
_MAX_DATE_TEXT = 40
_MAX_ROW_ELEMENTS = 40
#: How far from a link its date may stand where there are no rows.
_NEAR = 60

_ROWS = frozenset({"li", "tr", "article"})
_CONTAINERS = frozenset({"html", "body", "main", "section", "table", "tbody", "ul", "ol", "dl", "form"})
_TEXT_HOLDERS = frozenset({"li", "td", "dd", "dt", "h1", "h2", "h3", "h4", "article"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_UNSEEN = frozenset({"script", "style", "noscript", "template"})
_NAVIGATION = frozenset({"nav", "footer"})
_NAVIGATION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|foot|footer|crumbs?|breadcrumbs?|location|pager|pages|pagination|pagenav|copyright|flink|"
    r"friendlinks?|sitemap)(?:$|[\s_-])",
    re.IGNORECASE,
)

_DATED = re.compile(
    r"20\d{2}[-/_.]?(?:0?[1-9]|1[0-2])[-/_.]?(?:[0-2]?\d|3[01])(?!\d{5})|/20\d{2}[-/]?(?:0[1-9]|1[0-2])/"
)
_NUMBERED = re.compile(
    r"\d{5,}|(?<![0-9a-z])[0-9a-f]{24,40}(?![0-9a-z])|(?:^|[/_=-])(?:art|content|detail|id|info)[/_=-]?\d{3,}",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|ofd)$", re.IGNORECASE)
_MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|mp[34]|m3u8|flv|avi|zip|rar|7z|apk|exe|css|js|xml|json)$", re.IGNORECASE
)
_LISTING = re.compile(
    r"(?:/|(?:^|/)(?:index|list|node|col|column|channel|category|tag|topic|more|default|home)[-_/]?\w{0,12}(?:\.\w{2,6})?)$",
    re.IGNORECASE,
)
_PAGE_LINK = re.compile(
    r"(?:^|[/_-])(?:index|list|page)[-_]?\d{1,4}\.\w{2,6}$|[?&](?:page|p|pageno|pageindex|currpage)=\d+", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_HAN = re.compile(f"[{HAN}]")
_LONG_HAN = 10
_LONG_WORDS = 5
_SHORT_TEXT = 4

# What stands around a date in its own column.
_LABEL = re.compile(
    r"发布|时间|日期|发文|成文|更新|来源|星期[一二三四五六日天]|published|posted|updated|date|on|[\W_]", re.IGNORECASE
)
# A date of something else: validity, deadline, entry into force.
_OTHER_DATE = re.compile(r"有效|失效|废止|截止|截至|到期|至|起施行|实施|施行|expir|deadline|until|valid", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_BROKEN = re.compile(r"(?<=\d)\n(?=[-/.年月])|(?<=\d[-/.])\n(?=\d)|(?<=[年月])\n(?=\d)")
_DAY_FIRST = re.compile(r"(?<![\d:.-])(\d{1,2})\s?[日/]?\s(20\d{2})\s?[-./年]\s?(\d{1,2})\s?月?(?!\s?[-./]?\s?\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-./](\d{1,2})\s(20\d{2})(?![\d年./-])")


def read(page: Page, site: Site, source: Source, number: int = 1) -> ListPage | NotAList:
    """The article links of a section page."""
    text, _ = decode(page.body, page.headers)
    return read_html(text, page, site, source, number)


def read_html(html: str, page: Page, site: Site, source: Source, number: int = 1) -> ListPage | NotAList:
    """The article links of HTML that came with `page`: all of it, or what an endpoint wraps in JSON."""
    tree = _tree(html)
    if tree is None:
        return NotAList("empty page")
    base = _base(tree, page.url or source.url)
    entries = list(
        _selected(tree, base, source) if source.selector else _by_address(_article_links(tree, base, source))
    )
    dates = _Dates(page, site, source, _gaps(tree, {entry.link for entry in entries}))
    rows = [_to_row(entry, dates.of(entry)) for entry in entries]
    note = f"nothing matches {source.selector!r}" if source.selector and not rows else ""
    return ListPage(
        links=to_links(rows, page, site, source, base),
        next_url=page_url(source, number + 1) if rows else None,
        note=note,
    )


def _tree(html: str) -> HtmlElement | None:
    """The page as a tree without comments: a commented-out row is no row."""
    parser = HTMLParser(collect_ids=False, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(_without_endless_tags(mend(html[:_MAX_CHARACTERS])), parser=parser)
    except (ParserError, ValueError):
        return None


def _without_endless_tags(html: str) -> str:
    return _TAG.sub(lambda tag: tag.group() if len(tag.group()) <= _MAX_TAG else "", html)


def _base(tree: HtmlElement, url: str) -> str:
    """What relative links are relative to."""
    href = next(iter(tree.xpath("//base/@href")), None)
    return (absolute(url, str(href)) if href else None) or url


# --- which links ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Entry:
    """An article's link and the element that is its row: the link itself where links stand in a block side by side."""

    link: HtmlElement
    row: HtmlElement


def _to_row(entry: _Entry, date: str) -> Row:
    # A date inside the link, where a whole card is one link, is no part of its text.
    texts = tuple(text.strip().removesuffix(date).removeprefix(date) for text in _texts(entry.link))
    return Row(entry.link.get("href") or "", texts, date)


def _links(element: HtmlElement) -> Iterable[HtmlElement]:
    return islice(element.iter("a", "area"), MAX_ROWS)


def _article_links(tree: HtmlElement, base: str, source: Source) -> Iterator[tuple[HtmlElement, str]]:
    """The links of a page that lead to articles, with their addresses: by link_pattern, else by their shape."""
    for link in _links(tree):
        url = absolute(base, link.get("href") or "")
        if url and (matches(source, url) if source.link_pattern else _looks_like_article(link, url)):
            yield link, url


def _selected(tree: HtmlElement, base: str, source: Source) -> Iterator[_Entry]:
    """The entries that a person's selector names: links themselves, or rows of which each holds one article's link."""
    assert source.selector is not None
    chosen = list(islice(_select(tree, source.selector), MAX_ROWS))
    bare = [(element, url) for element in chosen if element.tag == "a" and (url := _acceptable(element, base, source))]
    yield from _by_address(bare)
    for row in chosen:
        if row.tag == "a":
            continue
        inside = [link for link in _links(row) if _acceptable(link, base, source)]
        if inside:
            link = max(inside, key=lambda one: len(best_text(_texts(one))))
            yield _Entry(link, row)


def _acceptable(link: HtmlElement, base: str, source: Source) -> str | None:
    """The address of a link in a chosen row; None for a pager or what the link_pattern does not match."""
    url = absolute(base, link.get("href") or "")
    if url is None:
        return None
    if source.link_pattern:
        return url if matches(source, url) else None
    return None if _is_pager(link, url) else url


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
        for ancestor in islice(link.iterancestors(), _MAX_CLIMB):
            held[ancestor].add(key)
    for link, _ in keyed:
        yield _Entry(link, _row(link, held))


def _row(link: HtmlElement, held: Mapping[HtmlElement, set[str]]) -> HtmlElement:
    row = link
    for ancestor in islice(link.iterancestors(), _MAX_CLIMB):
        if len(held[ancestor]) > 1 or ancestor.tag in _CONTAINERS:
            break
        row = ancestor
        if row.tag in _ROWS:
            break
    return row


def _looks_like_article(link: HtmlElement, url: str) -> bool:
    text = best_text(_texts(link))
    path = urlsplit(url).path
    if path in {"", "/"} or _MEDIA.search(path) or _is_pager(link, url) or _is_navigation(link):
        return False
    if _DOCUMENT.search(path):
        return bool(text)
    if len(text) < _SHORT_TEXT and not (_DATED.search(path) and link.find(".//img") is not None):
        return False
    address = url.partition("://")[2].partition("/")[2]
    if _DATED.search(address):
        return not _LISTING.search(path) or _NUMBERED.search(path) is not None
    if _LISTING.search(path):
        return False
    return _NUMBERED.search(address) is not None or (_is_long(text) and _stands_in_text(link))


def _is_pager(link: HtmlElement, url: str) -> bool:
    texts = [text for text in _texts(link) if text.strip()]
    return bool(texts) and all(is_generic(text) for text in texts) and _PAGE_LINK.search(url) is not None


def _is_navigation(link: HtmlElement) -> bool:
    for element in islice(link.iterancestors(), _MAX_CLIMB):
        if element.tag in _NAVIGATION or element.get("role") == "navigation":
            return True
        if element.tag != "body" and _NAVIGATION_CLASS.search(
            f"{element.get('class', '')} {element.get('id', '')}"[:200]
        ):
            return True
    return False


def _is_long(text: str) -> bool:
    return len(_HAN.findall(text)) >= _LONG_HAN or len(text.split()) >= _LONG_WORDS


def _stands_in_text(link: HtmlElement) -> bool:
    return any(element.tag in _TEXT_HOLDERS for element in (link, *islice(link.iterancestors(), 3))) or any(
        element.tag in _HEADINGS for element in link
    )


def _texts(link: HtmlElement) -> tuple[str, ...]:
    """What may be the text of a link: a heading in it or its words, its title attribute, its picture's name."""
    heading = next((element for element in link.iter(*_HEADINGS)), None)
    words = "".join(islice((heading if heading is not None else link).itertext(), 200))[: 4 * MAX_ANCHOR]
    title = (link.get("title") or "")[: 4 * MAX_ANCHOR].strip().partition("\n")[0]
    if words.strip() or title:
        return words, title
    return (next((image.get("alt") or "" for image in link.iter("img")), ""),)


# --- which date ----------------------------------------------------------------------------------------------------


#: For each link the texts before and after it.
_Gaps = dict[HtmlElement, tuple[str, str]]


class _Dates:
    """Finds the text of a row's publication date; what that text means is decided later, for all kinds alike."""

    def __init__(self, page: Page, site: Site, source: Source, gaps: _Gaps) -> None:
        self._base = page.fetched_at
        self._zone = site.timezone
        self._source = source
        self._gaps = gaps
        # Where links and dates alternate in one block, its ends show whether a date precedes its link.
        before, after = next(iter(gaps.values()), ("", ""))[0], next(reversed(gaps.values()), ("", ""))[1]
        self._precedes = bool(self._last(before)) and not self._last(after)

    def of(self, entry: _Entry) -> str:
        """The date text of an entry: as the person said, else the date column, else the last date beside the link."""
        source, row = self._source, entry.row
        if source.date_selector:
            text = _joined(next((_value(found) for found in _select(row, source.date_selector)), ""))
            return self._matched(text) if source.date_pattern else text
        if source.date_pattern:
            return self._matched(_joined(_text(row)))
        text = self._column(row) or self._last(_joined(_text(row, without=entry.link)))
        if text or (row is not entry.link and row.tag not in {"dt", "dd"}):
            return text
        before, after = self._gaps[entry.link]
        return self._last(before if self._precedes else after)

    def _matched(self, text: str) -> str:
        match = re.search(self._source.date_pattern or "", text[:_MAX_ROW_TEXT])
        return (match.group(1 if match.re.groups else 0) or "") if match else ""

    def _column(self, row: HtmlElement) -> str:
        """The text of the last element of the row that holds a date and nothing else."""
        last = ""
        for element in islice(row.iterdescendants(), _MAX_ROW_ELEMENTS):
            text = (element.get("datetime") or "") if element.tag == "time" else ""
            text = text or _text(element, pieces=8)
            if (
                len(text) < 4 * _MAX_DATE_TEXT
                and _DIGIT.search(text)
                and self._is_date_alone(text := _joined(text).strip())
            ):
                last = text
        return last

    def _is_date_alone(self, text: str) -> bool:
        if not 4 <= len(text) <= _MAX_DATE_TEXT or _OTHER_DATE.search(text):
            return False
        date = parse_date(text, self._base, self._zone)
        if date is None or date.precision in {Precision.YEAR, Precision.MONTH}:
            return False
        return not _LABEL.sub("", text.replace(date.text, ""))

    def _last(self, text: str) -> str:
        """The last date of a text that is not said to be of something else: validity, deadline."""
        text = text[-_MAX_ROW_TEXT:]
        dates = find_dates(text, self._base, self._zone) if _DIGIT.search(text) else []
        own = [date for date in dates if not _OTHER_DATE.search(text[max(0, date.start - 8) : date.start])]
        return own[-1].text if own else ""


def _gaps(tree: HtmlElement, links: set[HtmlElement]) -> _Gaps:
    """What stands close before and after each link, up to the next one, in document order."""
    gaps: _Gaps = {}
    text: list[str] = []
    last: HtmlElement | None = None
    for piece in [*_pieces(tree, links), tree]:
        if isinstance(piece, str):
            text.append(piece)
            continue
        gap, text = _joined("\n".join(text)), []
        if last is not None:
            gaps[last] = (gaps[last][0], gap[:_NEAR])
        last = piece
        gaps[piece] = (gap[-_NEAR:], "")
    del gaps[tree]
    return gaps


def _joined(text: str) -> str:
    """The text with dates made whole that the layout sets over two lines: `2026-11-` `20`, `20` `2026-11`."""
    text = _BROKEN.sub("", _BLANKS.sub(lambda blank: "\n" if "\n" in blank.group() else " ", text))
    return _YEAR_LAST.sub(r"\3-\1-\2", _DAY_FIRST.sub(r"\2-\3-\1", text))


def _text(element: HtmlElement, *, without: HtmlElement | None = None, pieces: int = 200) -> str:
    """The text of an element, one piece a line, at most so many; without that of one link in it."""
    skipped = set() if without is None else {without}
    return "\n".join(islice((piece for piece in _pieces(element, skipped) if isinstance(piece, str)), pieces))


def _pieces(element: HtmlElement, skipped: set[HtmlElement]) -> Iterator[str | HtmlElement]:
    """The texts in an element as a visitor reads them, and each skipped element in place of its own."""
    inside: HtmlElement | None = None
    for event, inner in iterwalk(element, events=("start", "end")):
        if event == "start":
            inside = inner if inside is None and (inner in skipped or inner.tag in _UNSEEN) else inside
            text = inner.text
        else:
            text = inner.tail if inner is not element else None
            inside = None if inner is inside else inside
            if inner in skipped:
                yield inner
        if text and inside is None:
            yield text[:_MAX_ROW_TEXT]


def _select(element: HtmlElement, css: str) -> list[Any]:
    """Elements, or texts for `::text` and `::attr(name)`."""
    found: list[Any] = element.xpath(HTMLTranslator().css_to_xpath(css))
    return found


def _value(found: Any) -> str:
    return str(found) if isinstance(found, str) else str(found.get("datetime") or _text(found))
