"""The Sources with their health, for the commands that show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.health import NO_ARTICLES, Articles, Health, health, looks
from core.site import Site, Source
from store.database import Store

#: What brought something new in this time is `ok`.
LATELY = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A Source and how it does."""

    site: Site
    source: Source
    health: Health
    #: Looks lately, and the new links they brought.
    looks: int
    new: int

    @property
    def name(self) -> str:
        """What a person calls it: 芜湖市政府 政务要闻."""
        return f"{self.site.name} {self.source.name}".strip()


def watched(sites: Iterable[Site], store: Store, now: datetime) -> tuple[Watched, ...]:
    """Every Source of these Sites, in their order."""
    articles = store.links.articles(now)
    return tuple(
        _watched(site, source, store, now, articles.get((site.id, source.id), NO_ARTICLES))
        for site in sites
        for source in site.sources
    )


def as_values(each: Watched, zone: ZoneInfo) -> dict[str, Any]:
    """All that is known, as plain values; times are ISO in the zone."""
    told = each.health
    return {
        "site": each.site.id,
        "source": each.source.id,
        "name": each.name,
        "region": each.site.region,
        "tier": each.site.tier,
        "kind": each.source.kind,
        "dialect": each.source.dialect,
        "state": told.state,
        "blind": told.state.is_blind,
        "since": _local(told.since, zone),
        "evidence": told.evidence,
        "suggestion": told.suggestion,
        "failures": told.failures,
        "usual_pause_days": told.pause,
        "last_look": _local(told.last_look, zone),
        "last_good": _local(told.last_good, zone),
        "next_look": _local(told.next_look, zone),
        "looks_24h": each.looks,
        "new_24h": each.new,
        "url": each.source.url,
    }


def _watched(site: Site, source: Source, store: Store, now: datetime, articles: Articles) -> Watched:
    checks = store.checks.history(site.id, source.id, now)
    lately = looks(check for check in checks if check.at > now - LATELY)
    return Watched(
        site=site,
        source=source,
        health=health(site, source, checks, now, now - LATELY, articles),
        looks=len(lately),
        new=sum(look.new for look in lately),
    )


def _local(moment: datetime | None, zone: ZoneInfo) -> str | None:
    return None if moment is None else moment.astimezone(zone).isoformat(timespec="minutes")
