"""Round-ups and live blogs: a page of several items, each under a head, a dateline or a time of its own.

An article with sub-headings looks the same. What tells them apart is measured: two stretches of one article share
several times as many of their words as those of two articles do (`_APART`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median

from core.extract.history import numeral
from core.extract.html import Block
from core.extract.parts import DATELINE, Part, words

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_DAY = r"(?:(?:20\d\d[-年/.])?\d{1,2}[-月/.]\d{1,2}日?\s{0,2})?"
_CLOCK = r"(?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)?(?:\s?[AaPp]\.?[Mm]\b\.?)?"
#: How the head of an item begins, in order of how much each tells. `number` counts the items from one up, `time` is
#: that of a live blog's entry, and what follows the mark is the head itself.
_MARKS = {
    "time": re.compile(rf"[【\[（(]?(?P<time>{_DAY}{_CLOCK})[】\])）]?(?!\s?[-—–~至到]\s?\d)[\s|丨｜·:：,，-]*"),
    "numeral": re.compile(rf"(?P<number>{_NUMERAL})[、．.]\s*"),
    "numeral in brackets": re.compile(rf"[（(](?P<number>{_NUMERAL})[）)]\s*"),
    "figure": re.compile(r"(?:NO\.?\s?|【)?(?P<number>\d{1,2})(?:[、．.】]|\s+(?=\D))(?!\d)\s*", re.IGNORECASE),
    "brackets": re.compile(r"(?=【[^】]{2,40}】)"),
    "bullet": re.compile(r"[●■◆★▲▶►◎□◇•]\s*"),
    "dateline": re.compile(rf"(?={DATELINE.pattern})"),
}
_BRACKETED = re.compile(r"【(?P<title>[^】]{2,40})】\s*")
_STOP = re.compile(r"[。！？!?…]|\.(?:\s|$)")
#: What carries on from the item before; who speaks; and the numbers of laws and chapters.
_CARRIES_ON = re.compile(
    r"首先|其次|再次|最后|此外|另外|另一方面|与此同时|同时|对此|因此|所以|不过|然而|但|而|这|该|其|上述|他|她|它|随后|接着|会上|会议"
    r"|(?:However|But|And|So|Also|Meanwhile|Moreover|This|These|That|Those|He|She|They|It|First|Second|Third|Finally)\b"
)
_SPOKEN = re.compile(r"(?:问|答|记者|主持人|Q|A)\s*[：:]|\[")
_ARTICLE = re.compile(rf"第(?:{_NUMERAL}|\d+)[条章节编]")
#: The origin of an item, at its end: (新华社), （来源：某报）.
_CREDITED = re.compile(r"[（(](?:(?:来源|据|综合|转自)[^（）()。]{2,20}|[^（）()。]{2,12}[社报网台])[）)]。?\s*$")
# Titles that say what the page is; a transcript (文字实录) is one text.
_LIVE = re.compile(
    r"直播|滚动|实时(?:更新|播报|动态)|快讯|\blive\b|as it happened|\bupdates\b",
    re.IGNORECASE,
)
_COLLECTED = re.compile(
    r"[早晚午]间?(?:报|读|餐|参|知道|新闻)|周报|一周(?:要闻|新闻|动态|回顾|速览|大事|热点)"
    r"|(?:要闻|新闻|资讯|快讯|简讯|政策|信息)(?:速览|汇总|集锦|一览|速递|速读|摘要|播报|联播|[（(【\s\d])|(?:简讯|要闻|联播|快讯)$"
    r"|简报(?:$|[（(【\s\d])|(?:\d+|[两一二三四五六七八九十]+)(?:[条则](?:要闻|新闻|消息|大事|简讯|资讯)|则$)"
    r"|[；;丨｜].+[；;丨｜]"
    r"|\b(?:round-?up|in brief|briefs|digest|headlines|briefing)\b",
    re.IGNORECASE,
)
#: Share of their words that the items of a round-up have in common, at the most: measured on three to eight stretches
#: of 80 to 600 letters of 63 articles, under .03 for nine in ten sets from different articles, above it for 95 in a
#: hundred sets from one (median .09 to .14). Where the title says that it is a round-up, or each item tells its own
#: dateline or origin, they may all be of one region or branch.
_APART, _AKIN = 0.03, 0.09
#: Neighbours that are compared with an item.
_NEIGHBOURS = 5
#: Items of a page, letters of one, fewer where the title says that it is a round-up, and how much longer than the
#: others one may be.
_FEWEST, _MOST, _LEAST, _BRIEF, _UNEVEN = 3, 200, 40, 25, 8
#: Share of the page that may stand before the first item.
_OPENING = 0.3
#: Letters of a head, and of the label of a section (国际) above one.
_SHORTEST_HEAD, _HEAD, _LABEL = 6, 60, 12
#: Shorter heads are sub-headings of one article, where nothing else says that it is a round-up.
_HEADLINE = 8
#: Share of the items of which something is asked.
_MOSTLY = 2 / 3


@dataclass(frozen=True, slots=True)
class _Start:
    """Where an item begins: the line of its head, without its mark."""

    line: int
    head: str
    number: str = ""
    time: str = ""


def split(lines: Sequence[Block], title: str) -> list[Part]:
    """The items of a round-up or live blog, before them what opens the page; empty for an ordinary article.

    Nothing is lost: the lines of the parts are those that were given.
    """
    texts = [line.text for line in lines]
    for starts in _ways(lines):
        if not _FEWEST <= len(starts) <= _MOST:
            continue
        opened = [_opened(texts, start.line, before.line) for before, start in pairwise([_Start(-1, ""), *starts])]
        ends = [*opened[1:], len(texts)]
        items = [
            _part(texts[begin:end], start, start.line - begin)
            for begin, end, start in zip(opened, ends, starts, strict=True)
        ]
        if _size(texts[: opened[0]]) <= _OPENING * _size(texts) and _are_items(items, title):
            # What stands before the first item is told under the title of the page; without it the first item is.
            if opened[0]:
                return [Part.headless(texts[: opened[0]]), *items]
            return [Part.headless(items[0].lines, items[0].time), *items[1:]]
    return []


def _ways(lines: Sequence[Block]) -> Iterator[list[_Start]]:
    """Each way in which the lines may be heads of items."""
    for mark in _MARKS.values():
        matches = [(place, match) for place, line in enumerate(lines) if (match := mark.match(line.text))]
        yield _in_order([_Start(place, match.string[match.end() :], **match.groupdict()) for place, match in matches])
    levels = {line.heading for line in lines if line.heading}
    for level in sorted(levels):
        yield [_Start(place, line.text) for place, line in enumerate(lines) if line.heading == level]
    yield [
        _Start(place, line.text)
        for place, (line, following) in enumerate(pairwise(lines))
        if _is_head(line.text) and not _is_head(following.text)
    ]


def _in_order(starts: list[_Start]) -> list[_Start]:
    """The starts, none of them where their numbers do not count up from one; each section may count anew."""
    told = [start.number for start in starts if start.number]
    numbers = [int(number) if number.isdigit() else numeral(number) for number in told]
    counted = all(number in {1, before + 1} for before, number in pairwise([0, *numbers]))
    return starts if counted else []


def _opened(texts: Sequence[str], line: int, after: int) -> int:
    """The first line of an item: its head, or the label of its section right above; `after` is the head before."""
    above = texts[line - 1] if line - 1 > after else ""
    return line - 1 if above and len(above) <= _LABEL and not _STOP.search(above) else line


def _part(lines: Sequence[str], start: _Start, place: int) -> Part:
    """An item as a Part. The label of its section and the mark before its head are in neither title nor text."""
    body = [start.head, *lines[place + 1 :]]
    body = body if start.head else body[1:]
    first = body[0] if body else ""
    bracketed = _BRACKETED.match(first)
    if bracketed:
        title, rest = bracketed["title"], first[bracketed.end() :]
    elif _is_head(first):
        title, rest = first, ""
    else:
        title, rest = "", first
    text = [rest, *body[1:]] if rest else body[1:]
    return Part(lines=tuple(lines), title=title, text=tuple(text), time=start.time)


def _are_items(items: Sequence[Part], title: str) -> bool:
    """Whether the parts stand for themselves."""
    texts = ["\n".join(item.text) for item in items]
    sizes = [len(text) for text in texts]
    if any(_ARTICLE.match(item.lines[0]) or _SPOKEN.match(item.title) for item in items):
        return False
    if all(item.time for item in items) and _LIVE.search(title):
        return min(sizes) > 0
    is_collected = _COLLECTED.search(title) is not None
    if (
        min(sizes) < (_BRIEF if is_collected else _LEAST)
        or max(sizes) > _UNEVEN * median(sizes)
        or not all(map(_STOP.search, texts))
    ):
        return False
    if sum(_CARRIES_ON.match(text) is not None for text in texts) > len(texts) / 4:
        return False
    credited = sum(_tells_origin(text) for text in texts) >= _MOSTLY * len(texts)
    if credited or is_collected:
        return likeness(texts) < _AKIN
    if median(len(item.title) for item in items) < _HEADLINE:
        return False
    return likeness(texts) < _APART and not _are_of(title, texts)


def _are_of(title: str, texts: Sequence[str]) -> bool:
    """Whether several of them tell of what the title names: short sections of one article share few other words."""
    named = words(title)
    return sum(not named.isdisjoint(words(text)) for text in texts) > max(1, _OPENING * len(texts))


def _tells_origin(text: str) -> bool:
    return (DATELINE.match(text) or _CREDITED.search(text)) is not None


def likeness(texts: Sequence[str]) -> float:
    """The share of their words, datelines apart, that a text and its neighbours have in common; 0 to 1."""
    told = [words(DATELINE.sub("", text)) for text in texts]
    return mean(
        len(one & other) / max(1, min(len(one), len(other)))
        for place, one in enumerate(told)
        for other in told[place + 1 : place + 1 + _NEIGHBOURS]
    )


def _is_head(line: str) -> bool:
    return _SHORTEST_HEAD <= len(line) <= _HEAD and not _STOP.search(line) and not line.endswith(tuple("，；：,;:"))


def _size(texts: Sequence[str]) -> int:
    return sum(map(len, texts))
