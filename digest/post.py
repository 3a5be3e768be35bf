"""Post: one HTTP request to an address of the config, and its answer: no redirect, no proxy, no second try.

The guard is that of the crawler: the very address that is connected to is public or of a network that the config
allows, and only to the latter may one speak without TLS.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address, ip_network
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from core.addresses import disguise, is_public

#: Bytes of an answer that are read: what is to be told is told in fewer.
MOST_ANSWER = 20_000
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered."""

    status: int
    body: bytes
    #: The header as it came; empty where there was none.
    retry_after: str = ""


class PostFailed(Exception):
    """No answer came. The text says why, without the address, which may hold a key."""

    def __init__(self, text: str, *, certain: bool) -> None:
        super().__init__(text)
        #: False when the request was on its way: it may have arrived.
        self.certain = certain


def post(url: str, body: bytes, headers: Mapping[str, str], timeout: float, allowed: Sequence[str] = ()) -> Reply:
    """Send a body to an address.

    Args:
        timeout: seconds that all of it may take, the look-up of the name apart.
        allowed: networks that may be connected to though they are not public.

    Raises:
        PostFailed: when no answer came.
    """
    try:
        parts = urlsplit(url)
        connected = _connected(parts, timeout, allowed)
    except (OSError, ValueError) as fault:
        raise PostFailed(f"no connection: {fault}", certain=True) from fault
    with closing(connected), _ended_after(timeout, connected):
        connection = HTTPConnection(parts.netloc.rpartition("@")[2], timeout=timeout)
        # It connects by itself only where there is no socket yet.
        connection.sock = connected
        try:
            connection.request("POST", _target(parts), body, {"User-Agent": "deltawatch", **headers})
            answer = connection.getresponse()
            return Reply(
                status=answer.status,
                body=answer.read(MOST_ANSWER),
                retry_after=answer.getheader("Retry-After", ""),
            )
        except (OSError, ValueError, HTTPException) as fault:
            raise PostFailed(f"no answer: {fault or type(fault).__name__}", certain=False) from fault


def fault_of_address(url: str, allowed: Sequence[str] = ()) -> str:
    """What is wrong with an address before anything is looked up; empty when nothing is."""
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - it raises
    except ValueError as fault:
        return str(fault)
    if parts.scheme not in _PORTS or not parts.hostname or not url.isascii() or not url.isprintable() or " " in url:
        return "should be written like https://host.example/path"
    if odd := disguise(parts.hostname):
        return f"its host {odd}"
    if parts.scheme == "http" and not allowed:
        return "should begin with https:// unless allow_networks names the network of its host"
    return ""


def _connected(parts: SplitResult, timeout: float, allowed: Sequence[str]) -> socket.socket:
    host = parts.hostname or ""
    if fault := fault_of_address(parts.geturl(), allowed):
        raise ValueError(fault)
    address, port = _address(host, parts.port or _PORTS[parts.scheme], is_plain=parts.scheme == "http", allowed=allowed)
    connected = socket.create_connection((address, port), timeout)
    if parts.scheme == "http":
        return connected
    try:
        return ssl.create_default_context().wrap_socket(connected, server_hostname=host)
    except BaseException:
        connected.close()
        raise


def _address(host: str, port: int, *, is_plain: bool, allowed: Sequence[str]) -> tuple[str, int]:
    """The first address of a host that may be connected to."""
    networks = [ip_network(network, strict=False) for network in allowed]
    refused = ""
    for *_, found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        address = ip_address(str(found[0]))
        if any(address in network for network in networks) or (is_public(address) and not is_plain):
            return str(address), port
        refused = str(address)
    reason = "no network that allow_networks names" if is_plain else "no public address"
    raise ValueError(f"{host} is at {refused}, which is {reason}")


def _target(parts: SplitResult) -> str:
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@contextmanager
def _ended_after(seconds: float, connected: socket.socket) -> Iterator[None]:
    """Cut a connection off at a deadline: the time-out of a socket begins anew with each byte."""

    def cut() -> None:
        with suppress(OSError):
            connected.shutdown(socket.SHUT_RDWR)

    timer = Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
