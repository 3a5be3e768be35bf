"""Sites: their names and tiers, so that a Story can name its outlets. The Site files are the authority."""

from __future__ import annotations

from collections.abc import Iterable

from core.site import Site
from store.connection import Database


class Sites:
    """The table of Sites."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, sites: Iterable[Site]) -> None:
        """Write the names and tiers of these Sites; others stay, since old articles may be theirs."""
        with self._database.atomic():
            for site in sites:
                self._database.execute(
                    "insert or replace into sites (id, name, tier) values (?, ?, ?)", [site.id, site.name, site.tier]
                )
