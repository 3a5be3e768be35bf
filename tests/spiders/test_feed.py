"""RSS, Atom and JSON Feed."""

from __future__ import annotations

import json

import pytest

from core.link import FoundLink
from core.site import Kind
from spiders.readers import feed
from spiders.readers.listing import ListPage, NotAList
from tests.support.lists import a_site, a_source, an_answer


def read(body: bytes | str, zone: str = "Asia/Shanghai", **headers: str) -> ListPage | NotAList:
    """The list in a feed."""
    source = a_source(Kind.FEED, url="https://www.example.cn/rss.xml")
    return feed.read(an_answer(body, url=source.url, **headers), a_site(source, timezone=zone), source)


def only(body: bytes | str, zone: str = "Asia/Shanghai", **headers: str) -> FoundLink:
    """The one link of a feed."""
    found = read(body, zone, **headers)
    assert isinstance(found, ListPage)
    (link,) = found.links
    return link


def rss(item: str, declaration: str = '<?xml version="1.0" encoding="UTF-8"?>') -> str:
    """RSS 2.0 around an item."""
    return f'{declaration}<rss version="2.0"><channel><title>要闻</title>{item}</channel></rss>'


ITEM = "<item><title>长三角一体化新进展</title><link>/n/1.html</link><pubDate>2026-11-20 08:05:00</pubDate></item>"
FORMS = {
    "RSS 2.0": rss(ITEM),
    "RSS 0.91": rss(ITEM).replace("2.0", "0.91"),
    "RSS 1.0": """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://purl.org/rss/1.0/"><item rdf:about="/n/1.html">
        <title>长三角一体化新进展</title><link>/n/1.html</link>
        <dc:date>2026-11-20T08:05:00+08:00</dc:date></item></rdf:RDF>""",
    "Atom": """<feed xmlns="http://www.w3.org/2005/Atom"><entry>
        <title type="html">长三角&lt;b&gt;一体化&lt;/b&gt;新进展</title>
        <link rel="alternate" href="/n/1.html"/><updated>2026-11-20T00:05:00Z</updated></entry></feed>""",
    "JSON Feed": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "items": [
                {
                    "id": "1",
                    "url": "/n/1.html",
                    "title": "长三角一体化新进展",
                    "date_published": "2026-11-20T08:05:00+08:00",
                }
            ],
        }
    ),
    "only a guid": rss(ITEM.replace("<link>/n/1.html</link>", "<guid>https://www.example.cn/n/1.html</guid>")),
    "an undeclared entity": rss(ITEM.replace("<title>", "<title>&nbsp;")),
    "a cut end": rss(ITEM)[:-20],
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS)
def test_an_entry_is_read_from(body: str) -> None:
    link = only(body)

    assert (link.url, link.anchor) == ("https://www.example.cn/n/1.html", "长三角一体化新进展")
    assert link.listed in {"2026-11-20T08:05:00+08:00", "2026-11-20T00:05:00+00:00"}


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-10-04 01:39:11.0", "2026-10-04T01:39:11+08:00"),
        ("2026-11-20 08:05", "2026-11-20T08:05:00+08:00"),
        ("Fri, 20 Nov 2026 08:05:00 +0800", "2026-11-20T08:05:00+08:00"),
        ("Fri, 20 Nov 2026 00:05:00 GMT", "2026-11-20T00:05:00+00:00"),
        ("soon", None),
        ("", None),
    ],
)
def test_a_date_without_a_zone_is_in_the_zone_of_the_site(written: str, expected: str | None) -> None:
    assert only(rss(ITEM.replace("2026-11-20 08:05:00", written))).listed == expected


def test_another_site_has_another_zone() -> None:
    assert only(rss(ITEM), zone="Europe/Berlin").listed == "2026-11-20T08:05:00+01:00"


ENCODINGS = {
    "GBK that nobody declares": (rss(ITEM, "<?xml version='1.0'?>").encode("gbk"), {}),
    "GB18030 under the label gb2312": (rss(ITEM, "<?xml version='1.0' encoding='gb2312'?>").encode("gb18030"), {}),
    "UTF-8 under a header that says Latin-1": (rss(ITEM).encode(), {"content_type": "text/xml; charset=ISO-8859-1"}),
    "UTF-8 with a mark": (b"\xef\xbb\xbf" + rss(ITEM).encode(), {}),
}


@pytest.mark.parametrize(("body", "headers"), ENCODINGS.values(), ids=ENCODINGS)
def test_the_words_are_right_in(body: bytes, headers: dict[str, str]) -> None:
    assert only(body, **headers).anchor == "长三角一体化新进展"


def test_nothing_is_cut_at_an_ampersand() -> None:
    assert only(rss(ITEM.replace("长三角一体化新进展", "A&amp;B第5条"))).anchor == "A&B第5条"


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefghi", "bcdefghij", strict=True))
    + f"]>{rss(ITEM.replace('长三角', '&j;'), '')}"
)
REFUSED = {
    "an XML bomb": (BOMB, "XML bomb"),
    "a page in place of the feed": ("<!DOCTYPE html><html><body><h1>维护中</h1></body></html>", "not a feed"),
    "nothing": ("", "not a feed"),
    "JSON that is no feed": ('{"code": 500, "items": []}', "not a JSON Feed"),
    "JSON that is cut": ('{"version": "https://jsonfeed.org/version/1", "items": [', "not JSON"),
    "JSON without end": ('{"a":' + "[" * 100_000, "not JSON"),
    "five megabytes": (rss(ITEM + "<!-- " + "x" * 4_200_000 + " -->"), "more than"),
}


@pytest.mark.parametrize(("body", "reason"), REFUSED.values(), ids=REFUSED)
def test_it_is_said_why_this_is_no_feed(body: str, reason: str) -> None:
    found = read(body)

    assert isinstance(found, NotAList)
    assert reason in found.reason


def test_a_feed_without_entries_is_an_empty_list() -> None:
    assert read(rss("")) == ListPage(links=())
