"""Topics: what an Article is about, by the rules of topics.toml and places.toml."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.article import Article
from core.assessment import Assessment, OnTopic, Tag
from core.topics.across import across_tags
from core.topics.bound import may_be_on_topic
from core.topics.compiled import Topics
from core.topics.describe import area_tags, document_tags
from core.topics.places import PlaceFinds
from core.topics.schema import Thresholds
from core.topics.score import (
    CoreFinds,
    advert_tags,
    conditional_tags,
    core_tags,
    joined_tags,
    programme_tags,
    trap_tags,
)
from core.topics.story import Story, read

if TYPE_CHECKING:
    from core.rules import Rules

__all__ = ["assess", "may_be_on_topic"]


def assess(article: Article, rules: Rules, *, is_advert: bool = False) -> Assessment:
    """Judge what an Article is about; its parts are not looked at.

    The score is the sum of the points of the tags; traps that cap it carry what they took away. Offsets of hits are
    those of the Article as published. An advert is about what it sells, however many words of the topic it uses.
    """
    topics = rules.topics
    story = read(article, topics.lexicon, topics.tail, topics.file.tail.after)
    core, places = CoreFinds(story, topics.file.core, topics.file.lists), PlaceFinds(story, topics)
    tags = _points(story, core, places, topics, article.url)
    if is_advert:
        tags += advert_tags(topics, sum(tag.points for tag in tags))
    score = sum(tag.points for tag in tags)
    on_topic = _on_topic(score, topics.file.thresholds)
    if on_topic != "no":
        tags += area_tags(story, topics)
    documents, kind = document_tags(story, topics)
    tags += places.tags() + documents
    return Assessment(on_topic=on_topic, score=score, tags=tuple(tags), kind=kind)


def _points(story: Story, core: CoreFinds, places: PlaceFinds, topics: Topics, url: str | None) -> list[Tag]:
    tags = [
        *core_tags(story, core, topics),
        *conditional_tags(story, core, places, topics),
        *joined_tags(story, places, topics),
        *across_tags(story, core, places, topics),
        *programme_tags(story, core, topics),
        *topics.rules.tags(story, topics.file.points.lead),
    ]
    return tags + trap_tags(story, core, places, topics, url, sum(tag.points for tag in tags))


def _on_topic(score: int, thresholds: Thresholds) -> OnTopic:
    if score >= thresholds.yes:
        return "yes"
    return "related" if score >= thresholds.related else "no"
