"""`topics test`: one rule asked of saved pages or of the store's articles, with what it holds by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.article import Article
from core.assessment import Hit, TagKind
from core.read import MODULES
from core.rules import Rules
from core.settings import ConfigError, Fault, line_at
from core.text import HAN, one_line
from core.topics import assess
from core.topics.compiled import Topics, only
from core.topics.matching import groups
from core.topics.office import CompiledRule, compile_rule
from core.topics.parsing import QueryError
from core.topics.schema import OfficeRule
from crawler.pool import Died, map_killable
from scheduler.inspecting import LIMITS, Saved, read_saved
from scheduler.layout import Section

# 或, 与 or 非 between two words; names of two letters before and behind are enough.
_GLUED = re.compile(f"[{HAN}]{{2}}[或与非][{HAN}]{{2}}")
#: Characters shown before and behind a term.
_AROUND = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An article that the rule holds for."""

    #: Its number in the store, or the path of the saved page.
    where: str
    url: str | None
    title: str
    published: str | None
    points: int
    hits: tuple[Hit, ...]
    #: The surroundings of each hit with the term in 【】.
    marked: tuple[str, ...]


#: What was asked: a Match, None where the rule does not hold, or why it could not be read.
Answer = Match | None | str


def rule_of_query(query: str, topics: Topics) -> CompiledRule:
    """A rule that asks this and has no points but those of its weights.

    Raises:
        ConfigError: with the faults of the query.
    """
    try:
        return compile_rule(OfficeRule(name="query", label="query", query=query), topics.file.aliases)
    except QueryError as error:
        raise ConfigError(_placed(query, fault.start, fault.message) for fault in error.faults) from error


def _placed(query: str, start: int, message: str) -> Fault:
    line, column, excerpt = line_at(query, start)
    return Fault("query", line, "", message, column, excerpt)


def glued(rule: CompiledRule) -> tuple[str, ...]:
    """Words of a rule that hold what may be meant as an operator (长三角或规划): without spaces it is a letter."""
    words = (term for _, terms in groups(rule.query) for term in terms)
    return tuple(dict.fromkeys(word for word in words if _GLUED.search(word)))


def rule_by_name(name: str, topics: Topics) -> CompiledRule:
    """A rule of topics.toml or of the keywords, by its name or else by the label that readers see.

    Raises:
        ConfigError: where there is none of that name.
    """
    known = {each.rule.name: each for each in topics.rules.rules}
    labelled = {each.rule.label: each for each in topics.rules.rules}
    if found := known.get(name) or labelled.get(name):
        return found
    there = f"there are: {', '.join(known)}" if known else "there are none"
    raise ConfigError([Fault("--rule", None, "", f"no rule of this name: {name!r}; {there}")])


def ask_saved(pages: Iterable[Saved], rule: CompiledRule, rules: Rules) -> Iterator[Answer]:
    """The answers of saved pages, one for each article in them."""
    for outcome in map_killable(_ask_page, pages, _with_only(rule, rules), LIMITS, MODULES):
        if isinstance(outcome.result, Died):
            yield f"{outcome.item.path}: toxic: {outcome.result.reason}"
        else:
            yield from outcome.result


def ask_stored(articles: Iterable[tuple[int, Article]], rule: CompiledRule, rules: Rules) -> Iterator[Answer]:
    """The answers of stored articles."""
    asked = _with_only(rule, rules)
    return (_ask(str(number), article, asked) for number, article in articles)


def sections(matches: Iterable[Match]) -> Sequence[Section]:
    """The matches as a person reads them."""
    return [
        Section(
            _heading(match),
            ([(hit.field, marked) for hit, marked in zip(match.hits, match.marked, strict=True)],),
        )
        for match in matches
    ]


def _heading(match: Match) -> str:
    points = f"{match.points:+d}" if match.points else ""
    return " · ".join(filter(None, (match.where, (match.published or "")[:10], points, match.title)))


def _with_only(rule: CompiledRule, rules: Rules) -> Rules:
    return replace(rules, topics=only(rule, rules.topics))


def _ask_page(saved: Saved, rules: Rules) -> list[Answer]:
    readings = read_saved(saved, rules)
    if isinstance(readings, str):
        return [f"{saved.path}: {readings}"]
    return [_ask(str(saved.path), reading.article, rules) for reading in readings]


def _ask(where: str, article: Article, rules: Rules) -> Match | None:
    tag = next((tag for tag in assess(article, rules).tags if tag.kind is TagKind.RULE), None)
    if tag is None:
        return None
    return Match(
        where=where,
        url=article.url,
        title=article.title,
        published=article.published,
        points=tag.points,
        hits=tag.hits,
        marked=tuple(_marked(getattr(article, hit.field), hit) for hit in tag.hits),
    )


def _marked(text: str, hit: Hit) -> str:
    end = hit.offset + hit.length
    before, after = text[max(0, hit.offset - _AROUND) : hit.offset], text[end : end + _AROUND]
    return one_line(f"{before}【{text[hit.offset : end]}】{after}")
