from __future__ import annotations

import os
import signal
import sqlite3
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from core.link import Outcome
from core.site import Kind, Source
from crawler.fetch import in_turns
from crawler.job import DueSite
from store import open_store
from tests.support.crawl import Child, Ended, crawl, job_for
from tests.support.faults import Asked, FaultServer, answer


@pytest.fixture
def server() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.sqlite"


def outcomes(path: Path) -> dict[str, tuple[Outcome, str]]:
    """Path of each Link to its outcome and reason."""
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("select url, outcome, reason from links").fetchall()
    return {"/" + url.split("/", 3)[3]: (Outcome(outcome), reason) for url, outcome, reason in rows}


def count(path: Path, outcome: Outcome) -> int:
    return [found for found, _ in outcomes(path).values()].count(outcome)


def wait_for(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for another process to get somewhere."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.02)


def articles(number: int) -> list[str]:
    return [f"/article/{n}.html" for n in range(number)]


# -- the whole way -------------------------------------------------------------------------------------------------


def test_a_crawl_keeps_every_article_once_and_reports(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", articles(10))

    ended = crawl(job_for(path, server.site("news.localhost")))

    assert ended.code == 0, ended.err
    assert ended.err == ""
    assert ended.sites == {"news": {"ending": "finished", "requests": 12, "pages": 10, "new_links": 10, "failures": 0}}
    with open_store(path) as store:
        assert {page.page.url for page in store.pages.waiting(100)} == {
            server.url(one, "news.localhost") for one in articles(10)
        }
        check = store.checks.last("news", "list")
        (run,) = store.runs.recent(10)
    assert check is not None
    assert (check.outcome, check.links, check.new) == (Outcome.FETCHED, 10, 10)
    assert (run.ending, run.requests, run.pages, run.new_links) == ("finished", 12, 10, 10)


def test_a_quiet_cycle_asks_for_the_list_only(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", articles(5))
    job = job_for(path, server.site("news.localhost"))
    crawl(job)
    server.requests.clear()

    ended = crawl(job)

    assert [asked.path for asked in server.requests] == ["/list"]
    assert ended.sites["news"]["new_links"] == 0


def test_what_stands_behind_a_page_that_failed_is_found_by_the_next_run(server: FaultServer, path: Path) -> None:
    site = server.site("news.localhost")
    site = replace(site, sources=(replace(site.sources[0], next_page="/list{n}"),))
    pages = {"/list": [0, 1], "/list2": [2, 3], "/list3": [4]}
    for one, numbers in pages.items():
        server.put_list("news.localhost", [f"/article/{number}.html" for number in numbers], one)
    server.put("/list2", answer("", status=503), "news.localhost")
    crawl(job_for(path, site))
    server.put_list("news.localhost", [f"/article/{number}.html" for number in pages["/list2"]], "/list2")

    crawl(job_for(path, site))

    assert count(path, Outcome.FETCHED) == 5


def test_we_say_who_we_are_and_nothing_else(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", ["/status/200", "/set"])
    server.put("/set", answer("一页", headers={"Set-Cookie": "a=b"}))

    crawl(job_for(path, server.site("news.localhost")))

    for asked in server.requests:
        assert asked.headers["user-agent"] == "deltawatch/0 (+mailto:tests@example.org)"
        assert not {"cookie", "referer", "authorization"} & set(asked.headers)


def test_clock_offset_moves_every_time(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", articles(1))

    crawl(job_for(path, server.site("news.localhost"), clock_offset=-10 * 365 * 86400))

    with open_store(path) as store:
        (page,) = store.pages.waiting(10)
        (run,) = store.runs.recent(1)
    assert page.page.fetched_at.year < 2020
    assert run.started.year < 2020


def test_what_is_no_job_is_one_line_and_exit_2() -> None:
    ended = Child('{"store": 1}').end()

    assert ended.code == 2
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1


# -- faults --------------------------------------------------------------------------------------------------------

FAULTS = {
    "a slow body": ("/slow/500", Outcome.TIMEOUT, "timed out"),
    "slow headers": ("/slow-headers/500", Outcome.TIMEOUT, "timed out"),
    "a silent server": ("/silent", Outcome.TIMEOUT, "timed out"),
    "a gzip bomb": ("/gzip/500000000", Outcome.TOO_BIG, "DOWNLOAD_MAXSIZE"),
    "a brotli bomb": ("/br/100000000", Outcome.TOO_BIG, "DOWNLOAD_MAXSIZE"),
    "a zstd bomb": ("/zstd/100000000", Outcome.TOO_BIG, "DOWNLOAD_MAXSIZE"),
    "a body without end": ("/never", Outcome.TOO_BIG, "larger than allowed"),
    "headers without end": ("/endless-headers", Outcome.TOO_BIG, "headers"),
    "50 MB": ("/big/50000000", Outcome.TOO_BIG, "larger than allowed"),
    "a redirect loop": ("/loop/0", Outcome.BAD_REDIRECT, "more than 5 redirects"),
    "a redirect to itself": ("/redirect//redirect/", Outcome.BAD_REDIRECT, "redirects"),
    "a redirect to a file": ("/redirect/file:///etc/passwd", Outcome.BAD_REDIRECT, "no http or https address"),
    "a redirect to nonsense": ("/redirect/http://[x", Outcome.BAD_REDIRECT, "no address"),
    "a redirect to another host": ("/redirect/http://other.localhost/", Outcome.OFF_HOST, "other.localhost"),
    "a redirect to the metadata address": ("/redirect/http://169.254.169.254/latest", Outcome.OFF_HOST, "169.254"),
    "too many requests": ("/status/429/1", Outcome.BLOCKED, "http 429"),
    "a wall": ("/status/412", Outcome.BLOCKED, "http 412"),
    "gone": ("/status/404", Outcome.GONE, "http 404"),
    "a server error": ("/status/500", Outcome.SERVER_ERROR, "http 500"),
    "cut short": ("/short", Outcome.UNREACHABLE, "connection failed"),
    "reset": ("/reset", Outcome.UNREACHABLE, "connection"),
    "an image that says it is HTML": ("/binary", Outcome.NOT_A_PAGE, "image"),
    "deep nesting": ("/deep/100000", Outcome.FETCHED, ""),
    "a hundred thousand attributes": ("/attributes/100000", Outcome.FETCHED, ""),
}


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ended, FaultServer, dict[str, object]]]:
    """One crawl of a Site for each fault: a list of the fault and an ordinary article."""
    path = tmp_path_factory.mktemp("faults") / "store.sqlite"
    with FaultServer() as server:
        sites = []
        for number, (fault, _, _) in enumerate(FAULTS.values()):
            host = f"f{number}.localhost"
            server.put_list(host, [fault, f"/article/{number}.html"])
            sites.append(server.site(host))
        ended = Child.of(job_for(path, *sites, timeout=5, budget=120)).end()
        found: dict[str, object] = {}
        with open_store(path) as store:
            for number, (name, (fault, _, _)) in enumerate(FAULTS.items()):
                host = f"f{number}.localhost"
                found[name] = store.links.get(server.url(fault, host))
                found[f"{name}: next"] = store.links.get(server.url(f"/article/{number}.html", host))
        yield ended, server, found


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_ends_in_its_outcome_and_hurts_no_other(
    name: str, faulty: tuple[Ended, FaultServer, dict[str, object]]
) -> None:
    _, _, found = faulty
    _, outcome, reason = FAULTS[name]

    link = found[name]
    assert (link.outcome, reason in link.reason) == (outcome, True), link.reason  # type: ignore[attr-defined]
    following = found[f"{name}: next"]
    assert following.outcome is Outcome.FETCHED, following.reason  # type: ignore[attr-defined]


def test_faults_cost_little_memory_and_no_lines(faulty: tuple[Ended, FaultServer, dict[str, object]]) -> None:
    ended, server, _ = faulty

    assert ended.code == 0
    assert ended.peak < 200
    assert ended.err == ""
    assert len(server.asked("/gzip/500000000")) == 1
    assert len(server.asked("/status/429/1")) == 1
    assert len(server.asked("/reset")) == 2


def test_lists_that_misbehave_are_recorded_as_checks(server: FaultServer, path: Path) -> None:
    faults = {
        "a": ("/status/503", Outcome.SERVER_ERROR),
        "b": ("/big/50000000", Outcome.TOO_BIG),
        "c": ("/slow/500", Outcome.TIMEOUT),
        "d": ("/redirect/http://x.localhost/", Outcome.OFF_HOST),
    }
    sites = []
    for name, (fault, _) in faults.items():
        site = server.site(f"{name}.localhost")
        sites.append(replace(site, sources=(replace(site.sources[0], url=server.url(fault, f"{name}.localhost")),)))

    ended = crawl(job_for(path, *sites, timeout=2))

    assert ended.err == ""
    with open_store(path) as store:
        for name, (_, outcome) in faults.items():
            check = store.checks.last(name, "list")
            assert check is not None
            assert check.outcome is outcome


def test_a_list_that_lists_itself_ends(server: FaultServer, path: Path) -> None:
    site = server.site("loops.localhost")
    sources = (
        Source(id="map", kind=Kind.SITEMAP, url=server.url("/own-sitemap", "loops.localhost")),
        Source(id="days", kind=Kind.SECTION, url=server.url("/calendar/0", "loops.localhost"), link_pattern="calendar"),
        Source(id="laughs", kind=Kind.FEED, url=server.url("/entities", "loops.localhost")),
    )

    ended = Child.of(job_for(path, replace(site, sources=sources))).end()

    assert ended.code == 0
    assert len(server.requests) < 20
    assert ended.peak < 200


# -- whom we ask ---------------------------------------------------------------------------------------------------


def test_disallow_keeps_eight_at_once_out(server: FaultServer, path: Path) -> None:
    server.put("/robots.txt", answer("User-agent: *\nDisallow: /article/\n", "text/plain"))
    server.put_list("news.localhost", articles(8))

    crawl(job_for(path, server.site("news.localhost")))

    assert [asked.path for asked in server.requests] == ["/robots.txt", "/list"]
    assert count(path, Outcome.ROBOTS) == 8


def test_a_host_whose_robots_txt_fails_is_deferred(server: FaultServer, path: Path) -> None:
    server.put("/robots.txt", answer("", status=503))
    server.put_list("news.localhost", articles(2))

    crawl(job_for(path, server.site("news.localhost")))

    assert [asked.path for asked in server.requests] == ["/robots.txt"]
    with open_store(path) as store:
        check = store.checks.last("news", "list")
    assert check is not None
    assert (check.outcome, check.reason) == (Outcome.DEFERRED, "robots.txt answers 503")


def test_robots_txt_may_lie_on_another_host_of_the_open_web(server: FaultServer, path: Path) -> None:
    rules = answer("User-agent: *\nDisallow: /article/\n", "text/plain")
    elsewhere = answer("", status=301, headers={"Location": server.url("/robots.txt", "rules.localhost")})
    server.put("/robots.txt", elsewhere, "news.localhost")
    server.put("/robots.txt", rules, "rules.localhost")
    server.put_list("news.localhost", articles(2))
    server.put_list("rules.localhost", [])

    # The second Site is here only for its leave to ask this machine.
    crawl(job_for(path, server.site("news.localhost"), server.site("rules.localhost"), parallel_sites=1))

    assert count(path, Outcome.ROBOTS) == 2


def test_without_leave_no_private_address_is_asked(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", articles(2))

    ended = crawl(job_for(path, server.site("news.localhost", allow_networks=())))

    assert server.requests == []
    assert ended.err == ""
    with open_store(path) as store:
        check = store.checks.last("news", "list")
    assert check is not None
    assert check.outcome is Outcome.PRIVATE
    assert "127.0.0.1" in check.reason


def test_no_spelling_of_this_machine_is_connected_to(server: FaultServer, path: Path) -> None:
    hosts = ("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0", "[::ffff:7f00:1]", "[::1]")
    sites = [
        server.site(host, id=f"odd{number}", home=f"http://{host}:{server.port}/", allow_networks=())
        for number, host in enumerate(hosts)
    ]

    crawl(job_for(path, *sites))

    assert server.requests == []
    with open_store(path) as store:
        checks = [store.checks.last(site.id, "list") for site in sites]
    assert [check and check.outcome for check in checks] == [Outcome.PRIVATE] * len(hosts)


def test_a_redirect_to_a_private_address_is_refused_even_where_the_site_names_it(
    server: FaultServer, path: Path
) -> None:
    server.put_list("news.localhost", ["/redirect/http://10.0.0.1/secret"])

    crawl(job_for(path, server.site("news.localhost", hosts=("10.0.0.1",))))

    ((outcome, reason),) = outcomes(path).values()
    assert outcome is Outcome.PRIVATE
    assert "10.0.0.1" in reason


def test_redirects_within_the_site_are_followed(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", ["/redirect//article/7.html"])

    crawl(job_for(path, server.site("news.localhost")))

    with open_store(path) as store:
        (page,) = store.pages.waiting(10)
    assert page.page.url == server.url("/article/7.html", "news.localhost")
    assert page.page.asked_url == server.url("/redirect//article/7.html", "news.localhost")


@pytest.fixture(scope="module")
def self_signed(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "news.localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("news.localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    plain = serialization.NoEncryption()
    file.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


@pytest.mark.parametrize(("verify", "pages"), [(True, 0), (False, 2)], ids=["verified", "the Site opts out"])
def test_a_certificate_that_nobody_vouches_for(
    self_signed: ssl.SSLContext, path: Path, *, verify: bool, pages: int
) -> None:
    with FaultServer(self_signed) as server:
        server.put_list("news.localhost", articles(2))
        ended = crawl(job_for(path, server.site("news.localhost", verify_tls=verify)))

    assert ended.err == ""
    assert ended.sites["news"]["pages"] == pages
    if verify:
        with open_store(path) as store:
            check = store.checks.last("news", "list")
        assert check is not None
        assert check.outcome is Outcome.DEFERRED
        assert "certificate verify failed" in check.reason


# -- how often -----------------------------------------------------------------------------------------------------


def test_one_connection_a_host_and_its_delay_over_all_sources_and_sites(server: FaultServer, path: Path) -> None:
    host = "news.localhost"
    server.put_list(host, articles(4))
    server.put_list(host, [f"/other/{n}.html" for n in range(4)], "/second")
    one = server.site(host, delay=0.15)
    two = replace(one, id="two", sources=(replace(one.sources[0], id="second", url=server.url("second", host)),))

    crawl(job_for(path, one, two))

    times = [asked.at for asked in server.requests]
    assert len(times) == 11
    assert server.at_once == {host: 1}
    assert min(later - sooner for sooner, later in pairwise(times)) >= 0.15


def test_crawl_delay_is_kept(server: FaultServer, path: Path) -> None:
    server.put("/robots.txt", answer("User-agent: *\nCrawl-delay: 0.3\n", "text/plain"))
    server.put_list("news.localhost", articles(3))

    crawl(job_for(path, server.site("news.localhost")))

    times = [asked.at for asked in server.requests]
    assert min(later - sooner for sooner, later in pairwise(times)) >= 0.3


def test_retry_after_holds_the_host(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", ["/status/429/1", *articles(2)])

    crawl(job_for(path, server.site("news.localhost")))

    (refused,), (following,) = server.asked("/status/429/1"), server.asked("/article/0.html")
    assert following.at - refused.at >= 1
    assert outcomes(path)["/status/429/1"] == (Outcome.BLOCKED, "http 429")


def test_a_retry_after_beyond_the_run_defers_the_rest_at_once(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", ["/status/503/3600", *articles(5)])
    began = time.monotonic()

    crawl(job_for(path, server.site("news.localhost")))

    assert time.monotonic() - began < 15
    assert count(path, Outcome.WAITING) == 5
    assert "asks to come back in 3600 s" in outcomes(path)["/article/0.html"][1]


def test_a_host_that_fails_three_times_is_left_alone(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", [f"/status/500/?{n}" for n in range(6)])
    server.put_list("fine.localhost", articles(3))

    crawl(job_for(path, server.site("news.localhost"), server.site("fine.localhost")))

    assert len([asked for asked in server.requests if asked.path.startswith("/status/500")]) == 3
    assert count(path, Outcome.SERVER_ERROR) == 3
    assert count(path, Outcome.DEFERRED) == 3
    assert count(path, Outcome.FETCHED) == 3


def test_no_more_articles_than_the_site_allows_and_the_rest_next_time(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", articles(10))
    job = job_for(path, server.site("news.localhost", max_articles=4))

    numbers = []
    for _ in range(3):
        crawl(job)
        numbers.append(count(path, Outcome.FETCHED))

    assert numbers == [4, 8, 10]


# -- conditional requests ------------------------------------------------------------------------------------------


def test_a_list_is_asked_for_conditionally_but_every_eighth_time(server: FaultServer, path: Path) -> None:
    def unchanged(asked: Asked) -> bytes:
        if asked.headers.get("if-none-match") == '"v1"':
            return answer("", status=304)
        return answer("<ul><li><a href='/article/1.html'>一</a></ul>", headers={"ETag": '"v1"'})

    server.put("/list", unchanged)
    job = job_for(path, server.site("news.localhost"))
    crawl(job)
    crawl(job)
    with open_store(path) as store:
        known = store.validators.get(server.url("/list", "news.localhost"))
        assert known is not None
        assert known.conditional == 1
        store.validators.remember(server.url("/list", "news.localhost"), known.etag, known.last_modified, 7)
    crawl(job)

    assert [one.headers.get("if-none-match") for one in server.asked("/list")] == [None, '"v1"', None]
    with open_store(path) as store:
        looks = store.checks.since(datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
        known = store.validators.get(server.url("/list", "news.localhost"))
    assert [look.outcome for look in looks] == [Outcome.FETCHED, Outcome.UNCHANGED, Outcome.FETCHED]
    assert known is not None
    assert known.conditional == 0


def test_a_list_that_could_not_be_kept_is_asked_for_without_condition(server: FaultServer, path: Path) -> None:
    server.put("/list", answer("<p>nothing here</p>", headers={"ETag": '"v1"'}))
    job = job_for(path, server.site("news.localhost"))
    crawl(job)
    crawl(job)

    assert [one.headers.get("if-none-match") for one in server.asked("/list")] == [None, None]


# -- endings -------------------------------------------------------------------------------------------------------


def test_after_a_kill_the_next_run_goes_on_and_loses_nothing(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", articles(30))
    slow = job_for(path, server.site("news.localhost", delay=0.1))
    child = Child.of(slow)
    wait_for(lambda: len(server.requests) > 8)
    child.process.send_signal(signal.SIGKILL)
    child.end()
    fetched = count(path, Outcome.FETCHED)
    assert 0 < fetched < 30
    server.put_list("news.localhost", [])

    ended = crawl(job_for(path, server.site("news.localhost")))

    assert ended.sites["news"]["pages"] == 30 - fetched
    assert count(path, Outcome.FETCHED) == 30
    with open_store(path) as store:
        assert [run.ending for run in store.runs.recent(5)] == ["finished", "killed"]
        assert store.pages.count_waiting() == 30
    # What was under way when it was killed was asked for twice, nothing else.
    assert len(server.requests) <= 30 + 1 + 2 + 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_run_and_keeps_what_was_fetched(number: int, server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", articles(30))
    server.put_list("stuck.localhost", ["/slow/200"])
    child = Child.of(job_for(path, server.site("news.localhost", delay=0.1), server.site("stuck.localhost")))
    wait_for(lambda: len(server.asked("/slow/200")) == 1 and len(server.asked("/article/5.html")) == 1)

    os.kill(child.process.pid, number)
    began = time.monotonic()
    ended = child.end()

    assert time.monotonic() - began < 6
    assert ended.code == 0
    assert ended.err == ""
    assert {site["ending"] for site in ended.sites.values()} == {"stopped"}
    assert ended.sites["news"]["pages"] == count(path, Outcome.FETCHED) > 0
    assert count(path, Outcome.WAITING) == 31 - count(path, Outcome.FETCHED)


def test_what_is_left_when_the_budget_is_used_up_is_deferred(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", articles(30))
    server.put_list("late.localhost", articles(1))
    job = job_for(
        path,
        server.site("news.localhost", delay=0.4),
        server.site("late.localhost"),
        budget=3,
        parallel_sites=1,
    )

    ended = crawl(job)

    assert ended.code == 0
    assert ended.sites["news"]["ending"] == "budget"
    assert count(path, Outcome.FETCHED) > 0
    assert count(path, Outcome.DEFERRED) == 30 - count(path, Outcome.FETCHED)
    with open_store(path) as store:
        check = store.checks.last("late", "list")
    assert check is not None
    assert (check.outcome, check.reason) == (Outcome.WAITING, "the time of this run was used up")


def test_a_full_disk_ends_the_crawl_with_one_line(server: FaultServer, path: Path) -> None:
    server.put_list("news.localhost", [f"/noise/{n}" for n in range(50)])
    for n in range(50):
        server.put(f"/noise/{n}", answer(b"<p>" + os.urandom(200_000).hex().encode() + b"</p>"))
    with open_store(path):
        pass
    limit = 5_000_000
    import resource

    job = job_for(path, server.site("news.localhost"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        child = Child.of(job)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    ended = child.end()

    assert ended.code == 1
    assert ended.out == ""
    assert len(ended.err.splitlines()) == 1, ended.err
    assert str(path) in ended.err
    with open_store(path) as store:
        assert store.pages.count_waiting() == count(path, Outcome.FETCHED)


# -- order ---------------------------------------------------------------------------------------------------------


def test_sites_that_share_a_host_are_crawled_in_turn(server: FaultServer) -> None:
    a, b, c, d = (
        DueSite(site=server.site(f"{name}.localhost", hosts=hosts), sources=("list",))
        for name, hosts in {"a": (), "b": ("x.cn",), "c": ("y.cn",), "d": ("x.cn", "y.cn")}.items()
    )

    assert in_turns([a, b, c, d]) == [[a], [b, c, d]]
    assert in_turns([d, a, c, b]) == [[d, c, b], [a]]
    assert in_turns([]) == []
