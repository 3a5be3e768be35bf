"""Both languages have a word for everything."""

import ast
import re
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from string import Formatter

import pytest

from core.health import State, health
from core.link import Outcome
from core.site import Tier
from core.verdict import How, Why
from digest.wording import EN, ZH, counted, words_of
from tests.core.test_health import DAY, HISTORIES, NOW, site_of
from tests.support.judging import rules

BOTH = pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])


@BOTH
def test_every_member_of_every_enumeration_has_a_word(words):
    assert set(words.tiers) == {*Tier, None}
    assert set(words.hows) == set(How)
    assert set(words.whys) == set(Why)
    assert set(words.states) == set(State)
    assert set(words.outcomes) == set(Outcome)
    assert set(words.fields) == {"title", "text", "url", "source"}


@BOTH
def test_no_word_is_empty(words):
    assert [each.name for each in fields(words) if not getattr(words, each.name) and each.name != "gap"] == []


def _places(form):
    return {
        name
        for text in ((form,) if isinstance(form, str) else form)
        for _, name, _, _ in Formatter().parse(text)
        if name
    }


def test_both_languages_fill_in_the_same_values():
    dates = {"subject", "long_date", "short_date", "near_date", "chart_date", "month", "year"}
    for each in fields(ZH):
        zh, en = getattr(ZH, each.name), getattr(EN, each.name)
        if isinstance(zh, str | tuple) and each.name not in dates | {"months", "weekdays"}:
            # An English singular may say its number as a word.
            assert _places(zh) >= _places(en) >= _places(zh) - {"n"}, each.name


CORE = Path(__file__).parents[2] / "core"


def _calls(folder):
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                yield getattr(node.func, "attr", getattr(node.func, "id", "")), node


def _constants(node):
    """The strings that an expression can be; of an f-string what stands before its first value."""
    match node:
        case ast.Constant(value=str(text)):
            return {text}
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), *_]):
            return {text.strip()}
        case ast.IfExp():
            return _constants(node.body) | _constants(node.orelse)
    return set()


def test_every_sign_that_core_can_give_has_a_word():
    given = {habit.name for habit in rules().signs.file.composition}
    for called, node in _calls(CORE / "trust"):
        named = [keyword.value for keyword in node.keywords if keyword.arg == "name"]
        if called == "sign":
            given |= _constants(node.args[0])
        elif called == "Sign" and named:
            given |= _constants(named[0])
    assert len(given) > 25
    assert given == set(ZH.signs) == set(EN.signs)


def test_every_genre_has_a_word():
    assert {"stub", "index", *(genre.name for genre in rules().signs.file.genre)} <= set(ZH.details)


def test_every_doubt_about_a_date_has_a_word():
    source = (CORE / "extract" / "dating.py").read_text("utf-8")
    assert [doubt for doubt in ZH.doubts if f'"{doubt}"' not in source] == []
    given = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Assign(targets=[ast.Name(id="doubt")]):
                given |= _constants(node.value)
            case ast.keyword(arg="doubt"):
                given |= _constants(node.value)
            case ast.FunctionDef(name="_line_doubt"):
                returned = [each.value for each in ast.walk(node) if isinstance(each, ast.Return)]
                given |= {text for value in returned for text in _constants(value)}
    assert given - {""} <= set(ZH.doubts)
    assert set(ZH.doubts) == set(EN.doubts)


def test_every_place_of_a_date_has_a_word():
    given = set()
    for name, node in _calls(CORE / "extract"):
        # The dates of a document are facets of it, with places of their own that no reader sees.
        for keyword in () if name == "Facet" else node.keywords:
            if keyword.arg == "where":
                given |= _constants(keyword.value)
        if getattr(node.func, "id", "") == "_evidence":
            given |= {text for argument in node.args[1:4] for text in _constants(argument)}
    assert {"list", "url", "line", "event", "floor", "dateline", "htmldate"} <= given
    assert {where.partition(":")[0] for where in given if where.islower()} - set(ZH.doubts) <= set(ZH.wheres)
    assert set(ZH.wheres) == set(EN.wheres)


DATES = {
    "second": ("2026-11-20T09:30:05+08:00", "2026年11月20日 09:30", "20 November 2026, 09:30"),
    "day": ("2026-11-20", "2026年11月20日", "20 November 2026"),
    "month": ("2026-11", "2026年11月", "November 2026"),
    "year": ("2026", "2026年", "2026"),
    "no date": ("some day", "some day", "some day"),
    "no such month": ("2026-13", "2026-13", "2026-13"),
}


@pytest.mark.parametrize("case", DATES.values(), ids=DATES.keys())
def test_dates_are_written_by_their_precision(case):
    value, zh, en = case
    assert (ZH.iso(value), EN.iso(value)) == (zh, en)


def test_the_day_of_the_week_is_said():
    assert ZH.long_day(date(2026, 11, 21)) == "2026年11月21日 星期六"
    assert EN.long_day(date(2026, 11, 21)) == "Saturday, 21 November 2026"


def test_a_time_has_its_minutes():
    assert ZH.time(datetime(2026, 1, 2, 3, 4)) == "2026年1月2日 03:04"


def test_the_year_is_left_away_for_a_reader_who_is_in_it():
    assert (ZH.time(datetime(2026, 1, 2, 3, 4), 2026), EN.iso("2026-01-02", 2026)) == ("1月2日 03:04", "2 January")
    assert (ZH.iso("2025-12-31", 2026), ZH.iso("2026-11", 2026)) == ("2025年12月31日", "2026年11月")


def test_one_is_singular():
    assert [counted(number, EN.stories) for number in (0, 1, 2)] == ["0 stories", "1 story", "2 stories"]


REASONS = {
    "score 1": "",
    "first published 2023-07-20 (line: 2023-07-20)": "首次发布于 2023年7月20日（依据日期行：2023-07-20）",
    "first published 2023-07-20 (meta:pubdate: 2023)": "首次发布于 2023年7月20日（依据页面元数据 pubdate：2023）",
    "first published 2023-07-20": "首次发布于 2023年7月20日",
    "paper": "论文",
    "tender": "招投标公告",
    "mirror": "",
    "injected phrase: 某某": "混入引流词：某某",
    "foreign footer: 江边日报; counted words: 全文共计3120字": "页脚版权属于他站：江边日报；自报字数：全文共计3120字",
    "swapped word 创新→立异: 科技立异; swapped word 合作→相接: 区域相接": (
        "固定名称被换词 创新→立异：科技立异；固定名称被换词 合作→相接：区域相接"
    ),
    "http 403: 创宇盾": "HTTP 403，创宇盾",
    "connection refused: [Errno 111]": "连接被拒",
    "not a feed": "返回的不是原来的列表",
    "not JSON: Expecting value": "返回的不是原来的列表",
    "2 of 3 pages failed: http 404": "3 页中有 2 页没取到",
    "empty page": "应答为空",
    "nothing matches 'ul.list li'": "按原有版式找不到条目",
    "nobody ever said this": "nobody ever said this",
}


def test_a_reason_in_english_is_without_what_only_an_operator_reads():
    assert EN.detail("robots.txt cannot be had: no such host: www.example.cn") == "no such host"
    assert EN.detail("robots.txt cannot be had: timed out: Getting https://a.example.cn/") == "no answer in time"


@pytest.mark.parametrize(("reason", "shown"), REASONS.items())
def test_reasons_of_core_are_said_in_chinese_where_their_shape_is_known(reason, shown):
    assert words_of("zh").detail(reason) == shown


#: What servers, sites and a person's own rules are called stays as it is.
_QUOTED = re.compile(r"HTTP|robots\.txt|\S*[a-z]\.(?:example|html)\S*")


@pytest.mark.parametrize(("source", "history", "state", "_"), HISTORIES.values(), ids=HISTORIES.keys())
def test_a_chinese_reader_can_read_what_shows_that_a_source_cannot_be_seen(source, history, state, _):
    evidence = health(site_of(source), source, history, NOW, NOW - DAY).evidence
    told = ZH.detail(evidence)

    assert not (state.is_blind and re.search("[A-Za-z]", _QUOTED.sub("", told))), told
