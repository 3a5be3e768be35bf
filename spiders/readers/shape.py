"""What a link of a page looks like: an article, a page of the list, or furniture; and what it calls itself.

An article's address is dated or numbered or names a document, or a long text stands in a list item, cell or heading
(recall .911 at precision .836 on 11 list pages; research: extraction.md §5).
"""

from __future__ import annotations

import re
from itertools import islice
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from core.text import HAN
from spiders.readers.listing import MAX_ANCHOR, best_text, is_generic

#: How far up from a link its surroundings are looked at.
MAX_CLIMB = 10

_TEXT_HOLDERS = frozenset({"li", "td", "dd", "dt", "h1", "h2", "h3", "h4", "article"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
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
_HAN = re.compile(f"[{HAN}]")
_LONG_HAN = 10
_LONG_WORDS = 5
_SHORT_TEXT = 4


def looks_like_article(link: HtmlElement, url: str) -> bool:
    """Whether a link with this absolute address leads to an article, by what can be seen of it."""
    text = best_text(texts_of(link))
    path = urlsplit(url).path
    if path in {"", "/"} or _MEDIA.search(path) or is_pager(link, url) or _is_navigation(link):
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


def is_pager(link: HtmlElement, url: str) -> bool:
    """Whether a link leads to another page of the list."""
    texts = [text for text in texts_of(link) if text.strip()]
    return bool(texts) and all(map(is_generic, texts)) and _PAGE_LINK.search(url) is not None


def _is_navigation(link: HtmlElement) -> bool:
    for element in islice(link.iterancestors(), MAX_CLIMB):
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


def texts_of(link: HtmlElement) -> tuple[str, ...]:
    """What may be the text of a link: a heading in it or its words, its title attribute, its picture's name."""
    heading = next((element for element in link.iter(*_HEADINGS)), None)
    words = "".join(islice((heading if heading is not None else link).itertext(), 200))[: 4 * MAX_ANCHOR]
    title = (link.get("title") or "")[: 4 * MAX_ANCHOR].strip().partition("\n")[0]
    if title and title in words:
        # A card of title and summary, with the title alone as its attribute.
        return (title,)
    if words.strip() or title:
        return words, title
    return (next((image.get("alt") or "" for image in link.iter("img")), ""),)
