"""Crawl and Visit: what the Crawlers of one process share, and what those of one Site share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from scrapy.crawler import Crawler

from core.link import Link
from core.site import Site, Source
from core.urls import covers
from crawler.addresses import Guard, covered_names
from crawler.hosts import Hosts
from crawler.robots import Robots
from crawler.stop import Stop
from store import Store, StoreError

Clock = Callable[[], datetime]


@dataclass(slots=True)
class Crawl:
    """One crawl of all due Sites."""

    store: Store
    now: Clock
    guard: Guard
    stop: Stop
    hosts: Hosts
    robots: Robots
    #: Sites whose last crawl was cut short.
    cut_off: frozenset[str] = frozenset()
    #: Whether no list is asked for.
    links_only: bool = False
    #: Keys of the Links that this crawl has queued, and of those that no crawl before it knew: one may be shown by
    #: several lists.
    queued: set[str] = field(default_factory=set)
    fresh: set[str] = field(default_factory=set)
    #: Why nothing can be kept any more.
    fault: StoreError | None = None

    def fail(self, fault: StoreError) -> None:
        """End the crawl: there is no sense in fetching what cannot be kept."""
        self.fault = self.fault or fault
        self.stop.ask("failed")


@dataclass(slots=True)
class Totals:
    """What a Run counts."""

    requests: int = 0
    pages: int = 0
    new_links: int = 0
    failures: int = 0


@dataclass(slots=True)
class Visit:
    """The crawl of one Site."""

    crawl: Crawl
    site: Site
    #: Least seconds between two requests to one host.
    delay: float
    names: tuple[str, ...]
    #: Number of the Run it is recorded as.
    run: int | None = None
    totals: Totals = field(default_factory=Totals)
    #: Articles asked for.
    articles: int = 0

    @classmethod
    def of(cls, site: Site, crawl: Crawl, least_delay: float) -> Visit:
        """A Visit that has not begun."""
        return cls(crawl, site, max(site.delay, least_delay), covered_names(site))

    def covers(self, host: str) -> bool:
        """Whether a host is one of the Site's."""
        return covers(self.names, host)

    def take_article(self, key: str) -> bool:
        """Whether this run is to fetch a Link: not queued yet, and within the number the Site allows."""
        if key in self.crawl.queued or self.articles >= self.site.max_articles:
            return False
        self.crawl.queued.add(key)
        self.articles += 1
        return True

    def summary(self, ending: str) -> dict[str, Any]:
        """The totals with the ending, for the report."""
        return {"ending": ending, **asdict(self.totals)}


class SourceCrawler(Crawler):
    """A Scrapy Crawler of one Source; its components find the Visit they are part of here."""

    visit: Visit
    source: Source
    #: Whether lists are asked for without a condition and paged back to the end: after a look that was cut short a page
    #: may be known that was not followed, and what stands on the next one would never be seen.
    is_thorough: bool = False
    #: Links whose pages are looked at again; then nothing else is asked for.
    again: tuple[Link, ...] = ()
