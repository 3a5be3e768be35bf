"""Run and SourceCheck: how crawls went, the raw material of the coverage statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.link import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck:
    """One answer to a look at one Source, or why there was none. A list of several pages gives several."""

    site: str
    source: str
    at: datetime
    outcome: Outcome
    #: In words: `http 503`, `connection refused`, `no row matches the selector` ...
    reason: str = ""
    status: int | None = None
    #: Links the list showed, and how many of them were new.
    links: int = 0
    new: int = 0
    #: Newest date in the list, ISO; dates to come do not count.
    newest: str | None = None
    #: How many of the links have a date, and the usual pause between two of their dates, in days (core.health.spacing).
    dated: int = 0
    spacing: float | None = None
    #: Links of the page that look like articles, where none of them is ours; and a link_pattern that would take them.
    seen: int = 0
    proposal: str | None = None
    #: The address that answered, where the server sent us on to another one.
    redirected: str | None = None
    #: Number of the Run it belongs to; None where there was none.
    run: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of one Site."""

    id: int
    site: str
    started: datetime
    ended: datetime | None
    #: `finished`, `stopped` (SIGTERM), `killed`, `budget`, `running`.
    ending: str
    requests: int = 0
    pages: int = 0
    new_links: int = 0
    failures: int = 0
