"""The spiders: what they yield for an answer, and a crawl by Scrapy alone against a real server."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from scrapy import Request
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest
from scrapy.http import HtmlResponse
from twisted.python.failure import Failure as TwistedFailure

from core.link import Outcome
from core.run import SourceCheck
from core.site import Dialect, Fields, Kind
from spiders.asking import FIRST
from spiders.base import ListSpider
from spiders.endpoint import EndpointSpider
from spiders.feed import FeedSpider
from spiders.items import Failure, FetchedPage
from spiders.section import SectionSpider
from spiders.sitemap import SitemapSpider
from tests.support.lists import LIST_URL, NOON, a_site, a_source

CHECKOUT = Path(__file__).parents[2]
ROW = '<li><a href="/n/{n}.html">第{n}条长三角新闻标题</a><span>2026-11-18</span></li>'


def rows(*numbers: int) -> str:
    """A list page with these articles."""
    return "<ul>" + "".join(ROW.format(n=n) for n in numbers) + "</ul>"


def a_spider(kind: type[ListSpider] = SectionSpider, **source: Any) -> ListSpider:
    """A spider for one Source."""
    kept = a_source(kind.kind, **source)
    return kind(site=a_site(kept), source=kept, now=lambda: NOON)


def all_requests(spider: ListSpider) -> list[Request]:
    """What it begins with."""

    async def started() -> list[Request]:
        return [request async for request in spider.start()]

    return asyncio.run(started())


def first_request(spider: ListSpider) -> Request:
    """The first of them."""
    return all_requests(spider)[0]


def look(spider: ListSpider, body: str | bytes, status: int = 200, request: Request | None = None) -> list[Any]:
    """What it yields for the answer to a request, by default its first."""
    request = request or first_request(spider)
    content = body.encode() if isinstance(body, str) else body
    return list(spider.parse(HtmlResponse(request.url, status=status, body=content, request=request)))


def test_a_list_gives_article_requests_then_the_next_page_then_the_check() -> None:
    spider = a_spider(next_page="index_{n}.html")

    *articles, following, check = look(spider, rows(10001, 10002))

    assert [request.url for request in articles] == [f"https://www.example.cn/n/{n}.html" for n in (10001, 10002)]
    assert articles[0].meta["found"].anchor == "第10001条长三角新闻标题"
    assert articles[0].dont_filter
    assert following.url == "https://www.example.cn/news/index_2.html"
    assert following.meta["ask"].number == 2
    assert following.meta["follows"] == {
        request.meta["found"].url.replace("https://www.", "http://") for request in articles
    }
    assert check == SourceCheck(
        site="example",
        source="news",
        at=NOON,
        outcome=Outcome.FETCHED,
        status=200,
        links=2,
        newest="2026-11-18",
        dated=2,
    )


def test_a_list_that_repeats_its_first_page_is_paged_no_further() -> None:
    spider = a_spider(next_page="?page={n}", max_pages=9)
    *_, following, _ = look(spider, rows(10001))

    *requests, check = look(spider, rows(10001), request=following)

    assert not any("follows" in request.meta for request in requests)
    assert (check.outcome, check.links) == (Outcome.FETCHED, 1)


def test_paging_ends_at_the_limit() -> None:
    spider = a_spider(next_page="?page={n}", max_pages=2)
    *_, following, _ = look(spider, rows(10001))

    requests = [item for item in look(spider, rows(10002), request=following) if isinstance(item, Request)]

    assert [request.url for request in requests] == ["https://www.example.cn/n/10002.html"]


def requests_of(outputs: list[Any]) -> list[Request]:
    """The requests among what a spider yields."""
    return [output for output in outputs if isinstance(output, Request)]


def test_a_unit_that_repeats_the_rows_of_its_page_is_paged_back() -> None:
    unit = "<script parseType='buildstatic' queryData='{\"unitId\":1}'></script>"
    spider = a_spider(dialect=Dialect.JPAAS, fields=Fields(html="data.html"))
    asked = requests_of(look(spider, rows(10001) + unit))[-1]

    requests = requests_of(look(spider, json.dumps({"data": {"html": rows(10001)}}), request=asked))

    assert "follows" in requests[-1].meta
    assert requests[-1].meta["ask"].number == 2


def test_of_searches_that_find_the_same_each_is_paged_back() -> None:
    spider = a_spider(url="https://www.example.cn/?q={keyword}&p={n}", keywords=("长三角", "示范区"))
    first, second = all_requests(spider)

    pages = [requests_of(look(spider, rows(10001), request=one))[-1] for one in (first, second)]

    assert [page.meta["ask"].number for page in pages] == [2, 2]


def test_a_list_that_points_only_to_lists_of_strangers_is_empty() -> None:
    (check,) = look(a_spider(SitemapSpider), index_of("https://elsewhere.example/8.xml"))

    assert (check.outcome, check.reason) == (
        Outcome.EMPTY,
        "index of 1 sitemaps, the newest 1 followed; 1 links leave the hosts of the Site",
    )


PAGES_OF_A_PAPER = "".join(f'<a href="node_{number}.htm">第{number}版</a>' for number in (1, 2, 3, 4))


def test_lists_that_name_each_other_are_asked_for_once() -> None:
    spider = a_spider(list_pattern=r"/node_\d\.htm$", url="https://www.example.cn/20/node_1.htm", max_pages=9)
    others = requests_of(look(spider, PAGES_OF_A_PAPER))

    again = requests_of(look(spider, PAGES_OF_A_PAPER, request=others[0]))

    assert [request.url[-10:] for request in others] == ["node_2.htm", "node_3.htm", "node_4.htm"]
    assert again == []


def test_no_more_further_lists_are_asked_for_than_pages() -> None:
    spider = a_spider(list_pattern=r"/node_\d\.htm$", url="https://www.example.cn/20/node_1.htm", max_pages=2)

    assert len(requests_of(look(spider, PAGES_OF_A_PAPER))) == 2


def test_a_data_file_that_is_not_beside_its_page_is_looked_for_in_the_root() -> None:
    spider = a_spider(dialect=Dialect.SUPEREDIT, url="https://www.example.cn/a/b/index.htm")
    (beside,) = requests_of(look(spider, '<ul data="datasource:0123456789abcdef"></ul>'))
    (in_root,) = look(spider, "", 404, beside)

    (check,) = look(spider, "", 404, in_root)

    assert beside.url == "https://www.example.cn/a/b/ds_0123456789abcdef.json"
    assert in_root.url == "https://www.example.cn/ds_0123456789abcdef.json"
    assert check.outcome is Outcome.GONE


def test_a_link_off_the_hosts_of_the_site_is_a_failure_and_no_request() -> None:
    html = rows(10001) + '<li><a href="https://elsewhere.example/20261118/1.html">别处的一条新闻标题</a></li>'

    request, failure, check = look(a_spider(), html)

    assert request.url.endswith("10001.html")
    assert isinstance(failure, Failure)
    assert (failure.outcome, failure.reason) == (Outcome.OFF_HOST, "elsewhere.example is not of this Site")
    assert check.links == 1
    assert check.reason == "1 links leave the hosts of the Site"


CHECKS = {
    "unchanged, though nobody asked whether": ("", 304, Outcome.ERROR, "http 304 to a request without a condition"),
    "a page without links": ("<p>维护中</p>" * 99, 200, Outcome.EMPTY, ""),
    "a tiny page without links": ("<p>维护中</p>", 200, Outcome.BLOCKED, "16 bytes without a link"),
    "a server's error": ("", 503, Outcome.SERVER_ERROR, "http 503"),
    "a wall": ("<script>challenge()</script>", 200, Outcome.BLOCKED, "script of 28 bytes"),
    "a list that is gone": ("", 404, Outcome.GONE, "http 404"),
}


@pytest.mark.parametrize(("body", "status", "outcome", "reason"), CHECKS.values(), ids=CHECKS)
def test_a_check_says_how_the_look_ended(body: str, status: int, outcome: Outcome, reason: str) -> None:
    (check,) = look(a_spider(), body, status)

    assert (check.outcome, check.reason, check.status, check.links) == (outcome, reason, status, 0)


def test_a_list_that_has_not_changed_since_it_was_last_asked_for() -> None:
    request = Request(LIST_URL, headers={"If-None-Match": '"1"'}, meta={"ask": FIRST})

    (check,) = look(a_spider(), "", 304, request=request)

    assert (check.outcome, check.reason) == (Outcome.UNCHANGED, "not modified")


def test_a_selector_that_no_longer_matches_is_told_in_the_check() -> None:
    (check,) = look(a_spider(selector="ul.old li"), rows(10001))

    assert (check.outcome, check.reason) == (Outcome.EMPTY, "nothing matches 'ul.old li'")


def test_an_answer_of_another_kind_is_an_error() -> None:
    (check,) = look(a_spider(FeedSpider), rows(10001))

    assert (check.outcome, check.reason) == (Outcome.ERROR, "not a feed")


def test_a_list_that_ends_sooner_than_thought_has_not_failed() -> None:
    spider = a_spider(next_page="index_{n}.html")
    *_, following, _ = look(spider, rows(10001))

    (check,) = look(spider, "", 404, request=following)

    assert (check.outcome, check.reason) == (Outcome.FETCHED, "no page 2: http 404")


def test_an_article_answer_is_a_page_with_the_link_that_led_to_it() -> None:
    spider = a_spider()
    request, _ = look(spider, rows(10001))
    body = rows(*range(10001, 10010)).encode()
    headers = {"Content-Type": "text/html", "Set-Cookie": ["a=1", "b=2"]}

    (item,) = spider.parse_page(HtmlResponse(request.url + "?final", headers=headers, body=body, request=request))

    assert isinstance(item, FetchedPage)
    assert item.found == request.meta["found"]
    assert (item.page.asked_url, item.page.url) == (request.url, request.url + "?final")
    assert item.page.headers == {"content-type": "text/html", "set-cookie": "a=1, b=2"}
    assert (item.page.body, item.page.fetched_at) == (body, NOON)


def test_an_article_that_is_gone_is_a_failure() -> None:
    spider = a_spider()
    request, _ = look(spider, rows(10001))

    (item,) = spider.parse_page(HtmlResponse(request.url, status=404, request=request))

    assert item == Failure(request.meta["found"], None, Outcome.GONE, "http 404")


def failed(spider: ListSpider, request: Request) -> Failure:
    """What it yields for a request without an answer."""
    failure = TwistedFailure(DownloadTimeoutError("30 s"))
    failure.request = request  # type: ignore[attr-defined] # as Scrapy does
    (item,) = spider.failed(failure)
    return item


def test_a_request_without_an_answer_is_a_failure_of_its_link_or_of_the_list() -> None:
    spider = a_spider()
    request, _ = look(spider, rows(10001))

    assert failed(spider, request) == Failure(request.meta["found"], None, Outcome.TIMEOUT, "timed out: 30 s")
    of_list = failed(spider, first_request(spider))
    assert of_list.found is None
    assert of_list.source_check == SourceCheck(
        site="example", source="news", at=NOON, outcome=Outcome.TIMEOUT, reason="timed out: 30 s"
    )


def test_no_more_articles_are_fetched_in_one_run_than_the_site_allows() -> None:
    source = a_source(Kind.SECTION)
    spider = SectionSpider(site=a_site(source, max_articles=2), source=source, now=lambda: NOON)
    *requests, check = look(spider, rows(10001, 10002, 10003))

    for request in requests[:2]:
        spider.limit_articles(request)
    spider.limit_articles(
        requests[0].replace(url="https://www.example.cn/moved", meta={**requests[0].meta, "redirect_times": 1})
    )
    spider.limit_articles(first_request(spider))

    with pytest.raises(IgnoreRequest, match="more than 2 articles"):
        spider.limit_articles(requests[2])
    with pytest.raises(IgnoreRequest, match="asked for already"):
        spider.limit_articles(requests[1])
    assert check.links == 3


def test_an_endpoint_is_asked_as_its_source_says() -> None:
    spider = a_spider(EndpointSpider, method="POST", body='{"nodeId":1}', headers={"Content-Type": "application/json"})

    request = first_request(spider)

    assert (request.method, request.body) == ("POST", b'{"nodeId":1}')
    assert request.headers["Content-Type"] == b"application/json"


def index_of(*parts: str) -> str:
    """A sitemap index."""
    return "<sitemapindex>" + "".join(f"<sitemap><loc>{part}</loc></sitemap>" for part in parts) + "</sitemapindex>"


def test_the_parts_of_a_sitemap_index_are_followed_on_the_hosts_of_the_site_and_never_without_end() -> None:
    spider = a_spider(SitemapSpider, url="https://www.example.cn/sitemap.xml", max_pages=2)

    one, check = look(spider, index_of("/9.xml", "https://elsewhere.example/8.xml"))
    assert (one.url, check.outcome, check.links) == ("https://www.example.cn/9.xml", Outcome.FETCHED, 0)
    assert "follows" not in one.meta

    two, _ = look(spider, index_of("/7.xml", "/6.xml"), request=one)
    assert two.url == "https://www.example.cn/7.xml"
    (check,) = look(spider, index_of("/5.xml"), request=two)
    assert check.outcome is Outcome.EMPTY


def test_a_spider_refuses_what_is_not_its_own() -> None:
    source = a_source(Kind.FEED)

    with pytest.raises(ValueError, match="news is a feed, not a section"):
        SectionSpider(site=a_site(source), source=source)
    with pytest.raises(ValueError, match="no shipped site 'nowhere'"):
        SectionSpider(site="nowhere", source="x")


def test_shipped_ids_are_enough() -> None:
    spider = SectionSpider(site="ndrc", source="dfdt")

    assert first_request(spider).url == "https://www.ndrc.gov.cn/xwdt/dt/dfdt/"


@pytest.mark.parametrize(
    "command", [["list"], ["check"], ["shell", "--nolog", "-c", "settings['BOT_NAME']"]], ids=" ".join
)
def test_scrapy_commands_work_in_the_checkout(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *command],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    if command == ["list"]:
        assert done.stdout.split() == ["endpoint", "feed", "section", "sitemap"]


SCRIPT = """
import json, sys
from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from spiders.items import Failure, FetchedPage
from spiders.sites import parse_site

def show(item):
    if isinstance(item, FetchedPage):
        print(json.dumps(["page", item.page.url]))
    elif isinstance(item, Failure):
        print(json.dumps(["failure", item.found.url, item.outcome]))
    else:
        print(json.dumps(["check", item.outcome, item.links, item.reason]))

site = parse_site(sys.stdin.read(), "test.toml")
process = AsyncCrawlerProcess({"SPIDER_MODULES": ["spiders"], "LOG_ENABLED": False, "HTTPERROR_ALLOW_ALL": True,
    "TELNETCONSOLE_ENABLED": False, "DOWNLOAD_DELAY": 0})
for source in site.sources:
    crawler = process.create_crawler(source.kind)
    crawler.signals.connect(show, signals.item_scraped)
    process.crawl(crawler, site=site, source=source)
process.start()
"""
SITE = """
id = "example"
name = "示例"
home = "http://127.0.0.1:{port}/"
tier = "issuer"
max_articles = 3

[[sources]]
id = "news"
kind = "section"
url = "http://127.0.0.1:{port}/list/1"
next_page = "/list/{{n}}"
max_pages = 9
"""


class Pages(BaseHTTPRequestHandler):
    """Two list pages, after which the list repeats its last, and articles of which one is gone."""

    def do_GET(self) -> None:
        """Answer."""
        body, status = "<p>正文</p>" + rows(*range(5)), 200
        if self.path.startswith("/list/"):
            body = rows(10001, 10002) if self.path == "/list/1" else rows(10003, 10004, 10005)
        elif "10002" in self.path:
            status = 404
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server of Pages."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


def test_by_scrapy_alone_a_spider_works_and_ends(port: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=CHECKOUT,
        input=SITE.format(port=port),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    items = [json.loads(line) for line in done.stdout.splitlines()]

    # Page 3 repeats page 2, so there is no page 4; of five articles three are fetched.
    assert [item[1:] for item in items if item[0] == "check"] == [
        ["fetched", 2, ""],
        ["fetched", 3, ""],
        ["fetched", 3, ""],
    ]
    base = f"http://127.0.0.1:{port}/n/"
    assert sorted(item[1] for item in items if item[0] == "page") == [f"{base}10001.html", f"{base}10003.html"]
    assert [item[1:] for item in items if item[0] == "failure"] == [[f"{base}10002.html", "gone"]]
