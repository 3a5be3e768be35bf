"""Article: one reading of one Page, each value with its evidence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Precision(StrEnum):
    """How exact a date is."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateEvidence:
    """One candidate for a date: all are kept, one is chosen by a pure rule."""

    #: ISO 8601: `2026-11-20T08:05:00+08:00`, `2026-11-20`, `2026-11` or `2026`, by precision.
    value: str
    precision: Precision
    #: Where it stood: `meta:pubdate`, `json-ld`, `list`, `line`, `url`, `script`, `dateline`, `event`, `htmldate` ...
    where: str
    #: As it was written.
    text: str
    #: 0 to 100; the documented order of docs/reading.md.
    trust: int
    #: Why it was not believed (future, render time, repeated filler, copyright year ...); empty when it may be chosen.
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A document linked from the body: policy texts are often nothing but these."""

    url: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a Page says, as published (no folding), or one of several articles in it."""

    url: str | None
    title: str
    #: Paragraphs separated by one line break.
    text: str
    #: Bylines joined by "、"; None when the page names nobody.
    author: str | None = None
    #: The credited origin (来源), as written.
    source: str | None = None
    #: The chosen date of this page, ISO 8601 by precision.
    published: str | None = None
    published_precision: Precision | None = None
    date_evidence: tuple[DateEvidence, ...] = ()
    #: When the news itself was first published or happened, where the text tells; else equal to `published`.
    first_published: str | None = None
    first_published_evidence: DateEvidence | None = None
    #: First published more than 14 days before the fetch; None when no date is known.
    stale: bool | None = None
    #: `zh`, `zh-Hant`, `en`, or None.
    language: str | None = None
    #: The codec the bytes were decoded by.
    encoding: str | None = None
    attachments: tuple[Attachment, ...] = ()
    #: Further articles found in the same page, in order; theirs is empty.
    parts: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """An Article with what only the judgement of its page needs; this is never stored."""

    article: Article
    #: All text of the page that a visitor sees, menus and tails included, one block a line.
    visible: str
    #: Content of <title>, as it stands.
    head_title: str
    #: The lines at the ends of the article, by which the furniture of its host is learnt (core.extract.learnt).
    edges: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """Why a Page gave no Article."""

    #: `empty`, `nested too deeply`, `binary`, `challenge`, `list page`, `toxic` ...
    reason: str
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.reason}: {self.detail}" if self.detail else self.reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What is known of a Page besides its bytes."""

    fetched_at: datetime
    anchor: str = ""
    #: ISO date of the list row or feed entry.
    listed: str | None = None
    timezone: str = "Asia/Shanghai"
    #: Lines that other stories of its host end or begin with too, as core.extract.learnt writes them.
    furniture: frozenset[int] = frozenset()
