"""One instance at a time: a lock file beside the store, held by the kernel, so that a kill frees it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout


class Locked(Exception):
    """Another instance is at work on the same store; the message says which."""


@contextmanager
def only_one(store: Path, command: str, now: datetime) -> Iterator[None]:
    """Hold the lock of a store for as long as the block runs.

    Raises:
        Locked: at once, when another process holds it.
    """
    store.parent.mkdir(parents=True, exist_ok=True)
    holder = store.with_name(store.name + ".holder")
    lock = FileLock(str(store) + ".lock")
    try:
        with lock.acquire(timeout=0):
            holder.write_text(json.dumps({"pid": os.getpid(), "command": command, "since": now.isoformat()}))
            try:
                yield
            finally:
                holder.unlink(missing_ok=True)
    except Timeout as held:
        raise Locked(f"another one is running on {store}: {_who(holder)}") from held


def _who(holder: Path) -> str:
    # The note may be missing for the moment between taking the lock and writing it.
    try:
        note = json.loads(holder.read_text())
        return f"deltawatch {note['command']}, process {note['pid']}, since {note['since']}"
    except (OSError, ValueError, KeyError):
        return "an unnamed process"
