"""Keyword groups: the plain file that other news tools read, each group a rule of the office.

    [GLOBAL_FILTER]        words that no title or text of any group may have
    广告

    [WORD_GROUPS]          the groups follow (needed behind [GLOBAL_FILTER] only)
    [跨省通办]              what a reader sees; else the first name behind =>, else the first word
    一网通办 => 政务服务    one of the plain words must stand there
    跨省通办
    +长三角                and every +word
    !招聘                  and no !word
    @5                     at most so many stories of this group alone in a digest

A blank line ends a group, # begins a comment. A group found in the title is on topic; in the text it is related.
Regular expressions are refused, but /甲|乙/ is read as two words.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches

from core.settings import ConfigError, Fault
from core.topics.office import CompiledRule
from core.topics.parsing import MOST_TERMS, term_fault
from core.topics.query import In, Not, Query, Secondary, Weighted, Where, Words, all_of
from core.topics.schema import OfficeRule, Thresholds

_FILTER, _GROUPS = "[GLOBAL_FILTER]", "[WORD_GROUPS]"
#: Characters of a name; schema.Name has as many.
_LONGEST_NAME = 60
_MOST_CAP = 1000
_WIDTHS = str.maketrans("＋！＠＃［］＝＞／｜【】", "+!@#[]=>/|[]")


@dataclass(slots=True)
class _Group:
    """A group while it is read."""

    line: int
    text: str
    label: str = ""
    plain: list[str] = field(default_factory=list)
    all: list[str] = field(default_factory=list)
    excluded: list[str] = field(default_factory=list)
    cap: int | None = None

    @property
    def name(self) -> str:
        """What it is called: its own name, or its first word."""
        return self.label or (*self.plain, *self.all)[0]


def parse_keywords(text: str, origin: str, thresholds: Thresholds) -> tuple[CompiledRule, ...]:
    """The groups of a keyword file as rules.

    Raises:
        ConfigError: with everything that is wrong in the file, each with line, column and caret.
    """
    reader = _Reader(origin)
    for number, line in enumerate(text.splitlines(), 1):
        reader.read(number, line)
    reader.end_group()
    if reader.faults:
        raise ConfigError(reader.faults)
    names = _distinct([each.name for each in reader.groups])
    return tuple(
        _rule(group, name, reader.filtered, thresholds) for group, name in zip(reader.groups, names, strict=True)
    )


def _rule(group: _Group, name: str, filtered: list[str], thresholds: Thresholds) -> CompiledRule:
    asked: list[Query] = [Words(tuple(group.plain))] if group.plain else []
    found = all_of([*asked, *(Words((term,)) for term in group.all)])
    parts = [found]
    if (more := thresholds.yes - thresholds.related) > 0:
        parts.append(Secondary(Weighted(In(Where.TITLE, found), more)))
    if excluded := (*group.excluded, *filtered):
        parts.append(Not(Words(excluded)))
    rule = OfficeRule(name=name, label=group.name, points=thresholds.related, cap=group.cap)
    return CompiledRule(rule, all_of(parts))


def _distinct(names: list[str]) -> list[str]:
    """The names, a repeated one with its number behind it."""
    seen: Counter[str] = Counter()
    distinct = []
    for name in names:
        seen[name] += 1
        distinct.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return distinct


class _Reader:
    """Lines into groups; what is wrong with them is gathered."""

    def __init__(self, origin: str) -> None:
        self.groups: list[_Group] = []
        self.filtered: list[str] = []
        self.faults: list[Fault] = []
        self._origin = origin
        self._group: _Group | None = None
        self._is_filter = False

    def read(self, number: int, line: str) -> None:
        """Take in one line."""
        written = line.translate(_WIDTHS).strip()
        if written.startswith("#"):
            return
        if not written:
            self.end_group()
        elif written.upper() in {_FILTER, _GROUPS}:
            self.end_group()
            self._is_filter = written.upper() == _FILTER
        elif self._is_filter:
            self.filtered += self._words(written.removeprefix("!"), number, line)
        else:
            self._group = self._group or _Group(number, line)
            self._read_in(self._group, written, number, line)

    def end_group(self) -> None:
        """The group is whole."""
        group, self._group = self._group, None
        if group is None:
            return
        if not group.plain and not group.all:
            self._fault("这一组没有要找的词 / this group has no word to look for", group.line, group.text)
        elif len(group.plain) + len(group.all) + len(group.excluded) > MOST_TERMS:
            self._fault(f"这一组词太多 / more than {MOST_TERMS} words in this group", group.line, group.text)
        self.groups.append(group)

    def _read_in(self, group: _Group, written: str, number: int, line: str) -> None:
        if written[0] == "[" and written[-1] == "]":
            self._name(group, written[1:-1].strip(), number, line)
        elif written[0] == "@":
            group.cap = self._cap(written[1:].strip(), number, line)
        elif written[0] == "+":
            group.all += self._words(written[1:], number, line)
        elif written[0] == "!":
            group.excluded += self._words(written[1:], number, line)
        else:
            words, _, name = written.partition("=>")
            group.plain += self._words(words, number, line)
            group.label = group.label or name.strip()[:_LONGEST_NAME]

    def _name(self, group: _Group, name: str, number: int, line: str) -> None:
        if group.line != number:
            message = "组名要写在一组的第一行；前面空一行 / a name in [ ] stands first in its group: leave a blank line"
            self._fault(message, number, line)
        elif not 0 < len(name) <= _LONGEST_NAME:
            self._fault(f"组名为空或太长 / a name has 1 to {_LONGEST_NAME} characters", number, line)
        elif meant := get_close_matches(f"[{name.upper()}]", (_FILTER, _GROUPS), n=1, cutoff=0.8):
            # Taken for a group, it would look for the very words that were to be left out.
            self._fault(f"应写作 {meant[0]} / write {meant[0]}", number, line)
        group.label = name

    def _cap(self, written: str, number: int, line: str) -> int | None:
        if re.fullmatch(r"\d{1,4}", written) and 1 <= int(written) <= _MOST_CAP:
            return int(written)
        self._fault(f"@ 后面写最多几条，如 @5 / write how many at the most, 1 to {_MOST_CAP}: @5", number, line)
        return None

    def _words(self, written: str, number: int, line: str) -> list[str]:
        written = written.strip()
        if pattern := re.fullmatch(r"/(.*)/[a-z]*", written):
            words = pattern.group(1).split("|")
            if any(re.search(r"[\\^$.*+?()\[\]{}]", word) for word in words):
                message = "不支持正则表达式，请每行写一个词 / regular expressions are not read: write one word a line"
                self._fault(message, number, line)
                return [written]
        else:
            words = [written]
        for word in words:
            if message := _word_fault(word):
                self._fault(message, number, line, max(line.find(word), 0) if word else len(line))
        return words

    def _fault(self, message: str, number: int, line: str, start: int | None = None) -> None:
        place = len(line) - len(line.lstrip()) if start is None else start
        self.faults.append(Fault(self._origin, number, "", message, place + 1, line))


def _word_fault(word: str) -> str:
    if re.search("[，、；]", word):
        return "每行只写一个词 / one word a line: break it at the comma"
    return term_fault(word)
