"""Chinese of any length is found, whatever was typed, and the snippet is the text as published."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.text import one_line
from store import Store, open_store
from store.search import add, expression, phrases_of, remove, snippet
from tests.store.samples import HELD, RAIL, WATER, settle

FOUND = {
    "two characters": "苏州",
    "one character": "沪",
    "a long phrase": "城际轨道12号线一期工程",
    "over a number": "2031年建成",
    "a number": "48.6",
    "two words apart": "昆山南站 人才公寓",
    "a quoted phrase": '"可运送" 虹桥枢纽',
    "typographic quotes": "“虹桥枢纽”",
    "traditional script": "蘇州市",
    "full width": "４８．６公里",
    "the title": "沪苏城际",
    "a stray quote": '苏州"',
    "operators are words of no meaning": "苏州 - * ( ) ^ :",
}
NOT_FOUND = {
    "a word that is not there": "杭州",
    "characters in another order": "海上市",
    "one word of two is missing": "上海 杭州",
    "a phrase that does not stand together": '"上海 太仓"',
    "part of a number": "8.6",
    "only marks": '"" ** ()',
    "nothing": "",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("search") / "s.sqlite") as opened:
        settle(opened, "http://a.cn/1", RAIL)
        settle(opened, "http://a.cn/2", WATER, HELD, title="太湖水质通报（G60 沿线）")
        yield opened


@pytest.mark.parametrize("query", FOUND.values(), ids=FOUND.keys())
def test_it_is_found(library: Store, query: str):
    assert [hit.url for hit in library.search.find(query, 9)] == ["http://a.cn/1"]


@pytest.mark.parametrize("query", NOT_FOUND.values(), ids=NOT_FOUND.keys())
def test_it_is_not_found(library: Store, query: str):
    assert library.search.find(query, 9) == ()


def test_what_is_held_is_found_too_and_has_no_story(library: Store):
    (hit,) = library.search.find("g60", 9)

    assert (hit.title, hit.story) == ("太湖水质通报（G60 沿线）", None)


def test_the_snippet_is_cut_from_the_original_around_the_find(library: Store):
    (hit,) = library.search.find("虹桥枢纽", 9)

    assert "从昆山南站到虹桥枢纽的时间将从52分钟" in hit.snippet
    assert hit.snippet.startswith("…")
    assert " " not in hit.snippet.replace("。 ", "")


def test_the_snippet_keeps_the_script_of_the_original():
    assert snippet("蘇州與上海", phrases_of("苏州")) == "蘇州與上海"


def test_no_more_is_given_than_asked_for(library: Store):
    assert len(library.search.find("上海", 1)) == 1


@given(st.text(max_size=300) | st.text(alphabet="\"'*()^:-+{} ANDORT上海", max_size=300))
def test_no_query_is_an_error(library: Store, query: str):
    library.search.find(query, 3)


@given(st.text("长三角一体化上海苏州发展，。 (《", min_size=1, max_size=200), st.data())
def test_every_stretch_of_a_text_finds_it_and_is_shown(library: Store, text: str, data):
    stretch = data.draw(st.integers(0, len(text) - 1).map(lambda start: text[start : start + 20]))
    query = f'"{stretch}"'
    phrases = phrases_of(query)
    assume(phrases)
    database = library._database
    with database.atomic():
        add(database, 99, "", text)
    try:
        found = database.rows("select rowid from full_text where full_text match ?", [expression(phrases)])
        assert 99 in [row[0] for row in found]
    finally:
        with database.atomic():
            remove(database, 99, "", text)

    shown = snippet(text, phrases).strip("…")
    assert shown in one_line(text)
    assert _letters(stretch) in _letters(shown)


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalnum())
