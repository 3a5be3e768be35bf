"""Threads of a forum: the first post is the article, what others answered is not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from core.extract.html import Block
from core.extract.prose import is_prose, stops
from core.scripts import compile_either

_DAY = r"\d{2,4}[-年/.]\d{1,2}[-月/.]\d{1,2}日?"
#: The lines that tell one post from the next, by kind: which floor it is, who wrote it when.
_MARKS = (
    compile_either(
        r"^\W*(?:第\s*)?\d{1,4}\s*(?:楼|[#＃])|^\W*[#＃]\s*\d{1,4}(?!\d)|(?:^|\s)楼\s?主(?=\W|$)|沙发$|板凳$"
    ),
    compile_either(
        rf"(?:发表|回覆|回复|提交|留言|张贴)(?:于|时间|日期)?\s*[:：]?\s*{_DAY}.{{0,8}}\d{{1,2}}[:：]\d\d"
        rf"|\S\s?于\s?{_DAY}.{{0,4}}\d{{1,2}}[:：]\d\d"
        r"|^Posted(?: by)?\b.{0,60}\d{4}"
    ),
    compile_either(r"^发信人\s*[:：]"),
)
#: Characters of such a line, lines of what a forum tells of a writer, and characters of one of these.
_MARK, _PANEL, _SHORT = 80, 16, 40
#: Marks that make a thread.
_AT_LEAST = 2
_FIGURES = re.compile(r"\d+")


def first_post(lines: Sequence[Block], start: int | None) -> tuple[int, int] | None:
    """The line with which the first post of a thread begins, and that at which the first answer does, with what is told
    of its writer; None when this is no thread, as far as two marks of one kind with a post before the latter tell.

    No post begins before `start`; where that is not known, the first begins at its own mark."""
    for mark in _MARKS:
        marks = [index for index in range(start or 0, len(lines)) if _is_mark(lines[index], mark)]
        if len(marks) < _AT_LEAST:
            continue
        first = marks[0] if start is None else start
        begun = next((index for index in range(first, len(lines)) if is_prose(lines[index])), len(lines))
        answers = [index for index in marks if index > begun]
        # A list of floors of a house has nothing between them.
        if answers and all(other - one > 1 for one, other in pairwise(answers)):
            own = [index + 1 for index in marks if index < begun]
            end = _with_panel(lines, answers[0], [index for index in marks if index != answers[0]])
            return max([first, *own]), end
    return None


def _is_mark(line: Block, mark: re.Pattern[str]) -> bool:
    return len(line.text) <= _MARK and not line.hidden and stops(line) == 0 and mark.search(line.text) is not None


def _with_panel(lines: Sequence[Block], answer: int, others: Sequence[int]) -> int:
    """Where what stands above the mark of one post stands above those of others as well, there it begins."""
    begins = answer
    for back in range(1, min(_PANEL, answer) + 1):
        line = lines[answer - back]
        if stops(line) or len(line.text) > _SHORT:
            break
        if any(_shape(line) == _shape(lines[other - back]) for other in others if other >= back):
            begins = answer - back
    # The writer's name is another one each time.
    before = lines[begins - 1]
    return begins - 1 if begins < answer and not stops(before) and len(before.text) <= _SHORT // 2 else begins


def _shape(line: Block) -> str:
    """What lines that differ in figures, or in what follows a label, have in common."""
    return re.split("[:：]", _FIGURES.sub("0", line.text), maxsplit=1)[0]
