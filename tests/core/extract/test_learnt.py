"""The ends of an article that other stories of its host have too are taken off, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.extract.learnt import edges, story_span

INTRODUCTION = "江畔晨读，每天清晨为您读报五分钟"
FOOTER = "江畔日报读者俱乐部欢迎各界朋友来函来电，地址见本报头版报头"
APP = "在江畔日报客户端里看更清晰的大图与更多的视频"
FIRST, SECOND, THIRD = "城际轨道昨日在太仓开工。", "项目计划五年内建成通车。", "两地车票将使用同一种交通卡。"
KNOWN = edges([INTRODUCTION, FOOTER, APP])

TRIMMED = {
    "a footer": ([FIRST, SECOND, FOOTER], [FIRST, SECOND]),
    "two of them": ([FIRST, APP, FOOTER], [FIRST]),
    "an introduction": ([INTRODUCTION, FIRST], [FIRST]),
    "both ends": ([INTRODUCTION, FIRST, SECOND, FOOTER], [FIRST, SECOND]),
    "other spacing and punctuation": ([FIRST, f"  【{FOOTER.replace('，', ' , ')}】"], [FIRST]),
    "not within the article": ([FIRST, FOOTER, SECOND], [FIRST, FOOTER, SECOND]),
    "not where nothing else is there": ([APP, FOOTER], [APP, FOOTER]),
    "not the only line": ([FOOTER], [FOOTER]),
    "no more lines than are looked at": ([FIRST, *[FOOTER] * 20], [FIRST, *[FOOTER] * 12]),
    "nothing at all": ([], []),
}


@pytest.mark.parametrize(("lines", "left"), TRIMMED.values(), ids=TRIMMED)
def test_what_is_left(lines: list[str], left: list[str]) -> None:
    start, end = story_span(lines, KNOWN)

    assert lines[start:end] == left


REMEMBERED = {
    "a sentence": (FOOTER, True),
    "a heading of a few letters": ("一、总体要求", False),
    "closing words": ("特此通知。", False),
    "a salutation": ("各区人民政府，市政府各委、办、局：", False),
    "no letter": ("————————————", False),
    "an empty line": ("", False),
}


@pytest.mark.parametrize(("line", "remembered"), REMEMBERED.values(), ids=REMEMBERED)
def test_what_is_remembered(line: str, remembered: bool) -> None:
    assert bool(edges([line])) is remembered


def test_only_the_ends_of_a_long_article_are_remembered() -> None:
    lines = [f"这是一篇很长的报道里的第{number}个自然段。" for number in range(100)]

    assert edges(lines) == edges([*lines[:3], *lines[-8:]])
    assert len(edges(lines)) == 11


LINES = st.lists(st.sampled_from([FIRST, SECOND, THIRD, INTRODUCTION, FOOTER, APP, "二", ""]), max_size=16)


@given(LINES, LINES)
def test_something_is_always_left_and_only_ends_that_are_known_go(lines: list[str], others: list[str]) -> None:
    furniture = edges(others)
    start, end = story_span(lines, furniture)

    assert 0 <= start <= end <= len(lines)
    assert start < end or not lines
    assert all(edges([line]) <= furniture for line in (*lines[:start], *lines[end:]))


@given(LINES)
def test_without_knowledge_nothing_goes(lines: list[str]) -> None:
    assert story_span(lines, frozenset()) == (0, len(lines))
