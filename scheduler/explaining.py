"""`explain`: every decision about one address in the order they were taken, as one page of text or one object.

The keys of the object are documented in docs/explain.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from core.article import Article, DateEvidence, Document, Unreadable
from core.assessment import Hit, Tag
from core.charset import claims
from core.extract import look
from core.extract.body import extractor_of
from core.judge import Considered, considered, rule_of
from core.link import MAX_TRIES
from core.site import Site, Source, Tier
from core.stories.edits import OLDEST, Edit, next_look
from core.stories.story import Change
from core.text import one_line
from core.urls import canonical, host_of
from core.verdict import How, words_of
from crawler.read import hints_for
from scheduler.console import local_time
from scheduler.descent import words as lineage
from scheduler.holding import judged_words, once_seen, sign_words
from scheduler.layout import Section, Table
from scheduler.resources import Setup
from store.articles import StoredArticle
from store.database import Store
from store.overview import Explanation, PageRecord
from store.pages import PageState

#: Hits of one rule that are shown, the rest are counted; `--json` has all.
_HITS = 5
#: Known hosts like the one asked for.
_HOSTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The Site and Source that showed the address first."""

    site: str
    name: str
    tier: Tier
    source: str
    #: None where the config has no such Source any more.
    source_url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoding:
    """How the bytes of the newest Page were read, by the code of now."""

    #: The charsets named by the page and by the header, as written; the bytes decide first (core.charset).
    declared: str | None
    header: str | None
    #: Whose answer the text is (core.extract.body); None where no article was read from the Page.
    extractor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A Story that shares something with an article, compared as the store has both now."""

    story: int
    title: str
    how: How | None
    w2: float
    c5: float
    agree: int
    conflict: int
    figures: float | None
    #: Why the article does not tell it; empty where it does.
    against: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What led to the Verdict on one article."""

    article: int
    #: Number of the rule in core.judge (docs/judging.md).
    rule: int
    by_hand: bool
    #: Place of the chosen one among its date_evidence; None where no date was believed.
    date: int | None
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """All that is known of an address."""

    found: Explanation
    #: None for an imported page, and for one of a Site that the config does not have.
    origin: Origin | None
    #: When it is fetched next, or why it is not, in words.
    next: str
    decoding: Decoding | None
    rulings: tuple[Ruling, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """An address that no Source has shown, and what is near it."""

    url: str
    #: Id of the Site of this config whose host it is, with the addresses of its Sources.
    site: str | None
    sources: tuple[str, ...]
    #: Who publishes there, where that is known.
    publisher: str | None
    #: Known addresses spelt like it, of the same host; and known hosts spelt like its host.
    near: tuple[str, ...]
    hosts: tuple[str, ...]


def explain(what: str, setup: Setup, store: Store, now: datetime) -> Explained | Unseen:
    """What is known of an address in any spelling, or of that of an article by its number."""
    # As a browser takes what is typed into it.
    address = what if what.isdecimal() or "://" in what else f"http://{what}"
    found = store.explain(what) or store.explain(address)
    if found is None:
        return _unseen(address, setup, store)
    site = next((site for site in setup.sites if site.id == found.link.found.site), None)
    return Explained(
        found=found,
        origin=None if site is None else _origin(site, found.link.found.source),
        next=_next(found, site, now.astimezone(ZoneInfo(setup.config.timezone))),
        decoding=_decoding(found, setup, store),
        rulings=tuple(_ruling(article, found, store) for article in found.articles),
    )


def sections(explained: Explained | Unseen, zone: ZoneInfo) -> list[Section]:
    """The explanation as a page of text, times in the zone."""
    if isinstance(explained, Unseen):
        return [_unseen_section(explained)]
    found = explained.found
    told = {ruling.article: ruling for ruling in explained.rulings}
    page_sections = [_page(page, explained, zone) for page in found.pages]
    none = [] if found.articles else [Section("no article was read from it", ())]
    return [
        _link(explained, zone),
        *page_sections,
        *none,
        *(section for article in found.articles for section in _article(article, told[article.id], found, zone)),
        *(Section(heading, (rows,)) for heading, rows in (_change(change, zone) for change in found.changes)),
        *(Section(f"story {story.id}", ([(line,) for line in lineage(story, zone)],)) for story in found.stories),
        _digests(found),
    ]


def change_words(changes: Iterable[Change], zone: ZoneInfo) -> Iterator[str]:
    """Changes as lines: each with its time, and every sentence that is not what it was."""
    for change in changes:
        heading, rows = _change(change, zone)
        yield one_line(heading)
        yield from (f"  {one_line(' '.join(row))}" for row in rows)


# What is found out ---------------------------------------------------------------------------------------------------


def _origin(site: Site, source_id: str) -> Origin:
    source: Source | None = next((each for each in site.sources if each.id == source_id), None)
    url = None if source is None else source.url
    return Origin(site=site.id, name=site.name, tier=site.tier, source=source_id, source_url=url)


def _next(found: Explanation, site: Site | None, now: datetime) -> str:
    link = found.link
    if found.due is None:
        if found.pages:
            return _looked_at_again(found, site, now)
        tried_out = link.outcome.is_retried and link.tries >= MAX_TRIES
        return f"not any more: tried {link.tries} times" if tried_out else f"not any more: {link.outcome}"
    if site is None:
        return "not while its site is not in the config"
    return "in the next run" if found.due <= now else f"not before {_like(now, found.due)}"


def _looked_at_again(found: Explanation, site: Site | None, now: datetime) -> str:
    """When a page that was read is asked for once more; what counts is that of `Links.due_again`."""
    told = {story.canonical.article for story in found.stories}
    counted = [
        each.first_seen
        for each in found.articles
        if each.story is not None and each.part >= 0 and (each.id in told or each.tier is Tier.ISSUER)
    ]
    first = min(counted, default=None)
    due = None if site is None or first is None else next_look(first, found.link.decided_at)
    if first is None or due is None or now > first + OLDEST:
        return "not any more"
    return f"to see whether it changed, not before {_like(now, due)}"


def _like(now: datetime, moment: datetime) -> str:
    """A time in the zone of another, to the minute."""
    return moment.astimezone(now.tzinfo).isoformat(timespec="minutes")


def _decoding(found: Explanation, setup: Setup, store: Store) -> Decoding | None:
    page = store.pages.get(found.pages[-1].id) if found.pages else None
    if page is None or not page.page.body:
        return None
    declared, header = claims(page.page.body, page.page.headers)
    extractor = None
    # Only a page that a worker has survived is read here.
    if page.state is PageState.SETTLED and found.articles:
        zones = {site.id: site.timezone for site in setup.sites}
        seen = look(page.page, hints_for(page, zones, store))
        if not isinstance(seen, Unreadable):
            extractor = extractor_of(seen.tree, seen.lines, found.articles[0].article.title)
    return Decoding(declared=declared, header=header, extractor=extractor)


def _ruling(stored: StoredArticle, found: Explanation, store: Store) -> Ruling:
    reading = store.articles.reading(stored.id)
    assert reading is not None, "it was found just now"
    known = store.stories.candidates(reading.fingerprint, besides=found.link.key)
    # A story that is told by this very article would be compared with itself.
    own = {story.id for story in found.stories if story.canonical.article == stored.id}
    others = [story for story in known if story.story not in own]
    return Ruling(
        article=stored.id,
        rule=rule_of(stored.verdict, stored.trust.trust),
        by_hand=stored.id in found.by_hand,
        date=_chosen(stored.article),
        candidates=tuple(_candidate(each, store) for each in considered(reading, others)),
    )


def _candidate(each: Considered, store: Store) -> Candidate:
    story, measured = store.stories.get(each.story.story), each.comparison
    assert story is not None, "a candidate is a Story"
    return Candidate(
        story=story.id,
        title=story.article.title,
        how=measured.relation,
        w2=measured.w2,
        c5=measured.c5,
        agree=measured.agree,
        conflict=measured.conflict,
        figures=measured.figures,
        against=each.against,
    )


def _chosen(article: Article) -> int | None:
    believed = [place for place, each in enumerate(article.date_evidence) if _is_chosen(each, article)]
    return max(believed, key=lambda place: article.date_evidence[place].trust, default=None)


def _is_chosen(evidence: DateEvidence, article: Article) -> bool:
    return not evidence.doubt and evidence.value == article.published


def _unseen(what: str, setup: Setup, store: Store) -> Unseen:
    host, publisher = host_of(what), setup.rules.publisher(what)
    site = next((site for site in setup.sites if publisher and site.id == publisher.site), None)
    near = store.near(what) if host else ()
    hosts = [] if near or site else get_close_matches(host, sorted(setup.rules.publishers), n=_HOSTS)
    return Unseen(
        url=what,
        site=site.id if site else None,
        sources=tuple(source.url for source in site.sources) if site else (),
        publisher=publisher.name if publisher else None,
        near=near,
        hosts=tuple(hosts),
    )


# How it is told ------------------------------------------------------------------------------------------------------


def _link(explained: Explained, zone: ZoneInfo) -> Section:
    link, origin = explained.found.link, explained.origin
    shown = link.found
    listed = f"{shown.listed} (written {shown.listed_text})" if shown.listed_text else shown.listed
    rows = [
        *(("also known", alias) for alias in explained.found.aliases),
        ("site", f"{origin.name} ({origin.site}, {origin.tier})" if origin else _lost(shown.site)),
        ("source", f"{shown.source or '-'} {(origin and origin.source_url) or ''}"),
        ("row", f"«{shown.anchor}», {listed or 'without a date'}"),
        ("seen", f"first {local_time(link.first_seen, zone)}, last {local_time(link.last_seen, zone)}"),
        ("outcome", f"{_because(link.outcome, link.reason)} ({local_time(link.decided_at, zone)}, try {link.tries})"),
        ("fetched next", explained.next),
    ]
    return Section(shown.url, (rows,))


def _page(page: PageRecord, explained: Explained, zone: ZoneInfo) -> Section:
    asked = page.asked_url or page.url or "saved"
    rows = [
        ("asked", asked if page.url in {None, asked} else f"{asked}, answered by {page.url}"),
        ("fetched", f"{local_time(page.fetched_at, zone)}, status {page.status}, {page.size} bytes"),
        ("became", _because(page.state, page.reason) + (f" (failed {page.tries} times)" if page.tries else "")),
    ]
    newest = page.id == explained.found.pages[-1].id
    if newest and explained.decoding:
        decoding, articles = explained.decoding, explained.found.articles
        codec = f"as {articles[0].article.encoding}; " if articles else ""
        rows.append(
            ("decoded", f"{codec}page says {decoding.declared or 'nothing'}, header {decoding.header or 'nothing'}")
        )
        if decoding.extractor:
            rows.append(("text by", f"{decoding.extractor}; {len(articles)} articles"))
    return Section(f"page {page.id}", (rows,))


def _article(stored: StoredArticle, ruling: Ruling, found: Explanation, zone: ZoneInfo) -> Iterator[Section]:
    article, assessment, trust = stored.article, stored.assessment, stored.trust
    part = f" (part {stored.part} of its page)" if stored.part > 0 else ""
    yield Section(f"article {stored.id}{part}: {article.title}", (_content(article), _dates(article, ruling)))
    kind = f", a {assessment.kind}" if assessment.kind else ""
    yield Section(
        f"on topic: {assessment.on_topic}, score {assessment.score}{kind}",
        ([_tag(tag) for tag in assessment.tags],),
    )
    genre = f", genre {trust.genre}" if trust.genre else ""
    yield Section(f"trust: {trust.trust}{genre}", ([(sign_words(sign),) for sign in trust.signs],))
    if ruling.candidates:
        rows = [("", "w2", "5-grams", "slots", "figures", ""), *map(_candidate_row, ruling.candidates)]
        yield Section("known stories beside it", (rows,))
    judged = next((judgement for judgement in found.judgements if judgement.article == stored.id), None)
    by = "by hand" if ruling.by_hand else f"rule {ruling.rule}"
    decided = [("decided", f"{by}, {local_time(stored.decided_at, zone)}")]
    yield Section(
        f"verdict: {once_seen(words_of(stored.verdict), trust.signs)}",
        ([*decided, ("judged", judged_words(judged, zone))] if judged else decided,),
    )


def _content(article: Article) -> Table:
    document = [("document", _document(article.document))] if article.document else []
    facets = article.document.evidence if article.document else ()
    headlines = (("kicker", article.kicker), ("sub-title", article.subtitle))
    return [
        *((label, headline) for label, headline in headlines if headline),
        ("text", f"{len(article.text)} characters, {article.language or 'language unknown'}, by {article.encoding}"),
        ("credits", f"source {article.source or 'not named'}, author {article.author or 'not named'}"),
        *document,
        *(("", f"{facet.name} {facet.value} from {facet.where}: {facet.text}") for facet in facets),
        ("published", f"{article.published or 'unknown'} ({article.published_precision or '-'}), {_stale(article)}"),
        ("first", f"published {article.first_published or 'unknown'}{_where(article.first_published_evidence)}"),
    ]


def _document(document: Document) -> str:
    bodies = "、".join(f"{body.name} ({body.level or 'level unknown'})" for body in document.bodies)
    types, number = "、".join(document.types) or "type unknown", document.number or "without a number"
    return f"{types}, {number}, issued by {bodies or 'nobody named'}"


def _dates(article: Article, ruling: Ruling) -> Table:
    return [
        ("date", each.value, each.precision, each.where, f"trust {each.trust}", _date_words(each, place, ruling))
        for place, each in enumerate(article.date_evidence)
    ]


def _date_words(evidence: DateEvidence, place: int, ruling: Ruling) -> str:
    if place == ruling.date:
        return f"chosen: {evidence.text}"
    return f"{evidence.text}; not believed: {evidence.doubt}" if evidence.doubt else evidence.text


def _candidate_row(each: Candidate) -> Sequence[object]:
    told = f"told by it ({each.how})" if not each.against else each.against
    figures = "-" if each.figures is None else f"{each.figures:.2f}"
    slots = f"{each.agree}/{each.conflict}"
    return (f"story {each.story}", f"{each.w2:.2f}", f"{each.c5:.2f}", slots, figures, f"«{each.title}»: {told}")


def _tag(tag: Tag) -> Sequence[object]:
    hits = "; ".join(map(_hit, tag.hits[:_HITS]))
    more = f"; and {len(tag.hits) - _HITS} more" if len(tag.hits) > _HITS else ""
    return (f"{tag.points:+d}" if tag.points else "", tag.kind, tag.label, f"{hits}{more}")


def _hit(hit: Hit) -> str:
    return f"{hit.term} in {hit.field} at {hit.offset} «{hit.snippet}»"


def _change(change: Change, zone: ZoneInfo) -> tuple[str, list[tuple[str, ...]]]:
    what = f"gone: {change.gone}" if change.gone else "changed"
    edit = change.edit or Edit()
    rows: list[tuple[str, ...]] = [
        (sign, text)
        for alteration in edit.alterations
        for sign, text in (("-", alteration.before), ("+", alteration.after))
        if text
    ]
    more = [("", f"and {edit.more} sentences more")] if edit.more else []
    return f"article {change.article} {what} ({local_time(change.at, zone)})", [*rows, *more]


def _digests(found: Explanation) -> Section:
    if not found.shown:
        return Section("shown in no digest yet", ())
    return Section("digests", ([(f"story {each.story}", each.digest, each.local_date) for each in found.shown],))


def _unseen_section(unseen: Unseen) -> Section:
    if unseen.url.isdecimal():
        return Section(f"{unseen.url}: no article has this number", ())
    if canonical(unseen.url) in map(canonical, unseen.sources):
        covered = f"site {unseen.site} reads it as a list; it is no article"
    elif unseen.site:
        covered = f"site {unseen.site} covers its host; none of its sources has shown this address"
    elif unseen.publisher:
        covered = f"no site of this config; its host is known as that of {unseen.publisher}"
    else:
        covered = "no site of this config, and nobody known"
    rows = [
        ("covered by", covered),
        *(("source", url) for url in unseen.sources),
        *(("known near", url) for url in unseen.near),
        *(("like its host", host) for host in unseen.hosts),
    ]
    return Section(f"{unseen.url}: no source has shown it", (rows,))


def _lost(site: str) -> str:
    return f"{site}, which this config does not have" if site else "imported by hand"


def _because(what: str, reason: str) -> str:
    return f"{what}: {reason}" if reason else what


def _where(evidence: DateEvidence | None) -> str:
    return f" ({evidence.where}: {evidence.text})" if evidence else ""


def _stale(article: Article) -> str:
    return {True: "stale", False: "fresh", None: "age unknown"}[article.stale]
