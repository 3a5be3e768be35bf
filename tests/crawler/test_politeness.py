"""What a host asked for in one crawl is kept to in the next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from core.link import Outcome
from core.run import SourceCheck
from crawler.job import DueSite
from store import open_store
from tests.support.crawl import crawl, job_for
from tests.support.faults import ARTICLE, Asked, FaultServer, answer

HOST = "news.localhost"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


def last_check(path: Path) -> SourceCheck:
    with open_store(path) as store:
        check = store.checks.last("news", "list")
    assert check is not None
    return check


def test_a_retry_after_is_kept_to_by_the_next_run_and_not_for_longer(server: FaultServer, path: Path) -> None:
    server.put_list(HOST, ["/article/1.html"])
    server.put("/list", answer("", status=503, headers={"Retry-After": "7200"}), HOST)
    crawl(job_for(path, server.site(HOST)))
    server.put_list(HOST, ["/article/1.html"])
    server.requests.clear()

    crawl(job_for(path, server.site(HOST), clock_offset=3600))

    assert server.requests == []
    early = last_check(path)
    assert early.outcome is Outcome.WAITING
    assert early.reason.startswith("news.localhost asks to come back in 3")

    crawl(job_for(path, server.site(HOST), clock_offset=7300))

    assert [asked.path for asked in server.requests] == ["/list", "/article/1.html"]
    assert last_check(path).outcome is Outcome.FETCHED


def test_another_host_is_asked_meanwhile(server: FaultServer, path: Path) -> None:
    server.put("/list", answer("", status=429, headers={"Retry-After": "7200"}), HOST)
    server.put_list("fine.localhost", ["/article/1.html"])
    sites = [server.site(HOST), server.site("fine.localhost")]
    crawl(job_for(path, *sites))
    server.requests.clear()

    crawl(job_for(path, *sites))

    assert {asked.host for asked in server.requests} == {"fine.localhost"}


def test_what_a_crawl_delay_leaves_for_later_is_no_failure(server: FaultServer, path: Path) -> None:
    server.put("/robots.txt", answer("User-agent: *\nCrawl-delay: 120\n", "text/plain"))
    server.put_list(HOST, ["/article/1.html", "/article/2.html"])

    crawl(job_for(path, server.site(HOST), budget=60))
    second = crawl(job_for(path, server.site(HOST), budget=60, clock_offset=200)).sites["news"]

    assert [asked.path for asked in server.requests] == ["/robots.txt", "/list"]
    assert (second["ending"], second["new_links"], second["failures"]) == ("finished", 2, 0)
    with open_store(path) as store:
        assert store.counts().links == {Outcome.WAITING: 2}


@pytest.mark.parametrize(("hops", "obeyed"), [(5, True), (6, False)], ids=["five hops", "six are as good as no file"])
def test_robots_txt_may_move_five_times(server: FaultServer, path: Path, hops: int, *, obeyed: bool) -> None:
    server.put("/robots.txt", answer("", status=301, headers={"Location": "/rules/1"}))
    for hop in range(1, hops):
        server.put(f"/rules/{hop}", answer("", status=301, headers={"Location": f"/rules/{hop + 1}"}))
    server.put(f"/rules/{hops}", answer("User-agent: *\nDisallow: /article/\n", "text/plain"))
    server.put_list(HOST, ["/article/1.html"])

    crawl(job_for(path, server.site(HOST)))

    assert bool(server.asked("/article/1.html")) is not obeyed


@pytest.mark.parametrize("cookies", [True, False])
def test_cookies_are_given_back_within_a_look_where_the_site_says_so(
    server: FaultServer, path: Path, *, cookies: bool
) -> None:
    def article(asked: Asked) -> bytes:
        return (
            answer(ARTICLE.format("一页"))
            if asked.headers.get("cookie") == "wzws_sessionid=1"
            else answer("", status=403)
        )

    rows = "<ul>" + "".join(f"<li><a href='/{n}.html'>长三角一条新闻</a></li>" for n in range(2)) + "</ul>"
    server.put("/list", answer(rows, headers={"Set-Cookie": "wzws_sessionid=1; path=/"}))
    for n in range(2):
        server.put(f"/{n}.html", article)
    job = job_for(path, server.site(HOST, cookies=cookies))

    ended = crawl(job)
    crawl(job)

    assert ended.sites["news"]["pages"] == (2 if cookies else 0)
    assert ["cookie" in asked.headers for asked in server.asked("/list")] == [False, False]


def test_sources_are_looked_at_in_the_order_of_the_plan(server: FaultServer, path: Path) -> None:
    server.put_list(HOST, [], "/list")
    server.put_list(HOST, [], "/second")
    site = server.site(HOST)
    second = replace(site.sources[0], id="second", url=server.url("/second", HOST))
    site = replace(site, sources=(*site.sources, second))
    job = job_for(path, site)

    crawl(replace(job, due=(DueSite(site=site, sources=("second", "list")),)))

    assert [asked.path for asked in server.requests] == ["/robots.txt", "/second", "/list"]


def test_a_slow_host_holds_up_no_other(server: FaultServer, path: Path) -> None:
    slow = answer("User-agent: *\nCrawl-delay: 60\n", "text/plain")
    names = [f"slow{number}.localhost" for number in range(3)]
    for name in names:
        server.put("/robots.txt", slow, name)
    server.put_list("fine.localhost", ["/article/1.html"])
    sites = [server.site(name) for name in (*names, "fine.localhost")]

    crawl(job_for(path, *sites, budget=50, parallel_sites=1))

    assert [asked.path for asked in server.requests if asked.host == "fine.localhost"][1:] == [
        "/list",
        "/article/1.html",
    ]
