"""Audience: what of the news the readers of one digest asked for; pure."""

from __future__ import annotations

from core.assessment import TagKind
from core.config import DigestSettings
from core.stories.story import Story


def is_wanted(story: Story, settings: DigestSettings) -> bool:
    """Whether a Story is for these readers: it has one of each list of the settings that is not empty."""
    return (
        story.assessment.score >= settings.min_score
        and (not settings.tiers or story.canonical.tier in settings.tiers)
        and _has_one(story, TagKind.AREA, settings.areas)
        and _has_one(story, TagKind.RULE, settings.rules)
        and _has_one(story, TagKind.PLACE, settings.places)
    )


def _has_one(story: Story, kind: TagKind, wanted: tuple[str, ...]) -> bool:
    """Whether it has a tag of these names; by its own label a person may call it too."""
    return not wanted or any(
        tag.kind is kind and (tag.name in wanted or tag.label in wanted) for tag in story.assessment.tags
    )
