"""Plain text: a digest for mail programs without HTML, terminals and files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from digest.entry import Entry, Other, Stretch
from digest.trend import FULL
from digest.view import Absent, View
from digest.wording import Words

#: One is as much of a bar.
_BLOCK, _SHARE_OF_BLOCK = "█", 5


def to_text(view: View) -> str:
    """The whole digest as text; no line begins with a stranger's words unless it is indented."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: View) -> Iterator[str]:
    words = view.words
    yield view.title
    yield f"{view.date}  {view.description}"
    yield view.window
    if view.late:
        yield f"【{words.late}】{view.late}"
    yield f"{words.coverage}{words.colon}{view.blind}"
    if view.headlines:
        yield from _heading(view.headlines_title)
        for number, entry in enumerate(view.headlines, 1):
            yield f"  {number}. {entry.title}{words.bracketed.format(entry.outlet)}"
            yield f"     {entry.why_first}"
    if view.empty:
        yield from _heading(view.empty_title)
        yield f"  {view.empty}"
    yield from _round_up(view)
    for part in view.parts:
        yield from _heading(f"{part.label}{words.bracketed.format(len(part.entries))}")
        if part.note:
            yield f"  {part.note}"
            yield ""
        for entry in part.entries:
            yield from _entry(entry, words)
    yield from _changes(view)
    yield from _absent(view)
    yield from _trends(view)
    yield from _coverage(view)
    yield ""
    yield words.footer


def _round_up(view: View) -> Iterator[str]:
    if view.figures:
        yield from _heading(view.figures_title)
        yield from (f"  - {_said(each.sentence)}{view.words.bracketed.format(each.outlet)}" for each in view.figures)
    if view.documents:
        yield from _heading(view.words.documents)
        for entry in view.documents:
            yield f"  - {entry.title} · {entry.document}"
        yield from _more(view.more_documents)


def _trends(view: View) -> Iterator[str]:
    words = view.words
    if view.trends is None:
        return
    yield from _heading(f"{words.trends} — {view.trends.note}")
    for table in view.trends.tables(words):
        yield f"  {table.title}"
        for label, number, share, beside in table.rows:
            bar = f"{_BLOCK * ceil(share / _SHARE_OF_BLOCK):<{FULL // _SHARE_OF_BLOCK}}"
            yield f"    {number:>4} {bar} {label}" + (words.bracketed.format(beside) if beside else "")
        yield ""
    if view.trends.unknown_lately:
        yield f"  {view.trends.unknown_lately}"


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield f"■ {text}"
    yield ""


def _entry(entry: Entry, words: Words) -> Iterator[str]:
    yield f"  ● {entry.title}"
    yield "    " + " · ".join(
        filter(
            None,
            [f"[{entry.tier}] {entry.outlet}", entry.credited, entry.first, *entry.dates, _marked(entry.date_doubt)],
        )
    )
    yield f"    {entry.summary or entry.no_summary}"
    yield from (f"    | {_said(sentence)}" for sentence in entry.figures)
    if entry.url:
        yield f"    {entry.url}"
    if entry.goes_on:
        beside = words.bracketed.format(f"{entry.goes_on.outlet}{words.comma}{entry.goes_on.day}")
        yield f"    {words.goes_on}{words.colon}{entry.goes_on.title}{beside} {entry.goes_on.url or ''}".rstrip()
    if entry.chips:
        yield "    " + " ".join(f"#{chip.label}" for chip in entry.chips)
    if entry.reasons:
        reasons = words.semicolon.join(f"{reason.label} {reason.points}" for reason in entry.reasons)
        yield f"    {words.why}{words.bracketed.format(entry.score)}{words.colon}{reasons}"
    if entry.others:
        outlets = words.comma.join(map(_other, entry.others))
        yield f"    {entry.also_at or words.hows_title}{words.colon}{outlets} {entry.more_others}".rstrip()
    if entry.not_counted:
        outlets = words.comma.join(copy.outlet for copy in entry.copies)
        yield f"    {entry.not_counted}{words.colon}{outlets}"
    for told in entry.parallels:
        yield f"    {told.label}{words.colon}{told.title} · {told.outlet} {told.url or ''}".rstrip()
    if entry.document:
        yield f"    {entry.document}"
    for attached in entry.attachments:
        yield f"    {entry.attachments_title}{words.colon}{attached.title} {attached.url or ''}".rstrip()
    if entry.web_page:
        yield f"    {words.its_page}{words.colon}{entry.web_page}"
    yield ""


def _said(sentence: Iterable[Stretch]) -> str:
    return "".join(piece.text for piece in sentence)


def _marked(doubt: str) -> str:
    return f"※{doubt}" if doubt else ""


def _other(other: Other) -> str:
    return f"{other.outlet}[{other.how}]" + (f" {other.url} " if other.url else "")


def _changes(view: View) -> Iterator[str]:
    words = view.words
    if not view.changes:
        return
    yield from _heading(f"{words.changes} — {words.changes_note}")
    for each in view.changes:
        yield f"  - {each.title} · {each.outlet} · {each.what} · {each.at}"
        if each.url:
            yield f"    {each.url}"
        for told in each.altered:
            yield f"    {told.label}{words.colon}{told.marked}"
        if each.more:
            yield f"    {each.more}"


def _absent(view: View) -> Iterator[str]:
    words = view.words
    if view.held:
        yield from _heading(f"{words.held} — {words.held_note}")
        yield from map(_absent_line, view.held)
        yield from _more(view.more_held)
    if view.rejected:
        yield from _heading(f"{words.rejected} — {words.rejected_note}")
        yield "  " + words.comma.join(f"{why} {number}" for why, number in view.rejected)
    if view.near_misses:
        yield from _heading(f"{words.near_misses} — {words.near_misses_note}")
        yield from map(_absent_line, view.near_misses)
        yield from _more(view.more_near_misses)


def _absent_line(each: Absent) -> str:
    said = " · ".join(filter(None, [each.title, each.outlet, each.why, each.detail, each.score]))
    return f"  - {said}" + (f"\n    {each.url}" if each.url else "")


def _more(text: str) -> Iterator[str]:
    if text:
        yield f"  {text}"


def _coverage(view: View) -> Iterator[str]:
    words = view.words
    yield from _heading(words.coverage)
    yield f"  {view.blind}"
    for row in view.rows:
        mark = "!" if row.is_blind else " "
        facts = [row.state, f"{words.new_links} {row.new_links}", f"{words.last_ok} {row.last_ok}", row.remark]
        yield f"  {mark} {row.site} · " + " · ".join(filter(None, facts))
