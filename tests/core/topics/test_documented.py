"""docs/judging.md and docs/topics.md say what is true."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.topics import assess
from core.topics.compiled import only
from core.topics.office import compile_rule
from core.topics.parsing import parse_query
from core.topics.schema import OfficeRule
from tests.support.judging import article, rules

DOCS = Path(__file__).parents[3] / "docs"
DOCUMENT = (DOCS / "judging.md").read_text("utf-8")
EXAMPLES = re.findall(r"^(-?\d+) (.+)$", DOCUMENT.partition("```score\n")[2].partition("```")[0], re.MULTILINE)
OWN_RULES = (DOCS / "topics.md").read_text("utf-8")
QUERIES = re.findall(r"^(yes|no) (.+) <- (.+)$", OWN_RULES.partition("```query\n")[2].partition("```")[0], re.MULTILINE)
#: The queries of the table of examples: whatever stands in its first column, but the first of which a word is left out.
WRITTEN = [
    query.replace("\\|", "|")
    for row in re.findall(r"^\| (`.+`.*?) \|", OWN_RULES.partition("## The language")[0], re.MULTILINE)
    for query in re.findall(r"`([^`]+)`", row)
    if "…" not in query
]


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8
    assert len(QUERIES) >= 8
    assert len(WRITTEN) >= 20


@pytest.mark.parametrize(("holds", "query", "title"), QUERIES)
def test_a_query_holds_as_documented(holds: str, query: str, title: str) -> None:
    asked = OfficeRule(name="x", label="x", query=query)
    topics = only(compile_rule(asked, {}), rules().topics)

    assert bool(assess(article(title), replace(rules(), topics=topics)).tags) == (holds == "yes")


@pytest.mark.parametrize("query", WRITTEN)
def test_a_query_that_is_shown_is_one(query: str) -> None:
    assert parse_query(query, {"三省": ("江苏", "浙江")})


@pytest.mark.parametrize(("score", "title"), EXAMPLES)
def test_an_example_scores_as_documented(score: str, title: str) -> None:
    assert assess(article(title), rules()).score == int(score)
