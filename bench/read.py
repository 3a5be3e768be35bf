"""Reading: pages a second of the whole way into the store, against bare trafilatura on the same pages in one run."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
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
from newsroom.server import site_files
from newsroom.world import build
from scheduler.resources import build_rules, shipped_text
from spiders.sites import parse_sites
from store.database import open_store

_NOW = datetime.fromisoformat("2026-11-21T07:00:00+08:00")
_ROUNDS = 3
#: Stands in addresses only: nothing listens there.
_PORT = 8080
# Pages written for the newsroom have 3 KB, real ones 128 KB on average: menus, lists of other news, and code.
_MENU = "".join(f'<li><a href="/channel/{n}/index.html">第{n}频道</a></li>' for n in range(100))
_LIST = "".join(
    f'<li><a href="/more/{n}.html">其他地区的第{n}条新闻标题</a> 11-{n % 20 + 1:02d}</li>' for n in range(60)
)
_CODE = "".join(f"window.config_{n} = {{id: {n}, url: '/api/v1/{n}', shown: true}};\n" for n in range(900))
_ABOVE = f'<script>{_CODE}</script><div class="menu"><ul>{_MENU}</ul></div>'
_BELOW = f'<div class="sidebar"><ul>{_LIST}</ul></div>'
_FORECAST = (
    "第{day}天：白天多云到晴，偏北风三到四级，最高气温十六度，最低气温七度，早晚温差较大，请注意添衣。受高空槽东移影响，"
    "山区有小到中雨，降水量{day}毫米，出行请带雨具，农户请抓紧收晒。"
)
#: Pages of the mix that are on the topic; nine times as many are not.
_ON_TOPIC = 20
#: The workers are looked at after so many pages.
_LOOK = 50


def main() -> None:
    """Print pages a second and their ratios; the best of a few rounds each, taken in turn."""
    sites = parse_sites(site_files(_PORT))
    pages, rules = _pages(), build_rules(shipped_text("topics.toml"), sites, "topics.toml")
    relevant = [page for page, wanted in pages if wanted != "no"]
    every = [page for page, _ in pages]
    furnished = [_furnished(page) for page in relevant]
    for name, chosen in (("relevant pages", relevant), ("all pages", every), ("relevant, furnished", furnished)):
        bare, ours = _in_turn(partial(_bare, chosen), partial(_core, chosen, rules))
        print(f"{name} ({len(chosen)}), one process: trafilatura {len(chosen) / bare:.1f}/s, "
              f"read and judged {len(chosen) / ours:.1f}/s, ratio {bare / ours:.2f}")  # fmt: skip
    mix = [*furnished[:_ON_TOPIC], *map(_weather, range(9 * len(furnished[:_ON_TOPIC])))]
    bare, ours = _in_turn(partial(_bare, mix), partial(_core, mix, rules, in_full=False))
    print(f"nine of ten pages off the topic ({len(mix)}), one process: trafilatura {len(mix) / bare:.1f}/s, "
          f"read and judged {len(mix) / ours:.1f}/s, ratio {bare / ours:.2f}")  # fmt: skip
    for workers in (1, 2):
        seconds, peak = _into_store(every * 8, rules, sites, workers)
        print(f"into the store, {workers} workers: {len(every) * 8 / seconds:.1f} pages/s, start included, "
              f"peak memory of a worker {peak} MiB")  # fmt: skip
    print(f"peak memory of this process: {_peak(os.getpid())} MiB")


def _pages() -> list[tuple[Page, str]]:
    found: list[tuple[Page, str]] = []
    world = build(2, _PORT)
    for each in expectations():
        host, _, path = each.page.partition("/")
        answer = world.pages.get((host, "/" + path))
        if answer is not None and answer.status == 200:
            url = f"http://{host}.newsroom.localhost:{_PORT}/{path}"
            page = Page(asked_url=url, url=url, fetched_at=_NOW, status=200, body=answer.body)
            found.append((page, each.expected.on_topic))
    return found


def _furnished(page: Page) -> Page:
    """The page as a site of our day would send it, with some 60 KB around it."""
    text, codec = decode(page.body, page.headers)
    text = re.sub(r"<body[^>]*>", lambda body: body.group() + _ABOVE, text, count=1, flags=re.IGNORECASE)
    return replace(page, body=text.replace("</body>", _BELOW + "</body>").encode(codec, "replace"))


def _weather(number: int) -> Page:
    """A furnished page about something else, each of another length."""
    title = f"第{number}号天气公报：今明两天多云到晴"
    lines = "".join(f"<p>{_FORECAST.format(day=day)}</p>" for day in range(1, 4 + number % 9))
    html = (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>2026-11-20 08:30</p>{lines}</body></html>"
    )
    url = f"http://weather.newsroom.localhost:{_PORT}/{number}.html"
    return _furnished(Page(asked_url=url, url=url, fetched_at=_NOW, status=200, body=html.encode()))


def _bare(pages: list[Page]) -> None:
    for page in pages:
        bare_extract(decode(page.body, page.headers)[0])


def _core(pages: list[Page], rules: Rules, *, in_full: bool = True) -> None:
    for page in pages:
        read(page, Hints(fetched_at=page.fetched_at), rules, in_full=in_full)


def _into_store(pages: list[Page], rules: Rules, sites: tuple[Site, ...], workers: int) -> tuple[float, int]:
    """Seconds, and MiB that the largest worker had."""
    peak = 0

    def look(done: int) -> None:
        nonlocal peak
        if done % _LOOK == 0:
            # The workers are children of the fork server.
            peak = max(peak, *(_peak(worker) for server in _children(os.getpid()) for worker in _children(server)))

    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "bench.sqlite") as store:
        for number, page in enumerate(pages):
            store.pages.import_page(_at(page, number), _NOW)
        began = perf_counter()
        read_waiting(store, rules, sites, ReadSettings(workers=workers), lambda: _NOW, look)
        return perf_counter() - began, peak


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def _peak(process: int) -> int:
    """Its largest resident memory so far, MiB; 0 when it has just ended."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    most = re.search(r"VmHWM:\s+(\d+)", status)
    return int(most.group(1)) // 1024 if most else 0


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
