"""Tag, Assessment and Trust: what an Article is about and whether it is what it seems, each with evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from core.text import one_line


class TagKind(StrEnum):
    """The families of tags."""

    CORE = "core"  # terms that are on topic by themselves
    CONDITIONAL = "conditional"  # terms that count with a partner
    TRAP = "trap"  # signs of an off-topic neighbour; points below zero
    AREA = "area"  # the policy areas
    PLACE = "place"
    PROGRAMME = "programme"
    DOCUMENT = "document"  # policy, interpretation, meeting, data, project, comment
    RULE = "rule"  # a rule of the office's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place where a rule hit, in the text as published."""

    #: The term of the rule, not folded.
    term: str
    field: Literal["title", "text", "url", "source"]
    #: Character offset in that field of the Article; `article.text[offset:offset+length]` is what was matched.
    offset: int
    length: int
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """One rule that hit one Article."""

    kind: TagKind
    #: Stable name: `tech`, `JS`, `320500`, `g60`, `region list` ...
    name: str
    #: What a reader sees: 科技创新, 江苏, 苏州.
    label: str
    #: Its part of the score; 0 for tags that only describe.
    points: int
    hits: tuple[Hit, ...]


OnTopic = Literal["yes", "related", "no"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What an Article is about."""

    on_topic: OnTopic
    score: int
    tags: tuple[Tag, ...]
    #: The document type: one of the names of the DOCUMENT tags, or None.
    kind: str | None = None

    def named(self, kind: TagKind) -> tuple[str, ...]:
        """The names of the tags of one kind, in order."""
        return tuple(tag.name for tag in self.tags if tag.kind is kind)


class Trust(StrEnum):
    """What a page is, whatever its subject."""

    OK = "ok"
    REPUBLISHED = "republished"  # a real story on a low-grade or collector site
    MIRROR = "mirror"  # somebody's page on a host that is not his
    SPUN = "spun"  # words swapped by machine
    FABRICATED = "fabricated"  # invented
    SPAM = "spam"
    UNKNOWN = "unknown"  # an unknown host and no sign either way


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One piece of trust evidence."""

    #: Stable name: `injected phrase`, `bracketed pinyin`, `foreign footer` ...
    name: str
    #: What was seen, as published, at most 80 characters.
    seen: str
    #: What it points to.
    towards: Trust
    #: True when it is enough by itself.
    hard: bool = False

    def __str__(self) -> str:
        """As it stands in a reason, on one line."""
        return f"{self.name}: {one_line(self.seen)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustReport:
    """The Trust of a page, with all its signs."""

    trust: Trust
    signs: tuple[Sign, ...] = ()
    #: Genre apart from news: `paper`, `exam`, `encyclopaedia`, `advert`, `job`, `stub`, or None.
    genre: str | None = None

    @property
    def is_advert(self) -> bool:
        """Whether the story itself sells something."""
        return any(sign.name == "promotion" for sign in self.signs)

    @property
    def is_open(self) -> bool:
        """Whether it is an open reprint of the press or an organisation's own page, and nothing speaks against it."""
        return bool(self.signs) and all(sign.name in {"credited reprint", "own news"} for sign in self.signs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingerprint:
    """What duplicates are judged by; made of folded text (research: dedup.md §0)."""

    #: 64-bit hash of the letters of the text, for exact copies.
    exact: int
    #: The 32 smallest 63-bit hashes of its 5-grams.
    sketch: tuple[int, ...]
    #: Context of a number (3 letters before, 1 after) to its value.
    slots: Mapping[str, str]
    #: Hashes of up to 16 slots, indexed beside the sketch.
    slot_hashes: tuple[int, ...]
    #: The set of its figures.
    figures: frozenset[str]
    #: Letters in the cleaned text.
    length: int
