from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest
from scrapy.resolver import dnscache
from twisted.internet import defer
from twisted.internet.base import ThreadedResolver
from twisted.internet.error import DNSLookupError

from core.addresses import disguise, is_public
from core.site import Kind, Site, Source, Tier
from crawler.addresses import Guard, GuardedResolver, covered_names


def site(home: str, *, hosts: tuple[str, ...] = (), networks: tuple[str, ...] = ()) -> Site:
    source = Source(id="s", kind=Kind.FEED, url=home)
    return Site(id="s", name="s", home=home, tier=Tier.OTHER, sources=(source,), hosts=hosts, allow_networks=networks)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "223.5.5.5", "2400:3200::1", "::ffff:8.8.8.8", "1.1.1.1", "203.119.1.1"]
)
def test_public(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "192.0.0.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254",
        "64:ff9b::7f00:1", "64:ff9b::808:808", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize(
    "host",
    ["127.1", "0", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.0.0.01", "1.2.3.4.5", "::1",
     "::ffff:7f00:1", "999.1.1.1", "a.b.0x10", "news.example.7"],
)  # fmt: skip
def test_an_address_in_disguise_is_seen(host: str) -> None:
    assert disguise(host)


@pytest.mark.parametrize(
    "host", ["www.sh.gov.cn", "127.0.0.1", "163.com", "0xff.example.cn", "xn--fiqs8s.cn", "36kr.com", "v6.example.cn"]
)
def test_a_name_or_a_plain_address_is_no_disguise(host: str) -> None:
    assert disguise(host) is None


def test_a_site_covers_its_own_names_and_those_below_its_domain() -> None:
    names = covered_names(site("https://www.example.com.cn/", hosts=("News.Partner.cn",)))

    assert set(names) == {"www.example.com.cn", "example.com.cn", "news.partner.cn"}


def test_a_name_under_localhost_covers_itself_only() -> None:
    assert covered_names(site("http://gov.newsroom.localhost:8000/")) == ("gov.newsroom.localhost",)


def test_an_allowed_network_counts_for_the_hosts_of_its_site_only() -> None:
    intranet = site("http://oa.example.cn/", networks=("10.1.0.0/16",))
    guard = Guard.of([intranet, site("http://other.cn/")])

    assert guard.refuses("oa.example.cn", "10.1.2.3") is None
    assert guard.refuses("files.oa.example.cn", "10.1.2.3") is None
    assert guard.refuses("oa.example.cn", "10.2.2.3")
    assert guard.refuses("other.cn", "10.1.2.3")
    assert guard.refuses("notexample.cn", "10.1.2.3")
    assert guard.refuses("other.cn", "8.8.8.8") is None


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """What the DNS answers, in place of a real one."""
    known: dict[str, str] = {}

    def look_up(self: Any, name: str, timeout: Any = ()) -> defer.Deferred[str]:
        return defer.succeed(known[name]) if name in known else defer.fail(DNSLookupError("no such host"))

    monkeypatch.setattr(ThreadedResolver, "getHostByName", look_up)
    dnscache.clear()
    yield known
    dnscache.clear()


def resolve(name: str, guard: Guard) -> str | None:
    resolver = GuardedResolver(None, 100, 1)
    resolver.guard = guard
    found: list[str] = []
    resolver.getHostByName(name).addCallbacks(found.append, lambda failure: failure.trap(DNSLookupError) and None)
    return found[0] if found else None


def test_a_public_name_is_resolved(names: dict[str, str]) -> None:
    names["www.example.cn"] = "93.184.216.34"

    assert resolve("www.example.cn", Guard()) == "93.184.216.34"


def test_a_name_that_leads_inside_is_refused_with_the_reason(names: dict[str, str]) -> None:
    names["evil.example.cn"] = "169.254.169.254"
    guard = Guard()

    assert resolve("evil.example.cn", guard) is None
    assert guard.refusals == {"evil.example.cn": "evil.example.cn is at 169.254.169.254, which is no public address"}


def test_a_name_that_changes_its_answer_is_refused_the_second_time(names: dict[str, str]) -> None:
    guard = Guard()
    names["rebind.example.cn"] = "93.184.216.34"
    assert resolve("rebind.example.cn", guard)

    dnscache.clear()
    names["rebind.example.cn"] = "127.0.0.1"
    assert resolve("rebind.example.cn", guard) is None


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "LOCALHOST.", "a.localhost", "0", "127.1", "0x7f000001", "2130706433",
             "0177.0.0.1", "::ffff:7f00:1", "::1"],
)  # fmt: skip
def test_no_spelling_of_this_machine_is_resolved(host: str, names: dict[str, str]) -> None:
    names |= {"0": "0.0.0.0", "127.1": "127.0.0.1", "0x7f000001": "127.0.0.1", "2130706433": "127.0.0.1"}

    assert resolve(host, Guard()) is None


def test_names_under_localhost_are_loopback_without_a_look_up_where_the_site_allows_it(names: dict[str, str]) -> None:
    guard = Guard.of([site("http://gov.newsroom.localhost/", networks=("127.0.0.0/8",))])

    assert resolve("gov.newsroom.localhost", guard) == "127.0.0.1"
    assert resolve("paper.newsroom.localhost", guard) is None


def test_a_name_that_does_not_exist_is_not_refused(names: dict[str, str]) -> None:
    guard = Guard()

    assert resolve("nowhere.example.cn", guard) is None
    assert guard.refusals == {}
