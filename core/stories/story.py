"""Story: one piece of news, however often it was published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.article import Article
from core.assessment import Assessment, Trust
from core.site import Tier
from core.stories.edits import Edit
from core.verdict import How


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One Article of a Story, as much of it as a list needs."""

    article: int
    url: str
    title: str
    #: Name of the Site, else the host.
    outlet: str
    tier: Tier | None
    trust: Trust
    how: How
    detail: str
    published: str | None
    first_seen: datetime
    #: Characters of its text.
    length: int
    #: The credited origin.
    source: str | None = None
    #: How far `published` is to be believed, 0 to 100 (core.article.DateEvidence).
    date_trust: int = 0
    #: The Member that it was taken from (core.stories.lineage). Where there is one, `how` and `detail` tell how it
    #: stands to that, else to the first Article of the Story.
    parent: int | None = None
    #: Who published it first by its own word, where nothing of that publisher was seen.
    credited: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What became of an Article after it was first read: its publisher changed it or took it away."""

    article: int
    story: int | None
    #: As it is called now; what follows as of a Member.
    title: str
    url: str
    outlet: str
    tier: Tier | None
    #: When it was noticed.
    at: datetime
    #: Why it is not there any more: `http 404`, `leads to the list`, `another article stands there`. Empty for an edit.
    gone: str = ""
    #: None where it is gone.
    edit: Edit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parallel:
    """Another report of the same event, in another language or by another publisher: linked, not merged."""

    story: int
    #: Of its canonical Article.
    title: str
    url: str
    outlet: str
    language: str
    #: What agrees, in words.
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One piece of news: its canonical Article, the others judged the same."""

    id: int
    #: The canonical Article: unaltered, whole, best tier, trusted date, first fetched (dedup.md §6).
    article: Article
    assessment: Assessment
    #: The canonical one first, then by first_seen.
    members: tuple[Member, ...]
    first_seen: datetime
    parallels: tuple[Parallel, ...] = ()

    @property
    def canonical(self) -> Member:
        """The Member that the Article is of."""
        return self.members[0]

    @property
    def others(self) -> tuple[Member, ...]:
        """The Members besides the canonical one."""
        return self.members[1:]
