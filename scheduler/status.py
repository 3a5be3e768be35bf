"""Status: last runs, due times, the health of every Source, what waits. One value, printed as JSON or as lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from core.config import DigestSettings
from core.digest import Delivery
from core.text import one_line
from scheduler.jobs import why_due
from scheduler.lock import holder
from scheduler.plan import next_digest
from scheduler.resources import Setup
from scheduler.watched import as_values, watched
from store.database import Store

#: How long a message that was refused or given up is told of.
TOLD_FOR = timedelta(days=7)


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
        "messages_waiting": [_delivery(each, zone) for each in store.deliveries.open()],
        "messages_lost": [_delivery(each, zone) for each in store.deliveries.refused(now - TOLD_FOR)],
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
    for each in found["messages_waiting"]:
        yield one_line(f"{_whose(each)}: {each['state']}: {each['answer']}").removesuffix(": ")
    for each in found["messages_lost"]:
        yield one_line(f"warning: {_whose(each)} was not taken: {each['answer']}; once that is mended: {_again(each)}")
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
        # One that was made by hand before its time is the only one of its day, week or month.
        "next": _local(next_digest(settings, zone.key, now, last.local_date if last else None), zone),
    }


def _delivery(each: Delivery, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "digest": each.name,
        "date": each.local_date.isoformat(),
        "channel": each.channel,
        "recipient": each.recipient,
        "state": each.state,
        "attempts": each.attempts,
        "tried": _local(each.tried_at, zone) if each.tried_at else None,
        "next_try": _local(each.next_try, zone) if each.next_try else None,
        "answer": each.answer,
    }


def _whose(each: dict[str, Any]) -> str:
    return f"{each['digest']} of {each['date']} to {each['recipient']}"


def _again(each: dict[str, Any]) -> str:
    return f"deltawatch digest resend --name {each['digest']} --date {each['date']} --to {each['recipient']}"


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
