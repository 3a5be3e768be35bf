"""One simulated day of the newsroom: every address of every host and what it answers, rendered once."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from newsroom.pages import Day, Published, published

#: How many rows a page of gov's list holds, and one answer of data's endpoint.
PAGE_SIZE = 8
_HTML = "text/html; charset=utf-8"
#: Hosts that answer nothing but 503 on a day.
_DOWN: Mapping[Day, frozenset[str]] = {1: frozenset(), 2: frozenset({"english"})}
#: The day on which gov publishes its notices in another list structure, as after a redesign.
_REDESIGN: Day = 2
_NOT_FOUND_PAGE = "<html><head><title>页面不存在</title></head><body><p>您访问的页面不存在或已删除。</p></body></html>"
#: What hosts say under /robots.txt; those that are not named answer 404.
_ROBOTS = {
    "paper": "User-agent: *\nDisallow: /neibu/\nCrawl-delay: 0\n",
    "wire": "User-agent: *\nAllow: /\n",
    "english": "User-agent: *\nDisallow: /search\n",
    "invented": "User-agent: *\nDisallow:\n",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answers."""

    status: int
    body: bytes = b""
    content_type: str = _HTML
    etag: str | None = None
    modified: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All answers of one day, by host and path."""

    pages: Mapping[tuple[str, str], Answer]
    #: What answers a POST, given its body.
    endpoints: Mapping[tuple[str, str], Callable[[bytes], Answer]]
    down: frozenset[str]

    def answer(self, method: str, host: str, path: str, body: bytes) -> Answer:
        """The answer to one request."""
        if host in self.down:
            return _text(HTTPStatus.SERVICE_UNAVAILABLE, "Service Unavailable")
        if endpoint := self.endpoints.get((host, path)):
            return endpoint(body) if method == "POST" else _text(HTTPStatus.METHOD_NOT_ALLOWED, "POST only")
        if method not in {"GET", "HEAD"}:
            return _text(HTTPStatus.METHOD_NOT_ALLOWED, "GET only")
        return self.pages.get((host, path)) or Answer(status=HTTPStatus.NOT_FOUND, body=_NOT_FOUND_PAGE.encode())


def build(day: Day, port: int) -> World:
    """Everything the newsroom answers on a day, when it listens on this port."""
    shown = [page for page in published() if page.written.day <= day]
    pages: dict[tuple[str, str], Answer] = {}
    for host in _LAYOUTS:
        own = sorted((page for page in shown if page.host == host), key=_newest_first)
        pages |= {(host, path): answer for path, answer in _LAYOUTS[host](host, own, day, port).items()}
        pages |= {(host, path): answer for path, answer in _articles(host, own, day).items()}
    pages |= {(host, "/robots.txt"): _text(HTTPStatus.OK, text) for host, text in _ROBOTS.items()}
    # Some hosts answer a missing robots.txt with a page and 200.
    pages["portal", "/robots.txt"] = Answer(status=HTTPStatus.OK, body=_NOT_FOUND_PAGE.encode())
    rows = [page for page in shown if page.host == "data"]
    endpoints = {("data", "/api/front/list"): lambda body: _endpoint(sorted(rows, key=_newest_first), body)}
    return World(pages=pages, endpoints=endpoints, down=_DOWN[day])


def _newest_first(page: Published) -> tuple[float, str]:
    at = page.written.at
    return (-at.timestamp() if at else 0.0, page.written.path)


def _articles(host: str, own: list[Published], day: Day) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    for page in own:
        answers |= {document.path: _pdf(document.title) for document in page.written.documents}
        if page.written.gone_from is None or page.written.gone_from > day:
            answers[page.written.path] = _page(host, f"{host}.html", page=page, text=page.written, own=own)
    return answers


# Lists: how each host shows what it has. One function a layout.


def _gov(host: str, own: list[Published], day: Day, _port: int) -> dict[str, Answer]:
    answers = {}
    for column, label in (("news", "委内要闻"), ("notices", "通知公告")):
        rows = [page for page in own if page.written.column == column]
        template = "gov_redesigned.html" if column == "notices" and day >= _REDESIGN else "gov_list.html"
        batches = [rows[start : start + PAGE_SIZE] for start in range(0, len(rows), PAGE_SIZE)]
        for number, batch in enumerate(batches):
            name = "index.html" if number == 0 else f"index_{number}.html"
            listed = _page(host, template, rows=batch, label=label, column=column, count=len(batches), number=number)
            answers[f"/{column}/{name}"] = _with_etag(listed)
        answers[f"/{column}/"] = answers[f"/{column}/index.html"]
    return answers | {"/": answers["/news/"]}


def _paper(host: str, own: list[Published], _day: Day, _port: int) -> dict[str, Answer]:
    section = replace(_page(host, "paper_section.html", rows=own), modified=_newest(own))
    return {"/": section, "/csj/": section, "/csj/index.html": section}


def _portal(host: str, own: list[Published], _day: Day, port: int) -> dict[str, Answer]:
    feed = _with_etag(_page(host, "portal_rss.xml", rows=own, base=_base(host, port)))
    # This host's header is wrong on purpose: feeds that say so and are UTF-8 exist.
    feed = replace(feed, content_type="text/xml; charset=ISO-8859-1")
    return {"/rss/csj.xml": feed, "/": _page(host, "home.html", rows=own, name="潮汐财经", feed="/rss/csj.xml")}


def _data(host: str, _own: list[Published], _day: Day, _port: int) -> dict[str, Answer]:
    # Its rows come by POST; the page a visitor sees is empty without JavaScript.
    return {"/": _page(host, "data_home.html"), "/xwdt/": _page(host, "data_home.html")}


def _wire(host: str, own: list[Published], _day: Day, port: int) -> dict[str, Answer]:
    base = _base(host, port)
    news = [page for page in own if page.written.column == "news"]
    features = [page for page in own if page.written.column == "features"]
    plain = _page(host, "wire_features.xml", rows=features, base=base)
    packed = _with_etag(replace(plain, body=gzip.compress(plain.body, mtime=0), content_type="application/gzip"))
    return {
        "/sitemap_index.xml": _xml(_page(host, "wire_index.xml", base=base, news=news, features=features)),
        "/news-sitemap.xml": _with_etag(_xml(_page(host, "wire_news.xml", rows=news, base=base))),
        "/features-sitemap.xml.gz": packed,
        "/": _page(host, "home.html", rows=own, name="神州社", feed=""),
    }


def _english(host: str, own: list[Published], _day: Day, port: int) -> dict[str, Answer]:
    feed = _page(host, "english_atom.xml", rows=own, base=_base(host, port), updated=_newest(own))
    feed = replace(feed, content_type="application/atom+xml; charset=utf-8", modified=_newest(own))
    return {"/feed.atom": feed, "/": _page(host, "home.html", rows=own, name="Delta Herald", feed="/feed.atom")}


def _hostile(host: str, own: list[Published], _day: Day, _port: int) -> dict[str, Answer]:
    listed = _with_etag(_page(host, "hostile_list.html", rows=own, name=_HOSTILE_NAMES[host]))
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


def _endpoint(rows: list[Published], body: bytes) -> Answer:
    try:
        asked = json.loads(body)
        start = (int(asked["page"]) - 1) * 20
    except (ValueError, KeyError, TypeError):
        return _json(HTTPStatus.BAD_REQUEST, {"code": 400, "msg": "参数错误"})
    if asked.get("channel") != "xwdt" or start < 0:
        return _json(HTTPStatus.OK, {"code": 0, "data": {"total": 0, "rows": []}})
    found = [
        {"id": page.written.path.rpartition("/")[2].removesuffix(".html"), "docTitle": page.title, "pubTime": at * 1000}
        for page in rows[start : start + 20]
        if (at := int(page.written.at.timestamp()) if page.written.at else 0)
    ]
    return _json(HTTPStatus.OK, {"code": 0, "data": {"total": len(rows), "rows": found}})


# Bytes


def _page(host: str, template: str, **values: Any) -> Answer:
    text = _templates().get_template(template).render(host=host, **values)
    if host == "gov":
        # It says gb2312 and sends more, as such sites do; the header says nothing.
        return Answer(status=HTTPStatus.OK, body=text.encode("gb18030"), content_type="text/html")
    return Answer(status=HTTPStatus.OK, body=text.encode())


def _xml(answer: Answer) -> Answer:
    return replace(answer, content_type="text/xml; charset=utf-8")


def _text(status: HTTPStatus, text: str) -> Answer:
    return Answer(status=status, body=text.encode(), content_type="text/plain; charset=utf-8")


def _json(status: HTTPStatus, value: object) -> Answer:
    body = json.dumps(value, ensure_ascii=False).encode()
    return Answer(status=status, body=body, content_type="application/json;charset=UTF-8")


def _pdf(title: str) -> Answer:
    """The smallest file readers accept as a PDF; nobody reads its inside."""
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    return Answer(
        status=HTTPStatus.OK,
        body=body + b"trailer<</Root 1 0 R>>\n% " + title.encode() + b"\n%%EOF\n",
        content_type="application/pdf",
    )


def _with_etag(answer: Answer) -> Answer:
    return replace(answer, etag=f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"')


def _newest(own: list[Published]) -> datetime:
    return max(page.written.at.astimezone(UTC) for page in own if page.written.at)


def _base(host: str, port: int) -> str:
    return f"http://{host}.newsroom.localhost:{port}"


@cache
def _templates() -> Environment:
    folder = files("newsroom") / "templates"
    return Environment(
        loader=FunctionLoader(lambda name: (folder / name).read_text("utf-8")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
