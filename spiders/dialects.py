"""Dialects: how the lists of each publishing system are read, by name.

A Source names its dialect; the dialect gives the reader, and fills what the Source leaves open. So a Site is data, and
a new column of a known system needs its address alone. Layouts: research/sources.md §4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.page import Page
from core.site import Dialect, Kind, Site, Source
from spiders.asking import Ask
from spiders.readers import endpoint, feed, section, sitemap
from spiders.readers.listing import ListPage, NotAList

Reader = Callable[[Page, Site, Source, Ask], ListPage | NotAList]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One dialect."""

    kind: Kind
    read: Reader
    #: What it is, in one line for a person.
    what: str
    #: Values of Source that hold where the Source does not say otherwise.
    defaults: Mapping[str, Any] = field(default_factory=dict)


LAYOUTS: Mapping[Dialect, Layout] = {
    Dialect.FEED: Layout(kind=Kind.FEED, read=feed.read, what="RSS, Atom or JSON Feed"),
    Dialect.SITEMAP: Layout(kind=Kind.SITEMAP, read=sitemap.read, what="sitemap, news sitemap or index of them"),
    Dialect.HTML: Layout(kind=Kind.SECTION, read=section.read, what="links in HTML, by selector or by their shape"),
    Dialect.JSON: Layout(kind=Kind.ENDPOINT, read=endpoint.read, what="JSON or JSONP, rows by the paths of `fields`"),
}

_PLAIN = {
    Kind.FEED: Dialect.FEED,
    Kind.SITEMAP: Dialect.SITEMAP,
    Kind.SECTION: Dialect.HTML,
    Kind.ENDPOINT: Dialect.JSON,
}


def dialect_of(source: Source) -> Dialect:
    """The dialect of a Source, named or not."""
    return source.dialect or _PLAIN[source.kind]


def read_list(page: Page, site: Site, source: Source, asked: Ask) -> ListPage | NotAList:
    """What a list answer shows, read by the Source's dialect."""
    return LAYOUTS[dialect_of(source)].read(page, site, source, asked)


def with_defaults(table: Mapping[str, Any]) -> dict[str, Any]:
    """A Source's table with what its dialect says where the table does not; as it is where the dialect is unknown."""
    name = table.get("dialect")
    layout = LAYOUTS.get(Dialect(name)) if name in set(Dialect) else None
    return {**layout.defaults, **table} if layout else dict(table)
