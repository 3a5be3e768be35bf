"""Lists in pages: the one the page is there for comes first, whatever stands around it."""

from __future__ import annotations

import time

import pytest

from core.site import Kind
from core.urls import host_of
from spiders.blocks import blocks
from spiders.readers import section
from tests.support.columns import COLUMNS, DAYS, ROWS, TITLES, page, rows
from tests.support.lists import a_site, a_source, an_answer

SITE = a_site(a_source(Kind.SECTION))


def of(html: str):
    return blocks(an_answer(html), SITE)


@pytest.mark.parametrize("html", COLUMNS.values(), ids=COLUMNS.keys())
def test_the_main_list_comes_first(html):
    best, *_ = of(html)

    assert len(best.links) == ROWS
    assert [link.listed and link.listed[:10] for link in best.links] == [str(day) for day in DAYS]
    assert {host_of(link.url) for link in best.links} == {"www.example.cn"}


@pytest.mark.parametrize("html", COLUMNS.values(), ids=COLUMNS.keys())
def test_a_source_made_of_the_main_list_reads_it_and_nothing_else(html):
    best, *_ = of(html)
    source = a_source(Kind.SECTION, link_pattern=best.link_pattern, selector=best.selector)

    found = section.read(an_answer(html), SITE, source)

    assert [link.url for link in found.links] == [link.url for link in best.links]
    assert [link.listed for link in found.links] == [link.listed for link in best.links]


def test_every_list_is_told_from_the_others():
    hot, friends = of(COLUMNS["TRS"])[1:]

    assert (len(hot.links), hot.dated) == (15, 0)
    assert {host_of(link.url).removeprefix("www.")[:6] for link in friends.links} == {"friend"}
    assert friends.score == 0


def same(number, day, title):
    return f'<li><a href="/{number % 3}/202611/t20261118_{700 + number}.html">{title}</a> {day}</li>'


def test_lists_of_the_same_addresses_are_told_apart_by_a_selector():
    twin = rows(
        lambda number, _, title: f'<li><a href="/{number % 3}/202501/t20250101_{number}.html">旧文{title}</a></li>'
    )
    html = page(f'<div class="main"><ul>{rows(same)}</ul></div><div class="twin"><ul>{twin}</ul></div>')
    best, *_ = of(html)

    assert best.selector == "div.main li"
    assert [link.anchor for link in best.links] == list(TITLES)


NONE = {
    "nothing": "",
    "text": "没有任何链接的页面",
    "a script": "<html><body><div id=app></div><script>render()</script></body></html>",
    "a menu": '<ul class="nav"><li><a href="/a/">要闻</a><li><a href="/b/">通知</a></ul>',
    "bytes": "\x00\x01\x02",
}


@pytest.mark.parametrize("html", NONE.values(), ids=NONE.keys())
def test_what_holds_no_list_gives_no_block(html):
    assert of(html) == ()


HOSTILE = {
    "20,000 links": "".join(
        f'<li><a href="/n/{number}77777.html">一篇文章的题目</a>2026-11-20</li>' for number in range(20_000)
    ),
    "each link in a place of its own": "".join(
        f'<div id="d{number}" class="a b c d"><p><a href="/n/{number}77777.html">一篇文章的题目</a></p></div>'
        for number in range(5_000)
    ),
    "deep": "<div class=right>" * 5_000 + '<a href="/n/1777777.html">一篇文章的题目</a>',
    "names that are no names": '<ul class="a:not( b" id="]"><li><a href="/n/1777777.html">一篇文章的题目</a></li></ul>'
    * 3,
}


@pytest.mark.parametrize("html", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_page_takes_no_long_time(html):
    began = time.perf_counter()
    of(html)

    assert time.perf_counter() - began < 10
