"""A server that misbehaves in every way the crawler must live with, one path a fault.

    with FaultServer() as server:
        server.url("gzip/500000000")          # http://faults.localhost:PORT/gzip/500000000
        server.requests                        # [(host, path, headers in lower case), ...]

`/redirect/<address>` leads to that address; `/status/<code>[/<retry-after>]`; numbers are bytes or, for the slow ones,
milliseconds between two bytes. What is neither a fault nor `put` there is an ordinary article.
"""

from __future__ import annotations

import asyncio
import gzip
import ssl
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future
from functools import cache
from types import TracebackType
from typing import NamedTuple, Self
from urllib.parse import unquote

import brotli
from backports import zstd

from core.site import Kind, Site, Source, Tier

ARTICLE = "<html><head><title>{0}</title></head><body><h1>{0}</h1>" + "<p>一段正文。</p>" * 20 + "</body></html>"


class Asked(NamedTuple):
    """One request that came in."""

    at: float
    host: str
    path: str
    headers: dict[str, str]


def answer(
    body: bytes | str, kind: str = "text/html; charset=utf-8", status: int = 200, headers: dict[str, str] | None = None
) -> bytes:
    """A whole HTTP answer."""
    content = body.encode() if isinstance(body, str) else body
    lines = {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}
    head = f"HTTP/1.1 {status} X\r\n" + "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return head.encode() + b"\r\n" + content


@cache
def _packed(name: str, size: int) -> bytes:
    """So many zero bytes, packed; in steps, since the server answers nobody else meanwhile."""
    step = bytes(1 << 24)
    steps = max(1, size >> 24)
    if name == "gzip":
        return gzip.compress(step, 1) * steps  # members of one stream
    if name == "br":
        packer = brotli.Compressor(quality=1)
        return b"".join([*(packer.process(step) for _ in range(steps)), packer.finish()])
    flow = zstd.ZstdCompressor()
    return b"".join([*(flow.compress(step) for _ in range(steps)), flow.flush()])


async def _drip(first: bytes, piece: bytes, seconds: float) -> AsyncIterator[bytes]:
    yield first
    while True:
        await asyncio.sleep(seconds)
        yield piece


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


class FaultServer:
    """A raw TCP server on loopback, in a thread of its own."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self._tls = tls
        self.requests: list[Asked] = []
        self.port = 0
        #: Most requests that were under way at once, by host.
        self.at_once: dict[str, int] = {}
        self._answers: dict[str, bytes | Callable[[Asked], bytes]] = {"/robots.txt": answer("", "text/plain", 404)}
        self._open: dict[str, int] = {}
        self._ready: Future[None] = Future()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.result(timeout=10)
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(timeout=10)

    def url(self, path: str, host: str = "faults.localhost") -> str:
        """The address of a path on this server."""
        scheme = "https" if self._tls else "http"
        return f"{scheme}://{host}:{self.port}/{path.lstrip('/')}"

    def put(self, path: str, content: bytes | str | Callable[[Asked], bytes], host: str = "") -> None:
        """Serve a page (text), a whole answer (bytes) or what a function answers; on one host, or on all."""
        self._answers[host + path] = answer(content) if isinstance(content, str) else content

    def put_list(self, host: str, paths: list[str], path: str = "/list") -> None:
        """Serve a section page that links to these paths of the same host."""
        rows = "".join(
            f'<li><a href="{self.url(one, host)}">关于第{n}项重点工作的通知</a></li>' for n, one in enumerate(paths)
        )
        self.put(path, f"<html><body><ul>{rows}</ul></body></html>", host)

    def site(self, host: str = "faults.localhost", **changes: object) -> Site:
        """A Site with one section Source, the list of that host, that may be asked without delay."""
        source = Source(id="list", kind=Kind.SECTION, url=self.url("list", host), link_pattern=".", selector="li a")
        values: dict[str, object] = {
            "id": host.split(".", maxsplit=1)[0],
            "name": host,
            "home": self.url("", host),
            "tier": Tier.OTHER,
            "sources": (source,),
            "delay": 0.0,
            "allow_networks": ("127.0.0.0/8",),
        }
        return Site(**{**values, **changes})  # type: ignore[arg-type]

    def asked(self, path: str, host: str = "") -> list[Asked]:
        """The requests for a path."""
        return [one for one in self.requests if one.path == path and host in one.host]

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connected, "127.0.0.1", 0, limit=1 << 20, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set_result(None)
        async with server:
            await self._end.wait()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                if not await self._answer(self._read(head.decode("latin-1")), reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    def _read(self, head: str) -> Asked:
        first, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        host = headers.get("host", "").partition(":")[0]
        one = Asked(time.monotonic(), host, unquote(first.split()[1]), headers)
        self.requests.append(one)
        return one

    async def _answer(self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        await reader.readexactly(int(asked.headers.get("content-length", 0)))
        self._open[asked.host] = self._open.get(asked.host, 0) + 1
        self.at_once[asked.host] = max(self.at_once.get(asked.host, 0), self._open[asked.host])
        try:
            return await self._say(asked, writer)
        finally:
            self._open[asked.host] -= 1

    async def _say(self, asked: Asked, writer: asyncio.StreamWriter) -> bool:
        put = self._answers.get(asked.host + asked.path) or self._answers.get(asked.path)
        if put is not None:
            writer.write(put(asked) if callable(put) else put)
            await writer.drain()
            return True
        name, _, rest = asked.path.lstrip("/").partition("/")
        if name == "reset":
            writer.transport.abort()
            return False
        async for piece in self._fault(name, rest, asked):
            writer.write(piece)
            await writer.drain()
        return name != "short"

    def _fault(self, name: str, rest: str, asked: Asked) -> AsyncIterator[bytes]:  # noqa: C901 - a table of faults
        html = b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\n"
        match name:
            case "gzip" | "br" | "zstd":
                return _once(answer(_packed(name, int(rest)), headers={"Content-Encoding": name}))
            case "slow":
                return _drip(html + b"Content-Length: 100000\r\n\r\n", b"x", int(rest) / 1000)
            case "slow-headers":
                return _drip(html, b"X-Slow: 1\r\n", int(rest) / 1000)
            case "never":
                return _drip(html + b"Connection: close\r\n\r\n", b"x" * 65536, 0)
            case "silent":
                return _drip(b"", b"", 1)
            case "endless-headers":
                return _drip(html, b"X-More: " + b"x" * 8000 + b"\r\n", 0)
            case "big":
                return _once(answer(b"x" * int(rest)))
            case "redirect":
                return _once(answer("", status=302, headers={"Location": rest}))
            case "loop":
                return _once(answer("", status=302, headers={"Location": f"/loop/{int(rest or 0) + 1}"}))
            case "status":
                code, _, retry_after = rest.partition("/")
                headers = {"Retry-After": retry_after} if retry_after else {}
                return _once(answer("<p>no</p>", status=int(code), headers=headers))
            case "short":
                return _once(html + b"Content-Length: 100000\r\n\r\n" + b"x" * 100)
            case "binary":
                return _once(answer(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40))
            case "deep":
                return _once(answer("<div>" * int(rest) + "深处的字"))
            case "attributes":
                return _once(answer("<p " + " ".join(f"a{n}=1" for n in range(int(rest))) + ">字</p>"))
            case "entities":
                return _once(answer(_laughs(), "application/rss+xml"))
            case "own-sitemap":
                index = f"<sitemapindex><sitemap><loc>{self.url(asked.path, asked.host)}</loc></sitemap></sitemapindex>"
                return _once(answer(index, "application/xml"))
            case "calendar":
                day = int(rest or 0) + 1
                return _once(answer(f'<ul><li><a href="/calendar/{day}">下一天</a></li></ul>'))
            case _:
                return _once(answer(ARTICLE.format(asked.path)))


def _laughs() -> str:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return (
        f'<!DOCTYPE rss [<!ENTITY l0 "lol">{entities}]>'
        "<rss version='2.0'><channel><item><title>&l9;</title><link>http://faults.localhost/x</link></item></channel></rss>"
    )
