"""The sites that are watched: list, add, test."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from core.page import Page
from core.settings import ConfigError, Fault
from core.site import Tier
from core.text import one_line
from scheduler.console import FAILED, Session, as_json, pass_session, print_json, print_table, say

if TYPE_CHECKING:
    from core.link import FoundLink
    from core.site import Site
    from scheduler.adding import Found
    from scheduler.resources import Setup
    from scheduler.trying import Fetcher
    from spiders.blocks import Block
    from spiders.discovery import Candidate

#: Sources that are named with what to do about them.
_NAMED = 3
#: Links, lists that are left out, and characters of an article, that are shown to a person.
_SHOWN, _LEFT_OUT, _FIRST_WORDS = 10, 3, 160


@click.group("sites")
def sites_() -> None:
    """The sites that are watched."""


@sites_.command("list")
@click.option("--all", "everything", is_flag=True, help="Also the shipped sites that this config does not use.")
@click.option("--problems", is_flag=True, help="Only those that are silent or cannot be seen.")
@as_json
@pass_session
def sites_list(session: Session, everything: bool, problems: bool, json_: bool) -> None:
    """The health of every source: its state, since when, what shows it, what to do."""
    from core.health import State
    from scheduler.watched import as_values, watched
    from spiders.sites import shipped

    setup = session.setup()
    zone = ZoneInfo(setup.config.timezone)
    known = {site.id for site in setup.sites}
    unused = tuple(replace(site, enabled=False) for site in shipped() if everything and site.id not in known)
    with session.store(setup) as store:
        found = watched(setup.sites + unused, store, session.clock())
    fine = {State.OK, State.UNCHANGED, State.OFF}
    rows = [as_values(each, zone) for each in found if not (problems and each.health.state in fine)]
    if json_:
        print_json(rows)
        return
    print_table(
        ("source", "name", "state", "since", "evidence"),
        ((_id_of(row), row["name"], row["state"], (row["since"] or "")[:10], row["evidence"]) for row in rows),
        empty="nothing is wrong",
    )
    _say_what_to_do(rows)


def _say_what_to_do(rows: Iterable[Mapping[str, Any]]) -> None:
    """What to do about the sources in trouble: each advice once."""
    advised: dict[str, list[str]] = {}
    for row in rows:
        if row["suggestion"]:
            advised.setdefault(row["suggestion"], []).append(_id_of(row))
    for advice, of in advised.items():
        others = f" and {len(of) - _NAMED} more" if len(of) > _NAMED else ""
        say(f"{', '.join(of[:_NAMED])}{others}: {advice}")


def _id_of(row: Mapping[str, Any]) -> str:
    return f"{row['site']}/{row['source']}"


@sites_.command("add")
@click.argument("url")
@click.option("--pick", type=click.IntRange(min=1), default=1, show_default=True, help="Take the nth of what is found.")
@click.option("--id", "id_", help="Id of the new site; from its host when left out.")
@click.option("--name", help="Name of the publisher; from the page when left out.")
@click.option("--tier", type=click.Choice([tier.value for tier in Tier]), help="Who the publisher is.")
@click.option("--region", help="SH, JS, ZJ, AH, CN, HK, or a city code such as 3201.")
@click.option("--from-file", type=click.Path(path_type=Path), help="A saved copy of the page; nobody is asked.")
@click.option("--allow-network", "networks", multiple=True, help="Also ask this network, such as 10.1.0.0/16.")
@click.option("--dry-run", is_flag=True, help="Print the file in place of writing it.")
@pass_session
def sites_add(
    session: Session,
    url: str,
    pick: int,
    id_: str | None,
    name: str | None,
    tier: str | None,
    region: str | None,
    from_file: Path | None,
    networks: tuple[str, ...],
    dry_run: bool,
) -> None:
    """Watch a page: find its list, feed or data, show what it gives, and write a site file."""
    from scheduler import adding

    setup = session.setup()
    urls = adding.addresses(url)
    if known := adding.watched_as(setup, urls):
        say(f"{urls[0]}: {known}")
        return
    if id_:
        adding.check_id(setup, id_)
    site = adding.stranger(urls[0], networks)
    asked = {"id": id_, "name": name, "tier": Tier(tier) if tier else None, "region": region}
    if from_file:
        page = adding.saved_page(from_file, urls[0], session.clock)
        opened: AbstractContextManager[tuple[Fetcher | None, Page]] = nullcontext((None, page))
    else:
        say(f"asking {urls[0]} and what it points to, politely: some ten seconds")
        opened = adding.answering(setup, site, urls, session.clock)
    try:
        with opened as (fetcher, page):
            found = adding.look(page, site, fetcher)
            chosen = _picked(found, pick)
            _show_links(chosen.links)
            if fetcher and chosen.links:
                first = chosen.links[0].url
                answer = fetcher.pages([first])[first]
                _show_article(
                    adding.read_article(answer, setup) if isinstance(answer, Page) else adding.refusal(answer)
                )
    except adding.NotAdded as fault:
        say(f"deltawatch: {fault}")
        raise SystemExit(FAILED) from fault
    made = adding.draft(setup, found, chosen, asked, networks)
    say(
        f"site {made.site.id}: {made.site.name}, {made.site.tier}, {made.site.region}"
        + f" ({made.why})" * bool(made.why)
    )
    if dry_run:
        click.echo(made.text)
        return
    adding.write(made)
    say(f"{'added to' if made.grows else 'written:'} {made.path}; watched from the next run on")


@sites_.command("test")
@click.argument("site_id", metavar="SITE")
@click.option("--source", "source_id", help="Only this source.")
@click.option(
    "--from-file",
    type=click.Path(path_type=Path),
    help="A saved copy of its first list, or of --source; nobody is asked.",
)
@as_json
@pass_session
def sites_test(session: Session, site_id: str, source_id: str | None, from_file: Path | None, json_: bool) -> None:
    """Look at every source of one site, on or off: outcome, links, what its rules leave out, one article read.

    Nothing is kept.
    """
    from scheduler import adding, trying
    from scheduler.commands.cycle import say_crawl
    from spiders import discovery

    setup = session.setup()
    site = _chosen_site(setup, site_id, source_id)
    if from_file is None:
        trial = trying.try_sites(setup, [site], session.clock)
        left_out = {} if json_ else adding.left_out(setup, site, trial.links, session.clock)
    else:
        source = site.sources[0]
        site = replace(site, sources=(source,))
        page = adding.saved_page(from_file, source.url, session.clock)
        trial = trying.try_page(site, source, page)
        left_out = {source.id: discovery.left_out(page, site, source, trial.links)}
    say_crawl(trial.report)
    if json_:
        print_json(trial.links)
    else:
        for source in site.sources:
            shown = [link for link in trial.links if link.source == source.id]
            say(f"{site.id}/{source.id}: {_counted(shown)}")
            _show_links(shown)
            _show_left_out(left_out.get(source.id, ()), is_empty=not shown)
        for article in trial.articles:
            _show_article(adding.read_article(article, setup))
        for missed in trial.missed:
            _show_article(adding.refusal(missed))
    if trial.report.failed or trial.report.fault:
        raise SystemExit(FAILED)


def _chosen_site(setup: Setup, site_id: str, source_id: str | None) -> Site:
    """The Site of an id with all its Sources, or one of them, switched on."""
    from spiders.sites import shipped, source_of

    site = next((site for site in setup.sites + shipped() if site.id == site_id), None)
    if site is None:
        message = f"no such site: {site_id}; see `deltawatch sites list --all`"
        raise ConfigError([Fault("sites test", None, "", message)])
    try:
        sources = (source_of(site, source_id),) if source_id else site.sources
    except ValueError as fault:
        raise ConfigError([Fault("--source", None, "", str(fault))]) from fault
    return replace(site, enabled=True, sources=tuple(replace(source, enabled=True) for source in sources))


def _picked(found: Found, pick: int) -> Candidate:
    """The candidate that is taken; all are shown with their numbers."""
    candidates = found.candidates
    if pick > len(candidates):
        raise ConfigError([Fault("--pick", None, "", f"only {len(candidates)} found")])
    for number, each in enumerate(candidates, 1):
        mark = "*" if number == pick else " "
        kind = f"{each.source.kind} {each.source.dialect or ''}".rstrip()
        say(f"{mark} {number}  {kind}: {each.why}: {_counted(each.links)}  {each.source.url}")
    if len(candidates) > 1:
        say("  * is taken; --pick N takes another")
    chosen = candidates[pick - 1]
    if chosen.is_stale(found.page.fetched_at):
        say("  nothing new for a long time: look whether the publisher goes on elsewhere")
    return chosen


def _counted(links: Sequence[FoundLink]) -> str:
    dates = [link.listed for link in links if link.listed]
    newest = f", newest {max(dates)[:10]}" if dates else ""
    return f"{len(links)} link{'s' * (len(links) != 1)}, {len(dates)} dated{newest}"


def _show_links(links: Sequence[FoundLink]) -> None:
    print_table(
        ("dated", "title", "url"),
        ((link.listed, link.anchor, link.url) for link in links[:_SHOWN]),
        empty="no links",
    )


def _show_left_out(left_out: Sequence[Block], *, is_empty: bool) -> None:
    """The lists that the rules of a Source leave out; the main one as a proposal when they leave out everything."""
    for block in left_out[:_LEFT_OUT]:
        say(f"  left out: {len(block.links)} links like {block.links[0].anchor!r} {block.links[0].url}")
    if is_empty and left_out:
        say(f"  nothing matches any more; proposed: link_pattern = '{left_out[0].link_pattern}'")


def _show_first(url: str, fetcher: Fetcher, setup: Setup) -> None:
    from scheduler import adding

    answer = fetcher.pages([url])[url]
    _show_article(adding.read_article(answer, setup) if isinstance(answer, Page) else adding.refusal(answer))


def _show_article(article: Mapping[str, Any] | str) -> None:
    """One article as it was read, or why there is none."""
    if isinstance(article, str) or not article["title"]:
        say(f"one article: not read: {article if isinstance(article, str) else article['reason']}")
        return
    about = "on topic" if article["on_topic"] == "yes" else f"on topic: {article['on_topic']}"
    say(f"one article: {article['title']}")
    say(f"  {article['published'] or 'no date'}; {article['source'] or 'no source named'}; {about}")
    say(f"  {one_line(article['text'] or '')[:_FIRST_WORDS]}")
