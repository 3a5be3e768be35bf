"""Matching: whether a Query holds for a Story, with the finds that it holds by; and what it cannot hold without."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from core.topics.lexicon import Found, outside
from core.topics.query import (
    UNSEEN,
    All,
    Any,
    In,
    Near,
    Not,
    Operand,
    Query,
    Same,
    Secondary,
    Weighted,
    Where,
    Words,
    holds_by_presence,
    walk,
)
from core.topics.story import Field, Story

#: Finds of one list of terms in one field that are looked at. No article of 30,000 characters has so many of a word; a
#: page that repeats one, asked by hundreds of distances, must not cost seconds.
MOST_FINDS = 1_000


class Match(NamedTuple):
    """What a Query holds by."""

    #: May hold a find twice, where two parts of the query hold by it.
    finds: tuple[tuple[Field, Found], ...]
    #: The weights of the parts that hold.
    points: int


class Scope(NamedTuple):
    """One field and the folded offset before which a find must begin."""

    field: Field
    end: int


def match(query: Query, story: Story, lead: int) -> Match | None:
    """How a Query holds for a Story; None where it does not.

    Args:
        query: what is asked.
        story: with all finds of a lexicon that has the groups of the query (`groups`).
        lead: folded characters of the text that are its lead.
    """
    title, body = Scope(story.title, story.title.end), Scope(story.text, story.text.end)
    scopes = {
        None: (title, body),
        Where.TITLE: (title,),
        Where.BODY: (body,),
        Where.LEAD: (Scope(story.text, lead),),
        Where.SOURCE: (Scope(story.source, story.source.end),),
        Where.URL: (Scope(story.url, story.url.end),),
    }
    return _match(query, None, scopes)


Scopes = Mapping[Where | None, tuple[Scope, ...]]


def _match(query: Query, where: Where | None, scopes: Scopes) -> Match | None:
    match query:
        case Words() | Near() | Same():
            finds = tuple((scope.field, each) for scope in scopes[where] for each in _found(query, scope))
            return Match(finds, 0) if finds else None
        case In(inner, part):
            return _match(part, inner, scopes)
        case Weighted(part, points):
            held = _match(part, where, scopes)
            return held and Match(held.finds, held.points + points)
        case Secondary(part):
            return _match(part, where, scopes)
        case Not(part):
            return None if _match(part, where, scopes) else _NOTHING
        case All(parts) | Any(parts):
            matches = [_match(part, where, scopes) for part in parts]
            asked = (each for part, each in zip(parts, matches, strict=True) if not isinstance(part, Secondary))
            enough = all if isinstance(query, All) else any
            return _joined(matches) if enough(each is not None for each in asked) else None


_NOTHING = Match((), 0)


def _joined(matches: Iterable[Match | None]) -> Match:
    held = [each for each in matches if each is not None]
    return Match(tuple(find for each in held for find in each.finds), sum(each.points for each in held))


def _found(query: Words | Near | Same, scope: Scope) -> list[Found]:
    match query:
        case Words():
            return _places(query, scope)
        case Near(left, right, within):
            return list(_near(_places(left, scope), _places(right, scope), within))
        case Same(parts):
            return _in_one_sentence([_places(part, scope) for part in parts], scope.field)


def _places(operand: Operand, scope: Scope) -> list[Found]:
    if isinstance(operand, Any):
        return sorted({each for part in operand.parts if isinstance(part, Words) for each in _places(part, scope)})
    found = outside(scope.field.get(operand.group)[:MOST_FINDS], scope.field.get(operand.excluded_group))
    return sorted(each for each in found if each.start < scope.end)


def _near(left: list[Found], right: list[Found], within: int) -> Iterator[Found]:
    """Every find of the left that has one of the right near, with the nearest one."""
    if not right:
        return
    by_end = sorted(right, key=lambda each: each.end)
    for each in left:
        after = bisect_left(right, each.end, key=lambda other: other.start)
        before = bisect_right(by_end, each.start, key=lambda other: other.end)
        beside = [(other.start - each.end, other) for other in right[after : after + 1]]
        beside += [(each.start - other.end, other) for other in by_end[max(before - 1, 0) : before]]
        if beside and min(beside)[0] <= within:
            yield from (each, min(beside)[1])


def _in_one_sentence(parts: list[list[Found]], field: Field) -> list[Found]:
    """The first find of each part in every sentence that has all of them."""
    firsts = [{field.sentence(each.start): each for each in reversed(part)} for part in parts]
    shared = set(firsts[0]).intersection(*firsts[1:])
    return [first[sentence] for sentence in sorted(shared) for first in firsts]


def may_match(query: Query, named: Mapping[str, object]) -> bool:
    """Whether it can hold for an Article whose title and text are parts of a page in which these groups have finds.

    Source and address are not told by what the page says.
    """
    match query:
        case Words():
            return query.group in named
        case Near(left, right):
            return may_match(left, named) and may_match(right, named)
        case Same(parts):
            return all(may_match(part, named) for part in parts)
        case In(where, part):
            return where in UNSEEN or may_match(part, named)
        case Weighted(part=part):
            return may_match(part, named)
        case Not() | Secondary():
            return True
        case All(parts):
            return all(may_match(part, named) for part in parts)
        case Any(parts):
            return any(may_match(part, named) for part in parts if not isinstance(part, Secondary))


def triggers(query: Query) -> frozenset[str]:
    """Groups of which one at the least has a find wherever the query holds.

    Where it cannot hold without words of title or text (`may_match` without any is no), they are of these.
    """
    match query:
        case Words():
            return frozenset((query.group,))
        case Near(left):
            return triggers(left)
        case Same(parts):
            return triggers(parts[0])
        case In(part=part) | Weighted(part=part):
            return triggers(part)
        case All(parts):
            needed = [part for part in parts if not may_match(part, {})] or filter(holds_by_presence, parts)
            return triggers(next(iter(needed)))
        case Any(parts):
            return frozenset().union(*map(triggers, filter(holds_by_presence, parts)))
        case Not() | Secondary():
            return frozenset()


def groups(query: Query) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The lists of terms that the lexicon must look for, under the names by which they are asked for."""
    for each in walk(query):
        if isinstance(each, Words):
            yield each.group, each.terms
            if each.excluded:
                yield each.excluded_group, each.excluded


def most_points(query: Query) -> int:
    """What its weights can add at the most."""
    return sum(each.points for each in walk(query) if isinstance(each, Weighted))
