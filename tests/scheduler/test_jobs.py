"""What a crawl reports of the Sources."""

from datetime import UTC, datetime

import pytest

from core.link import Outcome
from core.run import SourceCheck
from scheduler.jobs import CrawlReport

NOW = datetime(2026, 11, 20, tzinfo=UTC)

LOOKS = {
    "a list": ([Outcome.FETCHED], False),
    "no answer": ([Outcome.TIMEOUT], True),
    "a list of nothing": ([Outcome.EMPTY], True),
    "a page of three that failed": ([Outcome.FETCHED, Outcome.TIMEOUT, Outcome.FETCHED], False),
    "a page of a paper without articles": ([Outcome.EMPTY, Outcome.FETCHED], False),
    "a host that asked for later": ([Outcome.WAITING], False),
}


@pytest.mark.parametrize(("outcomes", "failed"), LOOKS.values(), ids=LOOKS)
def test_a_source_has_failed_that_brought(outcomes, failed):
    checks = tuple(
        SourceCheck(site="s", source="a", at=NOW, outcome=outcome, links=outcome is Outcome.FETCHED, run=1)
        for outcome in outcomes
    )
    other = SourceCheck(site="s", source="b", at=NOW, outcome=Outcome.UNCHANGED, run=1)

    assert [check.source for check in CrawlReport(checks=(other, *checks)).failed] == ["a"] * failed
