"""A digest is saved whole or not at all, once a day; its mails are claimed on the disk before they are sent."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.digest import DeliveryState, Letter, Window
from digest import outbox
from store import DigestExists, Store
from store.errors import NotDue
from tests.store.samples import HOUR, NOW, settle, story_of

DAY = date(2026, 11, 21)
WINDOW = Window(since=NOW - 24 * HOUR, until=NOW, late=True)
MAILS = [
    Letter(channel="mail", recipient="a@reader.example", message_id="<1@x>", body=b"From: a\r\n\r\n\x00\xff"),
    Letter(channel="mail", recipient="b@reader.example", message_id="<2@x>", body=b""),
]


def save(store: Store, day: date = DAY, stories: tuple[int, ...] = (), mails=MAILS) -> int:
    return store.digests.save("daily", day, WINDOW, '{"长三角": "一体化"}', stories, mails, NOW)


def letter_of(each):
    return Letter(channel=each.channel, recipient=each.recipient, message_id=each.message_id, body=each.body)


def test_a_digest_comes_back_as_it_was_saved(store: Store):
    number = save(store)

    saved = store.digests.get("daily", DAY)
    assert saved is not None
    assert (saved.id, saved.name, saved.local_date, saved.window, saved.built_at, saved.json) == (
        number,
        "daily",
        DAY,
        WINDOW,
        NOW,
        '{"长三角": "一体化"}',
    )
    assert store.digests.get("weekly", DAY) is None


def test_the_last_digest_is_that_of_the_latest_day(store: Store):
    save(store)
    save(store, DAY - timedelta(days=1))

    last = store.digests.last("daily")
    assert last is not None
    assert last.local_date == DAY
    assert store.digests.last("weekly") is None


def test_a_second_digest_of_a_day_is_refused_and_changes_nothing(store: Store):
    number, story = save(store), story_of(store, settle(store)) or 0
    with pytest.raises(DigestExists, match="daily digest of 2026-11-21"):
        save(store, stories=(story,))

    assert len(store.deliveries.of(number)) == 2
    assert len(store.stories.window(NOW - HOUR, NOW, "daily")) == 1


def test_a_digest_with_a_story_that_is_not_there_is_not_saved_at_all(store: Store):
    with pytest.raises(Exception, match="FOREIGN KEY"):
        save(store, stories=(7,))

    assert store.digests.last("daily") is None
    assert store.deliveries.open() == ()


def test_every_recipient_has_one_delivery_with_his_bytes(store: Store):
    first, second = store.deliveries.of(save(store))

    assert letter_of(first) == MAILS[0]
    assert letter_of(second) == MAILS[1]
    assert first.state is DeliveryState.PENDING
    assert store.deliveries.due(NOW) == (first, second)


def test_a_claimed_delivery_is_nobody_elses(store: Store):
    first, second = store.deliveries.of(save(store))
    claimed = store.deliveries.claim(first.id, NOW)

    assert claimed == replace(first, state=DeliveryState.SENDING)
    assert store.deliveries.due(NOW) == (second,)
    assert store.deliveries.open() == (claimed, second)
    with pytest.raises(NotDue):
        store.deliveries.claim(first.id, NOW)


@pytest.mark.parametrize("state", [DeliveryState.RETRY, DeliveryState.UNCERTAIN])
def test_a_delivery_to_be_tried_again_waits_for_its_time(store: Store, state):
    first, *_ = store.deliveries.of(save(store, mails=MAILS[:1]))
    later = replace(first, state=state, attempts=2, next_try=NOW + HOUR, answer="451 greylisted")
    store.deliveries.record(later)

    assert store.deliveries.due(NOW + HOUR - timedelta(seconds=1)) == ()
    assert store.deliveries.due(NOW + HOUR) == (later,)
    with pytest.raises(NotDue):
        store.deliveries.claim(first.id, NOW)


@pytest.mark.parametrize("state", [DeliveryState.SENT, DeliveryState.REFUSED])
def test_a_delivery_at_its_end_is_never_due(store: Store, state):
    first, *_ = store.deliveries.of(save(store, mails=MAILS[:1]))
    store.deliveries.record(replace(first, state=state))

    assert store.deliveries.due(NOW + timedelta(days=99)) == ()
    assert store.deliveries.open() == ()


def test_what_was_being_sent_when_we_died_is_uncertain_and_due(store: Store):
    first, second = store.deliveries.of(save(store))
    store.deliveries.claim(first.id, NOW)

    assert store.deliveries.recover(NOW + HOUR) == 1
    found, other = store.deliveries.due(NOW + HOUR)
    assert (found.state, found.attempts, found.body) == (DeliveryState.UNCERTAIN, 1, first.body)
    assert found.answer.startswith(outbox.UNCERTAIN), "the outbox sends it once more only"
    assert other == second
    assert store.deliveries.recover(NOW + HOUR) == 0


def test_claims_are_on_the_disk_and_crawl_rows_need_not_be(store: Store):
    seen = []
    database = store._database
    database._tracer = lambda sql, _: seen.append((sql.split()[0], database.conn.in_transaction, synchronous(store)))
    first, *_ = store.deliveries.of(save(store))
    seen.clear()
    store.deliveries.claim(first.id, NOW)
    database._tracer = None

    assert ("update", True, 2) in seen
    assert synchronous(store) == 1


def synchronous(store: Store) -> int:
    return store._database.conn.execute("PRAGMA synchronous").fetchone()[0]
