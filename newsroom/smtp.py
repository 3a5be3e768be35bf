"""A mail server on loopback that keeps what it is given, and can be told to refuse."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from types import TracebackType
from typing import Self, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it came for one recipient."""

    sender: str
    recipient: str
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The bytes parsed."""
        return message_from_bytes(self.raw, _class=EmailMessage, policy=default)


class Sink:
    """An SMTP server on 127.0.0.1: a context manager that appends what it accepts to `mails`.

    Args:
        refuse: recipients answered with 550, for good.
        defer: recipients answered with 451 while they are in the set; a test may change it.
        drop_after_data: takes the mail and closes the connection without an answer: the sender cannot know.
    """

    def __init__(
        self, refuse: Collection[str] = (), defer: Collection[str] = (), *, drop_after_data: bool = False
    ) -> None:
        self.mails: list[Mail] = []
        self.refuse = set(refuse)
        self.defer = set(defer)
        self.drop_after_data = drop_after_data
        #: Called when a mail is in, before it is answered.
        self.on_mail: Callable[[], None] = lambda: None
        self._controller: _Controller | None = None

    @property
    def port(self) -> int:
        """The port it listens on; it has one only inside the `with` block."""
        if self._controller is None:
            raise RuntimeError("the sink is not running: use it as a context manager")
        return int(self._controller.port)

    def __enter__(self) -> Self:
        self._controller = _Controller(self)
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._controller is not None:
            self._controller.stop()
            self._controller = None

    # aiosmtpd calls these two by name, with arguments we need not all.

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer one recipient."""
        if address in self.refuse:
            return "550 5.1.1 no such mailbox"
        if address in self.defer:
            return "451 4.3.0 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Keep the mail once for each recipient."""
        raw = envelope.content if isinstance(envelope.content, bytes) else b""
        self.mails += [Mail(sender=envelope.mail_from or "", recipient=to, raw=raw) for to in envelope.rcpt_tos]
        self.on_mail()
        if self.drop_after_data:
            cast("asyncio.Transport", server.transport).abort()
        return "250 2.0.0 kept"


class _Controller(Controller):
    """A controller that may use port 0: its own start-up check would connect to the port it was asked for."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(sink, hostname="127.0.0.1", port=0)

    def _trigger_server(self) -> None:
        self.port = cast("asyncio.Server", self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]
