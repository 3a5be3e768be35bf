"""Honest reprints: an organisation that says whose story it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.article import Article
from core.assessment import Sign, Trust
from core.site import Tier
from core.text import folded
from core.trust.compiled import Signs
from core.trust.sheet import Sheet
from core.urls import covers, host_of

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LEAD = 200


def reprint_signs(sheet: Sheet, article: Article, tier: Tier | None, signs: Signs) -> Iterator[Sign]:
    """A page of an organisation that nobody configured, which credits the press for a story of these days.

    A firm's site that mirrors the press credits nobody, as a rule; where it does, its name is that of a trade and of no
    organisation. What this cannot tell apart stays with the unknown.
    """
    if tier not in {None, Tier.OTHER} or not article.url or not article.source:
        return
    is_credit = bool(sheet.get("notice")) and _is_press(folded(article.source), signs)
    if is_credit and _is_organisation(sheet, article.url, signs) and not _looks_back(article):
        yield Sign(name="credited reprint", seen=article.source[:80], towards=Trust.REPUBLISHED, hard=True)


def _is_press(source: str, signs: Signs) -> bool:
    return source in signs.sites or source.endswith(signs.press)


def _is_organisation(sheet: Sheet, url: str, signs: Signs) -> bool:
    """Whether the site's name is that of one, or its host stands where only such do."""
    name = sheet.site_name
    named = any(word in name for word in signs.organisations)
    return named or covers(signs.file.reprint.suffixes, host_of(url))


def _looks_back(article: Article) -> bool:
    """Whether the years that its title and lead name are all before that of its date: old news on a new page."""
    years = [int(match.group()) for match in _YEAR.finditer(f"{article.title}\n{article.text[:_LEAD]}")]
    return bool(years) and max(years) < int((article.published or "0")[:4])
