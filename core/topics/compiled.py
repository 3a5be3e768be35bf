"""topics.toml and places.toml made ready: one lexicon for all terms, and the faults a schema cannot see."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.settings import Fault, Origin, Path, within_value
from core.shapes import Shapes
from core.text import folded
from core.topics.lexicon import Lexicon
from core.topics.matching import groups
from core.topics.office import CompiledRule, OfficeRules, compile_rule
from core.topics.parsing import Aliases, QueryError, QueryFault, parse_query
from core.topics.schema import Across, City, Joined, OfficeRule, PlacesFile, TopicsFile
from core.topics.story import tail_pattern


@dataclass(frozen=True, slots=True, kw_only=True)
class Topics:
    """The rules of topics and places, ready to use in any number of threads or processes."""

    file: TopicsFile
    places: PlacesFile
    lexicon: Lexicon
    rules: OfficeRules
    tail: re.Pattern[str]
    followers: re.Pattern[str]
    #: Name or code of a place to the provinces it lies in.
    province_of: dict[str, str]
    #: What a reader sees for a place.
    label_of: dict[str, str]
    strict_cities: frozenset[str]
    shared_cities: tuple[City, ...]
    #: Names of towns that need a parent in the text.
    dependent_towns: frozenset[str]
    #: The patterns of traps with the name of each.
    trap_patterns: Shapes[str]


def compile_topics(file: TopicsFile, places: PlacesFile, keywords: tuple[CompiledRule, ...] = ()) -> Topics:
    """Make checked files ready; about 2,000 terms take some 20 ms.

    Args:
        file: topics.toml.
        places: places.toml.
        keywords: the rules of a file of keyword groups, which follow those of topics.toml.
    """
    rules = OfficeRules([*(compile_rule(rule, file.aliases) for rule in file.rule), *keywords])
    provinces: dict[str, str] = {each.code: each.code for each in places.province}
    cities: dict[str, str] = {each.code: each.province for each in places.city}
    towns: dict[str, str] = {each.name: each.province for each in places.town}
    return Topics(
        file=file,
        places=places,
        lexicon=Lexicon(dict([*_groups(file, places), *(each for rule in rules.rules for each in groups(rule.query))])),
        rules=rules,
        tail=tail_pattern(tuple(map(folded, file.tail.lines))),
        followers=re.compile(places.followers),
        province_of={**provinces, **cities, **towns},
        label_of={each.code: each.name for each in places.province} | {each.code: each.name for each in places.city},
        strict_cities=frozenset(each.code for each in places.city if each.strict),
        shared_cities=tuple(each for each in places.city if each.en_shared),
        dependent_towns=frozenset(each.name for each in places.town if each.parents),
        trap_patterns=Shapes((re.compile(pattern), trap.name) for trap in file.trap for pattern in trap.patterns),
    )


def only(rule: CompiledRule, topics: Topics) -> Topics:
    """The same with one rule of the office and nothing else to be found, to try that rule at little cost."""
    return replace(topics, lexicon=Lexicon(dict(groups(rule.query))), rules=OfficeRules([rule]))


def _groups(file: TopicsFile, places: PlacesFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every list of terms under the name by which its finds are asked for."""
    yield "core compound", file.core.compound
    yield "core plain", file.core.plain
    yield "core short", file.core.short
    yield "passing before", file.core.passing_before
    yield "passing after", file.core.passing_after
    yield "region", file.lists.regions
    yield "region before", file.lists.regions_before
    yield from _joined_groups(file.joined)
    yield from _across_groups(file.across)
    yield "elsewhere", file.elsewhere.terms
    yield "company", file.company.suffixes
    for each in file.conditional:
        yield f"conditional {each.name}", each.terms
        yield f"conditional {each.name} partners", each.partners
        yield f"conditional {each.name} excluded", each.excluded
        for number, terms in enumerate(each.together):
            yield f"conditional {each.name} together {number}", terms
    for trap in file.trap:
        yield f"trap {trap.name}", trap.words
        yield f"trap {trap.name} unless", trap.unless
    for area in file.area:
        yield f"area {area.name}", area.triggers
        yield f"area {area.name} words", area.words
        yield f"area {area.name} weak", area.weak
        yield f"area {area.name} weak with", area.weak_with
        yield f"area {area.name} excluded", area.excluded
    for programme in file.programme:
        yield f"programme {programme.name}", programme.terms
        yield f"programme {programme.name} with core", programme.with_core
    for document in file.document:
        yield f"document {document.name}", document.title
        yield f"document {document.name} lead", document.lead
    yield from _place_groups(places)


def _joined_groups(joined: Joined) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "joined", joined.joins
    yield "verb", joined.verbs


def _across_groups(across: Across) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "across", across.acts
    yield "across border", across.borders
    yield "across excluded", across.excluded
    yield "across firm", across.firms
    yield "across authority", across.authorities


def _place_groups(places: PlacesFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "not a place", places.excluded
    yield "join", tuple(places.joins)
    for province in places.province:
        yield f"place {province.code}", province.terms
    for city in places.city:
        yield f"place {city.code}", (city.name, *city.aliases, *city.en)
        yield f"place {city.code} shared", city.en_shared
    for town in places.town:
        yield f"place {town.name}", (*(town.terms or (town.name,)), *filter(None, (town.label_en,)))
        yield f"place {town.name} parents", town.parents


def topic_faults(file: TopicsFile, text: str, origin: str) -> list[Fault]:
    """What is wrong with topics.toml beyond its shape."""
    written = Origin(origin, text)
    faults = []
    if file.thresholds.related > file.thresholds.yes:
        faults.append(written.fault(("thresholds", "related"), "must not be above 'yes'"))
    for key, named in (
        ("conditional", file.conditional),
        ("trap", file.trap),
        ("area", file.area),
        ("programme", file.programme),
        ("document", file.document),
        ("rule", file.rule),
    ):
        names = [each.name for each in named]
        for name in _repeated(names):
            place = len(names) - 1 - names[::-1].index(name)
            faults.append(written.fault((key, place, "name"), f"{name!r} is there twice"))
    for place, programme in enumerate(file.programme):
        if not programme.terms and not programme.with_core:
            faults.append(written.fault(("programme", place), "needs 'terms' or 'with_core'"))
    for place, rule in enumerate(file.rule):
        faults += _rule_faults(rule, place, file.aliases, written)
    for place, trap in enumerate(file.trap):
        if not trap.words and not trap.patterns:
            faults.append(written.fault(("trap", place), "needs 'words' or 'patterns'"))
    return faults


def _rule_faults(rule: OfficeRule, place: int, aliases: Aliases, written: Origin) -> list[Fault]:
    path: Path = ("rule", place, "query")
    if not rule.query:
        return [] if rule.any or rule.all else [written.fault(path[:2], "needs 'query', or 'any' or 'all'")]
    if rule.any or rule.all or rule.excluded:
        return [written.fault(path, "stands beside 'any', 'all' or 'not'; write all of it in the query")]
    try:
        parse_query(rule.query, aliases)
    except QueryError as error:
        told = written.fault(path, "")
        return [_placed(told, each, written.text, rule.query) for each in error.faults]
    return []


def _placed(told: Fault, fault: QueryFault, text: str, query: str) -> Fault:
    line, column, excerpt = within_value(text, told.line or 1, query, fault.start)
    return replace(told, line=line, column=column, excerpt=excerpt, message=fault.message)


def place_faults(file: PlacesFile, text: str, origin: str) -> list[Fault]:
    """What is wrong with places.toml beyond its shape."""
    written = Origin(origin, text)
    codes = (
        [each.code for each in file.province] + [each.code for each in file.city] + [each.name for each in file.town]
    )
    faults = [Fault(origin, None, "", f"the place {code!r} is there twice") for code in _repeated(codes)]
    for join, members in file.joins.items():
        faults += [
            written.fault(("joins", join), f"knows no place {member!r}") for member in members if member not in codes
        ]
    return faults


def _repeated(names: list[str]) -> list[str]:
    return [name for name, count in Counter(names).items() if count > 1]
