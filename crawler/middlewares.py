"""What stands between Scrapy's engine and the network, and between the spiders and the store."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, replace
from typing import Any, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from core.link import FoundLink, Link, Outcome
from core.run import SourceCheck
from core.urls import canonical, host_of, is_web
from crawler.visit import SourceCrawler, Visit
from spiders.base import ListSpider
from spiders.items import Failure
from spiders.outcomes import Refused
from store import StoreError
from store.links import Seen

logger = logging.getLogger(__name__)

#: Every so many requests for a list go without a condition: some servers answer 304 for ever.
UNCONDITIONAL_EVERY = 8

# Lists before Links: a host that breaks off shows us at least what is new. Then what waited longest.
_LIST_FIRST = 20
_WAITING_NEXT = 10


class OfVisit:
    """A component that belongs to a Visit."""

    def __init__(self, crawler: SourceCrawler) -> None:
        self.crawler = crawler
        self.visit: Visit = crawler.visit
        self.store = crawler.visit.crawl.store

    @classmethod
    def from_crawler(cls, crawler: SourceCrawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler)


class Bounds(OfVisit):
    """Refuses what leaves the Site's hosts, and everything once the crawl is to end."""

    def process_request(self, request: Request) -> None:
        """Look at each request, redirected ones included."""
        self.visit.crawl.stop.check()
        host = host_of(request.url)
        if not is_web(request.url):
            raise Refused(Outcome.BAD_REDIRECT, "leads to what is no http or https address")
        if not self.visit.covers(host) and "robots" not in request.meta:
            raise Refused(Outcome.OFF_HOST, f"leads to {host}, which is not of this Site")


class RobotsGate(OfVisit):
    """Holds each request until the rules of its host are known."""

    async def process_request(self, request: Request) -> None:
        """Let through what robots.txt allows."""
        if "robots" in request.meta:
            return
        rules = await self.visit.crawl.robots.rules(request.url, self._fetch)
        if not rules.allow(request.url):
            raise Refused(Outcome.ROBOTS, "robots.txt does not allow it")

    async def _fetch(self, url: str) -> Response:
        request = Request(url, callback=NO_CALLBACK, meta={"robots": True}, dont_filter=True)
        return await self.crawler.engine.download_async(request)


class Conditional(OfVisit):
    """Asks for a list, or for a page that is looked at again, only if it has changed."""

    def process_request(self, request: Request) -> None:
        """Set the conditions for this very address: a redirected request still has those of the first."""
        if "robots" in request.meta or request.method != "GET":
            return
        for name in ("If-None-Match", "If-Modified-Since"):
            request.headers.pop(name, None)
        of_pages = self.store.pages.validators if "found" in request.meta else self.store.validators.get
        known = of_pages(request.url)
        if known is None or known.conditional >= UNCONDITIONAL_EVERY - 1 or self.crawler.is_thorough:
            return
        if known.etag:
            request.headers["If-None-Match"] = known.etag
        if known.last_modified:
            request.headers["If-Modified-Since"] = known.last_modified


class Redirects(RedirectMiddleware):
    """Scrapy's, with a reason for each redirect that is not followed, and never a Referer."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Made by Scrapy; its own would look for a Referer middleware and warn that there is none."""
        middleware = cls(crawler.settings)
        middleware.crawler = crawler
        return middleware

    def handle_referer(self, request: Request, response: Response) -> None:  # noqa: ARG002
        """Say nothing about where we come from."""
        request.headers.pop("Referer", None)

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        """Follow or refuse."""
        try:
            result = super().process_response(request, response)
        except IgnoreRequest as fault:
            raise Refused(Outcome.BAD_REDIRECT, f"more than {self.max_redirect_times} redirects") from fault
        except ValueError as fault:
            raise Refused(Outcome.BAD_REDIRECT, "leads to what is no address") from fault
        if result is response and 300 <= response.status < 400 and "Location" in response.headers:
            raise Refused(Outcome.BAD_REDIRECT, "leads to what is no http or https address")
        return result


@dataclass(slots=True)
class _Shown:
    """What one list answer has shown so far."""

    #: Links that no Source had shown before.
    new: int = 0
    #: Whether there are Links that were unknown when this crawl began: what lies behind them may be unknown too.
    is_fresh: bool = False
    #: Whether it points to further lists.
    points_on: bool = False


class KnownLinks(OfVisit):
    """Records what a Source shows, and lets through what is to be fetched: see the contract in spiders.base.

    A store that fails ends the crawl, not the spider: the rest of the list is of no use.
    """

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """The spider's own requests, then those for Links that still wait from earlier runs; or those to look again."""
        if self.crawler.again:
            for request in self._requests(self.crawler.again):
                yield request
            return
        async for request in start:
            if not self.visit.crawl.links_only:
                request.priority = _LIST_FIRST
                yield request
        for request in self._waiting():
            yield request

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Of a list: requests for Links that are to be fetched, further lists, the check with the number of new Links.

        What an article's answer gives goes through as it is.
        """
        if "found" in response.meta:
            async for output in result:
                yield output
            return
        shown = _Shown()
        async for output in result:
            try:
                passed = self._passed(output, shown)
                # Unchanged itself, it may point to a list that has changed: it is always asked for.
                if isinstance(output, SourceCheck) and not shown.points_on:
                    self._remember_validators(output, response)
            except StoreError as fault:
                self.visit.crawl.fail(fault)
                return
            if passed is not None:
                yield passed

    def process_spider_exception(self, response: Response, exception: Exception) -> Iterable[Failure]:
        """A bug of ours on one answer: shown with its traceback, recorded, and the crawl goes on."""
        logger.error("bug on %s", response.url, exc_info=exception)
        reason = f"bug: {type(exception).__name__}"
        found = response.meta.get("found")
        check = None if found else self._check(Outcome.ERROR, reason, response.status)
        return [Failure(found=found, source_check=check, outcome=Outcome.ERROR, reason=reason)]

    def _waiting(self) -> Iterable[Request]:
        visit = self.visit
        try:
            links = self.store.links.pending(
                visit.site.id, self.crawler.source.id, visit.crawl.now(), visit.site.max_articles
            )
        except StoreError as fault:
            visit.crawl.fail(fault)
            return
        yield from self._requests(links)

    def _requests(self, links: Iterable[Link]) -> Iterable[Request]:
        visit, spider = self.visit, self.crawler.spider
        assert isinstance(spider, ListSpider)
        for link in links:
            if visit.take_article(link.key):
                yield Request(
                    link.found.url,
                    callback=spider.parse_page,
                    errback=spider.failed,
                    meta={"found": link.found},
                    priority=_WAITING_NEXT,
                    dont_filter=True,
                )

    def _passed(self, output: Any, shown: _Shown) -> Any:
        """What becomes of one thing that a list gave; None when it is dropped."""
        match output:
            case Request(meta={"found": FoundLink() as found}):
                return output if self._is_wanted(found, shown) else None
            case Request(meta={"follows": _}):
                output.priority = _LIST_FIRST
                return output if shown.is_fresh or self.crawler.is_thorough else None
            case Request():
                output.priority = _LIST_FIRST
                shown.points_on = True
                return output
            case Failure(found=FoundLink() as found):  # refused by the spider at sight
                return None if self._see(found) is Seen.KNOWN else output
            case SourceCheck():
                return replace(output, new=shown.new)
        return output

    def _is_wanted(self, found: FoundLink, shown: _Shown) -> bool:
        key, seen = canonical(found.url), self._see(found)
        if seen is Seen.NEW:
            shown.new += 1
            self.visit.totals.new_links += 1
            self.visit.crawl.fresh.add(key)
        shown.is_fresh = shown.is_fresh or key in self.visit.crawl.fresh
        return seen is not Seen.KNOWN and self.visit.take_article(key)

    def _see(self, found: FoundLink) -> Seen:
        return self.store.links.see(found, self.visit.crawl.now())

    def _check(self, outcome: Outcome, reason: str, status: int | None) -> SourceCheck:
        return SourceCheck(
            site=self.visit.site.id,
            source=self.crawler.source.id,
            at=self.visit.crawl.now(),
            outcome=outcome,
            reason=reason,
            status=status,
        )

    def _remember_validators(self, check: SourceCheck, response: Response) -> None:
        """Now that every Link of the list is in the store: before, a crash would hide the list until it changes."""
        request = response.request
        if request is None or request.method != "GET":
            return
        if check.outcome is Outcome.UNCHANGED and (known := self.store.validators.get(response.url)):
            self.store.validators.remember(response.url, known.etag, known.last_modified, known.conditional + 1)
        elif check.outcome is Outcome.FETCHED and response.status == 200:
            etag, modified = (_text(response.headers.get(name)) for name in ("ETag", "Last-Modified"))
            self.store.validators.remember(response.url, etag, modified, 0)


def _text(value: bytes | None) -> str | None:
    return value.decode("latin-1") if value else None
