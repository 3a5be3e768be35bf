"""Reading: pages a second of the whole way into the store, against bare trafilatura on the same pages in one run."""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import perf_counter

from trafilatura import extract as bare_extract

from core.article import Hints
from core.charset import decode
from core.config import ReadSettings
from core.page import Page
from core.read import read
from core.rules import Rules
from core.site import Site
from crawler.read import read_waiting
from newsroom.expectations import expectations
from newsroom.server import sites as room_sites
from newsroom.world import build
from scheduler.resources import build_rules, shipped_text
from store.database import open_store

_NOW = datetime.fromisoformat("2026-11-21T07:00:00+08:00")
_ROUNDS = 3
#: Stands in addresses only: nothing listens there.
_PORT = 8080


def main() -> None:
    """Print pages a second and their ratios; the best of a few rounds each, taken in turn."""
    sites = room_sites(_PORT)
    pages, rules = _pages(), build_rules(shipped_text("topics.toml"), sites, "topics.toml")
    relevant = [page for page, wanted in pages if wanted != "no"]
    every = [page for page, _ in pages]
    for name, chosen in (("relevant pages", relevant), ("all pages", every)):
        bare, ours = _in_turn(lambda chosen=chosen: _bare(chosen), lambda chosen=chosen: _core(chosen, rules))
        print(f"{name} ({len(chosen)}), one process: trafilatura {len(chosen) / bare:.1f}/s, "
              f"read and judged {len(chosen) / ours:.1f}/s, ratio {bare / ours:.2f}")  # fmt: skip
    for workers in (1, 2):
        seconds = _into_store(every * 8, rules, sites, workers)
        print(f"into the store, {workers} workers: {len(every) * 8 / seconds:.1f} pages/s, start included")
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    workers_peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"peak memory: this process {own} MiB, a worker {workers_peak} MiB")


def _pages() -> list[tuple[Page, str]]:
    found, world = [], build(2, _PORT)
    for each in expectations():
        host, _, path = each.page.partition("/")
        answer = world.pages.get((host, "/" + path))
        if answer is not None and answer.status == 200:
            url = f"http://{host}.newsroom.localhost:{_PORT}/{path}"
            page = Page(asked_url=url, url=url, fetched_at=_NOW, status=200, body=answer.body)
            found.append((page, each.expected.on_topic))
    return found


def _bare(pages: list[Page]) -> None:
    for page in pages:
        bare_extract(decode(page.body, page.headers)[0])


def _core(pages: list[Page], rules: Rules) -> None:
    for page in pages:
        read(page, Hints(fetched_at=page.fetched_at), rules)


def _into_store(pages: list[Page], rules: Rules, sites: tuple[Site, ...], workers: int) -> float:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "bench.sqlite") as store:
        for number, page in enumerate(pages):
            store.pages.import_page(_at(page, number), _NOW)
        began = perf_counter()
        read_waiting(store, rules, sites, ReadSettings(workers=workers), lambda: _NOW)
        return perf_counter() - began


def _at(page: Page, number: int) -> Page:
    url = f"{page.url}?copy={number}"
    return Page(asked_url=url, url=url, fetched_at=page.fetched_at, status=200, body=page.body)


def _in_turn(*works: Callable[[], None]) -> list[float]:
    for work in works:
        work()
    best = [float("inf")] * len(works)
    for _ in range(_ROUNDS):
        for place, work in enumerate(works):
            began = perf_counter()
            work()
            best[place] = min(best[place], perf_counter() - began)
    return best
