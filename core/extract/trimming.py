"""What an extractor took without what stands before, between and behind the article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile

from core.extract.bodies import find_bodies
from core.extract.furniture import ASIDE, BUTTONS, CLOCKED, CONTENTS, HEAD, SIGNED, TAIL, WRITER, is_stamp
from core.extract.html import Block
from core.extract.parts import pairs
from core.extract.prose import FULL_STOP, TEASER, is_prose, key_of, stops, told

#: Behind this share of its sentences an article may meet its tail (research: extraction.md §4).
_TAIL_AFTER = 0.6
#: So many lines of an answer, and so much of its sentences, may stand before the article.
_HEAD_REACH, _HEAD_BEFORE = 25, 0.1
#: Words that a line shares with the article at the least to be its title.
_WORDS = 4
#: A line of several sentences and so many characters is a paragraph, not a remark.
_PARAGRAPH = 60
#: Letters of a label at the most, and of a headline at the least.
_LABEL = 10
_NUMBERS = re.compile(r"[\W\d_]+$")
#: Lines an extractor may have dropped between two it took.
_GAP = 3
#: Lines between two stretches of an article at the most, boxes and captions included.
_APART = 15
#: Lines of date and time from which on they are entries.
_ENTRIES = 3
#: Letters of a box set into an article that asks for something.
_ASIDE = 200


def trim(taken: Sequence[int], lines: Sequence[Block], title: str) -> list[int]:
    """The lines without what stands before and behind the article."""
    own = [index for index in taken if not (_is_linked(lines[index]) or _is_aside(lines[index]))]
    kept = _without_strays(own, lines)
    kept = _without_tail(_without_head(kept, lines, title), lines)
    while kept and (_is_tail(lines[kept[-1]].text) or _heads_links(kept[-1], lines)):
        kept = kept[:-1]
    return _with_gaps(kept, lines)


def _with_gaps(kept: Sequence[int], lines: Sequence[Block]) -> list[int]:
    """Sub-headings and short lines that an extractor dropped between two paragraphs it took."""
    gaps = [range(one + 1, other) for one, other in pairwise(kept) if other - one <= _GAP + 1]
    headings = [index - 1 for index in kept[1:] if lines[index - 1].heading]
    filled = {index for gap in (*gaps, headings) for index in gap if _may_fill(lines[index])}
    return sorted({*kept, *filled} - _bylines(filled, lines))


def _bylines(indices: Iterable[int], lines: Sequence[Block]) -> set[int]:
    """Lines of date and time; none where there are so many that they are the entries of a live blog."""
    found = {index for index in indices if _is_byline(lines[index].text)}
    return found if len(found) < _ENTRIES else set()


def _may_fill(line: Block) -> bool:
    return not (line.is_link or line.hidden or _is_aside(line) or TAIL.match(line.text))


def _is_aside(line: Block) -> bool:
    return len(line.text) <= _ASIDE and any(one.search(line.text) for one in (ASIDE, BUTTONS, CONTENTS))


def _is_linked(line: Block) -> bool:
    """Whether it is a headline or menu elsewhere; a paragraph full of links is not."""
    return line.is_link and not (stops(line) > 1 and len(line.text) > _PARAGRAPH)


def _without_strays(taken: list[int], lines: Sequence[Block]) -> list[int]:
    """Only the stretch of the page that holds the sentences: words of the article recur in boxes far from it."""
    runs: list[list[int]] = []
    for index in taken:
        if runs and index - runs[-1][-1] <= _APART:
            runs[-1].append(index)
        else:
            runs.append([index])
    weights = [told(run, lines) for run in runs]
    least = _HEAD_BEFORE * sum(weights)
    while len(runs) > 1 and weights[0] <= least:
        del runs[0], weights[0]
    while len(runs) > 1 and weights[-1] <= least:
        del runs[-1], weights[-1]
    return [index for run in runs for index in run]


def _without_head(taken: list[int], lines: Sequence[Block], title: str) -> list[int]:
    """Cut behind the last title, breadcrumb or line of date and origin before the article begins."""
    total = told(taken, lines)
    before = cut = 0
    for place, index in enumerate(taken[:_HEAD_REACH]):
        if _is_head(lines[index].text, title):
            cut = place + 1
        before += stops(lines[index])
        if before > _HEAD_BEFORE * total:
            break
    if not title:
        cut = max(cut, _behind_headline(taken, lines))
    # Behind a summary only the line itself goes.
    rest = taken[cut:]
    bylines = _bylines(rest[:_HEAD_REACH], lines)
    return [index for index in rest if index not in bylines]


def _behind_headline(taken: Sequence[int], lines: Sequence[Block]) -> int:
    """How many lines stand down to that above the first sentence which shares most words with the sentences: the
    title where the page does not tell it, below short lines of menus; 0 where none has half of its words there."""
    opening = list(takewhile(lambda index: not is_prose(lines[index]), taken[:_HEAD_REACH]))
    sentences = pairs("".join(lines[index].text for index in taken if stops(lines[index])))
    shared = [pairs(lines[index].text) & sentences for index in opening]
    fitting = [
        (len(words), place + 1)
        for place, (index, words) in enumerate(zip(opening, shared, strict=True))
        if len(words) >= max(_WORDS, len(pairs(lines[index].text)) / 2)
        and all(len(lines[above].text) <= TEASER // 2 for above in opening[:place])
    ]
    return max(fitting, default=(0, 0))[1]


def _without_tail(taken: list[int], lines: Sequence[Block]) -> list[int]:
    """Cut at a tail phrase once 60 % of all sentences lie before it, at two of them together, or behind a sign-off."""
    weights = [stops(lines[index]) for index in taken]
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


def _is_tail(line: str) -> bool:
    if line.endswith("…") and len(line) <= TEASER:
        return True
    return any(one.match(line) for one in (_NUMBERS, TAIL, WRITER))


def _heads_links(index: int, lines: Sequence[Block]) -> bool:
    """Whether it is a label with nothing but other headlines below it, and not the name of who signs."""
    below = [line for line in lines[index + 1 : index + 1 + _GAP] if not line.hidden]
    text = lines[index].text
    is_label = len(text) <= _LABEL and FULL_STOP.search(text) is None and not find_bodies(text)
    return is_label and len(below) == _GAP and all(line.is_link and len(line.text) >= _LABEL for line in below)


def _is_byline(line: str) -> bool:
    return is_stamp(line) or (len(line) <= 60 and CLOCKED.search(line) is not None and FULL_STOP.search(line) is None)


def _is_head(line: str, title: str) -> bool:
    """A title, dateline box or breadcrumb before the first paragraph."""
    if len(line) > 120:
        return False
    if key_of(line) == key_of(title):
        return True
    if len(re.sub(r"[\W\d_]", "", line)) < 2:
        return True
    return is_stamp(line) or (FULL_STOP.search(line) is None and HEAD.search(line) is not None)
