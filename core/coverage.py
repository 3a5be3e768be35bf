"""Coverage: what was looked at in a window and what was not, so that "no news" and "we were blind" never look alike."""

from __future__ import annotations

from collections.abc import Sequence

from core.digest import SourceCoverage, Window
from core.health import NO_ARTICLES, Articles, health, looks
from core.run import SourceCheck
from core.site import Site, Source


def cover(
    site: Site, source: Source, checks: Sequence[SourceCheck], window: Window, articles: Articles = NO_ARTICLES
) -> SourceCoverage:
    """How one Source was covered in a window, from its history up to the end of it, oldest first.

    Its health at the end decides: one that failed in the morning and answered at noon still showed what it had missed,
    and one that was not due in a short window is covered by the look before.
    """
    told = health(site, source, checks, window.until, window.since, articles)
    inside = looks(check for check in checks if window.since < check.at <= window.until)
    known = looks(check for check in checks if check.at <= window.until)
    return SourceCoverage(
        site=site.id,
        site_name=site.name,
        source=source.id,
        source_name=source.name,
        url=source.url,
        state=told.state,
        outcome=known[-1].outcome if known else None,
        reason=told.evidence,
        checks=len(inside),
        new_links=sum(look.new for look in inside),
        last_ok=told.last_good,
        since=told.since,
    )
