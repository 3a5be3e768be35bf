"""`explain`: every decision about one address in the order they were taken, as one page of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from core.article import Document
from core.assessment import Hit, Tag
from core.edits import Edit
from core.link import Link
from core.story import Change, Story
from core.text import one_line
from core.verdict import Held, New, Rejected, SameAs, Verdict
from scheduler.descent import words as lineage
from store.articles import StoredArticle
from store.overview import Explanation, PageRecord


def words(found: Explanation, zone: ZoneInfo) -> Iterator[str]:
    """The explanation as lines, times in the zone, strangers' text without control characters."""
    return map(_cleaned, _lines(found, zone))


def change_words(changes: Iterable[Change], zone: ZoneInfo) -> Iterator[str]:
    """Changes in the same way: each with its time, and every sentence that is not what it was."""
    return (_cleaned(line) for change in changes for line in _change(change, zone))


def _cleaned(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))] + one_line(line)


def _lines(found: Explanation, zone: ZoneInfo) -> Iterator[str]:
    yield from _link(found.link, zone)
    for page in found.pages:
        yield from _page(page, found.link, zone)
    if not found.articles:
        yield "no article was read from it"
    for article in found.articles:
        yield from _article(article)
    for change in found.changes:
        yield from _change(change, zone)
    for story in found.stories:
        yield from _story(story, zone)
    for shown in found.shown:
        yield f"shown in the {shown.digest} digest of {shown.local_date}"
    if not found.shown:
        yield "shown in no digest yet"


def _link(link: Link, zone: ZoneInfo) -> Iterator[str]:
    found = link.found
    yield found.url
    yield f"  first shown {_time(link.first_seen, zone)} by {found.site or 'import'}/{found.source or '-'}"
    yield f"  as «{found.anchor}», listed {found.listed or 'without a date'}"
    yield f"  {_because(link.outcome, link.reason)} ({_time(link.decided_at, zone)}, try {link.tries})"


def _page(page: PageRecord, link: Link, zone: ZoneInfo) -> Iterator[str]:
    fetched, became = _time(page.fetched_at, zone), _because(page.state, page.reason)
    yield f"page {page.id}: fetched {fetched}, status {page.status}, {page.size} bytes, {became}"
    if page.url and page.url != link.found.url:
        yield f"  answered by {page.url}"


def _story(story: Story, zone: ZoneInfo) -> Iterator[str]:
    yield f"story {story.id}: canonical: {story.canonical.outlet} {story.canonical.url}"
    yield from (f"  {line}" for line in lineage(story, zone))


def _article(stored: StoredArticle) -> Iterator[str]:
    article = stored.article
    part = f" (part {stored.part} of its page)" if stored.part > 0 else ""
    yield f"article {stored.id}{part}: {article.title}"
    if article.kicker or article.subtitle:
        yield f"  kicker {article.kicker or '-'}, sub-title {article.subtitle or '-'}"
    yield f"  {len(article.text)} characters, {article.language or 'language unknown'}, decoded as {article.encoding}"
    yield f"  published {article.published or 'unknown'} ({article.published_precision or '-'})"
    yield f"  first published {article.first_published or 'unknown'}, {_stale(article.stale)}"
    for evidence in article.date_evidence:
        doubt = f"; not believed: {evidence.doubt}" if evidence.doubt else ""
        yield f"    date {evidence.value} from {evidence.where}, trust {evidence.trust}: {evidence.text}{doubt}"
    yield f"  source {article.source or 'not named'}, author {article.author or 'not named'}"
    if article.document:
        yield from _document(article.document)
    yield f"  on topic: {stored.assessment.on_topic}, score {stored.assessment.score}"
    for tag in stored.assessment.tags:
        yield f"    {_tag(tag)}"
    yield f"  trust: {stored.trust.trust}{f', genre {stored.trust.genre}' if stored.trust.genre else ''}"
    for sign in stored.trust.signs:
        yield f"    {sign.name}{' (hard)' if sign.hard else ''}, towards {sign.towards}: {sign.seen}"
    yield f"  verdict: {verdict_words(stored.verdict)}"


def _document(document: Document) -> Iterator[str]:
    bodies = "、".join(f"{body.name} ({body.level or 'level unknown'})" for body in document.bodies)
    types, number = "、".join(document.types) or "type unknown", document.number or "without a number"
    yield f"  document: {types}, {number}, issued by {bodies or 'nobody named'}"
    for facet in document.evidence:
        yield f"    {facet.name} {facet.value} from {facet.where}: {facet.text}"


def _change(change: Change, zone: ZoneInfo) -> Iterator[str]:
    what = f"gone: {change.gone}" if change.gone else "changed"
    yield f"article {change.article} {what} ({_time(change.at, zone)})"
    edit = change.edit or Edit()
    for alteration in edit.alterations:
        yield from (f"  {sign} {text}" for sign, text in (("-", alteration.before), ("+", alteration.after)) if text)
    if edit.more:
        yield f"  and {edit.more} sentences more"


def verdict_words(verdict: Verdict) -> str:
    """A verdict with its reason."""
    match verdict:
        case New():
            return verdict.name
        case SameAs(story=story, how=how, detail=detail):
            return f"same as story {story}: {how}: {detail}"
        case Held(why=why, detail=detail) | Rejected(why=why, detail=detail):
            return f"{verdict.name}: {why}: {detail}"


def _tag(tag: Tag) -> str:
    points = f" {tag.points:+d}" if tag.points else ""
    return f"{tag.kind} {tag.label}{points}: " + "; ".join(map(_hit, tag.hits[:3]))


def _hit(hit: Hit) -> str:
    return f"{hit.term} in {hit.field} at {hit.offset} «{hit.snippet}»"


def _because(what: str, reason: str) -> str:
    return f"{what}: {reason}" if reason else what


def _stale(stale: bool | None) -> str:
    return {True: "stale", False: "fresh", None: "age unknown"}[stale]


def _time(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
