"""Page: what a server answered to one request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer, as bytes: no decoding has been tried."""

    #: The address asked for, as the Source showed it.
    asked_url: str | None
    #: The address that answered, after redirects; None for a saved page of unknown origin.
    url: str | None
    #: Aware, UTC.
    fetched_at: datetime
    status: int
    body: bytes
    #: Names in lower case; several headers of one name are joined by ", ".
    headers: Mapping[str, str] = field(default_factory=dict)
