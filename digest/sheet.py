"""Sheet: the Stories of a digest as a table, CSV (RFC 4180) or Excel, a row each.

Strangers' words are text in every program that opens it: what begins like a formula is marked as text.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.assessment import Assessment, TagKind
from core.digest import Digest
from core.stories.lineage import outlets
from core.stories.story import Story
from digest.entry import Entry
from digest.lines import in_ascii, shown
from digest.view import View
from digest.wording import Words
from digest.zipped import repacked

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

Value = str | int | date | datetime

#: What spreadsheets take for the beginning of a formula, full-width signs among it, which East Asian ones take as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
#: How Excel writes down a character by its number: a stranger's must not be read as one.
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
#: Excel counts days from here on rightly.
_FIRST_DAY = date(1900, 3, 1)
#: Characters. Columns that are not named hold numbers or a word.
_WIDTHS = {
    "section": 14, "title": 46, "outlet": 22, "published": 12, "first_seen": 17, "summary": 70, "places": 18,
    "programmes": 22, "document": 26, "other_outlets": 28, "doubt": 12, "url": 40,
}  # fmt: skip
_WIDTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A Story; the order of the fields is that of the columns, and Words name each."""

    number: int
    section: str
    title: str
    outlet: str
    tier: str
    #: The day; text where the day is not known: 2026-11, or nothing.
    published: date | str
    doubt: str
    #: Local time without zone, to the minute, since spreadsheets know no zones.
    first_seen: datetime
    summary: str
    places: str
    programmes: str
    document: str
    outlets: int
    other_outlets: str
    score: int
    url: str
    story: int


def rows_of(digest: Digest, view: View) -> tuple[Row, ...]:
    """The Stories of a digest in reading order; `view` is that of the same digest."""
    zone = ZoneInfo(digest.timezone)
    told = (
        (part.label, entry, story)
        for part, section in zip(view.parts, digest.sections, strict=True)
        for entry, story in zip(part.entries, section.stories, strict=True)
    )
    return tuple(
        _row(number, section, entry, story, zone, view.words) for number, (section, entry, story) in enumerate(told, 1)
    )


def _row(number: int, section: str, entry: Entry, story: Story, zone: ZoneInfo, words: Words) -> Row:
    heard = outlets(story.members)
    return Row(
        number=number,
        section=section,
        title=entry.title,
        outlet=entry.outlet,
        tier=entry.tier,
        published=_day(story.article.published or "", zone),
        doubt=entry.date_doubt,
        first_seen=story.first_seen.astimezone(zone).replace(second=0, microsecond=0, tzinfo=None),
        summary=entry.summary,
        places=_labels(story.assessment, TagKind.PLACE, words),
        programmes=_labels(story.assessment, TagKind.PROGRAMME, words),
        document=entry.document,
        outlets=len(heard),
        other_outlets=words.comma.join(name for each in heard if (name := shown(each, 60)) != entry.outlet),
        score=story.assessment.score,
        url=entry.url or "",
        story=story.id,
    )


def _day(published: str, zone: ZoneInfo) -> date | str:
    try:
        at = datetime.fromisoformat(published)
        day = (at.astimezone(zone) if at.tzinfo else at).date()
    except (ValueError, OverflowError):
        return shown(published, 40)
    return day if day >= _FIRST_DAY else day.isoformat()


def _labels(assessment: Assessment, kind: TagKind, words: Words) -> str:
    return words.comma.join(dict.fromkeys(shown(tag.label, 60) for tag in assessment.tags if tag.kind is kind))


def to_csv(digest: Digest, view: View) -> bytes:
    """UTF-8 with the mark that Excel knows it by. A cell that looks like a formula is led by an apostrophe."""
    text = StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(view.words.columns.values())
    for row in rows_of(digest, view):
        writer.writerow(map(_plain, _values(row)))
    return text.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> str | int:
    if isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if value.startswith(_FORMULA) else value


def _values(row: Row) -> Iterator[Value]:
    return (getattr(row, field.name) for field in fields(row))


def to_xlsx(digest: Digest, view: View) -> bytes:
    """One sheet with a header that stays in sight, a filter on it, dates as dates, and links that can be followed."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.properties.creator = "deltawatch"
    workbook.properties.title = view.title
    workbook.properties.created = datetime.combine(digest.local_date, datetime.min.time())
    sheet = workbook.worksheets[0]
    sheet.title = view.words.sheet
    rows = rows_of(digest, view)
    for column, name in enumerate(view.words.columns.values(), 1):
        sheet.cell(1, column, name)
    for number, row in enumerate(rows, 2):
        for field in ("title", "url"):
            _link(sheet.cell(number, _column(field)), row.url)
        for column, value in enumerate(_values(row), 1):
            _fill(sheet.cell(number, column), value)
    _lay_out(sheet, len(rows))
    packed = BytesIO()
    workbook.save(packed)
    return repacked(packed.getvalue(), workbook.properties.created)


def _column(name: str) -> int:
    return 1 + [field.name for field in fields(Row)].index(name)


def _fill(cell: Cell, value: Value) -> None:
    """A value into its cell, a text never as a formula, an error or a number, also when somebody edits it later."""
    if value == "":
        return
    if isinstance(value, str):
        cell.value = _ESCAPE.sub("_x005F_", value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA)
    else:
        cell.value = value


def _link(cell: Cell, url: str) -> None:
    if url:
        cell.hyperlink = in_ascii(url)
        cell.style = "Hyperlink"


def _lay_out(sheet: Worksheet, rows: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    for column, field in enumerate(fields(Row), 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(field.name, _WIDTH)
        head = sheet.cell(1, column)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", start_color="E7ECF2")
        for number in range(1, rows + 2):
            sheet.cell(number, column).alignment = Alignment(vertical="top", wrap_text=field.name != "url")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(fields(Row)))}{rows + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
