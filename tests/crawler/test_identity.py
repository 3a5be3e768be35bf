"""One article is asked for once, under whatever addresses lists show it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.link import Outcome
from store import open_store
from tests.support.crawl import crawl, job_for
from tests.support.faults import FaultServer

HOST = "news.localhost"


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


def test_where_a_redirect_led_is_not_asked_for_again(server: FaultServer, tmp_path: Path) -> None:
    job = job_for(tmp_path / "store.sqlite", server.site(HOST))
    server.put_list(HOST, ["/redirect//article/7.html"])
    crawl(job)
    server.put_list(HOST, ["/article/7.html", "/redirect//article/7.html"])

    ended = crawl(job)

    assert len(server.asked("/article/7.html")) == 1
    assert ended.sites["news"]["new_links"] == 0
    with open_store(job.store) as store:
        known = {store.explain(server.url(path, HOST)) for path in ("/article/7.html", "/redirect//article/7.html")}
    assert len({one.link.id for one in known if one}) == 1
    assert [len(one.pages) for one in known if one] == [1]


def test_two_addresses_of_one_list_that_lead_to_one_page_give_one_page(server: FaultServer, tmp_path: Path) -> None:
    job = job_for(tmp_path / "store.sqlite", server.site(HOST))
    server.put_list(HOST, ["/redirect//article/7.html", "/article/7.html", "/article/8.html"])

    crawl(job)

    with open_store(job.store) as store:
        pages = [page.page.url for page in store.pages.waiting(9)]
    assert sorted(url for url in pages if url) == [server.url(f"/article/{n}.html", HOST) for n in (7, 8)]


def test_the_mobile_page_is_the_same_article(server: FaultServer, tmp_path: Path) -> None:
    hosts = (HOST, f"m.{HOST}", f"www.{HOST}")
    rows = "".join(f"<li><a href='{server.url('/article/1.html', host)}'>长三角一条新闻</a></li>" for host in hosts)
    server.put("/list", f"<ul>{rows}</ul>")

    crawl(job_for(tmp_path / "store.sqlite", server.site(HOST)))

    assert [asked.host for asked in server.asked("/article/1.html")] == [HOST]


@pytest.mark.parametrize(
    ("led", "reason"),
    [
        ("/", "leads to the front page of news.localhost"),
        ("/list", "leads to the list"),
        ("/404.html", "leads to an error page"),
    ],
)
def test_a_redirect_away_from_an_article_is_no_page(server: FaultServer, tmp_path: Path, led: str, reason: str) -> None:
    job = job_for(tmp_path / "store.sqlite", server.site(HOST))
    gone = f"/redirect/{led}"
    server.put_list(HOST, [gone, "/article/1.html"])

    crawl(job)

    with open_store(job.store) as store:
        link = store.links.get(server.url(gone, HOST))
        assert store.pages.count_waiting() == 1
    assert link is not None
    assert (link.outcome, link.reason) == (Outcome.GONE, reason)
