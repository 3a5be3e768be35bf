"""What all list readers share: rows as they stand in a list become FoundLinks, clean, bounded, each address once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from core.dates import parse_date
from core.link import FoundLink
from core.page import Page
from core.site import Site, Source
from core.text import one_line
from core.urls import absolute, canonical, untracked
from spiders.asking import Ask

#: Links taken from one list at the most; real lists show 10 to 100, data files up to 1,000.
MAX_LINKS = 1000
#: Rows looked at in one list at the most, links or not.
MAX_ROWS = 20_000
#: Characters kept of a link's text and of a date's.
MAX_ANCHOR = 300
_MAX_DATE = 60

#: Link texts that say nothing about the article.
_GENERIC = re.compile(
    r"[\W\d_]*(?:(?:查看|点击|阅读|浏览)?(?:更多|详情|详细|全文|原文|内容|进入|这里|此处)|查看|点击|阅读|下载|附件|图片|视频|"
    r"首页|主页|跳转|置顶|返回(?:首页|列表|顶部)?|[上下前后]一?页|[尾末]页|第一页|最后一页|"
    r"(?:read |view |see )?more|details?|next|prev(?:ious)?|last|first|home|top|continue reading)?[\W\d_]*",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{0,1000}>")


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list as it stands there: nothing checked, nothing resolved."""

    href: str
    #: What may be the link's text: title, attribute, text of a second link.
    texts: tuple[str, ...] = ()
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """What one list answer shows."""

    links: tuple[FoundLink, ...]
    #: How the next page of this list is asked for.
    next: Ask | None = None
    #: Further lists this one only points to: the parts of a sitemap index, newest first; a page's data file.
    lists: tuple[Ask, ...] = field(default=())
    #: What a person should know: rows beyond the limit, parts not followed ...
    note: str = ""


@dataclass(frozen=True, slots=True)
class NotAList:
    """Why an answer is no list of this kind."""

    reason: str


def to_links(rows: Iterable[Row], page: Page, site: Site, source: Source, base: str) -> tuple[FoundLink, ...]:
    """The FoundLinks of a list in its order: web addresses that match the Source's link_pattern, each once.

    A second row of an address only adds what the first one lacks: a better text, a date.
    """
    itself = {canonical(url) for url in (source.url, page.url, page.asked_url) if url}
    found: dict[str, FoundLink] = {}
    for number, row in enumerate(rows):
        if number >= MAX_ROWS:
            break
        url = absolute(base, row.href)
        if url is None or not matches(source, url):
            continue
        key = canonical(url)
        if key in itself or (key not in found and len(found) >= MAX_LINKS):
            continue
        link = _link(url, row, page, site, source)
        found[key] = _merged(found[key], link) if key in found else link
    return tuple(found.values())


def matches(source: Source, url: str) -> bool:
    """Whether an address is an article's by the Source's link_pattern, with or without tracking parameters."""
    pattern = source.link_pattern
    return pattern is None or any(re.search(pattern, form) for form in (url, untracked(url)))


def best_text(texts: Iterable[str]) -> str:
    """The longest text that says something, on one line; empty when all are like 更多 or 下一页."""
    cleaned = (one_line(plain(text[: 4 * MAX_ANCHOR])) for text in texts)
    return max((text for text in cleaned if not is_generic(text)), key=_length, default="")[:MAX_ANCHOR].rstrip()


def _length(text: str) -> int:
    """How much a text says: a title cut short may be as long as the whole one by its dots."""
    return len(text.rstrip(". …"))


def is_generic(text: str) -> bool:
    """Whether a link text is one of those that any link may have, a page number or nothing."""
    return len(text) < 40 and _GENERIC.fullmatch(text) is not None


def plain(text: str) -> str:
    """Text without tags and entities: titles in feeds and JSON carry both."""
    return unescape(_TAG.sub("", text))


def _link(url: str, row: Row, page: Page, site: Site, source: Source) -> FoundLink:
    date = parse_date(row.date[:200], page.fetched_at, site.timezone) if row.date else None
    return FoundLink(
        url=url,
        site=site.id,
        source=source.id,
        anchor=best_text(row.texts),
        listed=date.value if date else None,
        listed_text=one_line(date.text)[:_MAX_DATE] if date else None,
    )


def _merged(first: FoundLink, second: FoundLink) -> FoundLink:
    dated = first if first.listed else second
    return FoundLink(
        url=first.url,
        site=first.site,
        source=first.source,
        anchor=max(first.anchor, second.anchor, key=_length),
        listed=dated.listed,
        listed_text=dated.listed_text,
    )
