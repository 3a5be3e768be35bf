"""A Delivery ends: sent, refused, or given up; and never more than one repeat of what may have arrived."""

from datetime import timedelta

import pytest

from core.digest import DeliveryState as State
from digest.outbox import GIVE_UP_AFTER, UNCERTAIN, Answer, after, waits
from tests.support.digests import UNTIL as NOW
from tests.support.digests import delivery

TAKEN = Answer(accepted=True, certain=True, permanent=False, text="250 queued")
LATER = Answer(accepted=False, certain=True, permanent=False, text="451 try later")
NEVER = Answer(accepted=False, certain=True, permanent=True, text="550 no such user")
LOST = Answer(accepted=False, certain=False, permanent=False, text="lost after DATA")


def sending_again(delivery):
    """As the store claims it: in state `sending`, with its last answer."""
    return type(delivery)(**{name: getattr(delivery, name) for name in delivery.__slots__} | {"state": State.SENDING})


STEPS = {
    "taken": (TAKEN, State.SENT, None, "250 queued"),
    "not now": (LATER, State.RETRY, timedelta(minutes=5), "451 try later"),
    "never": (NEVER, State.REFUSED, None, "550 no such user"),
    "lost": (LOST, State.UNCERTAIN, timedelta(minutes=5), "uncertain: lost after DATA"),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_the_first_try(step):
    answer, state, wait, text = step
    ended = after(delivery(), answer, NOW)
    assert (ended.state, ended.next_try, ended.answer, ended.attempts) == (state, wait and NOW + wait, text, 1)


def test_waits_grow_to_six_hours_and_no_further():
    minutes = [waits(tries)[1] / timedelta(minutes=1) for tries in range(1, 8)]
    assert minutes == [5, 15, 60, 240, 360, 360, 360]


def test_a_server_that_never_takes_it_is_given_up_within_48_hours():
    now, mail = NOW, delivery()
    while mail.state is not State.REFUSED:
        mail = after(sending_again(mail), LATER, now)
        now = mail.next_try or now
    assert timedelta(hours=42) < now - NOW <= GIVE_UP_AFTER
    assert mail.answer == "gave up after 12 tries in 47 hours: 451 try later"
    assert mail.next_try is None


def test_what_may_have_arrived_is_sent_again_once_with_the_same_bytes():
    first = after(delivery(body=b"mail"), LOST, NOW)
    second = after(sending_again(first), LOST, NOW)
    assert (first.body, first.message_id) == (second.body, second.message_id)
    assert second.state is State.REFUSED
    assert second.answer.startswith("uncertain twice")


def test_a_refusal_in_between_does_not_buy_another_repeat():
    mail = after(sending_again(after(sending_again(after(delivery(), LOST, NOW)), LATER, NOW)), LOST, NOW)
    assert mail.state is State.REFUSED


def test_what_a_crash_left_uncertain_counts_as_the_first_time():
    assert after(delivery(state=State.UNCERTAIN), LOST, NOW).state is State.REFUSED


def test_an_uncertain_mail_that_is_taken_is_sent():
    mail = after(delivery(answer=f"{UNCERTAIN}lost"), TAKEN, NOW)
    assert (mail.state, mail.answer) == (State.SENT, "250 queued")


@pytest.mark.parametrize("answer", [TAKEN, LATER, NEVER, LOST], ids=["taken", "later", "never", "lost"])
def test_nothing_but_the_state_of_the_try_changes(answer):
    before = delivery(body=b"mail")
    ended = after(before, answer, NOW)
    kept = ("id", "digest", "recipient", "message_id", "body")
    assert [getattr(ended, name) for name in kept] == [getattr(before, name) for name in kept]
