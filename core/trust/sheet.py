"""Sheet: all text of a page laid out line by line, with every word of the signs found in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from core.article import Extraction
from core.assessment import Sign, Trust
from core.text import HAN, Folded, fold, one_line
from core.topics.lexicon import Found
from core.trust.compiled import Signs

#: Longer pages are looked at by their beginning and end, where signs stand.
HEAD, TAIL = 24_000, 12_000
_SEEN = 80
_HAN = re.compile(f"[{HAN}]+")
# Parts of a head title: 「标题_栏目-网站」.
_PARTS = re.compile(r"[_|]|\s[-·]\s|-(?=[^-]{2,20}$)")
_SENTENCE_MARK = re.compile(r"[。！？;；,，]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The text of a page: head title, title, then its visible text."""

    original: str
    folded: Folded
    found: dict[str, list[Found]]
    #: Folded offsets at which lines begin.
    starts: list[int]
    #: The first lines are titles: head title, then title.
    titles: int
    #: The lines that hold sentences.
    sentences: frozenset[int]

    def get(self, group: str) -> list[Found]:
        """What a group found."""
        return self.found.get(group, [])

    def line(self, position: int) -> int:
        """The number of the line at a folded position."""
        return bisect_right(self.starts, position) - 1

    def text_of(self, line: int) -> str:
        """A line, folded."""
        end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.folded.text)
        return self.folded.text[self.starts[line] : end]

    @property
    def site_name(self) -> str:
        """What the site calls itself: the last part of the head title, folded; empty where that is one piece."""
        parts = _PARTS.split(self.text_of(0))
        return parts[-1].strip() if len(parts) > 1 else ""

    def is_title(self, position: int) -> bool:
        """Whether a folded position is in one of the titles."""
        return self.line(position) < self.titles

    def is_furniture(self, position: int) -> bool:
        """Whether the line is no sentence: title, breadcrumb, menu, tail."""
        line = self.line(position)
        return line < self.titles or line not in self.sentences

    def sign(self, name: str, found: Found, towards: Trust, *, hard: bool, until: Found | None = None) -> Sign:
        """A Sign with what was seen, as published."""
        start, end = self.folded.span(found.start, (until or found).end)
        seen = one_line(self.original[max(0, start - 12) : end + 12])[:_SEEN]
        return Sign(name=name, seen=seen, towards=towards, hard=hard)


def lay_out(extraction: Extraction, signs: Signs) -> Sheet:
    """Fold the page once and look for every word once."""
    article = extraction.article
    titles = [" ".join(extraction.head_title.split()), " ".join(article.title.split())]
    body = extraction.visible or article.text
    if len(body) > HEAD + TAIL:
        body = body[:HEAD] + "\n" + body[-TAIL:]
    original = "\n".join([*titles, body])
    text = fold(original)
    starts = [0, *(match.end() for match in re.finditer("\n", text.text))]
    lines = text.text.split("\n")
    sentences = frozenset(number for number, line in enumerate(lines) if _SENTENCE_MARK.search(line))
    return Sheet(original, text, signs.lexicon.scan(text.text), starts, len(titles), sentences)


def is_chinese(text: str) -> bool:
    """Whether a text is written in Chinese: a tenth of its characters are Han."""
    sample = text[:2000]
    return len("".join(_HAN.findall(sample))) * 10 >= max(1, len(sample))
