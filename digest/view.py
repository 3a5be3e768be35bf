"""View: a Digest in the words of its reader, once for all forms: every string clean, short enough and final."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from zoneinfo import ZoneInfo

from core.assessment import Trust
from core.digest import Digest, LeftOut
from core.stories.followups import FollowUp
from core.stories.lineage import outlets
from core.stories.story import Story
from core.verdict import Why
from digest.archive.paths import issue_page, story_page
from digest.build import RELATED
from digest.changed import Changed, changed_of
from digest.entry import Entry, Stretch, briefly, entry_of
from digest.lines import Calendar, linked, more, shown
from digest.rank import order
from digest.summary import MOST_SENTENCES
from digest.trend import TrendView, trend_of
from digest.watch import Row, blind_share, rows_of, told_in_a_line, what_empty_means
from digest.wording import Words, counted, words_of

#: Headlines on top: half as many as there are Stories on topic, and so many at the least and at the most. Where there
#: are no more Stories than these at the least, there are none.
LEAST_HEADLINES, MOST_HEADLINES = 3, 5
#: Most that is listed of what can be long without end.
MOST_HELD = 30
MOST_NEAR_MISSES = 30
MOST_FIGURES = 8
MOST_DOCUMENTS = 60

#: Characters of the remark on a Site in a form that is cut to a size.
MOST_SHORT_REMARK = 300

_NEAR_SCORES = range(2, 4)
_NEAR_WHYS = {Why.STALE, Why.GENRE, Why.OVER_CAP}
#: Pages of these kinds are named but never linked: a click on them helps nobody.
_UNSAFE = {Trust.SPUN, Trust.MIRROR, Trust.FABRICATED, Trust.SPAM}


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section."""

    anchor: str
    label: str
    note: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """An Article that is not shown, on one line."""

    title: str
    url: str | None
    outlet: str
    why: str
    detail: str
    score: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A sentence with figures from one of the Stories."""

    anchor: str
    title: str
    outlet: str
    sentence: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A Digest ready to be written down in any form."""

    words: Words
    #: Name of its files without the suffix: `daily-2026-11-21`.
    stem: str
    subject: str
    title: str
    date: str
    iso_date: str
    window: str
    #: Why this issue is late; empty when it is not.
    late: str
    counts: tuple[str, ...]
    description: str
    #: 今日要点, or of the week or month.
    headlines_title: str
    headlines: tuple[Entry, ...]
    parts: tuple[Part, ...]
    #: What an empty day means, as a heading and a sentence; both empty when there are Stories.
    empty_title: str
    empty: str
    changes: tuple[Changed, ...]
    held: tuple[Absent, ...]
    more_held: str
    rejected: tuple[tuple[str, int], ...]
    near_misses: tuple[Absent, ...]
    more_near_misses: str
    #: How much of the watch was blind, and what is switched off.
    blind: str
    is_blind: bool
    rows: tuple[Row, ...]
    trends: TrendView | None
    #: Of a round-up: the figures of its best Stories, and the official documents among all.
    figures_title: str
    figures: tuple[Quoted, ...]
    documents: tuple[Entry, ...]
    more_documents: str
    #: Where the archive on the web has this issue.
    web_page: str | None
    #: What a shortened form left out; empty when it is whole.
    more: str = ""
    more_changes: str = ""
    more_rows: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in reading order."""
        return tuple(entry for part in self.parts for entry in part.entries)


def view_of(digest: Digest) -> View:
    """A Digest in the words of its language and the times of its zone."""
    words = words_of(digest.language)
    calendar = Calendar(words, ZoneInfo(digest.timezone), digest.local_date.year)
    parts = _parts(digest, calendar)
    best = sorted((entry for part in parts for entry in part.entries), key=lambda entry: entry.place)
    is_round_up = digest.window.every != "day"
    if is_round_up:
        parts = tuple(replace(part, entries=tuple(map(briefly, part.entries))) for part in parts)
    documents = tuple(entry for entry in best if entry.document) if is_round_up else ()
    counts = _counts(digest, words)
    empty_title, empty = ("", "") if parts else what_empty_means(digest.coverage, digest.window.every, words)
    near = [each for each in digest.rejected if each.score in _NEAR_SCORES or each.why in _NEAR_WHYS]
    return View(
        words=words,
        stem=f"{digest.name}-{digest.local_date.isoformat()}",
        subject=_subject(digest, words, empty_title or f"{counts[0]} · {_best(parts).title}"),
        title=shown(digest.title),
        date=words.long_day(digest.local_date),
        iso_date=digest.local_date.isoformat(),
        window=_window(digest, words, calendar.zone),
        late=words.late_sentence.format(built=calendar.time(digest.built_at)) if digest.window.late else "",
        counts=counts,
        description=" · ".join(counts),
        headlines_title=words.headlines[digest.window.every],
        headlines=_headlines(parts, digest),
        parts=parts,
        empty_title=empty_title,
        empty=empty,
        changes=tuple(changed_of(each, calendar) for each in digest.changes),
        held=tuple(_absent(each, words) for each in digest.held[:MOST_HELD]),
        more_held=more(len(digest.held) - MOST_HELD, words),
        rejected=tuple(
            (words.whys[why], number)
            for why, number in sorted(
                Counter(each.why for each in digest.rejected).items(), key=lambda pair: (-pair[1], pair[0])
            )
        ),
        near_misses=tuple(_absent(each, words) for each in near[:MOST_NEAR_MISSES]),
        more_near_misses=more(len(near) - MOST_NEAR_MISSES, words),
        blind=words.gap.join(filter(None, (told_in_a_line(digest.coverage, words), _undelivered(digest, words)))),
        is_blind=not digest.coverage or any(each.state.is_blind for each in digest.coverage),
        rows=rows_of(digest.coverage, calendar),
        trends=trend_of(digest.trends, calendar),
        figures_title=words.period_figures[digest.window.every],
        figures=tuple(islice(_quoted(best), MOST_FIGURES)) if is_round_up else (),
        documents=documents[:MOST_DOCUMENTS],
        more_documents=more(len(documents) - MOST_DOCUMENTS, words),
        web_page=linked(f"{digest.archive}/{issue_page(digest.name, digest.local_date)}"),
    )


def _parts(digest: Digest, calendar: Calendar) -> tuple[Part, ...]:
    """The sections with all that is told of their Stories."""
    places = _places(digest)
    goes_on = {each.story: each for each in digest.follow_ups}
    sentences = MOST_SENTENCES if digest.window.every == "day" else 1

    def told(story: Story) -> Entry:
        entry = entry_of(
            story,
            places[story.id],
            calendar,
            first_named=digest.first_named,
            goes_on=goes_on.get(story.id),
            most_sentences=sentences,
        )
        return _with_pages(entry, story.id, goes_on.get(story.id), digest.archive) if digest.archive else entry

    return tuple(
        Part(
            anchor=f"section-{number}",
            label=shown(section.label, 60),
            note=calendar.words.related_note if section.area == RELATED else "",
            entries=tuple(map(told, section.stories)),
        )
        for number, section in enumerate(digest.sections, 1)
    )


def _with_pages(entry: Entry, story: int, goes_on: FollowUp | None, archive: str) -> Entry:
    """The Entry with where the archive tells its Story, and the one that it goes on with."""
    entry = replace(entry, page=f"{archive}/{story_page(story)}")
    if entry.goes_on is None or goes_on is None:
        return entry
    return replace(entry, goes_on=replace(entry.goes_on, page=f"{archive}/{story_page(goes_on.earlier)}"))


def shortened(view: View, entries: int, changes: int, absent: int, rows: int) -> View:
    """The same with the best so many entries, and lists cut to a length; what is missing is said."""
    words = view.words
    parts = tuple(
        replace(part, entries=kept)
        for part in view.parts
        if (kept := tuple(entry for entry in part.entries if entry.place < entries))
    )
    missing = len(view.entries) - min(entries, len(view.entries))
    unsaid = len(view.changes) - changes
    file = f"{view.stem}.html"
    return replace(
        view,
        headlines=tuple(entry for entry in view.headlines if entry.place < entries),
        parts=parts,
        changes=view.changes[:changes],
        more_changes=counted(unsaid, words.more_in_archive, file=file) if unsaid > 0 else "",
        documents=view.documents[:absent],
        more_documents=view.more_documents or more(len(view.documents) - absent, words),
        held=view.held[:absent],
        more_held=view.more_held or more(len(view.held) - absent, words),
        near_misses=view.near_misses[:absent],
        more_near_misses=view.more_near_misses or more(len(view.near_misses) - absent, words),
        rows=tuple(replace(row, remark=shown(row.remark, MOST_SHORT_REMARK)) for row in view.rows[:rows]),
        more=counted(missing, words.more_in_archive, file=file) if missing else "",
        more_rows=counted(len(view.rows) - rows, words.more_sites, file=file) if len(view.rows) > rows else "",
    )


def _places(digest: Digest) -> dict[int, int]:
    """Story to its place by rank; what is only related comes after all that is on topic."""
    stories = [
        (section.area == RELATED, order(story, digest.first_named))
        for section in digest.sections
        for story in section.stories
    ]
    return {key[-1]: place for place, (_, key) in enumerate(sorted(stories))}


def _undelivered(digest: Digest, words: Words) -> str:
    """That earlier issues have not arrived: how many, and never at whom."""
    return counted(digest.undelivered, words.undelivered) if digest.undelivered else ""


def _headlines(parts: Iterable[Part], digest: Digest) -> tuple[Entry, ...]:
    """The best ranked of what is on topic; none when there is little else to point to."""
    on_topic = (part for part, section in zip(parts, digest.sections, strict=True) if section.area != RELATED)
    entries = sorted((entry for part in on_topic for entry in part.entries), key=lambda entry: entry.place)
    if len(entries) <= LEAST_HEADLINES:
        return ()
    return tuple(entries[: min(max(LEAST_HEADLINES, len(entries) // 2), MOST_HEADLINES)])


def _quoted(entries: Iterable[Entry]) -> Iterator[Quoted]:
    """The first sentence with figures of each."""
    for entry in entries:
        if entry.figures:
            yield Quoted(anchor=entry.anchor, title=entry.title, outlet=entry.outlet, sentence=entry.figures[0])


def _best(parts: Iterable[Part]) -> Entry:
    return min((entry for part in parts for entry in part.entries), key=lambda entry: entry.place)


def _counts(digest: Digest, words: Words) -> tuple[str, ...]:
    stories = [story for section in digest.sections for story in section.stories]
    heard = {outlet for story in stories for outlet in outlets(story.members)}
    share = blind_share(digest.coverage)
    return (
        counted(len(stories), words.stories),
        counted(len(heard), words.outlets),
        *((counted(len(digest.changes), words.changes_count),) if digest.changes else ()),
        counted(len(digest.held), words.held_count),
        counted(len(digest.rejected), words.left_out_count),
        # It reaches the list of all issues too, where nothing else tells a blind day from a quiet one.
        *((words.blind_share.format(share=share),) if share else ()),
    )


def _window(digest: Digest, words: Words, zone: ZoneInfo) -> str:
    form = words.window_first if digest.window.first else words.window
    return form.format(
        since=words.time(digest.window.since.astimezone(zone)),
        until=words.time(digest.window.until.astimezone(zone)),
        zone=words.zones.get(digest.timezone, digest.timezone),
    )


def _subject(digest: Digest, words: Words, what: str) -> str:
    day = digest.local_date
    late = words.late_subject if digest.window.late else ""
    title = shown(digest.title, 60)
    month = words.months[day.month - 1]
    return words.subject.format(title=title, m=day.month, d=day.day, month=month, late=late, what=shown(what, 60))


def _absent(each: LeftOut, words: Words) -> Absent:
    return Absent(
        title=shown(each.title) or shown(each.url),
        url=None if each.trust in _UNSAFE else linked(each.url),
        outlet=shown(each.outlet, 60),
        why=words.whys[each.why],
        detail=shown(words.detail(each.detail), 160),
        score=counted(each.score, words.score),
    )
