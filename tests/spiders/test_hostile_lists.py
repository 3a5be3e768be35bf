"""Lists made to do harm: every reader stays bounded and what it gives out is clean."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.link import FoundLink
from core.site import Fields, Kind
from core.text import one_line
from core.urls import is_web
from spiders.readers import endpoint, feed, section, sitemap
from spiders.readers.listing import MAX_ANCHOR, MAX_LINKS, ListPage, NotAList
from tests.support.lists import a_site, a_source, an_answer

READERS = {Kind.FEED: feed.read, Kind.SITEMAP: sitemap.read, Kind.SECTION: section.read, Kind.ENDPOINT: endpoint.read}


def read(kind: Kind, body: bytes | str, fields: Fields | None = None) -> ListPage | NotAList:
    """What a reader makes of a body."""
    source = a_source(kind, fields=fields or Fields(date="date"))
    return READERS[kind](an_answer(body), a_site(source), source)


def links(kind: Kind, body: bytes | str) -> tuple[FoundLink, ...]:
    """Its links, none where it is no list."""
    found = read(kind, body)
    return found.links if isinstance(found, ListPage) else ()


def is_clean(link: FoundLink) -> bool:
    """Whether a link may go on into the store, a log or a page of ours."""
    return (
        is_web(link.url)
        and len(link.anchor) <= MAX_ANCHOR
        and link.anchor == one_line(link.anchor)
        and len(link.listed_text or "") <= 60
        and (link.listed_text or "") == one_line(link.listed_text or "")
    )


ROW = '<li><a href="/n/{n}.html">第{n}条长三角新闻标题</a><span>2026-11-18</span></li>'
MANY = {
    Kind.SECTION: "".join(ROW.format(n=n) for n in range(10_000, 20_000)),
    Kind.FEED: "<rss version='2.0'><channel>"
    + "".join(f"<item><title>{n}</title><link>/n/{n}.html</link></item>" for n in range(3_000))
    + "</channel></rss>",
    Kind.SITEMAP: f"<urlset>{''.join(f'<url><loc>/n/{n}.html</loc></url>' for n in range(10_000))}</urlset>",
    Kind.ENDPOINT: json.dumps([{"url": f"/n/{n}.html", "title": str(n)} for n in range(10_000)]),
}


@pytest.mark.parametrize("kind", MANY, ids=str)
def test_of_ten_thousand_links_the_first_thousand_are_taken(kind: Kind) -> None:
    found = links(kind, MANY[kind])

    assert len(found) == MAX_LINKS
    assert all(map(is_clean, found))


def tag_of(attributes: Iterable[str]) -> str:
    """One tag of these attributes, then a list."""
    return f"<p {' '.join(attributes)}>{ROW.format(n=12345)}"


PAGES = {
    "an anchor of a megabyte": f'<li><a href="/n/12345.html">{"长" * 1_000_000}</a></li>',
    "a hundred thousand attributes": tag_of(f"a{n}=1" for n in range(100_000)),
    "attributes that hold brackets": tag_of(f"a{n}<b" for n in range(100_000)),
    "attributes that hold an end": tag_of(f'a{n}=">"' for n in range(50_000)),
    "depth": "<div>" * 100_000 + ROW.format(n=12345),
    "links inside links": "".join(f'<div><a href="/n/{n}.html">第一条新闻标题' for n in range(10_000, 11_500)),
    "attributes of a script": f"<script {' '.join(f'a{n}=1' for n in range(100_000))}></script>{ROW.format(n=12345)}",
    "comments that never end": "<!--" * 500_000,
    "blanks where a date may be": "".join(
        f'<li><a href="/n/{n}.html">第一条新闻标题</a>20{" " * 900}26{chr(10) * 900}11</li>'
        for n in range(10_000, 10_300)
    ),
    "half a date, very often": "".join(
        f'<li><a href="/n/{n}.html">第一条新闻标题</a>{"11-" * 400}</li>' for n in range(10_000, 10_300)
    ),
}


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_a_page_takes_seconds_at_the_most_with(html: str) -> None:
    began = time.process_time()

    found = links(Kind.SECTION, html)

    assert time.process_time() - began < 10
    assert all(map(is_clean, found))


SCRIPTS = {
    "that compares": f"<script>if(a<b){{{'x = 1; y = 2; ' * 2_000}}}</script>",
    "that compares with a quote": '<script>for(;i<n;s="it\'s"){' + "a b " * 5_000 + "}</script>",
    "that writes a tag": f"<SCRIPT>document.write('<p title=\"{'x' * 20_000}</SCRIPT>",
    "in a comment": f"<!-- <script> <p title=' {'x' * 20_000} -->",
    "that is a style": f"<style>a>b{{background:url('data:{'<b c=' * 5_000}')}}</style>",
    "that is an inline picture": f'<img src="data:image/png;base64,{"A" * 100_000}">',
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_the_rows_after_a_long_script_are_found(script: str) -> None:
    assert [link.url for link in links(Kind.SECTION, script + ROW.format(n=12345))] == [
        "https://www.example.cn/n/12345.html"
    ]


def test_addresses_that_are_none_are_passed_over() -> None:
    hrefs = [
        "javascript:a(20261118)",
        "data:text/html,20261118",
        "mailto:a@b.cn",
        "http://[::1/20261118",
        "//",
        "#20261118",
        "http://a:99999/20261118",
        "ftp://www.example.cn/20261118",
        "/n/" + "9" * 3000,
    ]
    html = "".join(f'<li><a href="{href}">一条很长很长的新闻标题</a></li>' for href in hrefs)

    assert links(Kind.SECTION, html) == ()
    rows = [{"url": href, "title": "x"} for href in hrefs]
    assert links(Kind.ENDPOINT, json.dumps(rows)) == ()


@pytest.mark.parametrize(
    "title", ["a\r\nBcc: x@y", "a\x00\x1b[31mb", "\u202eabc\u202c", "a\ud800b", "<script>x</script>y"]
)
def test_a_title_is_one_clean_line(title: str) -> None:
    (link,) = links(Kind.ENDPOINT, json.dumps([{"url": "/n/1.html", "title": title, "date": title}]))

    assert is_clean(link)
    assert link.anchor
    assert "<" not in link.anchor


@given(body=st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_list_or_none(body: bytes) -> None:
    for kind in READERS:
        assert all(map(is_clean, links(kind, body)))


PIECES = st.sampled_from(
    (
        *("<li>", "</li>", "<a href='/n/12345.html'>", "</a>", "<td>", "<b>", "</b>", "<dt>", "20", "2026-11", "-18"),
        *(
            "标题一二三",
            "<!--",
            "-->",
            "<base href='//x.cn/'>",
            "\n",
            "</body></html>",
            "<time datetime=x>",
            "&#0;",
            " ",
        ),
        "<a href=/2026/1118/1.html title='更多'>",
    )
)


@given(pieces=st.lists(PIECES, max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_heap_of_tags_is_a_list_and_each_address_stands_in_it_once(pieces: list[str]) -> None:
    found = links(Kind.SECTION, "".join(pieces))

    assert all(map(is_clean, found))
    assert len({link.url for link in found}) == len(found)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["url", "title", "date", "list"]), inner)
    ),
    max_leaves=20,
)


@given(document=JSON, rows=st.sampled_from(["", "list", "*", "list.*", "0.list", "list.0.*"]))
@settings(max_examples=150, deadline=None)
def test_any_json_is_a_list_or_none(document: object, rows: str) -> None:
    found = read(Kind.ENDPOINT, json.dumps(document), Fields(rows=rows, date="date"))

    assert isinstance(found, NotAList) or all(map(is_clean, found.links))
