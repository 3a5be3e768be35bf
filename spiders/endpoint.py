"""JSON endpoints."""

from __future__ import annotations

from core.page import Page
from core.site import Kind
from spiders.base import ListSpider
from spiders.readers import endpoint
from spiders.readers.listing import ListPage, NotAList


class EndpointSpider(ListSpider):
    """JSON endpoints."""

    name = "endpoint"
    kind = Kind.ENDPOINT

    def read(self, page: Page, number: int) -> ListPage | NotAList:
        """What this list shows."""
        return endpoint.read(page, self.site, self.source, number)
