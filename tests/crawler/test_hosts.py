from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from core.link import Outcome
from crawler.hosts import BREAKER, Hosts, pause_asked
from crawler.stop import Stop
from spiders.outcomes import Refused
from store import Store, open_store

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [
        (429, "30", 30),
        (503, "30", 30),
        (503, " 120 ", 120),
        (429, "Fri, 20 Nov 2026 01:10:00 GMT", 600),
        (429, "Fri, 20 Nov 2026 01:10:00", 600),
        (503, "Fri, 20 Nov 2026 00:10:00 GMT", 0),
        (429, None, 60),
        (429, "soon", 60),
        (429, "-5", 60),
        (503, None, 0),
        (503, "later", 0),
        (429, "99999999999999999999", 86400),
        (429, "Fri, 20 Nov 9999 01:10:00 GMT", 86400),
        (200, "30", 0),
        (404, "30", 0),
    ],
)
def test_how_long_an_answer_asks_us_to_wait(status: int, retry_after: str | None, seconds: float) -> None:
    assert pause_asked(status, retry_after, NOW) == seconds


class Timeless(asyncio.SelectorEventLoop):
    """A loop that jumps to its next timer instead of waiting for it."""

    def __init__(self) -> None:
        super().__init__()
        self._jumped = 0.0

    def time(self) -> float:
        return super().time() + self._jumped

    def _run_once(self) -> None:
        timers = [timer for timer in self._scheduled if not timer.cancelled()]  # type: ignore[attr-defined]
        if not self._ready and timers:  # type: ignore[attr-defined]
            self._jumped += max(0.0, min(timer.when() for timer in timers) - self.time())
        super()._run_once()  # type: ignore[misc]


def run(test: Callable[[Hosts, Stop], Awaitable[Any]], budget: float = 1000) -> Any:
    with TemporaryDirectory() as folder, open_store(Path(folder) / "store.sqlite") as store:
        return run_with(store, test, budget)


def run_with(
    store: Store, test: Callable[[Hosts, Stop], Awaitable[Any]], budget: float = 1000, now: datetime = NOW
) -> Any:
    """The same in a store that outlives the run."""

    async def with_hosts() -> Any:
        stop = Stop(budget)
        try:
            return await test(Hosts(stop, lambda: now, store.pauses), stop)
        finally:
            stop.close()

    with asyncio.Runner(loop_factory=Timeless) as runner:
        return runner.run(with_hosts())


async def ask(hosts: Hosts, host: str, delay: float = 0, seconds: float = 0, status: int = 200) -> float:
    """One request of so many seconds; when it began."""
    async with hosts.turn(host, delay):
        began = asyncio.get_running_loop().time()
        await asyncio.sleep(seconds)
        hosts.answered(host, status, None)
        return began


def test_requests_to_one_host_keep_their_distance_whoever_asks() -> None:
    async def test(hosts: Hosts, stop: Stop) -> list[float]:
        return sorted(await asyncio.gather(*(ask(hosts, "a.cn", delay=3, seconds=1) for _ in range(4))))

    began = run(test)

    assert all(3.99 < later - sooner < 4.2 for sooner, later in pairwise(began))


def test_other_hosts_are_not_held_up() -> None:
    async def test(hosts: Hosts, stop: Stop) -> list[float]:
        return await asyncio.gather(*(ask(hosts, f"{name}.cn", delay=60, seconds=1) for name in "abcd"))

    began = run(test)

    assert max(began) - min(began) < 0.5


def test_crawl_delay_counts_when_it_is_longer_and_is_capped() -> None:
    async def test(hosts: Hosts, stop: Stop) -> list[float]:
        hosts.slow_down("a.cn", 10)
        hosts.slow_down("a.cn", 0)
        hosts.slow_down("b.cn", 99999)
        return [await ask(hosts, host, delay=3) for host in ("a.cn", "a.cn", "b.cn", "b.cn")]

    a1, a2, b1, b2 = run(test)

    assert 9.9 < a2 - a1 < 10.2
    assert 119.9 < b2 - b1 < 120.2


def test_a_pause_that_ends_in_time_is_waited_for() -> None:
    async def test(hosts: Hosts, stop: Stop) -> tuple[float, float]:
        first = await ask(hosts, "a.cn")
        hosts.answered("a.cn", 429, "100")
        return first, await ask(hosts, "a.cn")

    first, second = run(test)

    assert 99.9 < second - first < 100.5


def test_a_pause_longer_than_the_run_defers_at_once() -> None:
    async def test(hosts: Hosts, stop: Stop) -> tuple[str, float]:
        begun = asyncio.get_running_loop().time()
        hosts.answered("a.cn", 503, "2000")
        with pytest.raises(Refused) as refusal:
            await ask(hosts, "a.cn")
        assert refusal.value.outcome is Outcome.WAITING
        return refusal.value.reason, asyncio.get_running_loop().time() - begun

    reason, seconds = run(test)

    assert reason == "a.cn asks to come back in 2000 s, after this run"
    assert seconds < 1


LATER = {
    "in the middle of it": (("429", "3600"), timedelta(minutes=30), 1800),
    "at its end": (("503", "3600"), timedelta(hours=1), None),
    "a date": (("503", "Fri, 20 Nov 2026 03:00:00 GMT"), timedelta(minutes=30), 5400),
    "for ever": (("429", "999999999"), timedelta(0), 86400),
    "for ever, when the clock was set back": (("429", "999999999"), timedelta(days=-900), 86400),
}


@pytest.mark.parametrize(("answer", "after", "left"), LATER.values(), ids=LATER)
def test_the_next_run_keeps_to_what_a_host_asked_for(
    tmp_path: Path, answer: tuple[str, str], after: timedelta, left: float | None
) -> None:
    async def first(hosts: Hosts, stop: Stop) -> None:
        async with hosts.turn("a.cn", 0):
            hosts.answered("a.cn", int(answer[0]), answer[1])

    async def second(hosts: Hosts, stop: Stop) -> float:
        await ask(hosts, "b.cn")
        return await ask(hosts, "a.cn")

    with open_store(tmp_path / "store.sqlite") as store:
        run_with(store, first)
        if left is None:
            run_with(store, second, now=NOW + after)
        else:
            with pytest.raises(Refused, match=rf"a\.cn asks to come back in {left:.0f} s, after this run"):
                run_with(store, second, now=NOW + after)


def test_a_pause_that_a_clock_set_back_made_longer_ends_after_a_day(tmp_path: Path) -> None:
    async def second(hosts: Hosts, stop: Stop) -> None:
        with pytest.raises(Refused):
            await ask(hosts, "a.cn")

    with open_store(tmp_path / "store.sqlite") as store:
        store.pauses.keep("a.cn", NOW + timedelta(days=900))
        run_with(store, second)

        assert store.pauses.hosts(NOW + timedelta(hours=23)) == {"a.cn"}
        assert store.pauses.hosts(NOW + timedelta(hours=24)) == set()


def test_a_crawl_delay_outlives_the_run(tmp_path: Path) -> None:
    async def test(hosts: Hosts, stop: Stop) -> float:
        begun = asyncio.get_running_loop().time()
        hosts.slow_down("a.cn", 100)
        return await ask(hosts, "a.cn") - begun

    with open_store(tmp_path / "store.sqlite") as store:
        assert run_with(store, test) < 1
        assert 89 < run_with(store, test, now=NOW + timedelta(seconds=10)) < 91


def test_a_crawl_delay_that_does_not_fit_into_the_run_is_not_waited_for() -> None:
    async def test(hosts: Hosts, stop: Stop) -> list[float | Refused]:
        hosts.slow_down("a.cn", 120)
        begun = asyncio.get_running_loop().time()
        asked = await asyncio.gather(*(ask(hosts, "a.cn") for _ in range(16)), return_exceptions=True)
        assert asyncio.get_running_loop().time() - begun < 1690
        return asked  # type: ignore[return-value]

    *began, refused = run(test, budget=1799)

    assert all(119.9 < later - sooner < 120.2 for sooner, later in pairwise(began))
    assert str(refused) == "a.cn asks to come back in 120 s, after this run"


NONSENSE = {"negative": -1.0, "no number": float("nan"), "none": 0.0}


@pytest.mark.parametrize("crawl_delay", NONSENSE.values(), ids=NONSENSE)
def test_a_crawl_delay_that_makes_no_sense_is_none(crawl_delay: float) -> None:
    async def test(hosts: Hosts, stop: Stop) -> list[float]:
        hosts.slow_down("a.cn", crawl_delay)
        return [await ask(hosts, "a.cn", delay=1) for _ in range(2)]

    first, second = run(test)

    assert 0.99 < second - first < 1.2


def test_a_host_that_fails_three_times_in_a_row_is_left_alone() -> None:
    async def test(hosts: Hosts, stop: Stop) -> None:
        for _ in range(BREAKER):
            await ask(hosts, "a.cn", status=502)
        await ask(hosts, "b.cn")
        with pytest.raises(Refused, match="failed 3 times in a row"):
            await ask(hosts, "a.cn")

    run(test)


def test_an_answer_between_failures_starts_the_count_again() -> None:
    async def test(hosts: Hosts, stop: Stop) -> None:
        for status in (502, 502, 404, 502, 502, 200):
            await ask(hosts, "a.cn", status=status)

    run(test)


def test_a_refusal_of_our_own_is_no_failure_of_the_host() -> None:
    async def test(hosts: Hosts, stop: Stop) -> None:
        for _ in range(BREAKER):
            hosts.failed("a.cn", Outcome.TOO_BIG)
        await ask(hosts, "a.cn")
        for _ in range(BREAKER):
            hosts.failed("a.cn", Outcome.TIMEOUT)
        with pytest.raises(Refused):
            await ask(hosts, "a.cn")

    run(test)


def test_a_stop_frees_all_who_wait_and_refuses_all_who_come() -> None:
    async def test(hosts: Hosts, stop: Stop) -> list[Any]:
        waiting = [asyncio.create_task(ask(hosts, "a.cn", delay=60)) for _ in range(5)]
        await asyncio.sleep(1)
        stop.ask("stopped")
        return await asyncio.gather(*waiting, ask(hosts, "b.cn"), return_exceptions=True)

    first, *others = run(test)

    assert isinstance(first, float)
    assert [str(one) for one in others] == ["this run was stopped"] * 5


def test_the_budget_ends_the_run_by_itself() -> None:
    async def test(hosts: Hosts, stop: Stop) -> str | None:
        await ask(hosts, "a.cn")
        await asyncio.sleep(11)
        with pytest.raises(Refused, match="time of this run"):
            await ask(hosts, "a.cn")
        return stop.ending

    assert run(test, budget=10) == "budget"


def test_what_is_in_flight_has_a_few_seconds_and_is_then_cut_off() -> None:
    async def test(hosts: Hosts, stop: Stop) -> tuple[Any, Any]:
        short = asyncio.create_task(stop.in_flight(asyncio.sleep(2, "kept")))
        endless = asyncio.create_task(stop.in_flight(asyncio.sleep(9999)))
        await asyncio.sleep(0)
        stop.ask("stopped")
        await asyncio.wait([short, endless])
        return short.result(), endless.exception()

    kept, cut = run(test)

    assert kept == "kept"
    assert isinstance(cut, Refused)
    assert cut.outcome is Outcome.DEFERRED
