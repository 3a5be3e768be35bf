"""Files: a rendered digest into its folder, whole or not at all, with a page that lists all digests found there."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from pathlib import Path

from core.config import DigestSettings, Form
from digest.errors import DigestError
from digest.filling import fill
from digest.wording import counted, words_of

INDEX = "index.html"
_FORMS = ("html", "md", "txt", "json", "csv", "docx", "xlsx")
_NAME = re.compile(rf"([a-z0-9][a-z0-9_-]{{0,39}})-(\d{{4}}-\d{{2}}-\d{{2}})\.({'|'.join(_FORMS)})")
#: Feed to its suffix. It is of all late issues of a name: no day stands in the name of its file.
_FEEDS = {"atom": "atom", "jsonfeed": "feed.json"}
_FEED_NAME = re.compile(r"([a-z0-9][a-z0-9_-]{0,39})\.(atom|feed\.json)")
#: Suffix of a feed to what it is called, and its media type.
_KINDS = {"atom": ("Atom", "application/atom+xml"), "feed.json": ("JSON Feed", "application/feed+json")}
#: The description stands in the head of a file of ours; no more of it is read for the index.
_HEAD = 2000


@dataclass(frozen=True, slots=True)
class FeedFile:
    """A feed found in the folder."""

    #: Of the digest.
    name: str
    label: str
    media_type: str
    file: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A digest found in the folder."""

    name: str
    day: str
    what: str
    #: Form to file name, HTML first.
    forms: tuple[tuple[str, str], ...]

    @property
    def main(self) -> str:
        """The file to open first."""
        return self.forms[0][1]


def write(contents: Mapping[Form, bytes], settings: DigestSettings, folder: Path, local_date: date) -> tuple[Path, ...]:
    """Write the forms in their order, then the index; gives the paths of the forms.

    Each file appears whole under its name, whatever happens meanwhile; writing again replaces it.

    Raises:
        DigestError: the folder cannot be made or written, or the disk is full; what stood there still stands.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = tuple(
            write_whole(folder / file_name(settings.name, local_date, form), content)
            for form, content in contents.items()
        )
        write_whole(folder / INDEX, _index(folder, settings).encode())
    except OSError as fault:
        raise DigestError(f"cannot write the digest to {folder}: {fault.strerror or fault}") from fault
    return paths


def is_written(settings: DigestSettings, folder: Path, local_date: date) -> bool:
    """Whether all forms that the settings ask for lie in the folder, and the index."""
    names = [file_name(settings.name, local_date, form) for form in settings.formats]
    return all((folder / name).is_file() for name in (*names, INDEX))


def file_name(name: str, local_date: date, form: str) -> str:
    """`daily-2026-11-21.html`; of a feed `daily.atom`.

    Raises:
        DigestError: a name that could leave the folder.
    """
    if form in _FEEDS:
        file, pattern = f"{name}.{_FEEDS[form]}", _FEED_NAME
    else:
        file, pattern = f"{name}-{local_date.isoformat()}.{form}", _NAME
    if not pattern.fullmatch(file):
        raise DigestError(f"not a name for a file: {file!r}")
    return file


def issues(folder: Path, language: str) -> tuple[Issue, ...]:
    """The digests in a folder, the latest first; other files are passed over."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for path in folder.iterdir():
        if (match := _NAME.fullmatch(path.name)) and path.is_file():
            name, day, form = match.groups()
            found.setdefault((day, name), {})[form] = path.name
    listed = []
    # By day backwards, names forwards: two stable sorts.
    for day, name in sorted(sorted(found, key=lambda key: key[1]), key=lambda key: key[0], reverse=True):
        forms = tuple((form, found[day, name][form]) for form in _FORMS if form in found[day, name])
        what = _description(folder / forms[0][1]) if forms[0][0] == "html" else ""
        if heading := _day(day, language):
            listed.append(Issue(name, heading, what, forms))
    return tuple(listed)


def write_whole(path: Path, content: bytes) -> Path:
    """Write a file that appears under its name whole, on the disk, or not at all."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return path


def _index(folder: Path, settings: DigestSettings) -> str:
    words = words_of(settings.language)
    found = issues(folder, settings.language)
    return fill(
        "index.html",
        w=words,
        title=settings.title,
        issues=found,
        total=counted(len(found), words.archive_of),
        feeds=_feeds(folder),
    )


def _feeds(folder: Path) -> tuple[FeedFile, ...]:
    """The feeds in a folder, by name."""
    found = (_FEED_NAME.fullmatch(path.name) for path in sorted(folder.iterdir()) if path.is_file())
    return tuple(FeedFile(match[1], *_KINDS[match[2]], match[0]) for match in found if match)


def _day(day: str, language: str) -> str:
    try:
        return words_of(language).long_day(date.fromisoformat(day))
    except ValueError:
        return ""  # 2026-13-45: not a file of ours


def _description(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        match = re.search(r'<meta name="description" content="([^"]*)">', file.read(_HEAD))
    return unescape(match.group(1)) if match else ""
