"""Copies of a text as the web makes them, and texts that only look like copies. Pure: a seeded Random decides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import NamedTuple

from opencc import OpenCC

from core.text import sentences
from tests.support.texts import FURNITURE, OFFICIAL_PARAGRAPH

# A word and what a spinning machine puts in its place, in the manner of real spun pages: fixed terms break too.
_SYNONYMS = dict(
    pair.split(":") for pair in Path(__file__).with_name("synonyms.txt").read_text(encoding="utf-8").split()
)
_SYNONYM = re.compile("|".join(sorted(_SYNONYMS, key=len, reverse=True)))
_PINYIN = {"創": "chuàng", "區": "qū", "產": "chǎn"}
_NUMERALS = "一二三四五六七八九"


def mirrored(text: str) -> str:
    """A forged mirror: Traditional script with the pinyin of some characters in brackets."""
    return re.sub("[創區產]", lambda match: f"{match.group()}({_PINYIN[match.group()]})", to_traditional(text))


def to_traditional(text: str) -> str:
    """The text in the other script."""
    traditional: str = _opencc().convert(text)
    return traditional


def spun(text: str, share: float, chance: Random) -> str:
    """Words swapped for bad synonyms until `share` of the letters are others (or the table is at its end)."""
    places = list(_SYNONYM.finditer(text))
    chance.shuffle(places)
    swapped, chosen = 0, []
    for place in places:
        if swapped >= share * len(text):
            break
        chosen.append(place)
        swapped += len(place.group())
    for place in sorted(chosen, key=lambda match: match.start(), reverse=True):
        word = place.group()
        text = text[: place.start()] + _SYNONYMS[word] + text[place.end() :]
    return text


def truncated(text: str, share: float, chance: Random) -> str:
    """A run of whole sentences from somewhere in the text, at least `share` of its characters."""
    rows = [text[start:end] for start, end in sentences(text)]
    ends = [start for start in range(len(rows)) if sum(map(len, rows[start:])) >= share * len(text)]
    return _run(rows[chance.choice(ends) :] if ends else rows, share * len(text))


def beginning(text: str, share: float) -> str:
    """Its first sentences, at least `share` of its characters."""
    return _run([text[start:end] for start, end in sentences(text)], share * len(text))


def abridged(text: str) -> str:
    """The text without every third sentence."""
    return "".join(text[start:end] for place, (start, end) in enumerate(sentences(text)) if place % 3 != 1)


def reordered(text: str, chance: Random) -> str:
    """The same sentences in another order."""
    rows = [text[start:end].strip() for start, end in sentences(text)]
    chance.shuffle(rows)
    return "".join(rows)


def shuffled_part(text: str, chance: Random) -> str:
    """Seven tenths of its sentences, in another order."""
    rows = [text[start:end].strip() for start, end in sentences(text)]
    return "".join(chance.sample(rows, max(1, round(0.7 * len(rows)))))


def typeset(text: str) -> str:
    """Set anew: wide letters and digits, other marks, spaces and invisible characters, no paragraphs, evasive words."""
    wide = {code: code + 0xFEE0 for code in range(ord("0"), ord("z") + 1) if chr(code).isalnum()}
    marks = str.maketrans("，。“”（）", ', ""()')
    spaced = re.sub("([的和与在]|年|月)", " \\1\u200b", text.replace("\n", "").translate(marks).translate(wide))
    return spaced.replace("最", "蕞").replace("第一", "头部")


def padded(text: str, chance: Random) -> str:
    """The text amid the furniture of a collector's page, with a piece of it after a paragraph."""
    before, after, within = chance.sample(FURNITURE, 3)
    paragraphs = text.split("\n")
    paragraphs.insert(chance.randrange(1, len(paragraphs) + 1), within)
    return "\n".join((before, *paragraphs, after))


def merged(text: str, other: str) -> str:
    """Two pieces of news on one page."""
    return f"{text}\n{other}"


def _run(rows: Sequence[str], least: float) -> str:
    kept = ""
    for row in rows:
        if len(kept) >= least:
            break
        kept += row
    return kept


def next_edition(text: str, chance: Random) -> str:
    """The same report a year later: every word kept, every number another of the same length."""
    text = re.sub(f"(?<=第)[{_NUMERALS}](?=[届次批期轮])", lambda match: _other(match.group(), _NUMERALS, chance), text)
    return re.sub(r"\d", lambda match: _other(match.group(), "123456789", chance), text)


def _other(character: str, choice: str, chance: Random) -> str:
    return chance.choice(choice.replace(character, ""))


class Pair(NamedTuple):
    """Two texts, and whether they tell the same news."""

    kind: str
    same: bool
    text: str
    other: str


#: Kinds of copies, by name, from the text, another one and chance.
COPIES: dict[str, Callable[[str, str, Random], str]] = {
    "mirrored": lambda text, _, chance: mirrored(text),
    "typeset anew": lambda text, _, chance: typeset(text),
    "15 % spun": lambda text, _, chance: spun(text, 0.15, chance),
    "25 % spun": lambda text, _, chance: spun(text, 0.25, chance),
    "40 % spun": lambda text, _, chance: spun(text, 0.40, chance),
    "15 % spun and mirrored": lambda text, _, chance: mirrored(spun(text, 0.15, chance)),
    "a half of it": lambda text, _, chance: truncated(text, 0.5, chance),
    "a fifth of it": lambda text, _, chance: truncated(text, 0.2, chance),
    "its beginning": lambda text, _, chance: beginning(text, 0.4),
    "25 % spun and cut": lambda text, _, chance: truncated(spun(text, 0.25, chance), 0.6, chance),
    "abridged": lambda text, _, chance: abridged(text),
    "reordered": lambda text, _, chance: reordered(text, chance),
    "reordered, three tenths dropped": lambda text, _, chance: shuffled_part(text, chance),
    "amid furniture": lambda text, _, chance: padded(text, chance),
    "25 % spun amid furniture": lambda text, _, chance: padded(spun(text, 0.25, chance), chance),
    "25 % spun and cut amid furniture": lambda text, _, chance: padded(
        truncated(spun(text, 0.25, chance), 0.6, chance), chance
    ),
    "mirrored and cut amid furniture": lambda text, _, chance: mirrored(padded(truncated(text, 0.5, chance), chance)),
    "two on one page": lambda text, other, chance: merged(other, text),
    "two on one page, spun": lambda text, other, chance: spun(merged(text, other), 0.15, chance),
}


def copies(texts: Sequence[str], seed: int) -> Iterator[Pair]:
    """Each text with its copies."""
    chance = Random(seed)
    for place, text in enumerate(texts):
        for kind, copy in COPIES.items():
            yield Pair(kind, True, copy(text, texts[place - 1], chance), text)


def lookalikes(texts: Sequence[str], seed: int) -> Iterator[Pair]:
    """All that only looks like copies; no two of the texts tell the same news."""
    chance = Random(seed)
    for place, text in enumerate(texts):
        other = texts[place - 1]
        if (edition := next_edition(text, chance)) != text:
            yield Pair("next edition", False, edition, text)
        menu = "\n".join(chance.sample(FURNITURE, 3))
        yield Pair("same furniture", False, merged(menu, text), merged(menu, other))
        yield Pair("same paragraph", False, merged(text, OFFICIAL_PARAGRAPH), merged(OFFICIAL_PARAGRAPH, other))
    for one, other in combinations(texts, 2):
        yield Pair("other news", False, one, other)


def pairs(texts: Sequence[str], seed: int) -> Iterator[Pair]:
    """The copies, then the lookalikes."""
    yield from copies(texts, seed)
    yield from lookalikes(texts, seed)


@cache
def _opencc() -> OpenCC:
    return OpenCC("s2t")
