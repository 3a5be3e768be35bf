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
    traditional: str = _opencc().convert(text)
    return re.sub("[創區產]", lambda match: f"{match.group()}({_PINYIN[match.group()]})", traditional)


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
    """A run of whole sentences, about `share` of the text, from somewhere in it."""
    rows = [text[start:end] for start, end in sentences(text)]
    kept = max(1, round(share * len(rows)))
    start = chance.randrange(len(rows) - kept + 1)
    return "".join(rows[start : start + kept])


def reordered(text: str, chance: Random) -> str:
    """The same sentences in another order."""
    rows = [text[start:end].strip() for start, end in sentences(text)]
    chance.shuffle(rows)
    return "".join(rows)


def padded(text: str, chance: Random) -> str:
    """The text amid the furniture of a collector's page, with a piece of it after a paragraph."""
    before, after, within = chance.sample(FURNITURE, 3)
    paragraphs = text.split("\n")
    paragraphs.insert(chance.randrange(1, len(paragraphs) + 1), within)
    return "\n".join((before, *paragraphs, after))


def merged(text: str, other: str) -> str:
    """Two pieces of news on one page."""
    return f"{text}\n{other}"


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


#: Kinds of copies, by name.
COPIES: dict[str, Callable[[str, Random], str]] = {
    "mirrored": lambda text, chance: mirrored(text),
    "15 % spun": lambda text, chance: spun(text, 0.15, chance),
    "25 % spun": lambda text, chance: spun(text, 0.25, chance),
    "40 % spun": lambda text, chance: spun(text, 0.40, chance),
    "15 % spun and mirrored": lambda text, chance: mirrored(spun(text, 0.15, chance)),
    "a half of it": lambda text, chance: truncated(text, 0.5, chance),
    "a fifth of it": lambda text, chance: truncated(text, 0.2, chance),
    "25 % spun and cut": lambda text, chance: truncated(spun(text, 0.25, chance), 0.6, chance),
    "reordered": reordered,
    "amid furniture": padded,
    "25 % spun amid furniture": lambda text, chance: padded(spun(text, 0.25, chance), chance),
}


def pairs(texts: Sequence[str], seed: int) -> Iterator[Pair]:
    """Each text with its copies, and all that only look like copies; no two of the texts tell the same news."""
    chance = Random(seed)
    for place, text in enumerate(texts):
        other = texts[place - 1]
        for kind, copy in COPIES.items():
            yield Pair(kind, True, copy(text, chance), text)
        yield Pair("two on one page", True, merged(other, text), text)
        if (edition := next_edition(text, chance)) != text:
            yield Pair("next edition", False, edition, text)
        menu = "\n".join(chance.sample(FURNITURE, 3))
        yield Pair("same furniture", False, merged(menu, text), merged(menu, other))
        yield Pair("same paragraph", False, merged(text, OFFICIAL_PARAGRAPH), merged(OFFICIAL_PARAGRAPH, other))
    for one, other in combinations(texts, 2):
        yield Pair("other news", False, one, other)


@cache
def _opencc() -> OpenCC:
    return OpenCC("s2t")
