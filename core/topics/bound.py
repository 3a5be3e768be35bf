"""The bound: whether anything that a page says could be on topic, told from its words alone."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping

from core.text import folded
from core.topics.compiled import Topics
from core.topics.schema import Conditional, PlacesFile
from core.topics.story import SENTENCE_END

#: Characters of a page that are looked at; the longest of 87 saved pages shows 10,000. A term repeated a million times
#: must not make the look dearer than the reading, which judges a part (core.topics.story).
MOST_LOOKED_AT = 100_000

_BORDER = "across border"
_ACTS = frozenset({"across", _BORDER})

#: What each group of the lexicon has in a page, as the rules write it.
Terms = Mapping[str, Collection[str]]


def may_be_on_topic(text: str, topics: Topics) -> bool:
    """Whether an Article whose title and text are lines of `text`, or parts of lines, can reach the score of `related`.

    Every rule of `core.topics.score` and `core.topics.office` that gives points is asked for the words without which it
    gives none, wherever they stand; that of `core.topics.across`, whose words are in most pages, for a sentence that
    has them all. Traps, enumerations of regions, other sentences and distances only take points away, so where this
    says no the score is 0 at the most. A query for an address or a credited origin may always hold: the text need not
    show them. It says yes too often, never too seldom.
    """
    if topics.file.thresholds.related <= 0 or len(text) > MOST_LOOKED_AT:
        return True
    text = folded(text)
    terms = topics.lexicon.terms_in(text)
    return any(_scoring(terms, topics)) or (_may_be_across(terms, topics) and _is_across(text, topics))


def _scoring(terms: Terms, topics: Topics) -> Iterator[bool]:
    """For each rule that gives points, whether its words are there."""
    file = topics.file
    yield "core compound" in terms or "core plain" in terms
    provinces = _provinces(terms, topics.places)
    yield "verb" in terms and ("joined" in terms or len(provinces) >= 3)
    # Behind this point there is no core term: what needs one gives nothing.
    yield from (_has_partner(rule, terms, len(provinces)) for rule in file.conditional)
    yield from (f"programme {programme.name}" in terms for programme in file.programme if programme.alone)
    yield topics.rules.may_give_points(terms)


def _provinces(terms: Terms, places: PlacesFile) -> set[str]:
    codes = {province.code for province in places.province}
    named = {code for code in codes if f"place {code}" in terms}
    return named.union(*(places.joins[join] for join in terms.get("join", ()))) & codes


def _may_be_across(terms: Terms, topics: Topics) -> bool:
    return not _ACTS.isdisjoint(terms) and len(_parties(terms, topics)) >= 2


def _is_across(text: str, topics: Topics) -> bool:
    """Whether a sentence of a folded text has an act and places of two provinces; where a term begins, there it is.

    An act that has two sides by itself may stand in another one.

    What cuts a line off may end a sentence of it sooner, never later.
    """
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    sentences: dict[int, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for start, group, term in topics.lexicon.anywhere(text):
        sentences[bisect_right(ends, start)][group].add(term)
    if any(_BORDER in terms for terms in sentences.values()):
        return any(len(_parties(terms, topics)) >= 2 for terms in sentences.values())
    return any(_may_be_across(terms, topics) for terms in sentences.values())


def _parties(terms: Terms, topics: Topics) -> set[str]:
    """The provinces in which any place lies that is named."""
    joined = {name for join in terms.get("join", ()) for name in topics.places.joins[join]}
    return {
        province
        for name, province in topics.province_of.items()
        if name in joined or f"place {name}" in terms or f"place {name} shared" in terms
    }


def _has_partner(rule: Conditional, terms: Terms, provinces: int) -> bool:
    group = f"conditional {rule.name}"
    return group in terms and (
        f"{group} partners" in terms
        or (rule.provinces > 0 and provinces >= rule.provinces)
        or any(
            len(terms.get(f"{group} together {number}", ())) == len(each) for number, each in enumerate(rule.together)
        )
    )
