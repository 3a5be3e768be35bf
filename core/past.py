"""Past: what the store knows from before a window, for follow-ups, first mentions and trends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.article import Article
from core.assessment import Assessment, TagKind

#: Stories of issues of so long are looked at for follow-ups, and counted for trends.
FOLLOWED = timedelta(days=14)
COUNTED = timedelta(days=31)

_NAMES = frozenset({TagKind.CORE, TagKind.PLACE, TagKind.PROGRAMME})
_PROVINCES = frozenset({"SH", "JS", "ZJ", "AH"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What of a Story a later one is compared with."""

    story: int
    title: str
    #: Stretches of the title (start, end) that name the region, a place or a programme: all news of these share them.
    common: tuple[tuple[int, int], ...]
    #: As published.
    text: str
    #: ISO, of any precision.
    published: str | None
    #: 文号 of an official document, and who issued it.
    number: str | None
    bodies: tuple[str, ...]
    #: Tags by name to what a reader calls them. Provinces say too little.
    places: Mapping[str, str]
    programmes: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A Story that an earlier issue showed."""

    note: Note
    url: str
    outlet: str
    #: Local date of the issue.
    issue: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """As much of a Story that an issue showed as is counted; tags by name to their labels, in their order."""

    #: The local date of the issue; in a round-up that on which the Story was first seen.
    day: date
    outlet: str
    #: Empty for what is only near the topic, as in the sections of a Digest.
    areas: Mapping[str, str]
    places: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """What earlier issues of one name told, and when anybody looked."""

    #: From when on there were issues; None where there was none.
    since: datetime | None = None
    #: The newest first.
    earlier: tuple[Earlier, ...] = ()
    shown: tuple[Shown, ...] = ()
    #: Programmes that any Story named before the window.
    programmes: frozenset[str] = frozenset()
    #: Days of which something can be told: an issue was made, or for round-ups a Source was looked at, and something
    #: seen.
    watched: frozenset[date] = frozenset()


def note_of(story: int, article: Article, assessment: Assessment) -> Note:
    """A Story, told by its canonical Article, as a Note."""
    document = article.document
    return Note(
        story=story,
        title=article.title,
        common=tuple(
            (hit.offset, hit.offset + hit.length)
            for tag in assessment.tags
            if tag.kind in _NAMES
            for hit in tag.hits
            if hit.field == "title"
        ),
        text=article.text,
        published=article.published,
        number=document.number if document else None,
        bodies=tuple(body.name for body in document.bodies) if document else (),
        places={name: label for name, label in _named(assessment, TagKind.PLACE).items() if name not in _PROVINCES},
        programmes=_named(assessment, TagKind.PROGRAMME),
    )


def _named(assessment: Assessment, kind: TagKind) -> dict[str, str]:
    return {tag.name: tag.label for tag in assessment.tags if tag.kind is kind}
