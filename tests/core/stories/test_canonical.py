"""Which Article of a Story a reader is sent to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment import Trust
from core.site import Tier
from core.stories.canonical import order
from core.stories.story import Member
from core.verdict import How

MORNING = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
PLAIN = Member(
    article=5,
    url="https://news.example.cn/5.html",
    title="小洋山北作业区水工结构完成六成",
    outlet="示例新闻",
    tier=Tier.PORTAL,
    trust=Trust.OK,
    how=How.COPY,
    detail="",
    published="2026-11-20",
    first_seen=MORNING,
    length=600,
    date_trust=90,
)
LATER = MORNING + timedelta(hours=5)

#: What the better one has, what the worse one has.
BETTER = {
    "unaltered before spun, whatever the tier": ({"tier": None}, {"tier": Tier.ISSUER, "how": How.SPUN}),
    "honest before a mirror": ({"tier": None, "how": How.EXCERPT}, {"trust": Trust.MIRROR, "how": How.FIRST}),
    "honest before a page with spun signs": ({"tier": Tier.OTHER}, {"trust": Trust.SPUN}),
    "honest before fabricated": ({"tier": Tier.OTHER}, {"trust": Trust.FABRICATED}),
    "honest before spam": ({"tier": Tier.OTHER}, {"trust": Trust.SPAM}),
    "whole before an excerpt": ({"tier": Tier.OTHER}, {"tier": Tier.ISSUER, "how": How.EXCERPT}),
    "alone before two on a page": ({"tier": Tier.OTHER}, {"tier": Tier.CENTRAL, "how": How.CONTAINS}),
    "whole before an excerpt that was read first": (
        {"tier": Tier.PORTAL, "first_seen": LATER},
        {"tier": Tier.ISSUER, "how": How.FIRST, "length": 200},
    ),
    "the length of a collector's page is no yardstick": (
        {"tier": Tier.ISSUER, "length": 200, "first_seen": LATER},
        {"tier": Tier.OTHER},
    ),
    "a little shorter is whole": ({"tier": Tier.ISSUER, "length": 500}, {"tier": Tier.OTHER}),
    "the length of a forgery is no yardstick": (
        {"tier": Tier.OTHER, "length": 200},
        {"tier": Tier.ISSUER, "trust": Trust.MIRROR},
    ),
    "the length of a page with two stories is no yardstick": (
        {"tier": Tier.PORTAL, "length": 300},
        {"tier": Tier.ISSUER, "how": How.CONTAINS, "length": 900},
    ),
    "the issuer before central media": ({"tier": Tier.ISSUER}, {"tier": Tier.CENTRAL, "how": How.FIRST}),
    "an unknown tier before a blocked one": ({"tier": None}, {"tier": Tier.BLOCKED}),
    "the earlier day before the later": (
        {"published": "2026-11-18", "first_seen": LATER},
        {"published": "2026-11-20T08:00:00+08:00"},
    ),
    "a date that cannot be believed is none": (
        {"published": "2026-11-20", "first_seen": LATER},
        {"published": "2026-11-18", "date_trust": 20},
    ),
    "the date of a host of no standing is none": (
        {"tier": Tier.OTHER, "published": "2026-11-20"},
        {"tier": Tier.OTHER, "published": "2026-11-18", "first_seen": LATER},
    ),
    "a date before none": ({"first_seen": LATER}, {"published": None}),
    "seen first": ({"article": 9}, {"article": 4, "first_seen": LATER}),
    "the smaller id at the same time": ({"article": 1}, {"article": 2}),
}


@pytest.mark.parametrize(("better", "worse"), BETTER.values(), ids=BETTER.keys())
def test_canonical_is(better: dict[str, object], worse: dict[str, object]) -> None:
    one, other = replace(PLAIN, **better), replace(PLAIN, **worse)

    assert order([one, other]) == order([other, one]) == (one, other)


def test_an_issuer_that_comes_late_takes_over_and_the_others_follow_by_age() -> None:
    first = replace(PLAIN, article=1, how=How.FIRST)
    second = replace(PLAIN, article=2, first_seen=LATER)
    issuer = replace(PLAIN, article=3, tier=Tier.ISSUER, first_seen=LATER + timedelta(days=1))

    assert order([second, issuer, first]) == (issuer, first, second)


def test_a_story_without_members_has_no_order() -> None:
    assert order([]) == ()


MEMBERS = st.builds(
    replace,
    st.just(PLAIN),
    article=st.integers(1, 50),
    tier=st.sampled_from([None, *Tier]),
    trust=st.sampled_from(Trust),
    how=st.sampled_from(How),
    published=st.sampled_from([None, "2026-11-18", "2026-11-20"]),
    first_seen=st.sampled_from([MORNING, LATER]),
)


@given(st.lists(MEMBERS, unique_by=lambda member: member.article), st.randoms())
def test_the_order_does_not_depend_on_that_of_the_members_and_loses_none(members: list[Member], chance) -> None:
    ordered = order(members)
    chance.shuffle(members)

    assert order(members) == ordered == order(ordered)
    assert sorted(ordered, key=lambda member: member.article) == sorted(members, key=lambda member: member.article)
