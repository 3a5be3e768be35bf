"""JSON endpoints."""

from __future__ import annotations

import json
from typing import Any

import pytest

from core.link import FoundLink
from core.site import Fields, Kind
from spiders.readers import endpoint
from spiders.readers.listing import ListPage, NotAList
from tests.support.lists import a_site, a_source, an_answer


def read(body: Any, fields: Fields | None = None, **source: Any) -> ListPage | NotAList:
    """The list in a JSON answer; a text is taken as it is."""
    kept = a_source(Kind.ENDPOINT, url="https://api.example.cn/list?page=1", fields=fields or Fields(), **source)
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return endpoint.read(an_answer(text, url=kept.url), a_site(kept), kept)


def links(body: Any, fields: Fields | None = None, **source: Any) -> tuple[FoundLink, ...]:
    """The links of that list."""
    found = read(body, fields, **source)
    assert isinstance(found, ListPage), found
    return found.links


ROW = {"url": "/n/1.html", "title": "长三角一体化新进展", "date": "2026-11-20 08:05:00"}
DATED = Fields(date="date")
SHAPES = {
    "the document is the list": ([ROW], DATED),
    "rows at a path": ({"data": {"list": [ROW]}}, Fields(rows="data.list", date="date")),
    "each row wrapped": ({"items": [{"data": ROW}]}, Fields(rows="items.*.data", date="date")),
    "rows of several columns": (
        {"columns": [{"rows": []}, {"rows": [ROW]}]},
        Fields(rows="columns.*.rows", date="date"),
    ),
    "rows by key instead of a list": ({"rows": {"17": ROW}}, Fields(rows="rows.*", date="date")),
    "the first of several lists": ({"pages": [[ROW], []]}, Fields(rows="pages.0", date="date")),
    "fields below the row": (
        [{"link": {"href": "/n/1.html"}, "head": {"t": "长三角一体化新进展"}, "at": [{"d": "2026-11-20 08:05:00"}]}],
        Fields(url="link.href", title="head.t", date="at.0.d"),
    ),
    "an id in place of the address": (
        [{"id": 1, "title": "长三角一体化新进展", "date": "2026-11-20 08:05:00"}],
        Fields(url_template="https://api.example.cn/n/{id}.html", date="date"),
    ),
    "the second of two paths, where the first is not there": (
        {"data": {"list": [{"link": "/n/1.html", "TITLE": "长三角一体化新进展", "at": "2026-11-20 08:05:00"}]}},
        Fields(rows="infolist|data.list", url="URL|link", title="title|TITLE", date="time|at"),
    ),
    "the second of two paths, where the first is empty": (
        [{**ROW, "url": "", "link": "/n/1.html", "long": None}],
        Fields(url="url|link", date="long|date"),
    ),
    "an address beside an id": (
        [{**ROW, "id": 7}],
        Fields(url_template="https://api.example.cn/n/{id}.html", date="date"),
    ),
    "JSONP": ("/**/china.cb({list:0}.list, )".replace("{list:0}.list, ", json.dumps([ROW])) + ";", DATED),
    "a script that assigns": (f"var rows = {json.dumps([ROW])};\nrender(rows);", DATED),
    "a byte order mark": ("\ufeff" + json.dumps([ROW]), DATED),
    "seconds since 1970": ([{**ROW, "date": 1795133100}], DATED),
    "milliseconds since 1970": ([{**ROW, "date": 1795133100000}], DATED),
    "milliseconds as text": ([{**ROW, "date": "1795133100000"}], DATED),
    "marks of a search in the title": ([{**ROW, "title": "<em>长三角</em>一体化&#26032;进展"}], DATED),
}


@pytest.mark.parametrize(("body", "fields"), SHAPES.values(), ids=SHAPES)
def test_rows_are_read_where(body: Any, fields: Fields) -> None:
    (link,) = links(body, fields)

    assert (link.url, link.anchor) == ("https://api.example.cn/n/1.html", "长三角一体化新进展")
    assert link.listed == "2026-11-20T08:05:00+08:00"


def test_html_inside_json_is_read_by_the_section_rules() -> None:
    html = '<ul><li><a href="/n/112233.html" title="长三角一体化新进展">长三角…</a><b>2026-11-20</b></li></ul>'

    (link,) = links({"success": True, "data": {"html": html}}, Fields(html="data.html"))

    assert (link.anchor, link.listed) == ("长三角一体化新进展", "2026-11-20")


def test_html_may_come_in_pieces() -> None:
    pieces = [f'<div><a href="/n/11223{n}.html">第{n}条搜索结果的标题</a> 时间:2026-11-1{n}</div>' for n in (1, 2)]

    found = links({"result": pieces}, Fields(html="result.*"))

    assert [link.listed for link in found] == ["2026-11-11", "2026-11-12"]


def test_a_tag_left_open_in_a_piece_does_not_reach_the_next() -> None:
    pieces = [f'<div><ul><li><a href="/n/11223{n}.html">第{n}条搜索结果的标题' for n in (1, 2)]

    found = links({"result": pieces}, Fields(html="result.*"))

    assert [link.anchor for link in found] == ["第1条搜索结果的标题", "第2条搜索结果的标题"]


def test_rows_count_where_an_answer_has_no_html() -> None:
    fields = Fields(html="result.*", rows="data.*", date="date")

    assert [link.listed for link in links({"data": [ROW]}, fields)] == ["2026-11-20T08:05:00+08:00"]


REFUSED = {
    "an error in place of the rows": ({"code": 500, "msg": "busy"}, Fields(rows="data.list"), "no rows at 'data.list'"),
    "no HTML where it should be": ({"data": {}}, Fields(html="data.html"), "no HTML at 'data.html'"),
    "a page": ("<html><body>维护中</body></html>", Fields(), "not JSON"),
    "nothing": ("", Fields(), "not JSON"),
    "depth without end": ("[" * 200_000, Fields(), "not JSON"),
    "a number of five thousand digits": ("[" + "9" * 5000 + "]", Fields(), "not JSON"),
}


@pytest.mark.parametrize(("body", "fields", "reason"), REFUSED.values(), ids=REFUSED)
def test_it_is_said_why_this_is_no_list(body: Any, fields: Fields, reason: str) -> None:
    found = read(body, fields)

    assert isinstance(found, NotAList)
    assert reason in found.reason


EMPTY = {
    "no rows": ({"data": {"list": []}}, Fields(rows="data.list")),
    "no rows to unwrap": ({"data": {"list": []}}, Fields(rows="data.list.*.data")),
    "no rows by key": ({"rows": {}}, Fields(rows="rows.*")),
    "no pieces of HTML": ({"result": []}, Fields(html="result.*")),
    "no pieces where there may be rows as well": ({"result": []}, Fields(html="result.*", rows="data.list.*.data")),
}


@pytest.mark.parametrize(("body", "fields"), EMPTY.values(), ids=EMPTY)
def test_a_search_that_found_nothing_is_an_empty_list(body: Any, fields: Fields) -> None:
    assert links(body, fields) == ()


@pytest.mark.parametrize(
    "row", [None, 7, "text", [], {}, {"url": None}, {"url": {"a": 1}}, {"url": True}, {"url": float("nan")}]
)
def test_a_row_of_another_shape_is_passed_over(row: Any) -> None:
    assert [link.url for link in links([row, ROW])] == ["https://api.example.cn/n/1.html"]


def test_what_fills_a_template_stays_in_its_place() -> None:
    fields = Fields(url_template="https://api.example.cn/n/{id}.html")

    (link,) = links([{"id": "../../evil?x=1#y"}, {"no": "id"}], fields)

    assert link.url == "https://api.example.cn/n/..%2F..%2Fevil%3Fx%3D1%23y.html"


def test_the_next_page_stands_in_its_template() -> None:
    found = read([ROW], next_page="?page={n}&size=20", max_pages=2)

    assert isinstance(found, ListPage)
    assert found.next is not None
    assert found.next.url == "https://api.example.cn/list?page=2&size=20"
