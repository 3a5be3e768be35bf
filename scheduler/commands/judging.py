"""A person's part in judging: held, judge, evaluate."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from core.assessment import Trust
from core.settings import ConfigError, Fault
from core.text import one_line
from core.urls import host_of
from core.verdict import Why, class_of
from scheduler.commands.pages import rules_of
from scheduler.console import (
    FAILED,
    Session,
    as_json,
    local_time,
    pass_session,
    print_json,
    print_table,
    progress_bar,
    say,
)
from store.errors import StoreError

if TYPE_CHECKING:
    from datetime import datetime

    from scheduler.resources import Setup
    from store.database import Store
    from store.judgements import Judgement
    from store.rulings import Decision

#: The reasons for which articles wait.
_WAITING = (Why.SPUN, Why.FABRICATED, Why.MIRROR, Why.UNKNOWN_HOST, Why.UNKNOWN_ACCOUNT, Why.NO_DATE)
_REASONS = [why.value for why in _WAITING]


@click.group("held", invoke_without_command=True)
@click.option("--why", type=click.Choice(_REASONS), help="Only those held for this reason.")
@click.option("--host", help="Only those of this host and the hosts below it.")
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many.")
@as_json
@click.pass_context
def held_(context: click.Context, why: str | None, host: str | None, limit: int, json_: bool) -> None:
    """The articles that wait for a person, each with its evidence."""
    from scheduler.holding import sections, waiting
    from scheduler.layout import lines, terminal_width

    if context.invoked_subcommand is not None:
        return
    session: Session = context.obj
    setup = session.setup()
    with session.store(setup) as store:
        found = waiting(store, limit, Why(why) if why else None, host)
    if json_:
        print_json(found)
    elif not found:
        say("nothing is held")
    else:
        for line in lines(sections(found, ZoneInfo(setup.config.timezone)), terminal_width()):
            click.echo(line)


_ARTICLES = click.argument("articles", type=int, nargs=-1, required=True, metavar="ID...")
_ALWAYS = click.option("--always", is_flag=True, help="And whatever comes, or waits, from the same hosts.")


@held_.command("release")
@_ARTICLES
@_ALWAYS
@pass_session
def held_release(session: Session, articles: tuple[int, ...], always: bool) -> None:
    """Let held articles into the next digest.

    With --always nothing of their hosts is held any more for what the host is; spam, what is off topic and old news
    stay out. What waits from them is judged again at once.
    """
    _rule(session, articles, always, "released")


@held_.command("reject")
@_ARTICLES
@_ALWAYS
@pass_session
def held_reject(session: Session, articles: tuple[int, ...], always: bool) -> None:
    """Keep held articles out for good.

    With --always nothing of their hosts comes in any more, and what waits from them goes out at once.
    """
    _rule(session, articles, always, "rejected")


@held_.command("rules")
@click.option("--forget", metavar="HOST", help="Have the rules decide about this host again.")
@as_json
@pass_session
def held_rules(session: Session, forget: str | None, json_: bool) -> None:
    """What was decided about hosts by --always. What it let in or kept out stays so when it is forgotten."""
    setup = session.setup()
    if forget is not None:
        with session.alone(setup, "held rules") as store:
            was_known = store.rulings.forget(forget)
        if not was_known:
            raise ConfigError([Fault("--forget", None, "", f"nothing was decided about the host {forget!r}")])
        say(f"forgotten: {forget}")
        return
    with session.store(setup) as store:
        rulings = store.rulings.listed()
    if json_:
        print_json(rulings)
        return
    zone = ZoneInfo(setup.config.timezone)
    print_table(
        ("host", "decision", "since"),
        ((ruling.host, ruling.decision, local_time(ruling.at, zone)) for ruling in rulings),
        empty="nothing was decided about any host",
    )


def _rule(session: Session, articles: tuple[int, ...], always: bool, decision: Decision) -> None:
    setup = session.setup()
    with session.alone(setup, f"held {decision}") as store:
        results = [_rule_one(session, setup, store, article, always, decision) for article in dict.fromkeys(articles)]
    if not all(results):
        raise SystemExit(FAILED)


def _rule_one(session: Session, setup: Setup, store: Store, article: int, always: bool, decision: Decision) -> bool:
    """Rule on one article, and on its host; says what was done, and gives whether it could be."""
    try:
        if always:
            _refuse_accounts(setup, store, article)
        say(_decide(store, article, decision, session.clock()))
        if always:
            say(_decide_host(store, article, decision, session.clock()))
    except StoreError as fault:
        say(f"deltawatch: {fault}")
        return False
    return True


def _refuse_accounts(setup: Setup, store: Store, article: int) -> None:
    """A portal's host is that of all its accounts, so that nobody decides about it by one of them."""
    from core.trust.accounts import is_account

    known = store.articles.get(article)
    if known is not None and is_account(known.article.url, setup.rules.signs):
        host = host_of(known.article.url or "")
        raise StoreError(
            f"article {article} is of an account: --always would decide about all accounts of {host}; "
            "to follow one, give it a Site with a tier (docs/judging.md)"
        )


def _decide(store: Store, article: int, decision: Decision, now: datetime) -> str:
    """Rule on one article; what was done and what it was before, in words."""
    known = store.articles.get(article)
    before = f"; until now: {class_of(known.verdict)}" if known else ""
    if decision == "rejected":
        store.rulings.reject(article, now)
        return f"rejected: article {article}{before}"
    story = store.rulings.release(article, now)
    if known is not None and known.story is not None:
        return f"article {article} is in story {story} already: nothing to release"
    return f"released: article {article} will be in the next digest{before}"


def _decide_host(store: Store, article: int, decision: Decision, now: datetime) -> str:
    """Rule on the host of an article and judge what waits from it; what was done and what stood before, in words."""
    from scheduler.holding import judge_host_again

    known = {ruling.host: ruling.decision for ruling in store.rulings.listed()}
    host = store.rulings.decide_host(article, decision, now)
    before = f"; until now: {known[host]}" if host in known else ""
    became = judge_host_again(store, host, now)
    counted = ", ".join(f"{count} {verdict}" for verdict, count in sorted(became.items())) or "none"
    return f"{decision} for good: host {host}{before}; others of it that waited: {counted}"


@click.command("judge")
@click.argument("article", type=int, required=False, metavar="ID")
@click.argument("answer", type=click.Choice(["yes", "no"]), required=False)
@click.option("--trust", type=click.Choice([trust.value for trust in Trust]), help="What it is.")
@click.option("--note", default="", help="Why, for whoever reads it later.")
@click.option("--export", type=click.Path(path_type=Path, dir_okay=False), help="Write all judgements as CSV.")
@pass_session
def judge_(
    session: Session, article: int | None, answer: str | None, trust: str | None, note: str, export: Path | None
) -> None:
    """Record what you think of an article: does it belong in a digest, if nobody had told its story before?

    The verdict stays what it is; to change that use `held release` and `held reject`. With --export all judgements
    become a file that `deltawatch evaluate` measures the rules by; the pages of judged articles are never pruned.
    """
    if export is not None and article is None:
        with session.store(session.setup()) as store:
            judgements = store.judgements.all()
        _write(export, judgements)
        say(f"exported: {len(judgements)} judgements to {export}")
    elif export is None and article is not None and answer is not None:
        from scheduler.holding import judged_words

        setup = session.setup()
        with session.store(setup) as store:
            known = store.judgements.of(article)
            store.judgements.record(article, answer == "yes", Trust(trust) if trust else None, note, session.clock())
        before = f"; until now: {judged_words(known, ZoneInfo(setup.config.timezone))}" if known else ""
        say(f"recorded: article {article} is {'' if answer == 'yes' else 'not '}worthy of a digest{before}")
    else:
        raise click.UsageError("give either an article with yes or no, or --export")


def _write(path: Path, judgements: tuple[Judgement, ...]) -> None:
    try:
        # With a byte order mark, without which Excel takes UTF-8 for another charset.
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("article", "worthy", "trust", "url", "title", "note", "judged_at"))
            for each in judgements:
                worthy = "yes" if each.worthy else "no"
                strangers = map(_harmless, (each.url or "", each.title, each.note))
                writer.writerow((each.article, worthy, each.trust or "", *strangers, each.at.isoformat()))
    except OSError as fault:
        raise ConfigError([Fault(str(path), None, "", f"cannot be written: {fault.strerror}")]) from fault


def _harmless(text: str) -> str:
    """A stranger's text on one line that no spreadsheet takes for a formula."""
    line = one_line(text)
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


@click.command("evaluate")
@click.argument("labels", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="LABELS.csv")
@click.option("--diff", type=click.Path(path_type=Path), metavar="CONFIG", help="What the rules of this config move.")
@as_json
@pass_session
def evaluate_(session: Session, labels: Path, diff: Path | None, json_: bool) -> None:
    """Measure the rules by articles that a person labelled: precision, recall, F1 and confusion.

    Each row names a saved page, or an article or address of the store, and says of it what you know. The columns
    stand in docs/evaluating.md. Without a config file the shipped rules and sites are used.
    """
    from scheduler import evaluating
    from scheduler.labels import parse_labels
    from scheduler.layout import lines, terminal_width

    rules = rules_of(session, None)
    rows, faults = parse_labels(labels.read_bytes(), labels.name, rules)
    if not rows and not faults:
        raise ConfigError([Fault(labels.name, None, "", "has a heading and no row")])
    items = evaluating.saved_pages(rows, labels.parent, session.clock())
    if len(items) < len(rows):
        setup = session.setup()
        zones = {site.id: site.timezone for site in setup.sites}
        with session.store(setup) as store:
            items |= evaluating.stored_pages(rows, store, zones)
    with progress_bar("judging", len(rows)) as progress:
        judged = evaluating.judge_rows(rows, items, rules, session.clock(), progress)
    moves = None
    if diff is not None:
        others = evaluating.judge_rows(rows, items, rules_of(session, diff), session.clock())
        moves = evaluating.moves(rows, judged, others)
    result = evaluating.Result(evaluation=evaluating.compare(rows, judged), judged=judged, moves=moves)
    if json_:
        print_json(result)
    else:
        for line in lines(evaluating.sections(result), terminal_width()):
            click.echo(line)
    faults = (*faults, *(Fault(labels.name, each.line, "", each.fault) for each in judged if each.fault))
    for fault in faults:
        say(f"deltawatch: {one_line(str(fault))}")
    if faults:
        raise SystemExit(FAILED)
