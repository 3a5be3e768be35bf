"""What a list answer shows of itself, for core.health to compare with what the Source used to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.article import Precision
from core.dates import date_in_url
from core.health import spacing
from core.link import FoundLink
from core.page import Page
from core.run import SourceCheck
from core.site import Site
from core.urls import canonical
from spiders.blocks import blocks

#: A date farther ahead of the clock is a deadline or a mistake, and no sign that a list is alive.
_AHEAD = timedelta(days=1)


def measured(check: SourceCheck, links: Sequence[FoundLink], page: Page, asked: str, site: Site) -> SourceCheck:
    """The check of a list with what its links and its page show.

    Args:
        links: those that are of the Site.
        asked: the address that was asked for, before the server sent us on.
    """
    told = [text for link in links if (text := _date_of(link))]
    listed = {text: day for text in told if (day := _day(text))}
    past = {text: day for text, day in listed.items() if day <= (page.fetched_at + _AHEAD).date()}
    unread = () if links else blocks(page, site)[:1]
    return replace(
        check,
        links=len(links),
        newest=max(past, default=None),
        dated=len(told),
        spacing=spacing(past.values()),
        seen=sum(len(block.links) for block in unread),
        proposal=next((block.link_pattern for block in unread), None),
        redirected=page.url if page.url and asked and canonical(page.url) != canonical(asked) else None,
    )


def _date_of(link: FoundLink) -> str | None:
    """The date beside a link, else the day in its address: many media show it nowhere else."""
    in_url = None if link.listed else date_in_url(link.url)
    return in_url.value if in_url and in_url.precision is Precision.DAY else link.listed


def _day(listed: str) -> date | None:
    try:
        return date.fromisoformat(listed[:10])
    except ValueError:
        return None
