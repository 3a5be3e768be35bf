"""Section pages: HTML lists of articles."""

from __future__ import annotations

from core.page import Page
from core.site import Kind
from spiders.base import ListSpider
from spiders.readers import section
from spiders.readers.listing import ListPage, NotAList


class SectionSpider(ListSpider):
    """Section pages: HTML lists of articles."""

    name = "section"
    kind = Kind.SECTION

    def read(self, page: Page, number: int) -> ListPage | NotAList:
        """What this list shows."""
        return section.read(page, self.site, self.source, number)
