"""Every layout of lists, as the newsroom's sites show it: what a crawl finds is what the data of each site say."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy import Request
from scrapy.http import HtmlResponse

from core import extract
from core.article import Article, Extraction, Hints
from core.link import FoundLink, Outcome
from core.page import Page
from core.run import SourceCheck
from core.site import Dialect, Site
from core.urls import canonical
from newsroom.layouts.shelves import shelves
from newsroom.rendering import DOMAIN
from newsroom.server import Newsroom, layout_files
from newsroom.server import Request as Asked
from spiders.base import ListSpider
from spiders.dialects import dialect_of
from spiders.endpoint import EndpointSpider
from spiders.feed import FeedSpider
from spiders.section import SectionSpider
from spiders.sitemap import SitemapSpider
from spiders.sites import parse_sites, source_of
from store import open_store
from tests.support.crawl import crawl, job_for

SPIDERS = {spider.kind: spider for spider in (EndpointSpider, FeedSpider, SectionSpider, SitemapSpider)}
SOURCES = [(site.id, source.id) for site in parse_sites(layout_files(80)) for source in site.sources]


@pytest.fixture(scope="module")
def room() -> Iterator[Newsroom]:
    with Newsroom() as opened:
        yield opened


@pytest.fixture(scope="module")
def sites(room: Newsroom) -> dict[str, Site]:
    return {site.id: site for site in parse_sites(room.layout_files())}


@dataclass
class Looked:
    """What a spider made of a Source, its articles not asked for."""

    links: dict[str, FoundLink] = field(default_factory=dict)
    checks: list[SourceCheck] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)


def look(room: Newsroom, site: Site, source: str, now: datetime) -> Looked:
    """Walk the lists of a Source as its spider asks for them, at a moment that stands still."""
    kept = source_of(site, source)
    spider = SPIDERS[kept.kind](site=site, source=kept, now=lambda: now)
    looked = Looked()
    waiting = deque(_first(spider))
    while waiting:
        request = waiting.popleft()
        looked.lists.append(request.url)
        for item in spider.parse(_response(room, request)):
            if isinstance(item, SourceCheck):
                looked.checks.append(item)
            elif isinstance(item, Request) and "found" in item.meta:
                found = item.meta["found"]
                looked.links.setdefault(canonical(found.url), found)
            elif isinstance(item, Request):
                waiting.append(item)
    return looked


def _first(spider: ListSpider) -> list[Request]:
    async def all_of() -> list[Request]:
        return [request async for request in spider.start()]

    return asyncio.run(all_of())


def _response(room: Newsroom, request: Request) -> HtmlResponse:
    parts = urlsplit(request.url)
    assert parts.hostname is not None
    host = parts.hostname.removesuffix(f".{DOMAIN}")
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    answer = room.answer(request.method, host, target, {}, request.body)
    headers = {"Content-Type": answer.content_type, **dict(answer.headers)}
    return HtmlResponse(request.url, status=answer.status, headers=headers, body=answer.body, request=request)


def expected(room: Newsroom, host: str, source: str) -> dict[str, tuple[str, str | None]]:
    """Key of each link of a Source to its text and date."""
    rows = (row for row in shelves()[host].row if row.source == source)
    return {canonical(room.url(host + row.path)): (row.text, row.listed) for row in rows}


@pytest.mark.parametrize(("host", "source"), SOURCES, ids=[f"{host} {source}" for host, source in SOURCES])
def test_the_lists_are_read_as_their_site_says(room: Newsroom, sites: dict[str, Site], host: str, source: str) -> None:
    shelf = shelves()[host]

    looked = look(room, sites[host], source, shelf.clock)

    assert {key: (link.anchor, link.listed) for key, link in looked.links.items()} == expected(room, host, source)
    assert {check.outcome for check in looked.checks} == {shelf.looks.get(source, Outcome.FETCHED)}


def test_every_dialect_has_a_site(sites: dict[str, Site]) -> None:
    assert {dialect_of(source) for site in sites.values() for source in site.sources} == set(Dialect)


def test_a_list_that_was_laid_out_anew_is_empty_and_not_quiet(room: Newsroom, sites: dict[str, Site]) -> None:
    room.day = 2
    looked = look(room, sites["redesigned"], "list", shelves()["redesigned"].clock)
    room.day = 1

    (check,) = looked.checks
    assert (check.outcome, check.reason) == (Outcome.EMPTY, "nothing matches 'ul.list_01 li'")


@pytest.mark.parametrize("host", [host for host, shelf in shelves().items() if shelf.row])
def test_every_article_is_read_as_it_was_written(room: Newsroom, host: str) -> None:
    shelf = shelves()[host]

    articles = [read(room, room.url(host + (row.moved_to or row.path)), shelf.clock) for row in shelf.row]

    assert [(article.title, (article.published or "")[:10], article.text) for article in articles] == [
        (row.title, row.day, f"{row.lead}\n{shelf.closing.strip()}") for row in shelf.row
    ]


def read(room: Newsroom, url: str, now: datetime) -> Article:
    """The article of a page, with no hint from the list."""
    response = _response(room, Request(url))
    headers = {name.decode().lower(): values[0].decode() for name, values in response.headers.items()}
    page = Page(asked_url=url, url=url, fetched_at=now, status=response.status, body=response.body, headers=headers)
    seen = extract.look(page, Hints(fetched_at=now))
    assert isinstance(seen, extract.Seen)
    found = extract.find_article(seen)
    assert isinstance(found, Extraction)
    return found.article


# -- the whole way -------------------------------------------------------------------------------------------------

whole_way = pytest.mark.xdist_group("crawl of all layouts")


@dataclass(frozen=True)
class Crawled:
    """What a crawl of all sites left, and what it asked for; then what a second one asked for."""

    store: Path
    first: tuple[Asked, ...]
    second: tuple[Asked, ...]


@pytest.fixture(scope="module")
def crawled(room: Newsroom, sites: dict[str, Site], tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    store = tmp_path_factory.mktemp("layouts") / "store.sqlite"
    first, second = (crawl_all(room, sites, store) for _ in range(2))
    return Crawled(store, first, second)


def crawl_all(room: Newsroom, sites: dict[str, Site], store: Path) -> tuple[Asked, ...]:
    """Crawl each site at the time for which its dates are written."""
    room.requests.clear()
    by_clock: defaultdict[datetime, list[Site]] = defaultdict(list)
    for site in sites.values():
        by_clock[shelves()[site.id].clock].append(site)
    for clock, together in by_clock.items():
        ended = crawl(job_for(store, *together, clock_offset=(clock - datetime.now(UTC)).total_seconds()))
        assert (ended.code, ended.err) == (0, "")
    return tuple(room.requests)


def keys(room: Newsroom, requests: tuple[Asked, ...]) -> Counter[str]:
    """How often each address was asked for."""
    return Counter(canonical(room.url(f"{asked.host}{asked.path}?{asked.query}")) for asked in requests)


@whole_way
def test_a_crawl_keeps_every_link_of_every_list_with_text_and_day(room: Newsroom, crawled: Crawled) -> None:
    with open_store(crawled.store) as store:
        for host, source in SOURCES:
            links = store.links.shown_by(host, source, 100)
            found = {link.key: (link.found.anchor, day(link.found.listed), link.outcome) for link in links}
            rows = expected(room, host, source).items()
            assert found == {key: (text, day(listed), Outcome.FETCHED) for key, (text, listed) in rows}


def day(listed: str | None) -> str:
    """Ages are counted from the second of the crawl, so only the day is compared."""
    return (listed or "")[:10]


@whole_way
def test_a_crawl_asks_for_every_article_and_every_list_once(
    room: Newsroom, sites: dict[str, Site], crawled: Crawled
) -> None:
    rows = [(host, row) for host, shelf in shelves().items() for row in shelf.row]
    asked = keys(room, crawled.first)
    robots = sum(each.path == "/robots.txt" for each in crawled.first)
    lists = sum(len(look(room, sites[host], source, shelves()[host].clock).lists) for host, source in SOURCES)
    moved = sum(row.moved_to is not None for _, row in rows)

    assert {asked[canonical(room.url(host + row.path))] for host, row in rows} == {1}
    assert robots == len(sites)
    assert len(crawled.first) == len(rows) + lists + robots + moved


@whole_way
def test_a_second_crawl_asks_for_no_article_again(room: Newsroom, crawled: Crawled) -> None:
    articles = {canonical(room.url(host + row.path)) for host, shelf in shelves().items() for row in shelf.row}

    assert crawled.second
    assert not articles & keys(room, crawled.second).keys()
