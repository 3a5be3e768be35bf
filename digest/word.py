"""Word: a digest as a document in the form that offices in China are used to, for print, notes and filing.

A4 with the margins of GB/T 9704; title and first headings in 黑体, second ones in 楷体, text in 宋体; headings are
numbered by their styles (一、 and （一）), so that the numbers stay right when somebody deletes a section.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from digest.changed import Changed
from digest.entry import Entry, Other, Stretch
from digest.lines import in_ascii
from digest.view import Absent, View
from digest.wording import Words
from digest.zipped import repacked

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_LATIN = "Times New Roman"
_SONG, _HEI, _KAI = "宋体", "黑体", "楷体"
#: Style to its East Asian font, size in points, and whether it is bold.
_FONTS = {
    "Normal": (_SONG, 12, False),
    "Title": (_HEI, 22, False),
    "Subtitle": (_KAI, 12, False),
    "Heading 1": (_HEI, 16, False),
    "Heading 2": (_KAI, 14, True),
    "Heading 3": (_HEI, 12, False),
    "Body Text": (_SONG, 12, False),
    "Quote": (_KAI, 12, False),
    "List Bullet": (_SONG, 12, False),
    "List Number": (_SONG, 12, False),
    "Caption": (_SONG, 10.5, False),
    "Footer": (_SONG, 10.5, False),
}
#: Language to the numbers of the two levels of headings: their kind, and how they are written.
_NUMBERS = {
    "zh-CN": (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）")),
    "en": (("decimal", "%1. "), ("decimal", "%1.%2 ")),
}
_HEADINGS = 90
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an address, or only words where there is none to trust."""

    text: str
    url: str | None


Piece = str | Stretch | Link


def to_docx(view: View) -> bytes:
    """The whole digest."""
    sheet = _Paper(view)
    sheet.write()
    return sheet.packed()


class _Paper:
    """One document while it is written."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._words = view.words
        self._document = _blank(view)

    def packed(self) -> bytes:
        packed = BytesIO()
        self._document.save(packed)
        return repacked(packed.getvalue(), _midnight(self._view))

    def write(self) -> None:
        view, words = self._view, self._words
        self._add("Title", view.title)
        self._add("Subtitle", view.date)
        self._add("Subtitle", view.description)
        self._add("Caption", view.window)
        if view.late:
            self._add("Caption", f"{words.late}{words.colon}{view.late}")
        self._add("Caption", f"{words.coverage}{words.colon}{view.blind}")
        if view.headlines:
            self._add("Heading 1", view.headlines_title)
            for entry in view.headlines:
                self._add("List Number", entry.title + words.bracketed.format(entry.outlet))
        if view.empty:
            self._add("Heading 1", view.empty_title)
            self._add("Body Text", view.empty)
        self._round_up()
        for part in view.parts:
            self._add("Heading 1", part.label)
            if part.note:
                self._add("Caption", part.note)
            for entry in part.entries:
                self._entry(entry)
        self._changes()
        self._absent()
        self._trends()
        self._coverage()
        self._add("Caption", words.footer)

    def _round_up(self) -> None:
        view = self._view
        if view.figures:
            self._add("Heading 1", view.figures_title)
            for each in view.figures:
                self._add("List Bullet", *each.sentence, self._words.bracketed.format(each.outlet))
        if view.documents:
            self._add("Heading 1", self._words.documents)
            for entry in view.documents:
                self._add("List Bullet", Link(entry.title, entry.url), f" · {entry.document}")
            self._more(view.more_documents)

    def _entry(self, entry: Entry) -> None:
        words = self._words
        self._add("Heading 2", entry.title)
        facts = [entry.tier, entry.outlet, entry.credited, entry.first, *entry.dates, entry.date_doubt]
        self._add("Caption", " · ".join(filter(None, facts))).paragraph_format.keep_with_next = True
        self._add("Body Text", entry.summary or entry.no_summary)
        for sentence in entry.figures:
            self._add("Quote", *sentence)
        for pieces in _about(entry, words):
            self._add("Caption", *pieces)

    def _changes(self) -> None:
        view, words = self._view, self._words
        if view.changes:
            self._add("Heading 1", words.changes)
            self._add("Caption", words.changes_note)
        for each in view.changes:
            self._changed(each)

    def _changed(self, each: Changed) -> None:
        self._add("List Bullet", Link(each.title, each.url), f" · {each.outlet} · {each.what} · {each.at}")
        for told in each.altered:
            self._add("Quote", f"{told.label}{self._words.colon}{told.marked}")
        self._more(each.more)

    def _absent(self) -> None:
        view, words = self._view, self._words
        if view.held:
            self._add("Heading 1", words.held)
            self._add("Caption", words.held_note)
            self._list(view.held, view.more_held)
        if view.rejected:
            self._add("Heading 1", words.rejected)
            self._add("Caption", words.rejected_note)
            self._add("Body Text", words.comma.join(f"{why} {number}" for why, number in view.rejected))
        if view.near_misses:
            self._add("Heading 3", words.near_misses)
            self._add("Caption", words.near_misses_note)
            self._list(view.near_misses, view.more_near_misses)

    def _list(self, absent: Iterable[Absent], more: str) -> None:
        for each in absent:
            facts = "".join(f" · {fact}" for fact in (each.outlet, each.why, each.detail, each.score) if fact)
            self._add("List Bullet", Link(each.title, each.url), facts)
        self._more(more)

    def _more(self, text: str) -> None:
        if text:
            self._add("Caption", text)

    def _trends(self) -> None:
        trends, words = self._view.trends, self._words
        if trends is None:
            return
        self._add("Heading 1", words.trends)
        self._add("Caption", trends.note)
        for table in trends.tables(words):
            rows = (
                (label + (words.bracketed.format(beside) if beside else ""), number)
                for label, number, _, beside in table.rows
            )
            self._table((table.title, words.stories_column), rows, (12.6, 3))
        self._more(trends.unknown_lately)

    def _coverage(self) -> None:
        view, words = self._view, self._words
        self._add("Heading 1", words.coverage)
        self._add("Body Text", view.blind)
        if view.rows:
            head = (words.site, words.state, words.new_links, words.last_ok, words.remark)
            rows = ((row.site, row.state, str(row.new_links), row.last_ok, row.remark) for row in view.rows)
            self._table(head, rows, (3.5, 2.6, 1.5, 3, 5))

    def _add(self, style: str, *pieces: Piece) -> Paragraph:
        paragraph = self._document.add_paragraph(style=style)
        _write(paragraph, pieces)
        return paragraph

    def _table(self, head: tuple[str, ...], rows: Iterable[tuple[str, ...]], widths: tuple[float, ...]) -> None:
        """A table whose header stands on every page; widths in centimetres."""
        from docx.shared import Cm

        table = self._document.add_table(rows=0, cols=len(head), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for number, row in enumerate((head, *rows)):
            _row(table, row, is_head=number == 0)
        self._document.add_paragraph(style="Caption")


def _about(entry: Entry, words: Words) -> Iterator[tuple[Piece, ...]]:
    """What is known of a Story besides its text, a line each."""
    if entry.goes_on:
        beside = words.bracketed.format(f"{entry.goes_on.outlet}{words.comma}{entry.goes_on.day}")
        yield f"{words.goes_on}{words.colon}", Link(entry.goes_on.title, entry.goes_on.url), beside
    if entry.document:
        yield (entry.document,)
    if entry.attachments:
        yield (
            f"{entry.attachments_title}{words.colon}",
            *_joined((Link(each.title, each.url) for each in entry.attachments), words),
        )
    if entry.others:
        more = f" {entry.more_others}" if entry.more_others else ""
        yield f"{entry.also_at or words.hows_title}{words.colon}", *_outlets(entry.others, words), more
    if entry.not_counted:
        yield (f"{entry.not_counted}{words.colon}{words.comma.join(each.outlet for each in entry.copies)}",)
    for told in entry.parallels:
        yield f"{told.label}{words.colon}", Link(told.title, told.url), f" · {told.outlet}"
    if entry.reasons:
        reasons = words.semicolon.join(f"{reason.label} {reason.points}" for reason in entry.reasons)
        yield (f"{words.why}{words.bracketed.format(entry.score)}{words.colon}{reasons}",)
    if entry.url:
        yield f"{words.original}{words.colon}", Link(entry.url, entry.url)
    if entry.web_page:
        yield f"{words.its_page}{words.colon}", Link(entry.web_page, entry.web_page)


def _outlets(others: Iterable[Other], words: Words) -> Iterator[Piece]:
    for number, other in enumerate(others):
        yield words.comma if number else ""
        yield Link(other.outlet, other.url)
        yield words.bracketed.format(other.how)


def _joined(pieces: Iterable[Piece], words: Words) -> Iterator[Piece]:
    for number, piece in enumerate(pieces):
        yield words.comma if number else ""
        yield piece


def _write(paragraph: Paragraph, pieces: Iterable[Piece]) -> None:
    for piece in pieces:
        if isinstance(piece, str):
            paragraph.add_run(piece)
        elif isinstance(piece, Stretch):
            paragraph.add_run(piece.text).bold = piece.is_figure or None
        else:
            _write_link(paragraph, piece)


def _write_link(paragraph: Paragraph, link: Link) -> None:
    run = paragraph.add_run(link.text)
    if link.url is None:
        return
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run.style = "Hyperlink"
    element: Any = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), paragraph.part.relate_to(in_ascii(link.url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run._r.addprevious(element)  # noqa: SLF001 - python-docx reads hyperlinks and has no way to write one
    element.append(run._r)  # noqa: SLF001


def _row(table: Table, texts: tuple[str, ...], *, is_head: bool) -> None:
    from docx.oxml import OxmlElement

    row = table.add_row()  # type: ignore[no-untyped-call]
    properties = row._tr.get_or_add_trPr()  # noqa: SLF001 - nor this
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))
    for cell, text in zip(row.cells, texts, strict=True):
        cell.paragraphs[0].style = "Caption"
        cell.paragraphs[0].add_run(text).bold = is_head or None


def _blank(view: View) -> Document:
    """An empty document with its paper, styles and footer."""
    import docx

    document = docx.Document()
    _set_up_paper(document)
    _set_up_styles(document, view.words.lang)
    _number_headings(document, view.words.lang)
    _number_pages(document)
    properties = document.core_properties
    properties.author = properties.last_modified_by = "deltawatch"
    properties.title, properties.comments, properties.language = view.title, "", view.words.lang
    properties.created = properties.modified = _midnight(view)
    return document


def _midnight(view: View) -> datetime:
    return datetime.fromisoformat(view.iso_date)


def _set_up_paper(document: Document) -> None:
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(20)


def _set_up_styles(document: Document, lang: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    styles: Any = document.styles
    for name, (font, size, bold) in _FONTS.items():
        style = styles[name]
        properties = style.element.get_or_add_rPr()
        for each in properties.findall(qn("w:rFonts")):
            # The fonts of a theme would have the last word.
            properties.remove(each)
        style.font.name = _LATIN
        properties.rFonts.set(qn("w:eastAsia"), font)
        style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        style.paragraph_format.space_before = Pt(0)
        style.paragraph_format.space_after = Pt(4)
    for name in ("Title", "Subtitle", "Footer"):
        styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for name, before in (("Heading 1", 18), ("Heading 2", 12), ("Heading 3", 10)):
        styles[name].paragraph_format.space_before = Pt(before)
    for name in ("Body Text", "Quote"):
        styles[name].paragraph_format.line_spacing = 1.5
        _indent_two_characters(styles[name])
    for border in styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor(0x1F, 0x4E, 0x9E), True
    language = styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    language.set(qn("w:eastAsia"), "zh-CN")
    language.set(qn("w:val"), "en-US" if lang == "zh-CN" else lang)


def _indent_two_characters(style: Any) -> None:
    """The first line set in by two characters of whatever size, as Chinese text has it."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    style.paragraph_format.first_line_indent = Pt(2 * _FONTS[style.name][1])
    style.element.pPr.ind.set(qn("w:firstLineChars"), "200")


def _number_headings(document: Document, lang: str) -> None:
    """Numbers of the two levels of headings, by their styles."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:pStyle w:val="Heading{level + 1}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>'
        for level, (kind, text) in enumerate(_NUMBERS[lang])
    )
    numbering: Any = document.part.numbering_part.element
    kinds = numbering.findall(qn("w:abstractNum"))
    # Word wants all kinds of numbers before all uses of one.
    kinds[-1].addnext(
        parse_xml(
            f'<w:abstractNum {_W} w:abstractNumId="{_HEADINGS}"><w:multiLevelType w:val="multilevel"/>{levels}'
            "</w:abstractNum>"
        )
    )
    number = numbering.add_num(_HEADINGS).numId
    styles: Any = document.styles
    for level in range(len(_NUMBERS[lang])):
        properties = styles[f"Heading {level + 1}"].element.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = number


def _number_pages(document: Document) -> None:
    """— 1 — at the foot of every page."""
    from docx.oxml import parse_xml

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run("— ")
    field: Any = parse_xml(f'<w:fldSimple {_W} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
    paragraph._p.append(field)  # noqa: SLF001 - python-docx knows no fields
    paragraph.add_run(" —")
