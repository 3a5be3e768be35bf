"""A bounded, ordered map over processes that can be killed: a slow or dying page costs only itself.

The pool of the standard library cannot kill one hung task, and takes all its input at once; pebble can, and is
fed a few pages ahead here. Pages come back in the order they went in, so that judging does not depend on luck.
"""

from __future__ import annotations

import resource
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Generic, TypeVar

from pebble import ProcessExpired, ProcessPool

Item = TypeVar("Item")
Shared = TypeVar("Shared")
Result = TypeVar("Result")

#: A worker is replaced after so many pages: what a library leaks is gone with it.
PAGES_PER_WORKER = 500


@dataclass(frozen=True, slots=True)
class Died:
    """An item that gave no result, and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Item, Result]):
    """An item with its result, or with what became of its worker."""

    item: Item
    result: Result | Died


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one worker may use."""

    workers: int
    #: Seconds for one item.
    timeout: float
    #: MiB of address space.
    memory: int


def map_killable(
    work: Callable[[Item, Shared], Result],
    items: Iterable[Item],
    shared: Shared,
    limits: Limits,
    preload: Sequence[str],
) -> Iterator[Outcome[Item, Result]]:
    """Run `work` on every item in worker processes and yield the outcomes in order.

    Args:
        work: a module-level function; it runs in a worker.
        items: read lazily, a few ahead of the results.
        shared: what `work` needs besides the item; it is pickled once for each worker, not for each item.
        limits: processes, seconds and memory.
        preload: names of the heavy modules that the fork server imports once for all workers.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    with ProcessPool(
        max_workers=limits.workers,
        max_tasks=PAGES_PER_WORKER,
        initializer=_start_worker,
        initargs=(limits.memory, shared),
        context=context,
    ) as pool:
        ahead = limits.workers * 3
        waiting: deque[tuple[Item, Any]] = deque()
        try:
            for item in items:
                waiting.append(
                    (item, pool.schedule(_work_on, args=(work, item, limits.timeout), timeout=limits.timeout))
                )
                if len(waiting) >= ahead:
                    yield _outcome(*waiting.popleft(), limits)
            while waiting:
                yield _outcome(*waiting.popleft(), limits)
        finally:
            # Reached early when the caller stops: what is under way is not worth waiting for.
            if waiting:
                pool.stop()  # type: ignore[no-untyped-call]


def _outcome(item: Item, future: Any, limits: Limits) -> Outcome[Item, Result]:
    try:
        return Outcome(item, future.result())
    except FutureTimeout:
        return Outcome(item, Died(f"took longer than {limits.timeout:g} s"))
    except MemoryError:
        return Outcome(item, Died(f"needed more than {limits.memory} MiB"))
    except ProcessExpired as expired:
        return Outcome(item, Died(f"its worker died with exit code {expired.exitcode}"))


# In the worker ------------------------------------------------------------------------------------------------------

_shared: Any = None


def _start_worker(memory: int, shared: object) -> None:
    global _shared  # noqa: PLW0603 - the one value a worker process is made with
    _shared = shared
    limit = memory * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _work_on(work: Callable[[Item, Shared], Result], item: Item, timeout: float) -> Result:
    # When the parent is killed nobody is left to end a worker that hangs: then the kernel does, by SIGALRM.
    signal.setitimer(signal.ITIMER_REAL, 2 * timeout)
    try:
        return work(item, _shared)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
