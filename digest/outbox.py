"""Outbox: what becomes of a Delivery after a try (reliability.md §4.5); pure.

=====================  ============  =================================================================
tried from             becomes       when
=====================  ============  =================================================================
pending, retry         sent          the server took the mail
                       retry         not now (4xx, no connection, our own login): again after a wait
                       refused       5xx for this recipient or mail, or given up after 48 hours
                       uncertain     the connection broke after the mail was handed over
uncertain              as above      sent again with the same bytes and Message-ID
uncertain, again       refused       the second copy may have arrived as well; a third helps nobody
=====================  ============  =================================================================
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain, repeat

from core.digest import Delivery, DeliveryState
from digest.mail import Answer

_WAITS = (timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=4))
_LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(hours=48)

#: How the answer of an uncertain try begins. The store keeps it over the next try, when the state is `sending`.
UNCERTAIN = "uncertain: "


def after(delivery: Delivery, answer: Answer, now: datetime) -> Delivery:
    """The Delivery after a try that got this answer; `attempts` counts the try."""
    tried = replace(delivery, attempts=delivery.attempts + 1, next_try=None, answer=answer.text)
    was_uncertain = delivery.state is DeliveryState.UNCERTAIN or delivery.answer.startswith(UNCERTAIN)
    if answer.accepted:
        return replace(tried, state=DeliveryState.SENT)
    if not answer.certain and was_uncertain:
        return _refused(tried, "uncertain twice, it may have arrived")
    if answer.permanent:
        return replace(tried, state=DeliveryState.REFUSED)
    waited, wait = waits(tried.attempts)
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


def waits(tries: int) -> tuple[timedelta, timedelta]:
    """The time from the first try to the try of that number, and the wait after it, if every try was on time."""
    schedule = chain(_WAITS, repeat(_LONGEST_WAIT))
    waited = sum((next(schedule) for _ in range(tries - 1)), timedelta())
    return waited, next(schedule)


def _refused(delivery: Delivery, why: str) -> Delivery:
    return replace(delivery, state=DeliveryState.REFUSED, answer=f"{why}: {delivery.answer}")
