"""What the stories of a host begin and end with, so that the reader knows its furniture (core.extract.learnt)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from store.connection import Database
from store.rows import to_json, to_time

#: A line of so many stories of a host is furniture (research: dedup.md §0.1). Stories, not pages: the versions of one
#: story share all their lines.
LEAST = 3
#: Rows kept of one host, those seen last: what some 180 stories end with.
MOST = 2000


class Furniture:
    """The table of that name."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, host: str) -> frozenset[int]:
        """The lines that are furniture on this host."""
        rows = self._database.rows(
            "select line from furniture where host = ? group by line having count(*) >= ?", [host, LEAST]
        )
        return frozenset(row["line"] for row in rows)


def learn(database: Database, host: str, story: int, lines: Iterable[int], now: datetime) -> None:
    """Remember that an article of this Story stood between these lines. For use inside a transaction."""
    parameters = {"host": host, "story": story, "lines": to_json(sorted(lines)), "now": to_time(now)}
    database.execute(
        """
        insert or replace into furniture (host, line, story, seen)
        select :host, value, :story, :now from json_each(:lines)
        """,
        parameters,
    )
    # More stories than LEAST tell nothing more of a line.
    database.execute(
        """
        delete from furniture where host = :host and (line, story) in (
            select line, story from (
                select line, story, row_number() over (partition by line order by seen desc, story desc) as place
                from furniture where host = :host and line in (select value from json_each(:lines))
            ) where place > :least
        )
        """,
        {**parameters, "least": LEAST},
    )
    database.execute(
        """
        delete from furniture where host = :host and (line, story) in (
            select line, story from furniture where host = :host order by seen desc, line, story limit -1 offset :most
        )
        """,
        {**parameters, "most": MOST},
    )
