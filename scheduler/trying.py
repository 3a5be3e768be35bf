"""Trying Sites: a crawl into a store that is thrown away, so that nothing counts as seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from core.config import StoreSettings
from core.link import Link
from core.site import Site
from scheduler.jobs import Clock, CrawlReport, crawl
from scheduler.resources import Setup
from store.database import open_store

#: Links of one Source that are kept for a person to look at.
_MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How the Sources came out, and the Links they showed."""

    report: CrawlReport
    links: tuple[Link, ...]


def try_sites(setup: Setup, sites: Iterable[Site], clock: Clock) -> Trial:
    """Look at every Source of these Sites, and fetch one article of each Site."""
    tried = tuple(replace(site, max_articles=1) for site in sites)
    with TemporaryDirectory(prefix="deltawatch-try-") as folder:
        config = replace(setup.config, store=StoreSettings(path=str(Path(folder) / "trial.sqlite")))
        trial = replace(setup, config=config, sites=tried)
        with open_store(trial.store_path) as store:
            report = crawl(trial, store, clock, everything=True)
            links = tuple(
                link
                for site in tried
                for source in site.sources
                for link in store.links.shown_by(site.id, source.id, _MOST)
            )
    return Trial(report=report, links=links)
