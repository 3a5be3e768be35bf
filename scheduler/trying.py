"""Trying things out: crawls into a store that is thrown away, so that nothing counts as seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory

from protego import Protego

from core.config import StoreSettings
from core.link import FoundLink, Outcome
from core.page import Page
from core.run import SourceCheck
from core.site import Site, Source
from scheduler.clock import Clock
from scheduler.jobs import CrawlReport, crawl
from scheduler.resources import Setup
from spiders.asking import FIRST
from spiders.dialects import read_list
from spiders.readers.listing import ListPage
from store.database import Store, open_store

#: Links of one Source that are kept for a person to look at.
_MOST = 200
#: Articles that came, and links that were not asked for.
_NOT_MISSED = frozenset({Outcome.FETCHED, Outcome.UNCHANGED, Outcome.WAITING, Outcome.DEFERRED, Outcome.OFF_HOST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How the Sources came out, the links they showed, and the articles that were fetched."""

    report: CrawlReport
    links: tuple[FoundLink, ...]
    articles: tuple[Page, ...] = ()
    #: Why articles did not come, each reason once.
    missed: tuple[NoPage, ...] = ()


@dataclass(frozen=True, slots=True)
class NoPage:
    """Why an address gave no Page."""

    outcome: Outcome
    reason: str


def try_sites(setup: Setup, sites: Iterable[Site], clock: Clock) -> Trial:
    """Look at every Source of these Sites, and fetch one article of each Site."""
    tried = tuple(replace(site, max_articles=1) for site in sites)
    with _thrown_away(setup) as (trial, store):
        report = crawl(replace(trial, sites=tried), store, clock, everything=True)
        links = [
            link
            for site in tried
            for source in site.sources
            for link in store.links.shown_by(site.id, source.id, _MOST)
        ]
        articles = tuple(stored.page for stored in store.pages.waiting(_MOST))
    missed = dict.fromkeys(NoPage(link.outcome, link.reason) for link in links if link.outcome not in _NOT_MISSED)
    return Trial(report=report, links=tuple(link.found for link in links), articles=articles, missed=tuple(missed))


def try_page(site: Site, source: Source, page: Page) -> Trial:
    """Read a saved list page as that of a Source."""
    listing = read_list(page, site, source, FIRST)
    links, reason = (listing.links, listing.note) if isinstance(listing, ListPage) else ((), listing.reason)
    check = SourceCheck(
        site=site.id,
        source=source.id,
        at=page.fetched_at,
        outcome=Outcome.FETCHED if links else Outcome.EMPTY if isinstance(listing, ListPage) else Outcome.ERROR,
        reason=reason,
        status=None,
        links=len(links),
    )
    return Trial(report=CrawlReport(checks=(check,)), links=links)


class Fetcher:
    """Fetches single addresses of one Site as a crawl does: robots.txt, the address guard, delays, limits."""

    def __init__(self, setup: Setup, store: Store, site: Site, clock: Clock) -> None:
        self._setup = replace(setup, sites=(site,))
        self._store = store
        self._site = site
        self._clock = clock

    def pages(self, urls: Sequence[str]) -> Mapping[str, Page | NoPage]:
        """What was answered, by the address asked for; nobody is asked where there are none."""
        for url in urls:
            found = FoundLink(url=url, site=self._site.id, source=self._site.sources[0].id)
            self._store.links.see(found, self._clock())
        report = crawl(self._setup, self._store, self._clock, everything=True, links_only=True) if urls else None
        kept = {stored.page.asked_url: stored.page for stored in self._store.pages.waiting(_MOST)}
        fault = report.fault if report else ""
        return {url: kept[url] if url in kept else self._refusal(url, fault) for url in urls}

    def sitemaps(self, url: str) -> tuple[str, ...]:
        """The sitemaps that the robots.txt of an address names; it was read before the address was asked for."""
        copy = self._store.robots.get("/".join(url.split("/")[:3]))
        if copy is None or copy.status != HTTPStatus.OK:
            return ()
        return tuple(Protego.parse(copy.body.decode("utf-8", "replace")).sitemaps)

    def _refusal(self, url: str, fault: str) -> NoPage:
        link = self._store.links.get(url)
        if link is None or link.outcome is Outcome.WAITING:
            return NoPage(Outcome.ERROR, fault or "it was not asked for")
        return NoPage(link.outcome, link.reason)


@contextmanager
def fetcher(setup: Setup, site: Site, clock: Clock) -> Iterator[Fetcher]:
    """A Fetcher whose store is gone at the end."""
    with _thrown_away(setup) as (trial, store):
        yield Fetcher(trial, store, site, clock)


@contextmanager
def _thrown_away(setup: Setup) -> Iterator[tuple[Setup, Store]]:
    with TemporaryDirectory(prefix="deltawatch-try-") as folder:
        config = replace(setup.config, store=StoreSettings(path=str(Path(folder) / "trial.sqlite")))
        trial = replace(setup, config=config)
        with open_store(trial.store_path) as store:
            yield trial, store
