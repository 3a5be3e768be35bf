"""Deliveries: the outbox. What is sent is claimed on the disk before, so that a crash is seen afterwards."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date, datetime

from core.digest import Delivery, DeliveryState, Letter
from store.connection import Database, Row
from store.errors import NotDue
from store.rows import maybe_time, to_time

_OPEN = (DeliveryState.PENDING, DeliveryState.RETRY, DeliveryState.UNCERTAIN)
_DUE = "state in (?, ?, ?) and (next_try is null or next_try <= ?)"
_DELIVERIES = """
select deliveries.*, digests.name, digests.local_date
from deliveries join digests on digests.id = deliveries.digest
"""
_CUT_SHORT = "uncertain: we ended while sending it"


class Deliveries:
    """The table of Deliveries (reliability.md §4.5)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, digest_id: int, letters: Iterable[Letter]) -> None:
        """Put further Letters of a digest that is saved into the outbox; on the disk when it returns."""
        with self._database.durable():
            put(self._database, digest_id, letters)

    def due(self, now: datetime) -> tuple[Delivery, ...]:
        """What is to be sent now, in the order of saving."""
        return self._all(f"{_DUE} order by deliveries.id", *_OPEN, to_time(now))

    def of(self, digest_id: int) -> tuple[Delivery, ...]:
        """All Deliveries of a digest, in the order of saving."""
        return self._all("digest = ? order by deliveries.id", digest_id)

    def open(self) -> tuple[Delivery, ...]:
        """What has not come to its end, due or not."""
        return self._all("state not in (?, ?) order by deliveries.id", DeliveryState.SENT, DeliveryState.REFUSED)

    def refused(self, since: datetime) -> tuple[Delivery, ...]:
        """What was refused or given up after `since`, in the order of saving."""
        return self._all("state = ? and tried_at > ? order by deliveries.id", DeliveryState.REFUSED, to_time(since))

    def failed(self, name: str, since: datetime, until: datetime) -> tuple[Delivery, ...]:
        """Those of the digests of this name that were refused or given up after `since` and not after `until`, and
        those that were tried by then and are still open."""
        return self._all(
            "name = ? and state != ? and tried_at <= ? and (state != ? or tried_at > ?) order by deliveries.id",
            *(name, DeliveryState.SENT, to_time(until), DeliveryState.REFUSED, to_time(since)),
        )

    def claim(self, delivery_id: int, now: datetime) -> Delivery:
        """Mark a Delivery as being sent, and have that on the disk before returning.

        Raises:
            NotDue: where it is being sent, was sent or was refused, or its time has not come.
        """
        with self._database.durable():
            claimed = self._database.execute(
                f"update deliveries set state = ? where id = ? and {_DUE}",  # noqa: S608 - ours
                [DeliveryState.SENDING, delivery_id, *_OPEN, to_time(now)],
            ).rowcount
            if not claimed:
                raise NotDue(f"delivery {delivery_id} is not to be sent now")
            return self._all("deliveries.id = ?", delivery_id)[0]

    def record(self, delivery: Delivery) -> None:
        """Write what became of a Delivery after a try. On the disk when it returns."""
        with self._database.durable():
            self._database.update(
                "deliveries",
                delivery.id,
                {
                    "state": delivery.state,
                    "attempts": delivery.attempts,
                    "next_try": None if delivery.next_try is None else to_time(delivery.next_try),
                    "answer": delivery.answer,
                    "tried_at": None if delivery.tried_at is None else to_time(delivery.tried_at),
                    "accepted": delivery.accepted,
                },
            )

    def recover(self, now: datetime) -> int:
        """Mark what was being sent when a process died as uncertain and due now; returns how many.

        The send that was cut short counts as an attempt, and the answer says that the message may have arrived, in the
        form digest.outbox reads.
        Call it at the start only, under the lock that keeps other senders out.
        """
        with self._database.durable():
            return self._database.execute(
                "update deliveries set state = ?, next_try = ?, tried_at = ?, attempts = attempts + 1, answer = ?"
                " where state = ?",
                [DeliveryState.UNCERTAIN, to_time(now), to_time(now), _CUT_SHORT, DeliveryState.SENDING],
            ).rowcount

    def _all(self, condition: str, *parameters: str | int) -> tuple[Delivery, ...]:
        rows = self._database.rows(
            f"{_DELIVERIES} where {condition}",
            parameters,
        )
        return tuple(_delivery(row) for row in rows)


def put(database: Database, digest: int, letters: Iterable[Letter]) -> None:
    """Put Letters into the outbox. For use inside a transaction."""
    for letter in letters:
        database.insert(
            "deliveries",
            {
                "digest": digest,
                "channel": letter.channel,
                "recipient": letter.recipient,
                "state": DeliveryState.PENDING,
                "attempts": 0,
                "answer": "",
                "message_id": letter.message_id,
                "body": zlib.compress(letter.body),
            },
        )


def _delivery(row: Row) -> Delivery:
    return Delivery(
        id=row["id"],
        digest=row["digest"],
        name=row["name"],
        local_date=date.fromisoformat(row["local_date"]),
        channel=row["channel"],
        recipient=row["recipient"],
        state=DeliveryState(row["state"]),
        attempts=row["attempts"],
        next_try=maybe_time(row["next_try"]),
        answer=row["answer"],
        tried_at=maybe_time(row["tried_at"]),
        message_id=row["message_id"],
        body=zlib.decompress(row["body"]),
        accepted=row["accepted"],
    )
