"""An HTTP server on loopback that keeps what is posted to it, and answers, waits or hangs up as a test wants."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

LOOPBACK = ("127.0.0.0/8",)


#: Of a config: a mail server at {port} of this machine, and a channel whose address stands in the file `url`.
MAIL_AND_HOOK = """[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "watch@office.example"
[[channel]]
name = "hook"
kind = "webhook"
url_file = "url"
allow_networks = ["127.0.0.0/8"]
"""


@dataclass(frozen=True, slots=True)
class Posted:
    """One request."""

    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(urlsplit(self.target).query).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True, slots=True)
class Says:
    """An answer, or what is done in its place."""

    status: int = 200
    body: bytes = b'{"errcode": 0, "errmsg": "ok"}'
    headers: dict[str, str] = field(default_factory=dict)
    #: `hang up` takes the request and closes; `mute` takes it and says nothing; `drip` says it one byte in a while.
    instead: str = ""


class Hook:
    """A context manager; what it says is `says`, or for the n-th request what `then` has there.

    Args:
        context: of TLS; plain HTTP without.
    """

    def __init__(self, says: Says | None = None, context: ssl.SSLContext | None = None) -> None:
        self.says = says or Says()
        self.then: list[Says] = []
        self.posted: list[Posted] = []
        #: Called when a request is in, before it is answered.
        self.on_post: Callable[[], None] = lambda: None
        self._context = context
        self.ended = threading.Event()

    def __enter__(self) -> Self:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        if self._context is not None:
            self._server.socket = self._context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        scheme = "http" if self._context is None else "https"
        return f"{scheme}://127.0.0.1:{self._server.server_port}/robot/send?key=0123456789abcdef"

    def _handler(hook: Self) -> type[BaseHTTPRequestHandler]:  # noqa: N805 - `self` is the request's
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                hook.posted.append(Posted(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
                hook.on_post()
                said = hook.then.pop(0) if hook.then else hook.says
                if said.instead == "hang up":
                    self.connection.shutdown(socket.SHUT_RDWR)
                elif said.instead == "mute":
                    hook.ended.wait(30)
                elif said.instead == "drip":
                    while not hook.ended.wait(0.1):
                        try:
                            self.wfile.write(b"H")
                        except OSError:
                            return
                else:
                    self.send_response(said.status)
                    for name, value in said.headers.items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(said.body)))
                    self.end_headers()
                    self.wfile.write(said.body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
