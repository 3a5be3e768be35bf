"""Sitemaps, news sitemaps, sitemap indexes (https://www.sitemaps.org/protocol.html), plain-text ones, gzip or not."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

from lxml import etree

from core.charset import decode
from core.page import Page
from core.site import Site, Source
from core.urls import absolute
from spiders.asking import FIRST, Ask, to_url
from spiders.readers.listing import MAX_LINKS, ListPage, NotAList, Row, to_links

#: Bytes read of an unpacked sitemap; the protocol allows 50 MiB, news sitemaps hold 1,000 entries at most.
_MAX_BYTES = 16 * 1024 * 1024
_GZIP = b"\x1f\x8b"


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The addresses of a sitemap, newest first; or of an index its newest parts, at most `source.max_pages`."""
    body = unpacked(page.body)
    root = _root(body)
    if root is None:
        return _plain(body, page, site, source)
    kind = etree.QName(root).localname
    if kind == "sitemapindex":
        return _index(root, page, source, asked)
    if kind == "urlset":
        return _listed(_entries(root), page, site, source)
    return NotAList(f"not a sitemap: <{kind}>"[:100])


def unpacked(body: bytes) -> bytes:
    """The body, un-gzipped where it is gzip: `sitemap.xml.gz` comes as a file. What is beyond the limit is cut."""
    if not body.startswith(_GZIP):
        return body
    try:
        return zlib.decompressobj(wbits=31).decompress(body, _MAX_BYTES)
    except zlib.error:
        return b""


def _root(body: bytes) -> etree._Element | None:
    # No entities, no DTD, no network; a sitemap that ends abruptly still gives what came before.
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, recover=True, remove_pis=True)
    try:
        return etree.fromstring(body.lstrip()[:_MAX_BYTES], parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _entries(root: etree._Element) -> Iterator[Row]:
    for url in _children(root, "url"):
        news = next(_children(url, "news"), None)
        title = _text(news, "title") if news is not None else ""
        date = (_text(news, "publication_date") if news is not None else "") or _text(url, "lastmod")
        yield Row(_text(url, "loc"), (title,), date)


def _index(root: etree._Element, page: Page, source: Source, asked: Ask) -> ListPage:
    base = page.url or source.url
    parts = _newest_first(Row(_text(part, "loc"), (), _text(part, "lastmod")) for part in _children(root, "sitemap"))
    urls = list(dict.fromkeys(url for row in parts if (url := absolute(base, row.href)) and url != base))
    followed = tuple(to_url(asked, url) for url in urls[: source.max_pages])
    return ListPage(
        links=(), lists=followed, note=f"index of {len(urls)} sitemaps, the newest {len(followed)} followed"
    )


def _plain(body: bytes, page: Page, site: Site, source: Source) -> ListPage | NotAList:
    """A sitemap may be a text file with one address a line."""
    text, _ = decode(body[:_MAX_BYTES], page.headers)
    lines = text.split()
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines[:10]):
        return NotAList("not a sitemap")
    return _listed(map(Row, lines), page, site, source)


def _listed(entries: Iterable[Row], page: Page, site: Site, source: Source) -> ListPage:
    rows = _newest_first(entries)
    note = f"{len(rows)} entries, the newest {MAX_LINKS} read" if len(rows) > MAX_LINKS else ""
    return ListPage(links=to_links(rows, page, site, source, page.url or source.url), note=note)


def _newest_first(rows: Iterable[Row]) -> list[Row]:
    """By date, which sorts as a text in this protocol; where dates do not tell, the highest numbered is the newest."""
    return sorted(rows, key=lambda row: (row.date, _numbers(row.href)), reverse=True)


def _numbers(url: str) -> tuple[int, ...]:
    return tuple(int(digits) for digits in re.findall(r"\d{1,18}", url))


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Children by local name: sitemaps are seen with wrong namespaces and with none."""
    return (child for child in element if isinstance(child.tag, str) and etree.QName(child).localname == name)


def _text(element: etree._Element, name: str) -> str:
    child = next(_children(element, name), None)
    return (child.text or "").strip() if child is not None else ""
