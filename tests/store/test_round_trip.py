"""Nouns come back from the store as they went in, whatever strangers wrote into them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.article import (
    Article,
    Attachment,
    Body,
    DateEvidence,
    Document,
    Facet,
    FacetName,
    Level,
    Precision,
    Validity,
)
from core.assessment import Assessment, Fingerprint, Hit, Sign, Tag, TagKind, Trust, TrustReport
from core.link import FoundLink, Outcome
from core.page import Page
from core.run import SourceCheck
from core.site import Tier
from core.verdict import Held, New, Reading, Rejected, Verdict, Why
from store import Store, open_store
from store.rows import from_time, storable, to_json, to_signed, to_time
from tests.store.samples import NOW, found, page, reading

# What a page can hold once it was decoded, and what it must not bring into SQL.
clean = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)), max_size=30)
dirty = st.text(st.characters(exclude_categories=()) | st.sampled_from('\x00\ud800\udfff\\"u0000'), max_size=30)
times = st.datetimes(datetime(1970, 1, 2), datetime(2200, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))
hashes = st.integers(0, 2**64 - 1)
counts = st.integers(0, 2**31)

evidence = st.builds(
    DateEvidence, value=clean, precision=st.sampled_from(Precision), where=clean, text=clean, trust=counts, doubt=clean
)
documents = st.builds(
    Document,
    types=st.lists(clean, max_size=2).map(tuple),
    number=st.none() | clean,
    bodies=st.lists(st.builds(Body, name=clean, level=st.none() | st.sampled_from(Level)), max_size=2).map(tuple),
    index=st.none() | clean,
    written=st.none() | clean,
    issued=st.none() | clean,
    effective=st.none() | clean,
    expires=st.none() | clean,
    validity=st.none() | st.sampled_from(Validity),
    evidence=st.lists(
        st.builds(Facet, name=st.sampled_from(FacetName), value=clean, where=clean, text=clean), max_size=2
    ).map(tuple),
)
articles = st.builds(
    Article,
    url=st.none() | clean,
    title=clean,
    kicker=st.none() | clean,
    subtitle=st.none() | clean,
    text=clean,
    author=st.none() | clean,
    source=st.none() | clean,
    published=st.none() | clean,
    published_precision=st.none() | st.sampled_from(Precision),
    date_evidence=st.lists(evidence, max_size=3).map(tuple),
    first_published=st.none() | clean,
    first_published_evidence=st.none() | evidence,
    stale=st.none() | st.booleans(),
    language=st.none() | clean,
    encoding=st.none() | clean,
    attachments=st.lists(st.builds(Attachment, url=clean, title=clean), max_size=2).map(tuple),
    document=st.none() | documents,
)
hits = st.builds(
    Hit,
    term=clean,
    field=st.sampled_from(["title", "text", "url", "source"]),
    offset=counts,
    length=counts,
    snippet=clean,
)
tags = st.builds(
    Tag,
    kind=st.sampled_from(TagKind),
    name=clean,
    label=clean,
    points=st.integers(-99, 99),
    hits=st.lists(hits, max_size=2).map(tuple),
)
assessments = st.builds(
    Assessment,
    on_topic=st.sampled_from(["yes", "related", "no"]),
    score=st.integers(-999, 999),
    tags=st.lists(tags, max_size=3).map(tuple),
    kind=st.none() | clean,
)
signs = st.builds(Sign, name=clean, seen=clean, towards=st.sampled_from(Trust), hard=st.booleans())
reports = st.builds(
    TrustReport,
    trust=st.sampled_from(Trust),
    signs=st.lists(signs, max_size=2).map(tuple),
    genre=st.none() | clean,
)
fingerprints = st.builds(
    Fingerprint,
    exact=hashes,
    sketch=st.lists(hashes, min_size=2, max_size=5, unique=True).map(tuple),
    slots=st.dictionaries(clean, clean, max_size=3),
    slot_hashes=st.lists(hashes, max_size=3).map(tuple),
    figures=st.frozensets(clean, max_size=3),
    length=counts,
)
readings = st.builds(
    Reading,
    article=articles,
    assessment=assessments,
    trust=reports,
    fingerprint=fingerprints,
    tier=st.none() | st.sampled_from(Tier),
    site=st.none() | clean,
)
whys = st.sampled_from(Why)
verdicts = st.just(New()) | st.builds(Held, why=whys, detail=clean) | st.builds(Rejected, why=whys, detail=clean)
pages = st.builds(
    Page,
    asked_url=st.none() | clean,
    url=st.none() | clean,
    fetched_at=times,
    status=counts,
    body=st.binary(max_size=300),
    headers=st.dictionaries(clean, clean, max_size=3),
)
founds = st.builds(
    FoundLink,
    url=clean.map(lambda tail: "http://a.cn/" + tail),
    site=clean.map(lambda name: "s" + name),
    source=clean,
    anchor=clean,
    listed=st.none() | clean,
    listed_text=st.none() | clean,
)
checks = st.builds(
    SourceCheck,
    site=clean,
    source=clean,
    at=times,
    outcome=st.sampled_from(Outcome),
    reason=clean,
    status=st.none() | counts,
    links=counts,
    new=counts,
    newest=st.none() | clean,
    dated=counts,
    spacing=st.none() | st.floats(0, 1e6),
    seen=counts,
    proposal=st.none() | clean,
    redirected=st.none() | clean,
    run=st.none() | counts,
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    with open_store(":memory:") as opened:
        yield opened


@contextmanager
def emptied(shared: Store) -> Iterator[Store]:
    """An empty store for each example: opening one anew would take most of the time."""
    shared._database.conn.execute("BEGIN")
    try:
        yield shared
    finally:
        shared._database.rollback()


@given(readings, verdicts)
def test_a_reading_and_its_verdict(shared: Store, made: Reading, verdict: Verdict):
    with emptied(shared) as store:
        (article,) = store.settle(store.pages.keep(found(), page()), [(made, verdict)], NOW)
        stored = store.articles.get(article)

        assert stored is not None
        assert (stored.article, stored.assessment, stored.trust) == (made.article, made.assessment, made.trust)
        assert (stored.verdict, stored.tier, stored.site) == (verdict, made.tier, made.site)
        if isinstance(verdict, New):
            (known,) = store.stories.candidates(made.fingerprint)
            assert known.fingerprint == made.fingerprint


def test_a_reading_of_before_there_were_facets(shared: Store):
    with emptied(shared) as store:
        (article,) = store.settle(store.pages.keep(found(), page()), [(reading(), New())], NOW)
        removed = "json_remove(evidence, '$.document', '$.kicker', '$.subtitle')"
        store._database.execute(f"update articles set evidence = {removed}", [])

        stored = store.articles.get(article)
        assert stored is not None
        assert stored.article == reading().article


@given(founds, pages)
def test_a_page_and_its_link(shared: Store, link: FoundLink, answer: Page):
    with emptied(shared) as store:
        store.pages.keep(link, answer)

        (stored,) = store.pages.waiting(9)
        assert (stored.page, stored.found) == (answer, link)


@given(checks)
def test_a_check(shared: Store, check: SourceCheck):
    with emptied(shared) as store:
        store.checks.record(check)

        assert store.checks.last(check.site, check.source) == check


@given(dirty, dirty, dirty)
def test_nothing_unstorable_reaches_the_store_or_leaves_it(shared: Store, title: str, text: str, snippet: str):
    base = reading()
    hit = replace(base.assessment.tags[0].hits[0], snippet=snippet)
    tag = replace(base.assessment.tags[0], hits=(hit,))
    made = replace(
        base,
        article=replace(base.article, title=title, text=text),
        assessment=replace(base.assessment, tags=(tag,)),
    )
    with emptied(shared) as store:
        (article,) = store.settle(store.pages.keep(found(anchor=title), page()), [(made, New())], NOW)
        stored = store.articles.get(article)

        assert stored is not None
        seen = (stored.article.title, stored.article.text, stored.assessment.tags[0].hits[0].snippet)
        assert seen == (storable(title), storable(text), storable(snippet))
        assert [len(after) for after in seen] == [len(title), len(text), len(snippet)], "offsets stay right"
        for value in seen:
            assert "\x00" not in value
            value.encode("utf-8")


@given(times, st.integers(-14, 14))
def test_times_come_back_in_utc_and_sort_as_text(moment: datetime, hours: int):
    elsewhere = moment.astimezone(timezone(timedelta(hours=hours)))

    assert from_time(to_time(elsewhere)) == moment
    assert to_time(moment) < to_time(elsewhere + timedelta(microseconds=1))


@given(hashes)
def test_hashes_of_64_bits_fit_a_column(number: int):
    assert -(2**63) <= to_signed(number) < 2**63
    assert to_signed(number) % 2**64 == number


def test_what_is_no_noun_has_no_json():
    with pytest.raises(TypeError, match="datetime"):
        to_json({"at": NOW})
