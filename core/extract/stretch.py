"""Between which lines of a page its article may lie: behind its title, before the first box that follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.extract.furniture import COMMENTS, FOOT, NEIGHBOURS, RIGHTS, TAIL
from core.extract.html import Block
from core.extract.prose import is_prose, key_of, stops
from core.extract.thread import first_post

#: Lines of a teaser at the most.
_GAP = 3
#: Lines that head a box are not longer. Behind one inside an article, prose goes on for so many characters, in one
#: paragraph or in adjoining ones; teasers and comments are shorter, or kept apart by headlines and names.
_BOX_HEAD, _GOES_ON, _ONE_PARAGRAPH = 30, 80, 150
#: A heading of a box may quote the title.
_HEADING = 150
#: Letters of a headline, and how many of them with their stories make a list.
_HEADLINE, _TEASERS = 8, 4
#: Words of a note on rights that stand together in one.
_ON_RIGHTS = 2
_CLOSED = ("。", "！", "？", "”", "」", "）", ".", "!", "?", '"')


@dataclass(frozen=True, slots=True)
class Stretch:
    """The lines among which the article lies, by index."""

    #: The line behind the title; None where the page does not show it.
    start: int | None
    #: The line that heads the first box behind the article, else the number of lines.
    foot: int
    #: Whether both ends are known to be those of one post of a thread.
    is_post: bool = False


def find_stretch(lines: Sequence[Block], title: str) -> Stretch:
    """Where the article lies. Without a title to start from only readers' comments are known to follow it."""
    key = key_of(title)
    start = next((index + 1 for index, line in enumerate(lines) if key and _is_title(line, key)), None)
    if (post := first_post(lines, start)) is not None:
        return Stretch(*post, is_post=True)
    begun = next((index for index in range(start or 0, len(lines)) if is_prose(lines[index])), len(lines))
    end = next((index for index in range(begun, len(lines)) if _ends(lines[index])), len(lines))
    last, teasers = _last_prose(lines[:end]), _teasers(lines[:end])
    boxes = (
        index
        for index in range(max(begun, last + 1), end)
        if index in teasers or (start is not None and _heads(lines[index], FOOT))
    )
    return Stretch(start, next(boxes, end))


def _ends(line: Block) -> bool:
    """Whether no article goes on behind it, however long the remarks or stories are that do."""
    return _heads(line, COMMENTS) or (line.linked > 0 and not line.hidden and NEIGHBOURS.match(line.text) is not None)


def _is_title(line: Block, key: str) -> bool:
    """Whether it is the title, or a heading that holds it: a version or a number may follow it there."""
    if line.hidden or (line.is_link and not line.heading):
        return False
    own = key_of(line.text)
    return own == key or (line.heading != "" and key in own)


def _teasers(lines: Sequence[Block]) -> set[int]:
    """Linked headlines that each have a line or two of their story below them, as lists of other news do."""
    links = [
        index for index, line in enumerate(lines) if line.is_link and not line.hidden and len(line.text) >= _HEADLINE
    ]
    told = [_is_teaser(lines[one + 1 : other]) for one, other in pairwise(links)]
    return {links[place] for place in range(len(told) - _TEASERS + 1) if all(told[place : place + _TEASERS])}


def _is_teaser(lines: Sequence[Block]) -> bool:
    return 0 < len(lines) <= _GAP and any(map(stops, lines)) and sum(len(line.text) for line in lines) < _GOES_ON


def _heads(line: Block, box: re.Pattern[str]) -> bool:
    is_short = len(line.text) <= (_HEADING if line.heading else _BOX_HEAD)
    return is_short and not line.hidden and box.match(line.text) is not None


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
    if not is_prose(line) or line.linked >= _HEADLINE or not line.text.endswith(_CLOSED):
        return False
    return TAIL.match(line.text) is None and len(set(RIGHTS.findall(line.text))) < _ON_RIGHTS
