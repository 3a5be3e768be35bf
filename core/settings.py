"""TOML text into typed values, with every fault at once: file, line, key, and the nearest known key."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import Any, TypeVar
from unicodedata import east_asian_width

from pydantic import TypeAdapter, ValidationError

T = TypeVar("T")
#: Characters of a line that are shown on each side of a fault.
_AROUND = 50
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file that a person wrote."""

    file: str
    #: First line is 1; None where the place is not known.
    line: int | None
    #: Dotted key, with [n] counted from 1 for the nth table of a list; empty for the file as a whole.
    key: str
    message: str
    #: First column is 1; None where the line says enough.
    column: int | None = None
    #: The line as written, to be shown with a caret under the column.
    excerpt: str = ""

    def __str__(self) -> str:
        place = ":".join(str(each) for each in (self.file, self.line, self.column) if each is not None)
        told = f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"
        return f"{told}\n{_with_caret(self.excerpt, self.column)}" if self.column is not None else told


@dataclass(frozen=True, slots=True)
class Origin:
    """A TOML file that a person wrote: it tells where in it a fault stands."""

    file: str
    #: Empty where it is not known: then no line is told.
    text: str = ""

    def fault(self, path: Path, message: str) -> Fault:
        """A fault of the value at a path, on the line of as much of the path as is written."""
        lines = line_of_keys(self.text)
        line = next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), None)
        key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
        return Fault(self.file, line, key, message)


class ConfigError(Exception):
    """A person's files cannot be used as they are; `faults` says all that is wrong with them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def _with_caret(line: str, column: int) -> str:
    """What stands around a column, with a caret below it."""
    begin = max(0, column - _AROUND)
    shown = "".join(each if each.isprintable() else " " for each in line)[begin : column + _AROUND]
    # Below a character of two places stands a blank of two: right in every font.
    gap = "".join("\u3000" if east_asian_width(each) in "WF" else " " for each in shown[: column - 1 - begin])
    return f"    {shown}\n    {gap}^"


def within_value(text: str, line: int, value: str, offset: int) -> tuple[int, int, str]:
    """Where a character of a string value stands in a TOML text: line, column, both from 1, and that line.

    Args:
        text: the TOML text.
        line: on which the key of the value stands.
        value: as TOML reads it.
        offset: of the character in the value; its length means the end.
    """
    lines = text.splitlines()
    rest = "\n".join(lines[line - 1 :])
    place = rest.find(value, rest.find("="))
    if place < 0:
        # It is written with escapes; the value itself shows the place.
        _, column, shown = line_at(value, offset)
        return line, column, shown
    number, column, shown = line_at(rest, place + offset)
    return line + number - 1, column, shown


def line_at(text: str, place: int) -> tuple[int, int, str]:
    """Line and column, both from 1, of a character of a text, and that line."""
    number, begin = text.count("\n", 0, place), text.rfind("\n", 0, place) + 1
    return number + 1, place - begin + 1, text.split("\n")[number]


def parse(text: str, origin: str, shape: type[T]) -> T:
    """Validate a TOML document straight into a dataclass.

    Raises:
        ConfigError: with all faults, `origin` naming the file.
    """
    return validate(parse_toml(text, origin), text, origin, shape)


def parse_toml(text: str, origin: str) -> dict[str, Any]:
    """TOML text as plain tables.

    Raises:
        ConfigError: where the text is not TOML, with the line.
    """
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        line = re.search(r"line (\d+)", str(fault))
        lines = text.splitlines()
        place = int(line.group(1)) if line else len(lines)
        reason = re.sub(r" \(at .*\)$", "", str(fault))
        hint = _slip_of_keyboard(lines[place - 1]) if lines else ""
        raise ConfigError([Fault(origin, place, "", f"not valid TOML: {reason}{hint}")]) from fault


def _slip_of_keyboard(line: str) -> str:
    """What a Chinese keyboard makes of TOML, outside of quotes and comments."""
    bare = re.sub(r"\"[^\"]*\"|'[^']*'|#.*", "", line)
    if wide := re.search("[“”‘’，、；＝［］]", bare):
        return f"; {wide[0]} 是全角标点，请改用半角 / {wide[0]} is full-width: write it half-width"
    if re.match(r"\s*[^\x00-\x7f]+\s*=", bare):
        return '; 等号前的中文名要加半角引号 / a Chinese name before = stands in quotes: "…"'
    return ""


def validate(tables: dict[str, Any], text: str, origin: str, shape: type[T]) -> T:
    """Validate tables that were read from `text`.

    Raises:
        ConfigError: with all faults, `origin` naming the file.
    """
    try:
        value: T = _adapter(shape).validate_python(tables)  # type: ignore[arg-type]  # mypy: a class has no hash
    except ValidationError as error:
        written = Origin(origin, text)
        raise ConfigError([_fault(detail, written, shape) for detail in error.errors()]) from error
    return value


@cache
def _adapter(shape: type) -> TypeAdapter[Any]:
    """Made once: a hundred files of Sites have one shape, and to make it takes longer than to check them all."""
    return TypeAdapter(shape)


def written_like(pattern: str, example: str) -> Callable[[str], str]:
    """A validator for a text that must match a pattern as a whole, and says what it should look like."""

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise ValueError(f"should be written like {example}")
        return text

    return check


def one_of(known: Iterable[str]) -> Callable[[str], str]:
    """A validator for a word of a list, that names the nearest or all."""
    words = tuple(known)

    def check(text: str) -> str:
        if text not in words:
            near = get_close_matches(text, words, n=1)
            raise ValueError(f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(words)}")
        return text

    return check


@lru_cache(maxsize=4)
def line_of_keys(text: str) -> Mapping[Path, int]:
    """The line on which each key path of a TOML text stands. Inline tables count as their first line."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), 1):
        if heading := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$", line):
            table = _resolve(_keys(heading.group(2)), counts, is_list=heading.group(1) == "[[")
            lines.setdefault(table, number)
        elif key := re.match(r"\s*((?:[\w-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w-]+|\"[^\"]*\"))*)\s*=", line):
            lines.setdefault(table + _keys(key.group(1)), number)
    return lines


def _keys(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(r"[\w-]+|\"[^\"]*\"|'[^']*'", dotted))


def _resolve(keys: Path, counts: dict[Path, int], *, is_list: bool) -> Path:
    """The path with list positions: `[[sources]]` for the second time is ("sources", 1)."""
    path: Path = ()
    for key in keys[:-1]:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, keys[-1])
    if is_list:
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path


def _fault(detail: Any, origin: Origin, shape: type) -> Fault:
    # pydantic puts names of union branches and of functions into the path; keys and positions are enough.
    path: Path = tuple(detail["loc"])
    return origin.fault(path, _message(detail, path, shape))


def _message(detail: Any, path: Path, shape: type) -> str:
    if detail["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        near = get_close_matches(str(path[-1]), _known_keys(shape, path[:-1]), n=1, cutoff=0.5)
        return "unknown key" + (f"; did you mean {near[0]!r}?" if near else "")
    if detail["type"] in {"missing", "missing_argument"}:
        return "is missing"
    if detail["type"] in {"too_short", "string_too_short"} and detail["ctx"]["min_length"] == 1:
        return "should not be empty"
    message = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Input ")
    # Lists of the file are tuples of ours.
    message = (message[:1].lower() + message[1:]).replace("a valid tuple", "a list")
    given = detail["input"]
    return f"{message} (given: {given!r})" if isinstance(given, str | int | float | bool) else message


def _known_keys(shape: type, path: Path) -> list[str]:
    schema = _adapter(shape).json_schema()
    here = schema
    for part in path:
        here = _deref(here, schema)
        here = here.get("items", {}) if isinstance(part, int) else here.get("properties", {}).get(part, {})
    return list(_deref(here, schema).get("properties", ()))


def _deref(node: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    for option in node.get("anyOf", ()):
        if "$ref" in option or option.get("type") in {"array", "object"}:
            node = option
            break
    if "$ref" in node:
        found: dict[str, Any] = schema["$defs"][node["$ref"].rpartition("/")[2]]
        return found
    return node
