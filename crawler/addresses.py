"""The address guard: the crawler connects to public addresses only, whatever a name, a link or a redirect says.

It is a resolver, so that it sees the very address that is connected to, for every hop, robots.txt included:
a check before the look-up would leave a gap for names that answer differently the second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address, ip_network
from typing import Any, Self

from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

from core.addresses import Network, disguise, is_plain_ipv4, is_public
from core.site import Site
from core.urls import covers, host_of
from spiders.sites import hosts_of

_LOOPBACK = "127.0.0.1"


def covered_names(site: Site) -> tuple[str, ...]:
    """The names whose hosts, and those below them, a crawl of this Site may ask."""
    named = (*hosts_of(site), *(host_of(source.url) for source in site.sources))
    return tuple(dict.fromkeys(name.rstrip(".").lower() for name in named if name))


@dataclass(slots=True)
class Guard:
    """Which addresses may be connected to, for which host; it remembers what it refused."""

    #: Networks allowed besides the public ones, by the names they are allowed for.
    allowed: Mapping[tuple[str, ...], tuple[Network, ...]] = field(default_factory=dict)
    #: Host to the reason in words. Twisted swallows the reason of a failed look-up, so it is kept here.
    refusals: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, sites: Iterable[Site]) -> Guard:
        """The guard for these Sites: each one's networks count for its own hosts only."""
        return cls(
            {
                covered_names(site): tuple(ip_network(network, strict=False) for network in site.allow_networks)
                for site in sites
                if site.allow_networks
            }
        )

    def refuses(self, host: str, address: str) -> str | None:
        """Why this address may not be connected to for this host; None when it may."""
        found = ip_address(address)
        if is_public(found) or any(found in network for network in self._networks(host)):
            return None
        return f"{host} is at {address}, which is no public address"

    def _networks(self, host: str) -> Iterable[Network]:
        return (network for names, networks in self.allowed.items() if covers(names, host) for network in networks)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, through the guard; `*.localhost` is loopback without a look-up (RFC 6761)."""

    guard: Guard

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """Made once a process; `crawler` is the process, whose `guard` is used. Without one, public only."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.guard = getattr(crawler, "guard", None) or Guard()
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> defer.Deferred[str]:  # noqa: N802
        """The address of a host as text; fails with DNSLookupError when there is none or it is refused."""
        host = name.rstrip(".").lower()
        if fault := disguise(host):
            return defer.fail(self._refused(host, f"{host} {fault}"))
        if host == "localhost" or host.endswith(".localhost"):
            answer = defer.succeed(_LOOPBACK)
        elif is_plain_ipv4(host):
            answer = defer.succeed(host)
        else:
            answer = super().getHostByName(name, timeout)
        return answer.addCallback(self._checked, host)

    def _checked(self, address: str, host: str) -> str:
        if reason := self.guard.refuses(host, address):
            raise self._refused(host, reason)
        return address

    def _refused(self, host: str, reason: str) -> DNSLookupError:
        self.guard.refusals[host] = reason
        return DNSLookupError(reason)
