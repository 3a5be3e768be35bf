"""Verdict: what an Article is, given what is known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from core.article import Article
from core.assessment import Assessment, Fingerprint, TrustReport
from core.site import Tier
from core.stories.edits import Edit


class How(StrEnum):
    """How an Article of a Story stands to its first."""

    FIRST = "first"
    EXACT = "exact copy"
    COPY = "copy"
    SPUN = "spun copy"
    PROBABLE = "probable copy"
    EXCERPT = "excerpt"
    CONTAINS = "contains"  # this page holds the Story besides another


class Why(StrEnum):
    """The class of a reason; `detail` says the rest in words."""

    OFF_TOPIC = "off topic"
    STALE = "stale"
    GENRE = "genre"
    SPAM = "spam"
    SPUN = "spun"
    MIRROR = "mirror"
    FABRICATED = "fabricated"
    UNKNOWN_HOST = "unknown host"
    UNKNOWN_ACCOUNT = "unknown account"  # of a portal
    NO_DATE = "no date"
    BY_HAND = "by hand"
    OVER_CAP = "over the cap"  # of one digest only: a Story that is on topic by one rule with a cap


#: What a Verdict is called wherever it is written down: in the store, in answers of commands, in expectations.
VerdictName = Literal["new", "same", "held", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class New:
    """A Story of its own."""

    name: ClassVar[VerdictName] = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs:
    """Another telling of a known Story."""

    name: ClassVar[VerdictName] = "same"
    story: int
    how: How
    #: The figures behind it: `w2 .83, 5-grams .61, slots 9/0`.
    detail: str
    #: Further Stories this page holds.
    also: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Waits for a person."""

    name: ClassVar[VerdictName] = "held"
    why: Why
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """Not for the digest."""

    name: ClassVar[VerdictName] = "rejected"
    why: Why
    detail: str


Verdict = New | SameAs | Held | Rejected


def class_of(verdict: Verdict) -> str:
    """Its name, with the class of the reason where it has one: `rejected, stale`."""
    return f"{verdict.name}, {verdict.why}" if isinstance(verdict, Held | Rejected) else verdict.name


def reason_of(verdict: Verdict) -> str:
    """The class of the reason and its detail; empty for what is new."""
    match verdict:
        case New():
            return ""
        case SameAs(how=kind, detail=detail) | Held(why=kind, detail=detail) | Rejected(why=kind, detail=detail):
            return f"{kind}: {detail}" if detail else str(kind)


def words_of(verdict: Verdict) -> str:
    """A Verdict with its reason in a line: `held: no date: no date on blog.example`."""
    name = f"same as story {verdict.story}" if isinstance(verdict, SameAs) else verdict.name
    return ": ".join(filter(None, (name, reason_of(verdict))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything a worker finds out about one Article, without knowing any other."""

    article: Article
    assessment: Assessment
    trust: TrustReport
    fingerprint: Fingerprint
    #: Tier of the host it came from; Tier.OTHER when no Site has it, None when the address is unknown.
    tier: Tier | None
    #: Id of the Site it came from, where one is configured.
    site: str | None
    #: False where no term of the topics stands in the whole page, so that nobody has looked for the text.
    in_full: bool = True
    #: The lines at its ends, for the furniture of its host (core.extract.learnt); none for further parts of a page.
    edges: frozenset[int] = frozenset()
    #: How it differs from what its page said before, read by the same rules; None where nothing is different, or where
    #: this is the first Page of its address.
    edit: Edit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStory:
    """A Story that may be the same: what the store gives for a fingerprint, enough to judge."""

    story: int
    #: Text of its canonical Article.
    text: str
    fingerprint: Fingerprint
    #: Host of its canonical Article.
    host: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An Article that was left out since it is old: what tells it again is as old."""

    article: int
    #: ISO date or time.
    first_published: str
    text: str
    fingerprint: Fingerprint
    host: str | None
