"""List answers for the readers and spiders: one Site, one Source, one Page around the bytes of a test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pydantic import TypeAdapter

from core.page import Page
from core.site import Dialect, Kind, Site, Source, Tier
from spiders.dialects import LAYOUTS, with_defaults

#: 2026-11-20 12:00 in Shanghai.
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
LIST_URL = "https://www.example.cn/news/index.html"


def a_source(kind: Kind, **more: Any) -> Source:
    """A Source of a kind, with what the test is about."""
    return Source(**{"id": "news", "kind": kind, "url": LIST_URL, **more})


def a_source_of(dialect: Dialect, **more: Any) -> Source:
    """A Source of a dialect as its file would give it, with what the dialect fills in."""
    table = {"id": "news", "kind": LAYOUTS[dialect].kind, "url": LIST_URL, "dialect": dialect, **more}
    return TypeAdapter(Source).validate_python(with_defaults(table))


def a_site(*sources: Source, **more: Any) -> Site:
    """A Site of these Sources."""
    return Site(
        **{
            "id": "example",
            "name": "示例",
            "home": "https://www.example.cn/",
            "tier": Tier.ISSUER,
            "sources": sources,
            **more,
        }
    )


def an_answer(body: bytes | str, at: datetime = NOON, url: str = LIST_URL, **headers: str) -> Page:
    """What a server said to the question for the list."""
    content = body.encode() if isinstance(body, str) else body
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Page(asked_url=url, url=url, fetched_at=at, status=200, body=content, headers=named)
