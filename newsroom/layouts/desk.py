"""What the layouts share: rows and templates at hand for one host, on one day, on one port."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from newsroom import answers
from newsroom.answers import Answer
from newsroom.layouts.shelves import Row, Shelf
from newsroom.pages import Day
from newsroom.rendering import origin, templates


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One host of the layouts."""

    host: str
    shelf: Shelf
    day: Day
    port: int

    @property
    def base(self) -> str:
        """The address of the host, without a slash at its end."""
        return origin(self.host, self.port)

    def href(self, row: Row) -> str:
        """The link to an article as the list writes it."""
        return row.href.replace("{port}", str(self.port)) if row.href else row.path

    def url(self, row: Row) -> str:
        """That link, absolute."""
        return self.href(row) if "//" in self.href(row) else self.base + self.href(row)

    def render(self, template: str, **values: Any) -> str:
        """A template of this package, filled in."""
        return templates("newsroom.layouts").get_template(template).render(desk=self, shelf=self.shelf, **values)

    def page(self, template: str, **values: Any) -> Answer:
        """That as a page in UTF-8 whose header says so."""
        return answers.html(self.render(template, **values))
