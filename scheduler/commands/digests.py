"""Digests: made by hand, listed, shown, sent again, made again to see what became of them."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import click

from core.settings import ConfigError, Fault
from scheduler.commands.cycle import say_delivery, say_digest
from scheduler.console import FAILED, Session, as_json, local_time, pass_session, print_json, print_table, say

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from core.config import DigestSettings, Form
    from scheduler.jobs import Draft
    from scheduler.plan import DueDigest
    from scheduler.resources import Setup
    from store.database import Store
    from store.digests import SavedDigest

_ISSUE_FORMS = ["txt", "md", "html", "json", "csv", "docx", "xlsx"]
#: Differences that are named of a digest that was made again.
_NAMED = 60

_NAME = click.option("--name", help="The digest of this name; the first of the config when left out.")
_DATE = click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="The digest of this local date; the newest when left out.",
)


@click.group("digest", invoke_without_command=True)
@_NAME
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="The digest of this local date.")
@click.option("--send/--no-send", default=True, help="Send it to its readers, where there are any.")
@click.option("--dry-run", is_flag=True, help="Only tell what it would hold and whom it would be sent to.")
@click.pass_context
def digest_(context: click.Context, name: str | None, day: datetime | None, send: bool, dry_run: bool) -> None:
    """Make the digest of now, or of --date; one that was made before is written again as it was.

    The other words look at digests that were made.
    """
    if context.invoked_subcommand is not None:
        if name or day or dry_run:
            raise ConfigError([Fault("digest", None, "", f"write the options behind {context.invoked_subcommand!r}")])
        return
    session: Session = context.obj
    setup = session.setup()
    settings = _named(setup, name)
    if dry_run:
        with session.store(setup) as store:
            _rehearse(session, setup, store, settings, day)
    else:
        with session.alone(setup, "digest") as store:
            _make(session, setup, store, settings, day, send=send)


def _make(
    session: Session, setup: Setup, store: Store, settings: DigestSettings, day: datetime | None, *, send: bool
) -> None:
    from scheduler.delivering import deliver
    from scheduler.jobs import make_digest, rewrite

    due = _due(session, setup, store, settings, day)
    saved = store.digests.get(settings.name, due.local_date)
    if saved is not None:
        say(_made_already(saved, setup))
        say_digest(rewrite(setup, store, saved))
        return
    say_digest(make_digest(setup, store, due, session.clock))
    if send:
        say_delivery(deliver(setup, store, session.clock))


def _rehearse(session: Session, setup: Setup, store: Store, settings: DigestSettings, day: datetime | None) -> None:
    from scheduler.jobs import draft

    due = _due(session, setup, store, settings, day)
    if (saved := store.digests.get(settings.name, due.local_date)) is not None:
        say(_made_already(saved, setup))
        return
    made = draft(setup, store, due, session.clock())
    _say_draft(made, settings)
    print_table(
        ("channel", "recipient", "bytes", "id"),
        ((each.channel, each.recipient, len(each.body), each.message_id) for each in made.letters),
        empty="it would be sent to nobody",
    )


def _made_already(saved: SavedDigest, setup: Setup) -> str:
    from zoneinfo import ZoneInfo

    built = local_time(saved.built_at, ZoneInfo(setup.config.timezone))
    return f"the {saved.name} digest of {saved.local_date} was made already, {built}"


def _say_draft(made: Draft, settings: DigestSettings) -> None:
    digest = made.digest
    stories = sum(len(section.stories) for section in digest.sections)
    say(f"nothing is written: digest {digest.name} of {digest.local_date} would hold {stories} stories")
    say(f"  {made.rendered.subject}")
    say(f"  files: {', '.join(settings.formats) or 'none'} in {settings.folder}")


def _due(session: Session, setup: Setup, store: Store, settings: DigestSettings, day: datetime | None) -> DueDigest:
    """What is to be made: the digest of now, or of a date that has come."""
    from scheduler.jobs import first_covers
    from scheduler.plan import digest_of, digest_of_date

    zone, now = setup.config.timezone, session.clock()
    if day is None:
        last = store.digests.last(settings.name)
        began = first_covers(setup, settings, store, now)
        return digest_of(settings, zone, last.window if last else None, began, now)
    due = digest_of_date(settings, zone, day.date())
    if due.window.until > now and store.digests.get(settings.name, due.local_date) is None:
        message = f"the digest of {due.local_date} is due at {settings.at}, which has not come yet"
        raise ConfigError([Fault("--date", None, "", message)])
    return due


@digest_.command("list")
@click.option("--name", help="Only the digest of this name.")
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many of each name.")
@as_json
@pass_session
def digest_list(session: Session, name: str | None, limit: int, json_: bool) -> None:
    """The digests that were made, the newest first, and what became of their messages."""
    from zoneinfo import ZoneInfo

    setup = session.setup()
    chosen = (_named(setup, name),) if name else setup.config.digest
    zone = ZoneInfo(setup.config.timezone)
    with session.store(setup) as store:
        rows = [_row(saved, store, zone) for each in chosen for saved in store.digests.of(each.name, limit)]
    if json_:
        print_json(rows)
        return
    print_table(
        ("name", "date", "since", "until", "built", "sent"),
        (
            (row["name"], row["date"], row["since"], row["until"], row["built"], _states(row["deliveries"]))
            for row in rows
        ),
        empty="no digest was made yet",
    )


def _row(saved: SavedDigest, store: Store, zone: ZoneInfo) -> dict[str, object]:
    return {
        "name": saved.name,
        "date": saved.local_date.isoformat(),
        "since": local_time(saved.window.since, zone),
        "until": local_time(saved.window.until, zone),
        "built": local_time(saved.built_at, zone),
        "deliveries": [
            {"channel": each.channel, "recipient": each.recipient, "state": each.state, "answer": each.answer}
            for each in store.deliveries.of(saved.id)
        ],
    }


def _states(deliveries: object) -> str:
    """`3 sent, 1 refused`."""
    assert isinstance(deliveries, list)
    states = Counter(str(each["state"]) for each in deliveries)
    return ", ".join(f"{number} {state}" for state, number in states.most_common())


@digest_.command("show")
@_NAME
@_DATE
@click.option("--format", "form", type=click.Choice(_ISSUE_FORMS), default="txt", show_default=True)
@pass_session
def digest_show(session: Session, name: str | None, day: datetime | None, form: Form) -> None:
    """Print a digest as it was saved, whatever became of its files. Send docx and xlsx into a file."""
    from digest.forms import contents
    from digest.record import from_json

    setup = session.setup()
    with session.store(setup) as store:
        saved = _saved(store, _named(setup, name), day)
    click.echo(contents(from_json(saved.json), [form])[form], nl=False)


@digest_.command("resend")
@_NAME
@_DATE
@click.option("--to", metavar="RECIPIENT", help="Only to this mail box or channel.")
@pass_session
def digest_resend(session: Session, name: str | None, day: datetime | None, to: str | None) -> None:
    """Send a digest once more, to all whom the config names now or to one. They get it under a new id, at once."""
    from scheduler.delivering import resend

    setup = session.setup()
    with session.alone(setup, "digest resend") as store:
        saved = _saved(store, _named(setup, name), day)
        say(f"sending the {saved.name} digest of {saved.local_date} once more, to {to or 'all its readers'}")
        report = resend(setup, store, saved, to, session.clock)
    say_delivery(report)
    if report.faults:
        raise SystemExit(FAILED)


@digest_.command("rebuild")
@_NAME
@_DATE
@click.option("--write", "write_", is_flag=True, help="Replace its files by what comes out; the store keeps the first.")
@as_json
@pass_session
def digest_rebuild(session: Session, name: str | None, day: datetime | None, write_: bool, json_: bool) -> None:
    """Make a digest again from what the store and the config say now, and tell what is different: then it exits with 1.

    The same store, config and version give the same bytes.
    """
    from scheduler.rebuilding import rebuild, replace_files

    setup = session.setup()
    settings = _named(setup, name)
    with session.store(setup) as store:
        saved = _saved(store, settings, day)
        rebuilt = rebuild(setup, store, saved, settings)
    found = rebuilt.differences
    say(f"the {saved.name} digest of {saved.local_date}: {len(found) or 'no'} differences")
    if json_:
        print_json({"name": saved.name, "date": saved.local_date.isoformat(), "differences": found})
    else:
        for line in found[:_NAMED]:
            click.echo(line)
        if len(found) > _NAMED:
            say(f"and {len(found) - _NAMED} more: --json tells them all")
    if write_:
        for path in replace_files(setup, saved, settings, rebuilt):
            say(f"  {path}")
    if found:
        raise SystemExit(FAILED)


def _saved(store: Store, settings: DigestSettings, day: datetime | None) -> SavedDigest:
    saved = store.digests.last(settings.name) if day is None else store.digests.get(settings.name, day.date())
    if saved is None:
        when = f" of {day.date()}" if day else ""
        message = f"no {settings.name} digest{when} was made; `deltawatch digest list` names those that were"
        raise ConfigError([Fault("--date", None, "", message)])
    return saved


def _named(setup: Setup, name: str | None) -> DigestSettings:
    for settings in setup.config.digest:
        if name in {None, settings.name}:
            return settings
    raise ConfigError([Fault("--name", None, "", f"no digest of this name in the config: {name}")])
