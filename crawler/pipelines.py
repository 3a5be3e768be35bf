"""KeepPage: what the spiders bring goes into the store."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Self

from core.link import FoundLink, Outcome
from core.run import SourceCheck
from core.urls import canonical
from crawler.visit import SourceCrawler, Visit
from spiders.items import Failure, FetchedPage
from store import StoreError

# Nobody was asked, or what was asked for is there as it was.
_NO_FAILURE = frozenset({Outcome.OFF_HOST, Outcome.ROBOTS, Outcome.WAITING, Outcome.DEFERRED, Outcome.UNCHANGED})


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
        totals, now = self._visit.totals, self._crawl.now()
        match item:
            case FetchedPage(page=page, found=found):
                self._store.pages.keep(found, page)
                totals.pages += 1
            case Failure(found=FoundLink() as found):
                self._store.links.decide(canonical(found.url), item.outcome, item.reason, now)
                totals.failures += item.outcome not in _NO_FAILURE
            case Failure(source_check=SourceCheck() as check) | (SourceCheck() as check):
                self._store.checks.record(replace(check, run=self._visit.run))
                totals.failures += not check.outcome.is_list

    def _is_cut_off(self, item: Any) -> bool:
        """Whether a signal cut this request off: then nothing was decided, and the Link goes on waiting."""
        is_deferred = isinstance(item, Failure) and item.outcome is Outcome.DEFERRED
        return is_deferred and self._crawl.stop.ending not in {None, "budget"}
