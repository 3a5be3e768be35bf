"""The child process of a crawl: a CrawlJob as JSON on standard input, Links and Pages into the store.

Standard output has one JSON line at the end, `{"sites": {id: {ending, requests, pages, new_links, failures}}}`.
Exit codes: 0 done or ended by a signal, 1 the store cannot be written, 2 the job cannot be read.
A process of its own, since a Twisted reactor runs once, and so that a fault of a page or a library ends nothing else.
"""

from __future__ import annotations

import asyncio
import ctypes
import json
import logging
import os
import signal
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from pydantic import ValidationError
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from core.health import is_partial
from core.link import Outcome
from core.run import SourceCheck
from core.site import Source
from crawler.addresses import Guard, covered_names
from crawler.hosts import Hosts
from crawler.job import CrawlJob, DueSite, from_json
from crawler.robots import Robots
from crawler.settings import for_job
from crawler.stop import REASONS, Stop
from crawler.visit import Clock, Crawl, SourceCrawler, Visit
from store import Store, StoreError, open_store

# What these warn of is in the store, as the outcome of the address.
_RECORDED = ("scrapy.core.downloader.handlers.http11", "scrapy.downloadermiddlewares.httpcompression")

# From <linux/prctl.h>.
_PR_SET_PDEATHSIG = 1

Summary = dict[str, dict[str, Any]]


class CrawlProcess(AsyncCrawlerProcess):
    """Scrapy's process with the guard that its resolver asks."""

    def __init__(self, settings: Settings, guard: Guard) -> None:
        super().__init__(settings)
        self.guard = guard


def main() -> int:
    """Run the job on standard input; the exit code."""
    try:
        job = from_json(sys.stdin.read())
    except ValidationError as fault:
        print(f"deltawatch: this is no crawl job: {fault.error_count()} faults", file=sys.stderr)
        return 2
    if job.parent is not None and not _tied_to(job.parent):
        return 1
    try:
        # The parent has read the whole file for damage a moment ago.
        with open_store(job.store, check=job.parent is None) as store:
            summary = run(job, store)
    except StoreError as fault:
        print(f"deltawatch: the crawl ended: {fault}", file=sys.stderr)
        return 1
    print(json.dumps({"sites": summary}))
    return 0


def _tied_to(parent: int) -> bool:
    """Have the kernel kill us when our parent dies; False when it is dead already.

    A parent that is killed frees the lock, so the next run may begin at once: two crawls would ask the same hosts.
    SIGKILL, since nothing can be lost by it and a crawl that ends slowly would overlap. Only Linux can do this.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    return os.getppid() == parent


def run(job: CrawlJob, store: Store) -> Summary:
    """Crawl everything due, in a reactor of its own. Once a process.

    Raises:
        StoreError: when nothing can be kept any more.
    """
    guard = Guard.of(due.site for due in job.due)
    process = CrawlProcess(for_job(job), guard)
    for name in _RECORDED:
        logging.getLogger(name).setLevel(logging.ERROR)
    from twisted.internet import reactor

    task = asyncio.get_event_loop().create_task(_crawl(job, store, process))
    task.add_done_callback(lambda _: reactor.stop())  # type: ignore[misc]
    process.start(stop_after_crawl=False, install_signal_handlers=False)
    return task.result()


def in_turns(due: Sequence[DueSite]) -> list[list[DueSite]]:
    """The due Sites in groups that share a host: those of a group are crawled one after another. Order is kept."""
    groups: list[tuple[set[str], list[int]]] = []
    for number, one in enumerate(due):
        names, members = set(covered_names(one.site)), [number]
        for group in [group for group in groups if group[0] & names]:
            groups.remove(group)
            names |= group[0]
            members += group[1]
        groups.append((names, sorted(members)))
    return [[due[number] for number in members] for members in sorted(members for _, members in groups)]


async def _crawl(job: CrawlJob, store: Store, process: CrawlProcess) -> Summary:
    now: Clock = partial(_shifted, timedelta(seconds=job.clock_offset))
    stop = Stop(job.budget)
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.ask, "stopped")
    hosts = Hosts(stop, now, store.pauses)
    store.runs.close_dead(now())
    crawl = Crawl(
        store, now, process.guard, stop, hosts, Robots(store, hosts, now), store.runs.cut_off(), job.links_only
    )
    at_once = asyncio.Semaphore(job.crawl.parallel_sites)
    summary: Summary = {}

    async def crawl_group(group: list[DueSite]) -> None:
        async with at_once:
            for due in group:
                summary[due.site.id] = await _visit(due, crawl, process, job.crawl.least_delay)

    async with asyncio.TaskGroup() as groups:
        for group in in_turns(job.due):
            groups.create_task(crawl_group(group))
    stop.close()
    if crawl.fault is not None:
        raise crawl.fault
    return summary


def _shifted(offset: timedelta) -> datetime:
    return datetime.now(UTC) + offset


async def _visit(due: DueSite, crawl: Crawl, process: CrawlProcess, least_delay: float) -> dict[str, Any]:
    """Crawl one Site, its Sources one after another, and record the Run."""
    visit = Visit.of(due.site, crawl, least_delay)
    try:
        visit.run = crawl.store.runs.start(due.site.id, crawl.now())
        sources = {source.id: source for source in due.site.sources}
        for source_id in due.sources:
            await _look(sources[source_id], visit, process)
        await _look_again(visit, process)
        ending = crawl.stop.ending or "finished"
        totals = visit.totals
        crawl.store.runs.finish(
            visit.run, ending, totals.requests, totals.pages, totals.new_links, totals.failures, crawl.now()
        )
    except StoreError as fault:
        crawl.fail(fault)
    return visit.summary(crawl.stop.ending or "finished")


async def _look(source: Source, visit: Visit, process: CrawlProcess) -> None:
    """Look at one Source, or say why not."""
    crawl = visit.crawl
    if crawl.stop.ending == "budget":
        crawl.store.checks.record(
            SourceCheck(
                site=visit.site.id,
                source=source.id,
                at=crawl.now(),
                outcome=Outcome.WAITING,
                reason=REASONS["budget"],
            )
        )
    elif crawl.stop.ending is None:
        crawler = _crawler(source, visit, process)
        last = crawl.store.checks.of_last_look(visit.site.id, source.id)
        crawler.is_thorough = visit.site.id in crawl.cut_off or is_partial(last)
        await process.crawl(crawler, site=visit.site, source=source, now=crawl.now)


async def _look_again(visit: Visit, process: CrawlProcess) -> None:
    """Look for changes of known pages, after what is new, with what is left of the Site's number of articles.

    The spider of any Source will do, since no list is asked for.
    """
    crawl = visit.crawl
    if crawl.stop.ending is None and not crawl.links_only:
        left = visit.site.max_articles - visit.articles
        if again := crawl.store.links.due_again(visit.site.id, crawl.now(), left):
            crawler = _crawler(visit.site.sources[0], visit, process)
            crawler.again = again
            await process.crawl(crawler, site=visit.site, source=crawler.source, now=crawl.now)


def _crawler(source: Source, visit: Visit, process: CrawlProcess) -> SourceCrawler:
    crawler = SourceCrawler(process.spider_loader.load(source.kind.value), process.settings)
    crawler.settings.set("DOWNLOAD_VERIFY_CERTIFICATES", visit.site.verify_tls, priority="cmdline")
    crawler.settings.set("COOKIES_ENABLED", visit.site.cookies, priority="cmdline")
    crawler.visit, crawler.source = visit, source
    return crawler


if __name__ == "__main__":
    sys.exit(main())
