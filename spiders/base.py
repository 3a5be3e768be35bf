"""What the four spiders share: one list after the other into links, checks and pages.

The contract with the crawler: for a list answer a spider yields one Request for each new link, then one for the next
page (`meta["follows"]`, which the crawler drops once a whole page is known), then the SourceCheck. Without the
crawler's middlewares, as in `scrapy crawl section -a site=ID -a source=ID`, the same spider works and stays as bounded.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import UTC, datetime
from typing import Any, ClassVar, Self

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure as TwistedFailure

from core.link import FoundLink, Outcome
from core.page import Page
from core.run import SourceCheck
from core.site import Kind, Site, Source
from core.urls import canonical, covers, host_of
from spiders import sites
from spiders.asking import FIRST, Ask, edition_before, first_asks
from spiders.dialects import read_list
from spiders.items import Failure, FetchedPage
from spiders.measuring import measured
from spiders.outcomes import classify, is_tiny, led_astray, of_exception
from spiders.readers.listing import ListPage, NotAList


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _has_condition(request: Request | None) -> bool:
    return request is not None and any(name in request.headers for name in ("If-None-Match", "If-Modified-Since"))


class ListSpider(Spider):
    """Looks at one Source of one Site: its list pages, then the articles they show."""

    kind: ClassVar[Kind]

    #: First in, first out: articles in the order of the list, which is newest first.
    custom_settings = {"SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue"}  # noqa: RUF012 # Scrapy's own shape

    def __init__(
        self, *, site: Site | str, source: Source | str, now: Callable[[], datetime] = _utc_now, **kwargs: Any
    ) -> None:
        """`site` and `source` may be ids of shipped ones, as `scrapy crawl` gives them.

        Raises:
            ValueError: for an id that is not shipped, or a Source of another kind.
        """
        super().__init__(**kwargs)
        self.site = sites.shipped_site(site) if isinstance(site, str) else site
        self.source = sites.source_of(self.site, source) if isinstance(source, str) else source
        if self.source.kind is not self.kind:
            raise ValueError(f"{self.source.id} is a {self.source.kind}, not a {self.kind}")
        self.now = now
        self._hosts = sites.hosts_of(self.site)
        self._lists = 1
        #: Addresses of lists: the pages of a newspaper all name each other.
        self._asked: set[str] = set()
        #: Keys of the articles that are fetched: pages of lists overlap.
        self._fetched: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Made by Scrapy."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.limit_articles, signal=signals.request_scheduled)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Begin with the list's first page, or that of each search."""
        for asked in first_asks(self.source, self.site, self.now()):
            yield self._list_request(asked)

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """From a list answer: article requests, the next page, the check."""
        page = self._page(response, asked_url=response.request.url if response.request else None)
        asked: Ask = response.meta.get("ask", FIRST)
        outcome, reason = classify(page.status, page.headers, page.body)
        if outcome is Outcome.UNCHANGED and not _has_condition(response.request):
            outcome, reason = Outcome.ERROR, "http 304 to a request without a condition"
        if outcome is Outcome.GONE and (other := asked.otherwise or edition_before(self.source, asked)):
            yield self._list_request(other)
            return
        if outcome is not Outcome.FETCHED:
            yield self._check_of_failure(page, asked, outcome, reason)
            return
        listing = read_list(page, self.site, self.source, asked)
        if asked.number == 1 and is_tiny(page.body) and not _shows(listing):
            yield self._check(page.fetched_at, Outcome.BLOCKED, f"{len(page.body)} bytes without a link", page.status)
            return
        if isinstance(listing, NotAList):
            yield self._check(page.fetched_at, Outcome.ERROR, listing.reason, page.status)
            return
        yield from self._follow(listing, page, asked, response.meta.get("follows", frozenset()))

    def parse_page(self, response: Response) -> Iterator[FetchedPage | Failure]:
        """From an article answer: its Page, or why there is none."""
        found: FoundLink = response.meta["found"]
        page = self._page(response, asked_url=found.url)
        outcome, reason = classify(page.status, page.headers, page.body)
        lists = (self.site.home, *(source.url for source in self.site.sources))
        if outcome is Outcome.FETCHED and (astray := led_astray(found.url, response.url, lists)):
            outcome, reason = Outcome.GONE, astray
        yield FetchedPage(page, found) if outcome is Outcome.FETCHED else Failure(found, None, outcome, reason)

    def failed(self, failure: TwistedFailure) -> Iterator[Failure]:
        """From a request without an answer: why."""
        assert failure.value is not None
        outcome, reason = of_exception(failure.value)
        request: Request = failure.request  # type: ignore[attr-defined] # Scrapy sets it
        found = request.meta.get("found")
        check = None if found else self._check(self.now(), outcome, reason, None)
        yield Failure(found, check, outcome, reason)

    def limit_articles(self, request: Request) -> None:
        """Let the rest of a long list wait for the next run: its links are known by now, but not fetched.

        Raises:
            IgnoreRequest: for an article beyond `site.max_articles`, or one that is asked for already.
        """
        if "found" not in request.meta or {"redirect_times", "retry_times"} & request.meta.keys():
            return
        key = canonical(request.url)
        if key in self._fetched:
            raise IgnoreRequest("asked for already")
        if len(self._fetched) >= self.site.max_articles:
            raise IgnoreRequest(f"more than {self.site.max_articles} articles in one run")
        self._fetched.add(key)

    def _follow(self, listing: ListPage, page: Page, asked: Ask, before: frozenset[str]) -> Iterator[Any]:
        """What a list page leads to; `before` has the keys of the links on the pages before it."""
        ours = [link for link in listing.links if covers(self._hosts, host_of(link.url))]
        foreign = [link for link in listing.links if not covers(self._hosts, host_of(link.url))]
        keys = {canonical(link.url) for link in ours}
        yield from (self._article_request(link) for link in ours)
        yield from (
            Failure(link, None, Outcome.OFF_HOST, f"{host_of(link.url)} is not of this Site") for link in foreign
        )
        # Some lists ignore the page number and repeat page 1 for ever.
        if listing.next and not keys <= before:
            yield self._list_request(listing.next, follows=before | keys)
        parts = list(self._parts(listing))
        yield from parts
        is_empty = not ours and not parts and asked.number == 1
        yield self._check_of_list(listing, page, asked, ours, Outcome.EMPTY if is_empty else Outcome.FETCHED)

    def _parts(self, listing: ListPage) -> Iterator[Request]:
        """Further lists, never more than `max_pages` in one run: an index may list itself."""
        for asked in listing.lists:
            if self._lists > self.source.max_pages:
                return
            if asked.url not in self._asked and covers(self._hosts, host_of(asked.url)):
                self._lists += 1
                yield self._list_request(asked)

    def _list_request(self, asked: Ask, *, follows: frozenset[str] | None = None) -> Request:
        """A request for a list; of a further page `follows` has the keys of the links on those before it."""
        self._asked.add(asked.url)
        return Request(
            asked.url,
            callback=self.parse,
            errback=self.failed,
            method=asked.method,
            body=asked.body,
            headers=dict(asked.headers),
            meta={"ask": asked, **({} if follows is None else {"follows": follows})},
            priority=1,
            dont_filter=True,
        )

    def _article_request(self, found: FoundLink) -> Request:
        return Request(
            found.url, callback=self.parse_page, errback=self.failed, meta={"found": found}, dont_filter=True
        )

    def _page(self, response: Response, asked_url: str | None) -> Page:
        headers = {
            name.decode("latin-1").lower(): ", ".join(
                value.decode("latin-1") for value in response.headers.getlist(name)
            )
            for name in response.headers
        }
        return Page(
            asked_url=asked_url,
            url=response.url,
            fetched_at=self.now(),
            status=response.status,
            body=response.body,
            headers=headers,
        )

    def _check_of_list(
        self, listing: ListPage, page: Page, asked: Ask, ours: list[FoundLink], outcome: Outcome
    ) -> SourceCheck:
        shown = (*(link.url for link in listing.links), *(part.url for part in listing.lists))
        left = sum(not covers(self._hosts, host_of(url)) for url in shown)
        reason = "; ".join(filter(None, (listing.note, f"{left} links leave the hosts of the Site" if left else "")))
        check = self._check(page.fetched_at, outcome, reason, page.status)
        return measured(check, ours, page, asked.url, self.site)

    def _check_of_failure(self, page: Page, asked: Ask, outcome: Outcome, reason: str) -> SourceCheck:
        if asked.number > 1 and outcome is Outcome.GONE:
            # How a list ends; its first page was there.
            return self._check(page.fetched_at, Outcome.FETCHED, f"no page {asked.number}: {reason}", page.status)
        return self._check(page.fetched_at, outcome, reason, page.status)

    def _check(self, at: datetime, outcome: Outcome, reason: str, status: int | None) -> SourceCheck:
        return SourceCheck(
            site=self.site.id, source=self.source.id, at=at, outcome=outcome, reason=reason, status=status
        )


def _shows(listing: ListPage | NotAList) -> bool:
    """Whether an answer shows links, or where there are some."""
    return isinstance(listing, ListPage) and bool(listing.links or listing.lists)
