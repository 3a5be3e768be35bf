"""JSON endpoints: rows by dotted paths, JSONP, and HTML inside JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from core.charset import decode
from core.page import Page
from core.site import Fields, Site, Source
from spiders.asking import FIRST, Ask, next_ask
from spiders.readers import section
from spiders.readers.listing import MAX_ROWS, ListPage, NotAList, Row, to_links
from spiders.readers.markup import tree_of_pieces

# `callback(`, `/**/ns.callback(`, `var rows =`: what stands before the JSON of a script file.
_WRAPPING = re.compile(
    r"\s*(?:/\*[^*]{0,200}\*/\s*)?(?:(?:var|let|const|window\.)\s*)?[\w$.]{1,100}\s*[=(]\s*(?=[\[{])"
)
_BLANKS = "\ufeff \t\r\n"
_PLACEHOLDER = re.compile(r"\{([\w.*-]+)\}")


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The rows of a JSON document by `source.fields`, or of the HTML it carries by the section rules."""
    text, _ = decode(page.body, page.headers)
    return read_json(text, page, site, source, asked)


def read_either(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The same, or a section page: some searches answer with one or the other."""
    text, _ = decode(page.body, page.headers)
    return (read_json if is_json(text) else section.read_html)(text, page, site, source, asked)


def read_json(text: str, page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The same of a text that came with `page`."""
    try:
        document = parse(text)
    except (ValueError, RecursionError) as fault:
        return NotAList(f"not JSON: {str(fault)[:100]}")
    fields = source.fields
    pieces = [piece for piece in at(document, fields.html) if isinstance(piece, str)] if fields.html else []
    if pieces:
        return section.read_tree(tree_of_pieces(pieces[:MAX_ROWS]), page, site, source, asked)
    found = at(document, fields.rows) if fields.rows or not fields.html else []
    if found:
        rows = _rows(found, fields)
        return ListPage(
            links=to_links(rows, page, site, source, page.url or source.url), next=next_ask(source, asked, page.url)
        )
    if _found_nothing(document, fields):
        return ListPage(links=())
    return NotAList(f"no rows at {fields.rows!r}" if fields.rows else f"no HTML at {fields.html!r}")


def _found_nothing(document: Any, fields: Fields) -> bool:
    """Whether an answer is that of a search without hits: one of the paths ends in an empty list."""
    paths = f"{fields.html or ''}|{fields.rows}".split("|")
    ends = (_at(document, path.partition("*")[0].rstrip(".")) for path in paths if "*" in path)
    return any(end in ([[]], [{}]) for end in ends)


def is_json(text: str) -> bool:
    """Whether an answer is JSON or JSONP by how it begins."""
    text = text.lstrip(_BLANKS)
    return text.startswith(("{", "[")) or _WRAPPING.match(text) is not None


def parse(text: str) -> Any:
    """The value of a JSON or JSONP text; what follows it does not count.

    Raises:
        ValueError: for anything else.
        RecursionError: for a value nested too deeply.
    """
    text = text.lstrip(_BLANKS)
    wrapping = _WRAPPING.match(text)
    return json.JSONDecoder().raw_decode(text, wrapping.end() if wrapping else 0)[0]


def at(value: Any, paths: str) -> list[Any]:
    """All values at the first of several paths that leads to any; empty when none does. Paths are those of Fields."""
    return next((found for path in paths.split("|") if (found := _at(value, path))), [])


def _at(value: Any, path: str) -> list[Any]:
    found = [value]
    for key in path.split(".") if path else ():
        found = [inner for outer in found for inner in _step(outer, key)]
    return found


def _step(value: Any, key: str) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values()) if key == "*" else [value[key]] if key in value else []
    if isinstance(value, list):
        if key == "*":
            return value
        return [value[int(key)]] if key.isdecimal() and len(key) < 7 and int(key) < len(value) else []
    return []


def _rows(found: list[Any], fields: Fields) -> Iterator[Row]:
    rows = [row for item in found for row in (item if isinstance(item, list) else [item])]
    for row in rows[:MAX_ROWS]:
        yield Row(_href(row, fields), (_first(row, fields.title),), _first(row, fields.date) if fields.date else "")


def _href(row: Any, fields: Fields) -> str:
    href = _first(row, fields.url)
    if href or fields.url_template is None:
        return href
    values = {path: _first(row, path) for path in _PLACEHOLDER.findall(fields.url_template)}
    if not all(values.values()):
        return ""
    return _PLACEHOLDER.sub(lambda place: quote(values[place.group(1)], safe=""), fields.url_template)


def _first(row: Any, paths: str) -> str:
    """The first text or number at one of the paths, as text; empty when there is none."""
    texts = (_as_text(value) for path in paths.split("|") for value in _at(row, path))
    return next(filter(None, texts), "")


def _as_text(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | float) and not isinstance(value, bool) and value == value and abs(value) < 1e18:
        return str(int(value))
    return ""
