"""A file of labels: what a person says of saved pages or of articles in the store, one a row (docs/evaluating.md)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args
from zoneinfo import ZoneInfo

from core.assessment import OnTopic, Trust
from core.evaluation import Opinion
from core.rules import Rules
from core.settings import ConfigError, Fault

#: Columns that say which article is meant, that say something of it, and that only people read.
NAMING = ("file", "article", "url", "part", "fetched_at")
SAYING = ("on_topic", "areas", "places", "programmes", "trust", "worthy", "story")
REMARKS = ("title", "note", "judged_at")

_YES, _NO = {"yes", "y", "true", "1", "是"}, {"no", "n", "false", "0", "否"}
# What a spreadsheet may have put between the columns; the commonest of the first line counts.
_DELIMITERS = ",;\t"
_CHINA = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One row: an article and what a person says of it."""

    #: In the file; the heading is line 1.
    line: int
    #: As written; one of these two, or the address alone, names the article.
    file: Path | None
    article: int | None
    url: str | None
    #: Which article of its page is meant, from 0.
    part: int
    fetched_at: datetime | None
    opinion: Opinion


def parse_labels(body: bytes, origin: str, rules: Rules) -> tuple[tuple[Label, ...], tuple[Fault, ...]]:
    """The good rows in their order, and what is wrong with each of the others.

    UTF-8, UTF-16 with its mark, else GB 18030, as spreadsheets save them. Empty cells say nothing.

    Raises:
        ConfigError: where the heading names columns that there are not, or no article can be named by it.
    """
    text = _decoded(body)
    heading = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=heading.count))
    columns = [name.strip().lower() for name in next(rows, [])]
    _check(columns, origin)
    labels: list[Label] = []
    faults: list[Fault] = []
    for line, cells in _rows(rows, origin, faults):
        if len(cells) > len(columns):
            faults.append(
                Fault(origin, line, "", f"{len(cells)} cells for {len(columns)} columns; quote what has commas")
            )
            continue
        try:
            said = {name: cell.strip() for name, cell in zip(columns, cells, strict=False) if cell.strip()}
            labels.append(_label(line, said, rules))
        except _Wrong as wrong:
            faults.append(Fault(origin, line, wrong.column, str(wrong)))
    return tuple(labels), tuple(faults)


class _Wrong(ValueError):
    """A cell that means nothing."""

    def __init__(self, column: str, message: str) -> None:
        super().__init__(message)
        self.column = column


def _decoded(body: bytes) -> str:
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")


def _check(columns: list[str], origin: str) -> None:
    known = (*NAMING, *SAYING, *REMARKS)
    faults = [Fault(origin, 1, name, _no_such(name, known, "column")) for name in columns if name and name not in known]
    faults += [
        Fault(origin, 1, name, "stands twice") for name in dict.fromkeys(columns) if name and columns.count(name) > 1
    ]
    if not faults and not {"file", "article", "url"} & set(columns):
        faults.append(Fault(origin, 1, "", "needs a column file, article or url that names what is judged"))
    if faults:
        raise ConfigError(faults)


def _rows(rows: Any, origin: str, faults: list[Fault]) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold something, each with the line it begins in."""
    while True:
        line = rows.line_num + 1
        try:
            cells = next(rows)
        except StopIteration:
            return
        except csv.Error as fault:
            faults.append(Fault(origin, line, "", f"is no row: {fault}"))
            continue
        if any(cell.strip() for cell in cells):
            yield line, cells


def _label(line: int, said: Mapping[str, str], rules: Rules) -> Label:
    if not {"file", "article", "url"} & said.keys():
        raise _Wrong("", "names no file, article or url")
    areas = {word: area.name for area in rules.topics.file.area for word in (area.name, area.label, area.label_en)}
    return Label(
        line=line,
        file=Path(said["file"]) if "file" in said else None,
        article=_number(said, "article"),
        url=said.get("url"),
        part=_number(said, "part") or 0,
        fetched_at=_moment(said.get("fetched_at")),
        opinion=Opinion(
            on_topic=_one_of(said, "on_topic", get_args(OnTopic)),
            areas=_names(said, "areas", lambda word: _known(word, areas)),
            places=_names(said, "places", lambda word: rules.topics.label_of.get(word, word)),
            programmes=_names(said, "programmes"),
            trust=Trust(said["trust"].lower()) if _one_of(said, "trust", tuple(Trust)) else None,
            worthy=_is_yes(said.get("worthy")),
            stories=_names(said, "story", between="|"),
        ),
    )


def _names(
    said: Mapping[str, str], column: str, named: Callable[[str], str] = str, between: str = "|;；、，,"
) -> frozenset[str] | None:
    """Several names in one cell; `-` for none of them, since an empty cell says nothing."""
    if column not in said:
        return None
    words = (word.strip() for word in re.split(f"[{between}]", said[column]))
    return frozenset(named(word) for word in words if word not in {"", "-"})


def _known(word: str, areas: Mapping[str, str]) -> str:
    if word not in areas:
        raise _Wrong("areas", _no_such(word, tuple(areas), "area"))
    return areas[word]


def _one_of(said: Mapping[str, str], column: str, words: tuple[str, ...]) -> Any:
    if column not in said:
        return None
    word = said[column].lower()
    if word not in words:
        raise _Wrong(column, f"{said[column]!r} is none of {', '.join(words)}")
    return word


def _number(said: Mapping[str, str], column: str) -> int | None:
    if column not in said:
        return None
    # A spreadsheet makes 12.0 of a number it likes.
    digits = said[column].removesuffix(".0")
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 19):
        raise _Wrong(column, f"{said[column]!r} is no number")
    return int(digits)


def _is_yes(word: str | None) -> bool | None:
    if word is None:
        return None
    if word.lower() not in _YES | _NO:
        raise _Wrong("worthy", f"{word!r} is neither yes nor no")
    return word.lower() in _YES


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise _Wrong("fetched_at", f"not an ISO 8601 time: {text!r}") from fault
    return moment if moment.tzinfo else moment.replace(tzinfo=_CHINA)


def _no_such(word: str, known: tuple[str, ...], noun: str) -> str:
    near = get_close_matches(word.lower(), known, n=1)
    return f"no such {noun}" + (f"; did you mean {near[0]!r}?" if near else f"; there are: {', '.join(known)}")
