"""Section pages: HTML lists of articles."""

from __future__ import annotations

from core.site import Kind
from spiders.base import ListSpider


class SectionSpider(ListSpider):
    """Section pages: HTML lists of articles."""

    name = "section"
    kind = Kind.SECTION
