"""What of an Article is judged: the story without datelines and without what the page puts behind it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from core.article import Article
from core.assessment import Hit
from core.text import Folded, fold, one_line
from core.topics.lexicon import Found, Lexicon

#: A tag keeps this many hits; all of them count.
MOST_HITS = 3
#: Folded characters that are judged at the most; a plan of 20,000 is long, a page of a million is an attack.
MOST_JUDGED = 30_000
_AROUND = 28
#: The first paragraph goes on until it has so many characters (a line of the source and a scene come before the news),
#: and ends with so many; in Chinese and in English.
OPENING, LATIN_OPENING = (60, 300), (120, 600)

FieldName = Literal["title", "text", "source", "url"]

# 「新华社合肥7月7日电(记者 某某)」, "SHANGHAI, Nov. 20 (Xinhua) --": who wired it from where, not what it is about.
_DATELINE = re.compile(
    r"^[ \t]*[(【\[]?[\u4e00-\u9fff]{1,8}?(?:社|报|网|台|新闻|客户端)[\u4e00-\u9fff]{0,8}?"
    r"\d{1,2}月\d{1,2}日(?:电|讯)[)】\]]?(?:[ \t]*\([^)\n]{0,30}\))?"
    r"|^[ \t]*[a-z][a-z '.]{2,30},[ \t]*(?:[a-z]+,[ \t]*)?[a-z]{3,9}\.?[ \t]*\d{1,2}[ \t]*\([^)\n]{2,30}\)[ \t]*-+",
    re.MULTILINE,
)
# In folded text, where an English sentence no longer begins with a capital letter.
SENTENCE_END = re.compile(r"[。!?;\n]+|\.(?=\s)")
# A paragraph that ends so ends a story, if it is the only one of the page.
_SIGNED = re.compile(
    r"\((?:本报|见习|通讯员|总台|实习|首席)*(?:记者|通讯员|作者)[^()\n]{1,40}\)[ \t]*$|\(完\)[ \t]*$", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an Article, folded, with all that the lexicon found in it."""

    name: FieldName
    original: str
    folded: Folded
    #: Folded length of what is judged.
    end: int
    found: dict[str, list[Found]]
    #: Folded offsets at which its sentences begin.
    starts: list[int]

    def get(self, group: str) -> list[Found]:
        """What a group found here."""
        return self.found.get(group, [])

    @property
    def judged(self) -> str:
        """The folded text that is judged."""
        return self.folded.text[: self.end]

    def sentence(self, position: int) -> int:
        """The number of the sentence at a folded position."""
        return bisect_right(self.starts, position)

    def hit(self, found: Found) -> Hit:
        """The find as evidence, in the text as published."""
        start, end = self.folded.span(found.start, found.end)
        around = self.original[max(0, start - _AROUND) : end + _AROUND]
        # Most are clean; looking costs a tenth of cleaning.
        snippet = around if around.isprintable() else one_line(around)
        return Hit(term=found.term, field=self.name, offset=start, length=end - start, snippet=snippet)


@dataclass(frozen=True, slots=True)
class Story:
    """Title and text of an Article, read for judgement; its credited origin and its address for rules that ask."""

    title: Field
    text: Field
    source: Field
    url: Field
    #: Folded offset at which the first paragraph ends.
    first_paragraph: int

    @property
    def fields(self) -> tuple[Field, Field]:
        """What the news itself says, title first."""
        return self.title, self.text

    def has(self, group: str) -> bool:
        """Whether a group was found in title or text."""
        return group in self.title.found or group in self.text.found

    def hits(self, group: str) -> tuple[Hit, ...]:
        """The first finds of a group, title first."""
        return evidence(self.title, self.title.get(group), self.text, self.text.get(group))


def evidence(title: Field, in_title: Iterable[Found], text: Field, in_text: Iterable[Found]) -> tuple[Hit, ...]:
    """The first finds as Hits, title first, at most MOST_HITS."""
    pairs = [(title, each) for each in in_title] + [(text, each) for each in in_text]
    return tuple(field.hit(each) for field, each in pairs[:MOST_HITS])


def read(article: Article, lexicon: Lexicon, tail_lines: re.Pattern[str], tail_after: int) -> Story:
    """Fold an Article, cut its tail, and look for every term once."""
    text = fold(article.text[:MOST_JUDGED])
    end = story_end(text.text, tail_lines, tail_after)
    return Story(
        title=_whole("title", article.title, lexicon),
        text=_field("text", article.text, text, end, lexicon),
        source=_whole("source", article.source or "", lexicon),
        url=_whole("url", article.url or "", lexicon),
        first_paragraph=_first_paragraph(text.text),
    )


def story_end(text: str, lines: re.Pattern[str], after: int) -> int:
    """Where the story of a folded text ends.

    At the first line of the tail list, or after the only paragraph that is signed 「(记者 某某)」: several signed
    ones are several items. The first `after` characters always belong to the story.
    """
    marker = lines.search(text, after)
    end = marker.start() if marker else len(text)
    signed = [match.end() for match in _SIGNED.finditer(text, 0, end)]
    return signed[0] if len(signed) == 1 and signed[0] >= after else end


def tail_pattern(lines: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for lines that begin with one of these (folded) words; one that never matches for none."""
    words = "|".join(re.escape(line) for line in lines)
    return re.compile(rf"^[ \t*\-·>|(\[【]*(?:{words})", re.MULTILINE) if words else re.compile(r"(?!)")


def _whole(name: FieldName, original: str, lexicon: Lexicon) -> Field:
    text = fold(original[:MOST_JUDGED])
    return _field(name, original, text, len(text.text), lexicon)


def _field(name: FieldName, original: str, text: Folded, end: int, lexicon: Lexicon) -> Field:
    judged = text.text[:end]
    datelines = [match.span() for match in _DATELINE.finditer(judged)] if name == "text" else []
    found = lexicon.scan(judged)
    if datelines:
        found = {group: kept for group, each in found.items() if (kept := _outside(each, datelines))}
    return Field(name, original, text, end, found, [0, *(match.end() for match in SENTENCE_END.finditer(judged))])


def _outside(found: list[Found], spans: list[tuple[int, int]]) -> list[Found]:
    return [each for each in found if not any(start <= each.start < end for start, end in spans)]


def _first_paragraph(text: str) -> int:
    least, most = LATIN_OPENING if text[: OPENING[0]].isascii() else OPENING
    end = text.find("\n", len(text) - len(text.lstrip()) + least)
    return min(end if end >= 0 else len(text), most)
