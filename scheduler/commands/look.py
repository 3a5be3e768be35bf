"""Looking: status, search, explain."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import click

from core.settings import ConfigError, Fault
from scheduler.console import Session, as_json, pass_session, print_json, print_table

_LIMIT = click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many.")


@click.command("status")
@as_json
@pass_session
def status_(session: Session, json_: bool) -> None:
    """Last runs, what is due when, the health of every source, the mails that wait."""
    from scheduler.status import status, words

    setup = session.setup()
    with session.store(setup) as store:
        found = status(setup, store, session.clock())
    if json_:
        print_json(found)
    else:
        for line in words(found):
            click.echo(line)


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@_LIMIT
@as_json
@pass_session
def search_(session: Session, words: tuple[str, ...], limit: int, json_: bool) -> None:
    """Search titles and texts; any length of Chinese word, all words must occur, "quotes" make a phrase."""
    setup = session.setup()
    with session.store(setup) as store:
        found = store.search.find(" ".join(words), limit)
    if json_:
        print_json(found)
        return
    print_table(
        ("article", "story", "published", "title", "snippet", "url"),
        ((hit.article, hit.story, hit.published, hit.title, hit.snippet, hit.url) for hit in found),
        empty="nothing found",
    )


@click.command("explain")
@click.argument("what", metavar="URL|ID")
@as_json
@pass_session
def explain_(session: Session, what: str, json_: bool) -> None:
    """Every decision about one address or article, with its evidence (docs/explain.md).

    Of an address that no source has shown it tells what is near it, and ends with 2.
    """
    from scheduler.explaining import Unseen, explain, sections
    from scheduler.layout import lines, terminal_width

    setup = session.setup()
    with session.store(setup) as store:
        explained = explain(what, setup, store, session.clock())
    if json_:
        print_json(explained)
    else:
        for line in lines(sections(explained, ZoneInfo(setup.config.timezone)), terminal_width()):
            click.echo(line)
    if isinstance(explained, Unseen):
        raise ConfigError([Fault("explain", None, "", f"nothing is known of {what!r}")])
