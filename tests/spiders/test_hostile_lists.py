"""Lists made to do harm: every reader stays bounded and what it gives out is clean."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.link import FoundLink
from core.site import Dialect, Fields, Source
from core.text import one_line
from core.urls import is_web
from spiders.asking import FIRST
from spiders.dialects import LAYOUTS, read_list
from spiders.readers.listing import MAX_ANCHOR, MAX_LINKS, ListPage, NotAList
from tests.support.lists import a_site, a_source_of, an_answer

PROXY = "https://www.example.cn/module/web/jpage/dataproxy.jsp?startrecord=1&endrecord=9&columnid=1&unitid=1&webid=1"


def source_of(dialect: Dialect) -> Source:
    """A Source of a dialect that pages on; with fields where the dialect has none of its own."""
    return a_source_of(dialect, **{"fields": {"date": "date"}, "next_page": "?p={n}", **LAYOUTS[dialect].defaults})


SOURCES = {dialect: source_of(dialect) for dialect in Dialect}


def read(dialect: Dialect, body: bytes | str, fields: Fields | None = None) -> ListPage | NotAList:
    """What a dialect's reader makes of a body."""
    source = replace(SOURCES[dialect], fields=fields or SOURCES[dialect].fields)
    return read_list(an_answer(body, url=PROXY), a_site(source), source, FIRST)


def links(dialect: Dialect, body: bytes | str) -> tuple[FoundLink, ...]:
    """Its links, none where it is no list."""
    found = read(dialect, body)
    return found.links if isinstance(found, ListPage) else ()


def is_sound(found: ListPage | NotAList) -> bool:
    """Whether a list is clean, has each address once, and leads on to addresses alone."""
    if isinstance(found, NotAList):
        return len(found.reason) < 200
    asked = (*found.lists, *((found.next,) if found.next else ()))
    return (
        all(map(is_clean, found.links))
        and len({link.url for link in found.links}) == len(found.links)
        and all(is_web(one.url) for one in asked)
    )


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
HTML = "".join(ROW.format(n=n) for n in range(10_000, 20_000))
ROWS = [{"url": f"/n/{n}.html", "title": str(n)} for n in range(10_000)]
MANY = {
    Dialect.HTML: HTML,
    Dialect.FEED: "<rss version='2.0'><channel>"
    + "".join(f"<item><title>{n}</title><link>/n/{n}.html</link></item>" for n in range(3_000))
    + "</channel></rss>",
    Dialect.SITEMAP: f"<urlset>{''.join(f'<url><loc>/n/{n}.html</loc></url>' for n in range(10_000))}</urlset>",
    Dialect.JSON: json.dumps(ROWS),
    Dialect.JPAGE: "<datastore>"
    + "".join(f"<record><![CDATA[{ROW.format(n=n)}]]></record>" for n in range(10_000, 13_000))
    + "</datastore>",
    Dialect.JPAAS: json.dumps({"data": {"html": HTML}}),
    Dialect.JSEARCH: json.dumps({"data": {"searchResult": {"dataResults": [{"data": ROWS}]}}}),
    Dialect.SUPEREDIT: json.dumps({"datasource": [{**row, "publishUrl": row["url"]} for row in ROWS]}),
    Dialect.EPAPER: HTML,
}


@pytest.mark.parametrize("dialect", MANY, ids=str)
def test_of_ten_thousand_links_the_first_thousand_are_taken(dialect: Dialect) -> None:
    found = read(dialect, MANY[dialect])

    assert isinstance(found, ListPage)
    assert len(found.links) == MAX_LINKS
    assert is_sound(found)


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
    assert seconds(Dialect.HTML, html) < 10


def seconds(dialect: Dialect, body: str) -> float:
    """How long a sound answer takes to read."""
    began = time.process_time()
    found = read(dialect, body)
    took = time.process_time() - began
    assert is_sound(found)
    return took


LONG = {
    "scripts without end": (Dialect.JPAGE, '<script type="text/xml">' * 50_000),
    "records without end": (Dialect.JPAGE, "<datastore>" + "<record><![CDATA[" * 100_000),
    "records within records": (Dialect.JPAGE, "<datastore>" + "<record>" * 100_000),
    "entities of entities": (
        Dialect.JPAGE,
        "<?xml version='1.0'?><!DOCTYPE d [<!ENTITY a 'aaaaaaaaaa'>"
        + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>".replace("&a0;", "&a;") for n in range(1, 9))
        + "]><datastore><record>&a8;</record></datastore>",
    ),
    "a next group of a megabyte": (
        Dialect.JPAGE,
        f"<datastore><nextgroup>{'/' * 1_000_000}</nextgroup><record><![CDATA[<a href='/1'>]]></record></datastore>",
    ),
    "ten thousand units": (Dialect.JPAAS, "<script parseType=x url=/u queryData='{\"a\":1}'></script>" * 10_000),
    "a question of a megabyte": (Dialect.JPAAS, f"<script parseType=x queryData='{'[' * 1_000_000}'></script>"),
    "a question that is deep": (Dialect.JPAAS, f"<script parseType=x queryData='{'[' * 10_000}'></script>"),
    "ten thousand datasources": (
        Dialect.SUPEREDIT,
        "".join(f'<ul data="datasource:{n:032x}"></ul>' for n in range(10_000)),
    ),
    "ten thousand pages of a paper": (
        Dialect.EPAPER,
        "".join(f"<a href='node_{n}.htm'>版</a>" for n in range(10_000)),
    ),
    "a refresh that never ends": (Dialect.EPAPER, "<meta http-equiv=refresh content='0;url=" * 20_000),
    "data that never end": (Dialect.NEXT_DATA, '<script id="__NEXT_DATA__">' + "[" * 1_000_000),
    "pieces without end": (Dialect.JSEARCH, json.dumps({"result": ["<div><ul><li>"] * 20_000})),
    "headings without links": (Dialect.HTML, "<div><p>11月18日</p></div>" * 30_000 + ROW.format(n=12345)),
    "headings in headings": (
        Dialect.HTML,
        f"{'<h3>' * 200}11月18日{'</h3>' * 200}" * 300 + '<p><a href="/n/12345.html">一条新闻的标题</a></p>',
    ),
    "tags never closed": (Dialect.HTML, "<li style=" * 200_000),
    "page numbers of many digits": (Dialect.TRS, f"{ROW.format(n=12345)}<script>createPageHTML({'9' * 100_000}"),
}


@pytest.mark.parametrize(("dialect", "body"), LONG.values(), ids=LONG)
def test_a_list_takes_seconds_at_the_most_with(dialect: Dialect, body: str) -> None:
    assert seconds(dialect, body) < 10


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
    assert [link.url for link in links(Dialect.HTML, script + ROW.format(n=12345))] == [
        "https://www.example.cn/n/12345.html"
    ]


POINTERS = {
    "a refresh to no address": (Dialect.EPAPER, "<meta http-equiv=refresh content='0;url=//['>"),
    "a unit at no address": (Dialect.JPAAS, "<script parseType=x url='//[' queryData='{\"a\":1}'></script>"),
    "a question of half a character": (
        Dialect.JPAAS,
        r"""<script parseType=x url='/u' queryData='{"a":"\ud800"}'></script>""",
    ),
    "a question longer than an address": (
        Dialect.JPAAS,
        f"<script parseType=x url='/u' queryData='{{\"a\":\"{'x' * 5000}\"}}'></script>",
    ),
}


@pytest.mark.parametrize(("dialect", "body"), POINTERS.values(), ids=POINTERS)
def test_what_points_on_is_an_address_or_passed_over(dialect: Dialect, body: str) -> None:
    assert is_sound(read(dialect, f"<p>{body}</p>"))


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

    assert links(Dialect.HTML, html) == ()
    rows = [{"url": href, "title": "x"} for href in hrefs]
    assert links(Dialect.JSON, json.dumps(rows)) == ()


@pytest.mark.parametrize(
    "title", ["a\r\nBcc: x@y", "a\x00\x1b[31mb", "\u202eabc\u202c", "a\ud800b", "<script>x</script>y"]
)
def test_a_title_is_one_clean_line(title: str) -> None:
    (link,) = links(Dialect.JSON, json.dumps([{"url": "/n/1.html", "title": title, "date": title}]))

    assert is_clean(link)
    assert link.anchor
    assert "<" not in link.anchor


BODIES = st.binary(max_size=400) | st.text(max_size=300).map(str.encode)


@pytest.mark.parametrize("dialect", Dialect, ids=str)
@given(body=BODIES)
@settings(max_examples=40)
def test_any_bytes_are_a_list_or_none(dialect: Dialect, body: bytes) -> None:
    assert is_sound(read(dialect, body))


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
        *("<script type='text/xml'>", "</script>", "<datastore>", "<record>", "<![CDATA[", "]]>", "</record>"),
        *("<nextgroup>", "/next", "unitid=1", "totalrecord=99", "<script parseType=x url='//[' queryData='{\"a\":1}'>"),
        *("<script id=__NEXT_DATA__>", '{"url":"/x"}', "[", "<ul data='datasource:00000000'>", "node_1.htm"),
        *("<meta http-equiv=refresh content='0;url=//['>", "<h3>11月18日</h3>", "<li style=", "totalPage:2"),
    )
)


@pytest.mark.parametrize("dialect", Dialect, ids=str)
@given(pieces=st.lists(PIECES, max_size=40))
@settings(max_examples=60)
def test_any_heap_of_tags_is_a_list_or_none(dialect: Dialect, pieces: list[str]) -> None:
    assert is_sound(read(dialect, "".join(pieces)))


#: Of all dialects.
KEYS = sorted(
    {"url", "title", "date", "list"}
    | {
        key
        for source in SOURCES.values()
        for path in (source.fields.rows, source.fields.url, source.fields.date, source.fields.html)
        for key in re.split(r"[.|*]+", path or "")
        if key
    }
)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=20,
)


@given(document=JSON, rows=st.sampled_from(["", "list", "*", "list.*", "0.list", "list.0.*"]))
@settings(max_examples=150)
def test_any_json_is_a_list_or_none(document: object, rows: str) -> None:
    assert is_sound(read(Dialect.JSON, json.dumps(document), Fields(rows=rows, date="date")))


@pytest.mark.parametrize("dialect", [one for one in Dialect if LAYOUTS[one].defaults.get("fields")], ids=str)
@given(document=JSON)
@settings(max_examples=60)
def test_any_json_is_a_list_or_none_to(dialect: Dialect, document: object) -> None:
    assert is_sound(read(dialect, json.dumps(document)))
