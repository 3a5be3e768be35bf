"""Rulings: what a person decided about held articles and, if so said, about all of a host."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from core.judge import Rulings as HostRulings
from core.verdict import New, Rejected, Why
from store.articles import verdict_columns
from store.connection import Columns, Database, Row
from store.errors import NoSuchArticle, StoreError
from store.rows import to_time
from store.settling import found_story, leave_story
from store.stories import is_shown


class Rulings:
    """Decisions by hand; no re-reading undoes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def release(self, article_id: int, now: datetime, always: bool = False) -> int:
        """Make a held or rejected article a Story first seen now; returns its Story, the old one if it has one.

        With `always`, later articles of its host are released too.

        Raises:
            NoSuchArticle: where there is none of this number.
            StoreError: with `always`, where the article has no host.
        """
        with self._database.atomic():
            row = self._ruled(article_id, "released", now, always)
            if row["story"] is not None:
                return int(row["story"])
            self._decide(row, {**verdict_columns(New()), "how": None, "detail": "released by hand"}, now)
            return found_story(self._database, article_id, now)

    def reject(self, article_id: int, now: datetime, always: bool = False) -> None:
        """Keep an article out; with `always`, all later ones of its host too.

        Raises:
            NoSuchArticle: where there is none of this number.
            StoreError: where a digest has shown it already and nothing is left to decide.
        """
        with self._database.atomic():
            row = self._ruled(article_id, "rejected", now, always)
            if row["story"] is not None and is_shown(self._database, row["story"]):
                if not always:
                    raise StoreError(f"article {article_id} was in a digest; --always keeps the rest of its host out")
                return
            if row["story"] is not None:
                leave_story(self._database, row)
            self._decide(row, verdict_columns(Rejected(why=Why.BY_HAND, detail="rejected by hand")), now)

    def all(self) -> HostRulings:
        """The hosts decided about for good."""
        return HostRulings(released=self._hosts("released"), rejected=self._hosts("rejected"))

    def _hosts(self, decision: str) -> frozenset[str]:
        rows = self._database.rows("select host from rulings where decision = ?", [decision])
        return frozenset(row["host"] for row in rows)

    def _ruled(self, article_id: int, decision: Literal["released", "rejected"], now: datetime, always: bool) -> Row:
        row = self._database.row("select * from articles where id = ?", [article_id])
        if row is None:
            raise NoSuchArticle(f"there is no article {article_id}")
        if always:
            if row["host"] is None:
                raise StoreError(f"article {article_id} has no address, so there is no host to decide about")
            self._database.execute(
                "insert or replace into rulings (host, decision, at) values (?, ?, ?)",
                [row["host"], decision, to_time(now)],
            )
        return row

    def _decide(self, row: Row, columns: Columns, now: datetime) -> None:
        self._database.update("articles", row["id"], {**columns, "by_hand": 1, "decided_at": to_time(now)})
