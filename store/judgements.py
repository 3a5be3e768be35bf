"""Judgements: what a person thinks of articles, beside what the rules made of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.assessment import Trust
from store.connection import Database, Row
from store.errors import NoSuchArticle
from store.rows import from_time, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person thinks of an article. It changes no verdict; the rules are measured by it."""

    article: int
    #: Of the article, as it is read now.
    url: str | None
    title: str
    #: Whether it should be in a digest if nobody had told its story before.
    worthy: bool
    #: What it is, where the person said so.
    trust: Trust | None
    note: str
    at: datetime


class Judgements:
    """The table of Judgements, one for each article: the newest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, article: int, worthy: bool, trust: Trust | None, note: str, now: datetime) -> None:
        """Keep a judgement, in place of an earlier one on the same article.

        Raises:
            NoSuchArticle: where there is none of this number.
        """
        with self._database.atomic():
            if self._database.value("select 1 from articles where id = ?", [article]) is None:
                raise NoSuchArticle(f"there is no article {article}")
            self._database.execute(
                "insert or replace into judgements (article, worthy, trust, note, at) values (?, ?, ?, ?, ?)",
                [article, worthy, trust, note, to_time(now)],
            )

    def of(self, article: int) -> Judgement | None:
        """The judgement on one article."""
        row = self._database.row(f"{_SELECT} where article = ?", [article])
        return None if row is None else _judgement(row)

    def all(self) -> tuple[Judgement, ...]:
        """Every judgement, in the order in which the articles were read first."""
        return tuple(_judgement(row) for row in self._database.rows(f"{_SELECT} order by article"))


_SELECT = """
select judgements.*, articles.url, articles.title from judgements join articles on articles.id = judgements.article
"""


def _judgement(row: Row) -> Judgement:
    return Judgement(
        article=row["article"],
        url=row["url"],
        title=row["title"],
        worthy=bool(row["worthy"]),
        trust=None if row["trust"] is None else Trust(row["trust"]),
        note=row["note"],
        at=from_time(row["at"]),
    )
