"""Until when hosts asked to be left alone: a run keeps to what an earlier one was told."""

from __future__ import annotations

from datetime import datetime

from store.connection import Database
from store.rows import maybe_time, to_time


class Pauses:
    """The table of pauses, one for each host."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def until(self, host: str) -> datetime | None:
        """Before when this host is not to be asked; None when it never said."""
        return maybe_time(self._database.value("select until from pauses where host = ?", [host]))

    def hosts(self, now: datetime) -> frozenset[str]:
        """The hosts that are not to be asked at `now`."""
        rows = self._database.rows("select host from pauses where until > ?", [to_time(now)])
        return frozenset(row["host"] for row in rows)

    def keep(self, host: str, until: datetime) -> None:
        """Replace the moment before which this host is not to be asked."""
        with self._database.atomic():
            self._database.execute("insert or replace into pauses (host, until) values (?, ?)", [host, to_time(until)])
