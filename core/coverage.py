"""Coverage: what was looked at in a window and what was not, so that "no news" and "we were blind" never look alike."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.digest import SourceCoverage, State
from core.link import Outcome
from core.run import SourceCheck
from core.site import Site, Source

_DENIED = {Outcome.ROBOTS, Outcome.BLOCKED, Outcome.PRIVATE, Outcome.OFF_HOST}


def cover(site: Site, source: Source, checks: Iterable[SourceCheck], last_ok: datetime | None) -> SourceCoverage:
    """How one Source was covered, from the looks taken at it in the window; the last look decides.

    A Source that failed in the morning and answered at noon is covered: its list still showed what it had missed.
    """
    looks = sorted((check for check in checks if (check.site, check.source) == (site.id, source.id)), key=_time)
    last = looks[-1] if looks else None
    new = sum(look.new for look in looks)
    state = state_of(last, new) if site.enabled and source.enabled else State.OFF
    return SourceCoverage(
        site=site.id,
        site_name=site.name,
        source=source.id,
        source_name=source.name,
        url=source.url,
        state=state,
        outcome=last.outcome if last else None,
        reason=source.note if state is State.OFF else last.reason if last else "",
        checks=len(looks),
        new_links=new,
        last_ok=last_ok,
    )


def state_of(last: SourceCheck | None, new: int) -> State:
    """The state after the last look of a window in which `new` links were found."""
    if last is None:
        return State.NOT_CHECKED
    if last.outcome in {Outcome.FETCHED, Outcome.UNCHANGED}:
        return State.OK if new else State.UNCHANGED
    if last.outcome is Outcome.EMPTY:
        return State.EMPTY
    return State.DENIED if last.outcome in _DENIED else State.FAILED


def is_blind(state: State) -> bool:
    """Whether news could have gone unseen in this state."""
    return state in {State.EMPTY, State.FAILED, State.DENIED, State.NOT_CHECKED}


def _time(check: SourceCheck) -> datetime:
    return check.at
