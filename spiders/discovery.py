"""Discovery: from one page that a person names to the Sources it could be, each with what it shows.

Nothing is fetched here. `leads` says which further addresses are worth a request: linked feeds, sitemaps, the data that
a page is filled with. `candidates` reads the page and what was answered, best first.

The publishing system of a page is told by its signs, JSON by the reader that finds rows in it (sources.md §4).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement
from pydantic import TypeAdapter

from core.link import FoundLink
from core.page import Page
from core.site import Dialect, Kind, Site, Source
from core.urls import absolute, canonical, covers, host_of
from spiders.asking import FIRST, Ask
from spiders.blocks import Block, blocks, blocks_of
from spiders.dialects import LAYOUTS, read_list, with_defaults
from spiders.fields import fields_of
from spiders.patterns import pattern_of
from spiders.readers import nextdata, superedit
from spiders.readers.endpoint import is_json
from spiders.readers.listing import ListPage
from spiders.readers.markup import opened
from spiders.readers.section import base_of
from spiders.sites import hosts_of

#: Systems whose lists are HTML as any other, by their articles' addresses or by the page: for the sake of their paging.
_PLAIN_SIGNS = {
    Dialect.SHANGHAI: re.compile(r"/20\d{6}/[0-9a-f]{32}\.html$", re.MULTILINE),
    Dialect.TRS: re.compile(r"/t20\d{6}_\d+\.s?html?$|createPageHTML\s*\(", re.MULTILINE),
    Dialect.LONSUN: re.compile(r"<ul[^>]{0,200}\bdoc_list\b"),
}
#: Systems whose pages carry their rows as data, or say where the data lies.
_DATA_SIGNS = {
    Dialect.JPAGE: re.compile(r"<script[^>]{1,200}text/xml|<record>\s*<!\[CDATA\[", re.IGNORECASE),
    Dialect.JPAAS: re.compile(r"\bparseType\s*=", re.IGNORECASE),
    Dialect.SUPEREDIT: superedit.DATASOURCE,
    Dialect.NEXT_DATA: re.compile(r"<script[^>]{1,200}__NEXT_DATA__"),
    Dialect.EPAPER: re.compile(
        r"<meta[^>]{1,100}http-equiv=[\"']?refresh|href=[\"'][^\"']{0,200}node_\w{1,12}\.s?htm", re.IGNORECASE
    ),
}
_IN_JSON = (
    Dialect.GOVCN,
    Dialect.JPAAS,
    Dialect.SUPEREDIT,
    Dialect.UCAP,
    Dialect.EPOINT,
    Dialect.INFO_OPEN,
    Dialect.TRUECMS,
    Dialect.THEPAPER,
    Dialect.JSEARCH,
    Dialect.IGS,
    Dialect.LONSUN_SEARCH,
)
_FEED_TYPE = re.compile(r"application/(?:rss|atom|feed)\+(?:xml|json)", re.IGNORECASE)
_FEED_NAME = re.compile(r"(?:^|/)(?:rss|atom|feed)s?(?:[-_/]\w*)?(?:/|\.(?:xml|rss|json))?$|\.rss$", re.IGNORECASE)
_XML = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<(?:\w+:)?(rss|feed|rdf|urlset|sitemapindex)\b",
    re.IGNORECASE,
)
_DATA_FILE = re.compile(r"[\"']([^\"'\s<>{}]{1,300}\.jsonp?(?:\?[^\"'\s<>{}]{0,200})?)[\"']", re.IGNORECASE)
_HOME = re.compile(r"/?(?:(?:index|default)\.\w{2,5})?", re.IGNORECASE)
_EDITION = re.compile(r"(?<!\d)20\d\d([-/]?)(?:0[1-9]|1[0-2])([-/]?)(?:0[1-9]|[12]\d|3[01])(?!\d)")
#: So many feeds, sitemaps and data files of a page are asked for at the most, of each.
_MOST_LEADS = 2
#: A list counts as many rows as this at the most.
_ENOUGH = 30
#: A feed or sitemap whose newest entry is older than this is no news.
_STALE = timedelta(days=60)
#: What is left of a candidate's worth: one that is stale, one of the whole site where a column is asked for, a sitemap.
_OF_STALE, _OF_SITE, _OF_SITEMAP = 0.1, 0.4, 0.5
#: A home page shows lists of all kinds; its feed is one list of them all.
_HOME_FEED = 2.0
#: A second list of a page is offered too if it is worth as much of the first.
_SECOND = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """A further address that may hold a better list than the page itself."""

    #: The Source it would be, as its table in a Site file; empty where only the answer tells.
    table: Mapping[str, Any]
    ask: Ask
    #: How it was found, in words.
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A Source that a page could be."""

    #: As its table in a Site file, without `id` and `name`.
    table: Mapping[str, Any]
    source: Source
    #: How it was recognised, in words.
    why: str
    #: What it shows now.
    links: tuple[FoundLink, ...]

    @property
    def dated(self) -> int:
        """How many of the links have a date."""
        return sum(link.listed is not None for link in self.links)

    @property
    def newest(self) -> str | None:
        """The newest of the dates, as ISO 8601."""
        return max((link.listed for link in self.links if link.listed), default=None)

    def is_stale(self, now: datetime) -> bool:
        """Whether its newest entry is so old that nobody may write it any more."""
        return self.newest is not None and datetime.fromisoformat(self.newest[:10]).date() < (now - _STALE).date()


def leads(page: Page, site: Site, sitemaps: Sequence[str] = ()) -> tuple[Lead, ...]:
    """The further addresses that are worth a request: feeds, then data, then sitemaps.

    Args:
        sitemaps: addresses that robots.txt names.
    """
    text, tree, url = opened(page, site.home)
    if tree is None:
        return ()
    if (root := _XML.match(text)) and root[1].lower() == "sitemapindex":
        return _parts(page, site, url)
    found = [
        *_feeds(tree, base_of(tree, url)),
        *(found for found in _data(page, site, text) if isinstance(found, Lead)),
        *_data_files(text, base_of(tree, url)),
        *(_lead(Kind.SITEMAP, address, "sitemap named in robots.txt") for address in sitemaps[:_MOST_LEADS]),
    ]
    ours = {lead.ask.url: lead for lead in reversed(found) if covers(hosts_of(site), host_of(lead.ask.url))}
    return tuple(reversed(ours.values()))


def candidates(
    page: Page, site: Site, found: Iterable[Lead] = (), answers: Mapping[str, Page] | None = None
) -> tuple[Candidate, ...]:
    """What the page could be watched as, best first.

    Args:
        found: the leads of the page.
        answers: what was answered to them, by the address asked for; None when nobody could be asked. They are then
            candidates that show nothing.
    """
    text, tree, url = opened(page, site.home)
    made = [*(each for each in _data(page, site, text) if isinstance(each, Candidate)), *_as_file(page, site, text)]
    if tree is not None and not is_json(text) and not _XML.match(text):
        made += _lists(page, site, text, tree, url)
    for lead in found:
        made += _followed(lead, site, answers)
    made = _joined(made)
    made = [_of_articles(each) if each.source.kind is Kind.SITEMAP and each.links else each for each in made]
    is_home = _HOME.fullmatch(urlsplit(url).path) is not None
    return tuple(sorted(made, key=lambda each: _worth(each, page, is_home=is_home), reverse=True))


def _joined(found: Iterable[Candidate]) -> list[Candidate]:
    """Each Source once, with all that it shows: a page may be filled from several files."""
    joined: dict[str, Candidate] = {}
    for each in found:
        first = joined.setdefault(str(each.table), each)
        if first is not each:
            links = {canonical(link.url): link for link in (*each.links, *first.links)}
            joined[str(each.table)] = replace(first, links=tuple(links.values()))
    return list(joined.values())


def _followed(lead: Lead, site: Site, answers: Mapping[str, Page] | None) -> Iterable[Candidate]:
    """What came of a lead."""
    answer = answers.get(lead.ask.url) if answers is not None else None
    if answer is None:
        is_told = answers is None and lead.table
        return [Candidate(table=lead.table, source=_source(lead.table), why=lead.why, links=())] if is_told else []
    if lead.table:
        return _candidate(lead.table, lead.why, answer, site, lead.ask)
    return (replace(each, why=f"{lead.why}: {each.why}") for each in candidates(answer, site))


def left_out(page: Page, site: Site, source: Source, links: Iterable[FoundLink]) -> tuple[Block, ...]:
    """The lists of an HTML page, best first, of which a section shows no link: what its rules leave out."""
    shown = {canonical(link.url) for link in links}
    found = blocks(page, site) if source.kind is Kind.SECTION else ()
    return tuple(
        block for block in found if block.score and shown.isdisjoint(canonical(link.url) for link in block.links)
    )


def _as_file(page: Page, site: Site, text: str) -> Iterator[Candidate]:
    """The address itself as a feed, a sitemap, or JSON of a shape of its own."""
    url = page.url or site.home
    if root := _XML.match(text):
        kind = Kind.SITEMAP if root[1].lower() in {"urlset", "sitemapindex"} else Kind.FEED
        yield from _candidate({"kind": kind.value, "url": url}, f"a {kind}", page, site)
    elif is_json(text):
        yield from _candidate({"kind": "feed", "url": url}, "a JSON Feed", page, site)
        if (fields := fields_of(text)) is not None:
            table = {"kind": "endpoint", "url": url, "fields": fields}
            yield from _candidate(table, "JSON with a list of titles and addresses", page, site)


def _data(page: Page, site: Site, text: str) -> Iterator[Candidate | Lead]:
    """What the readers of data find in the page: rows, or where the rows lie."""
    url = page.url or site.home
    for dialect in _systems(text):
        layout = LAYOUTS[dialect]
        address = _any_edition(url) if dialect is Dialect.EPAPER else url
        table: dict[str, Any] = {"kind": layout.kind.value, "dialect": dialect.value, "url": address}
        if dialect is Dialect.NEXT_DATA:
            table["fields"] = fields_of(nextdata.data_in(text) or "") or {}
        source = _source(table)
        listing = layout.read(page, site, source, FIRST)
        if isinstance(listing, ListPage) and listing.lists and dialect is not Dialect.EPAPER:
            yield from (Lead(table=table, ask=ask, why=layout.what) for ask in listing.lists[:_MOST_LEADS])
        elif isinstance(listing, ListPage) and _is_list(listing.links, text):
            yield Candidate(table=table, source=source, why=layout.what, links=listing.links)
        elif isinstance(listing, ListPage):
            yield from (Lead(table=table, ask=ask, why=layout.what) for ask in listing.lists[:1])


def _is_list(links: Sequence[FoundLink], text: str) -> bool:
    """Whether a reader has found rows of its own system: in JSON the names of title and address are those of many."""
    return any(link.listed for link in links) if is_json(text) else bool(links)


def _systems(text: str) -> Iterator[Dialect]:
    """The systems whose data the text may be or hold."""
    if is_json(text):
        yield from (dialect for dialect in _IN_JSON if LAYOUTS[dialect].defaults.get("method") != "POST")
    else:
        yield from (dialect for dialect, sign in _DATA_SIGNS.items() if sign.search(text))


def _any_edition(url: str) -> str:
    """The address with its date as placeholders."""
    return _EDITION.sub(lambda date: f"{{today:YYYY{date[1]}MM{date[2]}DD}}", url)


def _lists(page: Page, site: Site, text: str, tree: HtmlElement, url: str) -> Iterator[Candidate]:
    """The main list of an HTML page, and a second one that is nearly as good."""
    found = [block for block in blocks_of(text, page, site) if block.score]
    for block in found[:2]:
        if block.score >= _SECOND * found[0].score:
            dialect = _dialect_of(block, text)
            table = {"kind": "section", "url": url, **_told(dialect), "link_pattern": block.link_pattern}
            table |= {"selector": block.selector} if block.selector else {}
            table |= {} if dialect else _paging(tree, base_of(tree, url), url)
            yield from _candidate(table, "a list of the page", page, site)


def _dialect_of(block: Block, text: str) -> Dialect | None:
    signs = "\n".join([*(link.url for link in block.links), text])
    return next((dialect for dialect, sign in _PLAIN_SIGNS.items() if sign.search(signs)), None)


def _told(dialect: Dialect | None) -> dict[str, str]:
    return {"dialect": dialect.value} if dialect else {}


def _paging(tree: HtmlElement, base: str, url: str) -> dict[str, Any]:
    """`next_page` and `second_page` by the link that says 2 or 下一页: the number that the list's own address lacks."""
    for link in tree.iter("a"):
        if "".join(link.itertext()).strip() not in {"2", "下一页", "下页", "Next", "next", ">", "»"}:
            continue
        second = absolute(base, link.get("href") or "")
        if second is None or host_of(second) != host_of(url) or second == url:
            continue
        numbers = [found for found in re.finditer(r"\d{1,3}(?!\d)", second) if found[0] in {"1", "2", "02"}]
        for number in reversed(numbers):
            around = second[: number.start()], second[number.end() :]
            if not url.startswith(around[0]) or not url.endswith(around[1]) or len(url) < len("".join(around)):
                before = around[0].removeprefix(urljoin(url, "."))
                return {"next_page": f"{before}{{n}}{around[1]}", "second_page": int(number[0])}
    return {}


def _feeds(tree: HtmlElement, base: str) -> Iterator[Lead]:
    """Feeds that the page declares, else those that it links to by a usual name."""
    declared = [link.get("href") for link in tree.iter("link") if _FEED_TYPE.match(link.get("type") or "")]
    linked = [link.get("href") for link in tree.iter("a")]
    urls = [url for href in declared or linked if (url := absolute(base, href or ""))]
    named = urls if declared else [url for url in urls if _FEED_NAME.search(urlsplit(url).path)]
    yield from (_lead(Kind.FEED, url, "feed that the page names") for url in list(dict.fromkeys(named))[:_MOST_LEADS])


def _parts(page: Page, site: Site, url: str) -> tuple[Lead, ...]:
    """Of an index of sitemaps the newest part: what it shows, the index will show."""
    table = {"kind": Kind.SITEMAP.value, "url": url}
    listing = read_list(page, site, _source(table), FIRST)
    parts = listing.lists[:1] if isinstance(listing, ListPage) else ()
    return tuple(Lead(table=table, ask=part, why="an index of sitemaps") for part in parts)


def _data_files(text: str, base: str) -> Iterator[Lead]:
    """JSON files that a page or its scripts name: lists that are rendered by script come from one of them."""
    urls = dict.fromkeys(url for name in _DATA_FILE.findall(text) if (url := absolute(base, name)))
    yield from (Lead(table={}, ask=Ask(url=url), why="data that the page names") for url in list(urls)[:_MOST_LEADS])


def _lead(kind: Kind, url: str, why: str) -> Lead:
    return Lead(table={"kind": kind.value, "url": url}, ask=Ask(url=url), why=why)


def _candidate(table: Mapping[str, Any], why: str, page: Page, site: Site, asked: Ask = FIRST) -> Iterator[Candidate]:
    """What a Source would show of an answer; nothing where its reader finds no links."""
    source = _source(table)
    listing = read_list(page, site, source, asked)
    if isinstance(listing, ListPage) and listing.links:
        yield Candidate(table=table, source=source, why=why, links=listing.links)


def _of_articles(candidate: Candidate) -> Candidate:
    """A sitemap's candidate for the most common kind of its addresses: it names columns and pictures as well."""
    shapes = [pattern_of([link.url]) for link in candidate.links]
    pattern, _ = Counter(shapes).most_common(1)[0]
    table = {**candidate.table, "link_pattern": pattern}
    links = tuple(link for link, shape in zip(candidate.links, shapes, strict=True) if shape == pattern)
    return replace(candidate, table=table, source=_source(table), links=links)


def _source(table: Mapping[str, Any]) -> Source:
    return _adapter().validate_python({"id": "found", **with_defaults(table)})


@cache
def _adapter() -> TypeAdapter[Source]:
    return TypeAdapter(Source)


def _worth(candidate: Candidate, page: Page, *, is_home: bool) -> float:
    """Rows, dated ones three times; less for what is stale, or of the whole site where a column is asked for."""
    kind = candidate.source.kind
    rows = min(len(candidate.links), _ENOUGH)
    worth = rows * (1 + 2 * candidate.dated / max(1, len(candidate.links)))
    if candidate.is_stale(page.fetched_at):
        worth *= _OF_STALE
    if candidate.source.url != page.url and kind in {Kind.FEED, Kind.SITEMAP}:
        worth *= _HOME_FEED if is_home and kind is Kind.FEED else _OF_SITE
    return worth * (_OF_SITEMAP if kind is Kind.SITEMAP else 1)
