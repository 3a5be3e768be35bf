"""The jobs: each a short composition of the rooms below. Commands, cron and the daemon all call these."""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.config import DigestSettings, Form
from core.coverage import cover
from core.digest import Digest, Letter, Rendered, SourceCoverage, Window
from core.health import NO_ARTICLES, looks
from core.link import Outcome
from core.run import SourceCheck
from core.site import Site, Source
from core.topics.labels import english_labels
from crawler.job import CrawlJob, DueSite, to_json
from digest.build import build
from digest.channels import letters
from digest.errors import DigestError
from digest.feed import FEED_DAYS
from digest.files import is_written, write
from digest.forms import are_feeds, contents, feeds, how_to_have, lacking
from digest.record import from_json
from digest.render import render
from scheduler.archiving import Archived, archive_after_digest, archive_seen_from
from scheduler.child import OVERTIME, Ended, run_module
from scheduler.clock import Clock
from scheduler.delivering import DeliveryReport, deliver, deliverable
from scheduler.plan import DueDigest, audience_began, due_digest, due_sources, reaching_back
from scheduler.resources import Setup
from store import backup
from store.database import Store
from store.digests import SavedDigest

if TYPE_CHECKING:
    from crawler.read import ReadReport

logger = logging.getLogger(__name__)

#: A backup is made when the newest is older than this: once a day, whatever hour cron comes by.
BACKUP_AFTER = timedelta(hours=20)
#: Single checks and runs are kept so long, 60 MB of them for 150 Sources that are looked at each hour: until then the
#: coverage of a past digest can be told again.
KEEP_LOOKS = timedelta(days=60)


def real_clock() -> datetime:
    """The time now, aware, UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """How the Sources that were due came out."""

    checks: tuple[SourceCheck, ...] = ()
    #: Pages that were fetched and kept, lists not among them.
    pages: int = 0
    #: Why the child did not end as it should; empty when it did.
    fault: str = ""
    #: The Sources that search, by Site and Source: they may find nothing.
    searches: frozenset[tuple[str, str]] = frozenset()

    @property
    def failed(self) -> tuple[SourceCheck, ...]:
        """The looks that brought no link, searches without a hit apart; one for which there was no time is none."""
        checks = defaultdict[tuple[str, str], list[SourceCheck]](list)
        for check in self.checks:
            checks[check.site, check.source].append(check)
        taken = (look for each in checks.values() for look in looks(each))
        return tuple(look for look in taken if not self._is_well(look))

    def _is_well(self, look: SourceCheck) -> bool:
        if look.outcome is Outcome.EMPTY:
            return (look.site, look.source) in self.searches
        return look.outcome.is_list


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A digest that was made, with its files."""

    digest: Digest
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A digest before it is saved: how it looks, and how it leaves."""

    digest: Digest
    rendered: Rendered
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cycle:
    """Everything one cycle did."""

    crawl: CrawlReport
    read: ReadReport
    digests: tuple[Made, ...]
    #: One line for each digest whose files could not be written; its mails leave all the same.
    unwritten: tuple[str, ...] = ()
    delivery: DeliveryReport
    archived: Archived = field(default_factory=Archived)

    @property
    def is_whole(self) -> bool:
        """Whether nothing failed: no Source, no page, no file, no mail."""
        return not (self.crawl.failed or self.faults)

    @property
    def faults(self) -> tuple[str, ...]:
        """One line for each thing that failed, the Sources apart."""
        crawl = (self.crawl.fault,) if self.crawl.fault else ()
        archive = (self.archived.fault,) if self.archived.fault else ()
        return (*crawl, *self.read.faults, *self.unwritten, *self.delivery.faults, *archive)


def cycle(setup: Setup, store: Store, clock: Clock, progress: Callable[[int], None] = lambda _: None) -> Cycle:
    """One whole cycle: crawl what is due, read what waits, make and send the digests that are due, keep house."""
    crawled = crawl(setup, store, clock)
    reading = read(setup, store, clock, progress)
    made, unwritten = make_digests(setup, store, clock)
    delivered = deliver(setup, store, clock)
    keep_house(setup, store, clock())
    archived = archive_after_digest(setup, store)
    return Cycle(crawl=crawled, read=reading, digests=made, unwritten=unwritten, delivery=delivered, archived=archived)


def crawl(
    setup: Setup, store: Store, clock: Clock, *, everything: bool = False, links_only: bool = False
) -> CrawlReport:
    """Fetch from all due Sources, or from all that are on, in one child process; or only the Links that wait."""
    began = clock()
    store.sites.remember(setup.sites)
    store.runs.close_dead(began)
    due = due_sources(setup.sites, {}, began) if everything else sources_due(setup, store, began)
    if not due:
        return CrawlReport()
    settings = setup.config.crawl
    job = CrawlJob(
        store=str(setup.store_path),
        due=tuple(
            DueSite(site=_reaching_back(store, site, began), sources=tuple(source.id for source in sources))
            for site, sources in due
        ),
        user_agent=user_agent(settings.contact),
        crawl=settings,
        budget=settings.budget,
        parent=os.getpid(),
        links_only=links_only,
        clock_offset=(began - real_clock()).total_seconds(),
    )
    ended = run_module("crawler.fetch", to_json(job).encode(), limit=settings.budget + OVERTIME)
    store.runs.close_dead(clock())
    checks = store.checks.since(began - timedelta(seconds=1), clock())
    pages = sum(site["pages"] for site in ended.answer.get("sites", {}).values())
    searches = frozenset((site.id, source.id) for site, sources in due for source in sources if source.keywords)
    return CrawlReport(checks=checks, pages=pages, fault=_fault_of(ended), searches=searches)


def _reaching_back(store: Store, site: Site, now: datetime) -> Site:
    sources = (reaching_back(source, store.checks.last_good(site.id, source.id, now), now) for source in site.sources)
    return replace(site, sources=tuple(sources))


def sources_due(setup: Setup, store: Store, now: datetime) -> tuple[tuple[Site, tuple[Source, ...]], ...]:
    """The Sites with the Sources that should be looked at now."""
    checked = {
        (site.id, source.id): store.checks.since_good(site.id, source.id, now)
        for site in setup.sites
        for source in site.sources
    }
    return due_sources(setup.sites, checked, now, cut_off=store.runs.cut_off(), paused=store.pauses.hosts(now))


def user_agent(contact: str) -> str:
    """Who asks, honestly: name, version, and where to complain."""
    return f"deltawatch/{version('deltawatch')}" + (f" (+{contact})" if contact else "")


def read(setup: Setup, store: Store, clock: Clock, progress: Callable[[int], None] = lambda _: None) -> ReadReport:
    """Read every waiting Page."""
    from crawler.read import read_waiting

    return read_waiting(store, setup.rules, setup.sites, setup.config.read, clock, progress)


def digests_due(setup: Setup, store: Store, now: datetime) -> tuple[DueDigest, ...]:
    """The digests that should be made now."""
    due = []
    for settings in setup.config.digest:
        last = store.digests.last(settings.name)
        window, day = (last.window, last.local_date) if last else (None, None)
        began = first_covers(setup, settings, store, now)
        due.append(due_digest(settings, setup.config.timezone, window, day, began, now))
    return tuple(found for found in due if found is not None)


def why_due(setup: Setup, store: Store, now: datetime) -> str:
    """What there is to do now, in words; empty when nothing is."""
    found = {
        "sources": sum(len(sources) for _, sources in sources_due(setup, store, now)),
        "pages to read": store.pages.count_waiting(),
        "digests": len(digests_due(setup, store, now)),
        # Without a way to send them they would be due for ever, and a cycle begin at each waking.
        "messages": len(deliverable(setup, store, now)),
    }
    return ", ".join(f"{count} {name}" for name, count in found.items() if count)


def watching_since(store: Store, now: datetime) -> datetime:
    """When the first Site was crawled: nothing before it can be in a window."""
    return store.runs.first() or now


def first_covers(setup: Setup, settings: DigestSettings, store: Store, now: datetime) -> datetime:
    """Since when the first digest of this name covers: all of the watch, but one period where others were made before.

    Who joins the readers of a year is not sent that year.
    """
    began = watching_since(store, now)
    return audience_began(settings, setup.config.timezone, began, now) if store.digests.any() else began


def make_digests(setup: Setup, store: Store, clock: Clock) -> tuple[tuple[Made, ...], tuple[str, ...]]:
    """Make the digests that are due; gives those whose files were written, and why others' were not.

    The files of the newest digest of each name are also written where they are missing: a kill or a full disk came
    between it and them.
    """
    fresh = {save_digest(setup, store, due, clock) for due in digests_due(setup, store, clock())}
    made, unwritten = [], []
    for settings in setup.config.digest:
        saved = store.digests.last(settings.name)
        if saved is None:
            continue
        if saved.id not in fresh and is_written(settings, setup.folder / settings.folder, saved.local_date):
            continue
        try:
            made.append(rewrite(setup, store, saved))
        except DigestError as fault:
            unwritten.append(str(fault))
    return tuple(made), tuple(unwritten)


def make_digest(setup: Setup, store: Store, due: DueDigest, clock: Clock) -> Made:
    """Make one digest, and its files.

    Raises:
        DigestExists: when one of that name and date has been saved.
        DigestError: when its files cannot be written; it is saved all the same.
    """
    save_digest(setup, store, due, clock)
    saved = store.digests.get(due.settings.name, due.local_date)
    assert saved is not None
    return rewrite(setup, store, saved)


def save_digest(setup: Setup, store: Store, due: DueDigest, clock: Clock) -> int:
    """Build a digest and save it with its Letters in one transaction; gives its number.

    Raises:
        DigestExists: when one of that name and date has been saved.
    """
    now = clock()
    made = draft(setup, store, due, now)
    digest = made.digest
    shown = [story.id for section in digest.sections for story in section.stories]
    return store.digests.save(
        digest.name, digest.local_date, digest.window, made.rendered.json, shown, made.letters, now
    )


def draft(setup: Setup, store: Store, due: DueDigest, now: datetime) -> Draft:
    """Build a digest with its Letters; nothing is written."""
    failed = store.deliveries.failed(due.settings.name, due.window.since, due.window.until)
    digest = build_digest(setup, store, due, now, undelivered=len(failed))
    rendered = render(digest)
    return Draft(
        digest=digest,
        rendered=rendered,
        letters=letters(rendered, digest, due.settings, setup.config.mail, setup.config.channel),
    )


def build_digest(
    setup: Setup, store: Store, due: DueDigest, now: datetime, *, undelivered: int, besides: int | None = None
) -> Digest:
    """Build a digest from what the store holds now.

    Args:
        besides: number of a saved digest whose Stories count as not shown yet: it is built again.
    """
    is_english = due.settings.language == "en"
    return build(
        due.settings,
        due.window,
        store.stories.window(due.window.since, due.window.until, due.settings.name, besides),
        store.articles.left_out(due.window.since, due.window.until),
        coverage(setup, store, due.window),
        built_at=now,
        local_date=due.local_date,
        timezone=setup.config.timezone,
        labels=english_labels(setup.rules.topics) if is_english else {},
        outlets={site.name: site.name_en for site in setup.sites if site.name_en} if is_english else {},
        changes=store.changes.shown(due.window.since, due.window.until, due.settings.name),
        caps=setup.rules.topics.rules.caps,
        undelivered=undelivered,
        past=store.past(
            due.settings.name,
            due.window.since,
            due.window.until,
            ZoneInfo(setup.config.timezone),
            by_issue=due.window.every == "day",
        ),
        province_of=setup.rules.topics.province_of,
        archive=archive_seen_from(setup, due.settings),
    )


def rewrite(setup: Setup, store: Store, saved: SavedDigest) -> Made:
    """Write the files of a saved digest, byte for byte the same each time, and the feeds of its name.

    Raises:
        DigestError: when there is no room or no right to, or the library of a form is not installed: then the others
            are written all the same.
    """
    settings = next(settings for settings in setup.config.digest if settings.name == saved.name)
    digest = from_json(saved.json)
    missing = lacking(settings.formats)
    # The feeds come first: what is missing after a kill is then a file of the newest issue, for which is_written looks.
    files = feeds_of(setup, store, settings) | contents(
        digest, (each for each in settings.formats if each not in missing)
    )
    paths = write(files, settings, setup.folder / settings.folder, saved.local_date)
    if missing:
        raise DigestError(how_to_have(missing))
    return Made(digest=digest, paths=paths)


def feeds_of(setup: Setup, store: Store, settings: DigestSettings) -> dict[Form, bytes]:
    """The feeds of a digest that has been made, as far as the config wants any."""
    if not are_feeds(settings.formats):
        return {}
    late = [from_json(saved.json) for saved in store.digests.of(settings.name, FEED_DAYS)]
    return feeds(late, settings, (setup.config.archive and setup.config.archive.url) or "")


def coverage(setup: Setup, store: Store, window: Window) -> tuple[SourceCoverage, ...]:
    """How every Source of every watched Site was covered in a window."""
    articles = store.links.articles(window.until)
    return tuple(
        cover(
            site,
            source,
            store.checks.history(site.id, source.id, window.until),
            window,
            articles.get((site.id, source.id), NO_ARTICLES),
        )
        for site in setup.sites
        for source in site.sources
    )


def keep_house(setup: Setup, store: Store, now: datetime) -> None:
    """Once a day: a verified backup, old bodies and old backups dropped."""
    newest = backup.newest(setup.backup_folder)
    if newest is None or now - newest >= BACKUP_AFTER:
        prune(setup, store, now)


def prune(setup: Setup, store: Store, now: datetime) -> int:
    """Back up, then drop what is past its time; gives the number of bodies dropped."""
    settings = setup.config.store
    backup.backup(setup.store_path, setup.backup_folder, now)
    backup.prune(setup.backup_folder, settings.keep_backups)
    store.checks.prune(now - KEEP_LOOKS)
    store.runs.prune(now - KEEP_LOOKS)
    return store.pages.prune(now - timedelta(days=settings.keep_pages_days))


def _fault_of(ended: Ended) -> str:
    if ended.timed_out:
        return "the crawl outlived its budget and was stopped"
    if ended.code != 0:
        last = ended.complaint[-1] if ended.complaint else "it said nothing"
        return f"the crawl ended with code {ended.code}: {last}"
    return ""
