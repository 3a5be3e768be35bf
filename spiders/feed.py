"""RSS, Atom and JSON feeds."""

from __future__ import annotations

from core.page import Page
from core.site import Kind
from spiders.base import ListSpider
from spiders.readers import feed
from spiders.readers.listing import ListPage, NotAList


class FeedSpider(ListSpider):
    """RSS, Atom and JSON feeds."""

    name = "feed"
    kind = Kind.FEED

    def read(self, page: Page, number: int) -> ListPage | NotAList:  # noqa: ARG002 # it has one page
        """What this list shows."""
        return feed.read(page, self.site, self.source)
