"""Paths: where each page of the archive lies. Names are made of ids only, never of what strangers wrote."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from hashlib import blake2b

from core.archive import Issue
from digest.files import file_name

FRONT = "index.html"
STYLE = "archive.css"
DIGESTS = "digest/index.html"
SEARCH = "search.html"
ATOM = "feed.atom"
JSON_FEED = "feed.json"
SCRIPT = "search/search.js"
FOLDING = "search/folding.js"
FACETS = "search/facets.js"

#: Stories in one folder: some file systems and all people dislike larger ones.
IN_FOLDER = 1000

_PLAIN = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
#: What may be removed again: a manifest that somebody has edited must not lead out of the folder.
_OURS = re.compile(r"(?:[a-z0-9_-]+/){0,3}[a-z0-9_-]+\.(?:html|css|js)|feed\.(?:atom|json)")


class Family(StrEnum):
    """Ways in which Stories are sorted, besides by time."""

    AREA = "area"
    PLACE = "place"
    PROGRAMME = "programme"
    SOURCE = "source"


def slug(name: str) -> str:
    """A name as part of a path: itself where it is plain, else a hash of it. No two names share one."""
    return name if _PLAIN.fullmatch(name) else "x-" + blake2b(name.encode(), digest_size=6).hexdigest()


def digest_page(issue: Issue) -> str:
    """`digest/daily-2026-11-21.html`"""
    return issue_page(issue.name, issue.local_date)


def issue_page(name: str, local_date: date) -> str:
    """The same of an issue that is not in the archive yet."""
    return "digest/" + file_name(name, local_date, "html")


def story_page(story: int) -> str:
    """`story/12/12345.html`"""
    return f"story/{story // IN_FOLDER}/{story}.html"


def month_page(month: str) -> str:
    """`month/2026-11.html`"""
    return f"month/{month}.html"


def family_page(family: Family) -> str:
    """`area/index.html`"""
    return f"{family}/index.html"


def heading_page(family: Family, name: str, month: str = "index") -> str:
    """`area/tech/index.html`, `area/tech/2026-11.html`"""
    return f"{family}/{slug(name)}/{month}.html"


def cards_file(month: str) -> str:
    """`search/2026-11/cards.js`"""
    return f"search/{month}/cards.js"


def shard_file(month: str, shard: int) -> str:
    """`search/2026-11/7.js`"""
    return f"search/{month}/{shard}.js"


def linker(page: str) -> Callable[[str], str]:
    """What gives the relative address of a page as seen from this one, with or without `#anchor`."""
    folder = posixpath.dirname(page)
    return lambda path: posixpath.relpath(path, folder or ".")


def is_ours(path: str) -> bool:
    """Whether a page of the archive could lie there."""
    return _OURS.fullmatch(path) is not None
