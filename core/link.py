"""Link: an address a Source showed us, and the last decision taken on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Outcome(StrEnum):
    """The last decision on a Link, or how a look at a Source ended. Every request ends with one of these."""

    WAITING = "waiting"  # seen, not yet fetched; or not asked for, since the run or the host had no time
    FETCHED = "fetched"  # its Page is in the store
    UNCHANGED = "unchanged"  # the server or the bytes say so
    ROBOTS = "robots"  # robots.txt does not allow it
    DEFERRED = "deferred"  # robots.txt or the host asks for later (5xx, breaker, end of the run)
    BLOCKED = "blocked"  # a wall: 401, 403, 405, 412, 418, 429, 521, a challenge page
    GONE = "gone"  # 404, 410
    REFUSED = "refused"  # other 4xx
    SERVER_ERROR = "server error"  # 5xx
    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"  # no such host, connection refused or reset, TLS
    PRIVATE = "private address"  # the address guard refused the host's address
    TOO_BIG = "too big"
    OFF_HOST = "off host"  # leaves the hosts of its Site
    NOT_A_PAGE = "not a page"  # binary, image, archive: nothing to read
    BAD_REDIRECT = "bad redirect"  # loop, too many hops, not http
    EMPTY = "empty"  # a list without a single link
    ERROR = "error"  # anything else; the reason says what

    @property
    def is_list(self) -> bool:
        """Whether a look at a Source that ended so brought a list, with something in it or not."""
        return self in _LISTS

    @property
    def was_asked(self) -> bool:
        """Whether somebody was asked for the page itself."""
        return self not in _NOT_ASKED

    @property
    def is_retried(self) -> bool:
        """Whether a Link with this outcome is fetched again in a later run."""
        return self in _RETRIED


_LISTS = frozenset({Outcome.FETCHED, Outcome.UNCHANGED, Outcome.EMPTY})
_NOT_ASKED = frozenset({Outcome.WAITING, Outcome.DEFERRED})
_RETRIED = frozenset(
    {
        Outcome.WAITING,
        Outcome.DEFERRED,
        Outcome.BLOCKED,
        Outcome.SERVER_ERROR,
        Outcome.TIMEOUT,
        Outcome.UNREACHABLE,
        Outcome.ERROR,
    }
)

#: A Link is tried this often in all; then its last outcome stands.
MAX_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundLink:
    """What a Source showed: an absolute http(s) address with what stood around it."""

    url: str
    site: str
    source: str
    #: Text of the link, cleaned, on one line.
    anchor: str = ""
    #: The date beside it, resolved against the fetch time: ISO date or ISO date and time with offset.
    listed: str | None = None
    #: That date as it was written.
    listed_text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A FoundLink as the store knows it."""

    id: int
    found: FoundLink
    #: Canonical address (core.urls.canonical): one Link for one key.
    key: str
    first_seen: datetime
    last_seen: datetime
    outcome: Outcome
    reason: str
    decided_at: datetime
    tries: int
