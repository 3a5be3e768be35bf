"""Rank: which Story comes before which, by points that a reader can check (docs/digest.md has the table); pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.article import Level
from core.assessment import TagKind
from core.site import Tier
from core.stories.lineage import outlets
from core.stories.story import Story

#: A plan under way is told by the press before its issuer publishes a line: both weigh alike.
_BY_PUBLISHER = {Tier.ISSUER: 6, Tier.CENTRAL: 6, Tier.REGIONAL: 4, Tier.PORTAL: 2, Tier.OTHER: 1}
#: A document of all four provinces weighs as much as one of the state: it is made for this subject.
_BY_LEVEL = {
    Level.NATIONAL: 4,
    Level.REGIONAL: 4,
    Level.MINISTRY: 3,
    Level.PROVINCIAL: 2,
    Level.MUNICIPAL: 1,
}
_MOST_BY_OUTLETS = _MOST_BY_SCORE = 5
#: Points of the score that are worth one here.
_SCORE_STEP = 3
_BY_DOCUMENT = _BY_PROGRAMME = 2


class Merit(StrEnum):
    """What brings a Story to the front."""

    PUBLISHER = "publisher"
    OUTLETS = "outlets"
    SCORE = "score"
    LEVEL = "level"
    DOCUMENT = "document"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class Part:
    """One merit with its points."""

    merit: Merit
    points: int
    #: Number of outlets, the score, the Level, or the label of the programme; the tier of the publisher.
    value: str


def merits(story: Story, first_named: Collection[str] = ()) -> tuple[Part, ...]:
    """What a Story has for it, in the order of the table; its points are the sum.

    Args:
        first_named: names of the programmes that no earlier Story named.
    """
    return tuple(part for part in _parts(story, first_named) if part.points)


def order(story: Story, first_named: Collection[str] = ()) -> tuple[int, int, float, int]:
    """The sorting key of a Story; the smallest is the first. Of equal points the one published last comes first."""
    points = sum(part.points for part in merits(story, first_named))
    return -points, -_day(story.article.published), -story.first_seen.timestamp(), story.id


def by_publisher(tier: Tier | None) -> int:
    """Points for who tells it; none for one who is unknown or not trusted."""
    return _BY_PUBLISHER.get(tier, 0) if tier else 0


def _parts(story: Story, first_named: Collection[str]) -> Iterator[Part]:
    tier, document = story.canonical.tier, story.article.document
    yield Part(Merit.PUBLISHER, by_publisher(tier), tier or "")
    heard = len(outlets(story.members))
    # Each doubling counts once: 2 outlets, 3, 5, 9, 17.
    yield Part(Merit.OUTLETS, min(max(heard - 1, 0).bit_length(), _MOST_BY_OUTLETS), str(heard))
    score = story.assessment.score
    yield Part(Merit.SCORE, min(max(score, 0) // _SCORE_STEP, _MOST_BY_SCORE), str(score))
    levels = [body.level for body in document.bodies if body.level] if document else []
    if levels:
        highest = max(levels, key=lambda level: _BY_LEVEL.get(level, 0))
        yield Part(Merit.LEVEL, _BY_LEVEL.get(highest, 0), highest)
    yield Part(Merit.DOCUMENT, _BY_DOCUMENT if document else 0, (document.number or "") if document else "")
    for tag in story.assessment.tags:
        if tag.kind is TagKind.PROGRAMME and tag.name in first_named:
            yield Part(Merit.PROGRAMME, _BY_PROGRAMME, tag.label)
            return


def _day(published: str | None) -> int:
    """20261120 of an ISO date; months and years stand for their beginning, no date is the oldest."""
    return int("".join(re.findall(r"\d", (published or "")[:10])).ljust(8, "0"))
