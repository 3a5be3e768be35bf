"""The Store: one open file with a room for each noun."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from store.checks import Checks, RobotsStore, ValidatorStore
from store.database import Database, open_database
from store.links import Links
from store.pages import Pages
from store.runs import Runs


class Store:
    """Everything that is kept. Every verb that writes is one transaction; belongs to the thread that opened it."""

    def __init__(self, database: Database) -> None:
        self.path = database.path
        self._database = database
        self.links = Links(database)
        self.pages = Pages(database)
        self.checks = Checks(database)
        self.validators = ValidatorStore(database)
        self.robots = RobotsStore(database)
        self.runs = Runs(database)

    def close(self) -> None:
        """Close the file; safe to repeat."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(path: Path | str, *, busy_timeout: float = 5.0, check: bool = True) -> Store:
    """Open the store, make it where it is missing, bring an older one up to date.

    Args:
        path: The file; its folder is made.
        busy_timeout: Seconds a write waits for another process before it raises StoreBusy.
        check: Have SQLite read the whole file first. Off only for a child of a process that has just done so.

    Raises:
        StoreError: in one line for the operator, see store.errors.
    """
    return Store(open_database(Path(path), busy_timeout, check))
