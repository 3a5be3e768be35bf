"""Relay: one message to whatever service apprise knows, where that extra is installed.

Apprise connects by itself and answers yes or no. What it and the libraries below it log holds addresses with their
keys, so nobody hears it but us, and of it only the code of an error is told.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from digest.outbox import Answer

if TYPE_CHECKING:
    from apprise import NotifyBase

_MISSING = "needs an extra that is not installed: pip install 'deltawatch[apprise]'"
_UNKNOWN = "is no address that apprise knows"
_ERROR = re.compile(r"\berror=(\d{3})\b")


def fault_of_relay(url: str) -> str:
    """What is wrong with an address of apprise, without the address; empty when nothing is."""
    try:
        with _heard():
            return "" if _service(url) else _UNKNOWN
    except ModuleNotFoundError:
        return _MISSING


def relay(message: bytes, url: str, timeout: float) -> Answer:
    """Hand over a message of digest.chat.

    Apprise does not tell whether what failed may have arrived: it is tried again like any other.
    """
    told = json.loads(message)
    try:
        with _heard() as lines:
            if (service := _service(url)) is None:
                return Answer(accepted=False, text=_UNKNOWN)
            service.socket_connect_timeout = service.socket_read_timeout = timeout
            said = _notified(service, told["title"], told["body"])
    except ModuleNotFoundError:
        return Answer(accepted=False, text=_MISSING)
    if not said:
        return Answer(accepted=True, text=f"{service.service_name} took it")
    codes = [f"error {found.group(1)}" for line in lines if (found := _ERROR.search(line))]
    return Answer(accepted=False, text=", ".join([f"{service.service_name} {said}", *codes[:1]]))


def _notified(service: NotifyBase, title: str, body: str) -> str:
    """What went wrong; empty when the service took it."""
    try:
        return "" if service.notify(title=title, body=body, body_format="text") else "did not take it"
    except Exception as fault:  # noqa: BLE001 - code for 170 services; its text may hold a key
        return f"failed with {type(fault).__name__}"


def _service(url: str) -> NotifyBase | None:
    from apprise import Apprise, AppriseAsset

    # Messages carry no picture and no address of apprise's own.
    asset = AppriseAsset(app_id="deltawatch", app_desc="deltawatch", app_url="", image_url_mask="", image_url_logo="")
    service: NotifyBase | None = Apprise.instantiate(url, asset=asset)
    return service


class _Lines(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What apprise says meanwhile; no other handler gets any of it, nor anything below CRITICAL of another library."""
    root, apprise, lines = logging.getLogger(), logging.getLogger("apprise"), _Lines()
    before = root.level, apprise.level, apprise.propagate
    root.setLevel(logging.CRITICAL)
    apprise.setLevel(logging.WARNING)
    apprise.propagate = False
    apprise.addHandler(lines)
    try:
        yield lines.lines
    finally:
        apprise.removeHandler(lines)
        root.level, apprise.level, apprise.propagate = before
