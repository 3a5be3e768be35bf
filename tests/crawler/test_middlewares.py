from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response

from core.link import FoundLink, Outcome
from core.page import Page
from core.run import SourceCheck
from core.site import Kind, Site, Source, Tier
from crawler.addresses import Guard
from crawler.hosts import Hosts
from crawler.middlewares import Conditional, KnownLinks
from crawler.pipelines import KeepPage
from crawler.robots import Robots
from crawler.stop import Stop
from crawler.visit import Crawl, Visit
from spiders.asking import FIRST
from spiders.items import Failure, FetchedPage
from spiders.section import SectionSpider
from store import Store, StoreError, open_store

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
LIST = "http://news.example.cn/list"
SOURCE = Source(id="list", kind=Kind.SECTION, url=LIST)
SITE = Site(id="news", name="News", home="http://news.example.cn/", tier=Tier.OTHER, sources=(SOURCE,), max_articles=3)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite") as store:
        yield store


def found(number: int) -> FoundLink:
    return FoundLink(url=f"http://news.example.cn/{number}.html", site="news", source="list")


def ask_for(link: FoundLink) -> Request:
    return Request(link.url, meta={"found": link})


def check(outcome: Outcome = Outcome.FETCHED, links: int = 0) -> SourceCheck:
    return SourceCheck(site="news", source="list", at=NOW, outcome=outcome, links=links)


def in_visit(store: Store, use: Callable[[Visit], Any]) -> Any:
    """Call with a Visit, in a running event loop."""

    async def run() -> Any:
        stop = Stop(100)
        hosts = Hosts(stop, lambda: NOW, store.pauses)
        crawl = Crawl(store, lambda: NOW, Guard(), stop, hosts, Robots(store, hosts, lambda: NOW))
        try:
            result = use(Visit.of(SITE, crawl, 0))
            return await result if asyncio.iscoroutine(result) else result
        finally:
            stop.close()

    return asyncio.run(run())


def a_crawler(visit: Visit, **more: Any) -> Any:
    """What its components know of a Crawler."""
    return SimpleNamespace(**{"visit": visit, "source": SOURCE, "is_thorough": False, "again": (), **more})


async def through(visit: Visit, outputs: list[Any], status: int = 200, *, is_thorough: bool = False) -> list[Any]:
    """What comes out of the middleware for the outputs of one answer."""

    async def spider() -> AsyncIterator[Any]:
        for output in outputs:
            yield output

    middleware = KnownLinks(a_crawler(visit, is_thorough=is_thorough))
    headers = {"ETag": '"v1"', "Last-Modified": "Fri, 20 Nov 2026 00:00:00 GMT"}
    response = Response(LIST, status=status, request=Request(LIST), headers=headers)
    return [output async for output in middleware.process_spider_output(response, spider())]


def test_new_links_go_through_and_are_counted(store: Store) -> None:
    outputs = [ask_for(found(1)), ask_for(found(2)), check(links=2)]

    first = in_visit(store, lambda visit: through(visit, outputs))
    again = in_visit(store, lambda visit: through(visit, outputs))

    assert first == [*outputs[:2], replace(check(links=2), new=2)]
    # Nothing was decided on them yet, so the next run asks for them; they are new no more.
    assert again == outputs


def test_a_list_counts_its_own_new_links_not_those_of_another(store: Store) -> None:
    async def one_after_the_other(visit: Visit) -> list[Any]:
        lists = [await through(visit, [ask_for(found(1)), check()]) for _ in range(2)]
        return [*lists[0], *lists[1]]

    checks = [item for item in in_visit(store, one_after_the_other) if isinstance(item, SourceCheck)]
    assert [each.new for each in checks] == [1, 0]


def test_a_link_shown_twice_in_one_run_is_asked_for_once(store: Store) -> None:
    async def twice(visit: Visit) -> list[Any]:
        return [*await through(visit, [ask_for(found(1))]), *await through(visit, [ask_for(found(1))])]

    assert len(in_visit(store, twice)) == 1


def test_links_beyond_the_number_of_the_site_are_recorded_and_wait(store: Store) -> None:
    outputs = [*(ask_for(found(number)) for number in range(5)), check()]

    *requests, seen = in_visit(store, lambda visit: through(visit, outputs))

    assert len(requests) == 3
    assert seen.new == 5
    assert len(store.links.pending("news", "list", NOW, 10)) == 5


@pytest.mark.parametrize(("known", "followed"), [(False, True), (True, False)], ids=["new links", "all known"])
def test_the_next_page_is_followed_after_new_links_only(store: Store, *, known: bool, followed: bool) -> None:
    next_page = Request(LIST + "?page=2", meta={"follows": frozenset()})
    if known:
        store.links.see(found(1), NOW)
        store.links.decide(found(1).url, Outcome.FETCHED, "", NOW)

    passed = in_visit(store, lambda visit: through(visit, [ask_for(found(1)), next_page]))

    assert (next_page in passed) is followed


def test_the_next_page_is_followed_after_links_that_another_list_has_shown_in_this_crawl(store: Store) -> None:
    following = Request(LIST + "?page=2", meta={"follows": frozenset()})

    async def inline_then_unit(visit: Visit) -> list[Any]:
        await through(visit, [ask_for(found(1))])
        return await through(visit, [ask_for(found(1)), following, check(links=1)])

    assert in_visit(store, inline_then_unit) == [following, check(links=1)]


def test_a_thorough_look_walks_lists_to_the_end_without_conditions(store: Store) -> None:
    store.links.see(found(1), NOW)
    store.links.decide(found(1).url, Outcome.FETCHED, "", NOW)
    store.validators.remember(LIST, '"v1"', None, 0)
    following = Request(LIST + "2.html", meta={"follows": frozenset()})
    conditioned = Request(LIST)

    outputs = in_visit(store, lambda visit: through(visit, [ask_for(found(1)), following], is_thorough=True))
    in_visit(store, lambda visit: Conditional(a_crawler(visit, is_thorough=True)).process_request(conditioned))

    assert outputs == [following]
    assert "If-None-Match" not in conditioned.headers
    in_visit(store, lambda visit: Conditional(a_crawler(visit)).process_request(conditioned))
    assert conditioned.headers["If-None-Match"] == b'"v1"'


def test_lists_come_before_what_waits_and_that_before_what_is_new(store: Store) -> None:
    store.links.see(found(1), NOW)
    spider = SectionSpider(site=SITE, source=SOURCE)

    async def begin(visit: Visit) -> list[Request]:
        middleware = KnownLinks(a_crawler(visit, spider=spider))
        return [request async for request in middleware.process_start(spider.start())]

    first, waiting = in_visit(store, begin)
    further = Request(LIST + "?page=2", meta={"follows": frozenset()})
    new, further = in_visit(store, lambda visit: through(visit, [ask_for(found(2)), further]))

    assert [first.url, waiting.url] == [LIST, found(1).url]
    assert first.priority == further.priority > waiting.priority > new.priority


def test_parts_of_an_index_are_always_looked_at(store: Store) -> None:
    part = Request("http://news.example.cn/part.xml", meta={"ask": FIRST})

    assert in_visit(store, lambda visit: through(visit, [part])) == [part]


def test_a_link_the_spider_refuses_at_sight_is_recorded_once(store: Store) -> None:
    foreign = FoundLink(url="http://other.cn/", site="news", source="list")
    refusal = Failure(foreign, None, Outcome.OFF_HOST, "other.cn is not of this Site")

    async def look(visit: Visit) -> list[Any]:
        passed = await through(visit, [refusal])
        for item in passed:
            KeepPage(visit).process_item(item)
        return passed

    assert in_visit(store, look) == [refusal]
    assert in_visit(store, look) == []
    link = store.links.get(foreign.url)
    assert link is not None
    assert link.outcome is Outcome.OFF_HOST


def test_validators_are_remembered_for_a_list_that_was_read(store: Store) -> None:
    in_visit(store, lambda visit: through(visit, [check(Outcome.EMPTY)]))
    in_visit(store, lambda visit: through(visit, [check(Outcome.FETCHED)], status=404))  # the end of a paged list
    assert store.validators.get(LIST) is None

    in_visit(store, lambda visit: through(visit, [check(Outcome.FETCHED)]))
    kept = store.validators.get(LIST)
    assert kept is not None
    assert (kept.etag, kept.last_modified, kept.conditional) == ('"v1"', "Fri, 20 Nov 2026 00:00:00 GMT", 0)

    in_visit(store, lambda visit: through(visit, [check(Outcome.UNCHANGED)]))
    kept = store.validators.get(LIST)
    assert kept is not None
    assert kept.conditional == 1


@pytest.mark.parametrize("of_article", [True, False], ids=["article", "list"])
def test_a_bug_of_ours_is_shown_recorded_and_the_crawl_goes_on(
    of_article: bool, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.links.see(found(1), NOW)
    response = Response(LIST, request=Request(LIST, meta={"found": found(1)} if of_article else {}))

    def fail(visit: Visit) -> None:
        middleware = KnownLinks(a_crawler(visit))
        for failure in middleware.process_spider_exception(response, ZeroDivisionError("x")):
            KeepPage(visit).process_item(failure)

    with caplog.at_level(logging.ERROR):
        in_visit(store, fail)

    assert "ZeroDivisionError" in caplog.text
    if of_article:
        link = store.links.get(found(1).url)
        assert link is not None
        assert (link.outcome, link.reason) == (Outcome.ERROR, "bug: ZeroDivisionError")
    else:
        last = store.checks.last("news", "list")
        assert last is not None
        assert (last.outcome, last.reason) == (Outcome.ERROR, "bug: ZeroDivisionError")


def test_a_store_that_fails_ends_the_crawl(store: Store) -> None:
    page = Page(asked_url=None, url=LIST, fetched_at=NOW, status=200, body=b"x")

    def fail(visit: Visit) -> tuple[str | None, StoreError | None, int]:
        visit.crawl.store = BrokenStore()  # type: ignore[assignment]
        pipeline = KeepPage(visit)
        for number in range(2):
            pipeline.process_item(FetchedPage(page, found(number)))
        return visit.crawl.stop.ending, visit.crawl.fault, visit.totals.pages

    ending, fault, pages = in_visit(store, fail)

    assert ending == "failed"
    assert str(fault) == "the disk is full"
    assert pages == 0


class BrokenStore:
    """Fails at the first thing it is to keep, and must not be asked again."""

    def __init__(self) -> None:
        self.pages, self.asked = self, 0

    def keep(self, *_: Any) -> None:
        self.asked += 1
        assert self.asked == 1
        raise StoreError("the disk is full")


def test_what_a_signal_cut_off_goes_on_waiting(store: Store) -> None:
    store.links.see(found(1), NOW)
    refused = Failure(found(1), None, Outcome.DEFERRED, "this run was stopped")

    def cut(visit: Visit) -> None:
        visit.crawl.stop.ask("stopped")
        KeepPage(visit).process_item(refused)

    in_visit(store, cut)
    link = store.links.get(found(1).url)
    assert link is not None
    assert link.outcome is Outcome.WAITING

    def late(visit: Visit) -> None:
        visit.crawl.stop.ask("budget")
        KeepPage(visit).process_item(refused)

    in_visit(store, late)
    link = store.links.get(found(1).url)
    assert link is not None
    assert link.outcome is Outcome.DEFERRED


def test_failures_are_counted_where_somebody_was_asked(store: Store) -> None:
    for number in range(3):
        store.links.see(found(number), NOW)
    items = [
        Failure(found(0), None, Outcome.GONE, "http 404"),
        Failure(found(1), None, Outcome.ROBOTS, "robots.txt does not allow it"),
        check(Outcome.UNCHANGED),
        check(Outcome.SERVER_ERROR),
        Failure(None, check(Outcome.TIMEOUT), Outcome.TIMEOUT, "timed out"),
    ]

    def count(visit: Visit) -> int:
        for item in items:
            KeepPage(visit).process_item(item)
        return visit.totals.failures

    assert in_visit(store, count) == 3
