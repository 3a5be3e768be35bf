"""Run and SourceCheck: how crawls went, the raw material of the coverage statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.link import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCheck:
    """One look at one Source."""

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
    #: Newest date in the list, ISO.
    newest: str | None = None


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
