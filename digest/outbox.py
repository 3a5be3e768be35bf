"""Outbox: what becomes of a Delivery after a try (reliability.md §4.5), the same for every channel; pure.

=====================  ============  =================================================================
tried from             becomes       when
=====================  ============  =================================================================
pending, retry         sent          the server took the message, and it was the last
                       pending       it took the message, and another follows
                       retry         not now (busy, no connection, our own login): again after a wait
                       refused       it refuses this recipient or message, or given up after 48 hours
                       uncertain     the connection broke after the message was handed over
uncertain              as above      sent again with the same bytes and id
uncertain, again       refused       the second copy may have arrived as well; a third helps nobody
=====================  ============  =================================================================
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import chain, repeat

from core.digest import Delivery, DeliveryState

#: The channel of Letters that are mails.
MAIL = "mail"

_WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
_LONGEST_WAIT = timedelta(hours=6)
#: What is waited at least where the server says how long.
_SHORTEST_WAIT = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(hours=48)

#: How the answer of an uncertain try begins. The store keeps it over the next try, when the state is `sending`.
UNCERTAIN = "uncertain: "


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one try."""

    accepted: bool
    #: False when the connection broke after the message was handed over: it may have arrived.
    certain: bool = True
    #: Trying again cannot help.
    permanent: bool = False
    #: What the server said, or what went wrong, on one line.
    text: str
    #: How long the server asks to be left alone.
    wait: timedelta | None = None


def messages(delivery: Delivery) -> tuple[bytes, ...]:
    """The messages of a Delivery, each sent by itself and in this order."""
    return (delivery.body,) if delivery.channel == MAIL else tuple(delivery.body.splitlines())


def after(delivery: Delivery, answer: Answer, now: datetime) -> Delivery:
    """The Delivery after a try that got this answer; `attempts` counts the try."""
    tried = replace(delivery, attempts=delivery.attempts + 1, next_try=None, answer=answer.text, tried_at=now)
    was_uncertain = delivery.state is DeliveryState.UNCERTAIN or delivery.answer.startswith(UNCERTAIN)
    if answer.accepted:
        return _with_one_more(tried)
    if not answer.certain and was_uncertain:
        return _refused(tried, "uncertain twice, it may have arrived")
    if answer.permanent:
        return replace(tried, state=DeliveryState.REFUSED)
    waited, wait = waits(tried.attempts)
    wait = wait if answer.wait is None else min(max(answer.wait, _SHORTEST_WAIT), _LONGEST_WAIT)
    if waited + wait > GIVE_UP_AFTER:
        hours = round(waited / timedelta(hours=1))
        return _refused(tried, f"gave up after {tried.attempts} tries in {hours} hours")
    mark = UNCERTAIN if was_uncertain or not answer.certain else ""
    return replace(
        tried,
        state=DeliveryState.RETRY if answer.certain else DeliveryState.UNCERTAIN,
        next_try=now + wait,
        answer=f"{mark}{answer.text}",
    )


def _with_one_more(tried: Delivery) -> Delivery:
    accepted = tried.accepted + 1
    if accepted < len(messages(tried)):
        return replace(tried, accepted=accepted, attempts=0, state=DeliveryState.PENDING)
    return replace(tried, accepted=accepted, state=DeliveryState.SENT)


def waits(tries: int) -> tuple[timedelta, timedelta]:
    """The time from the first try to the try of that number, and the wait after it, if every try was on time."""
    schedule = chain(_WAITS, repeat(_LONGEST_WAIT))
    waited = sum((next(schedule) for _ in range(tries - 1)), timedelta())
    return waited, next(schedule)


def _refused(delivery: Delivery, why: str) -> Delivery:
    return replace(delivery, state=DeliveryState.REFUSED, answer=f"{why}: {delivery.answer}")
