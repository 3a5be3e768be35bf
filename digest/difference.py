"""Difference: what is different between two records of a digest, in lines that a person can read; pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from posixpath import commonprefix
from typing import Any

from core.text import one_line

#: Characters shown of a value.
_MOST_VALUE = 60
#: Of them before the first that differs, in a long text.
_BEFORE = 15
#: What an element of a list is known by, the first that it has.
_KEYS = (("site", "source"), ("id",), ("area",), ("article",), ("kind", "name"), ("story",), ("url",))
#: What it is called.
_NAMES = ("title", "label", "site_name", "name")


def differences(before: str, after: str) -> tuple[str, ...]:
    """One line for each value that differs; empty only where both are the same, byte for byte.

    Args:
        before: the JSON of the one record.
        after: that of the other.
    """
    if before == after:
        return ()
    found = tuple(_compared("", json.loads(before), json.loads(after)))
    return found or ("the same values, written down in another form: it was made by another version",)


def _compared(path: str, before: Any, after: Any) -> Iterator[str]:
    if isinstance(before, dict) and isinstance(after, dict):
        yield from _tables(path, before, after)
    elif isinstance(before, list) and isinstance(after, list):
        yield from _lists(path, before, after)
    elif before != after:
        start = _where_they_part(before, after)
        yield f"{path}: {_shown(before, start)} -> {_shown(after, start)}"


def _where_they_part(before: Any, after: Any) -> int:
    """From where two values are to be shown so that it can be seen what differs."""
    if not isinstance(before, str) or not isinstance(after, str):
        return 0
    same = len(commonprefix([before, after]))
    return 0 if same < _MOST_VALUE // 2 else same - _BEFORE


def _tables(path: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    for key in [*before, *(key for key in after if key not in before)]:
        here = f"{path}.{key}" if path else key
        if key not in after:
            yield f"{here}: {_shown(before[key])} is gone"
        elif key not in before:
            yield f"{here}: {_shown(after[key])} is new"
        else:
            yield from _compared(here, before[key], after[key])


def _lists(path: str, before: list[Any], after: list[Any]) -> Iterator[str]:
    old, new = _by_key(before), _by_key(after)
    for key, each in old.items():
        if key not in new:
            yield f"{path}[{key}]: {_called(each)} is gone"
    for key, each in new.items():
        if key not in old:
            yield f"{path}[{key}]: {_called(each)} is new"
        else:
            yield from _compared(f"{path}[{key}]", old[key], each)
    common = [key for key in old if key in new]
    if common != [key for key in new if key in old]:
        yield f"{path}: in another order"


def _by_key(elements: list[Any]) -> dict[str, Any]:
    """The elements by what they are known by, or else by their place."""
    keyed = {_key(each, place): each for place, each in enumerate(elements)}
    return keyed if len(keyed) == len(elements) else {str(place): each for place, each in enumerate(elements)}


def _key(element: Any, place: int) -> str:
    if isinstance(element, dict):
        for names in _KEYS:
            if all(name in element for name in names):
                return "/".join(str(element[name]) for name in names)
    return str(place)


def _called(element: Any) -> str:
    """An element by its name: a Story's is that of its article."""
    if not isinstance(element, dict):
        return _shown(element)
    names = {**element.get("article", {})} if isinstance(element.get("article"), dict) else element
    return _shown(next((names[name] for name in _NAMES if names.get(name)), element))


def _shown(value: Any, start: int = 0) -> str:
    """A value on one line, of a text what stands from `start` on."""
    text = one_line(value[start:] if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
    text = f"…{text}" if start else text
    return text if len(text) <= _MOST_VALUE else text[: _MOST_VALUE - 1] + "…"
