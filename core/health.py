"""Health: the state of one Source, worked out from its own history of looks; pure.

Not every answer is a list, not every list is alive: four of the best known feeds answer 200 with entries of 2017
(research: sources.md §3), and a list that was rebuilt answers as before while our selector finds nothing. So a state
is told from what a look found compared with what the same Source used to show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby, pairwise
from statistics import median
from zoneinfo import ZoneInfo

from core.link import Outcome
from core.run import SourceCheck
from core.site import Kind, Site, Source
from core.urls import dead_end


class State(StrEnum):
    """The state of a Source in plain terms."""

    OK = "ok"  # answers, and has brought something new lately
    UNCHANGED = "unchanged"  # answers, nothing new
    QUIET = "quiet"  # answers, nothing new for longer than usual
    STALE = "stale"  # answers, but its newest entry is far older than it should be
    EMPTY = "empty"  # answers with a list of nothing
    CHANGED = "changed"  # answers, but not with what it used to show
    BLOCKED = "blocked"  # a wall answers in its place
    DENIED = "denied"  # robots.txt or the address guard does not let us ask
    FAILING = "failing"  # no usable answer
    NOT_CHECKED = "not checked"  # nobody looked
    OFF = "off"

    @classmethod
    def _missing_(cls, value: object) -> State | None:
        """Digests of deltawatch 0.1 call it `failed`."""
        return cls.FAILING if value == "failed" else None

    @property
    def is_blind(self) -> bool:
        """Whether news could go unseen."""
        return self not in _SEEING


_SEEING = frozenset({State.OK, State.UNCHANGED, State.QUIET, State.OFF})

#: Quiet is a silence of twice the usual pause, and never one that the long holidays explain: Spring Festival and
#: National Day are up to nine days off, and an office needs a day to write.
QUIET_PAUSES, QUIET_AT_LEAST = 2, timedelta(days=10)
#: Stale is a silence that no list has which still lives.
STALE_PAUSES, STALE_AT_LEAST = 4, timedelta(days=14)
#: Days between two entries where neither the list's dates nor its history tell.
PAUSE_UNKNOWN = 30.0
#: Of the pauses of a list three in four are no longer than its usual one: weekends count, one old entry that is pinned
#: to the top does not.
_QUARTILE = 0.75
#: So many pauses are looked at, the newest: a list that has become livelier is judged as it is now.
_MOST_PAUSES = 30
#: Pauses that history must have shown before it is believed.
_LEAST_PAUSES = 3
#: How a list used to be is the middle of the looks of so many days. One that has been otherwise for half of them is
#: taken as it is.
_REMEMBERED = timedelta(days=30)
#: A list that showed at least so many links and now less than this share of them has lost most.
_MANY_LINKS, _LOST_LINKS = 8, 0.25
#: Half of the entries dated is a list with dates.
_DATED = 0.5
#: So many links that look like articles, of which none is taken, are a list that we do not read.
_UNREAD = 5
#: So many articles that did not come, and none that did, are no chance.
_FEW_ARTICLES = 5
#: The longest pause between two looks at a Source in trouble.
_LONGEST_PAUSE = timedelta(days=1)
#: Nine doublings of the shortest `every`, five minutes, are more than a day.
_MOST_DOUBLINGS = 9
#: A look is overdue when it is later than this: a run over all Sources may take its whole budget before it comes by.
_OVERDUE = timedelta(hours=2)

_BY_OUTCOME = {
    Outcome.BLOCKED: State.BLOCKED,
    Outcome.ROBOTS: State.DENIED,
    Outcome.PRIVATE: State.DENIED,
    # The list has moved to a host that is not of its Site.
    Outcome.OFF_HOST: State.CHANGED,
}
_GOOD = frozenset({Outcome.FETCHED, Outcome.UNCHANGED})

_SUGGESTIONS = {
    State.BLOCKED: "open the list in a browser; raise `delay`, or watch a mirror of it: a wall is never got round",
    State.DENIED: "robots.txt or the address guard forbids it: switch it off, or ask the publisher",
    State.FAILING: "open the list in a browser: it may be down, moved or out of reach from this network",
    State.EMPTY: "`sites test` shows what it finds; open the list in a browser: it may be filled by a script",
    State.CHANGED: "open the list in a browser and correct address, selector or link_pattern in its file",
    State.STALE: "look for the list's new address: the publisher goes on elsewhere, or has given it up",
    State.NOT_CHECKED: "run `deltawatch run` more often, or raise `crawl.budget`",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How one Source does."""

    state: State
    #: Until when all was well, as far as was seen: the last good look, or for a silent list its last sign of life.
    #: None where it never was.
    since: datetime | None = None
    #: What shows it, in one line.
    evidence: str = ""
    #: What the operator may do; empty when there is nothing to do.
    suggestion: str = ""
    #: Looks in a row that brought no list.
    failures: int = 0
    last_look: datetime | None = None
    #: When it last answered with a list that had something in it, or with "unchanged".
    last_good: datetime | None = None
    #: When it is looked at again; None for one that is off.
    next_look: datetime | None = None
    #: Its usual pause between two entries, in days; None where it is unknown.
    pause: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """What became lately of the articles that a Source shows: a list may answer while none of them does."""

    tried: int = 0
    came: int = 0
    #: How most of the others ended.
    outcome: Outcome | None = None
    reason: str = ""
    last_came: datetime | None = None


NO_ARTICLES = Articles()


@dataclass(frozen=True, slots=True)
class _Found:
    """A state with what shows it."""

    state: State
    since: datetime | None
    evidence: str = ""
    suggestion: str = ""


def health(
    site: Site,
    source: Source,
    checks: Sequence[SourceCheck],
    now: datetime,
    since: datetime,
    articles: Articles = NO_ARTICLES,
) -> Health:
    """The Health of a Source at `now`.

    Args:
        checks: of this Source, oldest first; later ones than `now` do not count (the clock was set back).
        since: a list that brought something new after this is `ok`; one not looked at since is `not checked`, when a
            look was due.
        articles: those that it showed and that were asked for lately.
    """
    if not (site.enabled and source.enabled):
        return Health(state=State.OFF, evidence=source.note or site.note)
    known = [check for check in checks if check.at <= now]
    taken = looks(known)
    if not taken:
        reason = known[-1].reason if known else ""
        return _told(_Found(State.NOT_CHECKED, None, reason), source, taken, None)
    pause = usual_pause(taken)
    found = (
        _not_checked(source, known, taken, now, since)
        or _no_answer(taken)
        or _no_list(source, taken)
        or _changed(source, taken)
        or _no_articles(articles)
        or _silence(site, taken, pause, now)
        or _Found(*_alive(taken, since))
    )
    return _told(found, source, taken, pause)


def looks(checks: Iterable[SourceCheck]) -> tuple[SourceCheck, ...]:
    """Each look as one: a run asks for further pages and parts of a list, and each answer is a check of its own.

    A look is as good as its best answer: page 3 may be missing, one search of five without a hit.
    """
    asked = (check for check in checks if check.outcome is not Outcome.WAITING)
    # A check of a store that did not note the run yet stands for itself.
    runs = groupby(asked, key=lambda check: check.run or -check.at.timestamp())
    return tuple(_merged(tuple(together)) for _, together in runs)


def is_partial(look: Sequence[SourceCheck]) -> bool:
    """Whether of one look's answers some were a list and others may be one if asked for again."""
    return any(check.outcome.is_list for check in look) and any(check.outcome.is_retried for check in look)


def failures_in_a_row(taken: Sequence[SourceCheck]) -> int:
    """How many of the newest looks brought no list."""
    return next(
        (number for number, look in enumerate(reversed(taken)) if look.outcome.is_list),
        len(taken),
    )


def pause_after(source: Source, failures: int) -> timedelta:
    """How long a Source is left alone: twice as long after each failure in a row, a day at the most."""
    usual = timedelta(minutes=source.every)
    doubled = usual * 2.0 ** min(max(failures - 1, 0), _MOST_DOUBLINGS)
    return max(usual, min(doubled, _LONGEST_PAUSE))


def spacing(dates: Iterable[date]) -> float | None:
    """The usual pause between dates, in days: three in four are no longer. None for less than two pauses."""
    newest = sorted(set(dates), reverse=True)[: _MOST_PAUSES + 1]
    pauses = sorted((later - earlier).days for later, earlier in pairwise(newest))
    return float(pauses[int(_QUARTILE * (len(pauses) - 1))]) if len(pauses) > 1 else None


def usual_pause(taken: Sequence[SourceCheck]) -> float | None:
    """The usual pause of a Source in days: by the dates it lists, else by the days on which it brought something new.

    None when neither tells.
    """
    listed = next((look.spacing for look in reversed(taken) if look.spacing is not None), None)
    if listed is not None:
        return listed
    days = {look.at.date() for look in taken if look.new}
    return spacing(days) if len(days) > _LEAST_PAUSES else None


def _merged(checks: tuple[SourceCheck, ...]) -> SourceCheck:
    if len(checks) == 1:
        return checks[0]
    best = max(checks, key=_weight)
    failed = [check for check in checks if not check.outcome.is_list]
    partly = best.outcome.is_list and failed
    return replace(
        best,
        at=checks[-1].at,
        reason=f"{len(failed)} of {len(checks)} pages failed: {failed[0].reason}" if partly else best.reason,
        new=sum(check.new for check in checks),
        newest=max((check.newest for check in checks if check.newest), default=None),
    )


def _weight(check: SourceCheck) -> tuple[bool, int, bool, bool]:
    """A list with links is the best answer, then an empty one; one that only points to lists is worth no more than
    those.
    """
    outcome = check.outcome
    return outcome is Outcome.UNCHANGED, check.links, outcome is not Outcome.FETCHED, outcome.is_list


def _told(found: _Found, source: Source, taken: Sequence[SourceCheck], pause: float | None) -> Health:
    failures = failures_in_a_row(taken)
    last = taken[-1].at if taken else None
    return Health(
        state=found.state,
        since=found.since,
        evidence=found.evidence,
        suggestion=found.suggestion or _SUGGESTIONS.get(found.state, ""),
        failures=failures,
        last_look=last,
        last_good=_last(taken, lambda look: look.outcome in _GOOD),
        next_look=last + pause_after(source, failures) if last else None,
        pause=pause,
    )


def _last(taken: Iterable[SourceCheck], is_good: Callable[[SourceCheck], bool]) -> datetime | None:
    return max((look.at for look in taken if is_good(look)), default=None)


def _not_checked(
    source: Source, known: Sequence[SourceCheck], taken: Sequence[SourceCheck], now: datetime, since: datetime
) -> _Found | None:
    """A look that was due in the time since `since`, and was not taken."""
    last = taken[-1].at
    is_overdue = now - last > pause_after(source, failures_in_a_row(taken)) + _OVERDUE
    if last > since or not is_overdue:
        return None
    return _Found(State.NOT_CHECKED, last, known[-1].reason if known[-1].outcome is Outcome.WAITING else "")


def _no_answer(taken: Sequence[SourceCheck]) -> _Found | None:
    last = taken[-1]
    if last.outcome.is_list:
        return None
    state = _BY_OUTCOME.get(last.outcome, State.FAILING)
    return _Found(state, _last(taken, lambda look: look.outcome in _GOOD), last.reason or last.outcome.value)


def _no_list(source: Source, taken: Sequence[SourceCheck]) -> _Found | None:
    """A list of nothing: rebuilt where HTML has lost all its rows, else empty. A search without a hit is neither."""
    last = taken[-1]
    if last.outcome is not Outcome.EMPTY or source.keywords:
        return None
    since = _last(taken, lambda look: look.outcome in _GOOD)
    used = _links_before(taken)
    evidence = "; ".join(
        filter(
            None,
            (
                f"no link where there were {used}" if used else "no link in any look so far",
                f"{last.seen} others on the page look like articles" if last.seen >= _UNREAD else "",
                last.reason,
            ),
        )
    )
    is_rebuilt = used and (source.kind is Kind.SECTION or last.seen >= _UNREAD)
    return _Found(State.CHANGED if is_rebuilt else State.EMPTY, since, evidence, _proposed(last))


def _changed(source: Source, taken: Sequence[SourceCheck]) -> _Found | None:
    """A list that still shows links, but not those it used to show."""
    last = next((look for look in reversed(taken) if look.outcome is not Outcome.UNCHANGED), taken[-1])
    if last.redirected and dead_end(source.url, last.redirected):
        since = _last(taken, lambda look: look.outcome in _GOOD and not look.redirected)
        return _Found(State.CHANGED, since, f"leads to {last.redirected}")
    if source.kind is not Kind.SECTION or source.keywords or not last.links:
        return None
    before = [look for look in taken if look.links and look is not last and look.at > last.at - _REMEMBERED]
    if not before:
        return None
    links, dated = median(look.links for look in before), median(look.dated / look.links for look in before)
    if links >= _MANY_LINKS and last.links < _LOST_LINKS * links:
        since = _last(before, lambda look: look.links >= _LOST_LINKS * links)
        return _Found(State.CHANGED, since, f"{_counted(last.links, 'link')} where there were {links:.0f}")
    if dated >= _DATED and not last.dated:
        since = _last(before, lambda look: look.dated > 0)
        return _Found(State.CHANGED, since, "its entries have lost their dates")
    return None


def _no_articles(articles: Articles) -> _Found | None:
    """A list whose articles cannot be had is no better than none."""
    if articles.came or articles.tried < _FEW_ARTICLES or articles.outcome is None:
        return None
    state = _BY_OUTCOME.get(articles.outcome, State.FAILING)
    evidence = f"none of the last {articles.tried} articles came: {articles.reason or articles.outcome.value}"
    suggestion = "open one of its articles in a browser: `sites test` shows their addresses"
    return _Found(state, articles.last_came, evidence, suggestion)


def _silence(site: Site, taken: Sequence[SourceCheck], pause: float | None, now: datetime) -> _Found | None:
    """A list that answers as ever and says nothing."""
    alive, newest = _last_sign_of_life(site, taken)
    if alive is None:
        return None
    usual = timedelta(days=PAUSE_UNKNOWN if pause is None else pause)
    silent = now - alive
    since = f"newest entry {newest}" if newest else f"nothing new since {alive.date().isoformat()}"
    evidence = since + (f", usually every {_counted(max(round(pause), 1), 'day')}" if pause is not None else "")
    if silent > max(STALE_PAUSES * usual, STALE_AT_LEAST):
        return _Found(State.STALE, alive, evidence)
    if silent > max(QUIET_PAUSES * usual, QUIET_AT_LEAST):
        return _Found(State.QUIET, alive, evidence)
    return None


def _last_sign_of_life(site: Site, taken: Sequence[SourceCheck]) -> tuple[datetime | None, str | None]:
    """When something last appeared, with the date of the newest entry where that tells it.

    At the first look all is new, however old: there the dates alone count.
    """
    measured = [look for look in taken if look.links]
    if not measured:
        return None, None
    newest = measured[-1].newest if measured[-1].dated >= _DATED * measured[-1].links else None
    listed = _moment(newest, site) if newest else None
    came = _last(taken, lambda look: look.new > 0 and (look is not measured[0] or listed is None))
    if listed and (came is None or listed >= came):
        return listed, newest[:10] if newest else None
    return came or measured[0].at, None


def _alive(taken: Sequence[SourceCheck], since: datetime) -> tuple[State, datetime | None, str]:
    new = _last(taken, lambda look: look.new > 0)
    reason = taken[-1].reason
    return (State.OK if new and new > since else State.UNCHANGED), new, reason


def _links_before(taken: Sequence[SourceCheck]) -> int:
    return next((look.links for look in reversed(taken) if look.links), 0)


def _proposed(look: SourceCheck) -> str:
    return f"try link_pattern = '{look.proposal}'" if look.proposal else ""


def _moment(iso: str, site: Site) -> datetime | None:
    try:
        at = datetime.fromisoformat(iso)
    except ValueError:
        return None
    # A day without an hour lasts to its end: nobody is silent who wrote today.
    at = datetime.combine(at.date(), time.max) if len(iso) <= len("2026-11-20") else at
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(site.timezone))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")
