"""The host gate: how often one host is asked, over all Crawlers of the process and from one run to the next.

Scrapy's own slots are of one Crawler each; two Sources on one host would each keep their own pace.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from math import inf

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from core.link import Outcome
from crawler.stop import Stop
from spiders.outcomes import Refused
from store.pauses import Pauses

#: Failures in a row after which a host is left alone for the rest of the run: a dead host costs a time-out an address.
BREAKER = 3
#: Longest Crawl-delay that is kept to, seconds; the figure of Common Crawl's news crawler.
LONGEST_DELAY = 120.0
#: Longest Retry-After that is believed, seconds.
LONGEST_PAUSE = 24 * 3600.0
#: Pause after a 429 that does not say how long, seconds.
DEFAULT_PAUSE = 60.0

#: What a download raises when there is no answer. Scrapy translates most of Twisted's exceptions, not all.
NO_ANSWER = (
    CannotResolveHostError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

_ASKING_FOR_LATER = frozenset({429, 503})
_FAILURES = frozenset({Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.SERVER_ERROR})


def pause_asked(status: int, retry_after: str | None, now: datetime) -> float:
    """Seconds for which an answer asks to be left alone: Retry-After as seconds or as a date (RFC 9110, 10.2.3)."""
    if status not in _ASKING_FOR_LATER:
        return 0.0
    asked = None if retry_after is None else _seconds(retry_after.strip(), now)
    if asked is None:
        return DEFAULT_PAUSE if status == 429 else 0.0
    return min(max(asked, 0.0), LONGEST_PAUSE)


def _seconds(value: str, now: datetime) -> float | None:
    if value.isascii() and value.isdecimal():
        return float(value[:9])
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    return (at.replace(tzinfo=at.tzinfo or UTC) - now).total_seconds()


@dataclass(slots=True)
class Host:
    """What is known of one host in this run; times are of the event loop's clock."""

    #: Before this it asks to be left alone.
    paused_until: float
    #: Held while a request is under way: one connection a host.
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    last_answer: float = -inf
    crawl_delay: float = 0.0
    failures: int = 0


class Hosts:
    """All hosts of one run."""

    def __init__(self, stop: Stop, now: Callable[[], datetime], pauses: Pauses) -> None:
        self._stop = stop
        self._now = now
        self._pauses = pauses
        self._clock = asyncio.get_running_loop().time
        self._hosts: dict[str, Host] = {}

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """Wait until this host may be asked again, at least `delay` seconds after its last answer, and hold it.

        Raises:
            Refused: DEFERRED, when the host fails or the run ends; WAITING, when it asked for later, which is no
                failure.
        """
        state = self._state(host)
        async with state.lock:
            await self._wait(host, state, delay)
            try:
                yield
            finally:
                state.last_answer = self._clock()
                self._pause(host, state.crawl_delay)

    def slow_down(self, host: str, crawl_delay: float) -> None:
        """Keep to the Crawl-delay of robots.txt; http and https may have one each, the longer one counts."""
        state = self._state(host)
        state.crawl_delay = max(state.crawl_delay, min(crawl_delay, LONGEST_DELAY))
        self._pause(host, state.last_answer + state.crawl_delay - self._clock())

    def answered(self, host: str, status: int, retry_after: str | None) -> None:
        """Take note of an answer."""
        state = self._state(host)
        state.failures = state.failures + 1 if status >= 500 else 0
        self._pause(host, pause_asked(status, retry_after, self._now()))

    def failed(self, host: str, outcome: Outcome) -> None:
        """Take note that there was no answer."""
        if outcome in _FAILURES:
            self._state(host).failures += 1

    def _state(self, host: str) -> Host:
        if host not in self._hosts:
            until = self._pauses.until(host)
            pause = (until - self._now()).total_seconds() if until else 0.0
            self._hosts[host] = Host(self._clock() + min(pause, LONGEST_PAUSE))
            if pause > LONGEST_PAUSE:  # the clock was set back: it begins anew, once
                self._pauses.keep(host, self._now() + timedelta(seconds=LONGEST_PAUSE))
        return self._hosts[host]

    def _pause(self, host: str, seconds: float) -> None:
        """Leave a host alone, in this run and the next ones, unless it asked for longer before."""
        state, until = self._state(host), self._clock() + seconds
        if seconds > 0 and until > state.paused_until:
            state.paused_until = until
            self._pauses.keep(host, self._now() + timedelta(seconds=seconds))

    async def _wait(self, host: str, state: Host, delay: float) -> None:
        self._stop.check()
        if state.failures >= BREAKER:
            raise Refused(Outcome.DEFERRED, f"{host} failed {state.failures} times in a row in this run")
        now = self._clock()
        pause = state.paused_until - now
        if pause > self._stop.seconds_left():
            raise Refused(Outcome.WAITING, f"{host} asks to come back in {pause:.0f} s, after this run")
        seconds = max(pause, state.last_answer + delay - now)
        if seconds > 0:
            await self._stop.wait(seconds)
