"""Two months of crawls over Sources in every manner, against what is true of them: is each state that is told right?

The clock is shifted from crawl to crawl and the server shows what its lists would hold at that time, two crawls a day.
Printed: the states told of each Source with the days they were told on and those on which they were wrong; false
alarms and blindness that was not told, in all. It takes some ten minutes.
"""

# ruff: noqa: ARG001 - what shows a list has one shape, whatever it needs to know.

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import groupby
from pathlib import Path
from signal import SIGKILL
from threading import Timer
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

from core.config import Config, CrawlSettings
from core.health import State
from core.site import Dialect, Fields, Kind, Site, Source
from scheduler.jobs import crawl, keep_house, real_clock
from scheduler.resources import Setup, build_rules, shipped_text
from scheduler.watched import watched
from store.database import Store, open_store
from tests.support.faults import Asked, FaultServer, answer

DAYS = 56
#: Hours of UTC at which a day's crawls begin.
HOURS = (3, 15)
BEGAN = datetime(2026, 12, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
ROWS = 20
#: Nine days off, from a Saturday to the Sunday of the next week.
HOLIDAY = range(39, 48)
#: On these days one crawl runs with the clock a day behind, or has its crawl killed.
SET_BACK = frozenset({50})
KILLED = frozenset({5, 13, 37, 51, 60})

SEEING = frozenset({State.OK, State.UNCHANGED, State.QUIET})
CHANGED, STALE = frozenset({State.CHANGED}), frozenset({State.STALE})
FAILING, BLOCKED = frozenset({State.FAILING}), frozenset({State.BLOCKED})

Pace = Callable[[int], int]
#: From the Source, its rows and what was asked to an answer.
Show = Callable[["Manner", "Clock", Asked], bytes]


@dataclass(slots=True)
class Clock:
    """The simulated time."""

    offset: timedelta = timedelta(0)

    def set(self, moment: datetime) -> None:
        """Let it be that moment now."""
        self.offset = moment - real_clock()

    def now(self) -> datetime:
        """The simulated time, aware, UTC."""
        return real_clock() + self.offset

    @property
    def day(self) -> int:
        """Days since the simulation began."""
        return (self.now() - BEGAN).days


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How one Source behaves."""

    pace: Pace
    show: Show
    #: From a day to another to what is shown in place of it, and which states are right then.
    events: tuple[tuple[int, int, Show | None, frozenset[State]], ...] = ()
    source: Mapping[str, Any] = field(default_factory=dict)
    site: Mapping[str, Any] = field(default_factory=dict)
    robots: Callable[[int], bytes] | None = None

    def truth(self, day: int) -> frozenset[State]:
        """The states that are right on a day."""
        return next((states for first, end, _, states in self.events if first <= day < end), SEEING)

    def answer(self, clock: Clock, asked: Asked) -> bytes:
        """What the list answers now."""
        shows = (show for first, end, show, _ in self.events if first <= clock.day < end and show)
        return next(shows, self.show)(self, clock, asked)


def rows(pace: Pace, now: datetime) -> Iterator[tuple[int, int, date]]:
    """Day, number and date of the rows there are, newest first."""
    today = (now - BEGAN).days
    for day in range(today, today - 800, -1):
        at = BEGAN + timedelta(days=day, hours=2)
        for number in reversed(range(pace(day))):
            if at <= now:
                yield day, number, at.astimezone(ZONE).date()


def shown(manner: Manner, clock: Clock, page: int = 1) -> list[tuple[int, int, date]]:
    """The rows of one page."""
    found = rows(manner.pace, clock.now())
    return [row for _, row in zip(range(page * ROWS), found, strict=False)][(page - 1) * ROWS :]


# Paces.


def daily(day: int, count: int = 2) -> int:
    """So many on each workday, none in the holiday."""
    return count if (BEGAN + timedelta(days=day)).weekday() < 5 and day not in HOLIDAY else 0


def every(days: int, count: int = 1, *, until: int = 10**6) -> Pace:
    """So many each so many days, to the end of a day."""
    return lambda day: count if day % days == 0 and day < until else 0


# Shows.


def _number(asked: Asked) -> int:
    digits = asked.path.rpartition("_")[2].partition(".")[0]
    return int(digits) if digits.isdigit() else 1


def html(
    manner: Manner,
    clock: Clock,
    asked: Asked,
    *,
    dates: bool = True,
    folder: str = "zwxx",
    least: int = 0,
    most: int = ROWS,
) -> bytes:
    """A list page."""
    found = shown(manner, clock, _number(asked))[least:most]
    items = "".join(
        f'<li><a href="/{folder}/c{day + 5000}/{number}.html">关于第{day}之{number}项协同工作的通知公告</a>'
        + (f"<span>{at.isoformat()}</span></li>" if dates else "</li>")
        for day, number, at in found
    )
    menu = "".join(f'<a href="/about{n}/">栏目{n}</a>' for n in range(8))
    return answer(
        f"<html><head><title>要闻</title></head><body><div>{menu}</div><ul class='list'>{items}</ul></body></html>"
    )


def same(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """A list with a validator that never changes, though the list does."""
    if asked.headers.get("if-none-match"):
        return answer("", status=304, headers={"ETag": '"1"'})
    return html(manner, clock, asked).replace(b"\r\n\r\n", b'\r\nETag: "1"\r\n\r\n', 1)


def tagged(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """A list with a right validator."""
    day, number, _ = shown(manner, clock)[0]
    etag = f'"{day}-{number}"'
    if asked.headers.get("if-none-match") == etag:
        return answer("", status=304, headers={"ETag": etag})
    return html(manner, clock, asked).replace(b"\r\n\r\n", f"\r\nETag: {etag}\r\n\r\n".encode(), 1)


def json_rows(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """An endpoint."""
    found = [
        {"title": f"第{day}之{number}项", "url": f"/zwxx/c{day + 5000}/{number}.html", "time": at.isoformat()}
        for day, number, at in shown(manner, clock)
    ]
    return answer(json.dumps({"rows": found}), "application/json")


def hits(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """A search: only what is of the last 14 days."""
    newest = clock.day - 14
    found = [
        {"title": f"第{day}之{number}项", "url": f"/zwxx/c{day + 5000}/{number}.html", "time": at.isoformat()}
        for day, number, at in shown(manner, clock)
        if day >= newest
    ]
    return answer(json.dumps({"rows": found}), "application/json")


def feed(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """RSS."""
    items = "".join(
        f"<item><title>第{day}之{number}项</title>"
        f"<link>http://{asked.headers['host']}/zwxx/c{day + 5000}/{number}.html</link>"
        f"<pubDate>{datetime(at.year, at.month, at.day, 10, tzinfo=ZONE):%a, %d %b %Y %H:%M:%S %z}</pubDate></item>"
        for day, number, at in shown(manner, clock)
    )
    return answer(f"<rss version='2.0'><channel><title>要闻</title>{items}</channel></rss>", "application/rss+xml")


def sitemap(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """A sitemap."""
    urls = "".join(
        f"<url><loc>http://{asked.headers['host']}/zwxx/c{day + 5000}/{number}.html</loc>"
        f"<lastmod>{at.isoformat()}</lastmod></url>"
        for day, number, at in shown(manner, clock)
    )
    return answer(f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>", "application/xml")


def paper(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """A page of an edition, where there is one that day."""
    day = (date.fromisoformat(asked.path[7:17]) - BEGAN.date()).days
    if not manner.pace(day) or day > clock.day:
        return gone(manner, clock, asked)
    items = "".join(
        f'<li><a href="content_{day + 5000}_{n}.html">第{day}日第{n}条要闻报道</a></li>'
        for n in range(manner.pace(day))
    )
    return answer(f"<html><body><ul>{items}</ul></body></html>")


def gone(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """404."""
    return answer("<html><body><p>页面不存在</p></body></html>", status=404)


def soft_gone(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """An error page with 200."""
    menu = "".join(f'<a href="/about{n}/">栏目{n}</a>' for n in range(30))
    return answer(f"<html><body><div>{menu}</div><p>{'您访问的页面不存在。' * 60}</p></body></html>")


def waf(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """A challenge with 200."""
    return answer(
        "<html><script>var a='" + "x" * 500 + "';location.reload()</script></html>",
        headers={"Set-Cookie": "wzws_cid=1"},
    )


def status(code: int, manner: Manner, clock: Clock, asked: Asked, **headers: str) -> bytes:
    """A plain status."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer("<html><body><h1>error</h1></body></html>", status=code, headers=named)


def moved_to(url: str, code: int) -> bytes:
    """A redirect."""
    return answer("", status=code, headers={"Location": url})


def home(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """A redirect to the front page."""
    return moved_to("/", 302)


def moved(name: str, manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """A redirect to the same path of another host."""
    host, _, port = asked.headers["host"].partition(":")
    is_there = host.startswith(name.partition("{")[0])
    return html(manner, clock, asked) if is_there else moved_to(f"http://{name.format(host)}:{port}{asked.path}", 301)


def old_copy(manner: Manner, clock: Clock, asked: Asked) -> bytes:
    """What the list was a week ago."""
    then = Clock(clock.offset - timedelta(days=7))
    return html(manner, then, asked)


END = 10**6
SECTION = {
    "kind": Kind.SECTION,
    "selector": "ul.list li",
    "link_pattern": r"/zwxx/c\d+/\d+\.html$",
    "next_page": "list_{n}.html",
}
PATTERN = {"kind": Kind.SECTION, "link_pattern": r"/zwxx/c\d+/\d+\.html$"}
JSON = {
    "kind": Kind.ENDPOINT,
    "dialect": Dialect.JSON,
    "path": "rows.json",
    "fields": Fields(rows="rows", url="url", title="title", date="time"),
}
FEED = {"kind": Kind.FEED, "dialect": Dialect.FEED, "path": "feed.xml"}
SEARCH = JSON | {"path": "search?q={keyword}", "keywords": ("长三角",)}
PAPER = {
    "kind": Kind.SECTION,
    "dialect": Dialect.EPAPER,
    "path": "paper/{today:YYYY-MM-DD}/node_1.html",
    "link_pattern": r"/content_\d+_\d+\.html$",
}

MANNERS: Mapping[str, Manner] = {
    "busy": Manner(pace=every(1, 12), show=html, source=SECTION),
    "flood": Manner(pace=every(1, 45), show=html, source=SECTION),
    "workdays": Manner(pace=daily, show=html, source=SECTION),
    "etag": Manner(pace=daily, show=tagged, source=SECTION),
    "always-304": Manner(pace=daily, show=same, source=SECTION),
    "weekly": Manner(pace=every(7, 3), show=html, source=SECTION),
    "weekly-undated": Manner(pace=every(7, 3), show=partial(html, dates=False), source=SECTION),
    "fortnightly-burst": Manner(pace=every(14, 25), show=html, source=SECTION),
    "monthly": Manner(pace=every(30, 2), show=html, source=SECTION),
    "yearly": Manner(pace=every(365, 2), show=html, source=PATTERN),
    "undated": Manner(pace=daily, show=partial(html, dates=False), source=SECTION),
    "rare-undated": Manner(pace=every(40, 1), show=partial(html, dates=False), source=SECTION),
    "feed": Manner(pace=daily, show=feed, source=FEED),
    "sitemap": Manner(
        pace=daily, show=sitemap, source={"kind": Kind.SITEMAP, "dialect": Dialect.SITEMAP, "path": "sitemap.xml"}
    ),
    "json": Manner(pace=daily, show=json_rows, source=JSON),
    "search-rare": Manner(pace=every(25, 1), show=hits, source=SEARCH),
    "paper": Manner(pace=partial(daily, count=8), show=paper, source=PAPER),
    "new-robots-503": Manner(
        pace=daily,
        show=html,
        source=SECTION,
        events=((0, 3, None, FAILING),),
        robots=lambda day: answer("", status=503 if day < 3 else 404),
    ),
    "robots-503": Manner(
        pace=daily,
        show=html,
        source=SECTION,
        robots=lambda day: answer("", status=503 if 20 <= day < 22 else 404),
    ),
    "robots-denies": Manner(
        pace=daily,
        show=html,
        source=SECTION,
        events=(
            (20, 21, None, SEEING | {State.DENIED}),
            (21, 30, None, frozenset({State.DENIED})),
        ),
        robots=lambda day: (
            answer("User-agent: *\nDisallow: /", "text/plain") if 20 <= day < 30 else answer("", status=404)
        ),
    ),
    "frozen-feed": Manner(
        pace=lambda day: daily(day) if day < -100 else 0, show=feed, source=FEED, events=((0, END, None, STALE),)
    ),
    "freezes": Manner(
        pace=lambda day: daily(day) if day < 20 else 0,
        show=html,
        source=SECTION,
        events=((31, 33, None, STALE | SEEING), (33, END, None, STALE)),
    ),
    "freezes-undated": Manner(
        pace=lambda day: daily(day) if day < 20 else 0,
        show=partial(html, dates=False),
        source=SECTION,
        events=((31, 33, None, STALE | SEEING), (33, END, None, STALE)),
    ),
    "redesigned": Manner(
        pace=daily, show=html, source=PATTERN, events=((20, END, partial(html, folder="gzdt"), CHANGED),)
    ),
    "redesigned-selector": Manner(
        pace=daily, show=html, source=SECTION, events=((20, END, partial(html, folder="gzdt"), CHANGED),)
    ),
    "few-left": Manner(
        pace=daily,
        show=html,
        source=SECTION,
        events=((20, 33, partial(html, least=18), CHANGED), (33, END, partial(html, least=18), CHANGED | SEEING)),
    ),
    "dates-lost": Manner(
        pace=daily,
        show=html,
        source=SECTION,
        events=((20, 33, partial(html, dates=False), CHANGED), (33, END, partial(html, dates=False), CHANGED | SEEING)),
    ),
    "soft-404": Manner(pace=daily, show=html, source=SECTION, events=((20, 40, soft_gone, CHANGED),)),
    "home": Manner(pace=daily, show=html, source=SECTION, events=((20, 40, home, CHANGED),)),
    "waf": Manner(pace=daily, show=html, source=SECTION, events=((30, 35, waf, BLOCKED),)),
    "412": Manner(pace=daily, show=html, source=SECTION, events=((30, 50, partial(status, 412), BLOCKED),)),
    "503-retry-after": Manner(
        pace=daily, show=html, source=SECTION, events=((15, 18, partial(status, 503, Retry_After="20000"), FAILING),)
    ),
    "429-retry-after": Manner(
        pace=daily,
        show=html,
        source=SECTION,
        events=((15, 18, partial(status, 429, Retry_After="20000"), BLOCKED | FAILING),),
    ),
    "500-long": Manner(pace=daily, show=html, source=SECTION, events=((15, 45, partial(status, 500), FAILING),)),
    "json-to-html": Manner(pace=daily, show=json_rows, source=JSON, events=((26, END, html, FAILING | CHANGED),)),
    "json-to-empty": Manner(
        pace=daily,
        show=json_rows,
        source=JSON,
        events=(
            (26, END, lambda *_: answer('{"rows": []}', "application/json"), frozenset({State.EMPTY, State.CHANGED})),
        ),
    ),
    "feed-404": Manner(pace=daily, show=feed, source=FEED, events=((33, END, gone, FAILING),)),
    "renamed-away": Manner(
        pace=daily, show=html, source=SECTION, events=((28, END, partial(moved, "new.localhost"), CHANGED),)
    ),
    "renamed-www": Manner(pace=daily, show=html, source=SECTION, events=((28, END, partial(moved, "www.{}"), SEEING),)),
    "old-copy": Manner(pace=daily, show=html, source=SECTION, events=((30, 33, old_copy, SEEING),)),
}


def main() -> None:
    """Simulate and print."""
    clock = Clock()
    with FaultServer() as server, tempfile.TemporaryDirectory() as folder:
        sites = tuple(_site(server, clock, name, manner) for name, manner in MANNERS.items())
        setup = _setup(Path(folder), sites)
        began = perf_counter()
        with open_store(setup.store_path) as store:
            told = _live(setup, store, clock)
        print(f"{len(sites)} sources, {DAYS} days of {len(HOURS)} crawls in {perf_counter() - began:.0f} s")
        _judge(told)


def _live(setup: Setup, store: Store, clock: Clock) -> dict[str, list[State]]:
    """What was told of each Source at the end of each day."""
    told: dict[str, list[State]] = {name: [] for name in MANNERS}
    for day in range(DAYS):
        for hour in HOURS:
            is_first = hour == HOURS[0]
            clock.set(BEGAN + timedelta(days=day - (is_first and day in SET_BACK), hours=hour))
            if day in KILLED and not is_first:
                Timer(1.2, _kill_crawl).start()
            crawl(setup, store, clock.now)
            keep_house(setup, store, clock.now())
        for each in watched(setup.sites, store, clock.now()):
            told[each.site.id].append(each.health.state)
    return told


def _judge(told: Mapping[str, list[State]]) -> None:
    alarms = missed = misnamed = 0
    for name, states in told.items():
        wrong = {day: state for day, state in enumerate(states) if state not in MANNERS[name].truth(day)}
        for day, state in wrong.items():
            right = MANNERS[name].truth(day)
            alarms += right <= SEEING
            missed += not state.is_blind
            misnamed += state.is_blind and not right & SEEING
        print(f"{name:20} {_spans(dict(enumerate(states)))}" + (f"; WRONG: {_spans(wrong)}" if wrong else ""))
    days = sum(map(len, told.values()))
    print(f"{days} statements: {alarms} false alarms, {missed} blind and not told, {misnamed} under another name")


def _spans(states: Mapping[int, State]) -> str:
    """Which states in a row, and on how many days."""
    return ", ".join(f"{state} {len(list(days))}" for state, days in groupby(states.values()))


def _site(server: FaultServer, clock: Clock, name: str, manner: Manner) -> Site:
    host = f"{name}.localhost"
    values = dict(manner.source)
    path = values.pop("path", "list.html")
    source = Source(id="list", url=server.url("", host) + path, **values)
    listed = partial(manner.answer, clock)
    if manner.show is paper:
        for day in range(-20, DAYS + 2):
            server.put(f"/paper/{(BEGAN + timedelta(days=day)).date()}/node_1.html", listed, host)
    for one in (f"/{path.partition('{')[0]}", *(f"/list_{n}.html" for n in range(2, 6))):
        keyword = "长三角" if "keyword" in path else ""
        for prefix in ("", "www."):
            server.put(one + keyword, listed, prefix + host)
    server.put("/", soft_gone(manner, clock, Asked(0.0, host, "/", {})), host)
    if manner.robots:
        robots = manner.robots
        server.put("/robots.txt", lambda _: robots(clock.day), host)
    site = server.site(host, id=name, sources=(source,), **manner.site)
    return replace(site, name=name)


def _setup(folder: Path, sites: tuple[Site, ...]) -> Setup:
    rules = build_rules(shipped_text("topics.toml"), sites, "topics.toml")
    config = Config(
        crawl=CrawlSettings(contact="bench@office.example", parallel_sites=16, budget=20.0),
    )
    return Setup(config=config, folder=folder, sites=sites, rules=rules)


def _kill_crawl() -> None:
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if b"crawler.fetch" in command and parent == str(os.getpid()):
            os.kill(int(process.name), SIGKILL)


if __name__ == "__main__":
    main()
