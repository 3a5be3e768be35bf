"""How looks at Sources ended, what servers said for conditional requests, and kept copies of robots.txt."""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass
from datetime import datetime

from core.link import Outcome
from core.run import SourceCheck
from store.connection import Database, Row
from store.rows import from_time, maybe_time, to_time

_ANSWERED = (Outcome.FETCHED, Outcome.UNCHANGED)


class Checks:
    """The table of SourceChecks, the raw material of the coverage statement."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, check: SourceCheck) -> None:
        """Keep one look at one Source."""
        with self._database.atomic():
            self._database.insert("checks", {**asdict(check), "at": to_time(check.at)})

    def since(self, since: datetime, until: datetime) -> tuple[SourceCheck, ...]:
        """The looks after `since` and not after `until`, in the order of time."""
        rows = self._database.rows(
            "select * from checks where at > ? and at <= ? order by at, id", [to_time(since), to_time(until)]
        )
        return tuple(_check(row) for row in rows)

    def last(self, site: str, source: str) -> SourceCheck | None:
        """The newest look at this Source, however it ended."""
        row = self._database.row(
            "select * from checks where site = ? and source = ? order by at desc, id desc limit 1", [site, source]
        )
        return None if row is None else _check(row)

    def last_ok(self, site: str, source: str) -> datetime | None:
        """When this Source last answered with a list (new or unchanged)."""
        return maybe_time(
            self._database.value(
                "select max(at) from checks where site = ? and source = ? and outcome in (?, ?)",
                [site, source, *_ANSWERED],
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave for conditional requests to one address."""

    etag: str | None
    last_modified: str | None
    #: Conditional requests since the last unconditional one.
    conditional: int


class ValidatorStore:
    """The table of Validators, by the exact address asked for."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, url: str) -> Validators | None:
        """What is known for this address."""
        row = self._database.row("select etag, last_modified, conditional from validators where url = ?", [url])
        return None if row is None else Validators(**dict(row))

    def remember(self, url: str, etag: str | None, last_modified: str | None, conditional: int) -> None:
        """Replace what is known for this address."""
        with self._database.atomic():
            self._database.execute(
                "insert or replace into validators (url, etag, last_modified, conditional) values (?, ?, ?, ?)",
                [url, etag, last_modified, conditional],
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotsCopy:
    """An answer to a request for robots.txt."""

    fetched_at: datetime
    status: int
    body: bytes


class RobotsStore:
    """The last good answer of each host."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, host_key: str) -> RobotsCopy | None:
        """The kept copy of this host."""
        row = self._database.row("select fetched_at, status, body from robots where host_key = ?", [host_key])
        if row is None:
            return None
        return RobotsCopy(
            fetched_at=from_time(row["fetched_at"]), status=row["status"], body=zlib.decompress(row["body"])
        )

    def keep(self, host_key: str, copy: RobotsCopy) -> None:
        """Replace the kept copy of this host."""
        with self._database.atomic():
            self._database.execute(
                "insert or replace into robots (host_key, fetched_at, status, body) values (?, ?, ?, ?)",
                [host_key, to_time(copy.fetched_at), copy.status, zlib.compress(copy.body)],
            )


def _check(row: Row) -> SourceCheck:
    return SourceCheck(
        site=row["site"],
        source=row["source"],
        at=from_time(row["at"]),
        outcome=Outcome(row["outcome"]),
        reason=row["reason"],
        status=row["status"],
        links=row["links"],
        new=row["new"],
        newest=row["newest"],
    )
