"""JSON endpoints."""

from __future__ import annotations

from core.site import Kind
from spiders.base import ListSpider


class EndpointSpider(ListSpider):
    """JSON endpoints."""

    name = "endpoint"
    kind = Kind.ENDPOINT
