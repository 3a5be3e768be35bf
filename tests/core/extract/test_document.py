"""Facets of official documents: from their box, title, head, text and foot, and from nowhere else."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import core
from core.article import Document, Hints, Level, Validity
from core.extract.bodies import CITIES, COUNTY_CITIES, find_bodies, level_of
from core.extract.dating import Layout
from core.extract.document import find_document
from core.extract.html import Block

HINTS = Hints(fetched_at=datetime.fromisoformat("2026-11-21T08:00:00+08:00"))
NOTICE = "某市教育局关于做好秋季入学工作的通知"
PROSE = "各学校要认真做好入学工作，确保学生按时报到，有关情况及时上报。"


def find(title: str, *lines: str, below: tuple[str, ...] = (), above: tuple[str, ...] = ()) -> Document | None:
    """The document of a page with these lines above the title, behind it, and below the body."""
    page = [Block(text=text, linked=0, heading="", hidden=False) for text in (*above, title, *lines, *below)]
    start = len(above) + 1
    layout = Layout.of(page, range(start, start + len(lines)), title)
    return find_document(title, layout, (), HINTS)


LEVELS = {
    "the government of the state": ("国务院办公厅", Level.NATIONAL),
    "the party": ("中共中央办公厅", Level.NATIONAL),
    "the congress": ("全国人民代表大会常务委员会", Level.NATIONAL),
    "a commission under the State Council": ("国务院国有资产监督管理委员会", Level.MINISTRY),
    "a commission": ("国家发展和改革委员会办公厅", Level.MINISTRY),
    "a ministry": ("住房城乡建设部", Level.MINISTRY),
    "the bank": ("中国人民银行", Level.MINISTRY),
    "its branch has no rank": ("中国人民银行江苏省分行", None),
    "a province": ("江苏省人民政府", Level.PROVINCIAL),
    "a province in Traditional characters": ("江蘇省人民政府", Level.PROVINCIAL),
    "a city that is a province": ("上海市发展和改革委员会", Level.PROVINCIAL),
    "its party": ("中共上海市委办公厅", Level.PROVINCIAL),
    "the province where one is at home": ("省发展改革委", Level.PROVINCIAL),
    "the city where one is at home may be Shanghai": ("市发展改革委", None),
    "a market office is no city": ("浙江省市场监督管理局", Level.PROVINCIAL),
    "a city's administration is no city": ("上海市城市管理行政执法局", Level.PROVINCIAL),
    "a city": ("苏州市人民政府", Level.MUNICIPAL),
    "a city in its province": ("江苏省苏州市人民政府", Level.MUNICIPAL),
    "a city that is a county": ("昆山市人民政府", Level.COUNTY),
    "a city that nobody knows": ("某某市人民政府", None),
    "a county": ("浙江省嘉兴市嘉善县发展和改革局", Level.COUNTY),
    "a district": ("上海市青浦区人民政府", Level.COUNTY),
    "a new area that is a district": ("上海市浦东新区人民政府", Level.COUNTY),
    "a zone has no rank of its own": ("苏州工业园区管理委员会", None),
    "a branch stands where its place does": ("国家税务总局上海市税务局", Level.PROVINCIAL),
    "a body of several provinces": ("长三角生态绿色一体化发展示范区执行委员会", Level.REGIONAL),
    "the group that leads it": ("推动长三角一体化发展领导小组办公室", Level.NATIONAL),
    "a company": ("上海城投集团", None),
}


@pytest.mark.parametrize(("name", "level"), LEVELS.values(), ids=LEVELS)
def test_the_level_of_a_body_is_told_by_its_name(name: str, level: Level | None) -> None:
    assert [(body.name, body.level) for body in find_bodies(name)] == [(name, level)]
    assert level_of(name) is level


def test_the_cities_are_those_of_the_places() -> None:
    places = tomllib.loads((Path(core.__file__).parent / "data/places.toml").read_text("utf-8"))
    assert {city["name"] for city in places["city"]} == CITIES
    assert CITIES.isdisjoint(COUNTY_CITIES)


NAMED = {
    "several, by spaces": ("国家发展改革委 财政部", ["国家发展改革委", "财政部"]),
    "several, by commas": (
        "上海市教育委员会、江苏省教育厅，浙江省教育厅",
        ["上海市教育委员会", "江苏省教育厅", "浙江省教育厅"],
    ),
    "the first of five": ("国家发展改革委等五部门", ["国家发展改革委"]),
    "one with a seal lent": ("某某省人民政府（代章）", ["某某省人民政府（代章）"]),
    "a newspaper": ("某某日报", []),
    "a sentence": ("某某市教育局近日发布", []),
    "everybody": ("各区教育局", []),
    "nobody": ("", []),
    "one of two": ("某某市教育局 记者王某", []),
    "a crowd": ("某某市教育局 " + "财政部 " * 60, ["某某市教育局", "财政部"][:0]),
}


@pytest.mark.parametrize(("text", "names"), NAMED.values(), ids=NAMED)
def test_names_are_bodies_or_nothing(text: str, names: list[str]) -> None:
    assert [body.name for body in find_bodies(text)] == names


NUMBERS = {
    "as the standard has it": ("沪发改规〔2026〕12号", "沪发改规〔2026〕12号"),
    "in square brackets": ("苏政办发[2026]3号", "苏政办发〔2026〕3号"),
    "in wide square brackets": ("苏政办发［2026］3号", "苏政办发〔2026〕3号"),
    "in round brackets": ("国办发(2026)3号", "国办发〔2026〕3号"),
    "in wide round brackets": ("国办发（2026）3号", "国办发〔2026〕3号"),
    "in small brackets": ("国办发﹝2026﹞3号", "国办发〔2026〕3号"),
    "with spaces and 第": ("发改地区 〔 2026 〕 第 3 号", "发改地区〔2026〕3号"),
    "in Traditional characters": ("蘇政發〔2026〕42號", "蘇政發〔2026〕42号"),
    "in brackets of its own": ("（沪府规〔2026〕1号）", "沪府规〔2026〕1号"),
    "of an order": ("国务院令第790号", "国务院令第790号"),
    "of a year": ("商务部 海关总署公告 2026年第12号", "商务部 海关总署公告2026年第12号"),
    "of no year": ("沪发改规12号", None),
    "in a sentence": ("根据沪发改规〔2026〕12号的要求", None),
    "of another document": ("关于沪发改规〔2026〕12号", None),
}


@pytest.mark.parametrize(("line", "number"), NUMBERS.values(), ids=NUMBERS)
def test_a_line_of_the_head_may_be_the_number(line: str, number: str | None) -> None:
    found = find(NOTICE, line, "各学校：", PROSE)
    assert found is not None
    assert found.number == number


TITLED = {
    "behind it": (f"{NOTICE}（某教发〔2026〕5号）", "某教发〔2026〕5号"),
    "behind it, of an order": ("某市入学管理办法（某市人民政府令第8号）", "某市人民政府令第8号"),
    "before it": ("某市人民政府令第8号 某市入学管理办法", "某市人民政府令第8号"),
    "alone": ("某市人民政府令第8号", "某市人民政府令第8号"),
}


@pytest.mark.parametrize(("title", "number"), TITLED.values(), ids=TITLED)
def test_a_title_may_hold_the_number(title: str, number: str) -> None:
    found = find(title, PROSE)
    assert found is not None
    assert found.number == number


TITLES = {
    "a notice": (NOTICE, ("通知",), ["某市教育局"]),
    "a notice of nobody": ("关于做好秋季入学工作的通知", ("通知",), []),
    "measures without 的": ("关于促进秋季入学的若干措施", ("措施",), []),
    "a notice with a plan": ("某市教育局关于印发《秋季入学工作方案（试行）》的通知", ("通知", "方案"), ["某市教育局"]),
    "a draft": ("关于公开征求《入学管理办法（征求意见稿）》意见的公告", ("公告", "征求意见稿"), []),
    "a draft alone": ("某市入学管理办法（征求意见稿）", None, None),
    "with its number behind it": (f"{NOTICE}（某教发〔2026〕5号）", ("通知",), ["某市教育局"]),
    "of several": ("教育部等三部门关于做好秋季入学工作的通知", ("通知",), ["教育部"]),
    "who reports of a notice": ("某市发布关于做好秋季入学工作的通知", None, None),
    "a headline": ("三部门印发秋季入学工作方案", None, None),
    "an interpretation": ("《某市教育局关于做好秋季入学工作的通知》解读", None, None),
    "questions": ("某市教育局关于入学的通知答记者问", None, None),
}


@pytest.mark.parametrize(("title", "types", "bodies"), TITLES.values(), ids=TITLES)
def test_a_letter_is_told_by_title_and_salutation(
    title: str, types: tuple[str, ...] | None, bodies: list[str] | None
) -> None:
    found = find(title, "各学校：", PROSE)
    assert (found and found.types, found and [body.name for body in found.bodies]) == (types, bodies)


NEITHER = {
    "a title alone": ((PROSE,), ()),
    "a paper that signs": ((PROSE,), ("某某日报", "2026年11月12日")),
    "a date alone": ((PROSE,), ("2026年11月12日",)),
    "a quoted number": (("某市教育局印发通知（某教发〔2026〕5号）。", PROSE), ()),
    "a box of empty labels": (("索引号：A01/2026-0005", "发文机关：", "有效性：", "成文日期：", PROSE), ()),
    "a box of its publisher": (("索引号：014000000/2026-00399", "发布日期：2026-11-12", PROSE), ()),
}


@pytest.mark.parametrize(("lines", "below"), NEITHER.values(), ids=NEITHER)
def test_a_title_is_not_enough(lines: tuple[str, ...], below: tuple[str, ...]) -> None:
    assert find(NOTICE, *lines, below=below) is None


SIGNED = {
    "on two lines": (("某市教育局", "2026年11月12日"), ["某市教育局"], "2026-11-12"),
    "on one line": (("某市教育局 2026年11月12日",), ["某市教育局"], "2026-11-12"),
    "in numerals": (("某市教育局", "二〇二六年十一月十二日"), ["某市教育局"], "2026-11-12"),
    "by two": (("某市教育局", "某市财政局", "2026 年 11 月 12 日"), ["某市教育局", "某市财政局"], "2026-11-12"),
    "by two on one line": (("某市教育局　某市财政局", "2026年11月12日"), ["某市教育局", "某市财政局"], "2026-11-12"),
    "and by whom the plan behind it is": (
        ("某市教育局", "2026年11月12日", "某市入学工作方案", PROSE, "某市财政局", "2025年1月1日"),
        ["某市教育局"],
        "2026-11-12",
    ),
}


@pytest.mark.parametrize(("below", "bodies", "day"), SIGNED.values(), ids=SIGNED)
def test_the_foot_tells_who_signed_and_when(below: tuple[str, ...], bodies: list[str], day: str) -> None:
    found = find("关于做好秋季入学工作的通知", PROSE, below=below)
    assert found is not None
    assert ([body.name for body in found.bodies], found.written) == (bodies, day)


IN_FORCE = {
    "from a day": ("本办法自2026年12月1日起施行。", "2026-12-01", None),
    "until a day": ("本办法自2026年12月1日起施行，有效期至2031年11月30日。", "2026-12-01", "2031-11-30"),
    "as it is published": ("现予公布，自2026年12月1日起施行。", "2026-12-01", None),
    "from the day of publishing": ("本办法自发布之日起施行。", None, None),
    "another law": ("某某法自2021年1月1日起施行。", None, None),
    "a certificate": ("送检证书有效期至2028年12月31日。", None, None),
    "of two days": ("本办法自2026年12月1日起施行。本目录自2027年1月1日起施行。", None, None),
    "of no such day": ("本办法自2026年2月31日起施行。", None, None),
}


@pytest.mark.parametrize(("sentence", "effective", "expires"), IN_FORCE.values(), ids=IN_FORCE)
def test_the_text_tells_when_it_is_in_force(sentence: str, effective: str | None, expires: str | None) -> None:
    found = find(NOTICE, "各学校：", PROSE, sentence)
    assert found is not None
    assert (found.effective, found.expires) == (effective, expires)


BOXES = {
    "cells of a row": (
        ("索 引 号\tA01/2026-0005\t发文机关\t某市教育局", "文 号\t某教发〔2026〕5号"),
        "A01/2026-0005",
        "某教发〔2026〕5号",
    ),
    "one line": (
        ("索引号：A01/2026-0005 发文机关：某市教育局 文号：某教发〔2026〕5号",),
        "A01/2026-0005",
        "某教发〔2026〕5号",
    ),
    "label and value by turns": (("索引号：", "A01/2026-0005", "发文机关：", "某市教育局"), "A01/2026-0005", None),
    "an empty number": (("索引号：", "A01/2026-0005", "文号：", "发文机关：", "某市教育局"), "A01/2026-0005", None),
    "no number": (("索引号：A01/2026-0005", "文号：无", "发文机关：某市教育局"), "A01/2026-0005", None),
    "no index": (("索引号：暂无", "发文机关：某市教育局"), None, None),
    "of another document": (("标题：关于放假的通知", "文号：某教发〔2025〕1号", "发文机关：某市教育局"), None, None),
}


@pytest.mark.parametrize(("box", "index", "number"), BOXES.values(), ids=BOXES)
def test_a_box_is_read_however_it_is_laid_out(box: tuple[str, ...], index: str | None, number: str | None) -> None:
    found = find(NOTICE, "各学校：", PROSE, above=box)
    assert found is not None
    assert (found.index, found.number) == (index, number)


VALID = {
    "in force": (("发文机关：某市教育局", "有效性：现行有效"), (), Validity.IN_FORCE),
    "lapsed": (("发文机关：某市教育局", "有效性：已失效"), (), Validity.LAPSED),
    "repealed": (("发文机关：某市教育局", "有效性：废止"), (), Validity.REPEALED),
    "repealed, says a line": ((), ("【该文件已废止】",), Validity.REPEALED),
    "whatever the law": (("发文机关：某市教育局", "有效性：详见正文"), (), None),
}


@pytest.mark.parametrize(("box", "lines", "validity"), VALID.values(), ids=VALID)
def test_a_page_says_whether_it_is_in_force(
    box: tuple[str, ...], lines: tuple[str, ...], validity: Validity | None
) -> None:
    found = find(NOTICE, *lines, "各学校：", PROSE, above=box)
    assert found is not None
    assert found.validity is validity


PIECES = st.sampled_from(
    [
        "关于",
        "印发",
        "的通知",
        "某市教育局",
        "索引号",
        "文号：",
        "〔2026〕",
        "第",
        "12",
        "号",
        "公告",
        "令",
        "2026年11月12日",
        "各",
        "：",
        "（",
        "）",
        "《",
        "》",
        "等五部门",
        "。",
        "\t",
        "、",
    ]
)
LINES = st.lists(PIECES, max_size=12).map("".join)


@given(LINES, st.lists(LINES, max_size=8), st.lists(LINES, max_size=8))
def test_every_facet_was_written_on_the_page(title: str, above: list[str], lines: list[str]) -> None:
    found = find(title, *lines, above=tuple(above))
    if found is not None:
        page = "".join([*above, title, *lines])
        assert all(body.name in page for body in found.bodies)
        assert bare(found.number or "") in bare(page)


def bare(text: str) -> str:
    """Without what writers of numbers vary."""
    return re.sub(r"[\s〔〕（）第]", "", text)


HOSTILE = {
    "one immense line of each": (
        "文号：" * 50_000,
        "各" * 100_000 + "：",
        "公告 " * 50_000,
        "某局2026年1月1日" * 20_000,
    ),
    "nothing but labels": ("主题分类：", "文号：") * 20_000,
    "nothing but one label": ("主题分类：农业",) * 40_000,
    "nothing but names": ("某市教育局",) * 20_000,
    "nothing but days": ("2026年1月1日",) * 20_000,
    "nothing but signatures": ("某市教育局", "2026年1月1日") * 20_000,
}


@pytest.mark.parametrize("lines", HOSTILE.values(), ids=HOSTILE)
def test_no_page_takes_long(lines: tuple[str, ...]) -> None:
    began = process_time()
    find("关于" * 50_000 + "的通知", *lines)
    find(NOTICE, *lines, above=lines)
    assert process_time() - began < 5
