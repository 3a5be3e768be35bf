"""A whole cycle over 150 Sources on loopback: everything new, nothing new, and a tenth of each list new.

The server is a thread of this process, so its work is in the seconds; pages lie on 50 hosts, without delay.
"""

from __future__ import annotations

import os
import random
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from time import perf_counter

from core.config import Config, CrawlSettings
from core.site import Kind, Site, Source
from scheduler.jobs import cycle, real_clock
from scheduler.resources import Setup, build_rules, shipped_text
from store.database import Store, open_store
from tests.support.faults import Asked, FaultServer, answer

HOSTS = 50
COLUMNS = 3
ROWS = 20
#: New rows of each list in the third cycle.
FRESH = 2
KILOBYTES = 20
_WORDS = (
    *("科技", "创新", "产业", "协同", "生态", "共保", "交通", "互联", "医保", "异地", "结算"),
    *("港口", "航线", "园区", "人才", "数据", "能源", "绿色", "金融", "消费", "质量", "标准"),
)


@dataclass(slots=True)
class Columns:
    """What the lists show: the newest rows, first those that came last."""

    first: int = 0
    etags: bool = True
    server: FaultServer = field(default_factory=FaultServer)

    def list(self, asked: Asked) -> bytes:
        """One list page, with a validator on every second host, as on real ones."""
        column = asked.path.rpartition("/")[2]
        numbers = range(self.first + ROWS, self.first, -1)
        rows = "".join(f'<li><a href="/{column}/{n}.html">第{n}项协同工作推进会在沪召开</a></li>' for n in numbers)
        etag = f'"{self.first}"'
        if not int(re.sub(r"\D", "", asked.host)) % 2:
            return answer(f"<html><body><ul>{rows}</ul></body></html>")
        if asked.headers.get("if-none-match") == etag:
            return answer("", status=304, headers={"ETag": etag})
        return answer(f"<html><body><ul>{rows}</ul></body></html>", headers={"ETag": etag})


def main() -> None:
    """Three cycles, each two hours after the one before."""
    columns = Columns()
    with columns.server as server, tempfile.TemporaryDirectory() as folder:
        setup = _setup(Path(folder), tuple(_site(server, host) for host in range(HOSTS)))
        _serve(server, columns)
        with open_store(setup.store_path) as store:
            print(f"{HOSTS * COLUMNS} sources of {HOSTS} sites, lists of {ROWS} rows, pages of {KILOBYTES} kB")
            for hours, (name, fresh) in enumerate({"all new": 0, "nothing new": 0, "a tenth new": FRESH}.items()):
                columns.first += fresh
                _measure(name, setup, store, server, timedelta(hours=2 * hours))


def _measure(name: str, setup: Setup, store: Store, server: FaultServer, later: timedelta) -> None:
    server.requests.clear()
    began = perf_counter()
    with _peaks() as peaks:
        done = cycle(setup, store, lambda: _shifted(later))
    seconds = perf_counter() - began
    if done.faults or done.crawl.failed:
        raise SystemExit(f"the cycle did not go well: {done.faults or done.crawl.failed}")
    lists = sum(asked.path.startswith("/list/") for asked in server.requests)
    print(
        f"{name:12} {seconds:6.1f} s, {len(server.requests):5} requests ({lists} of lists), {done.read.pages:5} pages"
        f" read; peak: {', '.join(f'{process} {size:.0f} MiB' for process, size in sorted(peaks.items()))}"
    )


def _setup(folder: Path, sites: tuple[Site, ...]) -> Setup:
    rules = build_rules(shipped_text("topics.toml"), sites, "topics.toml")
    config = Config(crawl=CrawlSettings(contact="bench@office.example", parallel_sites=16))
    return Setup(config=config, folder=folder, sites=sites, rules=rules)


def _site(server: FaultServer, number: int) -> Site:
    host = f"h{number}.localhost"
    sources = tuple(
        Source(
            id=f"c{column}",
            kind=Kind.SECTION,
            url=server.url(f"/list/c{column}", host),
            link_pattern=rf"/c{column}/\d+\.html$",
        )
        for column in range(COLUMNS)
    )
    return server.site(host, sources=sources, max_articles=COLUMNS * ROWS)


def _serve(server: FaultServer, columns: Columns) -> None:
    for column in range(COLUMNS):
        server.put(f"/list/c{column}", columns.list)
        for number in range(1, ROWS + FRESH + 1):
            for host in range(HOSTS):
                name, path = f"h{host}.localhost", f"/c{column}/{number}.html"
                server.put(path, _article(f"{name}{path}"), name)


def _article(seed: str) -> str:
    """An article that is unlike all others, with furniture to a realistic size."""
    chance = random.Random(seed)
    text = "".join(f"<p>{_sentence(chance)}</p>" for _ in range(6))
    menu = "<li><a href='/about'>关于我们的栏目介绍</a></li>" * (KILOBYTES * 1024 // 60)
    title = f"{chance.choice(_WORDS)}{chance.choice(_WORDS)}第{chance.randint(1, 10**6)}次推进会召开"
    head = f"<html><head><title>{title}</title></head><body><ul>{menu}</ul>"
    return f"{head}<h1>{title}</h1><div>{text}</div></body></html>"


def _sentence(chance: random.Random) -> str:
    return f"{'、'.join(chance.sample(_WORDS, 6))}等{chance.randint(3, 900)}项任务写入长三角一体化年度工作要点。"


def _shifted(later: timedelta) -> datetime:
    return real_clock() + later


@contextmanager
def _peaks() -> Iterator[dict[str, float]]:
    """The most memory, MiB, that this process and its children have while the block runs, by what they are.

    From /proc: ru_maxrss of a child counts its parent's memory from before the exec.
    """
    peaks: dict[str, float] = {}
    ended = Event()

    def watch() -> None:
        while not ended.wait(0.02):
            for process in Path("/proc").glob("[0-9]*"):
                name, size = _memory(process)
                if name:
                    peaks[name] = max(peaks.get(name, 0.0), size)

    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    watcher = Thread(target=watch)
    watcher.start()
    try:
        yield peaks
    finally:
        ended.set()
        watcher.join()


def _memory(process: Path) -> tuple[str, float]:
    """What a process of ours is and its peak in MiB; no name for a process of others."""
    try:
        status = (process / "status").read_text(encoding="ascii")
        command = (process / "cmdline").read_text(encoding="utf-8")
        is_own = process.name == str(os.getpid())
        if not is_own and not _descends(process.name):
            return "", 0.0
    except OSError:  # it has ended
        return "", 0.0
    peak = re.search(r"VmHWM:\s+(\d+) kB", status)
    name = "this process" if is_own else "crawl child" if "crawler.fetch" in command else "worker"
    return name, int(peak[1]) / 1024 if peak else 0.0


def _descends(process: str) -> bool:
    """Whether a process was begun by this one, or by one that was."""
    while process not in {"0", str(os.getpid())}:
        status = Path("/proc", process, "status").read_text(encoding="ascii")
        process = re.findall(r"PPid:\s+(\d+)", status)[0]
    return process != "0"
