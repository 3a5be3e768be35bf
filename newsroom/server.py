"""The newsroom's web server: virtual hosts `<name>.newsroom.localhost` on one loopback port, two simulated days.

A hand-written HTTP/1.1 server on asyncio, in a thread: the stdlib's takes a thread for each connection and is too
slow for the crawl benchmark. It answers GET, HEAD and POST with Content-Length, keeps connections alive, knows
conditional requests and gzip, and nothing else.
"""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import format_datetime, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from importlib.resources import files
from threading import Thread
from types import TracebackType
from typing import Self, cast

from newsroom.answers import Answer, Asked
from newsroom.pages import Day
from newsroom.rendering import DOMAIN, origin
from newsroom.world import World, build

_MAX_REQUEST = 1024 * 1024
_MIN_GZIP = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request and how it was answered."""

    #: `time.monotonic()`, seconds: for the gaps between requests.
    time: float
    method: str
    #: The first label of the host: `gov`.
    host: str
    path: str
    query: str
    #: Of the request, names in lower case.
    headers: Mapping[str, str]
    status: int


class Newsroom:
    """A context manager: inside it, the sites answer on 127.0.0.1.

    `day` may be set at any time: 1 is 2026-11-20 07:00 +08:00, 2 the same hour of the next day. Port 0 is any free one.
    """

    def __init__(self, day: Day = 1, port: int = 0) -> None:
        self.day: Day = day
        self._asked_port = port
        self.requests: list[Request] = []
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="newsroom", daemon=True)
        self._connections: set[_Connection] = set()
        self._server: asyncio.Server | None = None
        self._worlds: dict[Day, World] = {}

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def port(self) -> int:
        """The port all sites are on; there is one only inside the `with` block."""
        if self._server is None:
            raise RuntimeError("the newsroom is not open: use it as a context manager")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def site_files(self) -> tuple[tuple[str, str], ...]:
        """The Site files of the demo's sites, as name and text, with the port in their addresses."""
        return site_files(self.port)

    def layout_files(self) -> tuple[tuple[str, str], ...]:
        """The same of the layouts."""
        return layout_files(self.port)

    def url(self, key: str) -> str:
        """The address of a page by its key: `gov/` is the home page of gov."""
        host, _, path = key.partition("/")
        return f"{origin(host, self.port)}/{path}"

    def answer(self, method: str, host: str, target: str, headers: Mapping[str, str], body: bytes) -> Answer:
        """What one request gets, before compression; it is logged."""
        path, _, query = target.partition("?")
        asked = Asked(method=method, host=host, path=path, query=query, headers=headers, body=body)
        answer = self._world().answer(asked)
        if answer.status == HTTPStatus.OK and _is_unchanged(answer, headers):
            answer = replace(answer, status=HTTPStatus.NOT_MODIFIED, body=b"")
        self.requests.append(
            Request(
                time=time.monotonic(),
                method=method,
                host=host,
                path=path,
                query=query,
                headers=headers,
                status=answer.status,
            )
        )
        return answer

    def _world(self) -> World:
        """The world of the day, built when it is first asked for."""
        if self.day not in self._worlds:
            self._worlds[self.day] = build(self.day, self.port)
        return self._worlds[self.day]

    async def _listen(self) -> asyncio.Server:
        return await self._loop.create_server(
            lambda: _Connection(self, self._connections), "127.0.0.1", self._asked_port
        )

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        for connection in tuple(self._connections):
            connection.abort()
        # One turn of the loop for the sockets to close.
        await asyncio.sleep(0)
        self._server = None


def site_files(port: int) -> tuple[tuple[str, str], ...]:
    """The Site files of the demo's sites as name and text, by name, their port filled in."""
    return _site_files("newsroom", port)


def layout_files(port: int) -> tuple[tuple[str, str], ...]:
    """The same of the layouts."""
    return _site_files("newsroom.layouts", port)


def _site_files(package: str, port: int) -> tuple[tuple[str, str], ...]:
    return tuple(
        (file.name, file.read_text("utf-8").replace("{port}", str(port)))
        for file in sorted((files(package) / "sites").iterdir(), key=lambda file: file.name)
        if file.name.endswith(".toml")
    )


def _is_unchanged(answer: Answer, headers: Mapping[str, str]) -> bool:
    """RFC 9110 §13.2.2: If-None-Match decides where it is given, else If-Modified-Since."""
    if answer.etag and (match := headers.get("if-none-match")):
        return match.strip() == "*" or answer.etag in {tag.strip().removeprefix("W/") for tag in match.split(",")}
    if answer.modified and (since := headers.get("if-modified-since")):
        try:
            return answer.modified <= parsedate_to_datetime(since)
        except (ValueError, TypeError):
            return False
    return False


class _Connection(asyncio.Protocol):
    """One connection: requests come in one after another and are answered in order."""

    def __init__(self, room: Newsroom, alive: set[_Connection]) -> None:
        self._room = room
        self._alive = alive
        self._buffer = bytearray()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._alive.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 asyncio calls it so
        self._alive.discard(self)

    def abort(self) -> None:
        """Close at once."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            method, target, version, headers = _head(bytes(self._buffer[:end]))
            length = headers.get("content-length", "0")
            if not method or not length.isdigit() or "transfer-encoding" in headers:
                return self._refuse(HTTPStatus.BAD_REQUEST)
            start = end + 4
            if len(self._buffer) < start + int(length) <= _MAX_REQUEST:
                return None
            body = bytes(self._buffer[start : start + int(length)])
            del self._buffer[: start + int(length)]
            self._respond(method, target, version, headers, body)
        if len(self._buffer) > _MAX_REQUEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return None

    def _respond(self, method: str, target: str, version: str, headers: dict[str, str], body: bytes) -> None:
        host = headers.get("host", "").partition(":")[0].lower().removesuffix("." + DOMAIN)
        answer = self._room.answer(method, host, target, headers, body)
        is_last = headers.get("connection", "").lower() == "close" or version == "HTTP/1.0"
        self._write(
            answer, head_only=method == "HEAD", gzipped="gzip" in headers.get("accept-encoding", ""), is_last=is_last
        )

    def _refuse(self, status: HTTPStatus) -> None:
        self._buffer.clear()
        self._write(Answer(status=status), head_only=False, gzipped=False, is_last=True)

    def _write(self, answer: Answer, *, head_only: bool, gzipped: bool, is_last: bool) -> None:
        if self._transport is None:
            return
        head, body = _message(answer, gzipped=gzipped)
        self._transport.write(head + (b"Connection: close\r\n\r\n" if is_last else b"\r\n"))
        if not head_only:
            self._transport.write(body)
        if is_last:
            self._transport.close()


def _head(head: bytes) -> tuple[str, str, str, dict[str, str]]:
    """Method, target, version and headers of a request; an empty method where it is none."""
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[1].startswith("/") or not words[2].startswith("HTTP/1."):
        return "", "", "", {}
    pairs = (line.partition(":") for line in lines)
    return words[0], words[1], words[2], {name.strip().lower(): value.strip() for name, _, value in pairs}


def _message(answer: Answer, *, gzipped: bool) -> tuple[bytes, bytes]:
    body = answer.body
    lines = [f"HTTP/1.1 {answer.status} {HTTPStatus(answer.status).phrase}", "Server: newsroom"]
    if answer.status != HTTPStatus.NOT_MODIFIED:
        if gzipped and len(body) >= _MIN_GZIP and not answer.content_type.startswith("application/"):
            body = _compressed(body)
            lines += ["Content-Encoding: gzip", "Vary: Accept-Encoding"]
        lines += [f"Content-Type: {answer.content_type}", f"Content-Length: {len(body)}"]
    if answer.etag:
        lines.append(f"ETag: {answer.etag}")
    if answer.modified:
        lines.append(f"Last-Modified: {format_datetime(answer.modified, usegmt=True)}")
    lines += [f"{name}: {value}" for name, value in answer.headers]
    return ("\r\n".join(lines) + "\r\n").encode("latin-1"), body


@lru_cache(maxsize=1024)
def _compressed(body: bytes) -> bytes:
    """Compressed once: the newsroom has few bodies and is asked for them often."""
    return gzip.compress(body, 6, mtime=0)
