"""Saved pages: inspect them without a store, import them into it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import click

from core.settings import ConfigError, Fault
from core.urls import is_web
from scheduler.console import FAILED, Session, pass_session, print_json, say

if TYPE_CHECKING:
    from core.rules import Rules
    from scheduler.inspecting import Saved

_CHINA = ZoneInfo("Asia/Shanghai")


@click.command("inspect")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--url", help="The address the page came from.")
@click.option("--fetched-at", help="When it was fetched, ISO 8601; now when left out.")
@click.option("--config", type=click.Path(path_type=Path), help="The rules and sites of this config.")
@click.option(
    "--batch",
    type=click.File("r", encoding="utf-8-sig", errors="replace"),
    help="Requests as JSON lines; - for standard input.",
)
@pass_session
def inspect_(
    session: Session,
    paths: tuple[Path, ...],
    url: str | None,
    fetched_at: str | None,
    config: Path | None,
    batch: Any,
) -> None:
    """Read saved pages without a store: article, tags, verdict and evidence, one JSON object a line.

    With --batch it reads lines {"path":..., "url":..., "fetched_at":..., "headers":{...}} and answers in their order.
    Without a config file the shipped rules and sites are used.
    """
    from scheduler.inspecting import Saved, inspect

    if bool(paths) == bool(batch):
        raise click.UsageError("give either files or --batch")
    if url is not None and not _is_address(url):
        raise ConfigError([Fault("--url", None, "", f"not an address: {url!r}")])
    moment = _moment(fetched_at, "--fetched-at") if fetched_at else session.clock()
    asked = _requests(batch, moment) if batch else (Saved(path=path, url=url, fetched_at=moment) for path in paths)
    failed = 0
    for answered in inspect(asked, rules_of(session, config)):
        print_json(answered)
        sys.stdout.flush()
        failed += answered["title"] is None
    if failed:
        raise SystemExit(FAILED)


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True), metavar="PATH...")
@click.option("--url", help="The address of the page, for a single file.")
@click.option("--fetched-at", help="When it was fetched, ISO 8601; the file's own time when left out.")
@pass_session
def import_(session: Session, paths: tuple[Path, ...], url: str | None, fetched_at: str | None) -> None:
    """Put saved pages (HTML, .gz, WARC, or folders of them) into the store, to be read like fetched ones.

    A page's address is --url, or what the page says of itself (canonical link, og:url, or the browser's
    "saved from" comment); a page that says nothing is imported under a file: address of its own.
    """
    from scheduler.importing import pages_of

    if url is not None:
        _check_address(url, paths)
    setup = session.setup()
    moment = _moment(fetched_at, "--fetched-at") if fetched_at else None
    imported = faults = 0
    with session.alone(setup, "import") as store:
        for found in pages_of(paths, url, moment):
            if isinstance(found, str):
                say(found)
                faults += 1
            else:
                store.pages.import_page(found, session.clock())
                imported += 1
    say(f"imported: {imported} pages wait to be read by `deltawatch read`")
    if faults:
        raise SystemExit(FAILED)


def _check_address(url: str, paths: tuple[Path, ...]) -> None:
    if not is_web(url):
        raise ConfigError([Fault("--url", None, "", f"not an http(s) address: {url!r}")])
    if len(paths) > 1 or paths[0].is_dir():
        raise ConfigError([Fault("--url", None, "", "is the address of one page; give one file")])


def rules_of(session: Session, named: Path | None) -> Rules:
    """Those of the config that was named here, else of the config that is there, else the shipped ones."""
    from scheduler.resources import load, shipped_rules

    if named is None and not session.config_path.exists():
        return shipped_rules()
    return load(named or session.config_path).rules


def _requests(lines: Any, moment: datetime) -> Iterator[Saved]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _request(line, number, moment)


def _request(line: str, number: int, moment: datetime) -> Saved:
    from scheduler.inspecting import Saved

    try:
        asked = json.loads(line)
        url, time = asked.get("url"), asked.get("fetched_at")
        if url is not None and not _is_address(url):
            raise ValueError(f"not an address: {url!r}")
        return Saved(
            path=Path(asked["path"]),
            url=url,
            fetched_at=_moment(time, f"line {number}") if time else moment,
            headers={str(name).lower(): str(value) for name, value in (asked.get("headers") or {}).items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, ConfigError) as fault:
        return Saved(path=Path(), url=None, fetched_at=moment, fault=f"line {number} is no request: {fault}")


def _is_address(url: object) -> bool:
    """Whether this can be taken apart as an address; whether it is one of the web is not asked of a saved page."""
    try:
        return isinstance(url, str) and bool(urlsplit(url))
    except ValueError:
        return False


def _moment(text: str, origin: str) -> datetime:
    """A time given by a person; without a zone it is that of Shanghai."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise ConfigError([Fault(origin, None, "", f"not an ISO 8601 time: {text!r}")]) from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)
