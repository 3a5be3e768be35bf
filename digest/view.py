"""View: a Digest in the words of its reader, once for all forms: every string clean, short enough and final.

Titles, outlets and snippets are strangers' text. They pass `shown` here (no control, bidi or zero-width characters,
one line, a bounded length), and addresses pass `linked` (http and https only). Escaping is the business of each form.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from core.article import DateEvidence, Document, Precision
from core.assessment import Assessment, Tag, TagKind, Trust
from core.digest import Digest, LeftOut, SourceCoverage
from core.edits import Alteration, Edit, Piece, pieces
from core.health import State
from core.lineage import Branch, first_publisher, is_independent, is_same_house, outlets, tree
from core.story import Change, Member, Story, Translation
from core.text import one_line
from core.urls import safe_link
from core.verdict import Why
from digest.build import RELATED, STATES, by_state, rank
from digest.summary import summarise
from digest.wording import Words, counted, words_of

#: Headlines on top, where there are more Stories than these.
HEADLINES = 3
#: Most that is listed of what can be long without end.
MOST_TITLE = 120
MOST_OTHERS = 12
MOST_REASONS = 6
MOST_SNIPPETS = 3
MOST_DATES = 8
MOST_TWIGS = 40
MOST_DEPTH = 6
MOST_ATTACHMENTS = 10
MOST_BODIES = 4
MOST_HELD = 30
MOST_NEAR_MISSES = 30

#: Changed sentences told of one page.
MOST_ALTERED = 3
#: Characters of a sentence kept on either side of what is different, and of one that is different as a whole.
_CONTEXT = 40
MOST_SENTENCE = 160

#: Characters of the remark on one Site: a dozen blind Sources with their reasons.
MOST_REMARK = 1200
#: The same in a form that is cut to a size.
MOST_SHORT_REMARK = 300

#: Blind Sources named in the head; the table has them all.
MOST_BLIND = 6

#: What kinds of tags describe, in the order they are shown, and how many of each at the most.
_CHIPS = {TagKind.AREA: 3, TagKind.PROGRAMME: 3, TagKind.PLACE: 4, TagKind.DOCUMENT: 1}
_PROVINCES = {"SH", "JS", "ZJ", "AH"}
_LANGS = {"zh": "zh-CN", "zh-Hant": "zh-Hant", "en": "en"}
#: Tags whose label tells the field they hit in.
_SAYS_WHERE = {"core in title", "compound core", "core in lead", "further core"}
#: States of which the outcome of the last look says more: 超时.
_TOLD_BY_OUTCOME = {State.FAILING, State.BLOCKED, State.DENIED}
_NEAR_SCORES = range(2, 4)
_NEAR_WHYS = {Why.STALE, Why.GENRE, Why.OVER_CAP}
#: Pages of these kinds are named but never linked: a click on them helps nobody.
_UNSAFE = {Trust.SPUN, Trust.MIRROR, Trust.FABRICATED, Trust.SPAM}


@dataclass(frozen=True, slots=True)
class Calendar:
    """Dates as the reader of one Digest writes them: in his zone, the year only where it is another."""

    words: Words
    zone: ZoneInfo
    year: int

    def time(self, at: datetime) -> str:
        """11月21日 07:30"""
        return self.words.time(at.astimezone(self.zone), self.year)

    def iso(self, value: str) -> str:
        """An ISO date of any precision; what is none stays as it is."""
        try:
            at = datetime.fromisoformat(value)
        except ValueError:
            return shown(self.words.iso(value, self.year), 40)
        local = at.astimezone(self.zone).isoformat() if at.tzinfo else value
        return shown(self.words.iso(local, self.year), 40)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A tag that describes."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A tag with its part of the score, and where it hit."""

    #: With the field it hit in, where the tag does not say that itself: 协同立法（正文）.
    label: str
    terms: str
    points: str
    snippets: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Another outlet of a Story."""

    outlet: str
    how: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Twig:
    """A line of the lineage of a Story."""

    #: 0 for what was taken from nobody that is known.
    depth: int
    outlet: str
    #: How it stands to the one above, or that only its name was seen.
    how: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """One piece of date evidence."""

    value: str
    where: str
    text: str
    doubt: str
    is_believed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """A document linked from the Article."""

    title: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A report of the same in another language."""

    label: str
    lang: str
    title: str
    url: str | None
    outlet: str
    #: What agrees: 352亿 = 35.2 billion, 苏州.
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One Story as it is shown."""

    #: Place in the order of rank over the whole Digest, from 0.
    place: int
    anchor: str
    #: Language of title and summary, where it is not that of the Digest.
    lang: str
    title: str
    url: str | None
    outlet: str
    tier: str
    tier_name: str
    credited: str
    #: Who published it first; empty where that is the outlet itself.
    first: str
    #: Dates in words, the most important first: published, first published if earlier, first seen.
    dates: tuple[str, ...]
    #: Of an official document its number, who issued it and whether it is out of force; empty for news.
    document: str
    #: Empty when the date is sure: 日期不明, 仅到月, 仅到年.
    date_doubt: str
    summary: str
    #: What is said where there is none.
    no_summary: str
    chips: tuple[Chip, ...]
    reasons: tuple[Reason, ...]
    score: str
    also_at: str
    others: tuple[Other, ...]
    more_others: str
    not_counted: str
    copies: tuple[Other, ...]
    translations: tuple[Told, ...]
    #: Empty where there is one page only.
    lineage: tuple[Twig, ...]
    date_lines: tuple[DateLine, ...]
    attachments: tuple[Attached, ...]
    attachments_title: str
    #: Where the archive tells all that is known of it; empty outside the archive.
    page: str = ""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The coverage of one Site."""

    site: str
    #: Class name of the state, for colour: `failing`, `not-checked`.
    state_name: str
    is_blind: bool
    state: str
    new_links: str
    last_ok: str
    remark: str


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
    places = _places(digest)
    parts = tuple(
        Part(
            anchor=f"section-{number}",
            label=shown(section.label, 60),
            note=words.related_note if section.area == RELATED else "",
            entries=tuple(entry_of(story, places[story.id], calendar) for story in section.stories),
        )
        for number, section in enumerate(digest.sections, 1)
    )
    counts = _counts(digest, words)
    empty_title, empty = ("", "") if parts else _what_empty_means(digest.coverage, words)
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
        headlines=_headlines(parts, digest),
        parts=parts,
        empty_title=empty_title,
        empty=empty,
        changes=tuple(changed_of(each, calendar) for each in digest.changes),
        held=tuple(_absent(each, words) for each in digest.held[:MOST_HELD]),
        more_held=_more(len(digest.held) - MOST_HELD, words),
        rejected=tuple(
            (words.whys[why], number)
            for why, number in sorted(
                Counter(each.why for each in digest.rejected).items(), key=lambda pair: (-pair[1], pair[0])
            )
        ),
        near_misses=tuple(_absent(each, words) for each in near[:MOST_NEAR_MISSES]),
        more_near_misses=_more(len(near) - MOST_NEAR_MISSES, words),
        blind=words.gap.join(
            filter(None, (_blind_sentence(digest.coverage, words), _off_sentence(digest.coverage, words)))
        ),
        is_blind=not digest.coverage or any(each.state.is_blind for each in digest.coverage),
        rows=_rows(digest.coverage, calendar),
    )


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
        held=view.held[:absent],
        more_held=view.more_held or _more(len(view.held) - absent, words),
        near_misses=view.near_misses[:absent],
        more_near_misses=view.more_near_misses or _more(len(view.near_misses) - absent, words),
        rows=tuple(replace(row, remark=shown(row.remark, MOST_SHORT_REMARK)) for row in view.rows[:rows]),
        more=counted(missing, words.more_in_archive, file=file) if missing else "",
        more_rows=counted(len(view.rows) - rows, words.more_sites, file=file) if len(view.rows) > rows else "",
    )


def shown(text: str, most: int = MOST_TITLE) -> str:
    """A stranger's text fit for a line of ours."""
    line = one_line(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def linked(url: str | None) -> str | None:
    """An address that may be linked: http or https, and nothing invisible in it."""
    return safe_link(url) if url and one_line(url) == url else None


def _places(digest: Digest) -> dict[int, int]:
    """Story to its place by rank; what is only related comes after all that is on topic."""
    stories = [(section.area == RELATED, rank(story)) for section in digest.sections for story in section.stories]
    return {key[-1]: place for place, (_, key) in enumerate(sorted(stories))}


def _headlines(parts: Iterable[Part], digest: Digest) -> tuple[Entry, ...]:
    """The best ranked of what is on topic; none when there is little else to point to."""
    on_topic = (part for part, section in zip(parts, digest.sections, strict=True) if section.area != RELATED)
    entries = [entry for part in on_topic for entry in part.entries]
    return tuple(sorted(entries, key=lambda entry: entry.place)[:HEADLINES]) if len(entries) > HEADLINES else ()


def _best(parts: Iterable[Part]) -> Entry:
    return min((entry for part in parts for entry in part.entries), key=lambda entry: entry.place)


def _counts(digest: Digest, words: Words) -> tuple[str, ...]:
    stories = [story for section in digest.sections for story in section.stories]
    heard = {outlet for story in stories for outlet in outlets(story.members)}
    share = _blind_share(digest.coverage)
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


# --- entries ---------------------------------------------------------------------------------------------------------


def entry_of(story: Story, place: int, calendar: Calendar) -> Entry:
    """A Story as it is shown; `place` is its place by rank."""
    words, article, best = calendar.words, story.article, story.canonical
    others = _others(story, [member for member in story.others if is_independent(member)], words)
    copies = _others(story, [member for member in story.others if not is_independent(member)], words)
    elsewhere = len(set(outlets(story.members)) - {best.outlet})
    first = _first(story, words)
    credited = "" if first else shown(article.source or best.source or "", 60)
    return Entry(
        place=place,
        anchor=f"story-{story.id}",
        lang=_LANGS.get(article.language or "", "").replace(words.lang, ""),
        title=shown(article.title) or shown(best.url),
        url=linked(best.url),
        outlet=shown(best.outlet, 60),
        tier=words.tiers[best.tier],
        tier_name=str(best.tier or "unknown"),
        credited=words.credited.format(source=credited) if credited and credited != shown(best.outlet, 60) else "",
        first=first,
        dates=_dates(story, calendar),
        document=_document(article.document, words) if article.document else "",
        date_doubt=_date_doubt(story, words),
        summary=summarise(article, story.assessment).text,
        no_summary=words.no_summary if article.text.strip() or not article.attachments else words.only_attachments,
        chips=_chips(story.assessment, words),
        reasons=_reasons(story.assessment.tags, words),
        score=counted(story.assessment.score, words.score),
        also_at=counted(elsewhere, words.also_at) if elsewhere else "",
        others=others[:MOST_OTHERS],
        more_others=_more(len(others) - MOST_OTHERS, words),
        not_counted=counted(len(copies), words.not_counted) if copies else "",
        copies=copies[:MOST_OTHERS],
        translations=tuple(_told(each, words) for each in story.translations[:MOST_OTHERS]),
        lineage=_lineage(story, words),
        date_lines=tuple(date_line(each, article.published, calendar) for each in article.date_evidence[:MOST_DATES]),
        attachments=tuple(
            Attached(title=shown(each.title, 80) or shown(each.url, 80), url=linked(each.url))
            for each in article.attachments[:MOST_ATTACHMENTS]
        ),
        attachments_title=counted(len(article.attachments), words.attachments) if article.attachments else "",
    )


def _dates(story: Story, calendar: Calendar) -> tuple[str, ...]:
    article, words = story.article, calendar.words
    dates = []
    if article.published:
        dates.append(words.published.format(date=calendar.iso(article.published)))
    if article.first_published and article.first_published != article.published:
        dates.append(words.first_published.format(date=calendar.iso(article.first_published)))
    dates.append(words.first_seen.format(date=_seen(story, calendar)))
    return tuple(dates)


def _seen(story: Story, calendar: Calendar) -> str:
    """When it was first seen, and where, if that was not at the outlet that tells it here."""
    earliest = min(filter(is_independent, story.members), key=lambda member: member.first_seen, default=story.canonical)
    time, outlet = calendar.time(story.first_seen), shown(earliest.outlet, 60)
    if outlet == shown(story.canonical.outlet, 60):
        return time
    return calendar.words.seen_at.format(date=time, outlet=outlet)


def _first(story: Story, words: Words) -> str:
    first = first_publisher(story.members)
    if first is None or is_same_house(first.name, story.canonical.outlet):
        return ""
    form = words.first_publisher if first.member else words.first_unseen
    return form.format(name=shown(first.name, 60))


def _lineage(story: Story, words: Words) -> tuple[Twig, ...]:
    branches = list(islice(tree(story.members), MOST_TWIGS))
    return tuple(_twig(branch, words) for branch in branches) if len(story.members) > 1 else ()


def _told(translation: Translation, words: Words) -> Told:
    return Told(
        label=words.told_in.get(translation.language, shown(translation.language, 20)),
        lang=_LANGS.get(translation.language, "").replace(words.lang, ""),
        title=shown(translation.title) or shown(translation.url),
        url=linked(translation.url),
        outlet=shown(translation.outlet, 60),
        because=shown(translation.evidence),
    )


def _twig(branch: Branch, words: Words) -> Twig:
    member, outlet = branch.member, shown(branch.name, 60)
    if member is None:
        return Twig(depth=branch.depth, outlet=outlet, how=words.unseen, url=None)
    return Twig(
        # Deeper ones stand below each other: a narrow screen has no room.
        depth=min(branch.depth, MOST_DEPTH),
        outlet=outlet,
        how=how_of(member, words),
        url=linked(member.url) if is_independent(member) else None,
    )


def how_of(member: Member, words: Words) -> str:
    """How a page stands to the one it was taken from, or what is wrong with it."""
    return words.doubted.get(member.trust) or words.hows[member.how]


def _document(document: Document, words: Words) -> str:
    named = [shown(body.name, 40) for body in document.bodies]
    bodies = words.comma.join(named[:MOST_BODIES])
    if len(named) > MOST_BODIES:
        bodies = words.more_bodies.format(names=bodies, n=len(named))
    state = words.validities.get(document.validity, "") if document.validity else ""
    said = " · ".join(filter(None, [shown(document.number or "", 60), bodies, state]))
    return words.document + words.colon + said if said else ""


def _date_doubt(story: Story, words: Words) -> str:
    if not story.article.published:
        return words.no_date
    return {Precision.MONTH: words.month_only, Precision.YEAR: words.year_only}.get(
        story.article.published_precision or Precision.DAY, ""
    )


def date_line(evidence: DateEvidence, published: str | None, calendar: Calendar) -> DateLine:
    """One candidate for a date; `published` is the one that was chosen."""
    words = calendar.words
    return DateLine(
        value=calendar.iso(evidence.value),
        where=shown(words.where(evidence.where), 40),
        text=shown(evidence.text, 60),
        doubt=shown(words.doubts.get(evidence.doubt, evidence.doubt), 80),
        is_believed=evidence.value == published and not evidence.doubt,
    )


def _chips(assessment: Assessment, words: Words) -> tuple[Chip, ...]:
    """What describes a Story, a few of each kind; of the document types the one that it is."""
    labels: dict[TagKind, list[str]] = {kind: [] for kind in _CHIPS}
    whole = _PROVINCES.issubset(assessment.named(TagKind.PLACE))
    if whole:
        labels[TagKind.PLACE].append(words.provinces)
    for tag in assessment.tags:
        is_told = whole and tag.kind is TagKind.PLACE and tag.name in _PROVINCES
        is_other = tag.kind is TagKind.DOCUMENT and tag.name != assessment.kind
        if tag.kind in labels and not is_told and not is_other:
            labels[tag.kind].append(shown(tag.label, 60))
    return tuple(
        Chip(kind=kind, label=label)
        for kind, most in _CHIPS.items()
        for label in tuple(dict.fromkeys(labels[kind]))[:most]
    )


def _reasons(tags: Iterable[Tag], words: Words) -> tuple[Reason, ...]:
    """What made the score, the largest part first."""
    scored = sorted((tag for tag in tags if tag.points), key=lambda tag: -abs(tag.points))
    return tuple(
        Reason(
            label=_with_field(tag, words),
            terms=words.comma.join(dict.fromkeys(shown(hit.term, 30) for hit in tag.hits[:MOST_SNIPPETS])),
            points=f"{tag.points:+d}",
            snippets=tuple(dict.fromkeys(shown(hit.snippet, 80) for hit in tag.hits[:MOST_SNIPPETS])),
        )
        for tag in scored[:MOST_REASONS]
    )


def _with_field(tag: Tag, words: Words) -> str:
    label = shown(tag.label, 60)
    fields = dict.fromkeys(words.fields[hit.field] for hit in tag.hits)
    if not fields or (tag.kind is TagKind.CORE and tag.name in _SAYS_WHERE):
        return label
    return label + words.bracketed.format(words.comma.join(fields))


def _others(story: Story, members: Sequence[Member], words: Words) -> tuple[Other, ...]:
    outlets = {member.article: member.outlet for member in story.others}
    return tuple(
        Other(
            outlet=shown(member.outlet, 60),
            how=_taken(member, outlets.get(member.parent or 0, member.credited), words),
            url=linked(member.url) if is_independent(member) else None,
        )
        for member in members
    )


def _taken(member: Member, parent: str, words: Words) -> str:
    """How a page came by its text; `parent` is empty where it is the page that is shown."""
    how = how_of(member, words)
    return words.taken_from.format(how=how, name=shown(parent, 40)) if parent else how


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


def _absent(each: LeftOut, words: Words) -> Absent:
    return Absent(
        title=shown(each.title) or shown(each.url),
        url=None if each.trust in _UNSAFE else linked(each.url),
        outlet=shown(each.outlet, 60),
        why=words.whys[each.why],
        detail=shown(words.detail(each.detail), 160),
        score=counted(each.score, words.score),
    )


def _more(number: int, words: Words) -> str:
    return counted(number, words.more) if number > 0 else ""


# --- coverage --------------------------------------------------------------------------------------------------------


def _watched(coverage: Iterable[SourceCoverage]) -> list[SourceCoverage]:
    return [each for each in coverage if each.state is not State.OFF]


def _blind_sentence(coverage: Sequence[SourceCoverage], words: Words) -> str:
    """How much of the watch was blind, in one sentence."""
    watched = _watched(coverage)
    blind = [each for each in watched if each.state.is_blind]
    if not watched:
        return words.coverage_unknown
    if not blind:
        return counted(len(watched), words.coverage_full, sites=str(_sites(watched)))
    numbers = Counter(each.state for each in blind)
    what = words.comma.join(f"{words.states[state]} {numbers[state]}" for state in STATES if numbers[state])
    form = words.coverage_blind if len(blind) == len(watched) else words.coverage_part
    return form.format(
        sites=_sites(watched),
        all=len(watched),
        blind=len(blind),
        what=what,
        share=_blind_share(watched),
        names=_names_of_blind(watched, words),
    )


def _blind_share(coverage: Iterable[SourceCoverage]) -> str:
    """The share of watched Sources that could not be seen, never rounded to none; empty when all were."""
    watched = _watched(coverage)
    blind = sum(each.state.is_blind for each in watched)
    return f"{max(1, round(100 * blind / len(watched)))}%" if blind else ""


def _sites(coverage: Iterable[SourceCoverage]) -> int:
    return len({each.site for each in coverage})


def _names_of_blind(watched: Sequence[SourceCoverage], words: Words) -> str:
    """Sites that are blind as a whole by their name, single Sources with theirs; the worst first."""
    seeing = {each.site for each in watched if not each.state.is_blind}
    names: dict[str, None] = {}
    for each in sorted((each for each in watched if each.state.is_blind), key=by_state):
        site, source = shown(each.site_name or each.site, 40), shown(each.source_name or each.source, 40)
        names[words.source_of_site.format(site=site, source=source) if each.site in seeing else site] = None
    told = words.comma.join(list(names)[:MOST_BLIND])
    return words.more_blind.format(names=told) if len(names) > MOST_BLIND else told


def _what_empty_means(coverage: Sequence[SourceCoverage], words: Words) -> tuple[str, str]:
    """Whether an empty day is quiet or blind: never "no news" where nobody could look."""
    watched = _watched(coverage)
    blind = sum(each.state.is_blind for each in watched)
    if not watched:
        return words.empty_title_blind, words.empty_unknown
    if not blind:
        return words.empty_title, counted(len(watched), words.empty_sure)
    if blind == len(watched):
        return words.empty_title_blind, words.empty_blind.format(all=len(watched))
    return words.empty_title_partly, words.empty_partly.format(all=len(watched), blind=blind)


def _off_sentence(coverage: Sequence[SourceCoverage], words: Words) -> str:
    off = len(coverage) - len(_watched(coverage))
    return counted(off, words.off_count) if off else ""


def _rows(coverage: Sequence[SourceCoverage], calendar: Calendar) -> tuple[Row, ...]:
    """One row a Site that is watched, the worst first."""
    sites: dict[str, list[SourceCoverage]] = {}
    for each in sorted(_watched(coverage), key=by_state):
        sites.setdefault(each.site, []).append(each)
    return tuple(_row(sources, calendar) for sources in sites.values())


def _row(sources: Sequence[SourceCoverage], calendar: Calendar) -> Row:
    """The state of a Site is the worst of its Sources, with how many of them are so."""
    words = calendar.words
    worst = sources[0].state
    same = sum(each.state is worst for each in sources)
    state = words.states[worst]
    if worst.is_blind and same < len(sources):
        state += words.bracketed.format(words.partly.format(n=same, all=len(sources)))
    seen = [each.last_ok for each in sources if each.last_ok]
    return Row(
        site=shown(sources[0].site_name, 60) or shown(sources[0].site, 60),
        state_name=worst.value.replace(" ", "-"),
        is_blind=worst.is_blind,
        state=state,
        new_links=str(sum(each.new_links for each in sources)),
        last_ok=calendar.time(max(seen)) if seen else words.never_ok,
        remark=shown(words.semicolon.join(_remarks(sources, calendar)), MOST_REMARK),
    )


def _remarks(sources: Iterable[SourceCoverage], calendar: Calendar) -> Iterable[str]:
    """Which Sources cannot be seen, why, and since when: those of which the same is to be said together."""
    words = calendar.words
    names: dict[str, list[str]] = {}
    for each in sources:
        if each.state.is_blind:
            told = _why_blind(each, words) + _since(each, calendar)
            names.setdefault(told, []).append(each.source_name or each.source)
    for told, same in names.items():
        yield words.remark_form.format(name=words.comma.join(same), reason=told)


def _why_blind(each: SourceCoverage, words: Words) -> str:
    is_told = each.state in _TOLD_BY_OUTCOME and each.outcome
    what = words.outcomes[each.outcome] if is_told and each.outcome else words.states[each.state]
    detail = words.detail(each.reason)
    return what + (words.bracketed.format(detail) if detail else "")


def _since(each: SourceCoverage, calendar: Calendar) -> str:
    """Until when it was well; a list that has fallen silent says that itself. Older records only have `last_ok`."""
    if each.state is State.STALE:
        return ""
    since = each.since or each.last_ok
    return calendar.words.since.format(date=calendar.time(since)) if since else calendar.words.since_never
