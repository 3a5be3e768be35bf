"""The reading engine: waiting Pages through core into the store, one transaction a Page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from core.article import Hints, Unreadable
from core.config import ReadSettings
from core.judge import Rulings, judge
from core.page import Page
from core.read import MODULES, read, read_again
from core.rules import Rules
from core.site import Site
from core.urls import host_of
from core.verdict import Held, New, Reading, Rejected, SameAs, Verdict
from crawler.pool import Died, Limits, map_killable
from crawler.rereading import Reread, changed
from store.articles import StoredArticle
from store.database import Store
from store.pages import StoredPage

logger = logging.getLogger(__name__)

#: A waiting Page, what is known of it besides its bytes, and the Page whose place it takes in a Story.
Task = tuple[StoredPage, Hints, Page | None]

#: A Page that has cost a worker so often is toxic and never tried again.
MAX_TRIES = 2
_BATCH = 200


@dataclass(slots=True)
class ReadReport:
    """What became of the Pages that waited."""

    pages: int = 0
    new: int = 0
    same: int = 0
    held: int = 0
    rejected: int = 0
    unreadable: int = 0
    #: Articles left out before that tell a Story which came since.
    attached: int = 0
    #: Pages that took the place of earlier ones, and those of them whose publishers had edited them.
    again: int = 0
    edited: int = 0
    #: Pages that had been read before and were read by the rules of now, and the Articles that came out otherwise.
    reread: int = 0
    changed: list[Reread] = field(default_factory=list)
    #: One line for each Page that was a bug of ours or cost a worker.
    faults: list[str] = field(default_factory=list)

    def count(self, verdicts: Iterable[Verdict]) -> None:
        """Count the Articles of one Page by their verdicts."""
        for verdict in verdicts:
            match verdict:
                case New():
                    self.new += 1
                case SameAs():
                    self.same += 1
                case Held():
                    self.held += 1
                case Rejected():
                    self.rejected += 1


def read_waiting(
    store: Store,
    rules: Rules,
    sites: tuple[Site, ...],
    settings: ReadSettings,
    clock: Callable[[], datetime],
    progress: Callable[[int], None] = lambda _: None,
) -> ReadReport:
    """Read every waiting Page; `progress` is told how many are done."""
    report = ReadReport()
    rulings = store.rulings.all()
    if store.pages.count_waiting():
        # A quiet cycle starts no workers.
        _read_all(store, rules, sites, settings, rulings, clock, progress, report)
    report.attached = judge_again(store, rulings, clock())
    return report


def judge_again(store: Store, rulings: Rulings, now: datetime) -> int:
    """Judge anew what was left out and may tell a Story that has come since; how many do.

    Ends: each time round an article leaves those left out, or nothing changes that could bring one back.
    """
    attached = 0
    while left_out := store.articles.to_judge_again():
        for article in left_out:
            reading = store.articles.reading(article.id)
            assert reading is not None, "it was listed just now"
            verdict = judge_among(store, reading, article.link.key, rulings)
            store.rejudge(article.id, verdict, now)
            attached += isinstance(verdict, SameAs)
    return attached


def _read_all(
    store: Store,
    rules: Rules,
    sites: tuple[Site, ...],
    settings: ReadSettings,
    rulings: Rulings,
    clock: Callable[[], datetime],
    progress: Callable[[int], None],
    report: ReadReport,
) -> None:
    zones = {site.id: site.timezone for site in sites}
    limits = Limits(workers=settings.workers, timeout=settings.timeout, memory=settings.memory)
    tasks = ((stored, hints_for(stored, zones, store), _before(stored, store)) for stored in _waiting(store))
    for outcome in map_killable(_work, tasks, rules, limits, MODULES):
        _settle(store, outcome.item, outcome.result, rulings, clock(), report)
        report.pages += 1
        progress(report.pages)


def hints_for(stored: StoredPage, zones: dict[str, str], store: Store) -> Hints:
    """What is known of a stored Page besides its bytes."""
    return Hints(
        fetched_at=stored.page.fetched_at,
        anchor=stored.found.anchor if stored.found else "",
        listed=stored.found.listed if stored.found else None,
        timezone=zones.get(stored.site or "", "Asia/Shanghai"),
        furniture=store.furniture.of(host_of(stored.page.url or stored.page.asked_url or "")),
    )


def judge_among(store: Store, reading: Reading, key: str, rulings: Rulings) -> Verdict:
    """The Verdict on what was read at an address, given what the store knows: an article is no copy of itself."""
    known = store.stories.candidates(reading.fingerprint, besides=key)
    return judge(reading, known, rulings, store.articles.archived_like(reading.fingerprint, besides=key))


def _before(stored: StoredPage, store: Store) -> Page | None:
    return store.pages.before(stored.id) if stored.in_story else None


def _is_wanted_in_full(stored: StoredPage) -> bool:
    """A person who imports a page wants to see all of it, and a story that changed its subject is to be seen whole."""
    return stored.found is None or stored.in_story


def _waiting(store: Store) -> Iterator[StoredPage]:
    """Waiting Pages, oldest first, each at most once: one that failed now waits for the next run."""
    last = 0
    while batch := store.pages.waiting(_BATCH, after=last):
        yield from batch
        last = batch[-1].id


def _settle(
    store: Store,
    task: Task,
    result: tuple[Reading, ...] | Unreadable | Died | Bug,
    rulings: Rulings,
    now: datetime,
    report: ReadReport,
) -> None:
    stored, _, before = task
    match result:
        case Unreadable():
            store.pages.close(stored.id, "unreadable", str(result), now, gone=result.reason == "not found")
            report.unreadable += 1
        case Died() | Bug():
            _failed(store, stored, result, now, report)
        case readings:
            known = _read_from(store, stored)
            judged = [(reading, judge_among(store, reading, stored.key, rulings)) for reading in readings]
            store.settle(stored.id, judged, now)
            if known:
                report.reread += 1
                report.changed += changed(known, _read_from(store, stored))
            elif before is not None:
                report.again += 1
                report.edited += any(reading.edit for reading in readings)
            else:
                report.count(verdict for _, verdict in judged)


def _read_from(store: Store, stored: StoredPage) -> tuple[StoredArticle, ...]:
    """The Articles that the store has of this very Page."""
    return tuple(each for each in store.articles.of_address(stored.key) if each.page == stored.id and each.part >= 0)


def _failed(store: Store, stored: StoredPage, cause: Died | Bug, now: datetime, report: ReadReport) -> None:
    report.faults.append(f"{stored.page.url}: {cause.reason}")
    logger.warning("page %d not read: %s", stored.id, cause.reason)
    if store.pages.failed(stored.id, cause.reason, now) >= MAX_TRIES:
        store.pages.close(stored.id, "toxic", cause.reason, now)


@dataclass(frozen=True, slots=True)
class Bug:
    """A mistake of ours that one Page brought to light: recorded, so that the others go on."""

    reason: str


def _work(task: Task, rules: Rules) -> tuple[Reading, ...] | Unreadable | Bug:
    stored, hints, before = task
    try:
        if before is not None:
            return read_again(before, stored.page, hints, rules)
        return read(stored.page, hints, rules, in_full=_is_wanted_in_full(stored))
    except MemoryError:
        raise
    except Exception as fault:  # one stranger's page must never stop the others
        logger.exception("page %d: a bug in reading", stored.id)
        return Bug(f"bug: {type(fault).__name__}: {fault}")
