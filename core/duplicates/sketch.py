"""Fingerprint: what duplicates are looked up and judged by."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from core.assessment import Fingerprint
from core.duplicates.cleaning import letters
from core.duplicates.slots import figures, slots

#: Length of the runs that are hashed, and how many hashes of runs and of slots are kept (dedup.md §4).
GRAM = 5
SKETCH = 32
SLOT_HASHES = 16

# A copy of a hash that knows its kind costs half of a new one, and every 5-gram needs one.
_TEXT, _GRAM, _SLOT = (blake2b(digest_size=8, person=kind) for kind in (b"text", b"gram", b"slot"))


def fingerprint(text: str) -> Fingerprint:
    """The Fingerprint of a text as published; equal for its mirror in the other script, with other spacing or marks.

    All hashes are below 2^63, so that SQLite's integers hold them, and the same on every machine. Those of slots
    stand in one space with those of 5-grams and cannot meet them but by chance.
    """
    row = letters(text)
    values = slots(row)
    return Fingerprint(
        exact=_number(_digest(row.joined, _TEXT)),
        sketch=_smallest(SKETCH, row.grams(GRAM), _GRAM),
        slots=values,
        slot_hashes=_smallest(SLOT_HASHES, map("=".join, values.items()), _SLOT),
        figures=figures(row),
        length=len(row.joined),
    )


def _smallest(count: int, texts: Iterable[str], kind: blake2b) -> tuple[int, ...]:
    return tuple(map(_number, sorted({_digest(text, kind) for text in texts})[:count]))


def _digest(text: str, kind: blake2b) -> bytes:
    state = kind.copy()
    state.update(text.encode("utf-8", "surrogatepass"))
    return state.digest()


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big") >> 1
