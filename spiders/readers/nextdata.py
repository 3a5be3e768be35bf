"""Pages of Next.js: the rows stand as JSON in `script#__NEXT_DATA__`."""

from __future__ import annotations

from core.charset import decode
from core.page import Page
from core.site import Site, Source
from spiders.asking import FIRST, Ask
from spiders.readers import endpoint
from spiders.readers.listing import ListPage, NotAList
from spiders.readers.markup import scripts


def data_in(html: str) -> str | None:
    """The JSON that a page was built from."""
    return next((text for attributes, text in scripts(html) if attributes.get("id") == "__NEXT_DATA__"), None)


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The rows of the page's data by `source.fields`."""
    html, _ = decode(page.body, page.headers)
    data = data_in(html)
    if data is None:
        return NotAList("no script#__NEXT_DATA__")
    return endpoint.read_json(data, page, site, source, asked)
