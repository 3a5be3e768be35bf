"""superEdit of Xinhua: a page names its lists by `data="datasource:<id>"`, and the file `ds_<id>.json` has their rows.

The ids change when a page is redesigned, so they are read from it at each look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from core.charset import decode
from core.page import Page
from core.site import Site, Source
from spiders.asking import FIRST, Ask, to_url
from spiders.readers import endpoint, section
from spiders.readers.listing import ListPage, NotAList

#: How a page names a data file.
DATASOURCE = re.compile(r"datasource\s{0,3}:\s{0,3}([\w-]{6,64})")


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The rows of a data file; or of a page its own, and its data files to be asked for."""
    text, _ = decode(page.body, page.headers)
    if endpoint.is_json(text):
        return endpoint.read_json(text, page, site, source, asked)
    listing = section.read_html(text, page, site, source, asked)
    if isinstance(listing, NotAList):
        return listing
    files = tuple(_files(text, page.url or source.url, asked))
    return replace(listing, lists=files, note=listing.note if files else "no datasource in the page")


def _files(html: str, base: str, asked: Ask) -> Iterator[Ask]:
    """The data files a page names: beside it, or where there is none in the root of the site."""
    for identity in dict.fromkeys(DATASOURCE.findall(html)):
        in_root = to_url(asked, urljoin(base, f"/ds_{identity}.json"))
        beside = to_url(asked, urljoin(base, f"ds_{identity}.json"))
        yield beside if beside == in_root else replace(beside, otherwise=in_root)
