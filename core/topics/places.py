"""Places: provinces, cities and places below them, told from roads, banks and namesakes (docs/judging.md)."""

from __future__ import annotations

import re
from collections import defaultdict
from enum import IntEnum
from functools import cached_property

from core.assessment import Tag, TagKind
from core.topics.compiled import Topics
from core.topics.lexicon import Found, longest, outside
from core.topics.schema import City
from core.topics.story import Field, Story, evidence

#: A place below the province counts from the title, the first paragraph, or this many mentions.
MENTIONS = 2
#: ... or one in an enumeration of so many: shorter ones are examples (来自无锡、宁波的企业), longer ones everybody.
LISTED = (5, 12)
#: So many English namesakes are looked at in one field.
SHARED_TRIED = 20
# What stands between the name of a city and that of its province.
_BEHIND = re.compile(r",? ?(?:in |of )?(?:[a-z]+ern )?| \(")
_BEFORE = re.compile(r"(?: province)?'s (?:city of )?")
_BETWEEN = frozenset(
    {"、", "和", "与", "及", "以及", ", ", " and ", ", and ", "市、", "区、", "县、", "市和", "市", "-"}
)


class Level(IntEnum):
    """How high a place stands."""

    PROVINCE = 0
    CITY = 1
    TOWN = 2


class PlaceFinds:
    """The places of a Story that are meant as places, each found once."""

    def __init__(self, story: Story, topics: Topics) -> None:
        self._story = story
        self._topics = topics
        self._found: dict[str, dict[str, list[Found]]] = {field.name: self._of_field(field) for field in story.fields}
        self._provinces = {
            name: sorted(
                (each, code) for code, finds in found.items() if _level(code) is Level.PROVINCE for each in finds
            )
            for name, found in self._found.items()
        }

    def provinces(self, field: Field) -> list[tuple[Found, str]]:
        """The provinces named in a field (by name or in a join) with their codes, in order."""
        return self._provinces[field.name]

    def parties(self, field: Field) -> list[tuple[Found, str]]:
        """All places named in a field with the codes of their provinces, in order."""
        province_of = self._topics.province_of
        found = self._found[field.name]
        return sorted((each, province_of[name]) for name, finds in found.items() for each in finds)

    def tags(self) -> list[Tag]:
        """Provinces first, then cities, then places below; each by number of mentions."""
        counted = self._counted()
        for name in list(counted):
            province = self._topics.province_of[name]
            counted.setdefault(province, counted[name])
        ordered = sorted(counted, key=lambda name: (_level(name), -sum(map(len, counted[name]))))
        return [self._tag(name, *counted[name]) for name in ordered]

    def _tag(self, name: str, in_title: list[Found], in_text: list[Found]) -> Tag:
        hits = evidence(self._story.title, in_title, self._story.text, in_text)
        return Tag(kind=TagKind.PLACE, name=name, label=self._topics.label_of.get(name, name), points=0, hits=hits)

    def _counted(self) -> dict[str, tuple[list[Found], list[Found]]]:
        """The places that count, with their finds in title and text."""
        title, text = self._found["title"], self._found["text"]
        listed = self._enumerated(text)
        counted = {}
        for name in dict.fromkeys([*title, *text]):
            in_title, in_text = title.get(name, []), text.get(name, [])
            early = any(each.start < self._story.first_paragraph for each in in_text)
            if (
                _level(name) is Level.PROVINCE
                or in_title
                or early
                or len(in_text) >= MENTIONS
                or not listed.isdisjoint(in_text)
            ):
                counted[name] = (in_title, in_text)
        return counted

    def _enumerated(self, text: dict[str, list[Found]]) -> set[Found]:
        """Finds in an enumeration of a few places: they are named as parties, each once (九城市)."""
        folded = self._story.text.folded.text
        members: set[Found] = set()
        chain: list[Found] = []
        for each in sorted(
            {each for name, found in text.items() if _level(name) is not Level.PROVINCE for each in found}
        ):
            if chain and folded[chain[-1].end : each.start] not in _BETWEEN:
                chain = []
            chain.append(each)
            if LISTED[0] <= len(chain) <= LISTED[1]:
                members.update(chain)
            elif len(chain) == LISTED[1] + 1:
                members.difference_update(chain)
        return members

    def _of_field(self, field: Field) -> dict[str, list[Found]]:
        finds: dict[str, list[Found]] = defaultdict(list)
        not_places = field.get("not a place")
        for join in outside(longest(field.get("join")), not_places):
            for name in self._topics.places.joins[join.term]:
                finds[name].append(join)
        mentioned = {group.removeprefix("place ") for group in field.found}
        named = {
            name: outside(self._named(field, name), not_places)
            for name in self._topics.province_of
            if name in mentioned
        }
        cities = [each for name, found in named.items() if _level(name) is Level.CITY for each in found]
        for name, found in named.items():
            finds[name] += self._meant(field, name, found, cities)
        for city in self._topics.shared_cities:
            if field.get(f"place {city.code} shared"):
                finds[city.code] += self._shared(field, city)
        return {name: sorted(found) for name, found in finds.items() if found}

    def _named(self, field: Field, name: str) -> list[Found]:
        """Mentions by name that no road, bank or university has taken."""
        followers = self._topics.followers
        found = longest(field.get(f"place {name}"))
        return [each for each in found if not followers.match(field.folded.text, each.end)]

    def _meant(self, field: Field, name: str, found: list[Found], cities: list[Found]) -> list[Found]:
        """Those finds of a name that mean the place."""
        if found and name in self._topics.strict_cities:
            # An article that means the place once means it.
            return found if any(_is_meant(field, each, cities) for each in found) else []
        if found and name in self._topics.dependent_towns and not self._story.has(f"place {name} parents"):
            return []
        return found

    def _shared(self, field: Field, city: City) -> list[Found]:
        """English namesakes whose sentence names the province of this one, and no other that has such a city.

        Where the sentence names neither, the article decides: by the provinces and the places in them that it names. Of
        namesakes of which one is the usual, another is meant only where its province stands right beside the name.
        """
        return [
            each for each in field.get(f"place {city.code} shared")[:SHARED_TRIED] if self._is_of(city, each, field)
        ]

    def _is_of(self, city: City, name: Found, field: Field) -> bool:
        """Whether a name means this one of its namesakes."""
        namesakes = [other for other in self._topics.places.city if name.term in other.en_shared]
        rivals, sentence = {other.province for other in namesakes}, field.sentence(name.start)
        beside = [
            (found, province.code)
            for province in self._topics.places.province
            for found in field.get(f"place {province.code}")
            if field.sentence(found.start) == sentence
        ]
        named = {code for _, code in beside}
        if len(rivals) == 1:
            return city.province in named
        usual = next((other for other in namesakes if other.usual), None)
        if usual is None:
            return (named & rivals or self._named_anywhere & rivals) == {city.province}
        text = field.folded.text
        joined = (code for found, code in beside if code in rivals and _is_joined(text, name, found))
        return city.province == next(joined, usual.province)

    @cached_property
    def _named_anywhere(self) -> set[str]:
        return {province for name, province in self._topics.province_of.items() if self._story.has(f"place {name}")}


def _is_meant(field: Field, found: Found, cities: list[Found]) -> bool:
    """Whether the name of a strict city is followed by 市, preceded by its province, or beside a city in a list."""
    text = field.folded.text
    follows, precedes = text[found.end : found.end + 1], text[max(0, found.start - 3) : found.start]
    if found.term.isascii():
        return bool(text[found.end : found.end + 5] == " city")
    return (
        follows == "市"
        or precedes.endswith(("安徽", "安徽省", "省"))
        or (precedes.endswith("、") and any(found.start - 1 == each.end for each in cities))
        or (follows == "、" and any(found.end + 1 == each.start for each in cities))
    )


def _is_joined(text: str, city: Found, province: Found) -> bool:
    """Whether a province says which city is meant: "Suzhou, Anhui", "Suzhou in northern Anhui", "Anhui's Suzhou"."""
    if province.start >= city.end:
        return bool(_BEHIND.fullmatch(text, city.end, province.start))
    return bool(_BEFORE.fullmatch(text, province.end, city.start))


def _level(name: str) -> Level:
    if name.isdigit():
        return Level.CITY
    return Level.PROVINCE if name.isascii() else Level.TOWN
