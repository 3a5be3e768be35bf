"""The page of a Story: everything that is known of it, in the words of its reader; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from core.archive import Dossier
from core.article import Article
from core.assessment import Hit, Tag, TagKind, Trust
from core.stories.lineage import Branch, is_independent, tree
from core.stories.story import Member
from core.text import clean, sentences
from digest.archive.wording import ArchiveWords
from digest.changed import Changed, changed_of
from digest.entry import MOST_DATES, MOST_DEPTH, DateLine, Entry, date_line, entry_of, how_of
from digest.lines import Calendar, linked, shown
from digest.wording import counted

#: What can be long without end is cut, and said to be.
MOST_MEMBERS = 300
MOST_HITS = 6
MOST_SENTENCES = 20
#: Characters around a hit, and of a sentence, at the most.
AROUND = 24
LONGEST = 400


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of quoted text."""

    text: str
    is_hit: bool


Quote = tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A tag and where it hit."""

    label: str
    kind: str
    #: +8; empty for a tag that only describes.
    points: str
    #: The field of each hit, in words, with the hit in context.
    hits: tuple[tuple[str, Quote], ...]
    more: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """A line of the lineage: a page that carried the Story, or a publisher that is only credited."""

    depth: int
    outlet: str
    tier: str
    tier_name: str
    how: str
    #: Empty where it is that of the Story, or nothing was seen of it.
    title: str
    #: None for what helps nobody who clicks on it.
    url: str | None
    is_seen: bool
    published: str
    first_seen: str
    #: What its date stands on, the best first.
    dates: tuple[DateLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPage:
    """A Story as the archive shows it."""

    entry: Entry
    url: str | None
    evidence: tuple[Evidence, ...]
    quotes: tuple[Quote, ...]
    carriers: tuple[Carrier, ...]
    more_carriers: str
    changes: tuple[Changed, ...]
    #: Ids of the Stories that are other reports of the event, in the order of the entry's.
    parallels: tuple[int, ...]


def story_page_of(dossier: Dossier, calendar: Calendar, words: ArchiveWords) -> StoryPage:
    """All that is known of a Story."""
    story = dossier.story
    entry = entry_of(story, 0, calendar)
    branches = list(islice(tree(story.members), MOST_MEMBERS + 1))
    missing = len(story.members) - sum(branch.member is not None for branch in branches[:MOST_MEMBERS])
    return StoryPage(
        entry=entry,
        url=entry.url if _may_be_linked(story.canonical) else None,
        evidence=tuple(_evidence(tag, story.article, calendar, words) for tag in story.assessment.tags),
        quotes=tuple(islice(_quotes(story.article, story.assessment.tags), MOST_SENTENCES)),
        carriers=tuple(_carrier(branch, dossier, calendar) for branch in branches[:MOST_MEMBERS]),
        more_carriers=counted(missing, words.more_members) if missing > 0 else "",
        changes=tuple(changed_of(change, calendar) for change in dossier.changes),
        parallels=tuple(each.story for each in story.parallels),
    )


def _may_be_linked(canonical: Member) -> bool:
    """A collector's page that a Story stands on is the only way to read it."""
    return is_independent(canonical) or canonical.trust is Trust.REPUBLISHED


def _carrier(branch: Branch, dossier: Dossier, calendar: Calendar) -> Carrier:
    member, words, depth = branch.member, calendar.words, min(branch.depth, MOST_DEPTH)
    if member is None:
        return Carrier(
            depth=depth, outlet=shown(branch.name, 60), tier="", tier_name="unknown", how=words.unseen, title="",
            url=None, is_seen=False, published="", first_seen="", dates=(),
        )  # fmt: skip
    canonical = dossier.story.canonical
    may_be_linked = _may_be_linked(member) if member is canonical else is_independent(member)
    dates = sorted(dossier.dates.get(member.article, ()), key=lambda each: -each.trust)
    return Carrier(
        depth=depth,
        outlet=shown(member.outlet, 60),
        tier=words.tiers[member.tier],
        tier_name=str(member.tier or "unknown"),
        how=how_of(member, words),
        title=shown(member.title) if member.title != dossier.story.article.title else "",
        url=linked(member.url) if may_be_linked else None,
        is_seen=True,
        published=words.published.format(date=calendar.iso(member.published)) if member.published else words.no_date,
        first_seen=words.first_seen.format(date=calendar.time(member.first_seen)),
        dates=tuple(date_line(each, member.published, calendar) for each in dates[:MOST_DATES]),
    )


def _evidence(tag: Tag, article: Article, calendar: Calendar, words: ArchiveWords) -> Evidence:
    fields = calendar.words.fields
    return Evidence(
        label=shown(tag.label, 60),
        kind=words.kinds[tag.kind],
        points=f"{tag.points:+d}" if tag.points else "",
        hits=tuple((fields[hit.field], _in_context(hit, article)) for hit in tag.hits[:MOST_HITS]),
        more=counted(len(tag.hits) - MOST_HITS, words.more_hits) if len(tag.hits) > MOST_HITS else "",
    )


def _in_context(hit: Hit, article: Article) -> Quote:
    """The hit with what stands around it; what the rule kept of it where the article is not what it was."""
    text = {"title": article.title, "text": article.text, "url": article.url, "source": article.source}[hit.field] or ""
    start, end = hit.offset, hit.offset + hit.length
    if not text[start:end].strip():
        return (Stretch(shown(hit.snippet, 2 * AROUND), is_hit=False),)
    return _quoted(text, max(start - AROUND, 0), min(end + AROUND, len(text)), [(start, end)])


def _quotes(article: Article, tags: Sequence[Tag]) -> Iterable[Quote]:
    """The sentences of the text in which a tag hit, in order."""
    spans = sorted(
        {
            (hit.offset, hit.offset + hit.length)
            for tag in tags
            if tag.kind is not TagKind.TRAP
            for hit in tag.hits
            if hit.field == "text" and hit.length > 0
        }
    )
    for start, end in sentences(article.text) if spans else ():
        within = [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]
        if within:
            first = max(start, within[0][0] - LONGEST // 2) if end - start > LONGEST else start
            yield _quoted(article.text, first, min(end, first + LONGEST), within)


def _quoted(text: str, start: int, end: int, hits: Sequence[tuple[int, int]]) -> Quote:
    """A stretch of text, cut at its hits; overlapping hits are one."""
    pieces, position = [], start
    for a, b in hits:
        a, b = max(a, position), min(b, end)
        if a < b:
            pieces += [Stretch(_plain(text[position:a]), is_hit=False), Stretch(_plain(text[a:b]), is_hit=True)]
            position = b
    pieces.append(Stretch(_plain(text[position:end]), is_hit=False))
    return tuple(piece for piece in pieces if piece.text)


def _plain(text: str) -> str:
    """A piece of a stranger's line: clean, its spaces kept at the ends, where the next piece goes on."""
    return re.sub(r"\s+", " ", clean(text))
