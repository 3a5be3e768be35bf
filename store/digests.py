"""Digests: saved with the Stories they show and the Letters they leave by, all or nothing, one a day of each name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.digest import Letter, Window
from store.connection import Database, Row
from store.deliveries import put
from store.errors import DigestExists
from store.rows import from_time, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedDigest:
    """A digest that was made: from its JSON all its forms come again, byte for byte."""

    id: int
    name: str
    local_date: date
    window: Window
    built_at: datetime
    json: str


class Digests:
    """The table of digests."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(
        self,
        name: str,
        local_date: date,
        window: Window,
        digest_json: str,
        stories: Sequence[int],
        letters: Sequence[Letter],
        now: datetime,
    ) -> int:
        """Save a digest, mark its Stories shown, and put its Letters into the outbox; on the disk when it returns.

        Raises:
            DigestExists: where one of this name and local date is saved; nothing is changed.
        """
        with self._database.durable():
            if self.get(name, local_date) is not None:
                raise DigestExists(f"the {name} digest of {local_date} is saved already")
            digest = self._database.insert(
                "digests",
                {
                    "name": name,
                    "local_date": local_date.isoformat(),
                    "since": to_time(window.since),
                    "until": to_time(window.until),
                    "late": window.late,
                    "built_at": to_time(now),
                    "json": digest_json,
                },
            )
            for story in dict.fromkeys(stories):
                self._database.insert("digest_stories", {"digest": digest, "story": story})
            put(self._database, digest, letters)
            return digest

    def any(self) -> bool:
        """Whether a digest of any name was ever made."""
        return bool(self._database.value("select exists (select 1 from digests)"))

    def last(self, name: str) -> SavedDigest | None:
        """The newest digest of this name."""
        row = self._database.row("select * from digests where name = ? order by local_date desc limit 1", [name])
        return None if row is None else _saved(row)

    def get(self, name: str, local_date: date) -> SavedDigest | None:
        """The digest of this name and local date."""
        row = self._database.row(
            "select * from digests where name = ? and local_date = ?", [name, local_date.isoformat()]
        )
        return None if row is None else _saved(row)

    def of(self, name: str, limit: int) -> tuple[SavedDigest, ...]:
        """The newest digests of this name, the newest first."""
        rows = self._database.rows(
            "select * from digests where name = ? order by local_date desc limit ?", [name, limit]
        )
        return tuple(_saved(row) for row in rows)

    def showing(self, story: int) -> tuple[SavedDigest, ...]:
        """The digests that showed this Story, the first one first."""
        rows = self._database.rows(
            "select digests.* from digests join digest_stories on digest = digests.id"
            " where story = ? order by built_at",
            [story],
        )
        return tuple(_saved(row) for row in rows)


def _saved(row: Row) -> SavedDigest:
    return SavedDigest(
        id=row["id"],
        name=row["name"],
        local_date=date.fromisoformat(row["local_date"]),
        window=Window(since=from_time(row["since"]), until=from_time(row["until"]), late=bool(row["late"])),
        built_at=from_time(row["built_at"]),
        json=row["json"],
    )
