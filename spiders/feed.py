"""RSS, Atom and JSON feeds."""

from __future__ import annotations

from core.site import Kind
from spiders.base import ListSpider


class FeedSpider(ListSpider):
    """RSS, Atom and JSON feeds."""

    name = "feed"
    kind = Kind.FEED
