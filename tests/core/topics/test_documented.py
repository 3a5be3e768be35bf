"""docs/judging.md says what is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.topics import assess
from tests.support.judging import article, rules

DOCUMENT = (Path(__file__).parents[3] / "docs" / "judging.md").read_text("utf-8")
EXAMPLES = re.findall(r"^(-?\d+) (.+)$", DOCUMENT.partition("```score\n")[2].partition("```")[0], re.MULTILINE)


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 8


@pytest.mark.parametrize(("score", "title"), EXAMPLES)
def test_an_example_scores_as_documented(score: str, title: str) -> None:
    assert assess(article(title), rules()).score == int(score)
