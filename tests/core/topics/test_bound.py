"""Whether a page may be on topic: never no where an article made of its lines is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.topics import assess, may_be_on_topic
from core.topics.bound import MOST_LOOKED_AT
from core.topics.compiled import Topics, compile_topics
from core.topics.schema import OfficeRule, Thresholds
from tests.support.judging import article, rules

MAY = {
    "a core term in a menu": "首页\n长三角\n今天晴",
    "a core term in Traditional script with spaces": "長 三 角 的天气",
    "an English core term": "News from the Yangtze River\nDelta",
    "three provinces and a verb, wherever they stand": "上海\n签署\n江苏\n安徽",
    "a join and a verb": "苏浙皖\n共建",
    "places of two provinces and a verb in a sentence": "首页\n嘉定，新闻，昆山互认\n今天晴",
    "a border and places of two provinces in another sentence": "跨省公交开通\n从上海到苏州",
    "an English namesake and a verb in a sentence": "Shanghai and Suzhou link roads",
    "an act that is wrapped over two lines": "Shanghai and Suzhou join\nhands",
    "a conditional term and its partner in different sentences": "虹桥。今天晴。国际开放枢纽。",
    "a conditional term and two provinces": "一网通办\n上海\n浙江",
    "all of a set of partners": "青浦\n吴江\n嘉善",
    "a programme by its full name": "沪苏湖高铁今日开通",
    "a term inside a longer Latin word": "AG60 九城市",
}
MAY_NOT = {
    "nothing": "",
    "another region": "京津冀协同发展取得新进展，北京与河北签署协议",
    "three provinces without a verb": "上海、江苏、安徽今天晴",
    "places of two provinces and a verb in different lines": "嘉定\n昆山\n互认",
    "places of two provinces and a verb in different sentences": "嘉定今天晴。昆山互认。Shanghai link. Suzhou is fine.",
    "two places of one province and a verb": "苏州与南京合作",
    "a conditional term without a partner": "虹桥机场今天晴",
    "a part of a set of partners": "青浦与吴江今天晴",
    "a programme that does not stand alone": "临港新片区推出新政",
    "a trap": "板块午后拉升，多股涨停",
    "a programme's short form": "先行启动区今天晴",
}


@pytest.mark.parametrize("text", MAY.values(), ids=MAY.keys())
def test_words_that_can_score_keep_a_page(text: str) -> None:
    assert may_be_on_topic(text, rules().topics)


@pytest.mark.parametrize("text", MAY_NOT.values(), ids=MAY_NOT.keys())
def test_words_that_cannot_score_do_not(text: str) -> None:
    assert not may_be_on_topic(text, rules().topics)
    assert assess(article(title=text, text=text), rules()).score <= 0


def _with(**changes: object) -> Topics:
    topics = rules().topics
    return compile_topics(replace(topics.file, **changes), topics.places)


def test_an_office_rule_that_gives_points_keeps_a_page() -> None:
    rule = OfficeRule(name="bridges", label="大桥", any=("大桥",), all=("通车", "江阴"), points=3)

    assert may_be_on_topic("江阴\n大桥\n通车", _with(rule=(rule,)))
    assert not may_be_on_topic("大桥通车", _with(rule=(rule,)))
    assert not may_be_on_topic("江阴\n大桥\n通车", _with(rule=(replace(rule, points=0),)))


def test_where_no_point_is_asked_for_every_page_is_kept() -> None:
    assert may_be_on_topic("今天晴", _with(thresholds=Thresholds(yes=4, related=0)))


def test_a_page_of_immense_length_is_kept_unseen() -> None:
    assert not may_be_on_topic("今" * MOST_LOOKED_AT, rules().topics)
    assert may_be_on_topic("今" * (MOST_LOOKED_AT + 1), rules().topics)


def _fragments() -> list[str]:
    """Every term of the rules that give points, and what stands between."""
    file, places = rules().topics.file, rules().topics.places
    terms = [
        *file.core.compound[:3],
        *file.core.plain[:1],
        *file.joined.joins,
        *file.joined.verbs[:4],
        *(term for each in file.conditional for term in (*each.terms, *each.partners[:2], *each.excluded[:1])),
        *(term for each in file.conditional for together in each.together for term in together),
        *(each.terms[0] for each in file.programme if each.terms),
        *(term for each in file.programme for term in each.with_core[:1]),
        *(province.name for province in places.province),
        *places.joins,
        *("互认", "断头路", "link", "join hands"),
        *("嘉定", "昆山", "Shanghai", "Suzhou", "平湖", " and ", ". ", "；"),
    ]
    return [*terms, "的", "，", "。", "\n", " ", "x", "今天晴", "苏", "浙", "皖", "沪", "(cháng)"]


@settings(max_examples=400)
@given(st.lists(st.lists(st.sampled_from(_fragments()), max_size=8).map("".join), min_size=1, max_size=6), st.data())
def test_an_article_made_of_the_lines_of_a_page_scores_only_where_the_page_may(
    lines: list[str], data: st.DataObject
) -> None:
    title = data.draw(st.sampled_from(lines))
    kept = [line for line in lines if data.draw(st.booleans())]
    assessment = assess(article(title=title, text="\n".join(kept)), rules())

    assert assessment.on_topic == "no" or may_be_on_topic("\n".join(lines), rules().topics)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(_fragments()), min_size=1, max_size=12).map("".join), st.integers(0, 60), st.data())
def test_nor_does_one_that_is_cut_off_within_a_line(page: str, start: int, data: st.DataObject) -> None:
    end = data.draw(st.integers(start, 120))
    assessment = assess(article(title=page[start:end], text=page[start:end]), rules())

    assert assessment.on_topic == "no" or may_be_on_topic(page, rules().topics)
