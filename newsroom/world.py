"""One simulated day of the newsroom: every address of every host and what it answers, rendered once."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from newsroom import answers
from newsroom.answers import Answer, Asked, Endpoint, with_etag, xml
from newsroom.layouts import world as layouts
from newsroom.pages import Day, Published, published
from newsroom.rendering import origin, templates

#: How many rows a page of gov's list holds, and one answer of data's endpoint.
PAGE_SIZE = 8
#: Hosts that answer nothing but 503 on a day.
_DOWN: Mapping[Day, frozenset[str]] = {1: frozenset(), 2: frozenset({"english"})}
#: The day on which gov publishes its notices in another list structure, as after a redesign.
_REDESIGN: Day = 2
#: What hosts say under /robots.txt; those that are not named answer 404.
_ROBOTS = {
    "paper": "User-agent: *\nDisallow: /neibu/\nCrawl-delay: 0\n",
    "wire": "User-agent: *\nAllow: /\n",
    "english": "User-agent: *\nDisallow: /search\n",
    "invented": "User-agent: *\nDisallow:\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All answers of one day."""

    #: By host and path; a path with a query goes before the one without.
    pages: Mapping[tuple[str, str], Answer]
    endpoints: Mapping[tuple[str, str], Endpoint]
    down: frozenset[str]

    def answer(self, asked: Asked) -> Answer:
        """The answer to one request."""
        if asked.host in self.down:
            return answers.plain(HTTPStatus.SERVICE_UNAVAILABLE, "Service Unavailable")
        # A host for phones shows what its site does.
        host = asked.host.removeprefix("m.")
        if endpoint := self.endpoints.get((host, asked.path)):
            return _of_endpoint(endpoint, asked)
        if asked.method not in {"GET", "HEAD"}:
            return answers.plain(HTTPStatus.METHOD_NOT_ALLOWED, "GET only")
        targets = (f"{asked.path}?{asked.query}", asked.path)
        return next((page for target in targets if (page := self.pages.get((host, target)))), answers.not_found())


def _of_endpoint(endpoint: Endpoint, asked: Asked) -> Answer:
    try:
        return endpoint(asked)
    except (ValueError, TypeError):
        return answers.json({"code": 400, "msg": "参数错误"}, HTTPStatus.BAD_REQUEST)


def build(day: Day, port: int) -> World:
    """Everything the newsroom answers on a day, when it listens on this port."""
    shown = [page for page in published(day) if page.written.day <= day]
    pages: dict[tuple[str, str], Answer] = {}
    for host in _LAYOUTS:
        own = sorted((page for page in shown if page.host == host), key=_newest_first)
        pages |= {(host, path): answer for path, answer in _LAYOUTS[host](host, own, day, port).items()}
        pages |= {(host, path): answer for path, answer in _articles(host, own, day).items()}
    pages |= {(host, "/robots.txt"): answers.plain(HTTPStatus.OK, text) for host, text in _ROBOTS.items()}
    # Some hosts answer a missing robots.txt with a page and 200.
    pages["portal", "/robots.txt"] = answers.not_found(HTTPStatus.OK)
    rows = [page for page in shown if page.host == "data"]
    layout_pages, layout_endpoints = layouts.build(day, port)
    endpoints = {("data", "/api/front/list"): lambda asked: _endpoint(sorted(rows, key=_newest_first), asked)}
    return World(pages=pages | layout_pages, endpoints=endpoints | layout_endpoints, down=_DOWN[day])


def _newest_first(page: Published) -> tuple[float, str]:
    at = page.written.at
    return (-at.timestamp() if at else 0.0, page.written.path)


def _articles(host: str, own: list[Published], day: Day) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for page in own:
        found |= {document.path: _pdf(document.title) for document in page.written.documents}
        if page.written.gone_from is None or page.written.gone_from > day:
            answer = _page(host, f"{host}.html", page=page, text=page.written, own=own, day=day)
            # gov counts its visitors in each page: there it would be another every time.
            found[page.written.path] = answer if host == "gov" else with_etag(answer)
    return found


# Lists: how each host shows what it has. One function a layout.


def _gov(host: str, own: list[Published], day: Day, _port: int) -> dict[str, Answer]:
    lists = {}
    for column, label in (("news", "委内要闻"), ("notices", "通知公告")):
        rows = [page for page in own if page.written.column == column]
        template = "gov_redesigned.html" if column == "notices" and day >= _REDESIGN else "gov_list.html"
        batches = [rows[start : start + PAGE_SIZE] for start in range(0, len(rows), PAGE_SIZE)]
        for number, batch in enumerate(batches):
            name = "index.html" if number == 0 else f"index_{number}.html"
            listed = _page(host, template, rows=batch, label=label, column=column, count=len(batches), number=number)
            lists[f"/{column}/{name}"] = with_etag(listed)
        lists[f"/{column}/"] = lists[f"/{column}/index.html"]
    return lists | {"/": lists["/news/"]}


def _paper(host: str, own: list[Published], _day: Day, _port: int) -> dict[str, Answer]:
    section = replace(_page(host, "paper_section.html", rows=own), modified=_newest(own))
    return {"/": section, "/csj/": section, "/csj/index.html": section}


def _portal(host: str, own: list[Published], _day: Day, port: int) -> dict[str, Answer]:
    feed = with_etag(_page(host, "portal_rss.xml", rows=own, base=origin(host, port)))
    # This host's header is wrong on purpose: feeds that say so and are UTF-8 exist.
    feed = replace(feed, content_type="text/xml; charset=ISO-8859-1")
    return {"/rss/csj.xml": feed, "/": _page(host, "home.html", rows=own, name="潮汐财经", feed="/rss/csj.xml")}


def _data(host: str, _own: list[Published], _day: Day, _port: int) -> dict[str, Answer]:
    # Its rows come by POST; the page a visitor sees is empty without JavaScript.
    return {"/": _page(host, "data_home.html"), "/xwdt/": _page(host, "data_home.html")}


def _wire(host: str, own: list[Published], _day: Day, port: int) -> dict[str, Answer]:
    base = origin(host, port)
    news = [page for page in own if page.written.column == "news"]
    features = [page for page in own if page.written.column == "features"]
    plain = _page(host, "wire_features.xml", rows=features, base=base)
    packed = with_etag(replace(plain, body=gzip.compress(plain.body, mtime=0), content_type="application/gzip"))
    return {
        "/sitemap_index.xml": xml(_page(host, "wire_index.xml", base=base, news=news, features=features)),
        "/news-sitemap.xml": with_etag(xml(_page(host, "wire_news.xml", rows=news, base=base))),
        "/features-sitemap.xml.gz": packed,
        "/": _page(host, "home.html", rows=own, name="神州社", feed=""),
    }


def _english(host: str, own: list[Published], _day: Day, port: int) -> dict[str, Answer]:
    feed = _page(host, "english_atom.xml", rows=own, base=origin(host, port), updated=_newest(own))
    feed = replace(feed, content_type="application/atom+xml; charset=utf-8", modified=_newest(own))
    return {"/feed.atom": feed, "/": _page(host, "home.html", rows=own, name="Delta Herald", feed="/feed.atom")}


def _hostile(host: str, own: list[Published], _day: Day, _port: int) -> dict[str, Answer]:
    listed = with_etag(_page(host, "hostile_list.html", rows=own, name=_HOSTILE_NAMES[host]))
    return {"/": listed, "/list/": listed}


_HOSTILE_NAMES = {
    "kaiyun-sports": "开云·kaiyun(全站)体育官方网站/网页版 登录入口",
    "mirror": "鑫達機電配件",
    "collector": "产业招商信息网",
    "doubled": "便民信息港",
    "invented": "夜上海论坛-爱上海同城-上海龙凤419",
}
_LAYOUTS: Mapping[str, Callable[[str, list[Published], Day, int], dict[str, Answer]]] = {
    "gov": _gov,
    "paper": _paper,
    "portal": _portal,
    "data": _data,
    "wire": _wire,
    "english": _english,
} | dict.fromkeys(_HOSTILE_NAMES, _hostile)


def _endpoint(rows: list[Published], asked: Asked) -> Answer:
    if asked.method != "POST":
        return answers.plain(HTTPStatus.METHOD_NOT_ALLOWED, "POST only")
    wanted = answers.json_object(asked.body)
    start = (int(wanted.get("page", "")) - 1) * 20
    if wanted.get("channel") != "xwdt" or start < 0:
        return answers.json({"code": 0, "data": {"total": 0, "rows": []}})
    found = [
        {"id": page.written.path.rpartition("/")[2].removesuffix(".html"), "docTitle": page.title, "pubTime": at * 1000}
        for page in rows[start : start + 20]
        if (at := int(page.written.at.timestamp()) if page.written.at else 0)
    ]
    return answers.json({"code": 0, "data": {"total": len(rows), "rows": found}})


# Bytes


def _page(host: str, template: str, **values: Any) -> Answer:
    text = templates("newsroom").get_template(template).render(host=host, **values)
    if host == "gov":
        # It says gb2312 and sends more, as such sites do; the header says nothing.
        return answers.html(text, "gb18030", content_type="text/html")
    return answers.html(text)


def _pdf(title: str) -> Answer:
    """The smallest file readers accept as a PDF; nobody reads its inside."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    return Answer(
        status=HTTPStatus.OK,
        body=body + b"trailer<</Root 1 0 R>>\n% " + title.encode() + b"\n%%EOF\n",
        content_type="application/pdf",
    )


def _newest(own: list[Published]) -> datetime:
    return max(page.written.at.astimezone(UTC) for page in own if page.written.at)
