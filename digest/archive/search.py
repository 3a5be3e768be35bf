"""Search: an index that a script in the browser reads file by file, from disk as from a server; pure.

The index of a month is one file of cards (what a result shows) and SHARDS files of words. A word is two Han characters
that stand side by side, or a run of Latin letters and digits; the file it stands in follows from its characters alone,
so that a query reads one small file for each of its words. It tells in which Stories the word occurs and not where: the
index holds the words of whole texts and cannot be read as a text.

`templates/archive/search.js` does the same to the query: `plain`, `words` and `shard_of` have their like there, and a
test holds the two together.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from zoneinfo import ZoneInfo

from core.archive import Card, Wording
from core.text import HAN, clean, folded
from digest.archive.catalogue import Heading, day_of, names_of
from digest.archive.paths import Family, slug
from digest.archive.wording import ArchiveWords
from digest.lines import shown
from digest.summary import summarise
from digest.wording import Words

#: Files of words in a month; with 3,000 Stories one is about 60 KB.
SHARDS = 64
#: Longer words are cut, in the index as in the query.
LONGEST = 24
#: Characters of a text that are looked at: a stranger's may be a million.
MOST_TEXT = 20_000
MOST_SUMMARY = 500

_WORD = re.compile(f"[{HAN}]+|[a-z0-9]+")
_BASE = 36
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: What could end a script, or a line of one where JSON allows it and JavaScript once did not.
_ESCAPED = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def plain(text: str) -> str:
    """Text as it is searched: one width, lower case, Simplified, character by character."""
    return unicodedata.normalize("NFKC", text).lower().translate(_folding())


def words(text: str) -> set[str]:
    """The words of a plain text."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        run = match.group()
        if run[0] > "\u02ff":
            found.update(run[start : start + 2] for start in range(len(run) - 1))
        else:
            found.add(run[:LONGEST])
    return found


def shard_of(word: str) -> int:
    """The number of the file a word stands in."""
    value = 0
    for character in word:
        value = (value * 31 + ord(character)) % 65521
    return value % SHARDS


def shards(wordings: Iterable[Wording]) -> list[dict[str, str]]:
    """For each shard the words with the Stories they occur in: ids in rising order, each as base-36 steps from the
    one before, parted by spaces."""
    postings: list[defaultdict[str, list[int]]] = [defaultdict(list) for _ in range(SHARDS)]
    for wording in sorted(wordings, key=lambda each: each.story):
        for word in words(plain(_searched(wording))):
            postings[shard_of(word)][word].append(wording.story)
    return [{word: _steps(ids) for word, ids in sorted(each.items())} for each in postings]


def cards(found: Sequence[Card], wordings: Mapping[int, Wording], zone: ZoneInfo) -> list[list[object]]:
    """What a result shows and is filtered by, the newest Story first: id, day, title, outlet, tier, language, summary,
    and the slugs of its areas, places and sources."""
    return [
        [
            card.story,
            day_of(card, zone).isoformat(),
            shown(card.title) or shown(card.url),
            shown(card.outlet, 60),
            str(card.tier or "unknown"),
            card.language or "",
            _summary(wordings[card.story]),
            *(" ".join(map(slug, names_of(card, family))) for family in (Family.AREA, Family.PLACE, Family.SOURCE)),
        ]
        for card in found
    ]


def facets(
    months: Iterable[str],
    headings: Mapping[Family, Sequence[Heading]],
    provinces: Mapping[str, str],
    words: Words,
    own: ArchiveWords,
) -> dict[str, object]:
    """What can be chosen, and every word that the script says."""
    return {
        "months": list(months),
        "shards": SHARDS,
        "longest": LONGEST,
        "area": [_choice(heading) for heading in headings[Family.AREA]],
        "place": [
            [*_choice(heading), 1 if provinces.get(heading.name, heading.name) != heading.name else 0]
            for heading in by_province(headings[Family.PLACE], provinces)
        ],
        "source": [_choice(heading) for heading in headings[Family.SOURCE]],
        "tiers": {str(tier or "unknown"): label for tier, label in words.tiers.items()},
        "words": {
            name: getattr(own, name)
            for name in ("searching", "found", "found_some", "nothing", "broken", "more", "any")
        },
    }


def by_province(places: Sequence[Heading], provinces: Mapping[str, str]) -> list[Heading]:
    """Provinces with most Stories first, each before the places in it; what lies in none that is known comes last."""
    order = [place.name for place in places if provinces.get(place.name) == place.name]
    rank = {name: number for number, name in enumerate(order)}

    def key(place: Heading) -> tuple[int, bool]:
        province = provinces.get(place.name, "")
        return rank.get(province, len(rank)), place.name != province

    return sorted(places, key=key)


def folding() -> list[str]:
    """Two strings of the same length: each character of the first is searched as that of the second."""
    table = _folding()
    return ["".join(map(chr, table)), "".join(table.values())]


def script(name: str, value: object) -> str:
    """A file of the index: a script that hands over a value under its name, and does nothing else."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPED)
    return f'deltawatch.put("{name}",{data});\n'


def _choice(heading: Heading) -> list[object]:
    return [slug(heading.name), shown(heading.label, 60), heading.number]


def _searched(wording: Wording) -> str:
    article = wording.article
    tags = " ".join(tag.label for tag in wording.assessment.tags)
    return clean(" \n".join((article.title, article.text[:MOST_TEXT], article.source or "", tags)))


def _summary(wording: Wording) -> str:
    return shown(summarise(wording.article, wording.assessment).text, MOST_SUMMARY)


def _steps(ids: Sequence[int]) -> str:
    return " ".join(_digits(one - before) for before, one in zip((0, *ids), ids, strict=False))


def _digits(number: int) -> str:
    digits = ""
    while number:
        number, rest = divmod(number, _BASE)
        digits = _DIGITS[rest] + digits
    return digits


@cache
def _folding() -> dict[int, str]:
    """Han characters that core.text folds into others, each taken by itself: a query has no context to go by."""
    han = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    # Set apart, so that the words they happen to form are not taken for words.
    return {
        ord(character): form
        for character, form in zip(han, folded("\n".join(han)).split("\n"), strict=True)
        if form != character
    }
