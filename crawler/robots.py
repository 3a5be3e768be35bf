"""The robots gate: RFC 9309, asked once a day and host, and every waiter gets the rules.

Scrapy's own lets all but the first two requests through that wait for the same robots.txt, and takes a server error
for leave to crawl. (Measured in 2.14 to 2.19: `Disallow: /`, 8 requests at once, 6 crawled.)
"""

from __future__ import annotations

import asyncio
import codecs
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from protego import Protego
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from core.link import Outcome
from core.urls import host_of
from crawler.hosts import NO_ANSWER, Hosts
from spiders.outcomes import Refused, of_exception
from store import Store
from store.checks import RobotsCopy

#: The name rules are looked up by, not the whole User-Agent.
AGENT = "deltawatch"
#: What is read of a file at the most; RFC 9309, 2.5.
LARGEST = 500 * 1024
#: How long a copy is believed without asking; RFC 9309, 2.4.
FRESH = timedelta(hours=24)
#: How long a copy stands in for a server that fails.
STALE = timedelta(days=30)

# A guard's or a stop's refusal is of the request itself, whatever robots.txt would say.
_OUR_OWN = frozenset({Outcome.PRIVATE, Outcome.WAITING, Outcome.DEFERRED})

Fetch = Callable[[str], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host allows us; without a parser, everything."""

    parser: Protego | None = None

    def allow(self, url: str) -> bool:
        """Whether this address may be fetched."""
        return self.parser is None or bool(self.parser.can_fetch(url, AGENT))

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests that the host asks for; 0 when it does not."""
        return 0.0 if self.parser is None else float(self.parser.crawl_delay(AGENT) or 0.0)


def rules_of(status: int, body: bytes) -> Rules:
    """The rules that an answer gives: those of a 2xx, none for any other below 500 (RFC 9309, 2.3.1).

    So 401 and 403 allow everything: "the crawler MAY access any resources" where the file is unavailable.
    """
    if not 200 <= status < 300:
        return Rules()
    text = _decoded(body[:LARGEST])
    if text.lstrip().startswith("<"):
        return Rules()  # an error page that says 200
    return Rules(Protego.parse(text))


def _decoded(body: bytes) -> str:
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if body.startswith(mark):
            return body.decode("utf-16", errors="replace")
    # Were they left out, `Disallow: /` would remain of a path in GBK.
    return body.decode("utf-8-sig", errors="replace")


class Robots:
    """The rules of all hosts of one run."""

    def __init__(self, store: Store, hosts: Hosts, now: Callable[[], datetime]) -> None:
        self._store = store
        self._hosts = hosts
        self._now = now
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    async def rules(self, url: str, fetch: Fetch) -> Rules:
        """The rules for an address; `fetch` gets robots.txt when no fresh copy is kept.

        One task a host, which all who ask await: each gets its result, and a failure defers the host for this run.

        Raises:
            Refused: DEFERRED, when the host does not say what it allows; else why we may not ask it at all.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
        if origin not in self._rules:
            self._rules[origin] = asyncio.get_running_loop().create_task(self._ask(origin, fetch))
        return await asyncio.shield(self._rules[origin])

    async def _ask(self, origin: str, fetch: Fetch) -> Rules:
        kept = self._store.robots.get(origin)
        age = self._now() - kept.fetched_at if kept else None
        if kept and age is not None and timedelta(0) <= age < FRESH:
            rules = rules_of(kept.status, kept.body)
        else:
            rules = await self._fetched(origin, fetch, kept if age is not None and age < STALE else None)
        self._hosts.slow_down(host_of(origin), rules.crawl_delay)
        return rules

    async def _fetched(self, origin: str, fetch: Fetch, kept: RobotsCopy | None) -> Rules:
        try:
            response = await fetch(f"{origin}/robots.txt")
        except (*NO_ANSWER, IgnoreRequest) as fault:
            outcome, reason = of_exception(fault)
            if outcome in _OUR_OWN:
                raise
            if outcome is Outcome.BAD_REDIRECT:
                return Rules()  # "may assume that the file is unavailable": RFC 9309, 2.3.1.2
            trouble = f"cannot be had: {reason}"
        else:
            # 429 tells as little as 503 what is allowed, and must not stand in for the last good copy.
            if response.status < 500 and response.status != 429:
                copy = RobotsCopy(fetched_at=self._now(), status=response.status, body=response.body[:LARGEST])
                self._store.robots.keep(origin, copy)
                return rules_of(copy.status, copy.body)
            trouble = f"answers {response.status}"
        if kept is None:
            raise Refused(Outcome.DEFERRED, f"robots.txt {trouble}")
        return rules_of(kept.status, kept.body)
