"""What is read from a Page enters the store whole, and an article is in exactly one Story."""

from dataclasses import replace

import pytest

from core.assessment import Trust
from core.duplicates import fingerprint
from core.site import Tier
from core.verdict import Held, How, New, Rejected, SameAs, Why
from store import Store
from store.pages import PageState
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

A, B = "http://paper.example/1.html", "http://copy.example/2.html"


def show(store: Store, *stories: int, day: int = 20) -> None:
    from core.digest import Window

    window = Window(since=NOW - HOUR, until=NOW)
    store.digests.save("daily", NOW.date().replace(day=day), window, "{}", stories, [], NOW)


def tables(store: Store, name: str) -> int:
    return store._database.value(f"select count(*) from {name}")


def sketch_of(store: Store) -> set[tuple[int, int]]:
    return {(row["h"], row["story"]) for row in store._database.rows("select h, story from sketch")}


def features(text: str) -> set[int]:
    made = fingerprint(text)
    return {*made.sketch, *made.slot_hashes}


def test_a_new_article_is_a_story_first_seen_now(store: Store):
    store.sites.remember([SITE])
    article = settle(store, at=NOW)

    (story,) = store.stories.recent(9)
    assert (story.first_seen, story.canonical.article, story.canonical.how) == (NOW, article, How.FIRST)
    assert (story.article, story.assessment) == (reading().article, reading().assessment)
    assert story.canonical.outlet == "江畔日报"
    assert store.counts().pages == {PageState.SETTLED: 1}


def test_an_outlet_that_is_no_site_of_ours_goes_by_its_host(store: Store):
    settle(store, B, site=None)

    assert store.stories.recent(9)[0].canonical.outlet == "copy.example"


def test_a_copy_joins_its_story_and_the_better_publisher_leads(store: Store):
    first = settle(store, B, tier=Tier.PORTAL, site=None)
    story = story_of(store, first)
    second = settle(store, A, RAIL + "\n（转载）", same_as(story, How.COPY), NOW + HOUR)

    (told,) = store.stories.recent(9)
    assert [member.article for member in told.members] == [second, first]
    assert told.article.text.endswith("（转载）")
    assert told.first_seen == NOW


def test_a_copy_adds_features_only_when_it_leads(store: Store):
    story = story_of(store, settle(store, A, RAIL))
    alone = tables(store, "sketch")
    settle(store, B, RAIL + WATER, same_as(story, How.CONTAINS), NOW + HOUR, tier=Tier.OTHER, trust=Trust.REPUBLISHED)
    assert tables(store, "sketch") == alone

    settle(store, "http://gov.example/3", RAIL + WATER, same_as(story), NOW + HOUR, tier=Tier.ISSUER)
    assert tables(store, "sketch") > alone


def test_a_story_keeps_the_features_of_its_first_and_its_leading_article_only(store: Store):
    gone = "这一句后来没有了，谁也不再提起它，第88号文件也一样。"
    second = "另据该报，首班车票价为6元。"
    story = story_of(store, settle(store, A, RAIL + gone, tier=Tier.OTHER, site=None))
    assert sketch_of(store) == {(h, story) for h in features(RAIL + gone)}

    settle(store, B, RAIL + second, same_as(story), NOW + HOUR, tier=Tier.REGIONAL)
    settle(store, "http://gov.example/3", RAIL + "（转载）", same_as(story), NOW + HOUR, tier=Tier.ISSUER)
    assert sketch_of(store) == {(h, story) for h in features(RAIL + gone) | features(RAIL + "（转载）")}

    settle(store, A, RAIL, at=NOW + 2 * HOUR, tier=Tier.OTHER, site=None)
    assert sketch_of(store) == {(h, story) for h in features(RAIL) | features(RAIL + "（转载）")}

    settle(store, "http://gov.example/3", WATER, OFF_TOPIC, NOW + 3 * HOUR, tier=Tier.ISSUER)
    assert sketch_of(store) == {(h, story) for h in features(RAIL) | features(RAIL + second)}

    for url in (A, B):
        settle(store, url, "整版都换成了别的内容。" * 9, OFF_TOPIC, NOW + 4 * HOUR)
    assert sketch_of(store) == set()


@pytest.mark.parametrize("verdict", [HELD, OFF_TOPIC], ids=["held", "rejected"])
def test_what_is_held_or_rejected_is_no_story(store: Store, verdict):
    article = settle(store, verdict=verdict)

    stored = store.articles.get(article)
    assert stored is not None
    assert (stored.verdict, stored.story) == (verdict, None)
    assert store.stories.recent(9) == ()
    assert [left.article for left in store.articles.left_out(NOW - HOUR, NOW)] == [article]


def test_all_articles_of_a_page_are_settled_together(store: Store):
    page_id = store.pages.keep(found(), page())
    both = [(reading(RAIL), New()), (reading(WATER, title="太湖水质"), New())]
    ids = store.settle(page_id, both, NOW)

    stored = store.articles.of_address(A)
    assert [article.id for article in stored] == list(ids)
    assert [article.part for article in stored] == [0, 1]
    assert len({article.story for article in stored}) == 2


def test_a_fault_in_the_middle_of_a_page_leaves_nothing_of_it(store: Store):
    page_id = store.pages.keep(found(), page())
    torn = [(reading(RAIL), New()), (replace(reading(WATER), tier=object()), New())]  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"type 'object' is not supported|binding"):
        store.settle(page_id, torn, NOW)

    assert store.articles.of_address(A) == ()
    assert store.pages.count_waiting() == 1
    assert store.search.find("城际轨道", 9) == ()


def test_settling_a_page_that_is_not_there_is_a_bug(store: Store):
    with pytest.raises(KeyError):
        store.settle(7, [(reading(), New())], NOW)


def test_a_second_reading_takes_the_place_of_the_first_and_keeps_its_story(store: Store):
    first = settle(store, text="读错的正文" + RAIL)
    story = story_of(store, first)
    again = settle(store, text=RAIL, at=NOW + HOUR)

    assert (again, story_of(store, again)) == (first, story)
    (told,) = store.stories.recent(9)
    assert (told.article.text, told.first_seen) == (RAIL, NOW)
    assert store._database.rows("select text from article_versions")[0]["text"] == "读错的正文" + RAIL
    assert [hit.article for hit in store.search.find("读错的正文", 9)] == []
    assert [known.story for known in store.stories.candidates(reading(RAIL).fingerprint)] == [story]


def test_the_first_telling_stays_the_first_when_it_is_read_again_as_a_copy_of_its_own_story(store: Store):
    article = settle(store, A)
    story = story_of(store, article) or 0
    settle(store, B, verdict=same_as(story))
    settle(store, A, verdict=same_as(story), at=NOW + HOUR)

    stored = store.articles.get(article)
    assert stored is not None
    assert (stored.verdict, stored.story) == (New(), story)


def test_a_page_that_proves_a_mirror_no_longer_stands_for_its_story(store: Store):
    mirror = settle(store, A)
    story = story_of(store, mirror) or 0
    honest = settle(store, B, verdict=same_as(story), tier=Tier.OTHER)
    settle(store, A, at=NOW + HOUR, trust=Trust.MIRROR)

    assert [member.article for member in store.stories.recent(9)[0].members] == [honest, mirror]


def test_a_story_is_found_by_its_first_telling_also_when_another_stands_for_it(store: Store):
    story = story_of(store, settle(store, A, RAIL)) or 0
    settle(store, "http://gov.example/3", WATER, same_as(story), tier=Tier.ISSUER)

    cut = RAIL[: len(RAIL) * 2 // 3]
    assert [known.story for known in store.stories.candidates(reading(cut).fingerprint)] == [story]


def test_reading_a_page_again_with_the_same_result_changes_no_row(store: Store):
    page_id = store.pages.keep(found(), page())
    store.settle(page_id, [(reading(), New())], NOW)
    before = snapshot(store)
    store.settle(page_id, [(reading(), New())], NOW)

    assert snapshot(store) == before


def snapshot(store: Store) -> list[str]:
    return [line for line in store._database.conn.iterdump() if "sqlite_sequence" not in line]


def test_a_page_older_than_what_was_read_changes_nothing(store: Store):
    old = store.pages.keep(found(), page(body=b"old"))
    new = store.pages.keep(found(), page(body=b"new"))
    ids = store.settle(new, [(reading(RAIL), New())], NOW)

    assert store.settle(old, [(reading(WATER), HELD)], NOW) == ids
    assert store.stories.recent(9)[0].article.text == RAIL
    assert store.pages.count_waiting() == 0


REREAD = {
    "held": (HELD, False),
    "rejected": (OFF_TOPIC, False),
    "new": (New(), True),
}


@pytest.mark.parametrize(("verdict", "stays"), REREAD.values(), ids=REREAD.keys())
def test_what_no_digest_has_shown_may_be_taken_back(store: Store, verdict, stays):
    story = story_of(store, settle(store))
    article = settle(store, verdict=verdict, at=NOW + HOUR)

    assert (story_of(store, article) == story) is stays
    assert len(store.stories.recent(9)) == stays
    assert bool(store.stories.candidates(reading().fingerprint)) is stays


@pytest.mark.parametrize(
    "verdict", [HELD, OFF_TOPIC, New(), same_as(2)], ids=["held", "rejected", "new", "same as another"]
)
def test_what_a_digest_has_shown_stays_in_its_story(store: Store, verdict):
    article = settle(store)
    story = story_of(store, article)
    settle(store, B, WATER)
    show(store, story or 0)
    settle(store, verdict=verdict, at=NOW + HOUR)

    stored = store.articles.get(article)
    assert stored is not None
    assert (stored.story, stored.verdict) == (story, New())


def test_an_article_that_proves_a_copy_moves_and_its_empty_story_goes(store: Store):
    story = story_of(store, settle(store, A))
    copy = settle(store, B)
    settle(store, B, verdict=same_as(story or 0), at=NOW + HOUR)

    assert story_of(store, copy) == story
    assert [told.id for told in store.stories.recent(9)] == [story]


def test_a_story_goes_on_without_an_article_that_leaves_it(store: Store):
    first = settle(store, A)
    story = story_of(store, first)
    second = settle(store, B, WATER, verdict=same_as(story or 0), site=None, tier=Tier.OTHER)
    settle(store, A, verdict=HELD, at=NOW + HOUR)

    (told,) = store.stories.recent(9)
    assert (told.id, [member.article for member in told.members]) == (story, [second])
    assert told.article.url == B
    assert store.stories.candidates(reading(RAIL).fingerprint) == ()
    assert [known.story for known in store.stories.candidates(reading(WATER).fingerprint)] == [story]


def test_a_part_that_is_no_longer_found_goes_unless_it_was_shown(store: Store):
    page_id = store.pages.keep(found(), page())
    both = [(reading(RAIL), New()), (reading(WATER), New())]
    _, second = store.settle(page_id, both, NOW)
    store.settle(page_id, both[:1], NOW + HOUR)
    assert store.articles.get(second) is None
    assert store.search.find("太湖", 9) == ()

    _, third = store.settle(page_id, both, NOW + HOUR)
    assert third != second, "the number of a deleted article is not used again"
    show(store, story_of(store, third) or 0)
    store.settle(page_id, both[:1], NOW + HOUR)
    assert store.articles.get(third) is not None


def test_a_part_that_is_the_same_as_a_story_its_neighbour_just_left_is_new(store: Store):
    page_id = store.pages.keep(found(), page())
    (first,) = store.settle(page_id, [(reading(RAIL), New())], NOW)
    gone = story_of(store, first) or 0
    _, second = store.settle(page_id, [(reading(WATER), HELD), (reading(RAIL), same_as(gone))], NOW)

    assert story_of(store, second) not in {None, gone}


def test_the_time_of_a_verdict_changes_with_the_verdict_only(store: Store):
    article = settle(store, verdict=HELD)
    settle(store, text=WATER, verdict=HELD, at=NOW + HOUR)
    assert store.articles.left_out(NOW, NOW + HOUR) == ()

    settle(store, text=RAIL, verdict=OFF_TOPIC, at=NOW + 2 * HOUR)
    (left,) = store.articles.left_out(NOW + HOUR, NOW + 2 * HOUR)
    assert (left.article, left.held, left.why, left.detail) == (article, False, Why.OFF_TOPIC, "score 1")


def test_further_stories_of_a_page_are_remembered(store: Store):
    one, other = settle(store, A, RAIL), settle(store, "http://a.cn/2", WATER)
    both = same_as(story_of(store, one) or 0, How.CONTAINS, also=(story_of(store, other) or 0,))
    article = settle(store, B, RAIL + WATER, both)

    stored = store.articles.get(article)
    assert stored is not None
    assert isinstance(stored.verdict, SameAs)
    assert stored.verdict == both


def test_a_released_article_becomes_a_story_first_seen_now_and_no_reading_undoes_it(store: Store):
    article = settle(store, verdict=HELD)
    story = store.rulings.release(article, NOW + HOUR)
    settle(store, text=WATER, verdict=HELD, at=NOW + 2 * HOUR)

    (told,) = store.stories.recent(9)
    assert (told.id, told.first_seen, told.article.text) == (story, NOW + HOUR, WATER)
    assert store.rulings.release(article, NOW + 3 * HOUR) == story
    assert store.articles.held(9) == ()
    assert [story.id for story in store.stories.window(NOW, NOW + HOUR, "daily")] == [story]


def test_a_rejected_article_stays_rejected(store: Store):
    article = settle(store, verdict=HELD)
    store.rulings.reject(article, NOW)
    settle(store, verdict=New(), at=NOW + HOUR)

    stored = store.articles.get(article)
    assert stored is not None
    assert stored.verdict == Rejected(why=Why.BY_HAND, detail="rejected by hand")


def test_an_article_of_a_story_that_was_not_shown_can_be_rejected(store: Store):
    article = settle(store)
    store.rulings.reject(article, NOW)

    assert store.stories.recent(9) == ()


def test_a_decision_about_a_host_stands_until_another_or_until_it_is_forgotten(store: Store):
    released, rejected = settle(store, A, verdict=HELD), settle(store, B, WATER, HELD)
    assert store.rulings.decide_host(released, "released", NOW) == "paper.example"
    assert store.rulings.decide_host(rejected, "rejected", NOW) == "copy.example"
    assert store.rulings.all().released == {"paper.example"}
    assert store.rulings.all().rejected == {"copy.example"}
    assert [(each.host, each.decision) for each in store.rulings.listed()] == [
        ("copy.example", "rejected"),
        ("paper.example", "released"),
    ]

    store.rulings.decide_host(rejected, "released", NOW)
    assert store.rulings.all().rejected == frozenset()
    assert store.rulings.forget("copy.example")
    assert not store.rulings.forget("copy.example")
    assert store.rulings.all().released == {"paper.example"}


def test_an_article_judged_again_gets_the_verdict_of_now(store: Store):
    held = settle(store, A, verdict=HELD)
    reading = store.articles.reading(held)
    assert reading is not None
    assert (reading.article.text, reading.site, reading.fingerprint.length > 0) == (RAIL, "paper", True)

    store.rejudge(held, New(), NOW + HOUR)
    assert store.articles.held() == ()
    assert [(story.canonical.article, story.first_seen) for story in store.stories.recent(9)] == [(held, NOW + HOUR)]


JUDGED_ALREADY = {
    "by a person": lambda store, article: store.rulings.reject(article, NOW),
    "as part of a story": lambda store, article: store.rulings.release(article, NOW),
}


@pytest.mark.parametrize("decide", JUDGED_ALREADY.values(), ids=JUDGED_ALREADY.keys())
def test_what_was_decided_is_not_judged_again(store: Store, decide):
    article = settle(store, verdict=HELD)
    decide(store, article)
    before = store.articles.get(article)
    store.rejudge(article, OFF_TOPIC, NOW + HOUR)

    assert store.articles.get(article) == before


FILTERS = {
    "all, the newest first": ({}, [3, 2, 1]),
    "so many": ({"limit": 1}, [3]),
    "one reason": ({"why": Why.NO_DATE}, [2]),
    "a host with those below it": ({"host": "copy.example"}, [3, 2]),
    "one below": ({"host": "m2.copy.example"}, [3]),
    "a host whose name only ends like it": ({"host": "y.example"}, []),
    "a host with what a pattern knows": ({"host": "%.example"}, []),
}


@pytest.mark.parametrize(("asked", "found"), FILTERS.values(), ids=FILTERS.keys())
def test_what_waits_is_found_by_reason_and_host(store: Store, asked, found):
    settle(store, A, verdict=HELD)
    settle(store, B, WATER, Held(why=Why.NO_DATE, detail=""))
    settle(store, "http://m2.copy.example/9", RAIL + WATER, HELD)
    settle(store, "http://a.example/9", RAIL + RAIL, OFF_TOPIC)

    assert [article.id for article in store.articles.held(**asked)] == found


def test_what_cannot_be_ruled_is_said_in_a_line(store: Store):
    from store import StoreError

    with pytest.raises(StoreError, match="no article 9"):
        store.rulings.release(9, NOW)

    nameless = settle(store, verdict=Held(why=Why.NO_DATE, detail=""))
    store._database.execute("update articles set host = null")
    with pytest.raises(StoreError, match="no address"):
        store.rulings.decide_host(nameless, "released", NOW)
    assert story_of(store, nameless) is None

    store.rulings.release(nameless, NOW)
    show(store, story_of(store, nameless) or 0)
    with pytest.raises(StoreError, match="was in a digest"):
        store.rulings.reject(nameless, NOW)
