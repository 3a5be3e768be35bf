"""Between nouns and columns: times, JSON, large hashes, and strings that SQLite can hold."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

# A lone surrogate cannot be encoded and loses the whole transaction; behind a NUL, SQLite's own functions see nothing.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with NULs and lone surrogates replaced one for one, so that offsets into it stay right."""
    return _UNSTORABLE.sub("\ufffd", text)


def to_time(moment: datetime) -> str:
    """An aware datetime as the text of a column. Equal length for all, so that texts sort like times."""
    if moment.tzinfo is None:
        raise ValueError(f"a time without zone reached the store: {moment!r}")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def from_time(text: str) -> datetime:
    """The column back as an aware datetime in UTC."""
    return datetime.fromisoformat(text)


def maybe_time(text: str | None) -> datetime | None:
    """The same for a column that may be null."""
    return None if text is None else from_time(text)


def to_json(value: object) -> str:
    """A noun, or containers of nouns, as JSON text that SQLite can hold. Read it back by a pydantic TypeAdapter."""
    text = _dump(value)
    # json writes a NUL as an escape, which would come back as a NUL.
    if "\\u0000" in text or _UNSTORABLE.search(text):
        text = _dump(_mended(json.loads(text)))
    return text


def to_signed(number: int) -> int:
    """A 64-bit hash as the signed number that fits a column."""
    return (number + 2**63) % 2**64 - 2**63


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)


def _plain(value: object) -> object:
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, AbstractSet):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


def _mended(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case list():
            return [_mended(item) for item in value]
        case dict():
            return {storable(key): _mended(item) for key, item in value.items()}
        case _:
            return value
