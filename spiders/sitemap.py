"""Sitemaps, news sitemaps and sitemap indexes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapy.http import Response

from core.site import Kind
from spiders.base import ListSpider
from spiders.readers import sitemap


class SitemapSpider(ListSpider):
    """Sitemaps, news sitemaps and sitemap indexes."""

    name = "sitemap"
    kind = Kind.SITEMAP

    def parse(self, response: Response, **_: Any) -> Iterator[Any]:
        """As for any list; `sitemap.xml.gz` comes as a file that is gzip itself."""
        yield from super().parse(response.replace(body=sitemap.unpacked(response.body)))
