"""KeepPage: what the spiders bring goes into the store."""

from __future__ import annotations

from typing import Any, Self

from core.link import Outcome
from core.run import SourceCheck
from core.urls import canonical
from crawler.visit import SourceCrawler, Visit
from spiders.items import Failure, FetchedPage
from store import StoreError


class KeepPage:
    """Writes each Page, failure and check, and counts them."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._crawl = visit.crawl
        self._store = visit.crawl.store

    @classmethod
    def from_crawler(cls, crawler: SourceCrawler) -> Self:
        """Made by Scrapy."""
        return cls(crawler.visit)

    def process_item(self, item: Any) -> Any:
        """Keep one item; a store that fails ends the crawl."""
        if self._crawl.fault is None and not self._is_cut_off(item):
            try:
                self._keep(item)
            except StoreError as fault:
                self._crawl.fail(fault)
        return item

    def _keep(self, item: Any) -> None:
        match item:
            case FetchedPage():
                self._store.pages.keep(item.found, item.page)
                self._visit.totals.pages += 1
            case Failure():
                self._visit.totals.failures += 1
                if item.found is not None:
                    key = canonical(item.found.url)
                    self._store.links.decide(key, item.outcome, item.reason, self._crawl.now())
                if item.source_check is not None:
                    self._store.checks.record(item.source_check)
            case SourceCheck():
                self._store.checks.record(item)

    def _is_cut_off(self, item: Any) -> bool:
        """Whether a signal cut this request off: then nothing was decided, and the Link goes on waiting."""
        is_deferred = isinstance(item, Failure) and item.outcome is Outcome.DEFERRED
        return is_deferred and self._crawl.stop.ending not in {None, "budget"}
