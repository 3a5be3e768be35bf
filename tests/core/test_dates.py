"""Dates as pages write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.article import Precision
from core.dates import find_dates, parse_date

NOW = datetime(2026, 11, 21, 0, 30, tzinfo=UTC)  # 08:30 in Shanghai
ZONE = "Asia/Shanghai"

FIELDS = {
    "day with dashes": ("2026-11-20", "2026-11-20", Precision.DAY),
    "in square brackets": ("[2026-11-20]", "2026-11-20", Precision.DAY),
    "single digits and slashes": ("2026/1/2", "2026-01-02", Precision.DAY),
    "dots": ("2026.01.02", "2026-01-02", Precision.DAY),
    "Chinese day glued to a clock": ("2026年01月02日09:15", "2026-01-02T09:15:00+08:00", Precision.MINUTE),
    "full-width colon": ("2026-11-20 08：05", "2026-11-20T08:05:00+08:00", Precision.MINUTE),
    "weekday between": ("2026年11月20日 星期五 08:05", "2026-11-20T08:05:00+08:00", Precision.MINUTE),
    "afternoon": ("2026年11月20日 下午3:05", "2026-11-20T15:05:00+08:00", Precision.MINUTE),
    "hours in words": ("2026年11月20日15时05分", "2026-11-20T15:05:00+08:00", Precision.MINUTE),
    "database style with a fraction": ("2026-11-20 08:05:09.0", "2026-11-20T08:05:09+08:00", Precision.SECOND),
    "ISO with an offset": ("2026-11-20T08:05:09+09:00", "2026-11-20T08:05:09+09:00", Precision.SECOND),
    "ISO in UTC": ("2026-11-20T08:05:09Z", "2026-11-20T08:05:09+00:00", Precision.SECOND),
    "RFC 822": ("Fri, 20 Nov 2026 00:05:00 GMT", "2026-11-20T00:05:00+00:00", Precision.SECOND),
    "English, month first": ("Published November 20, 2026", "2026-11-20", Precision.DAY),
    "English, day first": ("20th Nov 2026, 8:05 pm", "2026-11-20T20:05:00+08:00", Precision.MINUTE),
    "English, with its time at the end": (
        "November 20, 2026 at 8:05 p.m.",
        "2026-11-20T20:05:00+08:00",
        Precision.MINUTE,
    ),
    "American slashes": ("11/20/2026", "2026-11-20", Precision.DAY),
    "compact": ("20261120", "2026-11-20", Precision.DAY),
    "compact with a clock": ("20261120080509", "2026-11-20T08:05:09+08:00", Precision.SECOND),
    "epoch seconds": ("1795134309", "2026-11-20T08:25:09+08:00", Precision.SECOND),
    "epoch milliseconds": ("1795134309000", "2026-11-20T08:25:09+08:00", Precision.SECOND),
    "Chinese numerals": ("二〇二六年十一月二十日", "2026-11-20", Precision.DAY),
    "Chinese numerals, thirty-first": ("二○二六年十月三十一日", "2026-10-31", Precision.DAY),
    "month only": ("2026年11月", "2026-11", Precision.MONTH),
    "year only": ("2026年", "2026", Precision.YEAR),
    "two-digit year": ("18-03-08", "2018-03-08", Precision.DAY),
    "day set above its month": ("20\n2026-11", "2026-11-20", Precision.DAY),
    "no year, this year": ("11-20", "2026-11-20", Precision.DAY),
    "no year, across the turn of the year": ("12-31", "2025-12-31", Precision.DAY),
    "no year, one digit": ("1-5", "2026-01-05", Precision.DAY),
    "no year, today": ("11月21日", "2026-11-21", Precision.DAY),
    "no year, tomorrow is last year's": ("11月22日", "2025-11-22", Precision.DAY),
    "leap day without a year": ("02-29", "2024-02-29", Precision.DAY),
    "hours ago": ("3小时前", "2026-11-21T05:30:00+08:00", Precision.MINUTE),
    "days ago": ("2天前", "2026-11-19", Precision.DAY),
    "months ago with the day": ("8个月前 (03-27)", "2026-03-27", Precision.DAY),
    "months ago across the year": ("8个月前 (12-27)", "2025-12-27", Precision.DAY),
    "yesterday with a clock": ("昨天 08:30", "2026-11-20T08:30:00+08:00", Precision.MINUTE),
    "yesterday": ("昨天", "2026-11-20", Precision.DAY),
    "a clock that has passed": ("08:05", "2026-11-21T08:05:00+08:00", Precision.MINUTE),
    "a clock still to come is yesterday's": ("23:05", "2026-11-20T23:05:00+08:00", Precision.MINUTE),
    "a label before it": ("发布时间：2026-11-20 08:05", "2026-11-20T08:05:00+08:00", Precision.MINUTE),
    "the more exact of two": ("2026-11 2026-11-20 08:05", "2026-11-20T08:05:00+08:00", Precision.MINUTE),
}


@pytest.mark.parametrize(("text", "value", "precision"), FIELDS.values(), ids=FIELDS)
def test_a_date_field_is_read(text: str, value: str, precision: Precision) -> None:
    found = parse_date(text, NOW, ZONE)
    assert found is not None
    assert (found.value, found.precision) == (value, precision)


@pytest.mark.parametrize(
    "text", ["", "长三角", "2026-13-45", "31月2日", "99999", "13:75", "二〇二六年九九月", "x" * 300]
)
def test_what_only_looks_like_a_date_is_none(text: str) -> None:
    assert parse_date(text, NOW, ZONE) is None


def test_every_date_of_a_text_is_found_with_its_place() -> None:
    text = "发布时间：2026-11-20 08:05　来源：某报（7月6日刊出，二〇二六年七月七日更新）"
    found = find_dates(text, NOW, ZONE)
    assert [one.value for one in found] == ["2026-11-20T08:05:00+08:00", "2026-07-06", "2026-07-07"]
    assert [text[one.start : one.end].strip() for one in found] == [one.text for one in found]
    assert [one.year_inferred for one in found] == [False, True, False]


@pytest.mark.parametrize(
    "text", ["增长3-5个百分点", "电话021-12345678", "版本1.2.3", "24-7服务", "比分101-99", "第2026-118号"]
)
def test_numbers_in_prose_are_no_dates(text: str) -> None:
    assert find_dates(text, NOW, ZONE) == []


@given(st.datetimes(datetime(1991, 1, 1), datetime(2026, 11, 20)))
def test_what_was_written_is_read_back(moment: datetime) -> None:
    found = parse_date(moment.strftime("%Y年%m月%d日 %H:%M:%S"), NOW, ZONE)
    assert found is not None
    assert datetime.fromisoformat(found.value).replace(tzinfo=None) == moment.replace(microsecond=0)


@given(st.integers(1, 12), st.integers(1, 28), st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)))
def test_a_day_without_a_year_is_never_in_the_future_nor_older_than_a_year(
    month: int, day: int, base: datetime
) -> None:
    found = parse_date(f"{month}月{day}日", base.replace(tzinfo=UTC), "UTC")
    assert found is not None
    age = base.date() - datetime.fromisoformat(found.value).date()
    assert timedelta(0) <= age < timedelta(366)


@given(st.text(alphabet="0123456789年月日-/.:： 前天小时昨(上午)TZ+二〇十", max_size=60))
def test_noise_never_raises_and_places_are_true(text: str) -> None:
    for one in find_dates(text, NOW, ZONE):
        assert text[one.start : one.end].strip() == one.text
        assert one.start < one.end
    parse_date(text, NOW, ZONE)
