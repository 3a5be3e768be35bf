"""CrawlJob: everything one crawl needs to know, as one JSON text from the parent to its child."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter

from core.config import CrawlSettings
from core.site import Site


@dataclass(frozen=True, slots=True, kw_only=True)
class DueSite:
    """A Site and those of its Sources that are due."""

    site: Site
    #: Their ids, in the order in which they are looked at.
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlJob:
    """One crawl of all due Sites."""

    #: Path of the store.
    store: str
    #: In the order in which they are begun: the parent rotates it, so that no Site is always the last.
    due: tuple[DueSite, ...]
    user_agent: str
    crawl: CrawlSettings = field(default_factory=CrawlSettings)
    #: Seconds the crawl may take in all; what is left then waits for the next.
    budget: float = 1800.0
    #: Process that the crawl is done for: when it is killed, the crawl is.
    parent: int | None = None
    #: Whether only Links that wait are fetched, and no list is asked for.
    links_only: bool = False
    #: Seconds added to the clock: the demo and the tests live on other days.
    clock_offset: float = 0.0


def to_json(job: CrawlJob) -> str:
    """The job as JSON text."""
    return _adapter().dump_json(job).decode()


def from_json(text: str) -> CrawlJob:
    """The job that `to_json` wrote.

    Raises:
        pydantic.ValidationError: where the text is not one.
    """
    return _adapter().validate_json(text)


@cache
def _adapter() -> TypeAdapter[CrawlJob]:
    return TypeAdapter(CrawlJob)
