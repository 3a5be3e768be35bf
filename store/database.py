"""The Store: one open file with one table of each noun."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from types import TracebackType
from typing import Self

from core.past import Past
from core.verdict import Reading, Verdict
from store import settling
from store.archive import Archive
from store.articles import Articles
from store.changes import Changes
from store.checks import Checks, RobotsStore, ValidatorStore
from store.connection import Database, open_database
from store.deliveries import Deliveries
from store.digests import Digests
from store.furniture import Furniture
from store.judgements import Judgements
from store.links import Links
from store.overview import Counts, Explanation, count, explain, near, warnings
from store.pages import Pages
from store.past import past_of
from store.pauses import Pauses
from store.rulings import Rulings
from store.runs import Runs
from store.search import Search
from store.sites import Sites
from store.stories import Stories


class Store:
    """Everything that is kept. Every verb that writes is one transaction; belongs to the thread that opened it."""

    def __init__(self, database: Database) -> None:
        self.path = database.path
        self._database = database
        self.sites = Sites(database)
        self.links = Links(database)
        self.pages = Pages(database)
        self.articles = Articles(database)
        self.stories = Stories(database)
        self.changes = Changes(database)
        self.furniture = Furniture(database)
        self.rulings = Rulings(database)
        self.judgements = Judgements(database)
        self.search = Search(database)
        self.checks = Checks(database)
        self.validators = ValidatorStore(database)
        self.robots = RobotsStore(database)
        self.pauses = Pauses(database)
        self.runs = Runs(database)
        self.digests = Digests(database)
        self.archive = Archive(database)
        self.deliveries = Deliveries(database)

    def settle(self, page_id: int, results: Sequence[tuple[Reading, Verdict]], now: datetime) -> tuple[int, ...]:
        """Write all Articles of a Page with their verdicts; returns their numbers (store.settling)."""
        return settling.settle(self._database, page_id, results, now)

    def rejudge(self, article_id: int, verdict: Verdict, now: datetime) -> None:
        """Give an article that is in no Story another verdict, unless a person gave it its own (store.settling)."""
        settling.rejudge(self._database, article_id, verdict, now)

    def explain(self, url_or_id: str) -> Explanation | None:
        """Every decision about one address, or about that of the article of this number; None when unknown."""
        return explain(self._database, url_or_id)

    def past(self, digest: str, since: datetime, until: datetime, zone: tzinfo, *, by_issue: bool) -> Past:
        """What earlier issues of a digest told, for the one of this window (store.past)."""
        return past_of(self._database, digest, since, until, zone, by_issue=by_issue)

    def near(self, url: str, limit: int = 3) -> tuple[str, ...]:
        """Known addresses of the same host that are spelt most like one that is not known."""
        return near(self._database, url, limit)

    def counts(self) -> Counts:
        """How much of everything there is."""
        return count(self._database)

    def warnings(self) -> tuple[str, ...]:
        """What the operator should mend before it costs data, a line each."""
        return warnings(self._database)

    def close(self) -> None:
        """Close the file; safe to repeat."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(path: Path | str, *, busy_timeout: float = 5.0, check: bool = True) -> Store:
    """Open the store, make it where it is missing, bring an older one up to date.

    Args:
        path: The file; its folder is made.
        busy_timeout: Seconds a write waits for another process before it raises StoreBusy.
        check: Have SQLite read the whole file first. Off only for a child of a process that has just done so.

    Raises:
        StoreError: in one line for the operator, see store.errors.
    """
    return Store(open_database(Path(path), busy_timeout, check))
