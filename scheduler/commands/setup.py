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
    from core.site import Site, Source
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
@click.option("--send-test", is_flag=True, help="Also send one line to every channel: its readers see it.")
@pass_session
def check_(session: Session, fetch: bool, mail: bool, send_test: bool) -> None:
    """Prove the config, the topics and the Site files without running them. Exit 2 on faults, 1 when a try fails."""
    from scheduler.resources import prove_surroundings

    setup = session.setup()
    prove_surroundings(setup)
    sources = [source for site in setup.sites for source in site.sources if site.enabled and source.enabled]
    digests = len(setup.config.digest)
    say(f"{session.config_path}: good; {len(setup.sites)} sites, {len(sources)} sources, {digests} digests")
    if not setup.config.crawl.contact:
        say("note: crawl.contact is empty; say who asks, so that a site's operator can reach you")
    failed = (_log_in(setup) if mail else 0) + (_try_channels(session, setup) if send_test else 0)
    failed += _try_sites(session, setup) if fetch else 0
    if failed:
        raise SystemExit(FAILED)


def _log_in(setup: Setup) -> int:
    from digest.mail import log_in
    from scheduler.resources import mail_password

    if setup.config.mail is None:
        say("mail: there is no [mail] section")
        return 1
    try:
        log_in(setup.config.mail, mail_password(setup, setup.config.mail))
    except (OSError, smtplib.SMTPException) as fault:
        say(f"mail: {setup.config.mail.host}:{setup.config.mail.port}: {fault}")
        return 1
    say(f"mail: {setup.config.mail.host}:{setup.config.mail.port}: login accepted")
    return 0


def _try_channels(session: Session, setup: Setup) -> int:
    """Send a line to every channel; gives how many have not taken it."""
    from digest.channels import try_out
    from scheduler.resources import channel_target

    if not setup.config.channel:
        say("channels: there is no [[channel]] section")
        return 1
    failed = 0
    for channel in setup.config.channel:
        answer = try_out(channel_target(setup, channel.name), "deltawatch: 测试 test", session.clock())
        say(f"{channel.name}: {'taken' if answer.accepted else 'not taken'}: {answer.text}")
        failed += not answer.accepted
    return failed


def _try_sites(session: Session, setup: Setup) -> int:
    """Look at the first Source of every Site that is on."""
    from dataclasses import replace

    from scheduler.trying import try_sites

    first = tuple(replace(site, sources=_first_on(site)) for site in setup.sites)
    report = try_sites(setup, first, session.clock).report
    print_table(
        ("site", "source", "outcome", "links", "reason"),
        ((check.site, check.source, check.outcome, check.links, check.reason) for check in report.checks),
        empty="no site is on",
    )
    if report.fault:
        say(report.fault)
    return len(report.failed) + bool(report.fault)


def _first_on(site: Site) -> tuple[Source, ...]:
    return tuple(source for source in site.sources if source.enabled)[:1]
