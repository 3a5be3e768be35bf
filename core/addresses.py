"""Addresses of hosts: which are of the open internet, and which are spelt to look like something else. Pure.

Whoever connects to a host that others named asks here, with the very address that is connected to.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Network = IPv4Network | IPv6Network

# Python calls these global although an IPv4 address of any kind may be inside: NAT64, 6to4, Teredo.
_EMBEDDING = (ip_network("64:ff9b::/96"), ip_network("2002::/16"), ip_network("2001::/32"))
# The URL standard reads a host whose last label is a number as an IPv4 address: 127.1, 2130706433, 0x7f000001.
_NUMERIC = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Whether the address is one of the open internet. (`is_private` will not do: it is False for 100.64.0.1.)"""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in network for network in _EMBEDDING):
            return False
    return address.is_global and not address.is_multicast


def disguise(host: str) -> str | None:
    """What is wrong with the spelling of a host, if it is an address in disguise; None for names and plain IPv4."""
    if ":" in host:
        return "is an IPv6 literal"
    if _NUMERIC.fullmatch(host) and not is_plain_ipv4(host):
        return "is an address in an odd spelling"
    return None


def is_plain_ipv4(host: str) -> bool:
    """Whether the host is an IPv4 address as everybody writes it."""
    try:
        return str(IPv4Address(host)) == host
    except ValueError:
        return False
