"""The lists of each host of the layouts: one function a host, its addresses and what they answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any

from newsroom import answers
from newsroom.answers import Answer, Asked, Endpoint
from newsroom.layouts.desk import Desk
from newsroom.layouts.shelves import Row

#: What the paths of one host answer; a path with a query goes before the one without.
Paths = Mapping[str, Answer | Endpoint]

_JPAAS = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_DATASOURCES = (
    "5c1f8a2b9d0e4f63a7b1c2d3e4f50617",
    "0a9b8c7d6e5f40312233445566778899",
    "b53aac3e4e6342f699a9e2acdd0ee8fd",
)
#: Rows a range of jpage's proxy holds, and of the endpoint that counts by offset.
_RANGE = 3
_OFFSET = 2
_KEYWORD = "长三角"


@dataclass(frozen=True, slots=True)
class _Unit:
    """One list of jpage."""

    source: str
    id: str
    #: What its `nextgroup` holds: ids that are encrypted.
    sealed: str = ""


#: By column.
_UNITS = {"84322": _Unit("yaowen", "382331"), "60096": _Unit("gongshi", "382340", "9F2D7CE1B0A84455D3E6")}


# HTML


def _trs(desk: Desk) -> Paths:
    batches = desk.shelf.pages("xwdt")
    pages = {
        f"/xwdt/index_{number}.html": desk.page("trs.html", rows=rows, number=number)
        for number, rows in enumerate(batches)
    }
    first = pages.pop("/xwdt/index_0.html")
    return {
        "/xwdt/": first,
        "/xwdt/index.html": first,
        **pages,
        f"/xwdt/index_{len(batches)}.html": desk.page("trs_stub.html"),
        "/gfxwj/index.html": desk.page("trs_validity.html", rows=desk.shelf.rows("gfxwj")),
    }


def _shanghai(desk: Desk) -> Paths:
    first, second = (
        desk.page("shanghai.html", rows=rows, number=number, count=len(desk.shelf.pages()))
        for number, rows in enumerate(desk.shelf.pages(), 1)
    )
    return {"/fgw_fzggdt/index.html": first, "/fgw_fzggdt/index_2.html": second}


def _lonsun(desk: Desk) -> Paths:
    return {desk.shelf.start: desk.page("lonsun.html", rows=desk.shelf.rows())}


def _jpage(desk: Desk) -> Paths:
    return {f"/col/col{column}/index.html": _jpage_column(desk, column, unit) for column, unit in _UNITS.items()} | {
        "/module/web/jpage/dataproxy.jsp": lambda asked: _jpage_range(desk, asked)
    }


def _jpage_column(desk: Desk, column: str, unit: _Unit) -> Answer:
    rows = desk.shelf.rows(unit.source)
    told = {"column": "", "unit": ""} if unit.sealed else {"column": column, "unit": unit.id}
    return desk.page("jpage.html", store=_jpage_store(desk, unit, 0), total=len(rows), **told)


def _jpage_range(desk: Desk, asked: Asked) -> Answer:
    """A range of rows: startrecord counts from one; ids that the page has encrypted are not told by it."""
    unit = _UNITS.get(asked.fields.get("columnid", ""))
    if unit is None or unit.sealed or asked.fields.get("unitid") != unit.id:
        return answers.not_found()
    return answers.xml(answers.html(_jpage_store(desk, unit, asked.number("startrecord", 1) - 1)))


def _jpage_store(desk: Desk, unit: _Unit, start: int) -> str:
    rows = desk.shelf.rows(unit.source)
    return desk.render("jpage.xml", rows=rows[start : start + _RANGE], total=len(rows), sealed=unit.sealed)


def _jpaas(desk: Desk) -> Paths:
    return {desk.shelf.start: desk.page("jpaas.html"), _JPAAS: lambda asked: _jpaas_unit(desk, asked)}


def _jpaas_unit(desk: Desk, asked: Asked) -> Answer:
    if asked.fields.get("pageId") == "wjfb":
        # It does not look at the page number.
        rows = desk.shelf.rows("wjfb")
    else:
        rows = desk.shelf.rows("tzgg", answers.json_object(asked.fields.get("paramJson", "{}")).get("pageNo", 1))
    return answers.json({"success": True, "code": "200", "data": {"html": desk.render("jpaas_unit.html", rows=rows)}})


def _lying(desk: Desk) -> Paths:
    first, second = (
        _as_gbk(desk.render("lying.html", rows=rows, number=number))
        for number, rows in enumerate(desk.shelf.pages(), 1)
    )
    return {desk.shelf.start: first, "/GB/138654/index2.html": second}


def _as_gbk(text: str) -> Answer:
    return answers.html(text, "gb18030", content_type="text/html; charset=utf-8")


def _links(desk: Desk) -> Paths:
    page = desk.page("links.html", rows=desk.shelf.rows())
    return {"/": page, "/index.htm": page}


def _table(desk: Desk) -> Paths:
    return {desk.shelf.start: desk.page("table.html", rows=desk.shelf.rows())}


def _redesigned(desk: Desk) -> Paths:
    return {desk.shelf.start: desk.page("redesigned.html", rows=desk.shelf.rows(), is_new=desk.day > 1)} | {
        f"/detail/{row.path.rpartition('_')[2]}": article(desk, row) for row in desk.shelf.rows()
    }


def _newyear(desk: Desk) -> Paths:
    return {
        "/xwzx/": desk.page("newyear.html", rows=desk.shelf.rows("rows")),
        "/rili/": desk.page("newyear_days.html", rows=desk.shelf.rows("days")),
    }


def _variants(desk: Desk) -> Paths:
    articles = {(row.moved_to or row.path).rpartition("=")[2]: article(desk, row) for row in desk.shelf.rows()}
    return {
        desk.shelf.start: desk.page("variants.html", rows=desk.shelf.rows()),
        # Who shared the page is nothing to it.
        "/news/detail": lambda asked: articles.get(asked.fields.get("id", ""), answers.not_found()),
    }


def _walls(desk: Desk) -> Paths:
    wall = desk.page("walls.html")
    return {
        "/forbidden/": replace(
            wall, status=HTTPStatus.FORBIDDEN, headers=(("Set-Cookie", "wzws_sessionid=1; Path=/"),)
        ),
        "/shell/": wall,
        "/scripted/": desk.page("scripted.html"),
    }


def _truecms(desk: Desk) -> Paths:
    def search(asked: Asked) -> Answer:
        keyword = asked.fields.get("query", "")
        found = [row for row in desk.shelf.rows() if keyword in row.title + row.lead]
        rows = found if asked.fields.get("page") == "1" else []
        return desk.page("truecms.html", rows=rows, keyword=keyword)

    return {"/truecms/searchController/getResult.do": search}


# e-papers


def _epaper(desk: Desk) -> Paths:
    return {
        **_edition(desk, "morning", "/pc/layout/202611/19/", "html", "../../../con/202611/19/"),
        **_edition(desk, "evening", "/wb/html/2026-11/20/", "htm", ""),
        "/wb/paperindex.htm": answers.html(
            '<html><head><meta HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/2026-11/20/node_1.htm"></head></html>'
        ),
    }


def _edition(desk: Desk, source: str, path: str, ending: str, folder: str) -> Paths:
    """The layout pages of one edition; `folder` leads from them to the articles."""
    batches = desk.shelf.pages(source)
    return {
        f"{path}node_{number}.{ending}": answers.html(
            desk.render(
                "epaper.html",
                rows=rows,
                number=number,
                count=len(batches),
                ending=ending,
                folder=folder,
                charset="gb2312",
            ),
            "gb18030",
            content_type="text/html",
        )
        for number, rows in enumerate(batches, 1)
    }


# JSON


def _superedit(desk: Desk) -> Paths:
    first, second = desk.shelf.pages("csj")
    main, side, rolling = _DATASOURCES
    return {
        "/csj/index.htm": desk.page("superedit.html", first=main, second=side),
        f"/csj/ds_{main}.json": _datasource(first),
        f"/csj/ds_{side}.json": _datasource(second),
        f"/fortune/ds_{rolling}.json": _datasource(desk.shelf.rows("gundong")),
    }


def _datasource(rows: list[Row]) -> Answer:
    return answers.json(
        {
            "datasource": [
                {
                    "title": f'<a href="#">{row.title}</a>',
                    "publishUrl": f"./{row.path.split('/', 2)[2]}",
                    "publishTime": row.written,
                    "keywords": "",
                    "summary": row.lead,
                }
                for row in rows
            ]
        }
    )


def _next_data(desk: Desk) -> Paths:
    listed = [
        {"id": int(row.path.rpartition("/")[2]), "title": row.title, "ctime": int(row.written)}
        for row in desk.shelf.rows()
    ]
    data = {"props": {"initialState": {"telegraph": {"list": listed}}}, "page": "/telegraph"}
    return {desk.shelf.start: desk.page("next-data.html", data=data)}


def _govcn(desk: Desk) -> Paths:
    listed = [
        {"TITLE": row.title, "SUB_TITLE": "", "URL": desk.url(row), "DOCRELPUBTIME": row.written}
        for row in desk.shelf.rows()
    ]
    return {"/yaowen/liebiao/": desk.page("scripted.html"), "/yaowen/liebiao/YAOWENLIEBIAO.json": answers.json(listed)}


def _ucap(desk: Desk) -> Paths:
    def listed(asked: Asked) -> Answer:
        rows = desk.shelf.rows(page=asked.number("currpage", 1))
        found = [{"title": row.title, "link": row.path, "pubtime": row.written} for row in rows]
        return answers.json({"totalpage": len(desk.shelf.pages()), "infolist": found})

    return {desk.shelf.start: desk.page("scripted.html"), "/szinf/info/getInfoCommon/": listed}


def _epoint(desk: Desk) -> Paths:
    def listed(asked: Asked) -> Answer:
        wanted = answers.json_object(asked.fields.get("params", "{}"))
        rows = desk.shelf.rows(page=int(wanted.get("pageIndex", 0)) + 1)
        found = [{"title": row.title, "infourl": row.path, "infodate": row.written} for row in rows]
        return answers.json({"status": {"code": 200}, "custom": {"total": len(desk.shelf.row), "infodata": found}})

    return {
        desk.shelf.start: desk.page("scripted.html"),
        "/EWB-FRONT/rest/lightfrontaction/getgovinfolist": _posted(listed),
    }


def _info_open(desk: Desk) -> Paths:
    def listed(asked: Asked) -> Answer:
        rows = desk.shelf.rows(page=asked.number("pageIndex", 1))
        found = [{"title": row.title, "url": row.path, "publishTime": row.written} for row in rows]
        return answers.json({"code": 0, "data": {"total": len(desk.shelf.row), "list": found}})

    return {desk.shelf.start: desk.page("scripted.html"), "/info_open/search": _posted(listed)}


def _thepaper(desk: Desk) -> Paths:
    def listed(asked: Asked) -> Answer:
        wanted = answers.json_object(asked.body)
        rows = desk.shelf.rows(page=int(wanted.get("pageNum", 1)))
        return answers.json({"code": 200, "data": {"hasNext": True, "list": [_content(row) for row in rows]}})

    return {desk.shelf.start: desk.page("scripted.html"), "/contentapi/nodeCont/getByNodeIdPortal": _posted(listed)}


def _content(row: Row) -> dict[str, Any]:
    time = {"pubTimeLong": int(row.written)} if row.written.isdecimal() else {"pubTime": row.written}
    return {"contId": row.path.rpartition("_")[2], "name": row.title, "link": "", **time}


def _jsearch(desk: Desk) -> Paths:
    def by_city(asked: Asked) -> Answer:
        begin, end = asked.fields.get("begin", ""), asked.fields.get("end", "99999999")
        pieces = [
            desk.render("jsearch_piece.html", row=row, keyword=asked.fields.get("q", ""))
            for row in desk.shelf.rows("zj")
            if begin <= row.day.replace("-", "") <= end
        ]
        return answers.json({"total": len(pieces), "result": pieces})

    def by_ministry(asked: Asked) -> Answer:
        rows = desk.shelf.rows("miit") if asked.fields.get("p", "1") == "1" else []
        found = [
            {"data": {"title": _marked(row), "url": row.path, "jsearch_date": row.written}, "score": 1.0}
            for row in rows
        ]
        return answers.json({"code": 200, "data": {"searchResult": {"total": len(rows), "dataResults": found}}})

    return {
        desk.shelf.start: desk.page("scripted.html"),
        "/jsearchfront/interfaces/cateSearch.do": _posted(by_city),
        "/search-front-server/api/search/info": by_ministry,
    }


def _igs(desk: Desk) -> Paths:
    found = [{"title": _marked(row), "url": desk.url(row), "pubDate": row.written} for row in desk.shelf.rows()]
    return {"/igs/front/search.jhtml": answers.json({"page": {"totalPages": 1, "content": found}})}


def _lonsun_search(desk: Desk) -> Paths:
    def search(asked: Asked) -> Answer:
        rows = desk.shelf.rows(page=asked.number("pageIndex", 1))
        found = [{"title": _marked(row), "link": desk.url(row), "createDate": row.written} for row in rows]
        return answers.json({"status": 1, "data": {"pageCount": 2, "data": found}})

    return {"/site/label/8888": search}


def _marked(row: Row) -> str:
    return row.title.replace(_KEYWORD, f"<em>{_KEYWORD}</em>")


def _jsonp(desk: Desk) -> Paths:
    pages = {}
    for number, rows in enumerate(desk.shelf.pages(), 1):
        found = [{"title": row.title, "url": desk.url(row), "focus_date": row.written} for row in rows]
        text = f"china({json.dumps({'data': {'total': 3, 'list': found}}, ensure_ascii=False)})"
        pages[f"/cmsdatainterface/page/china_{number}.jsonp"] = Answer(body=text.encode(), content_type="text/plain")
    return pages


def _offset(desk: Desk) -> Paths:
    def listed(asked: Asked) -> Answer:
        skipped = asked.number("skipCount", 0)
        rows = desk.shelf.rows()[skipped : skipped + _OFFSET] or desk.shelf.rows()[:_OFFSET]
        found = [{"title": row.title, "url": desk.href(row), "time": int(row.written)} for row in rows]
        return answers.json({"code": 0, "data": {"list": found}})

    return {"/apiplus/special/specialnewslistbyurl": listed}


# Feeds and sitemaps


def _lenient(desk: Desk) -> Paths:
    feed = desk.page("lenient.xml", rows=desk.shelf.rows())
    # The text is UTF-8, as its declaration says.
    return {"/rss/rss.xml": replace(feed, content_type="text/xml; charset=ISO-8859-1")}


def _gbk_feed(desk: Desk) -> Paths:
    feed = desk.render("feed.xml", rows=desk.shelf.rows())
    return {desk.shelf.start: answers.html(feed, "gbk", content_type="text/xml")}


def _frozen(desk: Desk) -> Paths:
    feed = answers.xml(desk.page("feed.xml", rows=desk.shelf.rows()))
    return {desk.shelf.start: replace(feed, modified=datetime.fromisoformat("2018-06-04T00:35:00+00:00"))}


def _maps(desk: Desk) -> Paths:
    return {
        "/sitemap.xml": answers.xml(desk.page("maps_index.xml")),
        "/sitemap-2026.xml": answers.xml(desk.page("maps.xml", rows=desk.shelf.rows("plain"))),
        "/news-sitemap.xml": answers.xml(desk.page("maps.xml", rows=desk.shelf.rows("news"))),
    }


def _posted(endpoint: Endpoint) -> Endpoint:
    def answer(asked: Asked) -> Answer:
        if asked.method == "POST":
            return endpoint(asked)
        return answers.plain(HTTPStatus.METHOD_NOT_ALLOWED, "POST only")

    return answer


def article(desk: Desk, row: Row) -> Answer:
    """The page of an article, in the charset of its host."""
    if desk.host == "lying":
        return _as_gbk(desk.render("article.html", row=row, charset="gb2312"))
    return desk.page("article.html", row=row, charset="utf-8")


#: By host.
LISTS: Mapping[str, Callable[[Desk], Paths]] = {
    "trs": _trs,
    "shanghai": _shanghai,
    "lonsun": _lonsun,
    "jpage": _jpage,
    "jpaas": _jpaas,
    "superedit": _superedit,
    "epaper": _epaper,
    "next-data": _next_data,
    "govcn": _govcn,
    "ucap": _ucap,
    "epoint": _epoint,
    "info-open": _info_open,
    "truecms": _truecms,
    "thepaper": _thepaper,
    "jsearch": _jsearch,
    "igs": _igs,
    "lonsun-search": _lonsun_search,
    "jsonp": _jsonp,
    "offset": _offset,
    "lying": _lying,
    "links": _links,
    "table": _table,
    "lenient": _lenient,
    "gbk-feed": _gbk_feed,
    "maps": _maps,
    "walls": _walls,
    "redesigned": _redesigned,
    "frozen": _frozen,
    "newyear": _newyear,
    "variants": _variants,
}
