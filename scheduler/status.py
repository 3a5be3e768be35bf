"""Status: last runs, due times, the health of every Source, what waits. One value, printed as JSON or as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from core.config import DigestSettings
from core.text import one_line
from scheduler.jobs import why_due
from scheduler.lock import holder
from scheduler.plan import next_digest
from scheduler.resources import Setup
from scheduler.watched import as_values, watched
from store.database import Store
from store.digests import SavedDigest


def status(setup: Setup, store: Store, now: datetime) -> dict[str, Any]:
    """Everything an operator asks first, as plain values; times are ISO in the config's zone."""
    zone = ZoneInfo(setup.config.timezone)
    return {
        "now": _local(now, zone),
        "store": str(setup.store_path),
        "at_work": holder(setup.store_path),
        "due_now": why_due(setup, store, now),
        "counts": _counts(store),
        "warnings": store.warnings(),
        "runs": [
            {
                "site": run.site,
                "started": _local(run.started, zone),
                "ending": run.ending,
                "requests": run.requests,
                "pages": run.pages,
                "failures": run.failures,
            }
            for run in store.runs.recent(10)
        ],
        "digests": [_digest(settings, store, now, zone) for settings in setup.config.digest],
        "mails_waiting": [
            {
                "recipient": waiting.recipient,
                "state": waiting.state,
                "attempts": waiting.attempts,
                "answer": waiting.answer,
            }
            for waiting in store.deliveries.open()
        ],
        "sources": [as_values(each, zone) for each in watched(setup.sites, store, now)],
    }


def words(found: dict[str, Any]) -> Iterator[str]:
    """The same for a person: the healthy counted, the others named."""
    yield f"{found['now']}  {found['store']}"
    yield f"at work: {found['at_work'] or 'nobody'};  due now: {found['due_now'] or 'nothing'}"
    yield "store: " + ", ".join(f"{count} {name}" for name, count in found["counts"].items())
    for warning in found["warnings"]:
        yield f"warning: {warning}"
    for digest in found["digests"]:
        yield f"digest {digest['name']}: last {digest['last'] or 'never'}; next {digest['next']}"
    for waiting in found["mails_waiting"]:
        yield one_line(f"mail to {waiting['recipient']}: {waiting['state']}: {waiting['answer']}")
    states = Counter(source["state"] for source in found["sources"])
    yield "sources: " + (", ".join(f"{count} {state}" for state, count in states.most_common()) or "none")
    never = [source for source in found["sources"] if source["blind"] and not source["last_look"]]
    if never:
        yield f"  {len(never)} not looked at yet: `deltawatch run` does it"
    for source in found["sources"]:
        if source["blind"] and source["last_look"]:
            since = f"since {source['since']}" if source["since"] else "never well"
            told = f"{source['state']} {since}: {source['evidence']}".removesuffix(": ")
            yield "  " + one_line(f"{source['site']}/{source['source']}: {told}")


def _digest(settings: DigestSettings, store: Store, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    last = store.digests.last(settings.name)
    return {
        "name": settings.name,
        "last": last.local_date.isoformat() if last else None,
        "next": _local(next_digest(settings, zone.key, max(now, _end_of(last, zone)) if last else now), zone),
    }


def _end_of(digest: SavedDigest, zone: ZoneInfo) -> datetime:
    """The end of the day of a digest: one that was made by hand before its time is the only one of that day."""
    return datetime.combine(digest.local_date, time.max, zone)


def _counts(store: Store) -> dict[str, int]:
    """Numbers with the words that a person reads after them."""
    counts = store.counts()
    return {
        "links": sum(counts.links.values()),
        "pages": sum(counts.pages.values()),
        **{f"{state} pages": number for state, number in counts.pages.items() if state in {"waiting", "toxic"}},
        **{f"{verdict} articles": number for verdict, number in counts.articles.items()},
        "stories": counts.stories,
        "digests": counts.digests,
        "bytes": counts.bytes,
    }


def _local(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat(timespec="minutes")
