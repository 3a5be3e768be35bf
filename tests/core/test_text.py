"""Folding gives one spelling, and always knows the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import clean, fold, folded, one_line, sentences

FOLDED = {
    "traditional script": ("長江三角洲區域一體化", "长江三角洲区域一体化"),
    "full width": ("Ｇ６０科创走廊", "g60科创走廊"),
    "spaces between characters": ("长 三　角 一体化", "长三角一体化"),
    "spaces between words stay": ("the Yangtze Delta", "the yangtze delta"),
    "evasive character": ("蕞高水平", "最高水平"),
    "dashes": ("2024—2026", "2024-2026"),
    "zero width": ("长\u200b三\u2060角", "长三角"),
    "pinyin in brackets": ("創(chuàng)新區(qū)", "创新区"),
    "an abbreviation in brackets stays": ("指数(gii)排名", "指数(gii)排名"),
    "full-width brackets": ("上海（长三角）", "上海(长三角)"),
    "quotes": ("「揭榜掛帥」", '"揭榜挂帅"'),
}


@pytest.mark.parametrize(("text", "expected"), FOLDED.values(), ids=FOLDED.keys())
def test_folding(text, expected):
    assert folded(text) == expected


def test_a_span_of_folded_text_leads_to_what_was_published():
    published = "會議在「長 三(sān)角」舉行"
    found = fold(published)
    start = found.text.index("长三角")

    begin, end = found.span(start, start + 3)

    assert published[begin:end] == "長 三(sān)角"


mixed = st.text(st.sampled_from("長三角长区域 \u3000\u200b（）(ān)abcＡ１一体化，。\n\U0001f600é"), max_size=40)


@given(mixed | st.text(max_size=60))
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(mixed | st.text(max_size=60))
def test_every_folded_character_comes_from_one_of_the_original(text):
    found = fold(text)
    origins = [found.origin(position) for position in range(len(found.text))]

    assert origins == sorted(set(origins))
    assert all(folded(text[origin]) in {found.text[position], ""} or len(text[origin]) == 1
               for position, origin in enumerate(origins))  # fmt: skip
    assert all(0 <= origin < len(text) for origin in origins)


@given(st.text(max_size=80))
def test_clean_text_can_be_stored_and_is_not_cleaned_further(text):
    cleaned = clean(text + "\ud800\x00\u202e")

    cleaned.encode("utf-8")
    assert "\x00" not in cleaned
    assert clean(cleaned) == cleaned


def test_a_title_is_one_line_whatever_it_held():
    assert one_line(" 标题\r\nBcc: x@y.cn\u2028 二\x1b[31m ") == "标题 Bcc: x@y.cn 二[31m"


SENTENCES = {
    "Chinese": ("会议召开。各方签约！然后呢？", ["会议召开。", "各方签约！", "然后呢？"]),
    "a quotation keeps its end": ("他说：“很好。”会后签约。", ["他说：“很好。”", "会后签约。"]),
    "decimals and abbreviations": (
        "It grew 3.5 percent. The U.S. agreed.",
        ["It grew 3.5 percent.", " The U.S. agreed."],
    ),
    "a line break ends one": ("第一段\n第二段", ["第一段\n", "第二段"]),
}


@pytest.mark.parametrize(("text", "expected"), SENTENCES.values(), ids=SENTENCES.keys())
def test_sentences(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(st.text(max_size=80))
def test_sentences_lose_nothing_but_blanks(text):
    assert "".join("".join(text[start:end] for start, end in sentences(text)).split()) == "".join(text.split())


def test_a_lone_surrogate_is_folded_to_the_sign_for_what_cannot_be_read():
    assert folded("沪\ud800苏") == "沪\ufffd苏"
