"""What the newsroom publishes: articles as data, one TOML file for each site, each with the reading it should get.

Copies are not written out twice: a page names the page whose text it carries and how it was altered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from opencc import OpenCC
from pydantic import ConfigDict

from core.assessment import OnTopic, Trust
from core.settings import parse
from core.verdict import Why

_STRICT = ConfigDict(extra="forbid")

Day = Literal[1, 2]
#: "unread" is a page the crawler cannot or may not fetch.
Decision = Literal["new", "same", "held", "rejected", "unread"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a competent analyst decides about a page under the rules; the defaults are those of an honest new story."""

    __pydantic_config__ = _STRICT

    on_topic: OnTopic = "yes"
    #: The main policy areas; a reading may find more.
    areas: tuple[str, ...] = ()
    trust: Trust = Trust.OK
    verdict: Decision = "new"
    #: Keys of the Stories a copy belongs to, the first one first.
    same_as: tuple[str, ...] = ()
    #: Verdicts that are right as well: a copy read before what it copies, a forgery thrown out instead of held.
    also_right: tuple[Decision, ...] = ()
    why: Why | None = None
    #: Why so, in words.
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file beside an article."""

    __pydantic_config__ = _STRICT

    path: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One article page as its editors keep it, before any markup."""

    __pydantic_config__ = _STRICT

    path: str
    title: str
    #: When the site says it was published; None where it says nothing.
    at: datetime | None = None
    #: Paragraphs, one a line; a line that begins with "## " is a sub-heading.
    body: str = ""
    #: Key of the page whose text this one carries, and how many of its paragraphs.
    text_of: str | None = None
    take: int | None = None
    #: The simulated day from which lists show it, and the one from which its address answers 404.
    day: Day = 1
    gone_from: Day | None = None
    #: Words of its text exchanged from the second day on; the page does not say so.
    edits: tuple[tuple[str, str], ...] = ()
    #: Which list of its site shows it.
    column: str = "news"
    source: str | None = None
    author: str = ""
    editor: str = ""
    documents: tuple[Document, ...] = ()
    #: Something the list row says besides title and date: a validity.
    remark: str = ""
    #: What else the layout of this site needs: lines of a tail, injected phrases, a tag.
    extras: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expect: Expected = field(default_factory=Expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """All pages of one site, and how it alters texts that are not its own."""

    __pydantic_config__ = _STRICT

    page: tuple[Written, ...]
    #: What its headlines look like on the page, brand and all.
    headline: str = "{title}"
    #: Words exchanged as a text spinner does, applied in order.
    swaps: tuple[tuple[str, str], ...] = ()
    traditional: bool = False
    #: Characters that get their pinyin in brackets, on pages with the extra "pinyin".
    pinyin: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A page ready to be laid out: its own or borrowed text, altered as its site does."""

    host: str
    written: Written
    title: str
    paragraphs: tuple[str, ...]

    @property
    def key(self) -> str:
        """`gov/202611/t20261118_1001.html`: how pages are named in the data."""
        return self.host + self.written.path


@cache
def published(day: Day = 1) -> tuple[Published, ...]:
    """Every article page of the newsroom, worded as on a day, in the order of the files.

    Raises:
        ConfigError: with all faults of a file.
        KeyError: where a page carries the text of one that does not exist.
    """
    shelves = {file.name.removesuffix(".toml"): _shelf(file.name) for file in _folder() if file.name.endswith(".toml")}
    texts = {host + page.path: _body(page, day) for host, shelf in shelves.items() for page in shelf.page}
    return tuple(_publish(host, page, shelf, texts) for host, shelf in shelves.items() for page in shelf.page)


def _folder() -> list[Traversable]:
    return sorted((files("newsroom") / "pages").iterdir(), key=lambda file: file.name)


def _shelf(name: str) -> Shelf:
    return parse((files("newsroom") / "pages" / name).read_text("utf-8"), name, Shelf)


def _publish(host: str, page: Written, shelf: Shelf, texts: Mapping[str, str]) -> Published:
    borrowed = texts[page.text_of].split("\n") if page.text_of else []
    lines = [line.strip() for line in (*borrowed[: page.take], *texts[host + page.path].split("\n"))]
    alter = _alteration(shelf, with_pinyin="pinyin" in page.extras)
    return Published(
        host=host,
        written=page,
        title=shelf.headline.format(title=alter(page.title)),
        paragraphs=tuple(alter(line) for line in lines if line),
    )


def _body(page: Written, day: Day) -> str:
    body = page.body
    for old, new in page.edits if day > page.day else ():
        body = body.replace(old, new)
    return body


def _alteration(shelf: Shelf, *, with_pinyin: bool) -> Callable[[str], str]:
    def alter(text: str) -> str:
        for word, other in shelf.swaps:
            text = text.replace(word, other)
        if shelf.traditional:
            text = str(_to_traditional().convert(text))
        if with_pinyin:
            text = "".join(
                f"{character}({shelf.pinyin[character]})" if character in shelf.pinyin else character
                for character in text
            )
        return text

    return alter


@cache
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")
