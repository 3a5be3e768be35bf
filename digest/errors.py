"""What can go wrong with a digest that is not the fault of one item."""

from __future__ import annotations


class DigestError(Exception):
    """A digest cannot be written or read: the disk, the folder, or a record of another version. Chains its cause."""
