"""Readers get what they asked for, and no more than they want."""

import pytest

from core.assessment import Tag, TagKind
from core.site import Tier
from core.verdict import Why
from digest.audience import is_wanted
from tests.support.digests import STORIES, digest_of, settings, story

STORY = story(
    1,
    "苏州与上海共建科技创新走廊",
    "长三角一体化：苏州与上海共建科技创新走廊。",
    tier=Tier.REGIONAL,
    score=7,
    areas=(("tech", "科技创新"), ("industry", "产业协同")),
    places=("苏州",),
)
RULE = Tag(kind=TagKind.RULE, name="corridor", label="走廊", points=1, hits=())
RULED = type(STORY.assessment)(on_topic="yes", score=7, tags=(*STORY.assessment.tags, RULE))

WANTS = {
    "everything": ({}, True),
    "its area": ({"areas": ("tech",)}, True),
    "its second area": ({"areas": ("ecology", "industry")}, True),
    "another area": ({"areas": ("ecology",)}, False),
    "its place": ({"places": ("苏州",)}, True),
    "another place": ({"places": ("杭州",)}, False),
    "a name of another kind": ({"places": ("科技创新",)}, False),
    "its tier": ({"tiers": ("regional",)}, True),
    "another tier": ({"tiers": ("issuer", "central")}, False),
    "its score": ({"min_score": 7}, True),
    "a higher score": ({"min_score": 8}, False),
    "both of two": ({"areas": ("tech",), "places": ("苏州",)}, True),
    "one of two": ({"areas": ("tech",), "places": ("杭州",)}, False),
    "a rule it has not": ({"rules": ("corridor",)}, False),
}


@pytest.mark.parametrize(("wants", "expected"), WANTS.values(), ids=WANTS)
def test_a_story_is_for_readers_who_want(wants, expected):
    assert is_wanted(STORY, settings(**wants)) is expected


def test_a_rule_of_ones_own_is_asked_for_by_its_name():
    ruled = type(STORY)(**{name: getattr(STORY, name) for name in STORY.__slots__} | {"assessment": RULED})
    assert is_wanted(ruled, settings(rules=("corridor",)))


def test_a_catch_up_shows_the_best_and_names_the_others_as_left_out():
    whole, capped = digest_of(), digest_of(most_stories=3)
    shown = {each.id for section in capped.sections for each in section.stories}
    ranked = [each.id for section in whole.sections for each in section.stories]
    over = [each for each in capped.rejected if each.why is Why.OVER_CAP]

    assert len(shown) == 3
    assert {each.article for each in over} == set(ranked) - shown
    assert {each.detail for each in over} == {"@3"}


def test_what_is_near_the_topic_makes_room_first():
    capped = digest_of(most_stories=len(STORIES) - 1)
    assert [section.area for section in capped.sections if section.area == "related"] == []
