"""The text of the article: one extractor's answer where it is sound, a vote of several where it is not.

trafilatura seldom loses an article and often takes too much with it: related links, share bars, other headlines
(research: extraction.md §2). Every answer is therefore trimmed, and where what is left is doubtful, more extractors
are asked and the answer that agrees best with the others wins. Asking all of them always would halve the speed.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml.html import HtmlElement, document_fromstring

from core.extract.furniture import (
    ASIDE,
    CLOCKED,
    COMMENTS,
    CONTAINER_CLASSES,
    CONTAINER_IDS,
    FOOT,
    HEAD,
    RIGHTS,
    SIGNED,
    TAIL,
    is_stamp,
)
from core.extract.html import Block, blocks

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

#: Behind this share of its sentences an article may meet its tail (research: extraction.md §4).
_TAIL_AFTER = 0.6
#: So many lines of an answer, and so much of its sentences, may stand before the article.
_HEAD_REACH, _HEAD_BEFORE = 25, 0.1
#: A line of several sentences and so many characters is a paragraph, not a remark.
_PARAGRAPH = 60
#: A line cut short at so many characters is a headline from elsewhere.
_TEASER = 40
_FULL_STOP = re.compile(r"[。！？!?…]|\.(?:\s|$)")
_GAPS = re.compile(r"\s+")
_NUMBERS = re.compile(r"[\W\d_]+$")

#: Characters under which an answer is too short to be believed without a second opinion.
_SHORT = 200
#: Answers that share this much say the same.
_AGREED = 0.9
#: Letters by which a line is recognised in an answer.
_GRAM = 6
#: Lines an extractor may have dropped between two it took.
_GAP = 3
#: Lines between two stretches of an article at the most, boxes and captions included.
_APART = 15
#: Lines that head a box are not longer. Behind one inside an article, prose goes on for so many characters, in one
#: paragraph or in adjoining ones; teasers and comments are shorter, or kept apart by headlines and names.
_BOX_HEAD, _GOES_ON, _ONE_PARAGRAPH = 30, 80, 150
#: Letters of a headline, and how many of them with their stories make a list.
_HEADLINE, _TEASERS = 8, 4
#: Lines of date and time from which on they are entries.
_ENTRIES = 3
#: Letters of a box set into an article that asks for something.
_ASIDE = 120
#: Words of a note on rights that stand together in one.
_ON_RIGHTS = 2
_CLOSED = ("。", "！", "？", "”", "」", "）", ".", "!", "?", '"')


def find_body(tree: HtmlElement, lines: Sequence[Block], title: str) -> list[int]:
    """Which lines of the page are the article, by index, in order; empty when it has none. The tree stays as it is.

    An extractor only says which words it takes: the text is made of the page's own lines, so that paragraphs stay
    paragraphs, and what stood in links is known.
    """
    return _body(tree, lines, title)[0]


def extractor_of(tree: HtmlElement, lines: Sequence[Block], title: str) -> str:
    """Whose answer `find_body` takes and how that came, in words, for a person who asks why."""
    return _body(tree, lines, title)[1]


def _body(tree: HtmlElement, lines: Sequence[Block], title: str) -> tuple[list[int], str]:
    start, foot = _title_and_foot(lines, title)
    answer = _answer(_trafilatura(tree, precise=False), lines, title, start, foot)
    if not _is_doubtful(answer, lines[:foot]):
        return answer, "trafilatura"
    texts = [("readability", _readability(tree)), *(("a container of its class", text) for text in _containers(tree))]
    answers = [("trafilatura", answer), *((name, _answer(text, lines, title, start, foot)) for name, text in texts)]
    if start is not None and any(map(_is_prose, lines[start:foot])):
        between = trim([index for index in range(start, foot) if not lines[index].hidden], lines, title)
        answers.append(("all between title and foot", between))
    if min(_agreement(answer, other, lines) for _, other in answers) > _AGREED:
        return answer, f"trafilatura, with which {len(answers) - 1} others agree"
    strict = _answer(_trafilatura(tree, precise=True), lines, title, start, foot)
    answers.append(("trafilatura, strict", strict))
    chosen = vote([taken for _, taken in answers], lines)
    name = next((name for name, taken in answers if taken is chosen), "none")
    return chosen, f"{name}, by a vote of {len(answers)}"


def _answer(text: str, lines: Sequence[Block], title: str, start: int | None, foot: int) -> list[int]:
    taken = [index for index in _taken(text, lines) if index < foot]
    below = [index for index in taken if index >= (start or 0)]
    # The title may also stand in a box behind the article.
    is_above = 2 * _size(below, lines) >= _size(taken, lines)
    return trim(below if is_above else taken, lines, title)


def _told(taken: Iterable[int], lines: Sequence[Block]) -> int:
    return sum(_stops(lines[index]) for index in taken)


def _title_and_foot(lines: Sequence[Block], title: str) -> tuple[int | None, int]:
    """The line behind the title, None where the page does not show it; and that which heads the first box behind the
    article, else the end of the page. Without a title to start from only readers' comments are known to follow."""
    key = _key(title)
    start = next((index + 1 for index, line in enumerate(lines) if key and _is_title(line, key)), None)
    last, has_begun, teasers = _last_prose(lines), False, _teasers(lines)
    for index in range(start or 0, len(lines)):
        if has_begun and _heads(lines[index], COMMENTS):
            return start, index
        if has_begun and index > last and (index in teasers or (start and _heads(lines[index], FOOT))):
            return start, index
        has_begun = has_begun or _is_prose(lines[index])
    return start, len(lines)


def _is_title(line: Block, key: str) -> bool:
    """Whether it is the title, or a heading that holds it: a version or a number may follow it there."""
    if line.hidden or line.is_link:
        return False
    own = _key(line.text)
    return own == key or (line.heading != "" and key in own)


def _teasers(lines: Sequence[Block]) -> set[int]:
    """Linked headlines that each have a line or two of their story below them, as lists of other news do."""
    links = [
        index for index, line in enumerate(lines) if line.is_link and not line.hidden and len(line.text) >= _HEADLINE
    ]
    told = [_is_teaser(lines[one + 1 : other]) for one, other in pairwise(links)]
    return {links[place] for place in range(len(told) - _TEASERS + 1) if all(told[place : place + _TEASERS])}


def _is_teaser(lines: Sequence[Block]) -> bool:
    return 0 < len(lines) <= _GAP and any(map(_stops, lines)) and sum(len(line.text) for line in lines) < _GOES_ON


def _heads(line: Block, box: re.Pattern[str]) -> bool:
    return len(line.text) <= _BOX_HEAD and not line.hidden and box.match(line.text) is not None


def _is_prose(line: Block) -> bool:
    return not (line.is_link or line.hidden or line.heading) and _stops(line) > 0 and len(line.text) > _TEASER // 2


def _last_prose(lines: Sequence[Block]) -> int:
    """The last line at which an article may still go on: behind a box set into it stands such prose; -1 for none."""
    run, last = 0, -1
    for index, line in enumerate(lines):
        if not _goes_on(line):
            run = 0
            continue
        if len(line.text) >= _ONE_PARAGRAPH or (run and run + len(line.text) >= _GOES_ON):
            last = index
        run += len(line.text)
    return last


def _goes_on(line: Block) -> bool:
    """Whether it may be of the article: no remark, no teaser with its linked headline, no note on rights."""
    if not _is_prose(line) or line.linked >= _HEADLINE or not line.text.endswith(_CLOSED):
        return False
    return TAIL.match(line.text) is None and len(set(RIGHTS.findall(line.text))) < _ON_RIGHTS


def _is_doubtful(answer: Sequence[int], lines: Sequence[Block]) -> bool:
    """Whether it is short, leaves out much of the page's prose, or is hardly prose itself."""
    kept = _size(answer, lines)
    sentences = prose(lines)
    own = _size(set(answer) & set(sentences), lines)
    return kept < _SHORT or kept < 0.6 * _size(sentences, lines) or own < 0.5 * kept


def prose(lines: Sequence[Block]) -> list[int]:
    """The lines that are sentences for a visitor to read, by index."""
    return [index for index, line in enumerate(lines) if not (line.is_link or line.hidden) and _stops(line)]


def vote(answers: Sequence[list[int]], lines: Sequence[Block]) -> list[int]:
    """The answer that agrees best with the others; of equals the first. Those without a sentence have no voice beside
    one that has."""
    told = [answer for answer in answers if any(_is_prose(lines[index]) for index in answer)]
    voices = told or [answer for answer in answers if answer]
    if not voices:
        return []
    agreement = [sum(_agreement(own, other, lines) for other in voices if other is not own) for own in voices]
    return voices[agreement.index(max(agreement))]


def trim(taken: Sequence[int], lines: Sequence[Block], title: str) -> list[int]:
    """The lines without what stands before and behind the article."""
    own = [index for index in taken if not (_is_linked(lines[index]) or _is_aside(lines[index]))]
    kept = _without_strays(own, lines)
    kept = _without_tail(_without_head(kept, lines, title), lines)
    while kept and _is_tail(lines[kept[-1]].text):
        kept = kept[:-1]
    return _with_gaps(kept, lines)


def _taken(answer: str, lines: Sequence[Block]) -> list[int]:
    """The lines of the page whose words an extractor's answer holds; linear in both."""
    key = _key(answer)
    grams = {key[place : place + _GRAM] for place in range(max(1, len(key) - _GRAM + 1))}
    short = {_key(line) for line in answer.split("\n")}
    found = []
    for index, line in enumerate(lines):
        own = _key(line.text)
        count = len(own) - _GRAM + 1
        if count < 1:
            if own in short and not line.hidden:
                found.append(index)
        elif own in key or sum(own[place : place + _GRAM] in grams for place in range(count)) > 0.8 * count:
            found.append(index)
    shown = [index for index in found if not lines[index].hidden]
    return shown if 2 * _size(shown, lines) >= _size(found, lines) else found


def _with_gaps(kept: Sequence[int], lines: Sequence[Block]) -> list[int]:
    """Sub-headings and short lines that an extractor dropped between two paragraphs it took."""
    gaps = [range(one + 1, other) for one, other in pairwise(kept) if other - one <= _GAP + 1]
    filled = {index for gap in gaps for index in gap if _may_fill(lines[index])}
    return sorted({*kept, *filled} - _bylines(filled, lines))


def _bylines(indices: Iterable[int], lines: Sequence[Block]) -> set[int]:
    """Lines of date and time; none where there are so many that they are the entries of a live blog."""
    found = {index for index in indices if _is_byline(lines[index].text)}
    return found if len(found) < _ENTRIES else set()


def _may_fill(line: Block) -> bool:
    return not (line.is_link or line.hidden or _is_aside(line) or TAIL.match(line.text))


def _is_aside(line: Block) -> bool:
    return len(line.text) <= _ASIDE and ASIDE.search(line.text) is not None


def _is_linked(line: Block) -> bool:
    """Whether it is a headline or menu elsewhere; a paragraph full of links is not."""
    return line.is_link and not (_stops(line) > 1 and len(line.text) > _PARAGRAPH)


def _without_strays(taken: list[int], lines: Sequence[Block]) -> list[int]:
    """Only the stretch of the page that holds the sentences: words of the article recur in boxes far from it."""
    runs: list[list[int]] = []
    for index in taken:
        if runs and index - runs[-1][-1] <= _APART:
            runs[-1].append(index)
        else:
            runs.append([index])
    weights = [_told(run, lines) for run in runs]
    least = _HEAD_BEFORE * sum(weights)
    while len(runs) > 1 and weights[0] <= least:
        del runs[0], weights[0]
    while len(runs) > 1 and weights[-1] <= least:
        del runs[-1], weights[-1]
    return [index for run in runs for index in run]


def _without_head(taken: list[int], lines: Sequence[Block], title: str) -> list[int]:
    """Cut behind the last title, breadcrumb or line of date and origin before the article begins."""
    total = _told(taken, lines)
    before = cut = 0
    for place, index in enumerate(taken[:_HEAD_REACH]):
        if _is_head(lines[index].text, title):
            cut = place + 1
        before += _stops(lines[index])
        if before > _HEAD_BEFORE * total:
            break
    # Behind a summary only the line itself goes.
    rest = taken[cut:]
    bylines = _bylines(rest[:_HEAD_REACH], lines)
    return [index for index in rest if index not in bylines]


def _without_tail(taken: list[int], lines: Sequence[Block]) -> list[int]:
    """Cut at a tail phrase once 60 % of all sentences lie before it, at two of them together, or behind a sign-off."""
    weights = [_stops(lines[index]) for index in taken]
    tails = [TAIL.match(lines[index].text) is not None for index in taken]
    total, before = sum(weights), 0
    for place, weight in enumerate(weights):
        if tails[place] and before and (before >= _TAIL_AFTER * total or any(tails[place + 1 : place + 4])):
            return _signed(taken[:place], weights, lines)
        before += weight
    return _signed(taken, weights, lines)


def _signed(taken: list[int], weights: Sequence[int], lines: Sequence[Block]) -> list[int]:
    """Cut behind 「（记者 某某）」 where nothing but single lines follows."""
    for place in range(len(taken) - 1, -1, -1):
        if SIGNED.search(lines[taken[place]].text):
            return taken[: place + 1]
        if weights[place] > 1 and len(lines[taken[place]].text) > _PARAGRAPH:
            return taken
    return taken


def _stops(line: Block) -> int:
    return len(_FULL_STOP.findall(line.text))


def _is_tail(line: str) -> bool:
    if line.endswith("…") and len(line) <= _TEASER:
        return True
    return _NUMBERS.match(line) is not None or TAIL.match(line) is not None


def _is_byline(line: str) -> bool:
    return is_stamp(line) or (len(line) <= 60 and CLOCKED.search(line) is not None and _FULL_STOP.search(line) is None)


def _is_head(line: str, title: str) -> bool:
    """A title, dateline box or breadcrumb before the first paragraph."""
    if len(line) > 120:
        return False
    if _key(line) == _key(title):
        return True
    if len(re.sub(r"[\W\d_]", "", line)) < 2:
        return True
    return is_stamp(line) or (_FULL_STOP.search(line) is None and HEAD.search(line) is not None)


def _trafilatura(tree: HtmlElement, *, precise: bool) -> str:
    from trafilatura import bare_extraction

    document = bare_extraction(tree, options=_options(precise=precise))
    # A dict only comes of a deprecated argument.
    assert not isinstance(document, dict)
    return "" if document is None or document.body is None else "\n".join(document.body.itertext())


@cache
def _options(*, precise: bool) -> Extractor:
    """`fast` leaves out the fallbacks, which our vote takes the place of."""
    from trafilatura.settings import Extractor, use_config

    config = use_config()
    if precise:
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "50")
    return Extractor(config=config, comments=False, fast=True, precision=precise)


def _readability(tree: HtmlElement) -> str:
    from readability import Document
    from readability.readability import Unparseable

    # It logs a traceback for each page it gives up; that is an answer, not a fault.
    logging.getLogger("readability.readability").setLevel(logging.CRITICAL)
    try:
        summary = Document(deepcopy(tree)).summary(html_partial=True)
    except Unparseable:
        return ""
    return _text(document_fromstring(summary))


def _containers(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("div", "td", "article", "section", "font"):
        names = element.get("class", "").split()
        if element.get("id") in CONTAINER_IDS or not CONTAINER_CLASSES.isdisjoint(names):
            yield _text(element)
            return


def _key(line: str) -> str:
    return _GAPS.sub("", line)


def _text(tree: HtmlElement) -> str:
    return "\n".join(line.text for line in blocks(tree))


def _size(taken: Iterable[int], lines: Sequence[Block]) -> int:
    return sum(len(lines[index].text) for index in taken)


def _agreement(one: Iterable[int], other: Iterable[int], lines: Sequence[Block]) -> float:
    one, other = set(one), set(other)
    return 2 * _size(one & other, lines) / max(1, _size(one, lines) + _size(other, lines))
