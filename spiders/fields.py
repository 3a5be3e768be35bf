"""Fields of an unknown JSON document: which of its lists is one of articles, by what its rows hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from core.text import HAN
from spiders.readers.endpoint import parse

#: Rows that are looked at of one list, keys of a row, lists of a document, and how deep they may lie.
_ROWS, _KEYS, _LISTS, _DEPTH = 20, 60, 200, 8
#: So many rows of a list must hold an address and a title.
_MOST = 0.7
_ADDRESS = re.compile(r"(?:https?:)?//[^\s/]+/\S+|\.{0,2}/[\w./-]{3,}\S*")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|mp[34]|ico)(?:$|\?)", re.IGNORECASE)
_DATE = re.compile(r"(?:19|20)\d\d\D{1,3}\d{1,2}\D{1,3}\d{1,2}.{0,20}|1[5-9]\d{8}(?:\d{3})?|.{1,8}前")
_DATE_KEY = re.compile(r"date|time|pub|day", re.IGNORECASE)
_TITLE = re.compile(f"[{HAN}].*[{HAN}]|[A-Za-z]+ [A-Za-z]+", re.DOTALL)
_TITLE_KEY = re.compile(r"title|name|headline|subject", re.IGNORECASE)

_Rows = list[dict[str, Any]]


def fields_of(text: str) -> dict[str, str] | None:
    """The `fields` table for a JSON or JSONP text: the longest list whose rows hold titles and addresses.

    None where there is none, also for what is no JSON.
    """
    try:
        document = parse(text)
    except (ValueError, RecursionError):
        return None
    found = [(path, rows, fields) for path, rows in _lists(document) if (fields := _fields(rows))]
    if not found:
        return None
    path, _, fields = max(found, key=lambda each: (len(each[1]), "date" in each[2]))
    return {**({"rows": path} if path else {}), **fields}


def _lists(document: Any) -> Iterator[tuple[str, _Rows]]:
    """Every list of objects with its path, the outermost first."""
    waiting: list[tuple[str, Any, int]] = [("", document, 0)]
    for _ in range(_LISTS):
        if not waiting:
            return
        path, value, depth = waiting.pop(0)
        if isinstance(value, list):
            rows = [row for row in value if isinstance(row, dict)]
            if rows:
                yield path, rows
        elif isinstance(value, dict) and depth < _DEPTH:
            inner = islice(value.items(), _KEYS)
            waiting += [
                (f"{path}.{key}".lstrip("."), each, depth + 1) for key, each in inner if re.fullmatch(r"\w+", key)
            ]


def _fields(rows: _Rows) -> dict[str, str] | None:
    """Which keys of rows hold the address, the title and the date."""
    looked = rows[:_ROWS]
    keys = list(islice(looked[0], _KEYS))
    url = _best(looked, keys, _is_address, re.compile("url|link|href", re.IGNORECASE))
    title = _best(looked, [key for key in keys if key != url], _is_title, _TITLE_KEY)
    if url is None or title is None:
        return None
    date = _best(looked, keys, _is_date, _DATE_KEY)
    return {"url": url, "title": title, **({"date": date} if date else {})}


def _best(rows: _Rows, keys: list[str], fits: Any, name: re.Pattern[str]) -> str | None:
    """The key whose values fit in most rows; of equals one that is named so, then the first."""
    count = Counter({key: sum(fits(row.get(key)) for row in rows) for key in keys if re.fullmatch(r"\w+", key)})
    fitting = [key for key in count if count[key] >= _MOST * len(rows)]
    return max(fitting, key=lambda key: (count[key], name.search(key) is not None), default=None)


def _is_address(value: Any) -> bool:
    return isinstance(value, str) and _ADDRESS.fullmatch(value.strip()[:500]) is not None and not _PICTURE.search(value)


def _is_title(value: Any) -> bool:
    return isinstance(value, str) and 4 <= len(value.strip()) <= 200 and _TITLE.search(value) is not None


def _is_date(value: Any) -> bool:
    return isinstance(value, str | int) and _DATE.fullmatch(str(value).strip()[:40]) is not None
