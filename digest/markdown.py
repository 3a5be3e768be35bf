"""Markdown (CommonMark): a digest for notes, wikis and repositories."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from digest.entry import Entry, Stretch
from digest.lines import in_ascii
from digest.view import Absent, View
from digest.wording import Words


def to_markdown(view: View) -> str:
    """The whole digest; nothing in a stranger's text is taken for markup, and no link but ours is made."""
    return "\n".join(_lines(view)) + "\n"


def escaped(text: str) -> str:
    """Text that reads as itself wherever it stands in a paragraph, heading, list or table."""
    return _begun(_inert(text))


def _inert(text: str) -> str:
    """Text that reads as itself within a line."""
    text = re.sub(r"([\\`*_\[\]<>|~&#$@])", r"\\\1", text)
    # Bare addresses become links in GitHub's Markdown.
    text = re.sub(r"(?i)\b(https?|ftp):", r"\1\\:", text)
    return re.sub(r"(?i)\b(www)\.", r"\1\\.", text)


def _begun(text: str) -> str:
    """Text that is no list and no line below a heading where it begins a line."""
    text = re.sub(r"^(\d+)([.)])", r"\1\\\2", text)
    return re.sub(r"^([-+=:])", r"\\\1", text)


def link(text: str, url: str | None) -> str:
    """A link, or the text alone where there is no address to trust."""
    if url is None:
        return escaped(text)
    return f"[{escaped(text)}](<{in_ascii(url)}>)"


def _lines(view: View) -> Iterator[str]:
    words = view.words
    yield f"# {escaped(view.title)}"
    yield ""
    yield f"**{view.date}** · {view.description}"
    yield ""
    yield escaped(view.window)
    yield ""
    if view.late:
        yield f"> **{words.late}** {view.late}"
        yield ""
    yield f"> {words.coverage}{words.colon}{escaped(view.blind)}"
    if view.headlines:
        yield from _heading(view.headlines_title)
        for number, entry in enumerate(view.headlines, 1):
            headline = f"**{escaped(entry.title)}**{words.bracketed.format(escaped(entry.outlet))}"
            yield f"{number}. {headline} {escaped(entry.why_first)}"
    if view.empty:
        yield from _heading(view.empty_title)
        yield view.empty
    yield from _round_up(view)
    for part in view.parts:
        yield from _heading(f"{escaped(part.label)}{words.bracketed.format(len(part.entries))}")
        if part.note:
            yield part.note
            yield ""
        for entry in part.entries:
            yield from _entry(entry, words)
    yield from _changes(view)
    yield from _absent(view)
    yield from _trends(view)
    yield from _coverage(view)
    yield ""
    yield "---"
    yield ""
    yield words.footer


def _round_up(view: View) -> Iterator[str]:
    if view.figures:
        yield from _heading(view.figures_title)
        for each in view.figures:
            yield f"- {_marked(each.sentence)}{view.words.bracketed.format(escaped(each.outlet))}"
    if view.documents:
        yield from _heading(view.words.documents)
        for entry in view.documents:
            yield f"- {link(entry.title, entry.url)} · {escaped(entry.document)}"
        yield from _more(view.more_documents)


def _trends(view: View) -> Iterator[str]:
    words = view.words
    if view.trends is None:
        return
    yield from _heading(words.trends)
    yield view.trends.note
    for table in view.trends.tables(words):
        yield ""
        yield f"| {table.title} | {words.stories_column} |" + (f" {table.beside} |" if table.beside else "")
        yield "|---|---:|" + ("---|" if table.beside else "")
        for label, number, _, beside in table.rows:
            yield f"| {escaped(label)} | {number} |" + (f" {escaped(beside)} |" if table.beside else "")
    if view.trends.unknown_lately:
        yield ""
        yield view.trends.unknown_lately


def _heading(text: str) -> Iterator[str]:
    yield ""
    yield f"## {text}"
    yield ""


def _entry(entry: Entry, words: Words) -> Iterator[str]:
    yield f"### {link(entry.title, entry.url)}"
    yield ""
    doubt = f"**{entry.date_doubt}**" if entry.date_doubt else ""
    facts = [
        f"**{entry.tier}** {escaped(entry.outlet)}",
        escaped(entry.credited),
        escaped(entry.first),
        *map(escaped, entry.dates),
        doubt,
    ]
    yield " · ".join(filter(None, facts))
    yield ""
    yield escaped(entry.summary or entry.no_summary)
    yield ""
    for sentence in entry.figures:
        yield f"> {_marked(sentence)}"
        yield ""
    yield from _items(entry, words)
    yield ""


def _marked(sentence: Iterable[Stretch]) -> str:
    """A sentence with its figures in bold."""
    return _begun("".join(_bold(piece.text) if piece.is_figure else _inert(piece.text) for piece in sentence))


def _bold(figure: str) -> str:
    """A figure in bold but for its per cent sign: behind a sign, bold does not end where a letter follows."""
    number = figure.rstrip("%％‰")
    return f"**{_inert(number)}**{_inert(figure[len(number) :])}"


def _items(entry: Entry, words: Words) -> Iterator[str]:
    if entry.goes_on:
        beside = words.bracketed.format(f"{escaped(entry.goes_on.outlet)}{words.comma}{entry.goes_on.day}")
        yield f"- {words.goes_on}{words.colon}{link(entry.goes_on.title, entry.goes_on.url)}{beside}"
    if entry.chips:
        yield "- " + " · ".join(f"`{chip.label.replace('`', '')}`" for chip in entry.chips)
    if entry.reasons:
        reasons = words.semicolon.join(f"{escaped(reason.label)} {reason.points}" for reason in entry.reasons)
        yield f"- {words.why}{words.bracketed.format(entry.score)}{words.colon}{reasons}"
    if entry.others:
        outlets = words.comma.join(
            link(other.outlet, other.url) + words.bracketed.format(other.how) for other in entry.others
        )
        yield f"- {entry.also_at or words.hows_title}{words.colon}{outlets} {entry.more_others}".rstrip()
    if entry.not_counted:
        outlets = words.comma.join(escaped(copy.outlet) for copy in entry.copies)
        yield f"- {entry.not_counted}{words.colon}{outlets}"
    for told in entry.parallels:
        yield f"- {told.label}{words.colon}{link(told.title, told.url)} · {escaped(told.outlet)}"
    if entry.document:
        yield f"- {escaped(entry.document)}"
    if entry.attachments:
        documents = words.comma.join(link(attached.title, attached.url) for attached in entry.attachments)
        yield f"- {entry.attachments_title}{words.colon}{documents}"
    if entry.page:
        yield f"- {link(words.whole_story, entry.page)}"


def _changes(view: View) -> Iterator[str]:
    words = view.words
    if not view.changes:
        return
    yield from _heading(words.changes)
    yield words.changes_note
    yield ""
    for each in view.changes:
        yield "- " + " · ".join(
            [link(each.title, each.url), escaped(each.outlet), f"**{escaped(each.what)}**", each.at]
        )
        for told in each.altered:
            yield f"  - {told.label}{words.colon}{escaped(told.marked)}"
        if each.more:
            yield f"  - {each.more}"


def _absent(view: View) -> Iterator[str]:
    words = view.words
    if view.held:
        yield from _heading(words.held)
        yield words.held_note
        yield ""
        yield from map(_absent_line, view.held)
        yield from _more(view.more_held)
    if view.rejected:
        yield from _heading(words.rejected)
        yield words.rejected_note
        yield ""
        yield "- " + words.comma.join(f"{why} {number}" for why, number in view.rejected)
    if view.near_misses:
        yield ""
        yield f"**{words.near_misses}** {words.near_misses_note}"
        yield ""
        yield from map(_absent_line, view.near_misses)
        yield from _more(view.more_near_misses)


def _absent_line(each: Absent) -> str:
    facts = [link(each.title, each.url), escaped(each.outlet), f"**{each.why}**", escaped(each.detail), each.score]
    return "- " + " · ".join(filter(None, facts))


def _more(text: str) -> Iterator[str]:
    if text:
        yield f"- {text}"


def _coverage(view: View) -> Iterator[str]:
    words = view.words
    yield from _heading(words.coverage)
    yield escaped(view.blind)
    if view.rows:
        yield ""
        yield f"| {words.site} | {words.state} | {words.new_links} | {words.last_ok} | {words.remark} |"
        yield "|---|---|---:|---|---|"
        for row in view.rows:
            state = f"**{row.state}**" if row.is_blind else row.state
            yield f"| {escaped(row.site)} | {state} | {row.new_links} | {row.last_ok} | {escaped(row.remark)} |"
