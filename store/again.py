"""Again: articles that were left out are judged anew when a Story comes that they may tell.

A mirror or a spun copy that is read before its original waits for a person; once the original is there, it is a copy of
that. So is what was first published long ago (stale). Both are found by their features, like Stories.
"""

from __future__ import annotations

from collections.abc import Sequence

from store.articles import LONGEST_LIST, features_of
from store.connection import Database
from store.rows import to_json

#: So many are judged again at the most.
MOST_AGAIN = 64


def index(database: Database, article: int) -> None:
    """Write the features of an article that waits or is stale; one that is in a Story has none here.

    For use inside a transaction.
    """
    database.execute("delete from left_out_sketch where article = ?", [article])
    row = database.row(
        "select fingerprint from articles"
        " where id = ? and story is null and not by_hand and (verdict = 'held' or why = 'stale')",
        [article],
    )
    if row is not None:
        database.execute(
            "insert into left_out_sketch (h, article) select value, :article from json_each(:features)",
            {"article": article, "features": to_json(features_of(row))},
        )


def mark(database: Database, features: Sequence[int]) -> None:
    """Have those judged again that share two of a Story's features. For use inside a transaction."""
    database.execute(
        """
        update articles set again = 1 where story is null and not by_hand and id in (
            select waiting.article
            from json_each(:features) as mine cross join left_out_sketch as waiting on waiting.h = mine.value
            where (select count(*) from (
                select 1 from left_out_sketch where h = mine.value limit :longest + 1
            )) <= :longest
            group by waiting.article having count(*) >= 2 order by count(*) desc, waiting.article limit :most
        )
        """,
        {"features": to_json(features), "longest": LONGEST_LIST, "most": MOST_AGAIN},
    )
