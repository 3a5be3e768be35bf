"""The layouts of the publishing systems, each with the oddities seen on its sites."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from core.link import FoundLink
from core.site import Dialect, Source
from spiders.asking import FIRST, Ask, first_asks
from spiders.dialects import LAYOUTS, read_list, with_defaults
from spiders.readers.listing import ListPage, NotAList
from tests.support.lists import LIST_URL, a_site, a_source_of, an_answer

HEX = "0123456789abcdef" * 2


def a_source(dialect: str, url: str = LIST_URL, **more: Any) -> Source:
    """A Source of a dialect."""
    return a_source_of(Dialect(dialect), url=url, **more)


def read(source: Source, body: Any, url: str = LIST_URL, asked: Ask = FIRST) -> ListPage | NotAList:
    """What a Source's dialect makes of an answer that came from `url`; anything but a text is sent as JSON."""
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    return read_list(an_answer(text, url=url), a_site(source), source, replace(asked, url=asked.url or url))


def a_list(source: Source, body: Any, url: str = LIST_URL, asked: Ask = FIRST) -> ListPage:
    """The same where it is a list."""
    found = read(source, body, url, asked)
    assert isinstance(found, ListPage), found
    return found


def shown(links: tuple[FoundLink, ...]) -> list[tuple[str, str, str | None]]:
    """Path, text and date of links."""
    return [(link.url.split("/", 3)[3], link.anchor, link.listed) for link in links]


def query_of(asked: Ask | None) -> dict[str, str]:
    """The parameters of a request."""
    assert asked is not None
    return {name: values[0] for name, values in parse_qs(urlsplit(asked.url).query, keep_blank_values=True).items()}


def test_every_dialect_has_its_layout() -> None:
    assert set(LAYOUTS) == set(Dialect)
    assert all(layout.what for layout in LAYOUTS.values())


# Static pages


STATIC = {
    "trs": ["index_1.html", "index_2.html"],
    "shanghai": ["index_2.html", "index_3.html"],
    "lonsun": [],
}


@pytest.mark.parametrize(("dialect", "following"), STATIC.items(), ids=STATIC)
def test_static_pages_are_numbered_as_in(dialect: str, following: list[str]) -> None:
    source = a_source(dialect)
    html = f'<ul><li><a href="/zwgk/20261118/{HEX}.html" title="关于开展跨省通办的通知">关于开展…</a></li></ul>'
    asked_for = []
    following_ask = a_list(source, html).next
    while following_ask:
        asked_for.append(following_ask.url.rpartition("/")[2])
        following_ask = a_list(source, html, asked=following_ask).next

    assert asked_for == following


def test_a_duplicate_in_a_comment_is_no_row() -> None:
    html = f"""<ul><li><a href="/nw4411/20261118/{HEX}.html" title="市政府常务会议部署下阶段工作">市政府常务…</a>
        <span class="time">2026-11-18</span></li>
        <!-- <li><a href="/nw4411/20261118/{HEX[::-1]}.html">市政府常务会议部署</a><span>2026-11-18</span></li> -->
        </ul>"""

    assert shown(a_list(a_source("shanghai"), html).links) == [
        (f"nw4411/20261118/{HEX}.html", "市政府常务会议部署下阶段工作", "2026-11-18")
    ]


def test_a_deep_page_that_was_never_published_ends_the_list() -> None:
    stub = "<html><head><title>栏目</title></head><body><div class='box'></div></body></html>"

    found = a_list(a_source("trs"), stub, asked=Ask(number=2))

    assert (found.links, found.next) == ((), None)


# JCMS jpage


COLUMN = "https://www.example.cn/col/col84242/index.html"
PROXY = "https://www.example.cn/module/web/jpage/dataproxy.jsp"
TOLD = '<script>$("#356383").jpage({perPage: 15, data: {"columnid": "84242", \'unitid\': 356383, webid: "1"}})</script>'


def a_record(number: int, date: str = "<span>2026-11-18</span>") -> str:
    """One record as the system writes it."""
    link = f'<a href="/art/2026/11/18/art_84242_{number}.html" title="第{number}条要闻的完整标题">第{number}条…</a>'
    return f"<record><![CDATA[<li style=<br/>{link}{date}</li>]]></record>"


def a_store(*records: str, group: str = "", total: int = 3481) -> str:
    """The data of a list."""
    return (
        f"<datastore><totalrecord>{total}</totalrecord><totalpage>233</totalpage>"
        f"<nextgroup><![CDATA[{group}]]></nextgroup><recordset>{''.join(records)}</recordset></datastore>"
    )


def in_script(store: str) -> str:
    """A page with that data in it."""
    return f'<html><body><div id="356383"><script type="text/xml">{store}</script></div>{TOLD}</body></html>'


RECORDS = {
    "in a script": in_script(a_store(a_record(1), a_record(2))),
    "in a script of XHTML": '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>'
    + in_script(a_store(a_record(1), a_record(2))).replace("<body>", "<body><p><br>"),
    "bare": a_store(a_record(1), a_record(2)),
    "bare, with a declaration that is wrong": '<?xml version="1.0" encoding="gb2312"?>\n'
    + a_store(a_record(1), a_record(2)),
    "bare, cut off": a_store(a_record(1), a_record(2)).removesuffix("</recordset></datastore>"),
    "with dates over two lines": in_script(
        a_store(a_record(1, "<span>2026-11-\n   18</span>"), a_record(2, "<i>[2026\n-11-18]</i>"))
    ),
    "with tags that are never closed": in_script(a_store(a_record(1), a_record(2)).replace("<br/>", "<br/ ")),
}


@pytest.mark.parametrize("body", RECORDS.values(), ids=RECORDS)
def test_the_rows_of_jpage_are_read(body: str) -> None:
    assert shown(a_list(a_source("jpage", COLUMN), body, COLUMN).links) == [
        (f"art/2026/11/18/art_84242_{number}.html", f"第{number}条要闻的完整标题", "2026-11-18") for number in (1, 2)
    ]


def test_the_next_range_of_rows_is_asked_of_the_proxy() -> None:
    first = a_list(a_source("jpage", COLUMN), in_script(a_store(a_record(1), a_record(2))), COLUMN)
    assert first.next is not None
    second = a_list(a_source("jpage", COLUMN), a_store(a_record(3)), first.next.url, first.next)

    assert first.next.url.startswith(PROXY)
    column = {"columnid": "84242", "unitid": "356383", "webid": "1", "perpage": "15"}
    assert query_of(first.next) == {"startrecord": "3", "endrecord": "4", **column}
    assert query_of(second.next) == {"startrecord": "5", "endrecord": "6", **column}
    assert (first.next.number, second.next and second.next.number) == (2, 3)


def test_of_two_lists_in_a_page_the_range_begins_behind_the_longer_one() -> None:
    aside = f'<script type="text/xml">{a_store(a_record(8), a_record(9))}</script>'
    body = in_script(a_store(*map(a_record, range(1, 5)))) + aside

    found = a_list(a_source("jpage", COLUMN), body, COLUMN)

    assert len(found.links) == 6
    assert query_of(found.next)["startrecord"] == "5"


def test_a_source_corrects_one_field_of_its_dialect_and_keeps_the_others() -> None:
    defaults = LAYOUTS[Dialect.GOVCN].defaults["fields"]

    filled = with_defaults({"dialect": "govcn", "fields": {"date": "TIME"}})

    assert filled["fields"] == {**defaults, "date": "TIME"}


LAST = {
    "all rows are shown": (in_script(a_store(a_record(1), a_record(2), total=2)), COLUMN),
    "the range reaches the end": (
        a_store(a_record(4), total=4),
        f"{PROXY}?startrecord=3&endrecord=4&perpage=2&columnid=1&unitid=2&webid=1",
    ),
    "a range has no rows": (a_store(), f"{PROXY}?startrecord=3&endrecord=4&perpage=2&columnid=1&unitid=2&webid=1"),
    "the page tells no unit": (in_script(a_store(a_record(1))).replace("unitid", "id"), COLUMN),
    "the page has two units": (in_script(a_store(a_record(1))) + TOLD.replace("356383", "356384"), COLUMN),
    "the next group is encrypted": (in_script(a_store(a_record(1), group="9FaQ0cWm==")), COLUMN),
    "the next group is of another host": (
        in_script(a_store(a_record(1), group='<a href="https://elsewhere.cn/next?x=1"></a>')),
        COLUMN,
    ),
}


@pytest.mark.parametrize(("body", "url"), LAST.values(), ids=LAST)
def test_jpage_is_paged_no_further_where(body: str, url: str) -> None:
    assert a_list(a_source("jpage", COLUMN), body, url).next is None


@pytest.mark.parametrize(
    "group",
    [
        '<a href="/module/web/jpage/dataproxy.jsp?page=2&amp;columnid=a8Fx&amp;unitid=zz"></a>',
        "/module/web/jpage/dataproxy.jsp?page=2&columnid=a8Fx&unitid=zz",
    ],
    ids=["as a link", "as an address"],
)
def test_a_next_group_is_followed_as_it_is_given(group: str) -> None:
    found = a_list(a_source("jpage", COLUMN), in_script(a_store(a_record(1), group=group)), COLUMN)

    assert found.next is not None
    assert found.next.url == f"{PROXY}?page=2&columnid=a8Fx&unitid=zz"


def test_a_column_without_records_is_read_by_its_links() -> None:
    html = '<ul><li><a href="/art/2026/11/18/art_1_2.html">关于公布名单的通知</a><b>2026-11-18</b></li></ul>'

    assert shown(a_list(a_source("jpage", COLUMN), html, COLUMN).links) == [
        ("art/2026/11/18/art_1_2.html", "关于公布名单的通知", "2026-11-18")
    ]


# jpaas


UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
ROWS = f'<ul><li><a href="/art/2026/art_{HEX}.html" title="关于组织申报的通知">关于组…</a><b>2026-11-18</b></li></ul>'
QUERY = {"webId": "149", "tagId": "当前栏目列表", "paramJson": '{"pageNo":1,"pageSize":15}'}
AS_JSON = json.dumps(QUERY, ensure_ascii=False)
WRITTEN = {
    "JSON in single quotes": f"queryData='{AS_JSON}'",
    "JSON that is escaped": f'queryData="{AS_JSON.replace(chr(34), "&quot;")}"',
    "an object with single quotes": f"""queryData="{str(QUERY).replace('"', "&quot;")}\"""",
    "an object in the object": 'queryData="' + str({**QUERY, "paramJson": {"pageNo": 1, "pageSize": 15}}) + '"',
}


@pytest.mark.parametrize("query", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("name", ["parseType='bulidstatic'", 'parsetype="buildstatic"'])
def test_a_page_names_its_unit_by(query: str, name: str) -> None:
    found = a_list(a_source("jpaas"), f'{ROWS}<div><script {name} url="{UNIT}" {query}></script></div>')

    (unit,) = found.lists
    assert unit.url.startswith(f"https://www.example.cn{UNIT}?")
    assert query_of(unit) == QUERY
    assert ("Referer", LIST_URL) in unit.headers
    assert len(found.links) == 1


NO_UNITS = {
    "in a comment": f"<!-- <script parseType='buildstatic' url='{UNIT}' queryData='{AS_JSON}'></script> -->",
    "of another purpose": f"<script url='{UNIT}' queryData='{AS_JSON}'></script>",
    "without a question": f"<script parseType='buildstatic' url='{UNIT}'></script>",
    "with a question that cannot be read": f"<script parseType='buildstatic' url='{UNIT}' queryData='{{[1}}'></script>",
}


@pytest.mark.parametrize("script", NO_UNITS.values(), ids=NO_UNITS)
def test_no_unit_is_a_script(script: str) -> None:
    assert a_list(a_source("jpaas"), ROWS + script).lists == ()


UNITS = {
    "the query": (f"{UNIT}?webId=1&rows=15&pageNo=1", {"webId": "1", "rows": "15", "pageNo": "2"}),
    "the JSON in the query": (
        f"{UNIT}?webId=1&paramJson=%7B%22pageNo%22%3A1%2C%22pageSize%22%3A30%7D",
        {"webId": "1", "paramJson": '{"pageNo":2,"pageSize":30}'},
    ),
    "nothing yet": (f"{UNIT}?webId=1", {"webId": "1", "paramJson": '{"pageSize":20,"pageNo":2}'}),
}


@pytest.mark.parametrize(("path", "following"), UNITS.values(), ids=UNITS)
def test_the_number_of_a_units_page_stands_in(path: str, following: dict[str, str]) -> None:
    url = f"https://www.example.cn{path}"
    found = a_list(a_source("jpaas", url), {"success": True, "data": {"html": ROWS}}, url)

    assert shown(found.links) == [(f"art/2026/art_{HEX}.html", "关于组织申报的通知", "2026-11-18")]
    assert query_of(found.next) == following


def test_a_unit_without_rows_is_the_last() -> None:
    url = f"https://www.example.cn{UNIT}?pageNo=9"

    assert a_list(a_source("jpaas", url), {"data": {"html": "<ul></ul>"}}, url).next is None


# Xinhua superEdit


def test_a_page_names_the_data_files_of_its_lists() -> None:
    html = f"""<ul id="showData0" data="datasource:{HEX}" preview="ds_"></ul>
        <ul class="wz-list" data='datasource:{HEX[::-1]}'></ul><ul data="datasource:{HEX}"></ul>"""

    found = a_list(a_source("superedit"), html, "https://www.example.cn/sjzz/ghs/index.htm")

    assert [asked.url for asked in found.lists] == [
        f"https://www.example.cn/sjzz/ghs/ds_{HEX}.json",
        f"https://www.example.cn/sjzz/ghs/ds_{HEX[::-1]}.json",
    ]
    assert found.lists[0].otherwise is not None
    assert found.lists[0].otherwise.url == f"https://www.example.cn/ds_{HEX}.json"


def test_a_page_that_names_none_says_so() -> None:
    assert a_list(a_source("superedit"), "<ul id=showData0></ul>").note == "no datasource in the page"


def test_a_data_file_has_up_to_a_thousand_rows() -> None:
    rows = [
        {"title": f"<a href='x'>第{n}条</a>能源新闻", "publishUrl": f"../../20261118/{n:032x}/c.html",
         "publishTime": "2026-11-18 09:00:00"}
        for n in range(1000)
    ]  # fmt: skip
    url = f"https://www.example.cn/sjzz/ghs/ds_{HEX}.json"

    found = a_list(a_source("superedit"), {"datasource": rows}, url)

    assert len(found.links) == 1000
    assert shown(found.links)[7] == (f"20261118/{7:032x}/c.html", "第7条能源新闻", "2026-11-18T09:00:00+08:00")


# Newspapers


EDITION = "https://paper.example.cn/html/2026-11/20/node_1.htm"


def an_epaper(**more: Any) -> Source:
    """A paper whose article pages are called content."""
    return a_source("epaper", EDITION, link_pattern=r"/content_\d+\.htm", **more)


@pytest.mark.parametrize(
    "meta",
    [
        '<meta http-equiv="refresh" content="0; url=html/2026-11/20/node_1.htm">',
        "<META CONTENT='0;URL=/html/2026-11/20/node_1.htm' HTTP-EQUIV='REFRESH'>",
    ],
)
def test_an_index_points_to_the_edition_of_the_day(meta: str) -> None:
    found = a_list(an_epaper(), f"<html><head>{meta}</head></html>", "https://paper.example.cn/paperindex.htm")

    assert ([asked.url for asked in found.lists], found.links) == ([EDITION], ())


def test_a_page_of_a_paper_shows_its_articles_and_the_other_pages() -> None:
    html = """<a href="node_1.htm">第01版</a> <a href="node_2.htm">第02版：要闻</a> <a href="./node_3.htm">第03版</a>
        <a href="../19/node_1.htm">上一期</a>
        <map><area href="content_101.htm?div=-1" coords="1,2,3,4"></map>
        <ul><li><a href="content_101.htm?div=-1">同绘<br>“一张图”</a></li>
        <li><a href="content_102.htm">短评</a></li></ul>"""

    found = a_list(an_epaper(), html, EDITION)

    assert shown(found.links) == [
        ("html/2026-11/20/content_101.htm?div=-1", "同绘“一张图”", "2026-11-20"),
        ("html/2026-11/20/content_102.htm", "短评", "2026-11-20"),
    ]
    assert [asked.url.rpartition("/")[2] for asked in found.lists] == ["node_2.htm", "node_3.htm"]


DATED = {
    "/pc/layout/202611/20/node_1.html": "2026-11-20",
    "/html/ahrb/20261120/": "2026-11-20",
    "/html/2026-11/20/node_1.htm": "2026-11-20",
    "/html/node_1.htm": None,
    "/html/2026-11/node_1.htm": None,
}


@pytest.mark.parametrize(("path", "day"), DATED.items(), ids=DATED)
def test_an_edition_is_dated_by_its_address(path: str, day: str | None) -> None:
    (link,) = a_list(an_epaper(), '<a href="/x/content_7.htm">短评</a>', f"https://paper.example.cn{path}").links

    assert link.listed == day


def test_a_missing_page_of_an_edition_does_not_call_for_that_of_the_day_before() -> None:
    source = a_source("epaper", "https://paper.example.cn/{today:YYYYMM}/{today:DD}/node_1.htm")
    (asked,) = first_asks(source, a_site(source), datetime(2026, 11, 20, 4, tzinfo=UTC))

    (other,) = a_list(source, '<a href="node_2.htm">第02版</a>', asked.url, asked).lists

    assert (asked.day is None, other.day) == (False, None)


# Rows as JSON


NEXT = json.dumps({"props": {"list": [{"id": 17, "name": "快讯一则", "ctime": 1795133100}]}})
NEXT_FIELDS = {
    "rows": "props.list",
    "title": "name",
    "date": "ctime",
    "url_template": "https://www.example.cn/detail/{id}",
}


def test_the_data_of_a_next_page_is_read() -> None:
    html = f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">{NEXT}</script>'

    found = a_list(a_source("next-data", fields=NEXT_FIELDS), html)

    assert shown(found.links) == [("detail/17", "快讯一则", "2026-11-20T08:05:00+08:00")]


def test_a_page_without_that_data_is_no_list() -> None:
    assert read(a_source("next-data", fields=NEXT_FIELDS), "<div></div>") == NotAList("no script#__NEXT_DATA__")


MOMENT = "2026-11-18 09:30:00"
JSON_ROWS: dict[str, tuple[str, Any]] = {
    "gov.cn": ("govcn", [{"TITLE": "公报摘要", "SUB_TITLE": "", "URL": "/n/1.htm", "DOCRELPUBTIME": MOMENT}]),
    "UCAP": ("ucap", {"infolist": [{"title": "公报摘要", "link": "/n/1.htm", "pubtime": MOMENT}]}),
    "UCAP's interface for policies": (
        "ucap",
        {"data": {"list": [{"TITLE": "公报摘要", "URL": "/n/1.htm", "PUBLISHED_TIME_FORMAT": MOMENT}]}},
    ),
    "Epoint": ("epoint", {"custom": {"infodata": [{"title": "公报摘要", "infourl": "/n/1.htm", "infodate": MOMENT}]}}),
    "info_open": ("info-open", {"data": {"list": [{"title": "公报摘要", "url": "/n/1.htm", "publishTime": MOMENT}]}}),
    "truecms": ("truecms", {"list": [{"title": "公报<em>摘要</em>", "url": "/n/1.htm", "pubTime": MOMENT}]}),
    "truecms as a page of results": (
        "truecms",
        f'<div class="result"><h3><a href="/n/1.htm"><font color="red">公报</font>摘要</a></h3><p>{MOMENT}</p></div>',
    ),
    "jsearch's fragments": (
        "jsearch",
        {
            "result": [
                f"""<div><div class="titleWrapper"><a href="//www.example.cn/n/1.htm"><em>公报</em>摘要</a></div>
                <div class="newsDescribe"><a href="//www.example.cn/n/1.htm">自2019年12月1日以来，各地……</a></div>
                <div class="sourceTime"><span>来源:示例</span><span>时间:{MOMENT}</span></div></div>"""
            ]
        },
    ),
    "jsearch's rows": (
        "jsearch",
        {"data": {"searchResult": {"dataResults": [{"data": {"title": "公报摘要", "url": "/n/1.htm",
                                                            "jsearch_date": MOMENT}}]}}},
    ),
    "IGS": ("igs", {"page": {"content": [{"title": "公报摘要", "url": "/n/1.htm", "trs_time": MOMENT}]}}),
    "Lonsun's search": ("lonsun-search", {"data": {"data": [{"title": "公报摘要", "link": "/n/1.htm",
                                                            "createDate": MOMENT}]}}),
}  # fmt: skip


@pytest.mark.parametrize(("dialect", "body"), JSON_ROWS.values(), ids=JSON_ROWS)
def test_rows_are_those_of(dialect: str, body: Any) -> None:
    more = {"link_pattern": r"/n/\d+\.htm$"} if isinstance(body, str) else {}

    assert shown(a_list(a_source(dialect, **more), body).links) == [
        ("n/1.htm", "公报摘要", "2026-11-18T09:30:00+08:00")
    ]


PAPER_ROWS = {
    "milliseconds": ({"contId": "301", "name": "快讯", "pubTimeLong": 1795133100000, "pubTime": "3小时前"},
                     ("newsDetail_forward_301", "快讯", "2026-11-20T08:05:00+08:00")),
    "only an age": ({"contId": 301, "name": "快讯", "pubTime": "3小时前"},
                    ("newsDetail_forward_301", "快讯", "2026-11-20T09:00:00+08:00")),
    "an address of its own": ({"contId": 301, "name": "快讯", "link": "https://h5.example.cn/a/1"},
                              ("a/1", "快讯", None)),
    "an empty address": ({"contId": 301, "name": "快讯", "link": ""}, ("newsDetail_forward_301", "快讯", None)),
}  # fmt: skip


@pytest.mark.parametrize(("row", "expected"), PAPER_ROWS.values(), ids=PAPER_ROWS)
def test_a_row_of_thepaper_with(row: dict[str, Any], expected: tuple[str, str, str | None]) -> None:
    assert shown(a_list(a_source("thepaper"), {"code": 200, "data": {"list": [row]}}).links) == [expected]
