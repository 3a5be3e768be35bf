"""Sitemaps, their indexes, and news sitemaps."""

from __future__ import annotations

import gzip
import time
from typing import Any

import pytest

from core.site import Kind
from spiders.readers import sitemap
from spiders.readers.listing import MAX_LINKS, ListPage, NotAList
from tests.support.lists import a_site, a_source, an_answer

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read(body: bytes | str, **source: Any) -> ListPage | NotAList:
    """The list in a sitemap."""
    kept = a_source(Kind.SITEMAP, url="https://www.example.cn/sitemap.xml", **source)
    return sitemap.read(an_answer(body, url=kept.url), a_site(kept), kept)


def listed(body: bytes | str, **source: Any) -> ListPage:
    """The same where it must be a list."""
    found = read(body, **source)
    assert isinstance(found, ListPage)
    return found


def urlset(*entries: str, attributes: str = NAMESPACE) -> str:
    """A sitemap of these entries."""
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset {attributes}>{"".join(entries)}</urlset>'


def entry(name: str, lastmod: str = "") -> str:
    """One entry."""
    return f"<url><loc>https://www.example.cn/{name}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</url>"


def test_the_newest_come_first() -> None:
    found = listed(urlset(entry("old", "2026-11-01"), entry("undated"), entry("new", "2026-11-19T08:00:00+08:00")))

    assert [link.url.rpartition("/")[2] for link in found.links] == ["new", "old", "undated"]
    assert found.links[0].listed == "2026-11-19T08:00:00+08:00"


def test_a_news_sitemap_gives_title_and_publication_date() -> None:
    news = (
        "<url><loc>https://www.example.cn/page/1.shtml</loc><lastmod>2026-11-20</lastmod><news:news>"
        "<news:publication><news:name>Example</news:name></news:publication>"
        "<news:publication_date>2026-11-19T21:35:00+08:00</news:publication_date>"
        "<news:title><![CDATA[Delta & integration]]></news:title></news:news></url>"
    )
    space = f'{NAMESPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'

    (link,) = listed(urlset(news, attributes=space)).links

    assert (link.anchor, link.listed) == ("Delta & integration", "2026-11-19T21:35:00+08:00")


VARIANTS = {
    "as gzip": gzip.compress(urlset(entry("a")).encode()),
    "as gzip that is cut": gzip.compress(urlset(entry("a"), *(entry(f"b{n}") for n in range(50))).encode())[:-40],
    "without a namespace": urlset(entry("a"), attributes=""),
    "with a wrong namespace": urlset(entry("a"), attributes='xmlns="http://www.google.com/schemas/sitemap/0.84"'),
    "with blanks before the declaration": "\n\n" + urlset(entry("a")),
    "cut in the middle": urlset(entry("a"), entry("b"))[:-30],
    "as plain text": "https://www.example.cn/a\nhttps://www.example.cn/b\n",
}


@pytest.mark.parametrize("body", VARIANTS.values(), ids=VARIANTS)
def test_a_sitemap_is_read(body: bytes | str) -> None:
    assert "https://www.example.cn/a" in {link.url for link in listed(body).links}


def index(*parts: tuple[str, str]) -> str:
    """A sitemap index of these parts."""
    inner = "".join(
        f"<sitemap><loc>/{name}</loc>{f'<lastmod>{lastmod}</lastmod>' if lastmod else ''}</sitemap>"
        for name, lastmod in parts
    )
    return f'<?xml version="1.0"?><sitemapindex {NAMESPACE}>{inner}</sitemapindex>'


def test_of_an_index_the_newest_parts_are_followed_and_no_more_than_allowed() -> None:
    found = listed(
        index(("a.xml", "2026-01-01"), ("b.xml", "2026-11-19"), ("c.xml", "2026-11-20"), ("d.xml", "2025-01-01")),
        max_pages=2,
    )

    assert [part.url for part in found.lists] == ["https://www.example.cn/c.xml", "https://www.example.cn/b.xml"]
    assert found.note == "index of 4 sitemaps, the newest 2 followed"


def test_where_no_part_is_dated_the_highest_numbered_is_taken_as_newest() -> None:
    found = listed(index(("news-9.xml", ""), ("news-10.xml", ""), ("news-2.xml", "")), max_pages=1)

    assert [part.url for part in found.lists] == ["https://www.example.cn/news-10.xml"]


def test_an_index_that_lists_itself_is_not_followed_in_a_circle() -> None:
    assert listed(index(("sitemap.xml", ""), ("a.xml", ""))).lists[0].url == "https://www.example.cn/a.xml"


def test_of_a_huge_sitemap_the_newest_links_are_kept() -> None:
    body = urlset(*(entry(f"n/{n}", f"2026-{1 + n % 10:02}-{1 + n % 28:02}") for n in range(10_000)))
    began = time.process_time()

    found = listed(body)

    assert len(found.links) == MAX_LINKS
    assert found.note == "10000 entries, the newest 1000 read"
    assert all((link.listed or "").startswith("2026-10") for link in found.links[:900])
    assert time.process_time() - began < 10


UNDATED = {
    "as XML": urlset(*(entry(f"n/{number}", "") for number in range(MAX_LINKS + 10))),
    "as text": "\n".join(f"https://www.example.cn/n/{number}" for number in range(MAX_LINKS + 10)),
}


@pytest.mark.parametrize("body", UNDATED.values(), ids=UNDATED)
def test_where_no_link_is_dated_those_with_the_highest_numbers_are_kept(body: str) -> None:
    links = listed(body).links

    assert [links[0].url, links[-1].url] == [f"https://www.example.cn/n/{number}" for number in (MAX_LINKS + 9, 10)]


def test_a_gzip_bomb_is_read_no_further_than_the_limit() -> None:
    bomb = gzip.compress(urlset(entry("a")).encode() + b" " * 40_000_000)

    assert len(sitemap.unpacked(bomb)) == 16 * 1024 * 1024


REFUSED = {
    "a page": "<!DOCTYPE html><html><body>404</body></html>",
    "a feed": '<?xml version="1.0"?><rss version="2.0"><channel/></rss>',
    "nothing": "",
    "broken gzip": b"\x1f\x8bnothing",
}


@pytest.mark.parametrize("body", REFUSED.values(), ids=REFUSED)
def test_it_is_said_why_this_is_no_sitemap(body: bytes | str) -> None:
    found = read(body)

    assert isinstance(found, NotAList)
    assert found.reason.startswith("not a sitemap")


def test_entities_are_never_expanded(tmp_path: Any) -> None:
    secret = tmp_path / "secret"
    secret.write_text("https://www.example.cn/secret")
    body = (
        f'<?xml version="1.0"?><!DOCTYPE urlset [<!ENTITY x SYSTEM "{secret.as_uri()}"><!ENTITY y "/inner">]>'
        f"<urlset {NAMESPACE}><url><loc>&x;</loc></url><url><loc>&y;</loc></url>{entry('a')}</urlset>"
    )

    assert [link.url for link in listed(body).links] == ["https://www.example.cn/a"]
