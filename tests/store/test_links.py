"""One address is one Link, and a failure is tried again later and later, then not at all."""

import json
from datetime import timedelta

import pytest

from core.link import MAX_TRIES, Outcome
from store import Seen, Store
from store.links import backoff
from tests.store.samples import HOUR, NOW, found, page

KEY = "http://paper.example/1.html"


def test_two_spellings_of_an_address_are_one_link(store: Store):
    assert store.links.see(found("http://paper.example/1.html"), NOW) is Seen.NEW
    store.links.decide(KEY, Outcome.GONE, "http 404", NOW)

    assert store.links.see(found("https://PAPER.example:443/1.html?utm_source=wx#top"), NOW) is Seen.KNOWN
    assert store.counts().links == {Outcome.GONE: 1}


def test_a_waiting_link_is_to_be_fetched_whenever_it_is_shown(store: Store):
    store.links.see(found(), NOW)

    assert store.links.see(found(), NOW + HOUR) is Seen.AGAIN


def test_what_a_later_source_says_fills_gaps_and_overwrites_nothing(store: Store):
    store.links.see(found(), NOW)
    store.links.see(found(anchor="开工", listed="2026-11-20", listed_text="11-20"), NOW + HOUR)
    store.links.see(found(anchor="点击", listed="2026-11-21", listed_text="11-21"), NOW)

    link = store.links.get(KEY)
    assert link is not None
    assert (link.found.anchor, link.found.listed, link.found.listed_text) == ("开工", "2026-11-20", "11-20")
    assert (link.first_seen, link.last_seen) == (NOW, NOW + HOUR)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_only_failures_that_may_pass_are_fetched_again_and_not_before_their_time(store: Store, outcome: Outcome):
    store.links.see(found(), NOW)
    store.links.decide(KEY, outcome, "said so", NOW)

    early = NOW + timedelta(minutes=29)
    late = NOW + timedelta(minutes=30)
    again = (outcome,) if outcome.is_retried else ()
    if outcome is not Outcome.WAITING:
        assert store.links.pending("paper", "news", early, 9) == ()
    assert tuple(link.outcome for link in store.links.pending("paper", "news", late, 9)) == again
    assert store.links.see(found(), late) is (Seen.AGAIN if again else Seen.KNOWN)


def test_a_link_is_given_up_after_its_last_try(store: Store):
    store.links.see(found(), NOW)
    for _ in range(MAX_TRIES):
        assert store.links.see(found(), NOW + timedelta(days=9)) is Seen.AGAIN
        store.links.decide(KEY, Outcome.TIMEOUT, "30 s", NOW)

    assert store.links.see(found(), NOW + timedelta(days=999)) is Seen.KNOWN
    link = store.links.get(KEY)
    assert link is not None
    assert (link.tries, link.outcome, link.reason) == (MAX_TRIES, Outcome.TIMEOUT, "30 s")


def test_a_link_that_was_put_off_was_not_tried(store: Store):
    store.links.see(found(), NOW)
    for _ in range(MAX_TRIES + 1):
        store.links.decide(KEY, Outcome.DEFERRED, "budget of the run", NOW)

    assert store.links.see(found(), NOW + HOUR) is Seen.AGAIN


def test_the_pause_grows_fourfold_up_to_two_days():
    minutes = [backoff(tries).total_seconds() / 60 for tries in range(1, 7)]

    assert minutes == [30, 120, 480, 1920, 2880, 2880]


def test_pending_links_are_those_of_the_source_the_newest_news_first(store: Store):
    days = {"http://a.cn/1": "2026-11-18", "http://a.cn/3": "2026-11-20", "http://a.cn/5": "2026-11-19T08:00:00+08:00"}
    for url, day in days.items():
        store.links.see(found(url, source="news", listed=day), NOW)
    store.links.see(found("http://a.cn/2", source="feed"), NOW)
    store.pages.keep(found("http://a.cn/4"), page("http://a.cn/4"))

    pending = store.links.pending("paper", "news", NOW, 9)
    assert [link.found.url for link in pending] == ["http://a.cn/3", "http://a.cn/5", "http://a.cn/1"]
    assert [link.found.url for link in store.links.pending("paper", "news", NOW, 1)] == ["http://a.cn/3"]


def test_all_links_that_a_source_showed_are_listed_whatever_became_of_them(store: Store):
    for url, source in (("http://a.cn/1", "news"), ("http://a.cn/2", "feed"), ("http://a.cn/3", "news")):
        store.links.see(found(url, source=source), NOW)
    store.links.decide("http://a.cn/1", Outcome.GONE, "http 404", NOW)

    shown = store.links.shown_by("paper", "news", 9)
    assert [(link.found.url, link.outcome) for link in shown] == [
        ("http://a.cn/1", Outcome.GONE),
        ("http://a.cn/3", Outcome.WAITING),
    ]
    assert len(store.links.shown_by("paper", "news", 1)) == 1


def test_an_address_that_utf8_cannot_hold_is_a_link_like_others(store: Store):
    url = json.loads('"http://paper.example/\\ud800.html"')

    assert store.links.see(found(url, anchor="\x00\udfff"), NOW) is Seen.NEW
    assert store.links.see(found(url), NOW) is Seen.AGAIN
    store.pages.keep(found(url), page(url))
    assert store.pages.waiting(1)[0].page.url == "http://paper.example/\ufffd.html"


def test_a_decision_on_an_unknown_address_is_a_bug(store: Store):
    with pytest.raises(KeyError):
        store.links.decide("http://nobody.example/", Outcome.GONE, "", NOW)


def test_what_became_of_the_articles_of_a_source_is_told(store: Store):
    ends = {"1": Outcome.GONE, "2": Outcome.GONE, "3": Outcome.BLOCKED, "4": Outcome.DEFERRED}
    for number, outcome in ends.items():
        store.links.see(found(f"http://a.cn/{number}"), NOW)
        store.links.decide(f"http://a.cn/{number}", outcome, f"as {number}", NOW)
    store.pages.keep(found("http://a.cn/old"), page("http://a.cn/old", at=NOW - timedelta(days=9)))
    store.pages.keep(found("http://a.cn/5", source="feed"), page("http://a.cn/5"))
    later = NOW + timedelta(hours=1)

    told = store.links.articles(later)

    assert (told["paper", "news"].tried, told["paper", "news"].came) == (3, 0)
    assert told["paper", "news"].last_came == NOW - timedelta(days=9)
    assert (told["paper", "feed"].tried, told["paper", "feed"].came) == (1, 1)
    assert store.links.articles(NOW + timedelta(days=8)) == {}
