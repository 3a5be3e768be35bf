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

# `callback(`, `/**/ns.callback(`, `var rows =`: what stands before the JSON of a script file.
_WRAPPING = re.compile(
    r"\s*(?:/\*[^*]{0,200}\*/\s*)?(?:(?:var|let|const|window\.)\s*)?[\w$.]{1,100}\s*[=(]\s*(?=[\[{])"
)
_PLACEHOLDER = re.compile(r"\{([\w.*-]+)\}")


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The rows of a JSON document by `source.fields`, or of the HTML it carries by the section rules."""
    text, _ = decode(page.body, page.headers)
    try:
        document = parse(text)
    except (ValueError, RecursionError) as fault:
        return NotAList(f"not JSON: {str(fault)[:100]}")
    if source.fields.html is not None:
        pieces = [piece for piece in at(document, source.fields.html) if isinstance(piece, str)]
        if not pieces:
            return NotAList(f"no HTML at {source.fields.html!r}")
        return section.read_html("\n".join(pieces), page, site, source, asked)
    found = at(document, source.fields.rows)
    if not found:
        return NotAList(f"no rows at {source.fields.rows!r}")
    rows = _rows(found, source.fields)
    return ListPage(links=to_links(rows, page, site, source, page.url or source.url), next=next_ask(source, asked))


def parse(text: str) -> Any:
    """The value of a JSON or JSONP text; what follows it does not count.

    Raises:
        ValueError: for anything else.
        RecursionError: for a value nested too deeply.
    """
    text = text.lstrip("\ufeff \t\r\n")
    wrapping = _WRAPPING.match(text)
    return json.JSONDecoder().raw_decode(text, wrapping.end() if wrapping else 0)[0]


def at(value: Any, path: str) -> list[Any]:
    """All values at a dotted path: keys of objects, positions or `*` (each) of lists; empty when there is none."""
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
    if fields.url_template is None:
        return _first(row, fields.url)
    values = {path: _first(row, path) for path in _PLACEHOLDER.findall(fields.url_template)}
    if not all(values.values()):
        return ""
    return _PLACEHOLDER.sub(lambda place: quote(values[place.group(1)], safe=""), fields.url_template)


def _first(row: Any, path: str) -> str:
    """The first text or number at a path, as text; empty when there is none."""
    for value in at(row, path):
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(int(value)) if value == value and abs(value) < 1e18 else ""
    return ""
