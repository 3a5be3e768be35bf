"""Tags that describe: policy areas and document type. They have no points."""

from __future__ import annotations

from collections import Counter

from core.assessment import Tag, TagKind
from core.topics.compiled import Topics
from core.topics.lexicon import Found, longest, outside
from core.topics.schema import Area
from core.topics.story import Field, Story, evidence

#: What a trigger and an ordinary word of an area weigh, in the title so many times as much. A term that comes again
#: adds a part of that, so many times at the most.
TRIGGER, WORD, IN_TITLE = 2, 1, 2
AGAIN, TIMES = 0.25, 2
#: An area has its tag from this part of the weightiest's weight on, but from a weight of LEAST to one of MOST: a long
#: article has a few words of everything, a short one few words of anything. These figures were tried on 285 labelled
#: articles, on each fifth those that were best on the others (docs/judging.md).
SHARE, LEAST, MOST = 0.36, 3.5, 7
#: Characters of the text in which its type is looked for when the title does not tell.
LEAD = 120


def area_tags(story: Story, topics: Topics) -> list[Tag]:
    """The policy areas, the weightiest first."""
    found = [(area, _area_finds(story.title, area), _area_finds(story.text, area)) for area in topics.file.area]
    weighed = [(_weight(story, *each), *each) for each in found]
    weightiest = max((weight for weight, *_ in weighed), default=0)
    least = min(max(LEAST, weightiest * SHARE), MOST)
    chosen = sorted((each for each in weighed if each[0] >= least), key=lambda each: -each[0])
    return [_area_tag(story, area, in_title, in_text) for _, area, in_title, in_text in chosen]


def _area_tag(story: Story, area: Area, in_title: list[Found], in_text: list[Found]) -> Tag:
    hits = evidence(story.title, in_title, story.text, in_text)
    return Tag(kind=TagKind.AREA, name=area.name, label=area.label, points=0, hits=hits)


def _weight(story: Story, area: Area, in_title: list[Found], in_text: list[Found]) -> float:
    """The weights of the different terms of an area, each where it weighs most."""
    if not in_title and not in_text:
        return 0
    words = {each.term for field in story.fields for each in field.get(f"area {area.name} words")}
    titled = {each.term for each in in_title}
    mentions = Counter(each.term for each in (*in_title, *in_text))
    return sum(
        (WORD if term in words else TRIGGER) * (IN_TITLE if term in titled else 1) * (1 + AGAIN * min(count - 1, TIMES))
        for term, count in mentions.items()
    )


def _area_finds(field: Field, area: Area) -> list[Found]:
    found = field.get(f"area {area.name}") + field.get(f"area {area.name} words")
    if weak := field.get(f"area {area.name} weak"):
        helped = {field.sentence(each.start) for each in field.get(f"area {area.name} weak with")}
        found += [each for each in weak if field.sentence(each.start) in helped]
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
