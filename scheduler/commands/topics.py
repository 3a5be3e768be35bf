"""Topics: a rule tried before the office relies on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from scheduler.commands.pages import rules_of
from scheduler.console import FAILED, Session, as_json, pass_session, print_json, say

if TYPE_CHECKING:
    from core.rules import Rules
    from core.topics.office import CompiledRule
    from scheduler.querying import Answer


@click.group("topics")
def topics_() -> None:
    """The rules of the office: try a query or a rule before relying on it (docs/topics.md)."""


@topics_.command("test")
@click.argument("words", nargs=-1, metavar="[QUERY] [FILE...]")
@click.option("--rule", "name", help="Try the rule or keyword group of this name or label in place of a QUERY.")
@click.option("--store", "stored", is_flag=True, help="Ask the articles of the store.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Only articles first seen on this day or later.")
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many are shown.")
@as_json
@pass_session
def topics_test(
    session: Session,
    words: tuple[str, ...],
    name: str | None,
    stored: bool,
    since: datetime | None,
    limit: int,
    json_: bool,
) -> None:
    """Try a query on saved pages or on the store, and show by which words it holds.

    With neither FILE nor --store it only tells how the query is understood. Exit 2 where the query is wrong.
    """
    from core.topics.query import written
    from scheduler.layout import lines, terminal_width
    from scheduler.querying import Match, glued, rule_by_name, rule_of_query, sections

    if not name and not any(words[:1]):
        raise click.UsageError("give a QUERY, or a rule with --rule")
    files = words if name else words[1:]
    if files and stored:
        raise click.UsageError("give either files or --store")
    if since and not stored:
        raise click.UsageError("--since is for --store")
    rules = rules_of(session, None)
    rule = rule_by_name(name, rules.topics) if name else rule_of_query(words[0], rules.topics)
    answers = list(_answers(session, rule, rules, files, since) if files or stored else ())
    found = [each for each in answers if isinstance(each, Match)]
    unread = [each for each in answers if isinstance(each, str)]
    asked = len(answers) - len(unread)
    if json_:
        print_json({"query": written(rule.query), "asked": asked, "found": found, "unread": unread})
    else:
        click.echo(f"query: {written(rule.query)}")
        for word in glued(rule):
            say(f"{word} is one word; an operator stands between spaces: 甲 或 乙, 甲 非 乙")
        for line in lines(sections(found[:limit]), terminal_width()):
            click.echo(line)
        if answers:
            say(f"holds for {len(found)} of {asked} articles; shown: {min(limit, len(found))}")
        for fault in unread:
            say(fault)
    if unread:
        raise SystemExit(FAILED)


def _answers(
    session: Session, rule: CompiledRule, rules: Rules, files: tuple[str, ...], since: datetime | None
) -> Iterator[Answer]:
    from scheduler.inspecting import Saved
    from scheduler.querying import ask_saved, ask_stored

    if files:
        moment = session.clock()
        pages = (Saved(path=Path(file), url=None, fetched_at=moment) for file in files)
        yield from ask_saved(pages, rule, rules)
        return
    setup = session.setup()
    first = since and datetime.combine(since.date(), time(), ZoneInfo(setup.config.timezone))
    with session.store(setup) as store:
        yield from ask_stored(store.articles.newest(first), rule, rules)
