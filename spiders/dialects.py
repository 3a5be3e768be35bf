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
from spiders.readers import endpoint, epaper, feed, jpaas, jpage, nextdata, section, sitemap, superedit
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


def _section(what: str, read: Reader = section.read, **defaults: Any) -> Layout:
    return Layout(kind=Kind.SECTION, read=read, what=what, defaults=defaults)


def _endpoint(what: str, read: Reader = endpoint.read, **defaults: Any) -> Layout:
    return Layout(kind=Kind.ENDPOINT, read=read, what=what, defaults=defaults)


LAYOUTS: Mapping[Dialect, Layout] = {
    Dialect.FEED: Layout(kind=Kind.FEED, read=feed.read, what="RSS, Atom or JSON Feed"),
    Dialect.SITEMAP: Layout(kind=Kind.SITEMAP, read=sitemap.read, what="sitemap, news sitemap or index of them"),
    Dialect.HTML: _section("links in HTML, by selector or by their shape"),
    Dialect.TRS: _section("TRS: static pages, `index_1.html` is the second", next_page="index_{n}.html", second_page=1),
    Dialect.SHANGHAI: _section("Shanghai: static pages, `index_2.html` is the second", next_page="index_{n}.html"),
    Dialect.LONSUN: _section("Anhui Lonsun: the first page alone is static"),
    Dialect.JPAGE: _section("JCMS jpage: rows in CDATA inside a script, more from dataproxy.jsp", jpage.read),
    Dialect.JPAAS: _section(
        "jpaas: units that answer with HTML inside JSON, named by a page or asked for",
        jpaas.read,
        fields={"html": "data.html"},
    ),
    Dialect.SUPEREDIT: _section(
        "Xinhua superEdit: `ds_<id>.json`, named by a page or asked for",
        superedit.read,
        max_pages=10,
        fields={"rows": "datasource", "url": "publishUrl", "title": "title", "date": "publishTime"},
    ),
    Dialect.EPAPER: _section(
        "newspaper by edition: a dated address, or an index that points to today's",
        epaper.read,
        list_pattern=r"/(?:node|layout)_\w{1,20}\.s?html?$",
        max_pages=40,
    ),
    Dialect.NEXT_DATA: _endpoint("rows in script#__NEXT_DATA__ by the paths of `fields`", nextdata.read),
    Dialect.JSON: _endpoint("JSON or JSONP, rows by the paths of `fields`"),
    Dialect.GOVCN: _endpoint(
        "gov.cn: one static JSON file", fields={"url": "URL", "title": "TITLE", "date": "DOCRELPUBTIME"}
    ),
    Dialect.UCAP: _endpoint(
        "Suzhou UCAP",
        fields={
            "rows": "infolist|data.list",
            "url": "link|URL",
            "title": "title|TITLE",
            "date": "pubtime|PUBLISHED_TIME_FORMAT",
        },
    ),
    # No answer of the following three is on record: these are usual names, and a Source may give its own.
    Dialect.EPOINT: _endpoint(
        "Epoint (新点), as in Xuzhou",
        fields={
            "rows": "custom.infodata|infodata|data",
            "url": "infourl|url|href",
            "title": "title",
            "date": "infodate|date",
        },
    ),
    Dialect.INFO_OPEN: _endpoint(
        "information disclosure by /info_open/search, as in Wuxi",
        fields={
            "rows": "data.list|page.content|list|rows|data",
            "url": "url|link",
            "title": "title",
            "date": "publishTime|pubTime|writeTime|date",
        },
    ),
    Dialect.TRUECMS: _endpoint(
        "truecms search, as in Nantong: a page of results, or JSON",
        endpoint.read_either,
        fields={
            "rows": "data.list|list|rows|data",
            "url": "url|link",
            "title": "title",
            "date": "publishTime|pubTime|date",
        },
    ),
    Dialect.THEPAPER: _endpoint(
        "thepaper.cn: nodes and channels by POST",
        method="POST",
        fields={
            "rows": "data.list",
            "url": "link",
            "title": "name",
            "date": "pubTimeLong|pubTime",
            "url_template": "https://www.thepaper.cn/newsDetail_forward_{contId}",
        },
    ),
    Dialect.JSEARCH: _endpoint(
        "jsearch (Zhejiang's search with HTML in `result`, MIIT's with rows)",
        selector=".titleWrapper > a",
        fields={
            "html": "result.*",
            "rows": "data.searchResult.dataResults.*.data",
            "url": "url",
            "title": "title",
            "date": "jsearch_date",
        },
    ),
    Dialect.IGS: _endpoint(
        "TRS IGS search", fields={"rows": "page.content", "date": "trs_time|pubDate|PUBDATE|DOCRELTIME|time"}
    ),
    Dialect.LONSUN_SEARCH: _endpoint(
        "Anhui Lonsun search: JSON, or a page of results",
        endpoint.read_either,
        fields={"rows": "data.data", "url": "link", "title": "title", "date": "createDate"},
    ),
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
    defaults = LAYOUTS[Dialect(name)].defaults if name in list(Dialect) else {}
    filled = {**defaults, **table}
    if isinstance(table.get("fields"), dict):
        filled["fields"] = {**defaults.get("fields", {}), **table["fields"]}
    return filled
