"""Entry: a Story in the words of its reader, once for all forms: every string clean, short enough and final."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from core.article import DateEvidence, Document, Level, Precision
from core.assessment import Assessment, Hit, Tag, TagKind
from core.stories.followups import FollowUp
from core.stories.lineage import Branch, first_publisher, is_independent, is_same_house, outlets, tree
from core.stories.story import Member, Parallel, Story
from core.text import one_line
from digest.lines import Calendar, linked, more, shown
from digest.rank import Merit, merits
from digest.summary import FIGURE, MOST_SENTENCES, key_figures, summarise
from digest.wording import Words, counted

#: Most that is listed of what can be long without end.
MOST_OTHERS = 12
MOST_OTHERS_BRIEFLY = 4
MOST_REASONS = 6
MOST_SNIPPETS = 3
MOST_DATES = 8
MOST_TWIGS = 40
MOST_DEPTH = 6
MOST_ATTACHMENTS = 10
MOST_BODIES = 4
MOST_SHARED = 4

#: What kinds of tags describe, in the order they are shown, and how many of each at the most.
_CHIPS = {TagKind.AREA: 3, TagKind.PROGRAMME: 3, TagKind.PLACE: 4, TagKind.DOCUMENT: 1}
_PROVINCES = {"SH", "JS", "ZJ", "AH"}
_LANGS = {"zh": "zh-CN", "zh-Hant": "zh-Hant", "en": "en"}
#: Tags whose label tells the field they hit in.
_SAYS_WHERE = {"core in title", "compound core", "core in lead", "further core"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A tag that describes."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A tag, or several of one label, with their part of the score, and where they hit."""

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
    """Another report of the event."""

    label: str
    lang: str
    title: str
    url: str | None
    outlet: str
    #: What agrees: 352亿 = 35.2 billion, 苏州.
    because: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a quoted sentence."""

    text: str
    is_figure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesOn:
    """The Story of an earlier issue that this one goes on with."""

    title: str
    url: str | None
    #: Who told it, and in the issue of which day.
    outlet: str
    day: str
    #: What both have.
    because: str
    #: As of an Entry.
    page: str = ""


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
    #: Sentences with figures that the summary does not give.
    figures: tuple[tuple[Stretch, ...], ...]
    goes_on: GoesOn | None
    #: What brings it before others, in words, and the same with points.
    why_first: str
    ranked: str
    chips: tuple[Chip, ...]
    reasons: tuple[Reason, ...]
    score: str
    also_at: str
    others: tuple[Other, ...]
    more_others: str
    not_counted: str
    copies: tuple[Other, ...]
    parallels: tuple[Told, ...]
    #: Empty where there is one page only.
    lineage: tuple[Twig, ...]
    date_lines: tuple[DateLine, ...]
    attachments: tuple[Attached, ...]
    attachments_title: str
    #: Where the archive tells all that is known of it; empty where there is none.
    page: str = ""

    @property
    def web_page(self) -> str | None:
        """The same for a reader who has no files of ours: only where the archive is on the web."""
        return linked(self.page)


def entry_of(
    story: Story,
    place: int,
    calendar: Calendar,
    *,
    first_named: Collection[str] = (),
    goes_on: FollowUp | None = None,
    most_sentences: int = MOST_SENTENCES,
) -> Entry:
    """A Story as it is shown; `place` is its place by rank."""
    words, article, best = calendar.words, story.article, story.canonical
    others = _others(story, [member for member in story.others if is_independent(member)], words)
    copies = _others(story, [member for member in story.others if not is_independent(member)], words)
    elsewhere = len(set(outlets(story.members)) - {best.outlet})
    first = _first(story, words)
    credited = "" if first else shown(article.source or best.source or "", 60)
    summary = summarise(article, story.assessment, most_sentences)
    why_first, ranked = _ranked(story, first_named, words)
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
        summary=summary.text,
        no_summary=words.no_summary if article.text.strip() or not article.attachments else words.only_attachments,
        figures=tuple(
            _marked(one_line(article.text[start:end])) for start, end in key_figures(article, story.assessment, summary)
        ),
        goes_on=_goes_on(goes_on, calendar) if goes_on else None,
        why_first=why_first,
        ranked=ranked,
        chips=_chips(story.assessment, words),
        reasons=_reasons(story.assessment.tags, words),
        score=counted(story.assessment.score, words.score),
        also_at=counted(elsewhere, words.also_at) if elsewhere else "",
        others=others[:MOST_OTHERS],
        more_others=more(len(others) - MOST_OTHERS, words),
        not_counted=counted(len(copies), words.not_counted) if copies else "",
        copies=copies[:MOST_OTHERS],
        parallels=tuple(_told(each, story, words) for each in story.parallels[:MOST_OTHERS]),
        lineage=_lineage(story, words),
        date_lines=tuple(date_line(each, article.published, calendar) for each in article.date_evidence[:MOST_DATES]),
        attachments=tuple(
            Attached(title=shown(each.title, 80) or shown(each.url, 80), url=linked(each.url))
            for each in article.attachments[:MOST_ATTACHMENTS]
        ),
        attachments_title=counted(len(article.attachments), words.attachments) if article.attachments else "",
    )


def briefly(entry: Entry) -> Entry:
    """An Entry for a round-up: without its evidence."""
    hidden = len(entry.others) - MOST_OTHERS_BRIEFLY
    return replace(
        entry,
        figures=(),
        reasons=(),
        others=entry.others[:MOST_OTHERS_BRIEFLY],
        more_others="…" if hidden > 0 else "",
        not_counted="",
        copies=(),
        lineage=(),
        date_lines=(),
        attachments=(),
    )


def _marked(sentence: str) -> tuple[Stretch, ...]:
    """A sentence cut at its figures."""
    pieces = []
    end = 0
    for match in FIGURE.finditer(sentence):
        pieces += [Stretch(sentence[end : match.start()], is_figure=False), Stretch(match.group(), is_figure=True)]
        end = match.end()
    return tuple(piece for piece in (*pieces, Stretch(sentence[end:], is_figure=False)) if piece.text)


def _goes_on(told: FollowUp, calendar: Calendar) -> GoesOn:
    words = calendar.words
    return GoesOn(
        title=shown(told.title) or shown(told.url),
        url=linked(told.url),
        outlet=shown(told.outlet, 60),
        day=words.day(told.issue, calendar.year),
        because=words.comma.join(shown(each, 40) for each in told.shared[:MOST_SHARED]),
    )


def _ranked(story: Story, first_named: Collection[str], words: Words) -> tuple[str, str]:
    """What brings a Story before others, without and with points."""
    told = []
    for part in merits(story, first_named):
        value = shown(part.value, 40)
        if part.merit is Merit.PUBLISHER:
            value = words.tiers[story.canonical.tier]
        elif part.merit is Merit.LEVEL:
            value = words.levels[Level(part.value)]
        told.append((words.merits[part.merit].format(value=value), part.points))
    points = counted(sum(points for _, points in told), words.score)
    with_points = words.comma.join(f"{what} +{points}" for what, points in told)
    return " · ".join(
        what for what, _ in told
    ), f"{words.ranked}{words.bracketed.format(points)}{words.colon}{with_points}"


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


def _told(parallel: Parallel, story: Story, words: Words) -> Told:
    is_own = parallel.language == story.article.language
    return Told(
        label=words.told_too if is_own else words.told_in.get(parallel.language, shown(parallel.language, 20)),
        lang=_LANGS.get(parallel.language, "").replace(words.lang, ""),
        title=shown(parallel.title) or shown(parallel.url),
        url=linked(parallel.url),
        outlet=shown(parallel.outlet, 60),
        because=shown(parallel.evidence).replace(", ", words.comma),
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
    """What made the score, the largest part first; tags that a reader calls the same are one."""
    alike: dict[str, list[Tag]] = {}
    for tag in tags:
        if tag.points:
            alike.setdefault(tag.label, []).append(tag)
    largest = sorted(alike.values(), key=lambda same: -abs(_points(same)))
    return tuple(_reason(same, words) for same in largest[:MOST_REASONS])


def _reason(same: Sequence[Tag], words: Words) -> Reason:
    hits = [hit for tag in same for hit in tag.hits]
    return Reason(
        label=_with_field(same[0], hits, words),
        terms=words.comma.join(dict.fromkeys(shown(hit.term, 30) for hit in hits[:MOST_SNIPPETS])),
        points=f"{_points(same):+d}",
        snippets=tuple(dict.fromkeys(shown(hit.snippet, 80) for hit in hits[:MOST_SNIPPETS])),
    )


def _points(tags: Iterable[Tag]) -> int:
    return sum(tag.points for tag in tags)


def _with_field(tag: Tag, hits: Iterable[Hit], words: Words) -> str:
    label = shown(tag.label, 60)
    found = {hit.field for hit in hits}
    fields = [name for field, name in words.fields.items() if field in found]
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
