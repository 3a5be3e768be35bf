"""Injected phrases: short pieces of advertising put into a story where they do not parse.

Their words change from site to site and are told by place: alone on a line, or set off by a space, a bullet or a
bracket at the beginning or end of paragraphs, again and again, with words that the story never uses.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import takewhile

from core.article import Extraction
from core.assessment import Sign, Trust
from core.text import HAN, folded, one_line
from core.trust.compiled import Signs
from core.trust.sheet import HEAD, is_chinese

_PHRASE = f"[a-zA-Z]{{0,2}}[{HAN}][{HAN}0-9a-zA-Z・·]"
# What sets a phrase off: bullets, square brackets, dashes and spaces, and nothing that belongs to a sentence.
_SET_OFF = "[\\s\u3000■◆●▪▸→⇌✓√★•·█▶◇□|\\-—–~～*_=+#【】\\[\\]〖〗]"
_ALONE = re.compile(f"^{_SET_OFF}*({_PHRASE}{{2,13}}(?:[ \u3000]{_PHRASE}{{2,13}})?){_SET_OFF}*$")
_FRONT = re.compile(
    f"^(?:\\d{{1,2}}[、.．])?{_SET_OFF}*({_PHRASE}{{2,13}})"
    f"(?:{_SET_OFF}(?![ \u3000]*\\d+(?:[-:/年月]|\\.\\d))|(?=第[一二三四五六七八九十]))"
)
_BACK = re.compile(f"{_SET_OFF}({_PHRASE}{{3,13}}){_SET_OFF}*$")
# In brackets of its own at either end of a line, or between spaces in the middle of a sentence.
_BRACKETED = re.compile(f"^[（(「『<]({_PHRASE}{{2,13}})[）)」』>]|[（(「『<]({_PHRASE}{{3,13}})[）)」』>]$")
_INSIDE = re.compile(f"(?<=[{HAN}，。；a-z.,]) ({_PHRASE}{{3,11}}) (?=[{HAN}A-Za-z])")
# A line without any of these has nothing set off, which is most.
_MARK = re.compile(f"{_SET_OFF}|[（）()「」『』<>]|第[一二三四五六七八九十]")
_SENTENCE = re.compile("[，。]|[a-z] [a-z]")
# Only a space between the phrase and a word of the story: the cells of a table stand so too.
_LOOSE = re.compile(f"^[\\s\u3000]*{_PHRASE}+[ \u3000]+[{HAN}0-9]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_WORDS_LEAST = 4
# A head title that chains the names of several forums: 「标题-甲-乙|丙」.
_CHAINED = re.compile(r"[-_|—]")
_CHAIN_LEAST = 3
_ECHO_LENGTH = 4
#: A phrase that only a space sets off is a name or a cell when it is shorter than this.
_LOOSE_LENGTH = 4
# Phrases that differ by so little at their end are one: 某某网电话, 某某网地址.
_STEM = 4
_TAIL = 2
_LINES = 400
_LEAST = 2
_LINE_END = 24


def injected_signs(extraction: Extraction, signs: Signs, *, is_known: bool) -> Iterator[Sign]:
    """A phrase that recurs at the edges of paragraphs; in an English text any two such runs of Chinese.

    The columns and captions of a known publisher recur too: from him it takes one more.
    """
    text = extraction.article.text[:HEAD]
    english = not is_chinese(text)
    groups: dict[str, list[str]] = defaultdict(list)
    lines = text.split("\n")[:_LINES]
    # The reading may take a Chinese bullet of an English page for a repetition, so that all of the page is looked at.
    around = filter(_is_english, extraction.visible[:HEAD].split("\n")[:_LINES]) if english else ()
    alone = (match.group(1) for line in lines if (match := _ALONE.match(line.strip())))
    edges = (phrase for line in dict.fromkeys((*lines, *around)) for phrase in _edges(line.strip()))
    set_off = folded("\n".join((*alone, *edges))).split("\n")
    echoes = _echoes(extraction, set_off)
    if len(echoes) >= _LEAST:
        yield Sign(name="names of forums", seen=" | ".join(echoes)[:80], towards=Trust.FABRICATED, hard=True)
    for phrase in set_off:
        if phrase and not signs.labels.search(phrase):
            groups[phrase[:_STEM]].append(phrase)
    recurring = [found for found in groups.values() if len(found) >= (1 if english else _LEAST + is_known)]
    phrases = {stem: found for found in recurring if (stem := _stem(found))}
    if not phrases:
        return
    rest = folded(f"{extraction.article.title}\n{text}")
    for stem in phrases:
        rest = rest.replace(stem, "\n")
    strange = [phrase for stem, found in phrases.items() if not _shares_words(stem, rest) for phrase in found]
    if len(strange) >= _LEAST:
        seen = one_line(" | ".join(dict.fromkeys(strange)))[:80]
        yield Sign(name="injected phrase", seen=seen, towards=Trust.FABRICATED, hard=True)


def _is_english(line: str) -> bool:
    return len(_WORD.findall(line)) >= _WORDS_LEAST


def _echoes(extraction: Extraction, phrases: list[str]) -> list[str]:
    """The names that the head title chains behind the title, as far as they are set off in the story too."""
    title = folded(extraction.article.title)
    names = [part.strip() for part in _CHAINED.split(folded(extraction.head_title)) if part.strip() not in title]
    if len(names) < _CHAIN_LEAST:
        return []
    return [name for name in names if len(name) >= _ECHO_LENGTH and any(each.startswith(name) for each in phrases)]


def _stem(found: list[str]) -> str:
    """What the phrases have in common, empty when they only begin alike."""
    common = sum(1 for _ in takewhile(lambda letters: len(set(letters)) == 1, zip(*found, strict=False)))
    return found[0][:common] if max(map(len, found)) - common <= _TAIL else ""


def _edges(line: str) -> set[str]:
    """The phrases that are set off at the ends of a line that holds more."""
    if not _MARK.search(line) or _ALONE.match(line):
        return set()
    front, back = _FRONT.match(line), _BACK.search(line[-_LINE_END:])
    found = {back.group(1)} if back else set()
    found.update(phrase for match in _BRACKETED.finditer(line) for phrase in match.groups() if phrase)
    if _SENTENCE.search(line):
        found.update(match.group(1) for match in _INSIDE.finditer(line))
    if front and (len(front.group(1)) >= _LOOSE_LENGTH or not _LOOSE.match(line)):
        found.add(front.group(1))
    return found


def _shares_words(phrase: str, text: str) -> bool:
    """Whether the text says a part of the phrase too; its first word does not count: it is often the story's city."""
    return any(phrase[place : place + 2] in text for place in range(1, len(phrase) - 1))
