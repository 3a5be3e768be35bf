"""Places: provinces, cities and places below them, told from roads, banks and namesakes (docs/judging.md)."""

from __future__ import annotations

from collections import defaultdict

from core.assessment import Tag, TagKind
from core.topics.compiled import Topics
from core.topics.lexicon import Found, longest, outside
from core.topics.schema import City, Town
from core.topics.story import Field, Story, evidence

#: A place below the province counts from the title, the first paragraph, or this many mentions.
MENTIONS = 2


class PlaceFinds:
    """The places of a Story that are meant as places, each found once."""

    def __init__(self, story: Story, topics: Topics) -> None:
        self._story = story
        self._topics = topics
        self._found: dict[str, dict[str, list[Found]]] = {field.name: self._of_field(field) for field in story.fields}

    def provinces(self, field: Field) -> list[tuple[Found, str]]:
        """The provinces named in a field (by name or in a join) with their codes, in order."""
        found = self._found[field.name]
        codes = [province.code for province in self._topics.places.province]
        return sorted((each, code) for code in codes for each in found.get(code, ()))

    def tags(self) -> list[Tag]:
        """Provinces first, then cities, then places below; each by number of mentions."""
        counted = self._counted()
        for name in list(counted):
            province = self._topics.province_of[name]
            counted.setdefault(province, counted[name])
        rank = {"p": 0, "c": 1, "t": 2}
        ordered = sorted(counted, key=lambda name: (rank[_level(name)], -sum(map(len, counted[name]))))
        return [self._tag(name, *counted[name]) for name in ordered]

    def _tag(self, name: str, in_title: list[Found], in_text: list[Found]) -> Tag:
        hits = evidence(self._story.title, in_title, self._story.text, in_text)
        return Tag(kind=TagKind.PLACE, name=name, label=self._topics.label_of.get(name, name), points=0, hits=hits)

    def _counted(self) -> dict[str, tuple[list[Found], list[Found]]]:
        """The places that count, with their finds in title and text."""
        title, text = self._found["title"], self._found["text"]
        counted = {}
        for name in dict.fromkeys([*title, *text]):
            in_title, in_text = title.get(name, []), text.get(name, [])
            early = any(each.start < self._story.first_paragraph for each in in_text)
            if _level(name) == "p" or in_title or early or len(in_text) >= MENTIONS:
                counted[name] = (in_title, in_text)
        return counted

    def _of_field(self, field: Field) -> dict[str, list[Found]]:
        finds: dict[str, list[Found]] = defaultdict(list)
        not_places = field.get("not a place")
        joins = outside(longest(field.get("join")), not_places)
        for join in joins:
            for name in self._topics.places.joins[join.term]:
                finds[name].append(join)
        for province in self._topics.places.province:
            self._add(finds, province.code, outside(self._named(field, province.code), not_places))
        cities = {city.code: outside(self._named(field, city.code), not_places) for city in self._topics.places.city}
        starts = {each.start for found in cities.values() for each in found}
        ends = {each.end for found in cities.values() for each in found}
        for city in self._topics.places.city:
            found = cities[city.code]
            if city.strict:
                found = [each for each in found if _is_meant(field, each, starts, ends)]
            self._add(finds, city.code, found + self._shared(field, city))
        for town in self._topics.places.town:
            if not town.parents or self._story.count(f"place {town.name} parents"):
                self._add(finds, town.name, self._town(field, town, not_places))
        return {name: sorted(found) for name, found in finds.items()}

    @staticmethod
    def _add(finds: dict[str, list[Found]], name: str, found: list[Found]) -> None:
        if found:
            finds[name].extend(found)

    def _named(self, field: Field, name: str) -> list[Found]:
        """Mentions by name that no road, bank or university has taken."""
        followers = self._topics.followers
        return [
            each for each in longest(field.get(f"place {name}")) if not followers.match(field.folded.text, each.end)
        ]

    def _town(self, field: Field, town: Town, not_places: list[Found]) -> list[Found]:
        return outside(self._named(field, town.name), not_places)

    def _shared(self, field: Field, city: City) -> list[Found]:
        """English namesakes whose sentence names the province of this one, and no other that has such a city."""
        meant = []
        for each in field.get(f"place {city.code} shared"):
            sentence = field.sentence(each.start)
            beside = {
                province.code
                for province in self._topics.places.province
                for found in field.get(f"place {province.code}")
                if field.sentence(found.start) == sentence
            }
            rivals = {other.province for other in self._topics.places.city if each.term in other.en_shared}
            if beside & rivals == {city.province} or (len(rivals) == 1 and city.province in beside):
                meant.append(each)
        return meant


def _is_meant(field: Field, found: Found, starts: set[int], ends: set[int]) -> bool:
    """Whether the name of a strict city is followed by 市, preceded by its province, or beside a city in a list."""
    text = field.folded.text
    follows, precedes = text[found.end : found.end + 1], text[max(0, found.start - 3) : found.start]
    if found.term.isascii():
        return bool(text[found.end : found.end + 5] == " city")
    return (
        follows == "市"
        or precedes.endswith(("安徽", "安徽省", "省"))
        or (precedes.endswith("、") and found.start - 1 in ends)
        or (follows == "、" and found.end + 1 in starts)
    )


def _level(name: str) -> str:
    if name.isdigit():
        return "c"
    return "p" if name.isascii() else "t"
