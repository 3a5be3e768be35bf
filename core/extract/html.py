"""From text to a tree: mending, parsing, and what a visitor sees."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, document_fromstring

from core.text import clean

# libxml2 ends the document at the first of these, browsers do not: 10 of 231 measured pages have their article behind
# one (research: extraction.md §2.4). They carry no meaning, so all of them go.
_STRAY = re.compile(r"</(?:html|body)\b[^<>]*>", re.IGNORECASE)
# lxml refuses text that declares an encoding.
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}>", re.IGNORECASE)

# 100,000 attributes in one tag hang the extractor for minutes. A picture set into the page makes a long tag as well,
# but of one attribute.
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{65536,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_MOST_ATTRIBUTES = 2000

# One class for all elements: lxml.html asks a Python function for the class of each that is touched, which is a tenth
# of all reading.
_ELEMENTS = etree.ElementDefaultClassLookup(element=HtmlElement)

# Elements whose content a visitor never reads, and those that begin a line of their own.
_UNSEEN = """
    script style noscript template head iframe object embed svg math select datalist textarea audio video
"""
_SKIPPED = frozenset(_UNSEEN.split())
_LINES = """
    address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset figcaption
    figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section summary table
    tbody td tfoot th thead title tr ul
"""
_BLOCKS = frozenset(_LINES.split())
_CELLS = frozenset(("td", "th"))
#: Longer cells are paragraphs.
_LONGEST_CELL = 60
_NEXT_CELL = "\x1f"
_BETWEEN_CELLS = re.compile(" ?\x1f[ \x1f]*")
_EDGES = " \x1f"
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u3000]+")
_CODE = re.compile(r"<(/?)(?:script|style)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_IN_LINKS = 0.6
_BESIDE_LINKS = re.compile(
    r"[【】\[\]\s]+"
    r"|[(（\[]?(?:\d{4}[-年/.])?\d{1,2}[-月/.]\d{1,2}日?(?:\s\d{1,2}:\d\d(?::\d\d)?)?[)）\]]?$"
)


@dataclass(frozen=True, slots=True)
class Block:
    """One line of a page, as a browser would break it."""

    text: str
    #: Characters of it that stand in links.
    linked: int
    #: Tag of the heading it stands in (`h1` ... `h6`), else empty.
    heading: str
    #: Whether the page says that it is not shown.
    hidden: bool

    @property
    def is_link(self) -> bool:
        """Whether it stands in links for the most part; the date of a list row and the brackets around links do not
        count."""
        if self.linked > _IN_LINKS * len(self.text):
            return True
        return self.linked > 0 and self.linked > _IN_LINKS * len(_BESIDE_LINKS.sub("", self.text))


def mend(html: str) -> str:
    """The page without what makes a parser stop early or refuse it; cheap, and safe to apply twice."""
    return clean(_STRAY.sub("", _DECLARATION.sub("", html, count=1)))


def is_toxic(html: str) -> bool:
    """Whether a tag has so many attributes that reading it would take minutes; linear."""
    return any(len(_QUOTED.sub("", match.group()).split()) > _MOST_ATTRIBUTES for match in _LONG_TAG.finditer(html))


def parse(html: str) -> tuple[HtmlElement, bool] | None:
    """The tree of a mended page and whether its nesting made the parser drop content; None when there is nothing."""
    parser = etree.HTMLParser(collect_ids=False, default_doctype=False, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENTS)
    try:
        tree = document_fromstring(html, parser=parser)
    except (etree.ParserError, ValueError):
        return None
    too_deep = any("depth" in entry.message.lower() for entry in parser.error_log)
    return tree, too_deep


def drop_code(tree: HtmlElement) -> None:
    """Take scripts and styles out of the tree: each extractor copies it whole, and they are most of many pages."""
    etree.strip_elements(tree, "script", "style", "noscript", "template", "svg", "iframe", with_tail=False)


def bare_length(html: str) -> int:
    """Characters of text in a page, counted without a parser: the yardstick for what a parser lost; linear."""
    pieces = _CODE.split(html)
    # Pieces and what closes or opens before them alternate: text, "/" or "", text ...
    shown = [text for opened, text in zip(["/", *pieces[1::2]], pieces[::2], strict=True) if opened]
    return len("".join(_TAG.sub("", "".join(shown)).split()))


def blocks(tree: HtmlElement) -> list[Block]:
    """The lines of a page in order, menus and tails included; linear in the size of the tree."""
    writer = _BlockWriter()
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            writer.start(element)
        else:
            writer.end(element, tail=element is not tree)
    return writer.finished()


class _BlockWriter:
    """Collects the text of elements into lines; told of their starts and ends in document order."""

    def __init__(self) -> None:
        self._found: list[Block] = []
        self._line: list[str] = []
        self._linked = 0
        self._anchors = 0
        self._unseen = 0
        self._hidden: list[HtmlElement] = []
        self._heading = ""

    def start(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _CELLS and _is_figure(element):
            self._line.append(_NEXT_CELL)
        elif tag in _BLOCKS:
            self._end_line()
        if tag in _SKIPPED:
            self._unseen += 1
        elif _is_hidden(element):
            self._end_line()
            self._hidden.append(element)
        elif tag == "a":
            self._anchors += 1
        elif tag in _HEADINGS:
            self._heading = tag
        self._add(element.text)

    def end(self, element: HtmlElement, *, tail: bool) -> None:
        tag = element.tag
        if tag in _BLOCKS and not (tag in _CELLS and _is_figure(element)):
            self._end_line()
        if tag in _SKIPPED:
            self._unseen -= 1
        elif self._hidden and self._hidden[-1] is element:
            self._end_line()
            self._hidden.pop()
        elif tag == "a":
            self._anchors -= 1
        elif tag in _HEADINGS:
            self._heading = ""
        if tail:
            self._add(element.tail)

    def finished(self) -> list[Block]:
        self._end_line()
        return self._found

    def _add(self, text: str | None) -> None:
        if text and not self._unseen:
            self._line.append(text)
            if self._anchors:
                self._linked += len(_SPACES.sub(" ", text).strip())

    def _end_line(self) -> None:
        if self._line:
            text = _SPACES.sub(" ", "".join(self._line)).strip(_EDGES)
            if _NEXT_CELL in text:
                text = _BETWEEN_CELLS.sub("\t", text)
            if text:
                self._found.append(
                    Block(text if text.isprintable() else clean(text), self._linked, self._heading, bool(self._hidden))
                )
            self._line.clear()
        self._linked = 0


_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def _is_figure(cell: HtmlElement) -> bool:
    """Whether a cell is of a table of figures, where a row is a line, and not of a page's layout."""
    return len(cell) < 3 and all(child.tag not in _BLOCKS for child in cell) and len(cell.text or "") < _LONGEST_CELL


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style")
    return element.get("hidden") is not None or (style is not None and _HIDDEN.search(style) is not None)
