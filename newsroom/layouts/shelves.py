"""What the sites of the layouts publish and how a crawl should read their lists: data, one TOML file a host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files

from pydantic import ConfigDict

from core.settings import parse

_STRICT = ConfigDict(extra="forbid")
#: When the sites are looked at unless they say otherwise: the newsroom's first day.
_FIRST_DAY = datetime.fromisoformat("2026-11-20T07:00:00+08:00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a list, the article behind it, and what a right crawl makes of it."""

    __pydantic_config__ = _STRICT

    #: Path and query under which a crawl should fetch the article.
    path: str
    title: str
    #: What the list calls it, where that is not its title.
    anchor: str | None = None
    #: Its date as the list writes it; empty where the list has none.
    written: str = ""
    #: What that means: ISO day, or day and time with offset. A paper's edition dates its articles.
    listed: str | None = None
    #: The day on the article itself, where the list tells none.
    at: str = ""
    #: The first paragraphs, one a line; the Shelf's `closing` follows.
    lead: str
    #: The link as the list writes it, where that is not the path; `{port}` is the server's.
    href: str | None = None
    #: The Source that shows it, and on which page of its list.
    source: str = "list"
    page: int = 1
    #: Where its address redirects to.
    moved_to: str | None = None

    @property
    def day(self) -> str:
        """The day on the article itself, ISO."""
        return (self.listed or self.at)[:10]

    @property
    def text(self) -> str:
        """What its link should be called."""
        return self.title if self.anchor is None else self.anchor


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All rows of one host."""

    __pydantic_config__ = _STRICT

    #: In one line for a person: what is odd about its lists.
    shows: str
    name: str
    #: Path of the address a person would give: a column, a feed, an endpoint.
    start: str
    #: The last paragraphs of each article, one a line.
    closing: str
    row: tuple[Row, ...] = ()
    #: How a look at a Source should end, by its id, where that is not `fetched`.
    looks: Mapping[str, str] = field(default_factory=dict)
    #: When its dates are right.
    clock: datetime = _FIRST_DAY

    def rows(self, source: str = "list", page: int | None = None) -> list[Row]:
        """The rows of a Source, of one page of its list or of all."""
        return [row for row in self.row if row.source == source and page in {None, row.page}]

    def pages(self, source: str = "list") -> list[list[Row]]:
        """The rows of a Source by page."""
        last = max((row.page for row in self.rows(source)), default=0)
        return [self.rows(source, page) for page in range(1, last + 1)]


@cache
def shelves() -> Mapping[str, Shelf]:
    """The Shelf of each host, by host.

    Raises:
        ConfigError: with all faults of a file.
    """
    folder = files("newsroom.layouts") / "pages"
    found = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    return {file.name.removesuffix(".toml"): parse(file.read_text("utf-8"), file.name, Shelf) for file in found}
