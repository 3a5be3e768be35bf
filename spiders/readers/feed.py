"""RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import feedparser

from core.charset import decode
from core.page import Page
from core.site import Site, Source
from spiders.asking import FIRST, Ask, next_ask
from spiders.readers.listing import ListPage, NotAList, Row, to_links

#: Feeds of news sites are under 1 MB; feedparser needs about 0.5 s a megabyte.
_MAX_CHARACTERS = 4 * 1024 * 1024


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The entries of a feed. Dates without a zone are in the Site's zone, not in UTC."""
    text, _ = decode(page.body, page.headers)
    if len(text) > _MAX_CHARACTERS:
        return NotAList(f"feed of {len(text)} characters: more than {_MAX_CHARACTERS} are not read")
    rows = _json_rows(text) if text.lstrip("\ufeff \t\r\n").startswith("{") else _xml_rows(text, page.url or source.url)
    if isinstance(rows, NotAList):
        return rows
    return ListPage(
        links=to_links(rows, page, site, source, page.url or source.url), next=next_ask(source, asked, page.url)
    )


def _xml_rows(text: str, url: str) -> list[Row] | NotAList:
    # The text is decoded already: this header outranks whatever its XML declaration says. Cleaning of the HTML in
    # descriptions is left out, they are not used.
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": url}
    parsed = feedparser.parse(text.encode("utf-8", "replace"), response_headers=headers, sanitize_html=False)
    # `bozo` alone is no failure: it is set for a mere &nbsp;. But a bomb is hidden behind it (reliability.md B9).
    if parsed.bozo and "amplification" in str(parsed.get("bozo_exception", "")):
        return NotAList("XML bomb: entities that expand without end")
    if not parsed.get("version") and not parsed.entries:
        return NotAList("not a feed")
    return [_xml_row(entry) for entry in parsed.entries]


def _xml_row(entry: Any) -> Row:
    # FeedBurner keeps the publisher's own address beside its counting one.
    href = entry.get("feedburner_origlink") or entry.get("link") or entry.get("id") or ""
    date = entry.get("published") or entry.get("updated") or entry.get("created") or ""
    return Row(href, (entry.get("title", ""),), date)


def _json_rows(text: str) -> list[Row] | NotAList:
    try:
        document = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as fault:
        return NotAList(f"not JSON: {str(fault)[:100]}")
    if "jsonfeed.org" not in str(document.get("version", "")) or not isinstance(document.get("items"), list):
        return NotAList("not a JSON Feed")
    return list(_json_items(document["items"]))


def _json_items(items: list[Any]) -> Iterator[Row]:
    """Rows by https://jsonfeed.org/version/1.1; an item without an address may carry it in its id."""
    for item in items:
        if isinstance(item, dict):
            href = item.get("url") or item.get("external_url") or item.get("id") or ""
            date = item.get("date_published") or item.get("date_modified") or ""
            yield Row(str(href), (str(item.get("title") or ""),), str(date))
