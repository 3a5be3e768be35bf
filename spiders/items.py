"""What spiders yield besides requests and SourceChecks; the crawler's pipeline writes each of them to the store."""

from __future__ import annotations

from dataclasses import dataclass

from core.link import FoundLink, Outcome
from core.page import Page
from core.run import SourceCheck


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """An article's answer, with the link that led to it."""

    page: Page
    found: FoundLink


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that gave nothing to read: of an article (`found`) or of a list (`source_check`)."""

    found: FoundLink | None
    source_check: SourceCheck | None
    outcome: Outcome
    reason: str
