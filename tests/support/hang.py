"""Work that never ends."""

from __future__ import annotations

from pathlib import Path


def hang(marker: str, _shared: object) -> None:
    """Say that it has begun, and go on for ever."""
    Path(marker).touch()
    while True:
        pass
