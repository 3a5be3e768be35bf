"""One instance at a time: a lock file beside the store, held by the kernel, so that a kill frees it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from store.errors import StoreError


class Locked(Exception):
    """Another instance is at work on the same store; the message says which."""


@contextmanager
def only_one(store: Path, command: str, now: datetime) -> Iterator[None]:
    """Hold the lock of a store for as long as the block runs.

    Raises:
        Locked: at once, when another process holds it.
        StoreError: where the folder of the store cannot be written.
    """
    note = _note_of(store)
    lock = FileLock(str(store) + ".lock")
    try:
        store.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=0)
        since = now.isoformat(timespec="seconds")
        note.write_text(json.dumps({"pid": os.getpid(), "command": command, "since": since}))
    except Timeout as held:
        # The note may be missing for the moment between taking the lock and writing it.
        who = holder(store) or "an unnamed process"
        raise Locked(f"another one is running on {store}: {who}") from held
    except OSError as fault:
        lock.release()
        raise StoreError(
            f"{store.parent}: cannot be written ({fault.strerror}); look at the path and its rights"
        ) from fault
    try:
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def holder(store: Path) -> str | None:
    """Who holds the lock of a store, in words; None when nobody does. The lock itself is not touched."""
    try:
        note = json.loads(_note_of(store).read_text())
        words = f"deltawatch {note['command']}, process {note['pid']}, since {note['since']}"
        # A kill frees the lock, but leaves the note behind.
        return words if _is_alive(note["pid"]) else None
    except (OSError, ValueError, KeyError):
        return None


def _note_of(store: Path) -> Path:
    return store.with_name(store.name + ".holder")


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True  # another user's
    return True
