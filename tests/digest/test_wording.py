"""Both languages have a word for everything."""

from dataclasses import fields
from datetime import date, datetime
from string import Formatter

import pytest

from core.digest import State
from core.link import Outcome
from core.site import Tier
from core.verdict import How, Why
from digest.wording import EN, ZH, counted, words_of

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
    dates = {"subject", "long_date", "short_date", "month", "year"}
    for each in fields(ZH):
        zh, en = getattr(ZH, each.name), getattr(EN, each.name)
        if isinstance(zh, str | tuple) and each.name not in dates | {"months", "weekdays"}:
            # An English singular may say its number as a word.
            assert _places(zh) >= _places(en) >= _places(zh) - {"n"}, each.name


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


def test_one_is_singular():
    assert [counted(number, EN.stories) for number in (0, 1, 2)] == ["0 stories", "1 story", "2 stories"]


REASONS = {
    "score 1": "",
    "first published 2023-07-20 (line: 2023-07-20)": "首次发布于 2023-07-20（line: 2023-07-20）",
    "first published 2023-07-20": "首次发布于 2023-07-20",
    "paper": "论文",
    "injected phrase: 某某": "injected phrase: 某某",
}


@pytest.mark.parametrize(("reason", "shown"), REASONS.items())
def test_reasons_of_core_are_said_in_chinese_where_their_shape_is_known(reason, shown):
    assert words_of("zh").detail(reason) == shown
