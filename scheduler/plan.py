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
#: Days within which each digest has a moment: the longest month, and the week in which its day is found.
_FARTHEST_MOMENT = 31 + 7
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
    settings: DigestSettings,
    zone: str,
    last: Window | None,
    last_date: date | None,
    began: datetime,
    now: datetime,
) -> DueDigest | None:
    """The digest that is due at `now`, if any: one for the newest scheduled moment, however many were missed, and one
    in each day, week or month.

    The first of a store is due at once, so that a new operator sees what the first run found and which sites it could
    not see; that of a week or month waits for the first moment after watching began.

    Args:
        last: the window of the newest digest of that name, with its local date `last_date`.
        began: when watching began, or this audience was added; the first digest covers everything since.
    """
    moment = _newest_moment(settings, zone, now)
    if last_date is not None and period_of(settings, last_date) >= period_of(settings, moment.date()):
        return None
    if last_date is None and settings.every != "day" and moment < began:
        return None
    is_late = last is not None and now - moment > LATE_AFTER
    return DueDigest(settings, moment.date(), _window(settings, last, began, now, late=is_late))


def digest_of(settings: DigestSettings, zone: str, last: Window | None, began: datetime, now: datetime) -> DueDigest:
    """The digest of today, asked for by a person whether due or not."""
    return DueDigest(settings, now.astimezone(ZoneInfo(zone)).date(), _window(settings, last, began, now, late=False))


def digest_of_date(settings: DigestSettings, zone: str, day: date) -> DueDigest:
    """The digest of a past local date: what was first seen since the moment scheduled before it."""
    until = _at(settings, zone, day)
    since = _previous_moment(settings, zone, until)
    return DueDigest(
        settings, day, Window(since=since.astimezone(UTC), until=until.astimezone(UTC), every=settings.every)
    )


def audience_began(settings: DigestSettings, zone: str, began: datetime, now: datetime) -> datetime:
    """From when on the first digest of an audience covers a store that others are served from already: one period."""
    return max(began, _previous_moment(settings, zone, _newest_moment(settings, zone, now)).astimezone(UTC))


def next_digest(settings: DigestSettings, zone: str, now: datetime, last_date: date | None = None) -> datetime:
    """The next scheduled moment after `now`, in the zone, that is not in the period of `last_date`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = (today + timedelta(days=ahead) for ahead in range(_FARTHEST_MOMENT))
    return next(
        moment
        for day in days
        if _is_on(settings, day) and (moment := _at(settings, zone, day)) > now
        if last_date is None or period_of(settings, day) > period_of(settings, last_date)
    )


def period_of(settings: DigestSettings, day: date) -> date:
    """The first day of the day, week or month that a local date is in, as the digest reckons them."""
    match settings.every:
        case "day":
            return day
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            beginning = day.replace(day=settings.month_day)
            return (
                beginning
                if beginning <= day
                else (day.replace(day=1) - timedelta(days=1)).replace(day=settings.month_day)
            )


def is_quiet(settings: DigestSettings, zone: str, now: datetime) -> bool:
    """Whether nothing may ring at `now`."""
    if settings.quiet is None:
        return False
    begin, end = map(time.fromisoformat, settings.quiet.split("-"))
    local = now.astimezone(ZoneInfo(zone)).time()
    return begin <= local < end if begin <= end else local >= begin or local < end


def _window(settings: DigestSettings, last: Window | None, began: datetime, now: datetime, *, late: bool) -> Window:
    since = last.until if last else began
    # After the clock was set back the window would be upside down: it is empty instead, and the next one catches up.
    return Window(since=min(since, now), until=now, late=late, first=last is None, every=settings.every)


def _newest_moment(settings: DigestSettings, zone: str, now: datetime) -> datetime:
    """The scheduled moment that is or was last at `now`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    days = (today - timedelta(days=ago) for ago in range(_FARTHEST_MOMENT))
    return next(moment for day in days if _is_on(settings, day) and (moment := _at(settings, zone, day)) <= now)


def _previous_moment(settings: DigestSettings, zone: str, moment: datetime) -> datetime:
    return _newest_moment(settings, zone, moment.astimezone(UTC) - timedelta(microseconds=1))


def _at(settings: DigestSettings, zone: str, day: date) -> datetime:
    return datetime.combine(day, time.fromisoformat(settings.at), ZoneInfo(zone))


def _is_on(settings: DigestSettings, day: date) -> bool:
    """Whether it is the first of the settings' weekdays in its period."""
    days = (period_of(settings, day) + timedelta(days=later) for later in range(7))
    return next(each for each in days if EVERY_DAY[each.weekday()] in settings.days) == day
