"""The letters of a text: what is left when everything that a copy may change without changing a word is gone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from core.text import HAN, clean, folded

#: Characters of a text that count. The longest plans have 40,000; what is longer is no article but an attack.
MAX_CHARACTERS = 50_000
#: Below this share of Han characters among its letters, a text is taken as words, like English.
_HAN_SHARE = 0.3

_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+", re.IGNORECASE)
# What each page stamps on its copy, once folded: when it was put there, how often it was read.
_STAMP = re.compile(
    r"(?:时间|日期)\s*:\s*20\d\d[年./-][\d\s年月日时点分秒./:-]*"
    r"|(?:点击|浏览|阅读|访问)(?:次数|量|数)?\s*:\s*\d+"
    # Without a word: the date above the text, with a clock time, alone on its line or before who wrote it.
    r"|\A\W*20\d\d[年./-]\d\d?[月./-]\d\d?日?[ \t]*"
    r"(?:\d\d?[:时]\d\d[:分]?(?:\d\d秒?)?|(?=\n)|(?=来源|作者|编辑|责编|记者|阅读|浏览|点击))"
)
_HAN = re.compile(f"[{HAN}]+")
# Thousands separators: 46,441 and 46441 are one figure.
_SEPARATOR = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Editions in Chinese numerals are values too: 第六届 is 第6届.
_ORDINAL = re.compile(r"(?<=第)[一二三四五六七八九十百]{1,5}(?=[届次批期轮版])")
_NUMBER = r"(?a:\d+(?:\.\d+)?%?)"
# Words that link farms put in the place of superlatives the advertising law forbids. 蕞 for 最 is folded in core.text.
_EVASIONS = {"头部": "第一"}

# Letters first, of which a text is made; a digit that is none of ours is a unit by itself.
_CHARACTERS = re.compile(rf"[^\W\d_]|{_NUMBER}|[^\W_]")
_WORDS = re.compile(rf"[^\W\d_]+(?:['’][^\W\d_]+)?|{_NUMBER}|[^\W_]")
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}


@dataclass(frozen=True, slots=True)
class Letters:
    """A text as a row of units: characters of a Chinese text, words of another, and each number as one unit."""

    units: tuple[str, ...]
    #: Which of the units are numbers: `2024`, `5.4%`, `46441`.
    numbers: tuple[int, ...]
    #: Whether a unit is a character (else a word).
    han: bool

    @property
    def joined(self) -> str:
        """The units as one text; a space keeps words apart."""
        return ("" if self.han else " ").join(self.units)

    def grams(self, size: int) -> frozenset[str]:
        """All runs of `size` units (of characters, where units are characters and numbers are their digits)."""
        if self.han:
            text = self.joined
            return frozenset([text[start : start + size] for start in range(len(text) - size + 1)])
        units = self.units
        return frozenset([" ".join(units[start : start + size]) for start in range(len(units) - size + 1)])


@lru_cache(maxsize=4)
def letters(text: str) -> Letters:
    """The Letters of a text: folded (width, case, script), without addresses and stamps, evasions undone.

    Remembered for the last texts: fingerprint and comparison ask again, and a huge text must not be kept for long.
    """
    text = folded(_ADDRESS.sub(" ", clean(text[:MAX_CHARACTERS])))
    text = _STAMP.sub(" ", text)
    for evasion, word in _EVASIONS.items():
        text = text.replace(evasion, word)
    text = _ORDINAL.sub(lambda match: str(_value(match.group())), _SEPARATOR.sub("", text))
    characters = _CHARACTERS.findall(text)
    han = len("".join(_HAN.findall(text))) >= _HAN_SHARE * len(characters)
    units = tuple(characters if han else _WORDS.findall(text))
    return Letters(units, tuple([place for place, unit in enumerate(units) if "0" <= unit < ":"]), han)


def _value(numeral: str) -> int:
    """The value of a Chinese numeral below a thousand: 二十六 is 26; a row of digits (二六) is read as such."""
    if not set(numeral) & {"十", "百"}:
        return int("".join(str(_DIGITS[digit]) for digit in numeral))
    total = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        else:
            total += (digit or 1) * {"十": 10, "百": 100}[character]
            digit = 0
    return total + digit
