"""Folding: one spelling for text that means the same, with the way back to what was published.

Matching and fingerprints run on folded text; what a person sees stays as published. A Folded text therefore
knows, for each of its characters, where that character stands in the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opencc import OpenCC

#: Han characters, as a character class for regular expressions: unified ideographs, extension A, compatibility.
HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"

# Zero-width and bidirectional controls: link farms hide words in them, and they turn text around on a screen.
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
# These, C0 and C1 controls without tab, newline and carriage return, lone surrogates, which UTF-8 cannot hold, and the
# two characters besides that XML cannot.
_UNCLEAN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff{_INVISIBLE}]")

# One syllable of pinyin. Without a tone mark only the longer ones count: (ai) and (an) are ordinary words.
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_SYLLABLE = (
    f"(?=[a-zü]*[{_TONED}]|[a-zü]{{3,}}\\))"
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?"
    "(?:[iuü]?[aāáǎà](?:i|o|ng?)?|[iuü]?[eēéěè](?:i|ng?|r)?|[iīíǐì](?:ng?)?|[iu]?[oōóǒò](?:u|ng)?|[uūúǔù][in]?|[üǖǘǚǜ]"
    "|i[uūúǔù]|u[iīíǐì])"
)
_BLANK = " \\t\u00a0"
# What goes after a Han character: pinyin in brackets, as in 「創(chuàng)新」, the mark of a machine mirror; and spaces
# before another, as in 「发展 示范区」, which spun and justified text has and words do not.
_BLANKS_BEFORE_HAN = f"(?=[{_INVISIBLE}{_BLANK}]*[{HAN}])"
# One run, whatever its order, so that folding twice finds nothing more. What stands before it is asked for after its
# first character: a pattern that begins with few characters is looked for ten times as fast as one that looks back.
_DELETED = re.compile(
    f"[({_BLANK}{_INVISIBLE}](?:"
    f"(?:(?<=[{HAN}]\\(){_SYLLABLE}\\)|(?<=[{HAN}][{_BLANK}])[{_BLANK}]*{_BLANKS_BEFORE_HAN}|(?<=[{HAN}][{_INVISIBLE}]))"
    f"(?:[{_INVISIBLE}]|\\({_SYLLABLE}\\)|[{_BLANK}]+{_BLANKS_BEFORE_HAN})*"
    f"|(?<=[{_INVISIBLE}])[{_INVISIBLE}]*)"
)

# Evasions and variants that NFKC leaves apart.
_VARIANTS = {
    "蕞": "最",
    "—": "-",
    "–": "-",
    "－": "-",
    "―": "-",
    "‐": "-",
    "•": "·",
    "‧": "·",
    "・": "·",
    "“": '"',
    "”": '"',
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "‘": "'",
    "’": "'",
}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back.

    `breaks` and `shifts` run in step: from folded position `breaks[i]` on, the original position is the folded
    one plus `shifts[i]`.
    """

    text: str
    breaks: tuple[int, ...]
    shifts: tuple[int, ...]

    def origin(self, position: int) -> int:
        """The offset in the original text of the character at `position` of the folded one."""
        return position + self.shifts[bisect_right(self.breaks, position) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original offsets (start, end) of the folded stretch [start, end)."""
        if end <= start:
            return self.origin(start), self.origin(start)
        return self.origin(start), self.origin(end - 1) + 1


@lru_cache(maxsize=16)
def fold(text: str) -> Folded:
    """Fold width, case, script, dashes, quotes, spacing and invisible characters; keep the offsets.

    Every step but the deletions replaces one character by one, so that offsets stay exact. Characters whose NFKC
    form is longer (㎡, …) stay as they are. Idempotent. Remembered for the last few texts, since topics, trust and
    duplicates fold the same ones.
    """
    return _delete(to_simplified(text.translate(_table())))


def folded(text: str) -> str:
    """The folded text alone, for terms and names."""
    return fold(text).text


@lru_cache(maxsize=16)
def to_simplified(text: str) -> str:
    """Traditional to Simplified (OpenCC t2s), never changing the length. Remembered like `fold`."""
    if text.isascii():
        return text
    converted: str = _opencc().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_simplified_character(character) for character in text)


def clean(text: str) -> str:
    """Text fit to be stored and shown: no lone surrogates, control characters, zero-width or bidi controls."""
    return _UNCLEAN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """Clean text on one line, for titles and mail headers."""
    return " ".join(clean(text).split())


def sentences(text: str) -> list[tuple[int, int]]:
    """Offsets (start, end) of the sentences of `text`, Chinese or English; a line break always ends one."""
    return [(match.start(), match.end()) for match in _SENTENCE.finditer(text) if match.group().strip()]


_SENTENCE = re.compile(
    r"(?:[^。！？!?；;\n]|[!?](?!\s|[”\"]|$))*?(?:[。！？；;]+[”」』’）)]*|[!?]+(?=\s|[”\"]|$)[”\"]*|\.(?=\s+[A-Z“\"])|\n|$)"
)


def _delete(text: str) -> Folded:
    breaks, shifts, kept = [0], [0], []
    position = length = 0
    for match in _DELETED.finditer(text):
        kept.append(text[position : match.start()])
        length += match.start() - position
        position = match.end()
        if breaks[-1] == length:
            shifts[-1] = position - length
        else:
            breaks.append(length)
            shifts.append(position - length)
    kept.append(text[position:])
    return Folded("".join(kept), tuple(breaks), tuple(shifts))


@cache
def _table() -> list[int]:
    """Each character of the basic plane to its NFKC, lower-case, unified form, where that is one character.

    A list: what a dictionary lacks costs an exception, for each character of a Chinese text.
    """
    table = list(range(0x10000))
    for code in table:
        if 0xD800 <= code < 0xE000:
            # A lone surrogate: no library takes it.
            table[code] = 0xFFFD
            continue
        character = chr(code)
        form = unicodedata.normalize("NFKC", character)
        form = form if len(form) == 1 else character
        form = form.lower() if len(form.lower()) == 1 else form
        table[code] = ord(_VARIANTS.get(form, form))
    return table


@cache
def _opencc() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")


@cache
def _simplified_character(character: str) -> str:
    converted: str = _opencc().convert(character)
    return converted if len(converted) == 1 else character
