"""Stop: how a crawl ends before its work is done, by a signal, by its budget, or by a fault of the surroundings.

Nothing is torn down. Nothing new begins, each request that is still queued is refused at once, each one in flight
has a few seconds more; so every Scrapy Crawler runs out of work and closes in its usual way.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from core.link import Outcome
from spiders.outcomes import Refused

T = TypeVar("T")

#: Seconds that a request in flight gets after the stop.
GRACE = 4.0

#: The endings of a crawl, as a Run has them, to what is said of a request that they cut off.
REASONS = {
    "budget": "the time of this run was used up",
    "stopped": "this run was stopped",
    "failed": "this run ended with a fault",
}


class Stop:
    """The end of one crawl, shared by everything in the process that waits or asks."""

    def __init__(self, budget: float, grace: float = GRACE) -> None:
        self._loop = asyncio.get_running_loop()
        self._ends_at = self._loop.time() + budget
        self._grace = grace
        self._asked = asyncio.Event()
        self._in_flight: set[asyncio.Task[Any]] = set()
        #: `budget`, `stopped` or `failed`, once one of them was asked for.
        self.ending: str | None = None
        self._timers = [self._loop.call_later(budget, self.ask, "budget")]

    def ask(self, ending: str) -> None:
        """End the crawl. The first ending asked for stands."""
        if self.ending is None:
            self.ending = ending
            self._asked.set()
            self._timers.append(self._loop.call_later(self._grace, self._cut))

    def check(self) -> None:
        """Let work go on, or refuse it.

        Raises:
            Refused: DEFERRED, once the crawl is to end.
        """
        if self.ending is not None:
            raise self._refusal()

    def seconds_left(self) -> float:
        """Seconds until the budget is used up."""
        return self._ends_at - self._loop.time()

    async def wait(self, seconds: float) -> None:
        """Wait, but not beyond the stop.

        Raises:
            Refused: DEFERRED, once the crawl is to end.
        """
        try:
            await asyncio.wait_for(self._asked.wait(), seconds)
        except TimeoutError:
            return
        self.check()

    async def in_flight(self, work: Coroutine[Any, Any, T]) -> T:
        """Do work that is cut off when the grace after a stop is over.

        Raises:
            Refused: DEFERRED, when it was cut off.
        """
        task = self._loop.create_task(work)
        self._in_flight.add(task)
        try:
            return await task
        except asyncio.CancelledError:
            if task.cancelled() and self.ending is not None:
                raise self._refusal() from None
            raise
        finally:
            self._in_flight.discard(task)

    def close(self) -> None:
        """Drop the timers."""
        for timer in self._timers:
            timer.cancel()

    def _cut(self) -> None:
        for task in tuple(self._in_flight):
            task.cancel()

    def _refusal(self) -> Refused:
        return Refused(Outcome.DEFERRED, REASONS[self.ending or "stopped"])
