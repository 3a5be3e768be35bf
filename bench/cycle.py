"""A quiet cycle: everything is known, so each Source costs one request. Its seconds, requests and memory."""

from __future__ import annotations

import resource
import tempfile
from pathlib import Path
from time import perf_counter

from core.config import Config, CrawlSettings
from newsroom.server import Newsroom
from scheduler.jobs import cycle, real_clock
from scheduler.resources import Setup, build_rules, shipped_text
from spiders.sites import parse_sites
from store.database import open_store


def main() -> None:
    """One full cycle over the newsroom, then one with nothing new."""
    with Newsroom() as room, tempfile.TemporaryDirectory() as folder:
        sites = parse_sites(room.site_files())
        rules = build_rules(shipped_text("topics.toml"), sites, "topics.toml")
        config = Config(crawl=CrawlSettings(contact="bench@office.example"))
        setup = Setup(config=config, folder=Path(folder), sites=sites, rules=rules)
        sources = sum(len(site.sources) for site in setup.sites)
        with open_store(setup.store_path) as store:
            for name in ("first cycle", "quiet cycle"):
                # Nothing is due so soon after the first: the Sources are made due by forgetting the looks at them.
                store._database.execute("delete from checks")  # noqa: SLF001
                asked, began = len(room.requests), perf_counter()
                done = cycle(setup, store, real_clock)
                seconds = perf_counter() - began
                requests = len(room.requests) - asked
                print(f"{name}: {sources} sources, {requests} requests, {done.read.pages} pages read, {seconds:.1f} s")
    child = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"peak memory: crawl child {child} MiB, this process (newsroom and cycle) {own} MiB")
