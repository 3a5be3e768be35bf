"""Setting up: init, check."""

from __future__ import annotations

import smtplib
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.settings import ConfigError, Fault
from scheduler.console import FAILED, Session, pass_session, print_table, say

if TYPE_CHECKING:
    from scheduler.resources import Setup


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
def init_(folder: Path) -> None:
    """Write a commented deltawatch.toml and topics.toml into FOLDER, ready to run. Nothing is overwritten."""
    from scheduler.resources import CONFIG_NAME, shipped_text

    template = files("scheduler").joinpath("templates", CONFIG_NAME).read_text(encoding="utf-8")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in ((CONFIG_NAME, template), ("topics.toml", shipped_text("topics.toml"))):
            path = folder / name
            if path.exists():
                say(f"{path}: exists, left as it is")
                continue
            path.write_text(text, encoding="utf-8")
            say(f"{path}: written")
    except OSError as fault:
        raise ConfigError([Fault(str(folder), None, "", f"cannot be written: {fault.strerror}")]) from fault
    say("Next: put your address into `contact`, then `deltawatch check` and `deltawatch run`.")


@click.command("check")
@click.option("--fetch", is_flag=True, help="Also fetch robots.txt and one list of every Site, into no store.")
@click.option("--mail", is_flag=True, help="Also log in to the SMTP server.")
@pass_session
def check_(session: Session, fetch: bool, mail: bool) -> None:
    """Prove the config, the topics and the Site files without running them. Exit 2 on faults, 1 when a try fails."""
    from scheduler.resources import mail_password

    setup = session.setup()
    if setup.config.mail is not None:
        mail_password(setup.config.mail, setup.folder)
    sources = [source for site in setup.sites for source in site.sources if site.enabled and source.enabled]
    digests = len(setup.config.digest)
    say(f"{session.config_path}: good; {len(setup.sites)} sites, {len(sources)} sources, {digests} digests")
    if not setup.config.crawl.contact:
        say("note: crawl.contact is empty; say who asks, so that a site's operator can reach you")
    failed = (_log_in(setup) if mail else 0) + (_try_sites(session, setup) if fetch else 0)
    if failed:
        raise SystemExit(FAILED)


def _log_in(setup: Setup) -> int:
    from digest.mail import log_in
    from scheduler.resources import mail_password

    if setup.config.mail is None:
        say("mail: there is no [mail] section")
        return 1
    try:
        log_in(setup.config.mail, mail_password(setup.config.mail, setup.folder))
    except (OSError, smtplib.SMTPException) as fault:
        say(f"mail: {setup.config.mail.host}:{setup.config.mail.port}: {fault}")
        return 1
    say(f"mail: {setup.config.mail.host}:{setup.config.mail.port}: login accepted")
    return 0


def _try_sites(session: Session, setup: Setup) -> int:
    """Crawl the first Source of every Site into a store that is thrown away."""
    from dataclasses import replace
    from tempfile import TemporaryDirectory

    from core.config import StoreSettings
    from scheduler.jobs import crawl
    from store.database import open_store

    with TemporaryDirectory(prefix="deltawatch-check-") as folder:
        first = tuple(replace(site, sources=site.sources[:1], max_articles=1) for site in setup.sites)
        config = replace(setup.config, store=StoreSettings(path=str(Path(folder) / "check.sqlite")))
        trial = replace(setup, config=config, sites=first)
        with open_store(trial.store_path) as store:
            report = crawl(trial, store, session.clock, everything=True)
    print_table(
        ("site", "source", "outcome", "links", "reason"),
        ((check.site, check.source, check.outcome, check.links, check.reason) for check in report.checks),
    )
    if report.fault:
        say(report.fault)
    return len(report.failed) + bool(report.fault)
