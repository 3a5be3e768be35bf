"""What a person thinks of an article is kept beside the verdict, and keeps its page."""

import pytest

from core.assessment import Trust
from store import Store
from store.errors import NoSuchArticle
from store.judgements import Judgement
from tests.store.samples import HELD, HOUR, NOW, OFF_TOPIC, WATER, settle


def test_the_newest_judgement_on_an_article_stands_and_the_verdict_stays(store: Store):
    article = settle(store, verdict=HELD)
    before = store.articles.get(article)
    store.judgements.record(article, worthy=True, trust=None, note="", now=NOW)
    store.judgements.record(article, worthy=False, trust=Trust.MIRROR, note="第二眼", now=NOW + HOUR)

    expected = Judgement(
        article=article,
        url="http://paper.example/1.html",
        title="沪苏城际轨道开工",
        worthy=False,
        trust=Trust.MIRROR,
        note="第二眼",
        at=NOW + HOUR,
    )
    assert store.judgements.of(article) == expected
    assert store.judgements.all() == (expected,)
    assert store.articles.get(article) == before


def test_nothing_is_judged_that_is_not_there(store: Store):
    with pytest.raises(NoSuchArticle, match="no article 9"):
        store.judgements.record(9, worthy=True, trust=None, note="", now=NOW)
    assert store.judgements.of(9) is None


def test_a_judgement_outlives_a_reading_and_its_page_is_not_pruned(store: Store):
    judged = settle(store, verdict=OFF_TOPIC)
    other = settle(store, "http://paper.example/2.html", WATER, OFF_TOPIC)
    store.judgements.record(judged, worthy=False, trust=None, note="", now=NOW)

    assert store.pages.prune(NOW + HOUR) == 1
    pages = [stored.page for article in (judged, other) if (stored := store.articles.get(article))]
    assert [bool(page.page.body) for number in pages if (page := store.pages.get(number))] == [True, False]
    settle(store, text=WATER + "又一次", verdict=HELD, at=NOW + HOUR)
    assert store.judgements.of(judged) is not None
