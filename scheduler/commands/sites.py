"""The sites that are watched: list, test."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import click

from core.settings import ConfigError, Fault
from scheduler.console import FAILED, Session, as_json, local_time, pass_session, print_json, print_table


@click.group("sites")
def sites_() -> None:
    """The sites that are watched."""


@sites_.command("list")
@click.option("--all", "everything", is_flag=True, help="Also the shipped sites that this config does not use.")
@as_json
@pass_session
def sites_list(session: Session, everything: bool, json_: bool) -> None:
    """Every source with its last look: outcome, time, reason."""
    from core.run import SourceCheck
    from spiders.sites import shipped

    setup = session.setup()
    zone = ZoneInfo(setup.config.timezone)
    watched = {site.id for site in setup.sites}
    sites = setup.sites + tuple(site for site in shipped() if everything and site.id not in watched)
    rows: list[dict[str, Any]] = []
    with session.store(setup) as store:
        for site in sites:
            for source in site.sources:
                last: SourceCheck | None = store.checks.last(site.id, source.id)
                is_on = site.id in watched and site.enabled and source.enabled
                rows.append(
                    {
                        "site": site.id,
                        "source": source.id,
                        "name": f"{site.name} {source.name}".strip(),
                        "tier": site.tier,
                        "kind": source.kind,
                        "on": is_on,
                        "last": local_time(last.at, zone) if last else None,
                        "outcome": last.outcome if last else None,
                        "reason": (last.reason if last else "") or ("" if is_on else source.note or site.note),
                        "url": source.url,
                    }
                )
    if json_:
        print_json(rows)
        return
    print_table(
        ("site", "source", "name", "tier", "kind", "on", "last look", "outcome", "reason"),
        ((*(row[key] for key in ("site", "source", "name", "tier", "kind")), "on" if row["on"] else "off",
          row["last"], row["outcome"], row["reason"]) for row in rows),
    )  # fmt: skip


@sites_.command("test")
@click.argument("site_id", metavar="SITE")
@as_json
@pass_session
def sites_test(session: Session, site_id: str, json_: bool) -> None:
    """Look at every source of one site, on or off, and print the links it shows. Nothing is kept."""
    from dataclasses import replace

    from scheduler.commands.cycle import say_crawl
    from scheduler.trying import try_sites
    from spiders.sites import shipped

    setup = session.setup()
    site = next((site for site in setup.sites + shipped() if site.id == site_id), None)
    if site is None:
        raise ConfigError(
            [Fault("sites test", None, "", f"no such site: {site_id}; see `deltawatch sites list --all`")]
        )
    on = replace(site, enabled=True, sources=tuple(replace(source, enabled=True) for source in site.sources))
    trial = try_sites(setup, [on], session.clock)
    say_crawl(trial.report)
    if json_:
        print_json([link.found for link in trial.links])
    else:
        print_table(
            ("source", "dated", "title", "url"),
            ((link.found.source, link.found.listed, link.found.anchor, link.found.url) for link in trial.links),
            empty="no links",
        )
    if trial.report.failed or trial.report.fault:
        raise SystemExit(FAILED)
