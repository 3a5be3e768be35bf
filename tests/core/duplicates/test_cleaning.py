"""What a copy may change without changing a word does not count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.duplicates.cleaning import letters

SAME = {
    "script": ("長三角一體化發展", "长三角一体化发展"),
    "width and case": ("Ｇ６０科创走廊", "g60科创走廊"),
    "punctuation and spacing": ("发展 , 示范区 。", "发展示范区"),
    "zero-width characters": ("长\u200b三\u2060角", "长三角"),
    "the pinyin of a mirror": ("協同創(chuàng)新", "协同创新"),
    "evasions of the advertising law": ("全国头部、世界蕞大", "全国第一，世界最大"),
    "an address": ("详见https://mirror.example/a/1.html?x=2。", "详见"),
    "an address without a scheme": ("本网www.example.cn记者", "本网记者"),
    "thousands separators": ("仪器46,441台", "仪器46441台"),
    "Chinese numerals of an edition": ("第十二届论坛，第六批任务", "第12届论坛第6批任务"),
    "when a page put its copy there": ("发布时间：2026-01-10 08:01:33 正文", "发布正文"),
    "the same in words": ("更新日期: 2026年1月10日 正文", "更新正文"),
    "the date above the text": ("2026-01-10 08:01 正文", "2025年3月4日\n正文"),
    "the date before who wrote it": ("2026年1月10日 来源：本站", "来源：本站"),
    "how often it was read": ("点击次数：181 浏览量：2044 正文", "正文"),
    "line breaks": ("一市\n三省", "一市三省"),
}


@pytest.mark.parametrize(("text", "other"), SAME.values(), ids=SAME.keys())
def test_two_spellings_of_one_text_have_equal_letters(text: str, other: str) -> None:
    assert letters(text) == letters(other)


UNITS = {
    "characters of a Chinese text, numbers whole": ("同比增长5.4%。", ("同", "比", "增", "长", "5.4%")),
    "words of an English text": ("It grew by 5.4%, to 1,020.", ("it", "grew", "by", "5.4%", "to", "1020")),
    "words with an apostrophe": ("the region's plan", ("the", "region's", "plan")),
    "a mostly Chinese text with names in Latin": ("GFCI指数发布", ("g", "f", "c", "i", "指", "数", "发", "布")),
    "nothing": (" 。\n", ()),
}


@pytest.mark.parametrize(("text", "units"), UNITS.values(), ids=UNITS.keys())
def test_the_units_are(text: str, units: tuple[str, ...]) -> None:
    assert letters(text).units == units


NUMERALS = {
    "第一届": "1",
    "第十届": "10",
    "第十九届": "19",
    "第二十届": "20",
    "第三十六期": "36",
    "第一百二十次": "120",
}


@pytest.mark.parametrize(("ordinal", "value"), NUMERALS.items(), ids=NUMERALS.keys())
def test_the_value_of_an_ordinal_is(ordinal: str, value: str) -> None:
    assert letters(f"这是{ordinal}大会").units[3] == value


@pytest.mark.parametrize("phrase", ["第三方机构", "第一时间"])
def test_other_words_with_a_numeral_stay(phrase: str) -> None:
    assert letters(phrase).joined == phrase


@given(st.text(max_size=200))
def test_any_text_has_letters_and_cleaning_them_again_changes_nothing_in_han_text(text: str) -> None:
    row = letters(f"长三角一体化发展{text}")

    assert all(row.units)
    assert all(unit.strip() for unit in row.units)
