"""Where another address answers, it is one of the same Link, so that no article is fetched or shown twice."""

from dataclasses import replace

import pytest

from core.link import Outcome
from core.verdict import New
from store import Seen, Store
from tests.store.samples import HOUR, NOW, RAIL, found, page, reading, settle

SHORT = "http://paper.example/s/1"
FINAL = "http://paper.example/1.html"


def keep(store: Store, asked: str, answered: str, body: bytes = b"<html>1") -> int:
    store.links.see(found(asked), NOW)
    return store.pages.keep(found(asked), replace(page(answered, body), asked_url=asked))


def test_the_address_that_answered_is_known_from_then_on(store: Store):
    page_id = keep(store, SHORT, FINAL)
    (article,) = store.settle(page_id, [(reading(), New())], NOW)

    assert store.links.see(found(FINAL), NOW + HOUR) is Seen.KNOWN
    for address in (SHORT, FINAL, FINAL.replace("http:", "https:")):
        explained = store.explain(address)
        assert explained is not None
        assert [one.id for one in explained.articles] == [article]
        assert [one.id for one in store.articles.of_address(address)] == [article]


def test_a_link_that_waits_at_the_address_that_answered_is_not_fetched_as_well(store: Store):
    store.links.see(found(FINAL), NOW)
    page_id = keep(store, SHORT, FINAL)

    assert store.links.pending("paper", "news", NOW + HOUR, 9) == ()
    assert store.pages.keep(found(FINAL), page(FINAL)) == page_id
    assert store.counts().links == {Outcome.UNCHANGED: 1}


def test_a_redirect_to_a_known_page_is_no_page_of_its_own(store: Store):
    first = keep(store, FINAL, FINAL)
    (article,) = store.settle(first, [(reading(), New())], NOW)

    assert keep(store, SHORT, FINAL) == first
    assert store.pages.count_waiting() == 0
    assert store.links.see(found(SHORT), NOW + HOUR) is Seen.KNOWN
    assert [one.id for one in store.articles.of_address(SHORT)] == [article]


def test_a_server_that_shows_everything_at_one_address_shows_several_articles(store: Store):
    addresses = [f"http://paper.example/view?id={n}" for n in range(3)]
    ids = [keep(store, url, "http://paper.example/view", b"<html>%d" % n) for n, url in enumerate(addresses)]

    assert len(set(ids)) == 3
    assert [stored.found.url for stored in store.pages.waiting(9) if stored.found] == addresses


def test_a_notice_in_place_of_all_articles_makes_them_not_one(store: Store):
    addresses = [f"http://paper.example/{n}.html" for n in range(3)]
    for url in addresses:
        keep(store, url, "http://paper.example/maintenance")

    assert len({store.links.get(url).id for url in addresses}) == 3  # type: ignore[union-attr]


def test_a_failure_at_a_further_address_says_nothing_of_a_link_that_has_its_page(store: Store):
    keep(store, SHORT, FINAL)

    store.links.decide(FINAL, Outcome.TIMEOUT, "30 s", NOW)

    assert store.counts().links == {Outcome.FETCHED: 1}


def test_three_addresses_of_one_page_are_one_link_in_any_order(store: Store):
    third = "http://paper.example/x?id=1"
    keep(store, SHORT, FINAL)
    keep(store, third, SHORT)

    assert {store.links.get(address).id for address in (SHORT, FINAL, third)} == {1}  # type: ignore[union-attr]


def test_two_articles_that_were_read_stay_two(store: Store):
    settle(store, FINAL)
    settle(store, SHORT, text=RAIL[::-1])

    keep(store, SHORT, FINAL, b"<html>now it redirects")

    assert len({store.links.get(address).id for address in (SHORT, FINAL)}) == 2  # type: ignore[union-attr]


@pytest.mark.parametrize("answered", [FINAL, "https://www.paper.example/1.html?from=timeline"])
def test_another_spelling_of_the_address_is_nothing_new(store: Store, answered: str):
    keep(store, FINAL, answered)

    assert store.counts().links == {Outcome.FETCHED: 1}
