"""A link_pattern from the addresses of one list's articles: what varies becomes a class, what they share stays.

What is safe to write into a Site's file: anchored at both ends, the host escaped, and nothing in it that could
backtrack. Numbers and dates are never kept as they are, since tomorrow's differ; a word that all addresses share is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from urllib.parse import SplitResult, urlsplit

from core.urls import registrable, untracked

_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
#: A digest of 16 to 40 digits, by some systems with a mark before it: `s5f0c…`, `WS5f0c…`.
_DIGEST = r"(?<![A-Za-z0-9])([A-Za-z]{0,4}?)((?=[a-f]*\d)[0-9a-f]{16,40})(?![A-Za-z0-9])"
#: Letters and digits in disorder: `ihfb3x9`. A word and then a number is none of these.
_JUMBLE = r"(?<![A-Za-z0-9])(?=[A-Za-z]*\d+[A-Za-z])[A-Za-z0-9]{8,}(?![A-Za-z0-9])"
_VARIED = re.compile(rf"(%[0-9A-Fa-f]{{2}})|({_UUID})|{_DIGEST}|({_JUMBLE})|(\d+)")
_DATE = re.compile(r"20\d\d(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?)?")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d{5})")
_DAY = re.compile(r"\d{1,2}|\d{4}|[\d_.-]{5,10}")
_EXTENSION = re.compile(r"\.[A-Za-z]{2,5}$")
_RUN = re.compile(r"([A-Za-z0-9]+)")
_COUNTED = re.compile(r"\\d\{\d\}")
#: Names of lists and of their further pages, which a class of words would match as well.
_NO_LIST = r"(?!(?:index|list|page|default|home)(?:[-_.]|\d|$))"
_WORD = "[^/?]+"
#: More shapes of file names than this are one shape: any word.
_MOST_SHAPES = 2


def pattern_of(urls: Iterable[str]) -> str:
    """A regular expression that matches each of these addresses without tracking parameters, and others made like them.

    Args:
        urls: absolute addresses of articles, one at least.

    Raises:
        ValueError: when there is none.
    """
    parts = [urlsplit(untracked(url)) for url in dict.fromkeys(urls)]
    if not parts:
        raise ValueError("a pattern needs an address")
    return f"^https?://{_host(parts)}/{_path([part.path for part in parts])}{_query(parts)}$"


def _host(parts: Sequence[SplitResult]) -> str:
    hosts = sorted({part.netloc.lower() for part in parts})
    if len(hosts) == 1:
        return _literal(hosts[0])
    domains = {registrable(host) for host in hosts}
    if len(domains) == 1:
        return rf"(?:[\w-]+\.)*{_literal(domains.pop())}"
    return f"(?:{'|'.join(map(_literal, hosts))})"


def _path(paths: Sequence[str]) -> str:
    """The shapes of the folders that all share, anything between, and the shapes they share at the end."""
    split = [path.removeprefix("/").removesuffix("/").split("/") for path in paths]
    everywhere = frozenset[str].intersection(*(frozenset(segments) for segments in split))
    folders = [_folder_shapes(segments[:-1], everywhere) for segments in split]
    head = _shared(folders)
    tail = _shared([shapes[len(head) :][::-1] for shapes in folders])[::-1]
    gaps = {len(shapes) - len(head) - len(tail) for shapes in folders}
    between = "" if gaps == {0} else f"(?:[^/?]*/){'+' if min(gaps) else '*'}"
    ending = "/?" if any(len(path) > 1 and path.endswith("/") for path in paths) else ""
    begins, ends = ("".join(f"{shape}/" for shape in shapes) for shapes in (head, tail))
    return f"{begins}{between}{ends}{_file([segments[-1] for segments in split])}{ending}"


def _shared(shapes: Sequence[Sequence[str]]) -> list[str]:
    """What all begin with."""
    together = zip(*shapes, strict=False)
    return [shape for shape, *others in takewhile(lambda column: len(set(column)) == 1, together)]


def _folder_shapes(folders: Sequence[str], everywhere: frozenset[str]) -> list[str]:
    """Of each folder its name, or its class if it is a date, a digest or a number that others lack.

    The number of a column, which all share, is a name.
    """
    shapes: list[str] = []
    is_dated = False
    for folder in folders:
        is_date = _DATE.fullmatch(folder) or (is_dated and _DAY.fullmatch(folder))
        is_dated = is_dated or _YEAR.match(folder) is not None
        is_name = folder in everywhere and not is_date and not _YEAR.match(folder) and not _is_random(folder)
        shapes.append(_literal(folder) if is_name else _shape(folder))
    return shapes


def _is_random(folder: str) -> bool:
    """Whether no column would be numbered like this."""
    return re.fullmatch(rf"{_UUID}|{_DIGEST}|\d{{9,}}", folder) is not None


def _file(names: Sequence[str]) -> str:
    """The shape of the last part of the paths."""
    endings = sorted({_extension(name) for name in names})
    ending = _literal(endings[0]) if len(endings) == 1 else f"(?:{'|'.join(map(_literal, endings))})"
    return _stem([name.removesuffix(_extension(name)) for name in names]) + ending


def _extension(name: str) -> str:
    found = _EXTENSION.search(name)
    return found[0] if found else ""


def _stem(stems: Sequence[str]) -> str:
    shapes = {_shape(stem) for stem in stems}
    if len(shapes) > 1:
        shapes = {_COUNTED.sub(r"\\d+", shape) for shape in shapes}
    if len(shapes) == 1:
        return shapes.pop()
    if (merged := _merged(stems)) is not None:
        return merged
    if len(shapes) <= _MOST_SHAPES and all(_VARIED.search(stem) for stem in stems):
        return f"(?:{'|'.join(sorted(shapes))})"
    word = _NO_LIST + _WORD
    return word if all(stems) else f"(?:{word})?"


def _merged(stems: Sequence[str]) -> str | None:
    """One shape for names that are cut alike and differ in parts with digits only; None for other names."""
    cut = [_RUN.split(stem) for stem in stems]
    if len(set(map(len, cut))) > 1:
        return None
    shapes = []
    for column in zip(*cut, strict=True):
        kinds = {_shape(part) for part in column}
        if len(kinds) == 1:
            shapes.append(kinds.pop())
        elif all(part.isalnum() and not part.isalpha() for part in column):
            shapes.append(r"\w+")
        else:
            return None
    return "".join(shapes)


def _shape(text: str) -> str:
    """A name with its digits as classes; dates keep their length."""
    shaped, end = "", 0
    for varied in _VARIED.finditer(text):
        shaped += _literal(text[end : varied.start()]) + _class(varied)
        end = varied.end()
    return shaped + _literal(text[end:])


def _class(varied: re.Match[str]) -> str:
    escape, uuid, mark, digest, jumble, digits = varied.groups()
    if escape:
        return escape
    if uuid:
        return "[0-9a-f-]{36}"
    if digest:
        return f"{mark}[0-9a-f]{{{len(digest)}}}"
    if jumble:
        return r"\w+"
    return rf"\d{{{len(digits)}}}" if _DATE.fullmatch(digits) else r"\d+"


def _literal(text: str) -> str:
    return re.escape(text).replace(r"\-", "-")


def _query(parts: Sequence[SplitResult]) -> str:
    """The parameters that all have; when some lack one, anything."""
    queries = [[tuple(pair.split("=", 1)) for pair in part.query.split("&")] for part in parts]
    if len({tuple(name for name, *_ in query) for query in queries}) > 1:
        return r"(?:\?.*)?"
    if not any(part.query for part in parts):
        return ""
    columns = zip(*queries, strict=True)
    return r"\?" + "&".join(_parameter(column) for column in columns)


def _parameter(pairs: Sequence[tuple[str, ...]]) -> str:
    name, values = _literal(pairs[0][0]), {pair[1] for pair in pairs if len(pair) > 1}
    if all(value.isdecimal() for value in values):
        return rf"{name}=\d+"
    if len(values) == 1 and not any(character.isdigit() for value in values for character in value):
        return f"{name}={_literal(values.pop())}"
    return f"{name}=[^&]*"
