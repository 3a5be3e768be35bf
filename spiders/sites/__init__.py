"""Sites as data: their TOML checked and typed, and the ones that are shipped, one file a Site beside this module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import resources
from ipaddress import ip_network
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cssselect import SelectorError
from parsel.csstranslator import HTMLTranslator

from core.settings import ConfigError, Origin, Path, parse_toml, validate
from core.site import Dialect, Kind, Site, Source
from core.urls import host_of, registrable
from spiders.asking import placeholders_of
from spiders.dialects import LAYOUTS, dialect_of, with_defaults


def parse_site(text: str, origin: str) -> Site:
    """A Site from its TOML text.

    Raises:
        ConfigError: with all faults, `origin` naming the file.
    """
    tables = parse_toml(text, origin)
    site = validate(_with_dialects(tables), text, origin, Site)
    written = Origin(origin, text)
    faults = [written.fault(path, message) for path, message in _across(site, tables)]
    if faults:
        raise ConfigError(faults)
    return site


def _with_dialects(tables: dict[str, Any]) -> dict[str, Any]:
    sources = tables.get("sources")
    if not isinstance(sources, list):
        return tables
    filled = [with_defaults(source) if isinstance(source, dict) else source for source in sources]
    return {**tables, "sources": filled}


def parse_sites(files: Iterable[tuple[str, str]]) -> tuple[Site, ...]:
    """The Sites of several files, each given as name and text, the most trusted publishers first.

    Raises:
        ConfigError: with all faults of the first file that has any.
    """
    read = (parse_site(text, name) for name, text in files)
    return tuple(sorted(read, key=lambda site: (site.tier.rank, site.id)))


@cache
def shipped() -> tuple[Site, ...]:
    """The Sites that come with the package, by id."""
    files = sorted(resources.files(__name__).iterdir(), key=lambda file: file.name)
    return tuple(parse_site(file.read_text("utf-8"), file.name) for file in files if file.name.endswith(".toml"))


def shipped_site(site_id: str) -> Site:
    """The shipped Site of this id.

    Raises:
        ValueError: where there is none.
    """
    site = next((site for site in shipped() if site.id == site_id), None)
    if site is None:
        raise ValueError(f"no shipped site {site_id!r}; there are: {', '.join(site.id for site in shipped())}")
    return site


def source_of(site: Site, source_id: str) -> Source:
    """The Source of this id.

    Raises:
        ValueError: where the Site has none.
    """
    source = next((source for source in site.sources if source.id == source_id), None)
    if source is None:
        raise ValueError(f"{site.id} has no source {source_id!r}; it has: {', '.join(s.id for s in site.sources)}")
    return source


def hosts_of(site: Site) -> tuple[str, ...]:
    """The names whose hosts, and those below them, may hold the Site's articles.

    A home of `www.example.cn` stands for all of `example.cn`, but `www.gov.cn` not for every government.
    """
    home = host_of(site.home)
    whole = (registrable(home),) if home == f"www.{registrable(home)}" else ()
    return tuple(dict.fromkeys((home, *whole, *site.hosts)))


def _across(site: Site, tables: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """What no single field shows."""
    yield from _of_site(site)
    ids = Counter(source.id for source in site.sources)
    urls = Counter(source.url for source in site.sources)
    for number, source in enumerate(site.sources):
        at: Path = ("sources", number)
        if ids[source.id] > 1:
            yield (*at, "id"), f"is used {ids[source.id]} times in this Site (given: {source.id!r})"
        if urls[source.url] > 1:
            yield (*at, "url"), "is the address of another Source of this Site too; tell POSTs apart by a #fragment"
        if source.next_page is not None and not {"n", "offset"} & placeholders_of(source.next_page):
            yield (*at, "next_page"), f"must hold {{n}} or {{offset}} for the page (given: {source.next_page!r})"
        yield from _of_dialect(source, tables["sources"][number], at)
        yield from _of_searches(source, at)
        yield from _of_no_effect(source, at)
        yield from _broken_selectors(source, at)


def _of_site(site: Site) -> Iterator[tuple[Path, str]]:
    if fault := _failing(ZoneInfo, site.timezone):
        yield ("timezone",), f"no such time zone; write it like Asia/Shanghai ({fault})"
    for number, host in enumerate(site.hosts):
        if host_of(f"http://{host}/") != host:
            yield ("hosts", number), f"must be a bare host name in lower case (given: {host!r})"
    for number, network in enumerate(site.allow_networks):
        if fault := _failing(ip_network, network):
            yield ("allow_networks", number), f"not a network like 10.1.0.0/16: {fault}"


def _of_dialect(source: Source, table: dict[str, Any], at: Path) -> Iterator[tuple[Path, str]]:
    layout = LAYOUTS[dialect_of(source)]
    if layout.kind is not source.kind:
        yield (*at, "kind"), f"must be {layout.kind.value!r} for this dialect (given: {source.kind.value!r})"
    elif dialect_of(source) in {Dialect.JSON, Dialect.NEXT_DATA} and "fields" not in table:
        yield (*at, "fields"), "is missing: an endpoint's rows are found by it"


def _of_searches(source: Source, at: Path) -> Iterator[tuple[Path, str]]:
    is_asked = any("keyword" in placeholders_of(text) for text in (source.url, source.body or ""))
    if source.keywords and not is_asked:
        yield (*at, "keywords"), "have no effect: neither url nor body holds {keyword}"
    elif is_asked and not source.keywords:
        yield (*at, "keywords"), "are missing: {keyword} stands in url or body"


def _of_no_effect(source: Source, at: Path) -> Iterator[tuple[Path, str]]:
    if source.kind in {Kind.FEED, Kind.SITEMAP}:
        for key in ("selector", "date_selector", "date_pattern", "next_page"):
            if getattr(source, key) is not None:
                yield (*at, key), f"has no effect on a {source.kind}"


def _broken_selectors(source: Source, at: Path) -> Iterator[tuple[Path, str]]:
    for key in ("selector", "date_selector"):
        css = getattr(source, key)
        if css is not None and (fault := _failing(HTMLTranslator().css_to_xpath, css)):
            yield (*at, key), f"not a CSS selector: {fault}"


def _failing(check: Callable[[str], object], value: str) -> str:
    try:
        check(value)
    except (ValueError, ZoneInfoNotFoundError, SelectorError) as fault:
        return str(fault).strip("'\"") or type(fault).__name__
    return ""
