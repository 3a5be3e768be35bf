"""The Verdict on an Article: the table of `judge`, row by row, and that the order of what is known does not matter."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.article import Article, DateEvidence, Precision
from core.assessment import Assessment, Sign, Tag, TagKind, Trust, TrustReport
from core.duplicates import fingerprint
from core.judge import Rulings, considered, judge, rule_of
from core.site import Tier
from core.verdict import Archived, Held, How, KnownStory, New, Reading, Rejected, SameAs, Verdict, Why
from tests.support.copies import merged, mirrored, next_edition, spun, truncated
from tests.support.texts import TEXTS

PORT, PRESS, CEREMONY = TEXTS["port cluster"], TEXTS["press conference"], TEXTS["ceremony"]
GOV, UNKNOWN = "https://www.gov.example.cn/a/1.html", "https://pump-valve.example.com/news/1.html"


_PARTS = {"article": Article.__slots__, "assessment": Assessment.__slots__, "trust": ("genre",)}


def _reading(text: str = PORT, **changes: object) -> Reading:
    """A page of an official site of today; `changes` by the name of the field, wherever it stands."""
    reading = Reading(
        article=Article(
            url=GOV, title="长三角港口群前十月吞吐量", text=text, published="2026-11-20", first_published="2026-11-20"
        ),
        assessment=Assessment(on_topic="yes", score=12, tags=()),
        trust=TrustReport(trust=Trust.OK),
        fingerprint=fingerprint(text),
        tier=Tier.REGIONAL,
        site="gov",
    )
    for name, value in changes.items():
        part = next((part for part, names in _PARTS.items() if name in names), None)
        reading = replace(
            reading, **{part: replace(getattr(reading, part), **{name: value})} if part else {name: value}
        )
    return reading


def _known(story: int, text: str, **changes: object) -> KnownStory:
    known = KnownStory(
        story=story,
        text=text,
        fingerprint=fingerprint(text),
        host="www.paper.example.cn",
    )
    return replace(known, **changes)


STRANGE = {"url": UNKNOWN, "tier": Tier.OTHER, "site": None, "trust": TrustReport(trust=Trust.UNKNOWN)}
ACCOUNT = {
    **STRANGE,
    "url": "https://www.portal.example.cn/a/1",
    "tier": Tier.PORTAL,
}
SIGNS = (
    Sign(name="broken term", seen="相接办公室", towards=Trust.SPUN),
    Sign(name="gambling splice", seen="登录入口", towards=Trust.SPAM, hard=True),
)
OLD = DateEvidence(value="2024-12-04", precision=Precision.DAY, where="event", text="12月4日", trust=60)
STALE = {"stale": True, "first_published": "2024-12-04", "first_published_evidence": OLD}
SCORED = Tag(kind=TagKind.CORE, name="core in lead", label="开头：长三角", points=2, hits=())


def _trust(trust: Trust) -> dict[str, object]:
    return {**STRANGE, "trust": TrustReport(trust=trust, signs=SIGNS)}


CREDIT = Sign(name="credited reprint", seen="江畔日报", towards=Trust.REPUBLISHED, hard=True)
REPRINTED = {**STRANGE, "trust": TrustReport(trust=Trust.REPUBLISHED, signs=(CREDIT,))}


# --- nothing is known ---

ALONE: dict[str, tuple[dict[str, object], Verdict]] = {
    "an official page of today is new": ({}, New()),
    "a related one too": ({"on_topic": "related"}, New()),
    "a page of unknown address with a date is new": ({"url": None, "tier": None, "site": None}, New()),
    "off topic": ({"on_topic": "no", "score": 3}, Rejected(why=Why.OFF_TOPIC, detail="score 3")),
    "spam comes before off topic": (
        {**_trust(Trust.SPAM), "on_topic": "no", "score": -4},
        Rejected(why=Why.SPAM, detail="gambling splice: 登录入口; broken term: 相接办公室"),
    ),
    "invented, with words that took its points": (
        {**_trust(Trust.FABRICATED), "on_topic": "no", "score": 1, "tags": (SCORED,)},
        Rejected(why=Why.FABRICATED, detail="gambling splice: 登录入口; broken term: 相接办公室"),
    ),
    "invented, with no word of the topic": (
        {**_trust(Trust.FABRICATED), "on_topic": "no", "score": 0},
        Rejected(why=Why.OFF_TOPIC, detail="score 0"),
    ),
    "a page that nobody had to read in full": (
        {"on_topic": "no", "score": 0, "text": "", "in_full": False},
        Rejected(why=Why.OFF_TOPIC, detail="no term of the topics stands in the page"),
    ),
    "spam comes before that too": (
        {**_trust(Trust.SPAM), "on_topic": "no", "text": "", "in_full": False},
        Rejected(why=Why.SPAM, detail="gambling splice: 登录入口; broken term: 相接办公室"),
    ),
    "an exam paper": ({"genre": "exam"}, Rejected(why=Why.GENRE, detail="exam")),
    "spam, its hard signs first": (
        _trust(Trust.SPAM),
        Rejected(why=Why.SPAM, detail="gambling splice: 登录入口; broken term: 相接办公室"),
    ),
    "spun words of an unknown story": (
        _trust(Trust.SPUN),
        Held(why=Why.SPUN, detail="gambling splice: 登录入口; broken term: 相接办公室"),
    ),
    "a doubt without a sign names itself": (
        {**STRANGE, "trust": TrustReport(trust=Trust.FABRICATED)},
        Held(why=Why.FABRICATED, detail="fabricated"),
    ),
    "a mirror of an unknown story, though stale": (
        {**_trust(Trust.MIRROR), **STALE},
        Held(why=Why.MIRROR, detail="gambling splice: 登录入口; broken term: 相接办公室"),
    ),
    "stale, with the evidence": (
        STALE,
        Rejected(why=Why.STALE, detail="first published 2024-12-04 (event: 12月4日)"),
    ),
    "stale by its own date": (
        {"stale": True, "first_published": None, "published": "2026-01-02"},
        Rejected(why=Why.STALE, detail="first published 2026-01-02"),
    ),
    "no date is not stale": ({"stale": None, "published": None, "first_published": None}, New()),
    "stale comes before an unknown host": (
        {**STRANGE, **STALE},
        Rejected(why=Why.STALE, detail="first published 2024-12-04 (event: 12月4日)"),
    ),
    "a blocked host": (
        {**STRANGE, "tier": Tier.BLOCKED},
        Rejected(why=Why.SPAM, detail="blocked host pump-valve.example.com"),
    ),
    "an unknown host": (STRANGE, Held(why=Why.UNKNOWN_HOST, detail="pump-valve.example.com")),
    "an account of nobody known": (
        {**ACCOUNT, "source": "小城大事记"},
        Held(why=Why.UNKNOWN_ACCOUNT, detail="小城大事记 on www.portal.example.cn"),
    ),
    "an account without a name": (ACCOUNT, Held(why=Why.UNKNOWN_ACCOUNT, detail="www.portal.example.cn")),
    "a portal's own page": ({**ACCOUNT, "trust": TrustReport(trust=Trust.OK)}, New()),
    "an account that a person watches": ({**ACCOUNT, "tier": Tier.REGIONAL}, New()),
    "an organisation's credited reprint on an unknown host is new": (REPRINTED, New()),
    "but not without a date": (
        {**REPRINTED, "published": None, "first_published": None},
        Held(why=Why.NO_DATE, detail="no date on pump-valve.example.com"),
    ),
    "nor with a trace of rewriting": (
        {**STRANGE, "trust": TrustReport(trust=Trust.REPUBLISHED, signs=(CREDIT, SIGNS[0]))},
        Held(why=Why.UNKNOWN_HOST, detail="pump-valve.example.com"),
    ),
    "nor when a collector took it": (
        _trust(Trust.REPUBLISHED),
        Held(why=Why.UNKNOWN_HOST, detail="pump-valve.example.com"),
    ),
    "a watched site of no standing": ({**STRANGE, "site": "collector"}, New()),
    "a watched site of no standing without a date": (
        {**STRANGE, "site": "collector", "published": None, "first_published": None},
        Held(why=Why.NO_DATE, detail="no date on pump-valve.example.com"),
    ),
    "a saved page without address and date": (
        {"url": None, "tier": None, "site": None, "published": None, "first_published": None},
        Held(why=Why.NO_DATE, detail="no date on a page of unknown origin"),
    ),
    "a saved page whose text tells the date": (
        {"url": None, "tier": None, "site": None, "published": None},
        New(),
    ),
}


@pytest.mark.parametrize(("changes", "verdict"), ALONE.values(), ids=ALONE.keys())
def test_without_a_known_story(changes: dict[str, object], verdict: Verdict) -> None:
    assert judge(_reading(**changes), ()) == verdict


# The rules of the table in `judge`, told from what they leave behind.
NUMBERED = {
    "spam, its hard signs first": 1,
    "spam comes before that too": 1,
    "a page that nobody had to read in full": 2,
    "invented, with no word of the topic": 2,
    "an exam paper": 3,
    "spun words of an unknown story": 5,
    "a mirror of an unknown story, though stale": 5,
    "stale, with the evidence": 6,
    "a blocked host": 7,
    "an unknown host": 8,
    "an account without a name": 8,
    "a saved page without address and date": 9,
    "no date is not stale": 10,
}


@pytest.mark.parametrize(("case", "number"), NUMBERED.items(), ids=NUMBERED.keys())
def test_the_rule_that_decided_is_told_by_its_number(case: str, number: int) -> None:
    reading = _reading(**ALONE[case][0])

    assert rule_of(judge(reading, ()), reading.trust.trust) == number


def test_the_rules_that_look_beyond_the_page_have_theirs() -> None:
    reading = _reading(PORT, **STRANGE)

    assert rule_of(judge(reading, (), Rulings(rejected=frozenset({"example.com"}))), reading.trust.trust) == 0
    assert rule_of(judge(reading, (_known(7, PORT),)), reading.trust.trust) == 4


# --- a story is known ---

KNOWN = (_known(7, PORT), _known(8, PRESS))
COPIES: dict[str, tuple[Reading, int, How]] = {
    "the same text": (_reading(PORT), 7, How.EXACT),
    "a mirror": (_reading(mirrored(PORT), **_trust(Trust.MIRROR)), 7, How.EXACT),
    "a stale copy is counted, never new": (_reading(PORT, **STALE), 7, How.EXACT),
    "a copy on an unknown host": (_reading(f"{PORT}\n转载请注明出处。", **STRANGE), 7, How.COPY),
    "a copy on a blocked host": (_reading(f"{PORT}\n转载。", **{**STRANGE, "tier": Tier.BLOCKED}), 7, How.COPY),
    "a spun copy": (_reading(spun(PRESS, 0.25, Random(1)), **_trust(Trust.SPUN)), 8, How.SPUN),
    "a copy on a host that spins": (_reading(f"{PORT}\n转载。", **_trust(Trust.SPUN)), 7, How.SPUN),
    "an invented page with a real story in it": (_reading(f"{PORT}\n完。", **_trust(Trust.FABRICATED)), 7, How.COPY),
    "a publisher's own words for what is known by a spun copy": (_reading(spun(PORT, 0.2, Random(1))), 7, How.COPY),
    "an excerpt": (_reading(truncated(PORT, 0.25, Random(1)), **STRANGE), 7, How.EXCERPT),
}


@pytest.mark.parametrize(("reading", "story", "how"), COPIES.values(), ids=COPIES.keys())
def test_a_known_story_is_recognised(reading: Reading, story: int, how: How) -> None:
    verdict = judge(reading, KNOWN)

    assert isinstance(verdict, SameAs)
    assert (verdict.story, verdict.how) == (story, how)
    assert verdict.detail.startswith("w2 ")


OTHERS = {
    "other news of the region": _reading(TEXTS["g60 fund"]),
    "the next edition of a report": _reading(next_edition(PORT, Random(1))),
}


@pytest.mark.parametrize("reading", OTHERS.values(), ids=OTHERS.keys())
def test_other_news_is_new(reading: Reading) -> None:
    assert judge(reading, KNOWN) == New()


def test_a_page_with_two_stories_goes_to_the_better_and_names_the_other() -> None:
    verdict = judge(_reading(merged(PRESS, PORT)), KNOWN)

    assert isinstance(verdict, SameAs)
    assert {verdict.story, *verdict.also} == {7, 8}
    assert verdict.how is How.CONTAINS


def test_two_known_tellings_of_one_story_do_not_make_a_page_of_two_stories() -> None:
    verdict = judge(_reading(PORT), (_known(3, f"{PORT}\n转载。"), _known(7, PORT)))

    assert verdict == SameAs(story=7, how=How.EXACT, detail="w2 1.00, 5-grams 1.00, slots 16/0", also=(3,))


def test_of_two_stories_that_are_alike_the_older_is_told() -> None:
    verdict = judge(_reading(PORT), (_known(7, PORT), _known(3, PORT)))

    assert isinstance(verdict, SameAs)
    assert (verdict.story, verdict.also) == (3, (7,))


def test_what_is_off_topic_is_not_hung_on_a_story() -> None:
    assert judge(_reading(PORT, on_topic="no", score=0), KNOWN) == Rejected(why=Why.OFF_TOPIC, detail="score 0")


# --- series: what one publisher writes in the same words ---

NEXT_CEREMONY = spun("\n".join(CEREMONY.replace("今天在上海青浦", "昨天在浙江嘉善").split("\n")[:3]), 0.15, Random(1))
SERIES: dict[str, tuple[dict[str, object], dict[str, object], bool]] = {
    "on the host of one publisher": ({}, {}, False),
    "on hosts of two publishers": ({}, {"host": "www.paper.example.cn"}, True),
    "on one portal, which repeats others": ({"tier": Tier.PORTAL}, {}, True),
    "on a host that nobody knows": ({**STRANGE, "url": GOV}, {}, True),
}


@pytest.mark.parametrize(("here", "there", "same"), SERIES.values(), ids=SERIES.keys())
def test_much_the_same_words_are_a_copy(here: dict[str, object], there: dict[str, object], same: bool) -> None:
    known = _known(7, CEREMONY, **{"host": "www.gov.example.cn", **there})

    assert isinstance(judge(_reading(NEXT_CEREMONY, **here), (known,)), SameAs) is same


def test_two_notices_in_one_form_are_two() -> None:
    form = (
        "根据建设项目环境影响评价审批程序的有关规定，经审查，我委拟对{}环境影响报告书作出审批意见。为保证审批的严肃性和公正性，"
        "现将基本情况予以公示，公示期为五个工作日。公众可以通过信函、传真、电子邮件等方式提出意见。联系电话5551234，"
        "通讯地址青浦区公园路100号，邮编201700。项目位于{}，主要建设内容为{}。"
    )
    one = form.format("元荡生态岸线贯通三期工程", "金泽镇元荡北岸", "新建慢行桥两座并种植水生植物")
    other = form.format("胥河湿地公园停车场工程", "西塘镇胥塘村", "铺设透水地面与雨水收集池")

    verdict = judge(_reading(other), (_known(7, one, host="www.gov.example.cn"),))

    assert verdict == New()


def test_the_very_same_words_are_a_copy_on_any_host() -> None:
    known = _known(7, CEREMONY, host="www.gov.example.cn")

    assert isinstance(judge(_reading(CEREMONY), (known,)), SameAs)


# --- an old story in a new page ---


def _archived(article: int, text: str, first: str = "2024-03-05", host: str = "old.example.net") -> Archived:
    return Archived(article=article, first_published=first, text=text, fingerprint=fingerprint(text), host=host)


OLD: dict[str, tuple[Reading, tuple[Archived, ...], str | None]] = {
    "a portal's copy under a new date": (
        _reading(f"{PORT}\n转载。", tier=Tier.PORTAL),
        (_archived(12, PORT),),
        "first published 2024-03-05 (copy of article 12: w2 1.00",
    ),
    "of two the one that was published first": (
        _reading(PORT, tier=Tier.PORTAL),
        (_archived(12, PORT), _archived(13, PORT, "2023-01-02")),
        "first published 2023-01-02 (exact copy of article 13",
    ),
    "a publisher's own page": (_reading(PORT, tier=Tier.REGIONAL), (_archived(12, PORT),), None),
    "another edition of a report": (
        _reading(next_edition(PORT, Random(1)), tier=Tier.PORTAL),
        (_archived(12, PORT),),
        None,
    ),
}


@pytest.mark.parametrize(("reading", "archived", "detail"), OLD.values(), ids=OLD.keys())
def test_a_new_date_does_not_make_an_old_story_new(
    reading: Reading, archived: tuple[Archived, ...], detail: str | None
) -> None:
    verdict = judge(reading, (), archived=archived)

    if detail is None:
        assert verdict == New()
    else:
        assert isinstance(verdict, Rejected)
        assert verdict.why is Why.STALE
        assert verdict.detail.startswith(detail)


def test_a_copy_of_an_old_article_that_a_story_tells_is_of_the_story() -> None:
    assert isinstance(judge(_reading(PORT, tier=Tier.PORTAL), KNOWN, archived=(_archived(12, PORT),)), SameAs)


def test_what_was_considered_is_told_with_what_speaks_against_it() -> None:
    known = (_known(1, PRESS), _known(2, PORT), _known(3, CEREMONY, host="www.gov.example.cn"))
    found = considered(_reading(NEXT_CEREMONY), known)

    assert {each.story.story: each.against for each in found} == {
        3: "another page of the same publisher, not word for word",
        1: "another piece of news",
        2: "another piece of news",
    }
    elsewhere = considered(_reading(NEXT_CEREMONY, **STRANGE), known)
    assert next((each.story.story, each.against) for each in elsewhere) == (3, "")


# --- rulings ---

RELEASED = Rulings(released=frozenset({"pump-valve.example.com"}))
REJECTED = Rulings(rejected=frozenset({"example.com"}))
RULED: dict[str, tuple[dict[str, object], Rulings, type[Verdict]]] = {
    "an unknown host that a person released": (STRANGE, RELEASED, New),
    "a blocked host that a person released": ({**STRANGE, "tier": Tier.BLOCKED}, RELEASED, New),
    "spun signs on a released host": (_trust(Trust.SPUN), RELEASED, New),
    "no date on a released host": (
        {**STRANGE, "site": "collector", "published": None, "first_published": None},
        RELEASED,
        New,
    ),
    "spam on a released host": (_trust(Trust.SPAM), RELEASED, Rejected),
    "off topic on a released host": ({**STRANGE, "on_topic": "no"}, RELEASED, Rejected),
    "stale on a released host": ({**STRANGE, **STALE}, RELEASED, Rejected),
    "another host": ({**STRANGE, "url": "https://not-pump-valve.example.com/"}, RELEASED, Held),
    "a page of no address": ({"url": None}, REJECTED, New),
}


@pytest.mark.parametrize(("changes", "rulings", "kind"), RULED.values(), ids=RULED.keys())
def test_a_person_has_ruled(changes: dict[str, object], rulings: Rulings, kind: type[Verdict]) -> None:
    assert isinstance(judge(_reading(**changes), (), rulings), kind)


def test_a_rejected_host_is_rejected_with_all_below_it_whatever_it_tells() -> None:
    assert judge(_reading(PORT, **STRANGE), KNOWN, REJECTED) == Rejected(
        why=Why.BY_HAND, detail="host pump-valve.example.com"
    )


# --- properties ---

STORIES = tuple(
    _known(number, text)
    for number, text in enumerate((PORT, PRESS, f"{PORT}\n转载。", spun(PRESS, 0.2, Random(2)), CEREMONY, PORT))
)
READINGS = st.sampled_from(
    [*(reading for reading, _, _ in COPIES.values()), *OTHERS.values(), _reading(merged(PORT, PRESS))]
)


@given(READINGS, st.lists(st.sampled_from(STORIES), unique_by=lambda known: known.story), st.randoms())
def test_the_verdict_does_not_depend_on_the_order_of_what_is_known(reading, known, chance) -> None:
    shuffled = chance.sample(known, len(known))

    assert judge(reading, tuple(known)) == judge(reading, tuple(shuffled))
