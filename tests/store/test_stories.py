"""A Story is found again by its features and shown once in each digest."""

from dataclasses import replace
from datetime import date

from core.assessment import Fingerprint, Trust
from core.digest import Window
from core.duplicates import fingerprint
from core.site import Tier
from core.stories.story import Member
from core.verdict import How, KnownStory, Rejected, Verdict, Why
from store import Store
from store.stories import LONGEST_LIST
from tests.store.samples import (
    HELD,
    HOUR,
    NOW,
    OFF_TOPIC,
    RAIL,
    SITE,
    WATER,
    found,
    page,
    reading,
    same_as,
    settle,
    story_of,
)


def features(*sketch: int, exact: int = 1) -> Fingerprint:
    return Fingerprint(exact=exact, sketch=sketch, slots={}, slot_hashes=(), figures=frozenset(), length=9)


def test_a_candidate_comes_with_everything_needed_to_judge_it(store: Store):
    story = story_of(store, settle(store, text=RAIL))
    settle(store, "http://paper.example/2", WATER)

    cut = RAIL[: len(RAIL) * 2 // 3]
    assert store.stories.candidates(fingerprint(cut)) == (
        KnownStory(
            story=story or 0,
            text=RAIL,
            fingerprint=fingerprint(RAIL),
            host="paper.example",
        ),
    )


def test_a_member_says_what_a_list_of_outlets_needs(store: Store):
    store.sites.remember([SITE])
    article = settle(store, text=RAIL)

    assert store.stories.recent(1)[0].members == (
        Member(
            article=article,
            url="http://paper.example/1.html",
            title="沪苏城际轨道开工",
            outlet="江畔日报",
            tier=Tier.REGIONAL,
            trust=Trust.OK,
            how=How.FIRST,
            detail="",
            published="2026-11-20",
            first_seen=NOW,
            length=len(RAIL),
            source=None,
        ),
    )


def test_nothing_in_common_is_no_candidate(store: Store):
    settle(store, text=RAIL)

    assert store.stories.candidates(fingerprint(WATER)) == ()


def test_one_shared_feature_is_no_candidate_two_are_and_so_is_the_exact_text(store: Store):
    _with_features(store, features(1, 2, 3, exact=77))

    assert store.stories.candidates(features(1, 9)) == ()
    assert len(store.stories.candidates(features(1, 2))) == 1
    assert len(store.stories.candidates(features(8, 9, exact=77))) == 1


def test_the_largest_hashes_of_64_bits_are_kept(store: Store):
    _with_features(store, features(2**64 - 1, 2**63, exact=2**64 - 1))

    (known,) = store.stories.candidates(features(2**64 - 1, 2**63))
    assert known.fingerprint.exact == 2**64 - 1


def test_a_feature_of_too_many_stories_says_nothing(store: Store):
    for n in range(LONGEST_LIST + 1):
        _with_features(store, features(1, 2, 1000 + n, 2000 + n, exact=n), f"http://a.cn/{n}")

    assert store.stories.candidates(features(1, 2, exact=-1 % 2**64)) == ()
    assert len(store.stories.candidates(features(1, 2, 1003, 2003, exact=-1 % 2**64))) == 1


def test_a_held_article_is_no_candidate(store: Store):
    settle(store, verdict=HELD)

    assert store.stories.candidates(fingerprint(RAIL)) == ()


def test_a_page_read_again_is_not_held_against_itself(store: Store):
    url = "http://paper.example/1.html"
    story = story_of(store, settle(store, url))
    assert store.stories.candidates(fingerprint(RAIL), besides=url) == ()

    settle(store, "http://copy.example/2", verdict=same_as(story or 0))
    assert len(store.stories.candidates(fingerprint(RAIL), besides=url)) == 1


def test_the_window_holds_what_is_on_topic_and_was_first_seen_in_it(store: Store):
    settle(store, "http://a.cn/1", RAIL, at=NOW)
    late = settle(store, "http://a.cn/2", WATER, at=NOW + HOUR)
    near = settle(store, "http://a.cn/3", WATER + "另一件事", at=NOW + HOUR, on_topic="related")
    settle(store, "http://a.cn/4", WATER + "第三件事", at=NOW + HOUR, on_topic="no")
    settle(store, "http://a.cn/5", WATER, OFF_TOPIC, at=NOW + HOUR)
    settle(store, "http://a.cn/6", RAIL + WATER, at=NOW + 2 * HOUR)

    window = store.stories.window(NOW, NOW + HOUR, "daily")
    assert [story.canonical.article for story in window] == [late, near]


def test_a_story_is_shown_once_in_each_digest(store: Store):
    story = story_of(store, settle(store)) or 0
    span = Window(since=NOW - HOUR, until=NOW)
    store.digests.save("daily", date(2026, 11, 20), span, "{}", [story], [], NOW)

    assert store.stories.window(span.since, span.until, "daily") == ()
    assert [each.id for each in store.stories.window(span.since, span.until, "weekly")] == [story]


def test_there_is_no_story_of_an_unknown_number(store: Store):
    assert store.stories.get(1) is None
    assert store.articles.get(1) is None
    assert store.explain("http://nobody.example/") is None
    assert store.explain("12") is None
    assert store.explain("9" * 30) is None
    assert store.stories.get(10**30) is None


def test_an_address_is_explained_in_any_spelling_or_by_the_number_of_its_article(store: Store):
    article = settle(store, "http://paper.example/1.html")
    story = story_of(store, article) or 0
    store.digests.save("daily", date(2026, 11, 20), Window(since=NOW, until=NOW), "{}", [story], [], NOW)

    told = store.explain("HTTPS://paper.example/1.html?utm_source=x")
    assert told is not None
    assert told == store.explain(str(article))
    assert [record.state for record in told.pages] == ["settled"]
    assert [stored.id for stored in told.articles] == [article]
    assert [(shown.story, shown.digest, shown.local_date) for shown in told.shown] == [(story, "daily", "2026-11-20")]
    assert [each.id for each in told.stories] == [story]


def _with_features(store: Store, own: Fingerprint, url: str = "http://a.cn/1") -> None:
    from dataclasses import replace

    from core.verdict import New
    from tests.store.samples import found, page

    page_id = store.pages.keep(found(url), page(url))
    store.settle(page_id, [(replace(reading(url=url), fingerprint=own), New())], NOW)


def old(store: Store, url: str, verdict: Verdict) -> int:
    """A page of an issuing body of long ago, settled."""
    one = reading(url=url, tier=Tier.ISSUER)
    one = replace(one, article=replace(one.article, stale=True, published="2023-06-01", first_published="2023-06-01"))
    return store.settle(store.pages.keep(found(url), page(url, url.encode())), [(one, verdict)], NOW)[0]


def test_a_story_that_turns_out_old_is_not_shown_and_its_reason_is_told(store: Store):
    story = story_of(store, settle(store, "http://portal.example/1", tier=Tier.PORTAL)) or 0
    assert [each.id for each in store.stories.window(NOW - HOUR, NOW, "daily")] == [story]
    canonical = old(store, "http://gov.example/1", same_as(story))

    assert store.stories.window(NOW - HOUR, NOW, "daily") == ()
    (left,) = store.articles.left_out(NOW - HOUR, NOW)
    assert (left.article, left.held, left.why, left.detail) == (
        canonical,
        False,
        Why.STALE,
        "first published 2023-06-01",
    )


def test_an_old_article_that_a_person_released_is_shown(store: Store):
    article = old(store, "http://gov.example/1", Rejected(why=Why.STALE, detail="first published 2023-06-01"))
    story = store.rulings.release(article, NOW)

    assert [each.id for each in store.stories.window(NOW - HOUR, NOW, "daily")] == [story]
    assert store.articles.left_out(NOW - HOUR, NOW) == ()
