"""The office's own rules: each with its query, found through the groups that it cannot hold without."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.assessment import Hit, Tag, TagKind
from core.topics.lexicon import Found
from core.topics.matching import match, may_match, most_points, triggers
from core.topics.parsing import Aliases, parse_query
from core.topics.query import Not, Query, Words, all_of
from core.topics.schema import OfficeRule
from core.topics.story import Field, Story

#: Points of one rule at the most, whatever its weights add up to.
MOST_POINTS = 20
#: A tag of a rule keeps this many hits, so that every term of an ordinary query is shown.
MOST_HITS = 12
_ORDER = ("title", "text", "source", "url")


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule ready to be asked."""

    rule: OfficeRule
    query: Query

    def gives_points(self) -> bool:
        """Whether it can add to a score."""
        return self.rule.points + most_points(self.query) > 0


class OfficeRules:
    """All rules of the office. A Story is asked only those of which it has a term that they need."""

    __slots__ = ("_by_group", "_unseen", "rules")

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self.rules = tuple(rules)
        by_group: dict[str, list[int]] = defaultdict(list)
        for place, each in enumerate(self.rules):
            for group in triggers(each.query):
                by_group[group].append(place)
        self._by_group = dict(by_group)
        # Those that can hold by source or address alone.
        self._unseen = {place for place, each in enumerate(self.rules) if may_match(each.query, {})}

    @property
    def caps(self) -> dict[str, int]:
        """Name of each rule that has a cap to that."""
        return {each.rule.name: each.rule.cap for each in self.rules if each.rule.cap is not None}

    def tags(self, story: Story, lead: int) -> list[Tag]:
        """The rules that hold for a Story, in their order; `lead` is that of `core.topics.matching.match`."""
        fields = (*story.fields, story.source, story.url)
        places = set().union(*(self._asking(field.found) for field in fields))
        return [tag for place in sorted(places) if (tag := _tag(story, self.rules[place], lead))]

    def may_give_points(self, named: Mapping[str, object]) -> bool:
        """Whether one could give points to an Article of a page in which these groups have finds."""
        asked = (self.rules[place] for place in self._asking(named) | self._unseen)
        return any(each.gives_points() and may_match(each.query, named) for each in asked)

    def _asking(self, named: Mapping[str, object]) -> set[int]:
        """The places of the rules that need one of these groups."""
        return {place for group in self._by_group.keys() & named.keys() for place in self._by_group[group]}


def compile_rule(rule: OfficeRule, aliases: Aliases) -> CompiledRule:
    """A rule with its query, which its three lists are another way to write.

    Raises:
        QueryError: when it cannot be read.
    """
    return CompiledRule(rule, parse_query(rule.query, aliases) if rule.query else _of_lists(rule))


def _of_lists(rule: OfficeRule) -> Query:
    parts: list[Query] = [Words(rule.any)] if rule.any else []
    parts += [Words((term,)) for term in rule.all]
    return all_of([*parts, Not(Words(rule.excluded))] if rule.excluded else parts)


def _tag(story: Story, compiled: CompiledRule, lead: int) -> Tag | None:
    held = match(compiled.query, story, lead)
    if held is None:
        return None
    rule = compiled.rule
    points = min(rule.points + held.points, MOST_POINTS)
    return Tag(kind=TagKind.RULE, name=rule.name, label=rule.label, points=points, hits=_hits(held.finds))


def _hits(finds: Iterable[tuple[Field, Found]]) -> tuple[Hit, ...]:
    """The first find of each term, then further ones, title first."""
    fields = {(_ORDER.index(field.name), found): field for field, found in finds}
    places = sorted(fields)
    firsts = {place[1].term: place for place in reversed(places)}
    chosen = dict.fromkeys([*sorted(firsts.values()), *places])
    return tuple(fields[place].hit(place[1]) for place in list(chosen)[:MOST_HITS])
