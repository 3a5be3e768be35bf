"""What the surroundings can do to a store, as one tree of exceptions.

    StoreError
    ├── NotAStore       the file is something else, or another program's
    ├── StoreTooNew     written by a later deltawatch
    ├── StoreDamaged    SQLite finds the file corrupt
    ├── StoreBusy       another process kept the write lock for longer than the busy timeout
    ├── StoreFull       no space left
    ├── StoreReadOnly   no right to write the file or its folder
    ├── NoSuchArticle   a person named an article that is not there
    ├── NotDue          a delivery is being sent or was sent already
    └── DigestExists    this digest of this day was saved before

Every message is one line for the operator and says what to do. Mistakes of ours (a constraint that does not hold,
wrong SQL) stay `sqlite3` errors: they are bugs and propagate.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

_RESTORE = "restore the newest backup (deltawatch restore)"


class StoreError(Exception):
    """The store cannot do what was asked."""


class NotAStore(StoreError):
    """The file is no SQLite database, or belongs to another program."""


class StoreTooNew(StoreError):
    """The file was written by a later version."""


class StoreDamaged(StoreError):
    """SQLite finds the file corrupt."""


class StoreBusy(StoreError):
    """Another process kept the write lock."""


class StoreFull(StoreError):
    """No space left; nothing of the transaction was written."""


class StoreReadOnly(StoreError):
    """The file or its folder may not be written."""


class NoSuchArticle(StoreError):
    """There is no article of this number."""


class NotDue(StoreError):
    """The delivery is being sent, or it was sent or refused."""


class DigestExists(StoreError):
    """The digest of this name and day is saved already."""


# Primary result code of SQLite -> what it is for us and what the operator does about it.
_FAULTS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_NOTADB: (NotAStore, "is not a deltawatch store; name another file"),
    sqlite3.SQLITE_CORRUPT: (StoreDamaged, f"is damaged; {_RESTORE}"),
    sqlite3.SQLITE_BUSY: (StoreBusy, "is in use by another process; try again when it has ended"),
    sqlite3.SQLITE_LOCKED: (StoreBusy, "is in use by another process; try again when it has ended"),
    sqlite3.SQLITE_FULL: (StoreFull, "cannot grow, the disk is full; make room and run again"),
    sqlite3.SQLITE_READONLY: (StoreReadOnly, "may not be written; give this user the right to write it and its folder"),
    sqlite3.SQLITE_PERM: (StoreReadOnly, "may not be written; give this user the right to write it and its folder"),
    sqlite3.SQLITE_CANTOPEN: (StoreError, "cannot be opened; look at the path and its rights"),
    sqlite3.SQLITE_IOERR: (StoreError, f"cannot be read or written, the disk has a fault; then {_RESTORE}"),
}


@contextmanager
def told(path: str) -> Iterator[None]:
    """Turn SQLite's complaints about the surroundings of the file at `path` into StoreErrors, chained."""
    try:
        yield
    except UnicodeDecodeError as fault:
        # SQLite's complaint quotes the file, in which we write UTF-8 alone.
        raise damaged(path, fault.reason) from fault
    except sqlite3.DatabaseError as fault:
        # Extended codes keep the primary one in their low byte. Errors of the Python module itself have none.
        known = _FAULTS.get(getattr(fault, "sqlite_errorcode", 0) & 0xFF)
        if known is None:
            raise
        kind, what = known
        raise kind(f"{path}: {what} ({fault})") from fault


def damaged(path: str, finding: str) -> StoreDamaged:
    """The error for a file that fails `quick_check`."""
    return StoreDamaged(f"{path}: is damaged; {_RESTORE} ({finding})")
