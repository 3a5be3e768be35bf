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


class Level(StrEnum):
    """How high an issuing body stands."""

    NATIONAL = "national"
    MINISTRY = "ministry"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"
    REGIONAL = "regional"  # made by several provinces together


class Validity(StrEnum):
    """Whether a document is in force, as its page says."""

    IN_FORCE = "in force"
    LAPSED = "lapsed"
    REPEALED = "repealed"


class FacetName(StrEnum):
    """What is told of a document."""

    TYPES = "types"
    NUMBER = "number"
    BODIES = "bodies"
    INDEX = "index"
    WRITTEN = "written"
    ISSUED = "issued"
    EFFECTIVE = "effective"
    EXPIRES = "expires"
    VALIDITY = "validity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One statement about a document, with what it stands on."""

    name: FacetName
    #: As in the Document; several types or bodies joined by "、".
    value: str
    #: Where it stood: `box`, `title`, `head`, `text` or `foot`.
    where: str
    #: As it was written, with its label.
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """An authority that issues documents."""

    #: As written.
    name: str
    #: None where the name alone does not tell.
    level: Level | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What an official text says of itself; nothing of it is taken from elsewhere. Days are ISO dates."""

    #: The form of the letter (通知, 批复), then that of what it sends out (方案); 征求意见稿 for a draft.
    types: tuple[str, ...] = ()
    #: 文号, in the brackets of the standard: 沪发改规〔2026〕12号.
    number: str | None = None
    #: Who issued it, the leading body first.
    bodies: tuple[Body, ...] = ()
    #: 索引号, under which its publisher files it.
    index: str | None = None
    #: 成文日期.
    written: str | None = None
    #: 发布日期, as the box of the document has it.
    issued: str | None = None
    #: 施行日期.
    effective: str | None = None
    #: 有效期至.
    expires: str | None = None
    validity: Validity | None = None
    #: All that was found, what was chosen first.
    evidence: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What a Page says, as published (no folding), or one of several articles in it."""

    url: str | None
    title: str
    #: The lines that a newspaper sets above (引题) and below (副题) its title.
    kicker: str | None = None
    subtitle: str | None = None
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
    #: Its facets, where it is an official document itself and not news of one.
    document: Document | None = None
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
