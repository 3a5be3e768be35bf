from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response

from core.link import Outcome
from crawler.hosts import Hosts
from crawler.robots import Robots, Rules, rules_of
from crawler.stop import Stop
from spiders.outcomes import Refused
from store import Store, open_store

DAY_ONE = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
NOTHING = b"User-agent: *\nDisallow: /\n"
URL = "http://www.example.cn/a.html"


ANSWERS = {
    "nothing is allowed": (200, NOTHING, False),
    "with a byte order mark": (200, b"\xef\xbb\xbf" + NOTHING, False),
    "in UTF-16": (200, NOTHING.decode().encode("utf-16"), False),
    "with Windows line ends": (200, NOTHING.replace(b"\n", b"\r\n"), False),
    "a rule for us by name": (200, b"User-agent: deltawatch\nDisallow: /\n\nUser-agent: *\nAllow: /", False),
    "a rule for others": (200, b"User-agent: Baiduspider\nDisallow: /", True),
    "the longer rule wins": (200, b"User-agent: *\nDisallow: /\nAllow: /a.html", True),
    "an empty file": (200, b"", True),
    "an error page that says 200": (200, b"<html>\n<body>User-agent: *\nDisallow: /</body></html>", True),
    "a path in GBK is no path at all": (200, "User-agent: *\nDisallow: /测试".encode("gbk"), True),
    "remarks in GBK": (200, "# 禁止\nUser-agent: * # 所有\nDisallow: /a.html # 页面".encode("gbk"), False),
    "the more specific rule wins in any order": (200, b"User-agent: *\nAllow: /a.html\nDisallow: /a", True),
    "of rules of one length Allow wins": (200, b"User-agent: *\nDisallow: /a.html\nAllow: /a.html", True),
    "a wildcard": (200, b"User-agent: *\nDisallow: /*.html$", False),
    "a wildcard with an end that is not ours": (200, b"User-agent: *\nDisallow: /*.htm$", True),
    "a rule without a path": (200, b"User-agent: *\nDisallow:", True),
    "two groups for us are one": (
        200,
        b"User-agent: deltawatch\nDisallow: /b\n\nUser-agent: deltawatch\nDisallow: /a",
        False,
    ),
    "a group for us in other letters": (200, b"User-Agent: DeltaWatch\nDisallow: /", False),
    "a group of several names": (200, b"User-agent: Baiduspider\nUser-agent: deltawatch\nDisallow: /", False),
    "rules before any group": (200, b"Disallow: /\nUser-agent: *\nAllow: /", True),
    "not found": (404, NOTHING, True),
    "forbidden": (403, NOTHING, True),
    "unauthorised": (401, NOTHING, True),
    "bytes of no text": (200, bytes(range(256)) * 100, True),
    "beyond the first 500 KiB": (200, b"# x\n" * 128_001 + NOTHING, True),
}


@pytest.mark.parametrize(("status", "body", "allowed"), ANSWERS.values(), ids=ANSWERS)
def test_what_an_answer_allows(status: int, body: bytes, *, allowed: bool) -> None:
    assert rules_of(status, body).allow(URL) is allowed


PATHS = {
    "Chinese, percent-encoded in the rule": ("/%E9%95%BF/", "http://a.cn/长/1.html", False),
    "Chinese, written out in the rule": ("/长/", "http://a.cn/%E9%95%BF/1.html", False),
    "Chinese, in small letters": ("/%e9%95%bf/", "http://a.cn/%E9%95%BF/1.html", False),
    "another folder": ("/%E9%95%BF/", "http://a.cn/短/1.html", True),
    "with a query": ("/*?page=", "http://a.cn/list?page=2", False),
    "in capitals": ("/A/", "http://a.cn/a/1.html", True),
}


@pytest.mark.parametrize(("rule", "url", "allowed"), PATHS.values(), ids=PATHS)
def test_paths_are_compared_as_they_are_sent(rule: str, url: str, *, allowed: bool) -> None:
    assert rules_of(200, f"User-agent: *\nDisallow: {rule}".encode()).allow(url) is allowed


DELAYS = {"-1": -1.0, "abc": 0.0, "": 0.0, "1e9": 1e9, "120": 120.0, "nan": 0.0}


@pytest.mark.parametrize(("written", "longest"), DELAYS.items())
def test_a_crawl_delay_of_any_kind_gives_rules(written: str, longest: float) -> None:
    rules = rules_of(200, f"User-agent: *\nCrawl-delay: {written}\nDisallow: /a".encode())

    assert not rules.crawl_delay > max(longest, 0)
    assert not rules.allow(URL)


def test_crawl_delay_is_read() -> None:
    assert rules_of(200, b"User-agent: *\nCrawl-delay: 2.5").crawl_delay == 2.5
    assert rules_of(200, NOTHING).crawl_delay == 0
    assert Rules().crawl_delay == 0


class Server:
    """Answers robots.txt, slowly enough for others to ask meanwhile."""

    def __init__(self, status: int = 200, body: bytes = NOTHING, fault: Exception | None = None) -> None:
        self.status, self.body, self.fault = status, body, fault
        self.asked: list[str] = []

    async def __call__(self, url: str) -> Response:
        self.asked.append(url)
        await asyncio.sleep(0.01)
        if self.fault:
            raise self.fault
        return Response(url, status=self.status, body=self.body)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "store.sqlite") as store:
        yield store


def ask(store: Store, server: Server, now: datetime = DAY_ONE, times: int = 1) -> list[bool | Refused]:
    """So many requests at once, in a run of their own."""

    async def run() -> list[bool | Refused]:
        stop = Stop(100)
        robots = Robots(store, Hosts(stop, lambda: now, store.pauses), lambda: now)

        async def one() -> bool | Refused:
            try:
                return (await robots.rules(URL, server)).allow(URL)
            except Refused as refusal:
                return refusal

        try:
            return await asyncio.gather(*(one() for _ in range(times)))
        finally:
            stop.close()

    return asyncio.run(run())


def test_every_waiter_gets_the_rules(store: Store) -> None:
    server = Server()

    assert ask(store, server, times=8) == [False] * 8
    assert server.asked == ["http://www.example.cn/robots.txt"]


def test_a_copy_is_believed_for_a_day_and_then_asked_for_again(store: Store) -> None:
    server = Server()
    ask(store, server)
    server.body = b""

    assert ask(store, server, DAY_ONE + timedelta(hours=23)) == [False]
    assert ask(store, server, DAY_ONE + timedelta(hours=24)) == [True]
    assert len(server.asked) == 2


SILENT = {
    "a server error": (Server(503), "robots.txt answers 503"),
    "a plea to come later": (Server(429), "robots.txt answers 429"),
    "a time-out": (Server(fault=DownloadTimeoutError("30 s")), "robots.txt cannot be had: timed out"),
}


@pytest.mark.parametrize(("server", "reason"), SILENT.values(), ids=SILENT)
def test_a_host_that_does_not_say_is_deferred(store: Store, server: Server, reason: str) -> None:
    refusals = ask(store, server, times=8)

    assert len(server.asked) == 1
    for refusal in refusals:
        assert isinstance(refusal, Refused)
        assert refusal.outcome is Outcome.DEFERRED
        assert refusal.reason.startswith(reason)


def test_the_last_good_copy_stands_in_for_thirty_days(store: Store) -> None:
    ask(store, Server())
    broken = Server(500)

    assert ask(store, broken, DAY_ONE + timedelta(days=29)) == [False]
    (late,) = ask(store, broken, DAY_ONE + timedelta(days=31))
    assert isinstance(late, Refused)


@pytest.mark.parametrize("status", [500, 503, 521, 429])
def test_a_server_error_does_not_overwrite_the_good_copy(store: Store, status: int) -> None:
    ask(store, Server())
    assert ask(store, Server(status), DAY_ONE + timedelta(days=2)) == [False]

    kept = store.robots.get("http://www.example.cn")
    assert kept is not None
    assert kept.status == 200


def test_endless_redirects_mean_that_there_is_no_file(store: Store) -> None:
    assert ask(store, Server(fault=Refused(Outcome.BAD_REDIRECT, "more than 5"))) == [True]


def test_a_refusal_by_the_guard_is_passed_on(store: Store) -> None:
    (refusal,) = ask(store, Server(fault=Refused(Outcome.PRIVATE, "inside")))

    assert isinstance(refusal, Refused)
    assert refusal.outcome is Outcome.PRIVATE
