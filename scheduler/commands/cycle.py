"""The work: run, serve, and each stage by itself."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from core.link import Outcome
from core.settings import ConfigError, Fault
from scheduler.console import FAILED, Session, as_json, pass_session, print_json, progress_bar, say

if TYPE_CHECKING:
    from core.site import Site
    from crawler.read import ReadReport
    from scheduler.archiving import Archived
    from scheduler.delivering import DeliveryReport
    from scheduler.jobs import CrawlReport, Cycle, Made
    from scheduler.resources import Setup
    from store.database import Store

#: Failures that are named: with a network that is down it is all of them.
_NAMED = 20
#: Nothing came from the host.
_SILENT = frozenset({Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.DEFERRED})


@click.command("run")
@as_json
@pass_session
def run_(session: Session, json_: bool) -> None:
    """One whole cycle: crawl what is due, read, make and send the digests that are due. For cron."""
    from scheduler.jobs import cycle

    setup = session.setup()
    with session.alone(setup, "run") as store:
        done = cycle(setup, store, session.clock)
    say_cycle(done)
    if json_:
        print_json(
            {
                "sources": len(done.crawl.checks),
                "sources_failed": [f"{check.site}/{check.source}: {check.reason}" for check in done.crawl.failed],
                "pages": done.read.pages,
                "new": done.read.new,
                "digests": [str(path) for made in done.digests for path in made.paths],
                "mails": done.delivery.sent,
                "faults": done.faults,
            }
        )
    if not done.is_whole:
        raise SystemExit(FAILED)


@click.command("serve")
@pass_session
def serve_(session: Session) -> None:
    """Run cycles for ever, whenever something is due. For systemd or a terminal; SIGTERM or Ctrl-C ends it."""
    from scheduler.daemon import serve

    serve(session)


@click.command("crawl")
@click.option("--all", "everything", is_flag=True, help="Every source, due or not.")
@click.option("--site", "only", multiple=True, help="Only this site, due or not; may be given again.")
@pass_session
def crawl_(session: Session, everything: bool, only: tuple[str, ...]) -> None:
    """Fetch new pages from the sources that are due."""
    from dataclasses import replace

    from scheduler.jobs import crawl

    setup = session.setup()
    if only:
        setup = replace(setup, sites=_named(setup, only))
    with session.alone(setup, "crawl") as store:
        report = crawl(setup, store, session.clock, everything=everything or bool(only))
    say_crawl(report)
    if report.failed or report.fault:
        raise SystemExit(FAILED)


@click.command("read")
@click.option("--again", is_flag=True, help="Read kept pages anew by the rules of now, and tell what changed.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="With --again: fetched on that day or later.",
)
@click.option("--site", "only", multiple=True, help="With --again: only this site; may be given again.")
@pass_session
def read_(session: Session, again: bool, since: datetime | None, only: tuple[str, ...]) -> None:
    """Read the fetched pages that wait: extract, tag, judge, settle."""
    if not again and (since or only):
        raise click.UsageError("--since and --site go with --again")
    setup = session.setup()
    if only:
        _named(setup, only)
    with session.alone(setup, "read") as store:
        if again:
            store.pages.reopen(since.replace(tzinfo=ZoneInfo(setup.config.timezone)) if since else None, only)
        report = _read(session, setup, store)
    say_read(report)
    if report.faults:
        raise SystemExit(FAILED)


@click.command("prune")
@pass_session
def prune_(session: Session) -> None:
    """Back the store up, then drop bodies of pages that no story stands on and that are past their time."""
    from scheduler.jobs import prune

    setup = session.setup()
    with session.alone(setup, "prune") as store:
        dropped = prune(setup, store, session.clock())
    say(f"pruned: {dropped} bodies dropped; backups lie in {setup.backup_folder}")


def _read(session: Session, setup: Setup, store: Store) -> ReadReport:
    from scheduler.jobs import read

    with progress_bar("reading", store.pages.count_waiting()) as progress:
        return read(setup, store, session.clock, progress)


def say_cycle(done: Cycle) -> None:
    """What one whole cycle did."""
    say_crawl(done.crawl)
    say_read(done.read)
    for made in done.digests:
        say_digest(made)
    for fault in done.unwritten:
        say(fault)
    say_delivery(done.delivery)
    say_archived(done.archived)


def say_crawl(report: CrawlReport) -> None:
    """How the Sources came out, the first failures one by one."""
    new = sum(check.new for check in report.checks)
    lists, failed = len(report.checks), len(report.failed)
    say(f"crawled: {lists} lists, {new} new links, {report.pages} pages, {failed} sources failed")
    for check in report.failed[:_NAMED]:
        say(f"  {check.site}/{check.source}: {check.outcome}: {check.reason}")
    if failed > _NAMED:
        say(f"  and {failed - _NAMED} more: `deltawatch sites list --problems` names them")
    if failed and all(check.outcome in _SILENT for check in report.checks):
        say("  nothing answered: is this machine online?")
    if report.fault:
        say(f"  {report.fault}")


def say_read(report: ReadReport) -> None:
    """What became of the pages."""
    say(
        f"read: {report.pages} pages: {report.new} new stories, {report.same} copies, {report.held} held, "
        f"{report.rejected} rejected, {report.unreadable} unreadable"
        + (f"; {report.again} looked at again, {report.edited} edited" if report.again else "")
        + (f"; {report.reread} read anew, {len(report.changed)} articles changed" if report.reread else "")
        + (f"; {report.attached} left out before joined their stories" if report.attached else "")
    )
    for each in report.changed[:_NAMED]:
        say(f"  article {each.article} «{each.title[:40]}»: {'; '.join(each.differences)}")
    if len(report.changed) > _NAMED:
        say(f"  and {len(report.changed) - _NAMED} more")
    for fault in report.faults:
        say(f"  {fault}")


def say_digest(made: Made) -> None:
    """What the digest holds and where it lies."""
    stories = sum(len(section.stories) for section in made.digest.sections)
    say(f"digest {made.digest.name} of {made.digest.local_date}: {stories} stories")
    for path in made.paths:
        say(f"  {path}")


def say_delivery(report: DeliveryReport) -> None:
    """What became of mails and messages; nothing when none was due."""
    if report.sent or report.faults:
        say(f"sent: {report.sent}; not sent: {len(report.faults)}")
    for fault in report.faults:
        say(f"  {fault}")


def say_archived(archived: Archived) -> None:
    """What became of the archive; nothing when it was up to date."""
    if built := archived.built:
        say(f"archive: {built.written} files written, {built.removed} removed, {built.unchanged} as they were")
    if archived.fault:
        say(f"archive: {archived.fault}")


def _named(setup: Setup, names: tuple[str, ...]) -> tuple[Site, ...]:
    known = {site.id: site for site in setup.sites}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ConfigError([Fault("--site", None, "", f"no such site in this config: {', '.join(unknown)}")])
    return tuple(known[name] for name in names)
