"""Who had a Story from whom."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment import Trust
from core.duplicates import fingerprint
from core.site import Tier
from core.stories.canonical import order
from core.stories.lineage import Telling, credit, first_publisher, is_same_house, outlets, trace, tree
from core.stories.story import Member
from core.verdict import How
from tests.support.copies import mirrored, spun
from tests.support.texts import TEXTS

MORNING = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)

WHOLE = TEXTS["power exchange"]
SPUN = spun(WHOLE, 0.25, Random(7))
MIRRORED = mirrored(WHOLE)
HALF = WHOLE[: len(WHOLE) * 2 // 5]
EDITED = WHOLE + "\n本站编辑补充：具体车次以车站公告为准，旅客可以提前在窗口核对时刻。"
MERGED = "\n".join(
    [WHOLE, *(TEXTS[name] for name in ("port cluster", "lake ecology", "g60 fund", "joint legislation"))]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a test says of a Member."""

    outlet: str
    text: str = WHOLE
    tier: Tier | None = Tier.PORTAL
    source: str | None = None
    trust: Trust = Trust.OK
    how: How = How.COPY
    #: When it was first seen; published at the same time, unless it has no date.
    after: timedelta = timedelta()
    date_trust: int = 90
    url: str = ""


def members_of(*pages: Page) -> tuple[tuple[Member, ...], dict[int, Telling]]:
    members = [
        Member(
            article=number,
            url=page.url or f"https://{number}.example.cn/a.html",
            title="题",
            outlet=page.outlet,
            tier=page.tier,
            trust=page.trust,
            how=page.how,
            detail="",
            published=(MORNING + page.after).isoformat(),
            first_seen=MORNING + page.after + HOUR,
            length=len(page.text),
            source=page.source,
            date_trust=page.date_trust,
        )
        for number, page in enumerate(pages, 1)
    ]
    tellings = {
        number: Telling(text=page.text, fingerprint=fingerprint(page.text)) for number, page in enumerate(pages, 1)
    }
    return order(members), tellings


def drawn(*pages: Page) -> list[str]:
    """The tree, a line each: indented, with how each stands to the one above."""
    members, tellings = members_of(*pages)
    return [
        "  " * branch.depth + branch.name + (f" [{branch.member.how}]" if branch.member else " (credited)")
        for branch in tree(trace(members, tellings))
    ]


PAPER = Page(outlet="江岸日报", tier=Tier.REGIONAL)

TREES = {
    "one page alone": ([PAPER], ["江岸日报 [first]"]),
    "a page that credits itself": ([replace(PAPER, source="江岸日报")], ["江岸日报 [first]"]),
    "a later copy without a credit": (
        [PAPER, Page(outlet="门户", after=HOUR)],
        ["江岸日报 [first]", "  门户 [exact copy]"],
    ),
    "the day decides, also where the copy was fetched first": (
        [Page(outlet="门户", after=30 * HOUR), Page(outlet="江岸日报", tier=Tier.PORTAL, after=2 * HOUR)],
        ["江岸日报 [first]", "  门户 [exact copy]"],
    ),
    "on one day the better tier comes first, whatever the clock": (
        [Page(outlet="门户"), replace(PAPER, after=2 * HOUR)],
        ["江岸日报 [first]", "  门户 [exact copy]"],
    ),
    "the early date of a page of no standing is not believed": (
        [replace(PAPER, after=30 * HOUR), Page(outlet="某站", tier=Tier.OTHER, after=31 * HOUR)],
        ["江岸日报 [first]", "  某站 [exact copy]"],
    ),
    "a credited Member, though another has the very text": (
        [PAPER, Page(outlet="湖畔网", text=EDITED), Page(outlet="门户", source="湖畔网", after=HOUR)],
        ["江岸日报 [first]", "  湖畔网 [copy]", "    门户 [copy]"],
    ),
    "a Member that credits another which was seen later": (
        [Page(outlet="门户", source="江岸日报"), replace(PAPER, after=30 * HOUR)],
        ["江岸日报 [first]", "  门户 [exact copy]"],
    ),
    "the closest text without a credit": (
        [PAPER, Page(outlet="湖畔网", text=EDITED, after=HOUR), Page(outlet="门户", text=EDITED, after=2 * HOUR)],
        ["江岸日报 [first]", "  湖畔网 [copy]", "    门户 [exact copy]"],
    ),
    "a publisher whose own page was not seen": (
        [Page(outlet="门户", source="新华社"), Page(outlet="湖畔网", source="新华网客户端", after=HOUR)],
        ["新华社 (credited)", "  门户 [copy]", "新华网客户端 (credited)", "  湖畔网 [copy]"],
    ),
    "two that credit each other": (
        [Page(outlet="湖畔网", source="门户"), Page(outlet="门户", source="湖畔网", after=HOUR)],
        ["门户 [first]", "  湖畔网 [exact copy]"],
    ),
    "a spun page that was seen before the honest one": (
        [
            Page(outlet="某站", text=SPUN, tier=Tier.OTHER, trust=Trust.SPUN, how=How.FIRST),
            replace(PAPER, after=5 * HOUR),
        ],
        ["江岸日报 [first]", "  某站 [spun copy]"],
    ),
    "spun text without a sign is told by the text": (
        [PAPER, Page(outlet="某站", text=SPUN, tier=Tier.OTHER, after=HOUR)],
        ["江岸日报 [first]", "  某站 [spun copy]"],
    ),
    "nothing descends from a spun page": (
        [
            PAPER,
            Page(outlet="某站", text=SPUN, tier=Tier.OTHER, trust=Trust.SPUN, after=HOUR),
            Page(outlet="又一站", text=SPUN, tier=Tier.OTHER, trust=Trust.SPUN, after=2 * HOUR),
        ],
        ["江岸日报 [first]", "  某站 [spun copy]", "  又一站 [spun copy]"],
    ),
    "a mirror": (
        [PAPER, Page(outlet="某站", text=MIRRORED, tier=Tier.OTHER, trust=Trust.MIRROR, source="新华社")],
        ["江岸日报 [first]", "  某站 [exact copy]"],
    ),
    "a mirror alone names the publisher it forges": (
        [Page(outlet="某站", text=MIRRORED, tier=Tier.OTHER, trust=Trust.MIRROR, source="新华社", how=How.FIRST)],
        ["新华社 (credited)", "  某站 [copy]"],
    ),
    "an excerpt": (
        [PAPER, Page(outlet="门户", text=HALF, after=HOUR)],
        ["江岸日报 [first]", "  门户 [excerpt]"],
    ),
    "a whole text does not come from an excerpt of the day before": (
        [Page(outlet="门户", text=WHOLE[: len(WHOLE) // 5], how=How.FIRST), replace(PAPER, after=30 * HOUR)],
        ["门户 [first]", "江岸日报 [first]"],
    ),
    "several stories on a page": (
        [PAPER, Page(outlet="门户", text=MERGED, how=How.CONTAINS, after=HOUR)],
        ["江岸日报 [first]", "  门户 [contains]"],
    ),
}


@pytest.mark.parametrize(("pages", "lines"), TREES.values(), ids=TREES.keys())
def test_the_tree_of(pages: list[Page], lines: list[str]) -> None:
    assert drawn(*pages) == lines


FIRST = {
    "the earliest": ([PAPER, Page(outlet="门户", after=HOUR)], "江岸日报"),
    "who is credited, his page not seen": ([replace(PAPER, source="新华社")], "新华社"),
    "whom most were taken from": (
        [
            Page(outlet="湖畔网"),
            Page(outlet="门户", source="新华社", after=HOUR),
            Page(outlet="江淮网", source="新华社", after=HOUR),
        ],
        "新华社",
    ),
    "who is credited rather than a portal that credits nobody": (
        [Page(outlet="湖畔网"), Page(outlet="门户", source="新华社", after=HOUR)],
        "新华社",
    ),
    "never a forger": (
        [Page(outlet="某站", text=SPUN, trust=Trust.SPUN, tier=None), replace(PAPER, after=50 * HOUR)],
        "江岸日报",
    ),
}


@pytest.mark.parametrize(("pages", "name"), FIRST.values(), ids=FIRST.keys())
def test_the_first_publisher_is(pages: list[Page], name: str) -> None:
    found = first_publisher(trace(*members_of(*pages)))

    assert found is not None
    assert found.name == name


def test_a_story_without_members_has_no_lineage() -> None:
    assert trace((), {}) == ()
    assert first_publisher(()) is None
    assert list(tree(())) == []


HOUSES = {
    "a channel": ("新华社客户端", "新华社", True),
    "agency and web site": ("新华网", "新华社", True),
    "a branch": ("新华社上海分社", "新华社", True),
    "two names in one": ("解放日报·上观新闻", "解放日报", True),
    "in Traditional script": ("澎湃新聞", "澎湃新闻网", True),
    "with a place in brackets": ("华夏时报（北京）", "华夏时报", True),
    "a body by its short name": ("省发展改革委", "省发展和改革委员会", True),
    "an office of a body": ("省发展改革委长三角处", "省发展和改革委员会", True),
    "a zone by its short name": ("某新区管委会", "某新区管理委员会", True),
    "a standing committee": ("市人大常委会", "市人大常务委员会", True),
    "two bodies of one province": ("省经济和信息化委", "省发展和改革委员会", False),
    "two papers of one province": ("浙江日报", "浙江在线", False),
    "two offices of one city": ("上海市统计局", "上海市商务委员会", False),
    "a province is no paper of it": ("浙江", "浙江日报", False),
    "nobody": ("", "浙江日报", False),
    "marks only": ("（）", "（）", False),
}


@pytest.mark.parametrize(("one", "other", "same"), HOUSES.values(), ids=HOUSES.keys())
def test_two_names_are_of_one_house(one: str, other: str, same: bool) -> None:
    assert is_same_house(one, other) is is_same_house(other, one) is same


CREDITS = {
    "the named source": ("新华社", "", "新华社"),
    "its own newspaper": ("本报", "", ""),
    "itself": ("门户客户端", "", ""),
    "a report that it follows": (None, "据新华社上海11月20日电，三省一市……", ""),
    "a report of an agency": (None, "据新华社报道，三省一市将……", "新华社"),
    "a paper on a day": ("综合", "据《江岸日报》……又据湖畔日报11月19日消息，", "湖畔日报"),
    "an agency in English": (
        None,
        "The delta will, according to Xinhua News Agency, build a line.",
        "Xinhua",
    ),
    "an office that said something is no publisher": (None, "According to the Bureau of Statistics, output grew.", ""),
    "far down in the text nobody is followed": (None, "字" * 200 + "据新华社报道，", ""),
    "nobody": (None, "", ""),
}


@pytest.mark.parametrize(("source", "text", "name"), CREDITS.values(), ids=CREDITS.keys())
def test_the_credit_is(source: str | None, text: str, name: str) -> None:
    (member,), _ = members_of(Page(outlet="门户", source=source))

    assert credit(member, text) == name


OUTLETS = {
    "each once": ([PAPER, PAPER, Page(outlet="门户")], {"江岸日报", "门户"}),
    "two hosts of a stranger are one": (
        [
            Page(outlet="a.some.com", url="https://a.some.com/1", tier=Tier.OTHER),
            Page(outlet="b.some.com", url="https://b.some.com/2", tier=Tier.OTHER, after=HOUR),
        ],
        {"a.some.com"},
    ),
    "a collector adds no voice": ([PAPER, Page(outlet="某站", trust=Trust.REPUBLISHED)], {"江岸日报"}),
    "nor does a spun copy without a sign": ([PAPER, Page(outlet="某站", text=SPUN, tier=Tier.OTHER)], {"江岸日报"}),
    "an excerpt does": ([PAPER, Page(outlet="门户", text=HALF, after=HOUR)], {"江岸日报", "门户"}),
}


@pytest.mark.parametrize(("pages", "names"), OUTLETS.values(), ids=OUTLETS.keys())
def test_the_outlets_are(pages: list[Page], names: set[str]) -> None:
    assert set(outlets(trace(*members_of(*pages)))) == names


PAGES = st.lists(
    st.builds(
        Page,
        outlet=st.sampled_from(["江岸日报", "门户", "湖畔网", "新华网"]),
        text=st.sampled_from([WHOLE, EDITED, HALF, SPUN, TEXTS["g60 fund"]]),
        tier=st.sampled_from([None, *Tier]),
        source=st.sampled_from([None, "门户", "湖畔网", "新华社", "江岸日报", "本报"]),
        trust=st.sampled_from(Trust),
        how=st.sampled_from(How),
        after=st.sampled_from([timedelta(), HOUR, 30 * HOUR]),
    ),
    min_size=1,
    max_size=7,
)


@given(PAGES)
@settings(max_examples=150)
def test_every_member_stands_in_the_tree_once_and_before_what_was_taken_from_it(pages: list[Page]) -> None:
    members, tellings = members_of(*pages)
    traced = trace(members, tellings)
    told = [branch.member.article for branch in tree(traced) if branch.member]

    assert [member.article for member in traced] == [member.article for member in members]
    assert sorted(told) == sorted(tellings)
    assert all(told.index(member.parent) < told.index(member.article) for member in traced if member.parent)
    assert not any(member.parent and member.credited for member in traced)


def test_a_chain_of_a_thousand_copies_is_drawn() -> None:
    (member,), _ = members_of(PAPER)
    chain = [replace(member, article=number, parent=number - 1 or None) for number in range(1, 1001)]

    assert [branch.depth for branch in tree(chain)] == list(range(1000))
