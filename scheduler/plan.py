"""What is due, from what was done and what time it is. No clock, no timer: the daemon and cron only wake us."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.config import EVERY_DAY, DigestSettings
from core.digest import Window
from core.health import failures_in_a_row, looks, pause_after
from core.link import Outcome
from core.run import SourceCheck
from core.site import Kind, Site, Source
from core.urls import host_of

#: A Source looked at a little early is looked at all the same, so that an hourly cron line finds hourly Sources due.
SLACK = timedelta(minutes=2)
#: A digest made later than this after its time says so.
LATE_AFTER = timedelta(hours=2)

_NEVER = datetime.min.replace(tzinfo=UTC)
#: Pages that a list is paged back at the most, however long it was not seen: 600 rows of most lists.
FARTHEST = 30
#: So a look ends also where our own network is down.
_SILENT = frozenset({Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.DEFERRED})

#: Site and Source to its last good check and all after it, oldest first; all it has where none was good. None is of a
#: time to come.
Checked = Mapping[tuple[str, str], Sequence[SourceCheck]]


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest that should be made now."""

    settings: DigestSettings
    local_date: date
    window: Window


def due_sources(
    sites: Iterable[Site],
    checked: Checked,
    now: datetime,
    *,
    cut_off: Collection[str] = (),
    paused: Collection[str] = (),
) -> tuple[tuple[Site, tuple[Source, ...]], ...]:
    """The Sites with their due Sources, in both the longest unseen first, so that neither a budget nor a slow host
    starves any.

    A Source in trouble is due less and less often (core.health.pause_after). Failures since anybody last answered do
    not count: our own network is down, and once it is back all are to be looked at.

    Args:
        cut_off: Sites whose last crawl was cut short: due whenever they were looked at.
        paused: hosts that asked to be left alone until later: a Source that was told so is not due.
    """
    due = []
    answers = (check.at for checks in checked.values() for check in checks if check.outcome not in _SILENT)
    heard = max(answers, default=_NEVER)
    for site in sites:
        sources = [
            source
            for source in site.sources
            if site.enabled
            and source.enabled
            and (site.id in cut_off or _is_due(source, checked.get((site.id, source.id), ()), now, paused, heard))
        ]
        if sources:
            due.append((site, tuple(sorted(sources, key=lambda source: _last_asked(site, source, checked)))))
    return tuple(sorted(due, key=lambda entry: _last_asked(entry[0], entry[1][0], checked)))


def _is_due(
    source: Source, checks: Sequence[SourceCheck], now: datetime, paused: Collection[str], heard: datetime
) -> bool:
    if checks and checks[-1].outcome is Outcome.WAITING and host_of(source.url) in paused:
        return False
    taken = looks(checks)
    failures = failures_in_a_row([look for look in taken if look.at <= heard])
    return not taken or now - taken[-1].at >= pause_after(source, failures) - SLACK


def reaching_back(source: Source, last_good: datetime | None, now: datetime) -> Source:
    """The Source with its `max_pages` for each day since its last good look, so that an outage of ours hides nothing.

    Paging back ends before at a page that is known. At the first look there is nothing to catch up with, and of a
    sitemap the newest parts are enough, which are no pages.
    """
    if last_good is None or source.kind is Kind.SITEMAP:
        return source
    pages = min(source.max_pages * ((now - last_good).days + 1), FARTHEST)
    return replace(source, max_pages=max(source.max_pages, pages))


def _last_asked(site: Site, source: Source, checked: Checked) -> datetime:
    """When a Source was last asked for; a run that ended before its turn has not asked."""
    asked = (check.at for check in checked.get((site.id, source.id), ()) if check.outcome.was_asked)
    return max(asked, default=_NEVER)


def due_digest(
    settings: DigestSettings, zone: str, last: Window | None, last_date: date | None, began: datetime, now: datetime
) -> DueDigest | None:
    """The digest that is due at `now`, if any: one for the newest scheduled moment, however many were missed.

    The first is due at once, so that a new operator sees what the first run found and which sites it could not see.

    Args:
        last: the window of the newest digest of that name, with its local date `last_date`.
        began: when watching began; the first digest covers everything since.
    """
    moment = _newest_moment(settings, zone, now)
    if last_date is not None and last_date >= moment.date():
        return None
    is_late = last is not None and now - moment > LATE_AFTER
    return DueDigest(settings, moment.date(), _window(last, began, now, late=is_late))


def digest_of(settings: DigestSettings, zone: str, last: Window | None, began: datetime, now: datetime) -> DueDigest:
    """The digest of today, asked for by a person whether due or not."""
    return DueDigest(settings, now.astimezone(ZoneInfo(zone)).date(), _window(last, began, now, late=False))


def digest_of_date(settings: DigestSettings, zone: str, day: date) -> DueDigest:
    """The digest of a past local date: what was first seen in the day before its time."""
    until = _moment(settings, zone, day)
    since = _moment(settings, zone, day - timedelta(days=1))
    return DueDigest(settings, day, Window(since=since.astimezone(UTC), until=until.astimezone(UTC)))


def next_digest(settings: DigestSettings, zone: str, now: datetime) -> datetime:
    """The next scheduled moment after `now`, in the zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    moments = (_moment(settings, zone, today + timedelta(days=ahead)) for ahead in range(8))
    return next(moment for moment in moments if moment > now and _is_on(settings, moment.date()))


def _window(last: Window | None, began: datetime, now: datetime, *, late: bool) -> Window:
    since = last.until if last else began
    # After the clock was set back the window would be upside down: it is empty instead, and the next one catches up.
    return Window(since=min(since, now), until=now, late=late, first=last is None)


def _newest_moment(settings: DigestSettings, zone: str, now: datetime) -> datetime:
    today = now.astimezone(ZoneInfo(zone)).date()
    moments = (_moment(settings, zone, today - timedelta(days=ago)) for ago in range(8))
    return next(moment for moment in moments if moment <= now and _is_on(settings, moment.date()))


def _moment(settings: DigestSettings, zone: str, day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(settings.at), ZoneInfo(zone))


def _is_on(settings: DigestSettings, day: date) -> bool:
    return EVERY_DAY[day.weekday()] in settings.days
