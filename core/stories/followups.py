"""Follow-ups: which Story of the last days another one goes on with, and what shows it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.past import Earlier, Note
from core.stories.parallels import figures, worth
from core.text import HAN, folded

#: Shared figures must be worth so much (core.stories.parallels.worth): two of three digits.
LEAST_FIGURES = 4
#: Two titles share so many characters (or Latin words) in a row; so many where nothing else ties the two Stories.
LEAST_WORDING, LEAST_BARE_WORDING = 4, 8
#: What more of the earlier Stories have belongs to the subject, not to one story.
MOST_WITH_IT = 2
#: Characters of a text in which it says what it goes on with, and of a title.
_LOOKED_AT, _LONGEST_TITLE = 5_000, 200

#: Shorter ones are names of newspapers and columns.
_NAME = re.compile(r"《([^《》\n]{8,80})》")
_NUMBER = re.compile(rf"([{HAN}]{{2,12}})([〔\[(【﹝][12]\d{{3}}[〕\])】﹞]第?\d{{1,5}}号)")
_BRACKET = re.compile(r"[〔\[(【﹝〕\])】﹞第]+")
#: What headlines of any subject are made of.
_FORMULA = re.compile(
    r"(?:高质量|一体化|协同|融合|协调|创新|绿色)发展|(?:行动|工作)(?:计划|方案|要点)|(?:实施|指导)(?:方案|意见|细则)|征求意见"
    r"|(?:联席|工作|专题|推进|座谈|新闻发布)会议?|发布会|现场会|论坛|博览会|(?:签约|启动|揭牌)仪式|(?:战略|框架)?合作(?:框架)?协议"
    r"|(?:正式|全面|全线|联合|共同|首次|成功|加快|深入|持续|扎实|有序|顺利)"
    r"(?:发布|印发|出台|启动|启用|开通|运营|运行|投用|签约|开工|通车|举行|召开|揭牌|成立|推进|实施|建设)"
    r"|开通运营|建成投用|投入(?:使用|运营)|开工建设|[三两二]省[一二两]市|长三角(?:地区|区域)?|长江三角洲"
    r"|同比增长|累计完成|[万亿]+(?:元|人次)|\d+年"
)
_TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+")
_GAP = "\n"
_DAY = len("2026-11-20")

#: A number, a name, a figure in plain units, or words in a row.
_Value = tuple[str, ...]


class Tie(StrEnum):
    """What ties a Story to an earlier one, the surest first."""

    NUMBER = "number"  # it cites the number of the document
    NAME = "name"  # it cites what stands in 《》 in the title
    FIGURES = "figures"
    WORDING = "wording"  # of the titles


_Mark = tuple[Tie, _Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """That a Story goes on with one that an earlier issue showed."""

    story: int
    #: The earlier Story, and how it was told.
    earlier: int
    title: str
    url: str
    outlet: str
    #: Local date of the issue that showed it.
    issue: date
    tie: Tie
    #: What both have: the number, the name, the figures or the words, then programmes, places and bodies.
    shared: tuple[str, ...]


def follow_ups(notes: Iterable[Note], earlier: Sequence[Earlier]) -> tuple[FollowUp, ...]:
    """For each Note the earlier Story that it goes on with, where there is one; of several the one tied surest, then
    the newest.

    A Story goes on with an earlier one, published on the same day at the latest, when it

    1. cites the number (文号) of that one, an official document;
    2. cites what stands between 《 and 》 in the title of that one;
    3. shares a programme, a place below the province or an issuing body with it, and figures worth 4 (two of three
       digits, or more shorter ones);
    4. shares one of these, and four characters in a row of its title; or eight, where it shares none. What tags and the
       formulas of headlines explain does not count.

    A name, a figure or a wording that more than two of the earlier Stories have says nothing.
    """
    index = _Index(earlier)
    found = (min(index.ties(note), key=_surest, default=None) for note in notes)
    return tuple(each for each in found if each is not None)


class _Index:
    """The earlier Stories by what a later one may share with them."""

    def __init__(self, earlier: Sequence[Earlier]) -> None:
        self._earlier = earlier
        self._holders: dict[_Mark, list[int]] = defaultdict(list)
        for place, each in enumerate(earlier):
            for mark in _offered(each.note):
                self._holders[mark].append(place)

    def ties(self, note: Note) -> Iterator[FollowUp]:
        """What ties a Note to each of them, the surest tie of each."""
        shared: dict[int, dict[Tie, list[_Value]]] = defaultdict(lambda: defaultdict(list))
        for tie, value in _cited(note):
            holders = self._holders.get((tie, value), ())
            if tie is Tie.NUMBER or len(holders) <= MOST_WITH_IT:
                for place in holders:
                    shared[place][tie].append(value)
        for place in sorted(shared):
            each = self._earlier[place]
            if each.note.story != note.story and _may_follow(note, each.note):
                yield from _tied(note, each, shared[place])


def _tied(note: Note, earlier: Earlier, shared: Mapping[Tie, Sequence[_Value]]) -> Iterator[FollowUp]:
    """The surest tie of two Stories, where what they share is enough."""
    common = _common(note, earlier.note)
    for tie in Tie:
        if told := _enough(tie, note, shared.get(tie, ()), bool(common)):
            yield FollowUp(
                story=note.story,
                earlier=earlier.note.story,
                title=earlier.note.title,
                url=earlier.url,
                outlet=earlier.outlet,
                issue=earlier.issue,
                tie=tie,
                shared=(*told, *common),
            )
            return


def _enough(tie: Tie, note: Note, shared: Sequence[_Value], is_anchored: bool) -> tuple[str, ...]:
    """What is shared by a tie, as the later Story writes it; empty where it is not enough."""
    values = [" ".join(value) for value in shared]
    if tie is Tie.FIGURES:
        written = figures(note.text)
        is_enough = is_anchored and sum(map(worth, values)) >= LEAST_FIGURES
        return tuple(written[value] for value in values) if is_enough else ()
    if tie is Tie.WORDING:
        run = _longest_run(note, set(shared))
        is_enough = len(run) >= (LEAST_WORDING if is_anchored else LEAST_BARE_WORDING)
        return (_joined(run),) if is_enough else ()
    return tuple(values)


def _surest(each: FollowUp) -> tuple[int, int, int]:
    return list(Tie).index(each.tie), -each.issue.toordinal(), -each.earlier


def _may_follow(note: Note, earlier: Note) -> bool:
    """Whether it is neither the older one, as far as both tell their day, nor the same document."""
    if note.number and earlier.number and _plain_number(note.number) == _plain_number(earlier.number):
        return False
    days = [published[:_DAY] for published in (note.published or "", earlier.published or "")]
    return any(len(day) < _DAY for day in days) or days[0] >= days[1]


def _common(note: Note, earlier: Note) -> tuple[str, ...]:
    programmes = [label for name, label in note.programmes.items() if name in earlier.programmes]
    places = [label for name, label in note.places.items() if name in earlier.places]
    bodies = [name for name in note.bodies if name in earlier.bodies]
    return tuple(dict.fromkeys([*programmes, *places, *bodies]))


def _offered(note: Note) -> Iterator[_Mark]:
    """What a later Story may share with this one, each once."""
    if note.number:
        yield Tie.NUMBER, (_plain_number(note.number),)
    yield from ((Tie.NAME, (name,)) for name in dict.fromkeys(_NAME.findall(note.title[:_LONGEST_TITLE])))
    yield from _told(note)


def _cited(note: Note) -> Iterator[_Mark]:
    """What this one may share with an earlier Story, each once."""
    head = note.text[:_LOOKED_AT]
    yield from ((Tie.NUMBER, (number,)) for number in dict.fromkeys(_cited_numbers(head)))
    yield from ((Tie.NAME, (name,)) for name in dict.fromkeys(_NAME.findall(head)))
    yield from _told(note)


def _told(note: Note) -> Iterator[_Mark]:
    yield from ((Tie.FIGURES, (value,)) for value in figures(note.text) if worth(value))
    yield from ((Tie.WORDING, gram) for gram in dict.fromkeys(_grams(note)) if gram)


def _cited_numbers(text: str) -> Iterator[str]:
    """Each 文号 with every part of the words before it that may be its beginning: 根据沪发改规 has 沪发改规."""
    for match in _NUMBER.finditer(text):
        office, rest = match.groups()
        yield from (_plain_number(office[start:] + rest) for start in range(len(office) - 1))


def _plain_number(number: str) -> str:
    """A 文号 with one sign for its brackets, whichever they are."""
    return _BRACKET.sub("|", folded(number))


def _grams(note: Note) -> Iterator[_Value]:
    """Four characters, or Latin words, in a row of the title; an empty one at each gap."""
    title = list(note.title[:_LONGEST_TITLE])
    for start, end in note.common:
        title[start:end] = _GAP * len(title[start:end])
    for stretch in _FORMULA.sub(_GAP, folded("".join(title))).split(_GAP):
        tokens = _TOKEN.findall(stretch)
        yield from (tuple(tokens[at : at + LEAST_WORDING]) for at in range(len(tokens) - LEAST_WORDING + 1))
        yield ()


def _longest_run(note: Note, shared: Collection[_Value]) -> tuple[str, ...]:
    """The longest wording that is made of shared grams only."""
    longest: tuple[str, ...] = ()
    run: tuple[str, ...] = ()
    for gram in _grams(note):
        run = () if gram not in shared else (*run, gram[-1]) if run else gram
        longest = max(longest, run, key=len)
    return longest


def _joined(words: Sequence[str]) -> str:
    return (" " if any(map(str.isascii, words)) else "").join(words)
