"""What was left out is judged again when a Story comes that it may tell."""

from dataclasses import replace

import pytest

from core.verdict import Held, How, Rejected, Why
from store import Store
from tests.store.samples import HELD, HOUR, NOW, OFF_TOPIC, RAIL, WATER, same_as, settle, story_of

A, B = "http://paper.example/1.html", "http://copy.example/2.html"
STALE = Rejected(why=Why.STALE, detail="first published 2023-01-01")
MIRROR = Held(why=Why.MIRROR, detail="bracketed pinyin")


def again(store: Store) -> list[int]:
    return [article.id for article in store.articles.to_judge_again()]


LEFT_OUT = {
    "held": (HELD, RAIL, True),
    "held for what it is": (MIRROR, RAIL, True),
    "stale": (STALE, RAIL, True),
    "off topic": (OFF_TOPIC, RAIL, False),
    "held, another story": (HELD, WATER, False),
    "held, a part of it": (HELD, RAIL[: len(RAIL) // 2], True),
}


@pytest.mark.parametrize(("verdict", "text", "is_again"), LEFT_OUT.values(), ids=LEFT_OUT.keys())
def test_a_new_story_has_what_is_like_it_judged_again(store: Store, verdict, text, is_again):
    left = settle(store, B, text, verdict)
    assert again(store) == []
    settle(store, A, RAIL, at=NOW + HOUR)

    assert again(store) == [left] * is_again


def test_a_story_that_gets_another_canonical_article_has_it_judged_again(store: Store):
    left = settle(store, B, RAIL, HELD)
    story = story_of(store, settle(store, A, WATER)) or 0
    assert again(store) == []
    settle(store, "http://gov.example/3", RAIL, same_as(story), NOW + HOUR, tier="issuer")

    assert again(store) == [left]


def test_once_judged_it_is_not_judged_again_until_another_story_comes(store: Store):
    left = settle(store, B, RAIL, HELD)
    settle(store, A, RAIL, at=NOW + HOUR)
    store.rejudge(left, HELD, NOW + HOUR)
    assert again(store) == []

    settle(store, "http://paper.example/3", RAIL + WATER, at=NOW + 2 * HOUR)
    assert again(store) == [left]


def test_what_tells_the_story_joins_it_and_waits_no_more(store: Store):
    left = settle(store, B, RAIL, HELD)
    story = story_of(store, settle(store, A, RAIL, at=NOW + HOUR)) or 0
    store.rejudge(left, same_as(story, How.EXACT), NOW + HOUR)
    settle(store, "http://paper.example/3", RAIL, at=NOW + 2 * HOUR)

    assert story_of(store, left) == story
    assert again(store) == []
    assert store.articles.held() == ()


def test_what_a_person_decided_is_not_judged_again(store: Store):
    left = settle(store, B, RAIL, HELD)
    store.rulings.reject(left, NOW)
    settle(store, A, RAIL, at=NOW + HOUR)

    assert again(store) == []


def test_a_released_article_is_a_story_that_others_are_judged_by(store: Store):
    released, other = settle(store, B, RAIL, HELD), settle(store, B + "?2", RAIL, HELD)
    store.rulings.release(released, NOW)

    assert again(store) == [other]


def test_features_of_too_many_left_out_say_nothing_and_few_are_judged_again(store: Store, monkeypatch):
    from store import again as module

    for number in range(4):
        settle(store, f"{B}?{number}", RAIL, HELD)
    monkeypatch.setattr(module, "LONGEST_LIST", 3)
    settle(store, A, RAIL, at=NOW + HOUR)
    assert again(store) == []

    monkeypatch.setattr(module, "LONGEST_LIST", 9)
    monkeypatch.setattr(module, "MOST_AGAIN", 2)
    settle(store, "http://paper.example/3", RAIL, at=NOW + HOUR)
    assert len(again(store)) == 2


def test_features_go_when_the_bytes_of_their_pages_go(store: Store):
    settle(store, B, RAIL, HELD)
    store.pages.prune(NOW - HOUR)
    assert store._database.value("select count(*) from left_out_sketch") > 0

    store.pages.prune(NOW + HOUR)
    assert store._database.value("select count(*) from left_out_sketch") == 0


def test_an_article_that_is_read_anew_has_the_features_of_its_new_text(store: Store):
    left = settle(store, B, WATER, HELD)
    settle(store, B, RAIL, replace(HELD, detail="again"), at=NOW + HOUR)
    settle(store, A, RAIL, at=NOW + 2 * HOUR)

    assert again(store) == [left]
