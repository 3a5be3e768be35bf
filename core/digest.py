"""Digest and Delivery: the Stories of a window with the coverage of that window, and their way to a reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.assessment import Trust
from core.config import Every
from core.health import State
from core.link import Outcome
from core.stories.followups import FollowUp
from core.stories.story import Change, Story
from core.trends import Trends
from core.verdict import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a Digest covers: everything first seen after `since` and not after `until` (aware, UTC)."""

    since: datetime
    until: datetime
    #: Sent after its time: the machine slept or was down.
    late: bool = False
    #: The first Digest of its name: it covers all that was found since watching began, or since its readers joined.
    first: bool = False
    #: The cadence of the Digest: its window is about a day, a week or a month, and more after the machine was down.
    every: Every = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An Article that is not in the Digest, and why."""

    article: int
    url: str
    title: str
    outlet: str
    #: Whether it waits for a person (held) or was rejected.
    held: bool
    why: Why
    detail: str
    score: int
    trust: Trust


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """How one Source was covered in a window."""

    site: str
    site_name: str
    source: str
    source_name: str
    url: str
    state: State
    #: How the last look up to the end of the window ended, and what shows the state, in words.
    outcome: Outcome | None
    reason: str
    #: Looks in the window, and the new links they brought.
    checks: int
    new_links: int
    last_ok: datetime | None
    #: Until when all was well (core.health.Health).
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The Stories of one policy area; each Story stands in one Section only."""

    #: Name of the area (`tech`), `other`, or `related` for what is near the topic.
    area: str
    label: str
    stories: tuple[Story, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one audience reads about one window."""

    #: Name of the digest in the config: `daily`.
    name: str
    title: str
    local_date: date
    timezone: str
    language: str
    window: Window
    built_at: datetime
    sections: tuple[Section, ...]
    held: tuple[LeftOut, ...]
    rejected: tuple[LeftOut, ...]
    coverage: tuple[SourceCoverage, ...]
    #: What became in the window of Stories that earlier Digests of this name showed. Older records have none.
    changes: tuple[Change, ...] = ()
    #: Messages of earlier Digests of this name that have not arrived. Their readers are not named: they are strangers
    #: to each other.
    undelivered: int = 0
    #: Programmes that no Story named before.
    first_named: tuple[str, ...] = ()
    #: Which of its Stories go on with one that an issue of the last 14 days showed.
    follow_ups: tuple[FollowUp, ...] = ()
    trends: Trends | None = None
    #: Where its pages are in an archive, as seen from its own file: `../archive`, or an address of the web.
    archive: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """A Digest in all its forms; the same Digest gives the same bytes."""

    subject: str
    html: str
    #: The same for mail: styles inlined, under 100 KB.
    mail_html: str
    markdown: str
    text: str
    json: str


class DeliveryState(StrEnum):
    """Where a Delivery stands (reliability.md §4.5)."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A Digest made ready for one recipient of one channel."""

    #: `mail`, or the name of a channel of the config.
    channel: str
    #: A mail box, or the name of the channel again.
    recipient: str
    message_id: str
    #: The frozen bytes: a mail, or the JSON messages of a channel, one a line.
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A Letter with its state."""

    id: int
    #: Number, name and local date of the Digest.
    digest: int
    name: str
    local_date: date
    channel: str
    recipient: str
    state: DeliveryState
    #: Tries of the message that is next.
    attempts: int
    next_try: datetime | None
    #: What the server last said, and when.
    answer: str
    tried_at: datetime | None
    message_id: str
    body: bytes
    #: Messages of it that were accepted; a mail is one.
    accepted: int = 0
