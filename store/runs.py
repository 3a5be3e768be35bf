"""Runs: one crawl of one Site each, also those that never came to their end."""

from __future__ import annotations

from datetime import datetime

from core.run import Run
from store.connection import Database, Row
from store.rows import from_time, maybe_time, to_time


class Runs:
    """The table of Runs."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def start(self, site: str, now: datetime) -> int:
        """Note that a crawl of this Site begins; returns its number."""
        with self._database.atomic():
            return self._database.insert("runs", {"site": site, "started": to_time(now), "ending": "running"})

    def finish(
        self, run_id: int, ending: str, requests: int, pages: int, new_links: int, failures: int, now: datetime
    ) -> None:
        """Note how it ended: `finished`, `stopped`, `budget` ..., with its counts."""
        with self._database.atomic():
            self._database.update(
                "runs",
                run_id,
                {
                    "ending": ending,
                    "requests": requests,
                    "pages": pages,
                    "new_links": new_links,
                    "failures": failures,
                    "ended": to_time(now),
                },
            )

    def close_dead(self, now: datetime) -> int:
        """Mark what still seems to run as killed; call it where no other crawl can be under way. Returns how many."""
        with self._database.atomic():
            return self._database.execute(
                "update runs set ending = 'killed', ended = ? where ended is null", [to_time(now)]
            ).rowcount

    def cut_off(self) -> frozenset[str]:
        """The Sites whose newest Run did not end by itself: a kill, a signal or a full disk ended it."""
        rows = self._database.rows(
            "select site from runs where id in (select max(id) from runs group by site)"
            " and ending in ('killed', 'stopped', 'failed', 'running')"
        )
        return frozenset(row["site"] for row in rows)

    def first(self) -> datetime | None:
        """When the first Run began: nothing was watched before."""
        return maybe_time(self._database.value("select started from runs order by id limit 1"))

    def prune(self, before: datetime) -> int:
        """Drop the Runs begun before then; not the very first, and not the newest of a Site. Returns how many."""
        with self._database.atomic():
            return self._database.execute(
                "delete from runs where started < ? and id not in (select max(id) from runs group by site)"
                " and id > (select min(id) from runs)",
                [to_time(before)],
            ).rowcount

    def recent(self, limit: int) -> tuple[Run, ...]:
        """The newest Runs first."""
        return tuple(_run(row) for row in self._database.rows("select * from runs order by id desc limit ?", [limit]))


def _run(row: Row) -> Run:
    return Run(
        id=row["id"],
        site=row["site"],
        started=from_time(row["started"]),
        ended=maybe_time(row["ended"]),
        ending=row["ending"],
        requests=row["requests"],
        pages=row["pages"],
        new_links=row["new_links"],
        failures=row["failures"],
    )
