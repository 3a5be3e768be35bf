"""The Stories as a table: every value of its kind, and no stranger's word a formula."""

import csv
import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from openpyxl import load_workbook

from core.article import Precision
from digest.forms import contents
from digest.sheet import Row
from digest.wording import EN, ZH
from tests.digest.test_render import FORBIDDEN, strange, strange_url
from tests.support.digests import GOLDEN_DIGESTS, STORIES, digest_of, hostile_digest, story
from tests.support.packed import parts_of

NAMES = [field.name for field in fields(Row)]


def csv_of(digest):
    """The rows of the CSV by the names of their fields, the header apart."""
    text = contents(digest, ["csv"])["csv"].decode("utf-8-sig")
    assert text.endswith("\r\n")
    head, *rows = csv.reader(StringIO(text, newline=""), strict=True)
    assert len(head) == len(NAMES)
    return [dict(zip(NAMES, row, strict=True)) for row in rows]


def sheet_of(digest):
    return load_workbook(BytesIO(contents(digest, ["xlsx"])["xlsx"])).worksheets[0]


def cells_of(digest):
    """The rows of the Excel sheet by the names of their fields, the header apart."""
    return [dict(zip(NAMES, row, strict=True)) for row in sheet_of(digest).iter_rows(min_row=2)]


@pytest.mark.parametrize("words", [ZH, EN], ids=["zh", "en"])
def test_every_column_has_a_name(words):
    assert list(words.columns) == NAMES


def test_a_story_is_a_row_in_reading_order():
    rows = csv_of(GOLDEN_DIGESTS["full-zh"])
    assert [row["number"] for row in rows] == [str(number) for number in range(1, len(STORIES) + 1)]
    assert rows[0] == {
        "number": "1",
        "section": "科技创新",
        "title": "三省一市联合印发长三角科技创新协同发展行动方案",
        "outlet": "上海市发展和改革委员会",
        "tier": "发布机关",
        "published": "2026-11-20",
        "doubt": "",
        "first_seen": "2026-11-20 07:41",
        "summary": rows[0]["summary"],
        "places": "上海、江苏、浙江、安徽",
        "programmes": "科技创新券、揭榜挂帅",
        "document": "",
        "outlets": "4",
        "other_outlets": "中央新闻网、江边日报、门户新闻",
        "score": "17",
        "url": "https://news.example.cn/11.html",
        "story": "11",
    }
    assert rows[0]["summary"].startswith("上海市、江苏省、浙江省、安徽省人民政府20日联合印发")


def test_both_hold_the_same():
    digest = GOLDEN_DIGESTS["full-en"]
    for row, cells in zip(csv_of(digest), cells_of(digest), strict=True):
        assert {name: _as_text(cell) for name, cell in cells.items()} == row


def _as_text(cell):
    if isinstance(cell.value, datetime):
        return f"{cell.value:%Y-%m-%d %H:%M}" if cell.number_format != "yyyy-mm-dd" else f"{cell.value:%Y-%m-%d}"
    return "" if cell.value is None else str(cell.value)


PUBLISHED = {
    "a day": ("2026-11-20", date(2026, 11, 20)),
    "a moment, told in the zone of the digest": ("2026-11-19T23:30:00+00:00", date(2026, 11, 20)),
    "a moment without a zone": ("2026-11-20T23:30:00", date(2026, 11, 20)),
    "a month": ("2026-11", "2026-11"),
    "a year": ("2026", "2026"),
    "unknown": (None, None),
    "before Excel counts days rightly": ("1899-12-31", "1899-12-31"),
    "before there are years": ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
}


@pytest.mark.parametrize(("published", "expected"), PUBLISHED.values(), ids=PUBLISHED.keys())
def test_a_date_is_a_date_where_it_is_known(published, expected):
    told = story(1, "长三角", "长三角一体化。", published="2026-11-20", precision=Precision.DAY)
    told = replace(told, article=replace(told.article, published=published))
    cell = cells_of(digest_of((told,)))[0]["published"]
    assert (cell.value.date() if isinstance(cell.value, datetime) else cell.value) == expected
    assert cell.is_date is isinstance(expected, date)


def test_times_are_local_and_numbers_are_numbers():
    told = replace(STORIES[0], first_seen=datetime(2026, 11, 20, 16, 5, 59, tzinfo=UTC))
    cells = cells_of(digest_of((told,)))[0]
    assert cells["first_seen"].value == datetime(2026, 11, 21, 0, 5)
    assert (cells["score"].value, cells["outlets"].value, cells["story"].value) == (17, 4, 11)


def test_the_sheet_can_be_read_sorted_and_printed():
    sheet = sheet_of(GOLDEN_DIGESTS["full-zh"])
    assert sheet.title == "报道"
    assert [cell.value for cell in sheet[1]] == list(ZH.columns.values())
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == f"A1:Q{len(STORIES) + 1}"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width
    assert sheet.cell(2, NAMES.index("title") + 1).hyperlink.target == "https://news.example.cn/11.html"


def test_an_empty_digest_has_a_header():
    assert csv_of(digest_of(())) == []
    assert cells_of(digest_of(())) == []


FORMULAS = [
    "=1+1", "+1+1", "-1+1", "@SUM(A1)", '=HYPERLINK("http://evil.example/")', "=cmd|' /C calc'!A0",
    "＝1+1", "＋1", "－1", "＠A1", "#N/A", "TRUE", "00123", "1e9", "2026-11-20", "_x003D_1", "_x0000_", "'quoted", '"',
    "a,b;c\td",
]  # fmt: skip


@pytest.mark.parametrize("title", FORMULAS)
def test_no_title_is_a_formula(title):
    digest = digest_of((story(1, title, "长三角一体化。", outlet=title),))
    shown = title.replace("\t", " ")
    written = csv_of(digest)[0]
    cells = cells_of(digest)[0]
    for name in ("title", "outlet"):
        assert re.match(r"[=+\-@\t\r＝＋－＠]", written[name]) is None
        assert written[name] in {shown, f"'{shown}"}
        assert cells[name].data_type == "s"
        assert cells[name].value == shown.replace("_x0", "_x005F_x0")
        assert cells[name].quotePrefix is (written[name] != shown)


@settings(max_examples=15)
@given(strange, strange_url)
def test_a_strangers_words_are_text_and_lead_nowhere_else(text, url):
    digest = hostile_digest(text, url)
    for row in csv_of(digest):
        assert all(re.match(r"[=+\-@]", value) is None for value in row.values())
        assert FORBIDDEN.search("".join(row.values())) is None
    parts = parts_of(contents(digest, ["xlsx"])["xlsx"])
    assert b"<f>" not in parts["xl/worksheets/sheet1.xml"]
    for row in cells_of(digest):
        assert all(cell.data_type in {"s", "n", "d"} for cell in row.values())
        link = row["title"].hyperlink
        assert link is None or re.fullmatch(r"https?://[!-~]+", link.target)


@pytest.mark.parametrize("digest", GOLDEN_DIGESTS.values(), ids=GOLDEN_DIGESTS.keys())
def test_the_same_digest_gives_the_same_bytes(digest):
    first = contents(digest, ["xlsx"])["xlsx"]
    assert b"2026-11-21T00:00:00Z" in parts_of(first)["docProps/core.xml"]
    assert contents(digest, ["xlsx"])["xlsx"] == first
