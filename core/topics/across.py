"""Cooperation across a provincial border that does without the region's name.

Places of two provinces and an act that joins them: 嘉定、昆山打通断头路, "Shanghai and Kunshan link dead-end roads".
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator

from core.assessment import Tag, TagKind
from core.topics.compiled import Topics
from core.topics.lexicon import Found, longest, outside
from core.topics.places import PlaceFinds
from core.topics.schema import Across
from core.topics.score import CoreFinds, in_lead
from core.topics.story import Field, Story, evidence

#: So many acts of one field are tried: a page that repeats one word must not cost more than others.
TRIED = 60


def across_tags(story: Story, core: CoreFinds, places: PlaceFinds, topics: Topics) -> list[Tag]:
    """Places of two provinces joined by an act, in the title and in sentences of the text.

    A sentence with a compound core term has its points by that. An act of the title that has two sides by itself
    (跨省公交开通) is enough where a sentence of the text names them.
    """
    points, rule = topics.file.points, topics.file.across
    in_title = next(_joined(story.title, core, places, rule), [])
    in_text = list(_joined(story.text, core, places, rule))
    sides: list[Found] = []
    if not in_title:
        in_title, sides = _bordering(story, places)
    tags = [] if in_title else _spanning(story, [*core.of(story.text), *(act for act, *_ in in_text)], places, topics)
    if not in_title and not in_text:
        return tags
    worth = sum(points.across_in_lead if in_lead(act, points) else points.across_sentence for act, *_ in in_text)
    worth = min(worth, points.across_most) + (points.across_in_title if in_title else 0)
    shown = sides + [each for finds in in_text for each in finds]
    hits = evidence(story.title, in_title, story.text, shown)
    return [Tag(kind=TagKind.CORE, name="across provinces", label="跨省合作", points=worth, hits=hits), *tags]


def _joined(field: Field, core: CoreFinds, places: PlaceFinds, rule: Across) -> Iterator[list[Found]]:
    """For each sentence with such an act, that act and the first place of each province."""
    parties = places.parties(field)
    if len({province for _, province in parties}) < 2:
        return
    theirs = _sentences(field, field.get("across firm")) - _sentences(field, field.get("across authority"))
    done = theirs | _sentences(field, field.get("elsewhere")) | _sentences(field, core.compound[field.name])
    for act in outside(longest(field.get("across")), field.get("across excluded"))[:TRIED]:
        sentence = field.sentence(act.start)
        if sentence in done:
            continue
        within = rule.within_latin if act.term.isascii() else rule.within
        low = bisect_left(parties, act.start - within, key=lambda party: party[0].start)
        high = bisect_right(parties, act.end + within, key=lambda party: party[0].start)
        first = _first_of_each(party for party in parties[low:high] if field.sentence(party[0].start) == sentence)
        if len(first) >= 2:
            done.add(sentence)
            yield [act, *dict.fromkeys(first.values())]


def _bordering(story: Story, places: PlaceFinds) -> tuple[list[Found], list[Found]]:
    """Such an act of the title, and the places of the first sentence of the text that names two provinces' places."""
    title, text = story.title, story.text
    acts = outside(longest(title.get("across border")), title.get("across excluded"))
    if not acts or title.get("across firm") or title.get("elsewhere"):
        return [], []
    elsewhere = _sentences(text, text.get("elsewhere"))
    sides: dict[int, dict[str, Found]] = {}
    for found, province in places.parties(text):
        sides.setdefault(text.sentence(found.start), {}).setdefault(province, found)
    both = (list(named.values()) for sentence, named in sides.items() if len(named) >= 2 and sentence not in elsewhere)
    named = next(both, [])
    return (acts[:1], named) if named else ([], [])


def _spanning(story: Story, said: list[Found], places: PlaceFinds, topics: Topics) -> list[Tag]:
    """Places of two provinces in the title, where the text has `said` that they act together or are of the region.

    But not with a word of a trap beside them, as in 苏皖一带有大雾.
    """
    first = _first_of_each(places.parties(story.title))
    is_trapped = any(story.title.get(f"trap {trap.name}") for trap in topics.file.trap)
    if len(first) < 2 or not said or story.title.get("elsewhere") or is_trapped:
        return []
    hits = evidence(story.title, dict.fromkeys(first.values()), story.text, said)
    points = topics.file.points.provinces_in_title
    return [Tag(kind=TagKind.CORE, name="provinces in title", label="标题：两省市", points=points, hits=hits)]


def _first_of_each(parties: Iterable[tuple[Found, str]]) -> dict[str, Found]:
    """The first place of each province."""
    first: dict[str, Found] = {}
    for found, province in parties:
        first.setdefault(province, found)
    return first


def _sentences(field: Field, found: Iterable[Found]) -> set[int]:
    return {field.sentence(each.start) for each in found}
