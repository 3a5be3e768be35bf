"""Labels: what an English reader calls each tag. Tags carry the label of topics.toml, which is Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.assessment import TagKind
from core.topics.compiled import Topics

#: The tags that the code itself names (core.topics.score).
_CORE = {
    "core in title": "Yangtze River Delta in the title",
    "compound core": "YRD integration in the text",
    "core in lead": "Yangtze River Delta in the lead",
    "further core": "Yangtze River Delta again in the text",
    "core in passing": "Yangtze River Delta in passing",
    "joined provinces": "the provinces acting together",
    "across provinces": "cooperation across a provincial border",
    "provinces in title": "two provinces in the title",
}


def english_labels(topics: Topics) -> Mapping[tuple[TagKind, str], str]:
    """Kind and name of a tag to its English label, for all that have one."""
    return {(kind, name): label for kind, name, label in _labels(topics) if label}


def _labels(topics: Topics) -> Iterator[tuple[TagKind, str, str | None]]:
    file, places = topics.file, topics.places
    yield from ((TagKind.CORE, name, label) for name, label in _CORE.items())
    yield TagKind.TRAP, "promotion", "advert"
    yield TagKind.TRAP, file.company.name, file.company.label_en
    yield TagKind.TRAP, file.elsewhere.name, file.elsewhere.label_en
    for kind, named in (
        (TagKind.CONDITIONAL, file.conditional),
        (TagKind.TRAP, file.trap),
        (TagKind.AREA, file.area),
        (TagKind.PROGRAMME, file.programme),
        (TagKind.DOCUMENT, file.document),
        (TagKind.RULE, file.rule),
    ):
        yield from ((kind, each.name, each.label_en) for each in named)
    # Provinces and cities by a name that they are found by.
    for province in places.province:
        yield TagKind.PLACE, province.code, next(filter(str.isascii, province.terms), None)
    for city in places.city:
        yield TagKind.PLACE, city.code, next(iter((*city.en, *city.en_shared)), None)
    for town in places.town:
        yield TagKind.PLACE, town.name, town.label_en
