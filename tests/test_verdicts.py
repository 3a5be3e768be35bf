"""The worked examples of the docs are what the rules say now, and there is one of each verdict."""

import re

import pytest

from core.judge import judge
from core.verdict import How, Why
from tests.support.verdicts import PAGE, page

KINDS = [
    "new",
    *(f"same, {how}" for how in How if how is not How.FIRST),
    *(f"held, {why}" for why in (Why.SPUN, Why.FABRICATED, Why.MIRROR)),
    *(f"held, {why}" for why in (Why.UNKNOWN_HOST, Why.UNKNOWN_ACCOUNT, Why.NO_DATE)),
    *(f"rejected, {why}" for why in (Why.BY_HAND, Why.SPAM, Why.OFF_TOPIC, Why.FABRICATED, Why.GENRE, Why.STALE)),
]
EXAMPLES = dict(re.findall(r"^## (.+?)\n(.+?)(?=^## |\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL))


def test_the_page_is_what_the_rules_say():
    assert page() == PAGE.read_text(encoding="utf-8"), "write it again: python -m tests.support.verdicts"


def test_there_is_one_example_of_each_verdict():
    assert sorted(EXAMPLES) == sorted(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_example_ends_with_the_verdict_that_it_is_of(kind):
    name, _, reason = kind.partition(", ")
    said = re.search(r"^verdict: (.+)$", EXAMPLES[kind], re.MULTILINE)[1]

    assert re.match({"same": rf"same as story \d+: {reason}: "}.get(name, f"{name}(: {reason}: |$)"), said)


def test_the_rules_of_the_verdict_are_documented_as_the_code_has_them():
    written = (PAGE.parent / "judging.md").read_text(encoding="utf-8")
    rows = [line.strip() for line in (judge.__doc__ or "").splitlines() if re.match(r"\s*\| \d", line)]

    assert len(rows) == 11
    assert [row for row in rows if row not in written] == []
