"""Edits: when to look for what a publisher changed in an article that was out already, and what it is; pure.

Two readings of one address by the same rules are held against each other. No edit is

* what is the same after folding, without white space and punctuation (decimal points, minus and per cent stay);
* another order of the same sentences;
* a sentence of nothing but a counter, an age or a clock (阅读 1327, 3小时前, 今天是2026年11月21日 星期六);
* a line that came or went behind the last full sentence, where tags and other headlines stand: there only other
  figures in the same words count.

Texts that hardly share three words in a row are two articles that stood at one address one after the other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import takewhile

from core.text import folded, one_line, sentences

#: Ages at which a page is looked at again. Figures are put right within a day, notices within the fortnight in which
#: they are quoted. Four hours less, so that a crawl that comes by a little earlier than yesterday's is not too early.
AGES = tuple(timedelta(days=days) - timedelta(hours=4) for days in (1, 3, 7, 14))
#: Nobody looks for edits of older pages, also where a look was missed.
OLDEST = timedelta(days=21)

#: Sentences of each text that are paired with each other, and the tokens of one that are looked at: 20 × 20 pairs of
#: the most repetitive sentences take 2 s.
_MOST = 20
_TOKENS = 200
#: Tokens between what two tellings begin and end with that are matched one by one.
_PIECES = 100
#: Characters kept of one sentence, and of what it has in common with the other before the first difference.
_LONGEST = 600
_LEAD = 40
#: From this likeness on, one sentence is another telling of the other (difflib's ratio).
_ALIKE = 0.5
#: Where less of the shorter text is in the longer, it is another article. Of 80 pages of the newsroom no two with
#: different news of one publisher share more than .23, but for two issues of a weekly report (.68), of which only the
#: figures are new; a notice that grew into a report shares all.
_ANOTHER = 0.25
_SHINGLE = 3

_TOKEN = re.compile(r"(?:(?<![\d-])-)?\d+(?:[.,]\d+)*[%‰]?|[a-z]+|[^\W_]")
_PIECE = re.compile(r"\d+(?:[.,]\d+)*[%％‰]?|[A-Za-z]+|\s+|.", re.DOTALL)
_STOPPED = re.compile(r"[。！？!?；;.…][”」』’\"）)]*$")
_COUNTED = (
    "浏览|阅读|点击|访问|人气|热度|评论|点赞|转发|分享|收藏|跟帖|参与|views?|reads?|hits?|comments?|likes?|shares?"
    "|(?:秒|分钟|小时|天)前|刚刚|今天是|现在是|当前时间|打印时间|生成时间|更新时间|星期[一二三四五六日天]|年|月|日"
)
# Possessive: a stranger's text must not make it try every way to cut itself into these words.
_IDLE = re.compile(rf"(?=.*?(?:{_COUNTED}))(?:{_COUNTED}|您是第|位|次|数|量|人|万|时|分|秒|[\W\d_])++", re.DOTALL)

_Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """One sentence that is not what it was."""

    #: Empty where the sentence was added.
    before: str
    #: Empty where it was taken out.
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What is different, other figures first, then other words, then what was taken out, then what was added."""

    alterations: tuple[Alteration, ...] = ()
    #: Sentences that are different besides these.
    more: int = 0
    #: Another article altogether stands there now; then nothing else is told.
    is_another: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence."""

    text: str
    #: Whether the other telling of the sentence has something else in its place.
    is_altered: bool


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    tokens: _Tokens
    is_tail: bool

    @property
    def words(self) -> _Tokens:
        """The tokens without their figures."""
        return tuple(token for token in self.tokens if not _has_figure(token))


def is_due(first: datetime, last: datetime, now: datetime) -> bool:
    """Whether a page that was first fetched at `first`, and was last asked for at `last`, is to be looked at again."""
    due = next_look(first, last)
    return due is not None and due <= now <= first + OLDEST


def next_look(first: datetime, last: datetime) -> datetime | None:
    """From when such a page is to be looked at again; None where it is too old."""
    return next((first + age for age in AGES if first + age > last), None)


def edit(before: str, after: str) -> Edit | None:
    """What was changed in a text; None where nothing was that a reader would call a change."""
    old, new = _sentences(before), _sentences(after)
    gone, come = _beyond(old, new), _beyond(new, old)
    if (gone or come) and _shared(old, new) < _ANOTHER:
        return Edit(is_another=True)
    gone, come = _telling(gone, come), _telling(come, gone)
    if not gone and not come:
        return None
    return _paired(gone[:_MOST], come[:_MOST], more=len(gone[_MOST:]) + len(come[_MOST:]))


def pieces(alteration: Alteration) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both tellings of a sentence, cut where they differ; a number is never cut."""
    old, new = (_PIECE.findall(text) for text in (alteration.before, alteration.after))
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    rest = old[start : len(old) - end], new[start : len(new) - end]
    is_long = max(map(len, rest)) > _PIECES
    matched = [] if is_long else SequenceMatcher(None, *rest, autojunk=False).get_opcodes()
    return (
        _pieces(old, start, end, [(kind == "equal", a, b) for kind, a, b, _, _ in matched]),
        _pieces(new, start, end, [(kind == "equal", a, b) for kind, _, _, a, b in matched]),
    )


def _pieces(tokens: Sequence[str], start: int, end: int, matched: Sequence[tuple[bool, int, int]]) -> tuple[Piece, ...]:
    """A telling that begins and ends as the other does; in between as matched, or different as a whole."""
    last = len(tokens) - end
    between = [(same, start + a, start + b) for same, a, b in matched] or [(False, start, last)]
    cuts = [(True, 0, start), *between, (True, last, len(tokens))]
    return tuple(Piece("".join(tokens[a:b]), is_altered=not same) for same, a, b in cuts if a < b)


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))


def _sentences(text: str) -> list[_Sentence]:
    lines = [text[start:end] for start, end in sentences(text)]
    tail = len(list(takewhile(lambda line: not _STOPPED.search(line.rstrip()), reversed(lines))))
    found = (_sentence(line, is_tail=place >= len(lines) - tail) for place, line in enumerate(lines))
    return [each for each in found if each.tokens]


def _sentence(line: str, *, is_tail: bool) -> _Sentence:
    text = folded(line)
    # A clock or a counter is made of few words; of a longer line nobody needs to ask.
    is_idle = len(text) <= _LONGEST and _IDLE.fullmatch(text)
    tokens = () if is_idle else tuple(token.replace(",", "") for token in _TOKEN.findall(text))
    return _Sentence(line, tokens, is_tail)


def _beyond(some: Sequence[_Sentence], others: Sequence[_Sentence]) -> list[_Sentence]:
    """Those that the others have not, or not as often."""
    left = Counter(each.tokens for each in others)
    found = []
    for each in some:
        left[each.tokens] -= 1
        if left[each.tokens] < 0:
            found.append(each)
    return found


def _telling(some: Sequence[_Sentence], others: Sequence[_Sentence]) -> list[_Sentence]:
    """Those that count: in the tail only what has the words of one of the others."""
    words = {each.words for each in others}
    return [each for each in some if not each.is_tail or each.words in words]


def _shared(old: Sequence[_Sentence], new: Sequence[_Sentence]) -> float:
    """How much of the shorter text is in the other, its tail apart; 1 where one is too short to tell."""
    first, second = _shingles(old), _shingles(new)
    least = min(first.total(), second.total())
    return (first & second).total() / least if least else 1.0


def _shingles(text: Sequence[_Sentence]) -> Counter[_Tokens]:
    tokens = [token for each in text if not each.is_tail for token in each.tokens]
    return Counter(zip(*(tokens[start:] for start in range(_SHINGLE)), strict=False))


def _paired(gone: Sequence[_Sentence], come: Sequence[_Sentence], more: int) -> Edit:
    """Each sentence that went with the most alike of those that came."""
    altered: list[tuple[_Sentence, _Sentence]] = []
    added = list(come)
    for each in gone:
        ratios = [_likeness(each.tokens, other.tokens) for other in added]
        best = max(ratios, default=0.0)
        if best >= _ALIKE:
            altered.append((each, added.pop(ratios.index(best))))
    altered.sort(key=lambda pair: _figures(pair[0]) == _figures(pair[1]))
    removed = [each for each in gone if all(each is not old for old, _ in altered)]
    told = [*altered, *((each, None) for each in removed), *((None, each) for each in added)]
    return Edit(alterations=tuple(_alteration(old, new) for old, new in told), more=more)


def _likeness(old: _Tokens, new: _Tokens) -> float:
    matcher = SequenceMatcher(None, old[:_TOKENS], new[:_TOKENS], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _alteration(old: _Sentence | None, new: _Sentence | None) -> Alteration:
    before, after = (one_line(each.text) if each else "" for each in (old, new))
    # Where a sentence is too long to be kept, what it has in common with the other tells least.
    start = max(_common(before, after) - _LEAD, 0) if max(len(before), len(after)) > _LONGEST else 0
    return Alteration(before=before[start:][:_LONGEST], after=after[start:][:_LONGEST])


def _figures(sentence: _Sentence) -> Counter[str]:
    return Counter(filter(_has_figure, sentence.tokens))


def _has_figure(token: str) -> bool:
    return any(character.isdigit() for character in token)
