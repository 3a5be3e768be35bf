"""Pages a second of a crawl, against a bare Scrapy spider that only downloads the same pages.

Both run in a child process against a loopback server in this one, without delay, 16 requests at once. The clock runs
from the first request for an article to the last, so that the start of the interpreter does not count.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.crawl import crawl, job_for
from tests.support.faults import FaultServer, answer

HOSTS = 16
#: Of each host.
PAGES = 60
KILOBYTES = 20
ROUNDS = 3
PARAGRAPH = "<p>长三角三省一市今日联合发布一体化发展年度工作要点，明确了科技创新、产业协同和生态共保的重点任务。</p>\n"

BARE = """
import sys
import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.resolver import dnscache
for number in range(16):  # not every system knows the names under localhost
    dnscache[f"h{number}.localhost"] = "127.0.0.1"
class Bare(scrapy.Spider):
    name = "bare"
    start_urls = sys.stdin.read().split()
    def parse(self, response):
        pass
process = CrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False})
process.crawl(Bare)
process.start()
"""


def main() -> None:
    """Measure both and print them."""
    with FaultServer() as server:
        addresses = _serve(server, PAGES, KILOBYTES)
        # By turns, so that both meet the same other work of the machine.
        rounds = [(_bare(server, addresses), _ours(server, PAGES)) for _ in range(ROUNDS)]
    bare, ours = (max(rates) for rates in zip(*rounds, strict=True))
    print(f"{HOSTS} hosts, {HOSTS * PAGES} pages of {KILOBYTES} kB, best of {ROUNDS}")
    print(f"bare Scrapy  {bare:7.0f} pages/s")
    print(f"deltawatch   {ours:7.0f} pages/s, kept in the store")
    print(f"ratio        {ours / bare:7.2f}")


def _serve(server: FaultServer, pages: int, kilobytes: int) -> list[str]:
    paths = [f"/article/{number}.html" for number in range(pages)]
    body = PARAGRAPH * (kilobytes * 1024 // len(PARAGRAPH.encode()))
    for path in paths:
        server.put(path, answer(f"<html><head><title>{path}</title></head><body>{body}</body></html>"))
    for host in _hosts():
        server.put_list(host, paths)
    return [server.url(path, host) for path in paths for host in _hosts()]


def _hosts() -> list[str]:
    return [f"h{number}.localhost" for number in range(HOSTS)]


def _rate(server: FaultServer) -> float:
    times = [asked.at for asked in server.requests if asked.path.startswith("/article/")]
    return len(times) / (max(times) - min(times))


def _bare(server: FaultServer, addresses: list[str]) -> float:
    server.requests.clear()
    subprocess.run([sys.executable, "-c", BARE], input="\n".join(addresses), text=True, check=True, timeout=120)
    return _rate(server)


def _ours(server: FaultServer, pages: int) -> float:
    server.requests.clear()
    with tempfile.TemporaryDirectory() as folder:
        sites = [server.site(host, max_articles=pages) for host in _hosts()]
        ended = crawl(job_for(Path(folder) / "store.sqlite", *sites, parallel_sites=HOSTS, budget=600))
    if ended.code or sum(site["pages"] for site in ended.sites.values()) != HOSTS * pages:
        raise SystemExit(f"the crawl did not come to its end: {ended}")
    return _rate(server)


if __name__ == "__main__":
    main()
