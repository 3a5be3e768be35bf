"""Rulings: what a person decided about held articles and, if so said, about all of a host."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from core.judge import Rulings as HostRulings
from core.verdict import New, Rejected, Why
from store.articles import verdict_columns
from store.connection import Columns, Database, Row
from store.errors import NoSuchArticle, StoreError
from store.rows import from_time, to_time
from store.settling import found_story, leave_story
from store.stories import is_shown

Decision = Literal["released", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRuling:
    """What a person decided about a host and the hosts below it."""

    host: str
    decision: Decision
    at: datetime


class Rulings:
    """Decisions by hand; no re-reading undoes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def release(self, article_id: int, now: datetime) -> int:
        """Make a held or rejected article a Story first seen now; returns its Story, the old one if it has one.

        Raises:
            NoSuchArticle: where there is none of this number.
        """
        with self._database.atomic():
            row = self._article(article_id)
            if row["story"] is not None:
                return int(row["story"])
            self._decide(row, {**verdict_columns(New()), "how": None, "detail": "released by hand"}, now)
            return found_story(self._database, article_id, now)

    def reject(self, article_id: int, now: datetime) -> None:
        """Keep an article out.

        Raises:
            NoSuchArticle: where there is none of this number.
            StoreError: where a digest has shown it already and nothing is left to decide.
        """
        with self._database.atomic():
            row = self._article(article_id)
            if row["story"] is not None and is_shown(self._database, row["story"]):
                raise StoreError(f"article {article_id} was in a digest and stays there")
            if row["story"] is not None:
                leave_story(self._database, row)
            self._decide(row, verdict_columns(Rejected(why=Why.BY_HAND, detail="rejected by hand")), now)

    def decide_host(self, article_id: int, decision: Decision, now: datetime) -> str:
        """Decide about the host of an article for good, in place of an earlier decision; returns the host.

        Raises:
            NoSuchArticle: where there is none of this number.
            StoreError: where the article has no host.
        """
        with self._database.atomic():
            host: str | None = self._article(article_id)["host"]
            if host is None:
                raise StoreError(f"article {article_id} has no address, so there is no host to decide about")
            self._database.execute(
                "insert or replace into rulings (host, decision, at) values (?, ?, ?)", [host, decision, to_time(now)]
            )
            return host

    def forget(self, host: str) -> bool:
        """Have the rules decide about a host again; False where nobody had decided about it."""
        with self._database.atomic():
            return self._database.execute("delete from rulings where host = ?", [host]).rowcount > 0

    def listed(self) -> tuple[HostRuling, ...]:
        """What was decided about hosts, by name."""
        return tuple(
            HostRuling(host=row["host"], decision=row["decision"], at=from_time(row["at"]))
            for row in self._database.rows("select * from rulings order by host")
        )

    def all(self) -> HostRulings:
        """The hosts decided about for good."""
        return HostRulings(released=self._hosts("released"), rejected=self._hosts("rejected"))

    def _hosts(self, decision: Decision) -> frozenset[str]:
        return frozenset(ruling.host for ruling in self.listed() if ruling.decision == decision)

    def _article(self, article_id: int) -> Row:
        row = self._database.row("select * from articles where id = ?", [article_id])
        if row is None:
            raise NoSuchArticle(f"there is no article {article_id}")
        return row

    def _decide(self, row: Row, columns: Columns, now: datetime) -> None:
        self._database.update("articles", row["id"], {**columns, "by_hand": 1, "decided_at": to_time(now)})
