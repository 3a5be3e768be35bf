"""Fingerprint: what duplicates are looked up and judged by."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from heapq import nsmallest
from zlib import crc32

from core.assessment import Fingerprint
from core.duplicates.cleaning import letters
from core.duplicates.slots import figures, slots

#: Length of the runs that are hashed, and how many hashes of runs and of slots are kept (dedup.md §4).
GRAM = 5
SKETCH = 32
SLOT_HASHES = 16

# Which runs are kept is decided by a checksum: the same on every machine, a third of the cost of a hash, and as even.
# Of those few a hash is stored: their checksums are all small, so that other texts' would often be the same.
_EXACT_BYTES, _FEATURE_BYTES = 8, 4


def fingerprint(text: str) -> Fingerprint:
    """The Fingerprint of a text as published; equal for its mirror in the other script, with other spacing or marks.

    Hashes are the same on every machine. Features are below 2^31, which SQLite keeps in four bytes: at ten million
    Stories one in five stands for two runs by chance, and no two of a text meet in one other. Those of slots stand in
    one space with those of 5-grams.
    """
    row = letters(text)
    values = slots(row)
    return Fingerprint(
        exact=_hash(row.joined, b"text", _EXACT_BYTES),
        sketch=_features(row.grams(GRAM), SKETCH, b"gram"),
        slots=values,
        slot_hashes=_features(map("=".join, values.items()), SLOT_HASHES, b"slot"),
        figures=figures(row),
        length=len(row.joined),
    )


def _features(texts: Iterable[str], count: int, kind: bytes) -> tuple[int, ...]:
    """The hashes of so many of the texts, always the same ones of the same texts; sorted."""
    kept = tuple(texts)
    by_checksum = dict(zip(map(crc32, map(str.encode, kept)), kept, strict=True))
    chosen = (by_checksum[checksum] for checksum in nsmallest(count, by_checksum))
    return tuple(sorted({_hash(text, kind, _FEATURE_BYTES) for text in chosen}))


def _hash(text: str, kind: bytes, size: int) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=size, person=kind).digest(), "big") >> 1
