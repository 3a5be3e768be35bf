"""Sitemaps, news sitemaps and sitemap indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy.http import Response

from core.page import Page
from core.site import Kind
from spiders.base import ListSpider
from spiders.readers import sitemap
from spiders.readers.listing import ListPage, NotAList


class SitemapSpider(ListSpider):
    """Sitemaps, news sitemaps and sitemap indexes."""

    name = "sitemap"
    kind = Kind.SITEMAP

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """As for any list; `sitemap.xml.gz` comes as a file that is gzip itself."""
        yield from super().parse(response.replace(body=sitemap.unpacked(response.body)))

    def read(self, page: Page, number: int) -> ListPage | NotAList:  # noqa: ARG002 # it has one page
        """What this list shows."""
        return sitemap.read(page, self.site, self.source)
