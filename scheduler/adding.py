"""Adding a site: from an address that a person names to a Site file that is watched from the next run on.

What a page is and what a file says is decided in spiders.discovery, identity and sitefile; here pages are fetched,
files are read and written.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from ipaddress import ip_network
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from urllib.parse import urlsplit

from core.link import FoundLink, Outcome
from core.page import Page
from core.settings import ConfigError, Fault, parse_toml
from core.site import Kind, Site, Source, Tier
from core.urls import canonical, covers, host_of, is_web, registrable
from scheduler.clock import Clock
from scheduler.inspecting import Saved, inspect
from scheduler.resources import Setup
from scheduler.trying import Fetcher, NoPage, fetcher
from spiders import discovery, strays
from spiders.asking import first_asks
from spiders.blocks import Block
from spiders.discovery import Candidate
from spiders.identity import column_name, free, identity_of, source_id
from spiders.sitefile import site_text, source_text
from spiders.sites import hosts_of, parse_site, shipped

#: Nothing came from the server; without its robots.txt it is not even asked.
_NOT_REACHED = frozenset({Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.DEFERRED})


class NotAdded(Exception):
    """Why an address cannot be watched, in words for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an address turned out to be."""

    page: Page
    #: Best first, one at least.
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A file as it would be written."""

    path: Path
    text: str
    #: The Site that it describes.
    site: Site
    #: Id of the new Source.
    source: str
    #: Whether the file is there and only grows.
    grows: bool
    #: What was guessed and from what.
    why: str


def addresses(url: str) -> tuple[str, ...]:
    """The addresses that a person may mean: without a scheme https, then http.

    Raises:
        ConfigError: for what is no web address.
    """
    url = url.strip()
    meant = (url,) if "://" in url else (f"https://{url}", f"http://{url}")
    if not is_web(meant[0]):
        raise ConfigError([Fault("sites add", None, "", f"not an http(s) address: {url!r}")])
    return meant


def watched_as(setup: Setup, urls: Sequence[str]) -> str | None:
    """In words, as what one of these addresses is known already; None when it is new."""
    keys = {canonical(url) for url in urls}
    own = {site.id for site in setup.sites}
    for site in (*setup.sites, *(site for site in shipped() if site.id not in own)):
        for source in site.sources:
            if canonical(source.url) in keys:
                name = f"{site.id}/{source.id} ({site.name} {source.name})".replace(" )", ")")
                is_on = site.id in own and site.enabled and source.enabled
                return f"already known as {name}; {'it is watched' if is_on else _switched_on(setup, site, source)}"
    return None


def check_id(setup: Setup, identifier: str) -> None:
    """Refuse an id that a new Site cannot have, before anybody is asked.

    Raises:
        ConfigError: when it is taken.
    """
    if identifier in _taken(setup):
        raise ConfigError([Fault("--id", None, "", f"is the id of a site already: {identifier!r}")])


def stranger(url: str, allow_networks: Sequence[str]) -> Site:
    """A Site to fetch an unknown address as: its own host and its publisher's others.

    Raises:
        ConfigError: for a network that is none.
    """
    for network in allow_networks:
        try:
            ip_network(network)
        except ValueError as fault:
            raise ConfigError([Fault("--allow-network", None, "", str(fault))]) from fault
    host, home = host_of(url), _home(url)
    return Site(
        id="new",
        name=host,
        home=home,
        tier=Tier.OTHER,
        hosts=(registrable(host),),
        allow_networks=tuple(allow_networks),
        sources=(Source(id="page", kind=Kind.SECTION, url=home),),
    )


def saved_page(path: Path, url: str, clock: Clock) -> Page:
    """A saved page as if the address had just answered it.

    Raises:
        ConfigError: when it cannot be read.
    """
    try:
        body = path.read_bytes()
    except OSError as fault:
        raise ConfigError([Fault(str(path), None, "", f"cannot be read: {fault.strerror}")]) from fault
    return Page(asked_url=url, url=url, fetched_at=clock(), status=200, body=body)


@contextmanager
def answering(setup: Setup, site: Site, urls: Sequence[str], clock: Clock) -> Iterator[tuple[Fetcher, Page]]:
    """The page of the first address that answers, with the Fetcher that got it.

    Only an address that is not reached at all gives way to the next, which has a Fetcher of its own: for a store http
    and https are one address.

    Raises:
        NotAdded: with what came instead of it.
    """
    for url in urls:
        with fetcher(setup, site, clock) as asked:
            answer = asked.pages([url])[url]
            if isinstance(answer, Page):
                yield asked, answer
                return
        if answer.outcome not in _NOT_REACHED or url == urls[-1]:
            raise NotAdded(f"{url}: {refusal(answer)}")


def look(page: Page, site: Site, asked: Fetcher | None) -> Found:
    """What a page could be watched as; its feeds and data are fetched where there is a Fetcher.

    Raises:
        NotAdded: when it shows no list.
    """
    if strays.is_article(page, site):
        column = strays.column_of(page, site)
        advice = f"; its column may be {column}" if column else "; name the page that lists it"
        raise NotAdded(f"this is an article, not a list{advice}")
    answers = None
    sitemaps = asked.sitemaps(page.url or site.home) if asked else ()
    leads = discovery.leads(page, site, sitemaps)
    if asked is not None:
        answers = {url: each for url, each in _answers(asked, leads).items() if isinstance(each, Page)}
    candidates = discovery.candidates(page, site, leads, answers)
    if not candidates:
        raise NotAdded(f"no list found: {strays.why_nothing(page, site)}")
    return Found(page=page, candidates=candidates)


def left_out(setup: Setup, site: Site, links: Sequence[FoundLink], clock: Clock) -> dict[str, tuple[Block, ...]]:
    """By Source, what the rules of the section pages of a Site leave out; their lists are fetched for it."""
    ruled = [
        source for source in site.sources if source.kind is Kind.SECTION and (source.link_pattern or source.selector)
    ]
    urls = {source.id: first_asks(source, site, clock())[0].url for source in ruled}
    with fetcher(setup, site, clock) as asked:
        pages = asked.pages(list(urls.values()))
    return {
        source.id: discovery.left_out(page, site, source, [link for link in links if link.source == source.id])
        for source in ruled
        if isinstance(page := pages[urls[source.id]], Page)
    }


def read_article(page: Page, setup: Setup) -> Mapping[str, Any]:
    """The article of a page, as `inspect` gives it."""
    with NamedTemporaryFile(suffix=".html") as file:
        file.write(page.body)
        file.flush()
        saved = Saved(path=Path(file.name), url=page.url, fetched_at=page.fetched_at, headers=page.headers)
        return next(iter(inspect([saved], setup.rules)))


def draft(setup: Setup, found: Found, chosen: Candidate, asked: Mapping[str, Any], networks: Sequence[str]) -> Draft:
    """The file that makes the chosen candidate a watched Source: a new one, or an own one of this host that grows.

    Args:
        asked: what the person says of the Site in place of what is guessed: id, name, tier, region.
        networks: those that the address guard allows besides public ones.

    Raises:
        ConfigError: when what the person says cannot stand in a Site file, or would change one that is there.
    """
    url = chosen.source.url
    folder = setup.folder / setup.config.sites.folder
    own = _own_file(folder, setup.sites, host_of(url)) if not asked.get("id") else None
    if own is not None:
        path, site = own
        if said := [f"--{key}" for key, value in asked.items() if value]:
            raise ConfigError([Fault(", ".join(said), None, "", f"{site.id} is a site already: say it in {path}")])
        table = _told(chosen, found.page, {source.id for source in site.sources})
        text = path.read_text(encoding="utf-8-sig").rstrip("\n") + "\n\n" + source_text(table)
        return Draft(path=path, text=text, site=parse_site(text, path.name), source=table["id"], grows=True, why="")
    guessed = identity_of(found.page, (*setup.sites, *shipped()), setup.rules.topics.places, _taken(setup))
    identity = replace(guessed, **{key: value for key, value in asked.items() if value})
    table = _told(chosen, found.page, ())
    text = site_text(identity, _home(found.page.url or url), tuple(networks), table)
    site = parse_site(text, f"{identity.id}.toml")
    path = folder / f"{identity.id}.toml"
    return Draft(path=path, text=text, site=site, source=table["id"], grows=False, why=guessed.why)


def write(made: Draft) -> None:
    """Write the file, whole or not at all; a new one never over another.

    Raises:
        ConfigError: when there is no room or no right to.
    """
    whole = made.path.with_name(f".{made.path.name}.tmp")
    try:
        made.path.parent.mkdir(parents=True, exist_ok=True)
        whole.write_text(made.text, encoding="utf-8")
        if made.grows:
            whole.replace(made.path)
        else:
            made.path.hardlink_to(whole)
    except OSError as fault:
        raise ConfigError([Fault(str(made.path), None, "", f"cannot be written: {fault.strerror}")]) from fault
    finally:
        whole.unlink(missing_ok=True)


def _answers(asked: Fetcher, leads: Sequence[discovery.Lead]) -> Mapping[str, Page | NoPage]:
    """What was answered to leads, by the address of the lead; where one is gone, at its other address."""
    answers = dict(asked.pages([lead.ask.url for lead in leads]))
    others = {
        lead.ask.otherwise.url: lead.ask.url
        for lead in leads
        if lead.ask.otherwise and isinstance(answers[lead.ask.url], NoPage)
    }
    answers |= {others[url]: answer for url, answer in asked.pages(list(others)).items()}
    return answers


def refusal(answer: NoPage) -> str:
    """Why an address gave no page, in words."""
    if answer.outcome is Outcome.DEFERRED:
        return f"cannot be asked now: {answer.reason}"
    if answer.outcome is Outcome.PRIVATE:
        return f"{answer.outcome}: {answer.reason}; --allow-network names an intranet that may be asked"
    if answer.outcome is Outcome.NOT_A_PAGE and answer.reason.startswith("document"):
        return f"a {answer.reason.removeprefix('document: ')} document, not a list; name the page that links to it"
    return f"{answer.outcome}: {answer.reason}" if answer.reason else str(answer.outcome)


def _switched_on(setup: Setup, site: Site, source: Source) -> str:
    """How a person switches a shipped Source on; one that is off in its file must be named itself."""
    word = site.id if site.enabled and source.enabled else f"{site.id}/{source.id}"
    return f"switch it on by `use = {json.dumps([*setup.config.sites.use, word], ensure_ascii=False)}` in [sites]"


def _taken(setup: Setup) -> set[str]:
    """Ids that a new Site cannot have."""
    files = (setup.folder / setup.config.sites.folder).glob("*.toml")
    return {site.id for site in (*setup.sites, *shipped())} | {file.stem for file in files}


def _told(chosen: Candidate, page: Page, taken: Collection[str]) -> dict[str, Any]:
    """The table of the new Source."""
    identifier = free(source_id(chosen.source.url), taken)
    is_page = chosen.source.kind not in {Kind.FEED, Kind.SITEMAP}
    name = column_name(page) if is_page else ""
    return {"id": identifier, "name": name, **chosen.table}


def _own_file(folder: Path, sites: Sequence[Site], host: str) -> tuple[Path, Site] | None:
    """The file in a person's folder whose Site has a host."""
    own = {site.id: site for site in sites if covers(hosts_of(site), host)}
    for path in sorted(folder.glob("*.toml")):
        site = own.get(str(parse_toml(path.read_text(encoding="utf-8-sig"), path.name).get("id")))
        if site is not None:
            return path, site
    return None


def _home(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/"
