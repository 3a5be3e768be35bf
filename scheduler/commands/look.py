"""Looking: status, held, search, explain."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import click

from core.settings import ConfigError, Fault
from scheduler.console import Session, as_json, pass_session, print_json, print_table, say

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


@click.group("held", invoke_without_command=True)
@_LIMIT
@as_json
@click.pass_context
def held_(context: click.Context, limit: int, json_: bool) -> None:
    """The articles that wait for a person, with the reason."""
    if context.invoked_subcommand is not None:
        return
    session: Session = context.obj
    setup = session.setup()
    with session.store(setup) as store:
        held = store.articles.held(limit)
    if json_:
        print_json(held)
        return
    print_table(
        ("article", "why", "detail", "outlet", "score", "title", "url"),
        ((entry.article, entry.why, entry.detail, entry.outlet, entry.score, entry.title, entry.url) for entry in held),
        empty="nothing is held",
    )


_ALWAYS = click.option("--always", is_flag=True, help="And every later article of the same host.")


@held_.command("release")
@click.argument("article", type=int)
@_ALWAYS
@pass_session
def held_release(session: Session, article: int, always: bool) -> None:
    """Let a held article into the next digest."""
    setup = session.setup()
    with session.alone(setup, "held release") as store:
        store.rulings.release(article, session.clock(), always=always)
    say(f"released: article {article} will be in the next digest")


@held_.command("reject")
@click.argument("article", type=int)
@_ALWAYS
@pass_session
def held_reject(session: Session, article: int, always: bool) -> None:
    """Keep a held article out for good."""
    setup = session.setup()
    with session.alone(setup, "held reject") as store:
        store.rulings.reject(article, session.clock(), always=always)
    say(f"rejected: article {article}")


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
    """Every decision about one address or article, with its evidence."""
    from scheduler.explaining import words

    setup = session.setup()
    with session.store(setup) as store:
        found = store.explain(what)
    if found is None:
        raise ConfigError([Fault("explain", None, "", f"nothing is known of {what!r}: no source has shown it")])
    if json_:
        print_json(found)
    else:
        for line in words(found, ZoneInfo(setup.config.timezone)):
            click.echo(line)
