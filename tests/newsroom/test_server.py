"""The newsroom's server behaves like the sites it stands for."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import lxml.etree
import lxml.html
import pytest

from core.site import Kind, Source
from newsroom.__main__ import guide
from newsroom.expectations import expectations
from newsroom.layouts.shelves import shelves
from newsroom.server import Newsroom
from spiders.sites import parse_sites


@dataclass(frozen=True)
class Got:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def room() -> Iterator[Newsroom]:
    with Newsroom() as opened:
        yield opened


def ask(
    room: Newsroom, key: str, headers: dict[str, str] | None = None, method: str = "GET", body: str | None = None
) -> Got:
    host, _, path = key.partition("/")
    connection = http.client.HTTPConnection("127.0.0.1", room.port, timeout=5)
    try:
        connection.request(
            method, "/" + path, body, {"Host": f"{host}.newsroom.localhost:{room.port}"} | (headers or {})
        )
        answer = connection.getresponse()
        return Got(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def key_of(url: str) -> str:
    parts = urlsplit(url)
    assert parts.hostname is not None
    return parts.hostname.removesuffix(".newsroom.localhost") + parts.path


def sources(room: Newsroom) -> list[Source]:
    return [source for site in parse_sites(room.site_files()) for source in site.sources]


def listed(room: Newsroom) -> set[str]:
    """The keys of all addresses that the configured Sources show, walked with plain parsers."""
    return {key_of(url) for source in sources(room) for url in _walk(room, source) if "//" in url}


def _walk(room: Newsroom, source) -> Iterator[str]:
    if source.kind is Kind.ENDPOINT:
        rows = json.loads(ask(room, key_of(source.url), method="POST", body=source.body).body)["data"]["rows"]
        yield from (source.fields.url_template.format(**row) for row in rows)
    elif source.kind is Kind.SECTION:
        yield from _section(room, source.url)
        if source.next_page:
            yield from _section(room, urljoin(source.url, source.next_page.format(n=source.second_page)))
    else:
        yield from _xml_links(room, source.url)


def _section(room: Newsroom, url: str) -> list[str]:
    got = ask(room, key_of(url))
    if got.status == 404:
        return []
    text = got.body.decode("gb18030" if key_of(url).startswith("gov") else "utf-8")
    return [urljoin(url, str(href)) for href in lxml.html.fromstring(text).xpath("//a/@href")]


def _xml_links(room: Newsroom, url: str) -> Iterator[str]:
    got = ask(room, key_of(url))
    if got.status != 200:
        return
    body = gzip.decompress(got.body) if url.endswith(".gz") else got.body
    root = lxml.etree.fromstring(body)
    for link in root.xpath("//*[local-name()='loc' or local-name()='link']"):
        found = urljoin(url, link.get("href") or link.text)
        if "sitemap" in found and found != url:
            yield from _xml_links(room, found)
        else:
            yield found


@pytest.mark.parametrize("day", [1, 2])
def test_every_page_is_reached_from_a_list_and_answers(room: Newsroom, day: int) -> None:
    room.day = 1 if day == 1 else 2
    shown = listed(room)

    for each in expectations():
        host = each.page.partition("/")[0]
        if each.day > day or (day == 2 and host == "english"):
            assert each.page not in shown
            continue
        assert each.page in shown
        status = ask(room, each.page).status
        assert status == (404 if each.gone_from and each.gone_from <= day else 200), each.page


@pytest.mark.parametrize("each", [each for each in expectations() if each.day == 1], ids=lambda each: each.page)
def test_a_page_shows_its_title_text_and_date(each, shared_room: Newsroom) -> None:
    got = ask(shared_room, each.page)
    text = got.body.decode("gb18030" if each.page.startswith("gov") else "utf-8")
    seen = re.sub(r"\s", "", lxml.html.fromstring(text.replace("</body></html>", "")).text_content())

    assert re.sub(r"\s", "", each.title) in seen
    for paragraph in each.paragraphs:
        assert re.sub(r"\s", "", paragraph) in seen
    if each.source:
        assert each.source in seen


@pytest.fixture(scope="module")
def shared_room() -> Iterator[Newsroom]:
    with Newsroom() as opened:
        yield opened


VALIDATORS = {
    "gov by entity tag": ("gov/news/index.html", "etag"),
    "portal by entity tag": ("portal/rss/csj.xml", "etag"),
    "wire by entity tag": ("wire/news-sitemap.xml", "etag"),
    "paper by date": ("paper/csj/", "last-modified"),
    "english by date": ("english/feed.atom", "last-modified"),
}
CONDITION = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@pytest.mark.parametrize(("key", "validator"), VALIDATORS.values(), ids=VALIDATORS.keys())
def test_an_unchanged_list_answers_304_without_a_body(shared_room: Newsroom, key: str, validator: str) -> None:
    first = ask(shared_room, key)
    second = ask(shared_room, key, {CONDITION[validator]: first.headers[validator]})

    assert (first.status, second.status, second.body) == (200, 304, b"")
    assert second.headers[validator] == first.headers[validator]


@pytest.mark.parametrize("key", ["gov/news/index.html", "portal/rss/csj.xml", "wire/news-sitemap.xml", "paper/csj/"])
def test_a_list_with_news_of_the_second_day_answers_in_full(room: Newsroom, key: str) -> None:
    first = ask(room, key)
    room.day = 2
    kept = {CONDITION[name]: first.headers[name] for name in CONDITION if name in first.headers}
    second = ask(room, key, kept)

    assert second.status == 200
    assert second.body != first.body


@pytest.mark.parametrize("key", ["wire/features-sitemap.xml.gz", "collector/list/", "doubled/list/", "mirror/list/"])
def test_a_list_without_news_is_unchanged_on_the_second_day(room: Newsroom, key: str) -> None:
    first = ask(room, key)
    room.day = 2

    assert ask(room, key, {"If-None-Match": first.headers["etag"]}).status == 304


def test_an_entity_tag_outweighs_a_date(shared_room: Newsroom) -> None:
    got = ask(shared_room, "paper/csj/")
    later = format_datetime(parsedate_to_datetime(got.headers["last-modified"]).replace(year=2030), usegmt=True)
    headers = {"If-None-Match": '"other"', "If-Modified-Since": later}

    assert ask(shared_room, "gov/news/index.html", headers).status == 200
    assert ask(shared_room, "paper/csj/", {"If-Modified-Since": later}).status == 304
    assert ask(shared_room, "paper/csj/", {"If-Modified-Since": "yesterday"}).status == 200


def test_gov_sends_gb18030_under_the_name_of_gb2312(shared_room: Newsroom) -> None:
    got = ask(shared_room, "gov/news/202611/t20261117_1013.html")

    assert got.headers["content-type"] == "text/html"
    assert b"charset=gb2312" in got.body
    text = got.body.decode("gb18030")
    assert "石㙍片区" in text
    assert "陈镕" in text
    with pytest.raises(UnicodeDecodeError):
        got.body.decode("gb2312")


def test_a_notice_may_be_nothing_but_an_attachment(shared_room: Newsroom) -> None:
    page = ask(shared_room, "gov/notices/202611/t20261113_5008.html").body.decode("gb18030")
    address = re.search(r'href="(/notices/[^"]+\.pdf)"', page)
    assert address is not None
    document = ask(shared_room, "gov" + address.group(1))

    assert document.headers["content-type"] == "application/pdf"
    assert document.body.startswith(b"%PDF-")


def test_a_redesigned_list_no_longer_matches_its_selector(room: Newsroom) -> None:
    source = next(source for source in sources(room) if source.id == "notices")

    def rows() -> int:
        text = ask(room, key_of(source.url)).body.decode("gb18030")
        return len(lxml.html.fromstring(text).cssselect(source.selector))

    before = rows()
    room.day = 2
    assert (before, rows()) == (5, 0)


def test_a_site_that_is_down_answers_503_everywhere(room: Newsroom) -> None:
    room.day = 2

    assert ask(room, "english/feed.atom").status == 503
    assert ask(room, "english/robots.txt").status == 503


def test_robots_txt_differs_from_host_to_host(shared_room: Newsroom) -> None:
    paper, gov, portal = (ask(shared_room, f"{host}/robots.txt") for host in ("paper", "gov", "portal"))

    assert "Disallow: /neibu/" in paper.body.decode()
    assert "Crawl-delay: 0" in paper.body.decode()
    assert gov.status == 404
    assert portal.status == 200
    assert portal.headers["content-type"].startswith("text/html")


POSTS = {
    "first page": ('{"channel": "xwdt", "page": 1}', 200, 7),
    "page behind the last": ('{"channel": "xwdt", "page": 2}', 200, 0),
    "unknown channel": ('{"channel": "none", "page": 1}', 200, 0),
    "negative page": ('{"channel": "xwdt", "page": -4}', 200, 0),
    "not JSON": ("channel=xwdt", 400, None),
    "no page": ('{"channel": "xwdt"}', 400, None),
    "a list": ("[1, 2]", 400, None),
}


@pytest.mark.parametrize(("body", "status", "rows"), POSTS.values(), ids=POSTS.keys())
def test_the_endpoint_answers_a_post(shared_room: Newsroom, body: str, status: int, rows: int | None) -> None:
    got = ask(shared_room, "data/api/front/list", method="POST", body=body)

    assert got.status == status
    if rows is not None:
        found = json.loads(got.body)["data"]["rows"]
        assert len(found) == rows
        # Milliseconds of 2026.
        assert all(1_767_196_800_000 < row["pubTime"] < 1_798_732_800_000 for row in found)


def test_methods_a_site_does_not_know_are_refused(shared_room: Newsroom) -> None:
    assert ask(shared_room, "data/api/front/list").status == 405
    assert ask(shared_room, "gov/news/", method="POST", body="x").status == 405
    assert ask(shared_room, "gov/news/", method="DELETE").status == 405


def test_head_answers_the_length_without_the_body(shared_room: Newsroom) -> None:
    got = ask(shared_room, "gov/news/", method="HEAD")

    assert (got.status, got.body) == (200, b"")
    assert int(got.headers["content-length"]) > 1000


def test_gzip_is_sent_where_it_is_asked_for(shared_room: Newsroom) -> None:
    plain = ask(shared_room, "paper/csj/")
    packed = ask(shared_room, "paper/csj/", {"Accept-Encoding": "gzip, deflate"})

    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body)


def test_unknown_addresses_and_hosts_are_404(shared_room: Newsroom) -> None:
    assert ask(shared_room, "gov/none.html").status == 404
    assert ask(shared_room, "nobody/").status == 404


def test_requests_are_logged(room: Newsroom) -> None:
    ask(room, "gov/news/", {"User-Agent": "tester"})
    ask(room, "gov/none.html?x=1")

    first, second = room.requests
    assert (first.host, first.path, first.status, first.headers["user-agent"]) == ("gov", "/news/", 200, "tester")
    assert (second.path, second.status) == ("/none.html", 404)
    assert second.time >= first.time


def test_a_connection_is_kept_and_requests_may_be_pipelined(shared_room: Newsroom) -> None:
    asked = b"GET /robots.txt HTTP/1.1\r\nHost: paper.newsroom.localhost\r\n"
    with socket.create_connection(("127.0.0.1", shared_room.port), timeout=5) as connection:
        connection.sendall(asked + b"\r\n" + asked + b"Connection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))

    assert answer.count(b"HTTP/1.1 200 OK") == 2


BAD_REQUESTS = {
    "no HTTP": b"hello\r\n\r\n",
    "relative target": b"GET news HTTP/1.1\r\n\r\n",
    "length that is no number": b"GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n",
    "chunked body": b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "body of a gigabyte": b"POST / HTTP/1.1\r\nContent-Length: 1073741824\r\n\r\n",
    "head without an end": b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200_000,
}


@pytest.mark.parametrize("request_bytes", BAD_REQUESTS.values(), ids=BAD_REQUESTS.keys())
def test_a_bad_request_is_refused_and_the_server_goes_on(shared_room: Newsroom, request_bytes: bytes) -> None:
    with socket.create_connection(("127.0.0.1", shared_room.port), timeout=5) as connection:
        try:
            connection.sendall(request_bytes)
            answer = connection.recv(65536)
        except ConnectionError:
            answer = b""

    assert answer.startswith(b"HTTP/1.1 4") or not answer
    assert ask(shared_room, "gov/news/").status == 200


def test_the_port_is_free_again_afterwards() -> None:
    with Newsroom() as room:
        port = room.port
        ask(room, "gov/news/")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


# -- the layouts ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", shelves())
def test_every_site_of_the_layouts_begins_somewhere(room: Newsroom, host: str) -> None:
    start = ask(room, host + shelves()[host].start)

    assert start.status == (403 if host == "walls" else 200)
    assert ask(room, f"{host}/").status == 200


@pytest.mark.parametrize("host", shelves())
def test_every_article_of_the_layouts_has_its_title(room: Newsroom, host: str) -> None:
    for row in shelves()[host].row:
        article = ask(room, host + (row.moved_to or row.path))

        page = lxml.html.fromstring(article.body.decode("gb18030" if host == "lying" else "utf-8"))
        assert page.xpath("string(//h1)") == row.title
        assert len(page.xpath("//div[@id='zoom']/p")) >= 2


def test_the_query_chooses_the_page(room: Newsroom) -> None:
    first, second = (ask(room, f"table/gi_news/detail?id={number}") for number in ("861763412", "861763377"))

    assert first.body != second.body
    assert ask(room, "table/gi_news/detail?id=1").status == 404


def test_the_query_is_in_the_log(room: Newsroom) -> None:
    ask(room, "ucap/szinf/info/getInfoCommon/?currpage=2")

    assert (room.requests[-1].path, room.requests[-1].query) == ("/szinf/info/getInfoCommon/", "currpage=2")


def test_an_address_that_moved_redirects(room: Newsroom) -> None:
    answer = ask(room, "variants/s/1020274")

    assert answer.status == 301
    assert answer.headers["location"] == room.url("variants/news/detail?id=1020274")


def test_a_host_for_phones_shows_the_same_article(room: Newsroom) -> None:
    assert ask(room, "m.variants/news/detail?id=1020298").body == ask(room, "variants/news/detail?id=1020298").body


def test_a_wall_sets_its_cookie(room: Newsroom) -> None:
    answer = ask(room, "walls/forbidden/")

    assert (answer.status, answer.headers["set-cookie"]) == (403, "wzws_sessionid=1; Path=/")


BAD_REQUESTS = {
    "a page that is no number": ("GET", "ucap/szinf/info/getInfoCommon/?currpage=x", ""),
    "a body that is no JSON": ("POST", "thepaper/contentapi/nodeCont/getByNodeIdPortal", "pageNum=1"),
    "a JSON list for an object": ("POST", "thepaper/contentapi/nodeCont/getByNodeIdPortal", "[1]"),
    "nothing for a number": ("POST", "thepaper/contentapi/nodeCont/getByNodeIdPortal", '{"pageNum": null}'),
    "no page at all": ("POST", "data/api/front/list", '{"channel": "xwdt"}'),
}


@pytest.mark.parametrize(("method", "key", "body"), BAD_REQUESTS.values(), ids=BAD_REQUESTS)
def test_a_bad_request_is_told_so(room: Newsroom, method: str, key: str, body: str) -> None:
    assert ask(room, key, method=method, body=body).status == 400


def test_the_guide_names_every_site_once(room: Newsroom) -> None:
    addresses = re.findall(r"http://\S+", guide(room))

    hosts = [urlsplit(address).hostname for address in addresses]
    assert len(hosts) == len(set(hosts)) == len(room.site_files()) + len(shelves())
    assert {site.home for site in parse_sites(room.layout_files())} == {room.url(f"{host}/") for host in shelves()}


def test_two_newsrooms_may_be_open_at_once() -> None:
    with Newsroom() as one, Newsroom(day=2) as other:
        assert one.port != other.port
        assert ask(one, "english/feed.atom").status == 200
        assert ask(other, "english/feed.atom").status == 503
