"""The same on real pages of the developers' shared folder: nothing of them is copied here."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from core.assessment import Fingerprint
from core.duplicates import Comparison, compare, fingerprint
from core.text import to_simplified
from core.verdict import How
from tests.support.copies import COPIES, mirrored, pairs, spun, truncated

SHARED = Path(__file__).parents[4] / "shared" / "cases"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the developers' shared folder is not beside this checkout"),
]


@pytest.fixture(scope="module")
def seeds() -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((SHARED / "seeds").glob("*.txt"))]


@pytest.fixture(scope="module")
def articles() -> list[str]:
    rows = map(json.loads, (SHARED / "pages" / "expected.jsonl").read_text(encoding="utf-8").splitlines())
    return [row["text"] for row in rows if len(row["text"]) >= 260]


def _compare(text: str, other: str) -> Comparison:
    return compare(text, fingerprint(text), other, fingerprint(other))


def _shared(one: Fingerprint, other: Fingerprint) -> int:
    return len({*one.sketch, *one.slot_hashes} & {*other.sketch, *other.slot_hashes})


def test_no_hostile_page_is_taken_for_another(seeds: list[str]) -> None:
    comparisons = [_compare(one, other) for one, other in combinations(seeds, 2)]

    assert [comparison.relation for comparison in comparisons] == [None] * 10
    assert max(comparison.w2 for comparison in comparisons) < 0.25


def test_every_hostile_page_is_recognised_in_either_script(seeds: list[str]) -> None:
    assert {_compare(seed, to_simplified(seed)).relation for seed in seeds} == {How.EXACT}
    assert {_compare(mirrored(seed), seed).relation for seed in seeds} <= {How.EXACT, How.COPY}


def test_every_hostile_page_is_recognised_in_either_half(seeds: list[str]) -> None:
    for seed in seeds:
        for half in (seed[: len(seed) // 2], seed[len(seed) // 2 :]):
            assert _compare(half, seed).relation in {How.COPY, How.EXCERPT}


def test_every_hostile_page_is_recognised_when_it_is_spun_once_more_and_cut(seeds: list[str]) -> None:
    for seed in seeds:
        copy = truncated(spun(seed, 0.25, Random(1)), 0.6, Random(1))

        assert _compare(copy, seed).relation is not None


def test_copies_of_real_articles_are_found(articles: list[str]) -> None:
    made = [pair for pair in pairs(articles[::8], seed=1) if pair.same]
    found = [pair for pair in made if _compare(pair.text, pair.other).relation is not None]

    assert {pair.kind for pair in made} == {*COPIES, "two on one page"}
    assert len(found) / len(made) >= 0.99


def test_real_articles_are_not_taken_for_each_other(articles: list[str]) -> None:
    """One pair of the 3,081 is found, rightly: a list of the day's news holds the article."""
    known = [(text, fingerprint(text)) for text in articles]
    candidates = [(one, other) for one, other in combinations(known, 2) if _shared(one[1], other[1]) >= 2]

    relations = [compare(*one, *other).relation for one, other in candidates]

    assert len(candidates) <= 10
    assert [relation for relation in relations if relation is not None] == [How.EXCERPT]


def test_hardly_any_other_edition_of_a_real_article_is_taken_for_it(articles: list[str]) -> None:
    editions = [pair for pair in pairs(articles, seed=1) if pair.kind == "next edition"]

    assert sum(_compare(pair.text, pair.other).relation is not None for pair in editions) <= 0.02 * len(editions)
