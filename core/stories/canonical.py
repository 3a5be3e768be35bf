"""Canonical: which of a Story's Articles a reader is sent to."""

from __future__ import annotations

from collections.abc import Iterable

from core.assessment import Trust
from core.site import BELIEVED, Tier
from core.stories.story import Member
from core.verdict import How

#: Made by machines, or not what they seem.
FORGED = frozenset({Trust.SPUN, Trust.MIRROR, Trust.FABRICATED, Trust.SPAM})
_PARTIAL = frozenset({How.EXCERPT, How.CONTAINS})
#: A text shorter than this part of the longest one of standing is an excerpt, also where it was read first.
_WHOLE = 0.6
#: Date evidence from here on is a statement about the page; below it is a bound or a guess (docs/reading.md).
_SOUND = 70


def order(members: Iterable[Member]) -> tuple[Member, ...]:
    """The canonical Member first, the others by the time they were first seen.

    Canonical is the first by these questions, one after the other (dedup.md §6):

    1. not altered or forged: no spun copy, no mirror, nothing fabricated, no spam. This outranks all else, since a
       reader must not be sent to such a host while any other has the story;
    2. whole: neither an excerpt (one that was read first is known by its length) nor one of several stories on a page;
    3. the tier of its host;
    4. the earliest day of those that can be believed (`has_trusted_date`), one without such a date last;
    5. seen first; then the smaller id, so that the order never depends on that of `members`.
    """
    rest = sorted(members, key=_age)
    longest = max((member.length for member in rest if _is_yardstick(member)), default=0)
    canonical = min(rest, key=lambda member: _rank(member, longest), default=None)
    return () if canonical is None else (canonical, *(member for member in rest if member is not canonical))


def is_forged(member: Member) -> bool:
    """Whether its own signs tell that it is no honest telling."""
    return member.trust in FORGED


def has_trusted_date(member: Member) -> bool:
    """Whether its date is its publisher's own statement and that publisher one to believe (dedup.md §6).

    The date of a page of no standing only says that the page is not older than that.
    """
    return member.published is not None and member.date_trust >= _SOUND and member.tier in BELIEVED


def _rank(member: Member, longest: int) -> tuple[object, ...]:
    return (
        _is_altered(member),
        member.how in _PARTIAL or member.length < _WHOLE * longest,
        (member.tier or Tier.OTHER).rank,
        _day(member),
        *_age(member),
    )


def _is_yardstick(member: Member) -> bool:
    # Elsewhere a longer text is no fuller one: collectors pad, and put two stories on one page.
    return member.tier in BELIEVED and not _is_altered(member) and member.how not in _PARTIAL


def _day(member: Member) -> str:
    return (member.published or "")[:10] if has_trusted_date(member) else "9999"


def _is_altered(member: Member) -> bool:
    return is_forged(member) or member.how is How.SPUN


def _age(member: Member) -> tuple[object, ...]:
    return member.first_seen, member.article
