"""jpaas of Hanweb: a page names the units that hold its lists, and a unit answers with HTML inside JSON.

A unit is a `script` with `parseType`, its address in `url` and what it is asked with in `queryData`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from core.charset import decode
from core.page import Page
from core.site import Site, Source
from core.urls import absolute
from spiders.asking import FIRST, Ask, next_ask, to_url
from spiders.readers import endpoint, section
from spiders.readers.listing import ListPage, NotAList
from spiders.readers.markup import scripts

#: Where the systems of the Delta answer; a script may leave it out.
_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The rows of a unit; or of a page its own, and its units to be asked for."""
    text, _ = decode(page.body, page.headers)
    if endpoint.is_json(text):
        listing = endpoint.read_json(text, page, site, source, asked)
        return _paged(listing, source, asked) if isinstance(listing, ListPage) else listing
    listing = section.read_html(text, page, site, source, asked)
    units = tuple(_units(text, page.url or source.url, asked))
    if isinstance(listing, NotAList) or not units:
        return listing
    return replace(listing, lists=units, note="")


def _paged(listing: ListPage, source: Source, asked: Ask) -> ListPage:
    """With the next page of the unit. Some ignore its number and repeat page 1, which ends the paging."""
    if not listing.links or asked.number >= source.max_pages:
        return replace(listing, next=None)
    number = asked.number + 1
    following = replace(asked, url=_at_page(asked.url or source.url, number, source.page_size), number=number)
    return replace(listing, next=next_ask(source, asked) or following)


def _at_page(url: str, number: int, page_size: int) -> str:
    """The address of a unit's page: the number stands in the query, or in the JSON of its `paramJson`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "pageNo" in query:
        query["pageNo"] = str(number)
    else:
        asked = _object(query.get("paramJson", "")) or {"pageSize": page_size}
        query["paramJson"] = _written({**asked, "pageNo": number})
    return urlunsplit(parts._replace(query=urlencode(query)))


def _units(html: str, base: str, asked: Ask) -> Iterator[Ask]:
    for attributes, _ in scripts(html):
        question = _object(attributes.get("querydata", "")) if "parsetype" in attributes else {}
        url = absolute(base, _with_query(attributes.get("url") or _UNIT, question)) if question else None
        if url:
            yield replace(to_url(asked, url), headers=(*asked.headers, ("Referer", base)))


def _with_query(url: str, query: Mapping[str, Any]) -> str:
    written = urlencode({name: _written(value) for name, value in query.items()}, errors="replace")
    return f"{url}{'&' if '?' in url else '?'}{written}"


def _object(text: str) -> Mapping[str, Any]:
    """The JSON object in an attribute, where quotes may be single; empty for anything else."""
    for written in (text, text.replace('"', r"\"").replace("'", '"'), text.replace("'", '"')):
        try:
            value = json.loads(written)
        except (ValueError, RecursionError):
            continue
        return value if isinstance(value, dict) else {}
    return {}


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))
