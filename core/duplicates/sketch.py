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


def fingerprint(text: str) -> Fingerprint:
    """The Fingerprint of a text as published; equal for its mirror in the other script, with other spacing or marks.

    All hashes are below 2^63, so that SQLite's integers hold them, and the same on every machine. Those of slots
    stand in one space with those of 5-grams and cannot meet them but by chance.
    """
    row = letters(text)
    values = slots(row)
    return Fingerprint(
        exact=_hash(row.joined, b"text"),
        sketch=_smallest(SKETCH, (_hash(gram, b"gram") for gram in row.grams(GRAM))),
        slots=values,
        slot_hashes=_smallest(SLOT_HASHES, (_hash(f"{context}={value}", b"slot") for context, value in values.items())),
        figures=figures(row),
        length=len(row.joined),
    )


def _smallest(count: int, hashes: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(hashes))[:count])


def _hash(text: str, kind: bytes) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8, person=kind).digest()
    return int.from_bytes(digest, "big") >> 1
