"""Pages are kept once, wait until they are read, and lose their bytes when no Story stands on them."""

from datetime import timedelta
from random import Random

import pytest

from core.link import Outcome
from core.page import Page
from store import Store
from store.pages import PageState
from tests.store.samples import HELD, HOUR, NOW, OFF_TOPIC, RAIL, WATER, found, page, reading, settle


def outcome(store: Store, url: str = "http://paper.example/1.html") -> Outcome:
    link = store.links.get(url)
    assert link is not None
    return link.outcome


def test_a_kept_page_waits_with_its_bytes_and_its_link_is_fetched(store: Store):
    answer = page(body="长三角".encode("gb18030") + b"\x00\xff")
    page_id = store.pages.keep(found(anchor="开工"), answer)

    (waiting,) = store.pages.waiting(9)
    assert (waiting.id, waiting.page, waiting.found, waiting.site) == (page_id, answer, found(anchor="开工"), "paper")
    assert outcome(store) is Outcome.FETCHED
    assert store.pages.count_waiting() == 1


def test_equal_bytes_leave_the_link_unchanged_and_make_no_page(store: Store):
    first = store.pages.keep(found(), page())
    second = store.pages.keep(found(), page(at=NOW + HOUR))

    assert first == second
    assert outcome(store) is Outcome.UNCHANGED
    assert store.counts().pages == {PageState.WAITING: 1}


def test_a_page_that_changes_back_is_a_page_again(store: Store):
    ids = [store.pages.keep(found(), page(body=body)) for body in (b"a", b"b", b"a")]

    assert len(set(ids)) == 3


def test_waiting_pages_come_oldest_first_and_can_be_taken_in_batches(store: Store):
    ids = [store.pages.keep(found(f"http://a.cn/{n}"), page(f"http://a.cn/{n}", b"%d" % n)) for n in range(5)]

    assert [stored.id for stored in store.pages.waiting(2)] == ids[:2]
    assert [stored.id for stored in store.pages.waiting(9, after=ids[1])] == ids[2:]


def test_a_failed_reading_is_counted_and_the_page_waits_on(store: Store):
    page_id = store.pages.keep(found(), page())

    assert [store.pages.failed(page_id, "worker died", NOW) for _ in range(2)] == [1, 2]
    assert store.pages.count_waiting() == 1


@pytest.mark.parametrize("state", ["unreadable", "toxic"])
def test_a_closed_page_waits_no_more_and_says_why(store: Store, state):
    page_id = store.pages.keep(found(), page())
    store.pages.close(page_id, state, "nested too deeply", NOW)

    stored = store.pages.get(page_id)
    assert stored is not None
    assert (stored.state, stored.reason) == (state, "nested too deeply")
    assert store.pages.count_waiting() == 0


def test_an_imported_page_waits_like_a_fetched_one_but_no_source_showed_it(store: Store):
    store.pages.import_page(page(), NOW + HOUR)

    (stored,) = store.pages.waiting(9)
    assert (stored.found, stored.site, stored.key) == (None, None, "http://paper.example/1.html")
    assert store.links.pending("", "", NOW + 9 * HOUR, 9) == ()


def test_a_page_without_any_address_is_known_by_its_bytes(store: Store):
    nameless = Page(asked_url=None, url=None, fetched_at=NOW, status=200, body=b"<p>")

    assert store.pages.import_page(nameless, NOW) == store.pages.import_page(nameless, NOW + HOUR)


def test_importing_a_page_that_a_source_showed_keeps_what_the_source_said(store: Store):
    store.links.see(found(anchor="开工"), NOW)
    store.pages.import_page(page(), NOW)

    assert store.pages.waiting(9)[0].found == found(anchor="开工")


def test_pruning_drops_the_bytes_of_old_read_pages_without_a_story_only(store: Store):
    settle(store, "http://a.cn/story", RAIL)
    settle(store, "http://a.cn/off", WATER, OFF_TOPIC)
    settle(store, "http://a.cn/held", "短讯" + WATER, HELD)
    store.pages.close(
        store.pages.keep(found("http://a.cn/bad"), page("http://a.cn/bad", b"bad")), "unreadable", "empty", NOW
    )
    store.pages.keep(found("http://a.cn/waiting"), page("http://a.cn/waiting", b"waits"))
    settle(store, "http://a.cn/young", WATER, OFF_TOPIC, at=NOW + timedelta(days=2))

    assert store.pages.prune(NOW + timedelta(days=1)) == 3

    kept = {stored.key: bool(stored.page.body) for stored in map(store.pages.get, range(1, 7)) if stored}
    assert kept == {
        "http://a.cn/story": True,
        "http://a.cn/off": False,
        "http://a.cn/held": False,
        "http://a.cn/bad": False,
        "http://a.cn/waiting": True,
        "http://a.cn/young": True,
    }
    assert store.pages.prune(NOW + timedelta(days=1)) == 0


def test_the_file_shrinks_when_bytes_are_dropped(store: Store):
    for n in range(20):
        kept = store.pages.keep(found(f"http://a.cn/{n}"), page(body=Random(n).randbytes(20_000)))
        store.settle(kept, [(reading(), OFF_TOPIC)], NOW)
    before = store.counts().bytes

    store.pages.prune(NOW + HOUR)

    assert store.counts().bytes < before * 2 / 3


def test_pages_can_be_read_again(store: Store):
    old = store.pages.keep(found(), page(body=b"old"))
    new = store.pages.keep(found(), page(body=b"new", at=NOW + HOUR))
    for page_id in (old, new):
        store.pages.close(page_id, "unreadable", "empty", NOW)

    assert store.pages.reopen(NOW) == 1
    assert [stored.id for stored in store.pages.waiting(9)] == [new]


def test_those_of_one_site_can_be_read_again(store: Store):
    kept = {site: store.pages.keep(found(f"http://{site}.cn/1", site=site), page(body=b"x")) for site in ("a", "b")}
    for page_id in kept.values():
        store.pages.close(page_id, "unreadable", "empty", NOW)

    assert store.pages.reopen(sites=["b", "c"]) == 1
    assert [stored.id for stored in store.pages.waiting(9)] == [kept["b"]]
    assert store.pages.reopen() == 1
