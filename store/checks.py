"""How looks at Sources ended, what servers said for conditional requests, and kept copies of robots.txt."""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from core.link import Outcome
from core.run import SourceCheck
from store.connection import Database, Row
from store.rows import from_time, maybe_time, to_time

#: How far back health is worked out from every single check.
RECENT = timedelta(days=30)

#: After every time there is.
_END = "9999"
_OF_SOURCE = "from checks where site = :site and source = :source"
_NEWS = f"select id {_OF_SOURCE} and at <= :now and new > 0 order by at desc, id desc limit 30"
_GOOD = f"{_OF_SOURCE} and at <= :now and outcome in ('{Outcome.FETCHED}', '{Outcome.UNCHANGED}')"
_LAST_GOOD = f"select id {_GOOD} order by at desc, id desc limit 1"
_HISTORY = f"""
    select * {_OF_SOURCE} and at <= :now and (at > :recent or id in ({_NEWS}) or id = ({_LAST_GOOD})) order by at, id
"""
_SINCE_GOOD = f"""
    select * {_OF_SOURCE} and at <= :now and at >= coalesce((select max(at) {_GOOD}), '') order by at, id
"""
_LAST_LOOK = f"select * {_OF_SOURCE} and run = (select max(run) {_OF_SOURCE}) order by at, id"
_PRUNE = f"delete {_OF_SOURCE} and at < :before and id not in ({_NEWS}) and id is not ({_LAST_GOOD})"


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

    def history(self, site: str, source: str, now: datetime) -> tuple[SourceCheck, ...]:
        """What the health of this Source at `now` is worked out from, in the order of time.

        All its checks of the last `RECENT`; of the older ones the newest that brought something new, for the pauses of
        a list that is written once a year, and the last good one.
        """
        rows = self._database.rows(
            _HISTORY,
            {"site": site, "source": source, "now": to_time(now), "recent": to_time(now - RECENT)},
        )
        return tuple(_check(row) for row in rows)

    def since_good(self, site: str, source: str, now: datetime) -> tuple[SourceCheck, ...]:
        """The last good check of this Source and all after it, in the order of time; all where none was good.

        What is later than `now` does not count: the clock was set back.
        """
        rows = self._database.rows(_SINCE_GOOD, {"site": site, "source": source, "now": to_time(now)})
        return tuple(_check(row) for row in rows)

    def last_good(self, site: str, source: str, now: datetime) -> datetime | None:
        """When this Source was last looked at with success, up to `now`."""
        named = {"site": site, "source": source, "now": to_time(now)}
        return maybe_time(self._database.value(f"select max(at) {_GOOD}", named))

    def of_last_look(self, site: str, source: str) -> tuple[SourceCheck, ...]:
        """The answers to the newest look at this Source that a Run has recorded."""
        rows = self._database.rows(_LAST_LOOK, {"site": site, "source": source})
        return tuple(_check(row) for row in rows)

    def prune(self, before: datetime) -> int:
        """Drop the checks before `before`, without what `history` tells of any later time; gives their number."""
        dropped = 0
        with self._database.atomic():
            for row in self._database.rows("select distinct site, source from checks"):
                named = {"site": row["site"], "source": row["source"], "now": _END, "before": to_time(before)}
                dropped += self._database.execute(_PRUNE, named).rowcount
        return dropped

    def last(self, site: str, source: str) -> SourceCheck | None:
        """The newest look at this Source, however it ended."""
        row = self._database.row(
            "select * from checks where site = ? and source = ? order by at desc, id desc limit 1", [site, source]
        )
        return None if row is None else _check(row)


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
        dated=row["dated"],
        spacing=row["spacing"],
        seen=row["seen"],
        proposal=row["proposal"],
        redirected=row["redirected"],
        run=row["run"],
    )
