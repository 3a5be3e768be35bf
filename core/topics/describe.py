"""Tags that describe: policy areas and document type. They have no points."""

from __future__ import annotations

from core.assessment import Tag, TagKind
from core.topics.compiled import Topics
from core.topics.lexicon import Found, longest, outside
from core.topics.schema import Area
from core.topics.story import Field, Story, evidence

#: A trigger in the title weighs as much as this many in the text, when areas are put in order.
TITLE_WEIGHT = 3
#: So many different triggers in the text give the tag of an area; one in the title does.
LEAST_TRIGGERS = 2
#: Characters of the text in which its type is looked for when the title does not tell.
LEAD = 120


def area_tags(story: Story, topics: Topics) -> list[Tag]:
    """The policy areas, the strongest first."""
    strengths: list[tuple[int, Tag]] = []
    for area in topics.file.area:
        in_title, in_text = _triggers(story.title, area), _triggers(story.text, area)
        different = {each.term for each in (*in_title, *in_text)}
        if in_title or len(different) >= LEAST_TRIGGERS:
            hits = evidence(story.title, in_title, story.text, in_text)
            tag = Tag(kind=TagKind.AREA, name=area.name, label=area.label, points=0, hits=hits)
            strengths.append((TITLE_WEIGHT * len(in_title) + len(in_text), tag))
    return [tag for _, tag in sorted(strengths, key=lambda each: -each[0])]


def _triggers(field: Field, area: Area) -> list[Found]:
    found = field.get(f"area {area.name}")
    weak = field.get(f"area {area.name} weak")
    if weak:
        helped = {field.sentence(each.start) for each in field.get(f"area {area.name} weak with")}
        found = found + [each for each in weak if field.sentence(each.start) in helped]
    return outside(longest(found), field.get(f"area {area.name} excluded"))


def document_tags(story: Story, topics: Topics) -> tuple[list[Tag], str | None]:
    """The document types of the title (of the lead, when the title tells none), and the one that it is.

    The head of a Chinese title stands last (规划印发, 规划座谈会召开), so the last word decides; a type that `leads`
    decides wherever it stands (一图读懂｜……方案).
    """
    field, found = (
        story.title,
        {each.name: longest(story.title.get(f"document {each.name}")) for each in topics.file.document},
    )
    if not any(found.values()):
        field = story.text
        found = {
            each.name: [hit for hit in longest(field.get(f"document {each.name} lead")) if hit.start < LEAD]
            for each in topics.file.document
        }
    types = [each for each in topics.file.document if found[each.name]]
    if not types:
        return [], None
    tags = [
        Tag(
            kind=TagKind.DOCUMENT,
            name=each.name,
            label=each.label,
            points=0,
            hits=tuple(field.hit(hit) for hit in found[each.name][:2]),
        )
        for each in types
    ]
    chosen = max(types, key=lambda each: (each.leads, max(hit.end for hit in found[each.name])))
    return tags, chosen.name
