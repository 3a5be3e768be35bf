"""Which date in a list belongs to which link.

A row may hold several dates: validity, expiry, deadlines. The date column or the last date counts, never the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from lxml.etree import iterwalk
from lxml.html import HtmlElement
from parsel.csstranslator import HTMLTranslator

from core.article import Precision
from core.dates import FoundDate, find_dates, parse_date
from core.page import Page
from core.site import Site, Source
from spiders.readers.groups import Groups

_MAX_ROW_TEXT = 1000
_MAX_ROW_ELEMENTS = 40
_MAX_DATE_TEXT = 40
#: How far from a link its date may stand where there are no rows.
_NEAR = 60
_UNSEEN = frozenset({"script", "style", "noscript", "template"})
_DIGIT = re.compile(r"\d")
_DAY_BY_NAME = re.compile(r"[今昨]天|[今昨]日|前天|刚刚|剛剛|today|yesterday|just now", re.IGNORECASE)

# What stands around a date in its own column.
_LABEL = re.compile(
    r"发布|时间|日期|发文|成文|更新|来源|星期[一二三四五六日天]|published|posted|updated|date|on|[\W_]", re.IGNORECASE
)
# A date of something else: validity, deadline, entry into force.
_OTHER_DATE = re.compile(r"有效|失效|废止|截止|截至|到期|至|起施行|实施|施行|expir|deadline|until|valid", re.IGNORECASE)
_CLOCK = re.compile(r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?")
_BLANKS = re.compile(r"\s+")
_BROKEN = re.compile(r"(?<=\d)\n(?=[-/.年月])|(?<=\d[-/.])\n(?=\d)|(?<=[年月])\n(?=\d)")
_DAY_FIRST = re.compile(r"(?<![\d:.-])(\d{1,2})\s?[日/]?\s(20\d{2})\s?[-./年]\s?(\d{1,2})\s?月?(?!\s?[-./]?\s?\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})[-./](\d{1,2})\s(20\d{2})(?![\d年./-])")


#: For each link the texts before and after it.
_Gaps = dict[HtmlElement, tuple[str, str]]


class RowDates:
    """Finds the text of a row's publication date; what that text means is decided later, for all kinds alike."""

    def __init__(self, tree: HtmlElement, links: set[HtmlElement], page: Page, site: Site, source: Source) -> None:
        self._base = page.fetched_at
        self._zone = site.timezone
        # A day of grace, for a clock or a zone may be wrong.
        self._tomorrow = (page.fetched_at.astimezone(ZoneInfo(site.timezone)) + timedelta(days=1)).date().isoformat()
        self._source = source
        self._tree = tree
        self._headings: dict[HtmlElement, list[str]] = {}
        self._gaps = gaps = _gaps(tree, links)
        # Where links and dates alternate in one block, its ends show whether a date precedes its link.
        before, after = next(iter(gaps.values()), ("", ""))[0], next(reversed(gaps.values()), ("", ""))[1]
        self._precedes = bool(self._last(before)) and not self._last(after)

    def of(self, link: HtmlElement, row: HtmlElement) -> str:
        """The date text of a link in its row: as the person said, else the date column, else the last date beside it.

        A row that has none takes that above its group of rows; a mere clock time is of that day.
        The row is the link itself where links stand side by side in one block.
        """
        source = self._source
        if source.date_selector:
            text = _joined(next((_value(found) for found in select(row, source.date_selector)), ""))
            return self._matched(text) if source.date_pattern else text
        if source.date_pattern:
            return self._matched(_joined(_text(row)))
        text = self._own(link, row)
        if text and not _CLOCK.fullmatch(text):
            return text
        return f"{self._groups.date_of(link)} {text}".strip()

    @cached_property
    def _groups(self) -> Groups:
        return Groups(self._tree, self._gaps.keys(), self._day_alone)

    def _own(self, link: HtmlElement, row: HtmlElement) -> str:
        text = self._column(row) or self._last(_joined(_text(row, without=link)))
        if text or (row is not link and row.tag not in {"dt", "dd"}):
            return text
        before, after = self._gaps[link]
        return self._last(before if self._precedes else after)

    def _matched(self, text: str) -> str:
        match = re.search(self._source.date_pattern or "", text[:_MAX_ROW_TEXT])
        return (match.group(1 if match.re.groups else 0) or "") if match else ""

    def _column(self, row: HtmlElement) -> str:
        """The text of the last element of the row that holds a date and nothing else, rather than one ahead of us."""
        dates: list[FoundDate] = []
        texts: list[str] = []
        for element in islice(row.iterdescendants(), _MAX_ROW_ELEMENTS):
            text = (element.get("datetime") or "") if element.tag == "time" else ""
            text = text or _text(element, pieces=8)
            if (
                len(text) < 4 * _MAX_DATE_TEXT
                and (_DIGIT.search(text) or _DAY_BY_NAME.search(text))
                and (date := self._date_alone(text := _joined(text).strip()))
                and not _OTHER_DATE.search(self._heading(element))
            ):
                dates.append(date)
                texts.append(text)
        return texts[self._newest_known(dates)] if texts else ""

    def _newest_known(self, dates: Sequence[FoundDate]) -> int:
        """Which of several dates of a row is that of publication: the last that is not in the future, else the last."""
        past = [place for place, date in enumerate(dates) if date.value[:10] <= self._tomorrow]
        return past[-1] if past else len(dates) - 1

    def _heading(self, element: HtmlElement) -> str:
        """What stands above a cell in the first row of its table; empty for anything else."""
        table = next(element.iterancestors("table"), None) if element.tag == "td" else None
        if table is None:
            return ""
        if table not in self._headings:
            first = next(table.iter("tr"), ())
            self._headings[table] = [_text(cell, pieces=8) for cell in islice(first, _MAX_ROW_ELEMENTS)]
        place = sum(1 for _ in islice(element.itersiblings(preceding=True), _MAX_ROW_ELEMENTS))
        heads = self._headings[table]
        return heads[place] if place < len(heads) else ""

    def _date_alone(self, text: str) -> FoundDate | None:
        """The date of a text that is one, at most with its label."""
        if _DAY_BY_NAME.fullmatch(text):
            return parse_date(text, self._base, self._zone)
        if not 4 <= len(text) <= _MAX_DATE_TEXT or _OTHER_DATE.search(text):
            return None
        date = parse_date(text, self._base, self._zone)
        if date is None or date.precision in {Precision.YEAR, Precision.MONTH}:
            return None
        return None if _LABEL.sub("", text.replace(date.text, "")) else date

    def _day_alone(self, text: str) -> FoundDate | None:
        date = self._date_alone(_joined(text).strip())
        return date if date and date.precision is Precision.DAY else None

    def _last(self, text: str) -> str:
        """The last date of a text that is not said to be of something else: validity, deadline."""
        text = text[-_MAX_ROW_TEXT:]
        dates = find_dates(text, self._base, self._zone) if _DIGIT.search(text) else []
        own = [date for date in dates if not _OTHER_DATE.search(text[max(0, date.start - 8) : date.start])]
        return own[self._newest_known(own)].text if own else ""


def _gaps(tree: HtmlElement, links: set[HtmlElement]) -> _Gaps:
    """What stands close before and after each link, up to the next one, in document order."""
    gaps: _Gaps = {}
    text: list[str] = []
    last: HtmlElement | None = None
    for piece in [*_pieces(tree, links), tree]:
        if isinstance(piece, str):
            text.append(piece)
            continue
        gap, text = _joined("\n".join(text)), []
        if last is not None:
            gaps[last] = (gaps[last][0], gap[:_NEAR])
        last = piece
        gaps[piece] = (gap[-_NEAR:], "")
    del gaps[tree]
    return gaps


def _joined(text: str) -> str:
    """The text with dates made whole that the layout sets over two lines: `2026-11-` `20`, `20` `2026-11`."""
    text = _BROKEN.sub("", _BLANKS.sub(lambda blank: "\n" if "\n" in blank.group() else " ", text))
    return _YEAR_LAST.sub(r"\3-\1-\2", _DAY_FIRST.sub(r"\2-\3-\1", text))


def _text(element: HtmlElement, *, without: HtmlElement | None = None, pieces: int = 200) -> str:
    """The text of an element, one piece a line, at most so many; without that of one link in it."""
    skipped = set() if without is None else {without}
    return "\n".join(islice((piece for piece in _pieces(element, skipped) if isinstance(piece, str)), pieces))


def _pieces(element: HtmlElement, skipped: set[HtmlElement]) -> Iterator[str | HtmlElement]:
    """The texts in an element as a visitor reads them, and each skipped element in place of its own."""
    inside: HtmlElement | None = None
    for event, inner in iterwalk(element, events=("start", "end")):
        if event == "start":
            inside = inner if inside is None and (inner in skipped or inner.tag in _UNSEEN) else inside
            text = inner.text
        else:
            text = inner.tail if inner is not element else None
            inside = None if inner is inside else inside
            if inner in skipped:
                yield inner
        if text and inside is None:
            yield text[:_MAX_ROW_TEXT]


def select(element: HtmlElement, css: str) -> list[Any]:
    """Elements, or texts for `::text` and `::attr(name)`."""
    found: list[Any] = element.xpath(HTMLTranslator().css_to_xpath(css))
    return found


def _value(found: Any) -> str:
    return str(found) if isinstance(found, str) else str(found.get("datetime") or _text(found))
