"""JCMS jpage of Hanweb: the rows stand in CDATA inside `script[type="text/xml"]`, where an HTML parser sees nothing.

Further ranges of rows come as bare XML from a proxy. Some sites name the next one in `nextgroup`, encrypted or not.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import etree

from core.charset import decode
from core.page import Page
from core.site import Site, Source
from core.urls import absolute, host_of
from spiders.asking import FIRST, Ask, to_url
from spiders.readers import section
from spiders.readers.listing import ListPage, NotAList
from spiders.readers.markup import scripts, tree_of_pieces

_BARE = re.compile(r"[\ufeff\s]{0,99}(?:<\?xml|<datastore)", re.IGNORECASE)
_PROXY = "/module/web/jpage/dataproxy.jsp"
# As `"columnid":"84242"`, `unitid = 356383`, `&webid=1` or `<totalrecord>3481</totalrecord>`.
_PARAMETER = re.compile(
    r"\b(columnid|unitid|webid|perpage|totalrecord)[\"']?\s{0,9}[:=>]\s{0,9}[\"']?(\d{1,12})\b", re.IGNORECASE
)
_NUMBER = re.compile(r"[0-9]{1,12}")
_COLUMN = re.compile(r"/col/col(\d{1,12})/")
_GIVEN = re.compile(r"(?:href\s{0,9}=\s{0,9}[\"']|^\s{0,99})((?:https?:/)?/[^\"'<>\s]{1,2000})", re.IGNORECASE)


def read(page: Page, site: Site, source: Source, asked: Ask = FIRST) -> ListPage | NotAList:
    """The rows of a page's or of the proxy's records; of a page without any its own rows."""
    text, _ = decode(page.body, page.headers)
    stores = [store for xml in _xml(text) if (store := _parsed(xml)) is not None]
    records = [[record.text or "" for record in store.iter("record")] for store in stores]
    if not any(records):
        return section.read_html(text, page, site, source, asked)
    listing = section.read_tree(tree_of_pieces(chain(*records)), page, site, source, asked)
    if listing.next or asked.number >= source.max_pages:
        return listing
    base = page.url or source.url
    groups = (group.text or "" for store in stores for group in store.iter("nextgroup"))
    group = next((group for group in groups if group.strip()), None)
    url = _given(group, base) if group else _next_range(text, max(map(len, records)), base)
    return replace(listing, next=replace(to_url(asked, url), number=asked.number + 1) if url else None)


def _xml(text: str) -> list[str]:
    """The XML in a page's scripts, or an answer that is nothing else."""
    inside = [script for attributes, script in scripts(text) if "xml" in attributes.get("type", "")]
    return inside or ([text] if _BARE.match(text) else [])


def _parsed(xml: str) -> etree._Element | None:
    # The text is decoded already, whatever its declaration says. No entities, no DTD, no network.
    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, load_dtd=False, no_network=True, recover=True)
    try:
        return etree.fromstring(xml.strip("\ufeff \t\r\n").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _given(group: str, base: str) -> str | None:
    """The address of the next range as the site gives it; None when it is no plain address of this host."""
    match = _GIVEN.search(group)
    url = absolute(base, match[1].replace("&amp;", "&")) if match else None
    return url if url and host_of(url) == host_of(base) else None


def _next_range(text: str, rows: int, base: str) -> str | None:
    """The proxy's address for as many further rows; None behind the last one or where the page does not tell enough.

    `rows` are those of the longest list: a page that tells of one of its lists alone tells of its main one.
    """
    asked = {name.lower(): value for name, value in parse_qsl(urlsplit(base).query) if _NUMBER.fullmatch(value)}
    told = {**_parameters(text), **asked}
    if column := _COLUMN.search(base):
        told["columnid"] = column[1]
    if not {"columnid", "unitid", "webid"} <= told.keys():
        return None
    start, end = int(asked.get("startrecord", 1)), int(asked.get("endrecord", rows))
    if end >= int(told.get("totalrecord", end + 1)):
        return None
    query = {
        "startrecord": end + 1,
        "endrecord": end + max(1, end - start + 1),
        "perpage": told.get("perpage", rows),
        **{name: told[name] for name in ("columnid", "unitid", "webid")},
    }
    return f"{urljoin(base, _PROXY)}?{urlencode(query)}"


def _parameters(text: str) -> dict[str, str]:
    """What a page tells about its list. Of several lists none is told, since what belongs together is unknown."""
    found: dict[str, set[str]] = {}
    for name, value in _PARAMETER.findall(text):
        found.setdefault(name.lower(), set()).add(value)
    return {name: values.pop() for name, values in found.items() if len(values) == 1}
