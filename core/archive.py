"""What the archive is made of: the digests that were made, and the Stories that they showed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from core.article import Article, DateEvidence
from core.assessment import Assessment, TagKind
from core.site import Tier
from core.stories.story import Change, Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A digest that was made, as much of it as a list needs."""

    id: int
    name: str
    local_date: date
    title: str
    #: Of Stories, of what was held, and of what was changed.
    stories: int
    held: int
    changes: int
    #: Another one when anything of the digest is another.
    stamp: str


@dataclass(frozen=True, slots=True)
class Label:
    """A tag of a Story without its evidence."""

    kind: TagKind
    name: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A Story that a digest has shown, as much of it as a list needs."""

    story: int
    #: Aware, UTC.
    first_seen: datetime
    #: Of the canonical Article, as what follows.
    title: str
    url: str
    outlet: str
    tier: Tier | None
    language: str | None
    published: str | None
    #: Policy areas, places and programmes.
    labels: tuple[Label, ...]
    #: The independent outlets.
    outlets: tuple[str, ...]
    #: Ids of the digests that showed it.
    issues: tuple[int, ...]
    #: Ids of Stories that are other reports of the event.
    parallels: tuple[int, ...]
    #: Another one when anything is that the archive tells of the Story.
    stamp: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that is known of one Story."""

    story: Story
    changes: tuple[Change, ...]
    #: Candidates for the dates of its Members by the id of their Article.
    dates: Mapping[int, tuple[DateEvidence, ...]]


@dataclass(frozen=True, slots=True)
class Wording:
    """The canonical Article of a Story, for search."""

    story: int
    article: Article
    assessment: Assessment
