"""A page of text: sections of aligned columns, for Chinese and Latin letters side by side."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells, set_cell_size

from core.text import one_line

#: Rows of one table; the last cell of each is its free text.
Table = Sequence[Sequence[object]]

_INDENT = "  "
_GAP = "  "
#: Free text is not squeezed into fewer cells of a terminal.
_LEAST = 24


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the tables under it, each aligned by itself."""

    heading: str
    tables: tuple[Table, ...]


def terminal_width() -> int | None:
    """How many cells a line may have; None where nobody looks at lines: in a file or a pipe."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None


def lines(sections: Sequence[Section], width: int | None = None) -> Iterator[str]:
    """The sections as lines, strangers' text without control characters. Empty cells and tables take no room.

    Args:
        width: cells in a line; free text goes on under itself. None leaves every row one line.
    """
    for place, section in enumerate(sections):
        if place:
            yield ""
        yield one_line(section.heading)
        for table in section.tables:
            yield from _table(table, width)


def _table(table: Table, width: int | None) -> Iterator[str]:
    rows = [tuple(one_line(str(cell)) for cell in row) for row in table]
    sizes = [max(map(cell_len, column)) for column in zip(*(row[:-1] for row in rows), strict=True)]
    for *fixed, text in rows:
        cells = (set_cell_size(cell, size) + _GAP for cell, size in zip(fixed, sizes, strict=True) if size)
        head = _INDENT + "".join(cells)
        first, *others = [text] if width is None else _wrapped(text, max(width - cell_len(head), _LEAST))
        yield (head + first).rstrip()
        for other in others:
            yield " " * cell_len(head) + other


def _wrapped(text: str, room: int) -> list[str]:
    """Stretches that fit, broken at spaces; words that are longer than that, as Chinese sentences are, anywhere."""
    done, stretch = [], ""
    for word in text.split(" "):
        joined = f"{stretch} {word}" if stretch else word
        if cell_len(joined) <= room:
            stretch = joined
        elif stretch and cell_len(word) <= room:
            done.append(stretch)
            stretch = word
        else:
            *full, stretch = chop_cells(joined, room)
            done += full
    return [*done, stretch]
