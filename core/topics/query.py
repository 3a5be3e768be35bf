"""Query: what a rule asks of an article, as a tree. core.topics.parsing reads it, core.topics.matching answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum


class Where(StrEnum):
    """The part of an article that a query is asked of; without one it is title and text."""

    TITLE = "title"
    LEAD = "lead"  # the first characters of the text: `lead` of [points]
    BODY = "body"  # the whole text, without the title
    SOURCE = "source"  # the credited origin (来源)
    URL = "url"


#: What a page does not show, or not as the article has it.
UNSEEN = frozenset({Where.SOURCE, Where.URL})


@dataclass(frozen=True, slots=True)
class Words:
    """One of these terms, outside the longer phrases in which it means something else."""

    terms: tuple[str, ...]
    excluded: tuple[str, ...] = ()
    #: Under these names the lexicon tells what was found of both.
    group: str = field(init=False, compare=False, repr=False)
    excluded_group: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "group", f"words {self.terms!r}")
        object.__setattr__(self, "excluded_group", f"words {self.excluded!r}")


@dataclass(frozen=True, slots=True)
class Near:
    """A find of each, in one field, with at most `within` characters between them; finds that overlap are not near."""

    left: Operand
    right: Operand
    within: int


@dataclass(frozen=True, slots=True)
class Same:
    """A find of each in one and the same sentence."""

    parts: tuple[Operand, ...]


@dataclass(frozen=True, slots=True)
class In:
    """Asked of one part of the article only."""

    where: Where
    part: Query


@dataclass(frozen=True, slots=True)
class Weighted:
    """Gives further points where it holds."""

    part: Query
    points: int


@dataclass(frozen=True, slots=True)
class Not:
    """Holds where its part does not."""

    part: Query


@dataclass(frozen=True, slots=True)
class Secondary:
    """Shown and counted where it holds beside something else; never enough by itself, never asked for."""

    part: Query


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; one of them at the least is neither Not nor Secondary."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Any:
    """One part holds; none of them is a Not, and not all are Secondary."""

    parts: tuple[Query, ...]


#: What NEAR and SAME join: Words, or an Any of Words.
Operand = Words | Any
Query = Words | Near | Same | In | Weighted | Not | Secondary | All | Any


def all_of(parts: Iterable[Query]) -> Query:
    """The parts joined by AND; an All within is opened, and one part is itself."""
    flat = tuple(each for part in parts for each in (part.parts if isinstance(part, All) else (part,)))
    return flat[0] if len(flat) == 1 else All(flat)


def any_of(parts: Iterable[Query]) -> Query:
    """The parts joined by OR; an Any within is opened, plain Words become one list, and one part is itself."""
    flat = [each for part in parts for each in (part.parts if isinstance(part, Any) else (part,))]
    plain = [each for each in flat if isinstance(each, Words) and not each.excluded]
    if plain:
        terms = tuple(dict.fromkeys(term for each in plain for term in each.terms))
        place = flat.index(plain[0])
        flat = [each for each in flat if not (isinstance(each, Words) and not each.excluded)]
        flat.insert(place, Words(terms))
    return flat[0] if len(flat) == 1 else Any(tuple(flat))


def children(query: Query) -> tuple[Query, ...]:
    """The parts of a query, one level down."""
    match query:
        case Words():
            return ()
        case Near(left, right):
            return left, right
        case Same(parts) | All(parts) | Any(parts):
            return parts
        case In(part=part) | Weighted(part=part) | Not(part) | Secondary(part):
            return (part,)


def walk(query: Query) -> Iterator[Query]:
    """A query and all its parts, from the top."""
    yield query
    for part in children(query):
        yield from walk(part)


def is_operand(query: Query) -> bool:
    """Whether it is found at places, so that a distance can be measured from it."""
    return isinstance(query, Words) or (isinstance(query, Any) and all(isinstance(part, Words) for part in query.parts))


def holds_by_presence(query: Query) -> bool:
    """Whether something must be found for it to hold; `NOT 黄酒` alone would hold for nearly every page."""
    match query:
        case Not() | Secondary():
            return False
        case All(parts):
            return any(map(holds_by_presence, parts))
        case Any(parts):
            counted = [part for part in parts if not isinstance(part, Secondary)]
            return bool(counted) and all(map(holds_by_presence, counted))
        case In(part=part) | Weighted(part=part):
            return holds_by_presence(part)
        case Words() | Near() | Same():
            return True


def written(query: Query) -> str:
    """The query as a person could have written it; reading that gives the same query."""
    match query:
        case Words(terms, excluded):
            return f"{_listed(terms)} EXCEPT {_listed(excluded)}" if excluded else _listed(terms)
        case Near(left, right, within):
            return f"{_operand(left)} NEAR/{within} {_operand(right)}"
        case Same(parts):
            return " SAME ".join(map(_operand, parts))
        case In(where, part):
            return f"{where}:{_relation(part)}"
        case Weighted(part, points):
            body = written(part) if isinstance(part, In) else _relation(part)
            return f"{body}^{points}"
        case Not(part):
            return f"NOT {_clause(part)}"
        case Secondary(part):
            return f"~{_clause(part)}"
        case All(parts):
            return " AND ".join(f"({written(each)})" if isinstance(each, Any) else written(each) for each in parts)
        case Any(parts):
            return " OR ".join(map(written, parts))


def _clause(query: Query) -> str:
    """With what may stand behind NOT and ~ without brackets."""
    return written(query) if isinstance(query, In | Weighted) else _relation(query)


def _relation(query: Query) -> str:
    return written(query) if isinstance(query, Words | Near | Same) else f"({written(query)})"


def _operand(query: Operand) -> str:
    return written(query) if isinstance(query, Words) else f"({written(query)})"


def _listed(terms: tuple[str, ...]) -> str:
    joined = " OR ".join(map(_quoted, terms))
    return joined if len(terms) == 1 else f"({joined})"


def _quoted(term: str) -> str:
    if not set(term) & set('"“”＂'):
        return f'"{term}"'
    return f"「{term}」" if "」" not in term else f"『{term}』"
