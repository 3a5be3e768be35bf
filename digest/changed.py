"""Changed: what became of a page that an earlier Digest showed, in the words of its reader."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from core.stories.edits import Alteration, Edit, Piece, pieces
from core.stories.story import Change
from core.text import one_line
from digest.lines import Calendar, linked, shown
from digest.wording import Words, counted

#: Changed sentences told of one page.
MOST_ALTERED = 3
#: Characters of a sentence kept on either side of what is different, and of one that is different as a whole.
_CONTEXT = 40
MOST_SENTENCE = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Altered:
    """A sentence as it was or as it is now, cut where the two differ."""

    #: 原文, 现为, 删去 or 增加.
    label: str
    pieces: tuple[Piece, ...]
    is_old: bool

    @property
    def marked(self) -> str:
        """The sentence as text, what differs in brackets; one that differs as a whole needs none."""
        if len(self.pieces) == 1:
            return self.pieces[0].text
        return "".join(f"【{piece.text}】" if piece.is_altered else piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A Story of an earlier issue whose page is not what it was."""

    title: str
    url: str | None
    outlet: str
    #: 已改动, or 已撤下 with what shows it.
    what: str
    at: str
    altered: tuple[Altered, ...]
    more: str


def changed_of(change: Change, calendar: Calendar) -> Changed:
    """What became of a page that was shown, its first alterations told."""
    words, edit = calendar.words, change.edit or Edit()
    detail = words.detail(change.gone)
    more = edit.more + len(edit.alterations[MOST_ALTERED:])
    return Changed(
        title=shown(change.title) or shown(change.url),
        url=linked(change.url),
        outlet=shown(change.outlet, 60),
        what=words.gone + (words.bracketed.format(shown(detail, 80)) if detail else "")
        if change.gone
        else words.edited,
        at=words.noticed.format(date=calendar.time(change.at)),
        altered=tuple(told for each in edit.alterations[:MOST_ALTERED] for told in _altered(each, words)),
        more=counted(more, words.more_altered) if more else "",
    )


def _altered(alteration: Alteration, words: Words) -> Iterable[Altered]:
    """Both tellings of a sentence, or the only one."""
    old, new = pieces(Alteration(before=one_line(alteration.before), after=one_line(alteration.after)))
    if old:
        yield Altered(label=words.was if new else words.removed, pieces=_brief(old), is_old=True)
    if new:
        yield Altered(label=words.is_now if old else words.added, pieces=_brief(new), is_old=False)


def _brief(sentence: Sequence[Piece]) -> tuple[Piece, ...]:
    """A sentence without most of what is the same in the other."""
    last = len(sentence) - 1
    return tuple(
        replace(piece, text=shown(piece.text, MOST_SENTENCE) if piece.is_altered else _around(piece.text, place, last))
        for place, piece in enumerate(sentence)
    )


def _around(text: str, place: int, last: int) -> str:
    """What stands next to a difference: before it, between two, or behind the last."""
    if len(text) <= 2 * _CONTEXT:
        return text
    head, tail = text[:_CONTEXT] if place else "", text[-_CONTEXT:] if place < last else ""
    return f"{head}……{tail}"
