"""Newspapers by edition: pages of the paper that list their articles and name each other.

The address of an edition holds its date. An index page only points to the edition of the day.
"""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urljoin

from w3lib.html import get_meta_refresh

from core.article import Precision
from core.charset import decode
from core.dates import date_in_url
from core.link import FoundLink
from core.page import Page
from core.site import Site, Source
from core.urls import absolute
from spiders.asking import FIRST, Ask, to_url
from spiders.readers import section
from spiders.readers.listing import ListPage, NotAList


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The articles of one page of a paper, dated by the edition, and the other pages; or where the edition lies."""
    text, _ = decode(page.body, page.headers)
    base = page.url or source.url
    edition = _edition(text, base)
    if edition and edition != base:
        return ListPage(links=(), lists=(to_url(asked, edition),))
    listing = section.read_html(text, page, site, source, asked)
    if isinstance(listing, NotAList):
        return listing
    # Links to earlier editions look the same but for their folder.
    folder = urljoin(base, ".")
    pages = tuple(one for one in listing.lists if one.url.startswith(folder) and one.url != base)
    return replace(listing, lists=pages, links=tuple(_dated(link, base) for link in listing.links))


def _edition(html: str, base: str) -> str | None:
    """Where a page sends its reader on to."""
    try:
        return absolute(base, get_meta_refresh(html, base)[1] or "")
    except ValueError:
        return None


def _dated(link: FoundLink, edition: str) -> FoundLink:
    """A link with the date of the edition where its row has none."""
    day = date_in_url(edition)
    if link.listed or day is None or day.precision is not Precision.DAY:
        return link
    return replace(link, listed=day.value, listed_text=day.text)
