"""The office's own rules. A later query language is evaluated here: a rule in, its Tag or nothing out."""

from __future__ import annotations

from core.assessment import Tag, TagKind
from core.topics.schema import OfficeRule
from core.topics.story import Story, evidence


def rule_tags(story: Story, rules: tuple[OfficeRule, ...]) -> list[Tag]:
    """The rules that hold for a Story: one of `any`, every one of `all`, and none of `not`, in title and text."""
    return [tag for rule in rules if (tag := _tag(story, rule))]


def _tag(story: Story, rule: OfficeRule) -> Tag | None:
    if story.count(f"rule {rule.name} not"):
        return None
    in_title, in_text = (field.get(f"rule {rule.name} any") for field in story.fields)
    named = {each.term for each in (*in_title, *in_text)}
    if not named or not named.issuperset(rule.all) or (rule.any and named.isdisjoint(rule.any)):
        return None
    hits = evidence(story.title, in_title, story.text, in_text)
    return Tag(kind=TagKind.RULE, name=rule.name, label=rule.label, points=rule.points, hits=hits)
