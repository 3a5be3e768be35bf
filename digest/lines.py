"""Lines: strangers' words and times as the reader of one Digest sees them.

Titles, outlets and snippets are strangers' text. They pass `shown` (no control, bidi or zero-width characters, one
line, a bounded length), and addresses pass `linked` (http and https only). Escaping is the business of each form.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from zoneinfo import ZoneInfo

from core.text import one_line
from core.urls import safe_link
from digest.wording import Words, counted

MOST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Calendar:
    """Dates as the reader of one Digest writes them: in his zone, the year only where it is another."""

    words: Words
    zone: ZoneInfo
    year: int

    def time(self, at: datetime) -> str:
        """11月21日 07:30"""
        return self.words.time(at.astimezone(self.zone), self.year)

    def iso(self, value: str) -> str:
        """An ISO date of any precision; what is none stays as it is."""
        try:
            at = datetime.fromisoformat(value)
            local = at.astimezone(self.zone).isoformat() if at.tzinfo else value
        except (ValueError, OverflowError):
            local = value
        return shown(self.words.iso(local, self.year), 40)


def shown(text: str, most: int = MOST_TITLE) -> str:
    """A stranger's text fit for a line of ours."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def linked(url: str | None) -> str | None:
    """An address that may be linked: http or https, and nothing invisible in it."""
    return safe_link(url) if url and one_line(url) == url else None


def in_ascii(url: str) -> str:
    """An address as URI: only what RFC 3986 allows, and no brackets, which markup takes for its own."""
    return _STRAY_PERCENT.sub("%25", quote(url, safe=_IN_ADDRESS))


_IN_ADDRESS = "%:/?#@!$&'*+,;=~-._"
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def more(number: int, words: Words) -> str:
    """How many are not listed; empty for none."""
    return counted(number, words.more) if number > 0 else ""
