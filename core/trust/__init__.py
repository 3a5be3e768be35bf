"""Trust: whether a page is what it seems, by host, text and composition (docs/judging.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from core.article import Article, Extraction
from core.assessment import Sign, Trust, TrustReport
from core.site import BELIEVED, PUBLISHERS, Tier
from core.text import folded
from core.topics.lexicon import Found
from core.topics.story import story_end
from core.trust.accounts import Account, account_of
from core.trust.compiled import Signs
from core.trust.genre import genre_of
from core.trust.host import host_signs
from core.trust.hostile import filler_signs, intrusion_signs, machine_signs
from core.trust.injected import injected_signs
from core.trust.promotion import promotion_signs
from core.trust.reprint import own_signs, reprint_signs
from core.trust.reworded import reworded_signs
from core.trust.sheet import Sheet, lay_out
from core.trust.spun import SWAPS_EDITED, SWAPS_LEAST, SWAPS_PUBLISHED, spun_signs

if TYPE_CHECKING:
    from core.rules import Rules
    from core.topics.compiled import Topics

__all__ = ["decide", "examine"]

#: Hard signs in order of gravity: what a page does to its reader comes before how its text was made.
_GRAVITY = (Trust.SPAM, Trust.FABRICATED, Trust.SPUN, Trust.MIRROR, Trust.REPUBLISHED)
#: Different habits of invented reports that together count as a finding.
HABITS_LEAST = 3
#: Different soft traces of a rewriting tool that do.
TRACES_LEAST = 2
# Characters by which the story is found again among the visible text.
_OPENING = 24


def examine(extraction: Extraction, rules: Rules) -> TrustReport:
    """All signs of a page, what they come to, and its genre."""
    article, signs = extraction.article, rules.signs
    publisher = rules.publisher(article.url)
    tier = publisher.tier if publisher else None
    sheet = lay_out(extraction, signs)
    story = _story_span(sheet, article, rules.topics)
    account = account_of(article, sheet, story[0], rules)
    is_edited = tier in BELIEVED and account in {Account.NONE, Account.PUBLISHER}
    seen = (
        *_signs(sheet, extraction, tier, signs, is_edited=is_edited),
        *(() if tier in PUBLISHERS else promotion_signs(sheet, *story, signs)),
        *(() if is_edited else reworded_signs(sheet, article.text, *story)),
    )
    return TrustReport(
        trust=decide(seen, _vouching(tier, account), has_address=article.url is not None, is_edited=is_edited),
        signs=seen,
        genre=genre_of(article, sheet, *story, signs, is_published=tier in PUBLISHERS),
    )


def decide(signs: Sequence[Sign], tier: Tier | None, *, has_address: bool, is_edited: bool) -> Trust:
    """What the signs come to; `tier` is that of the publisher who vouches for the page, None where nobody known does.

    A hard sign decides, the gravest first. Else what a believed publisher's editors put out is ok; three different
    habits of invented reports make a page fabricated, two traces of rewriting make it spun; another page of a believed
    publisher's host is ok; an unknown host stays unknown; without an address only soft signs of republishing speak.
    """
    hard = {sign.towards for sign in signs if sign.hard}
    for trust in _GRAVITY:
        if trust in hard:
            return trust
    if is_edited:
        return Trust.OK
    soft = [sign for sign in signs if not sign.hard]
    for trust, least in ((Trust.FABRICATED, HABITS_LEAST), (Trust.SPUN, TRACES_LEAST)):
        if len({sign.name for sign in soft if sign.towards is trust}) >= least:
            return trust
    if tier in BELIEVED:
        return Trust.OK
    if has_address:
        return Trust.UNKNOWN
    return Trust.REPUBLISHED if any(sign.towards is Trust.REPUBLISHED for sign in soft) else Trust.OK


def _signs(sheet: Sheet, extraction: Extraction, tier: Tier | None, signs: Signs, *, is_edited: bool) -> Iterator[Sign]:
    article = extraction.article
    if tier is Tier.BLOCKED:
        yield Sign(name="blocked publisher", seen=(article.url or "")[:80], towards=Trust.SPAM, hard=True)
    is_published = tier in PUBLISHERS
    if not (is_published and _is_told(sheet)):
        yield from intrusion_signs(sheet, signs)
    yield from spun_signs(sheet, signs, _swaps_least(article, tier, is_edited=is_edited))
    made = (
        *machine_signs(sheet, signs),
        *injected_signs(extraction, signs, is_known=is_edited),
        *host_signs(sheet, article.url, is_known=tier in BELIEVED, signs=signs),
    )
    # A publisher's own page is no mirror, and what recurs on it is a column or a credit.
    yield from (replace(sign, hard=sign.hard and not is_published) for sign in made)
    yield from _collector(sheet, article, signs)
    yield from reprint_signs(sheet, article, tier, signs)
    # Style and tables say nothing against a believed publisher's editors.
    if not is_edited:
        yield from filler_signs(sheet)
        yield from _habits(sheet, signs)
    yield from own_signs(extraction, sheet, tier, signs)


def _swaps_least(article: Article, tier: Tier | None, *, is_edited: bool) -> int:
    if tier in PUBLISHERS:
        return SWAPS_PUBLISHED
    return SWAPS_EDITED if is_edited or not article.url else SWAPS_LEAST


def _vouching(tier: Tier | None, account: Account) -> Tier | None:
    """The tier of who stands behind a page: a portal does not stand behind what anybody puts there."""
    return None if tier is Tier.PORTAL and account is Account.ANYBODY else tier


def _is_told(sheet: Sheet) -> bool:
    """Whether the title says that the page reports on betting, fraud and the like."""
    return any(sheet.is_title(each.start) for group in ("reported", "warned") for each in sheet.get(group))


def _habits(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    first: dict[str, re.Match[str]] = {}
    for name, match in signs.compositions.search(sheet.folded.text):
        first.setdefault(name, match)
    for name, match in first.items():
        yield sheet.sign(name, Found(*match.span(), ""), Trust.FABRICATED, hard=False)


def _collector(sheet: Sheet, article: Article, signs: Signs) -> Iterator[Sign]:
    for each in sheet.get("collector")[:1]:
        yield sheet.sign("collector", each, Trust.REPUBLISHED, hard=True)
    for each in sheet.get("weak collector")[:1]:
        yield sheet.sign("reprint notice", each, Trust.REPUBLISHED, hard=False)
    if article.author and folded(article.author) in signs.authors:
        yield Sign(name="collector author", seen=article.author[:80], towards=Trust.REPUBLISHED, hard=False)


def _story_span(sheet: Sheet, article: Article, topics: Topics) -> tuple[int, int]:
    """Where the story stands in the sheet: adverts and exercises behind it are the page's, not its own."""
    start = max(sheet.folded.text.find(folded(article.text[:_OPENING]).strip(), sheet.starts[sheet.titles]), 0)
    return start, story_end(sheet.folded.text, topics.tail, start + topics.file.tail.after)
