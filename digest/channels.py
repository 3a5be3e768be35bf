"""Channels: a digest as Letters, one for each recipient, and one try to hand over a message of one.

What an answer of a channel means:

==========  ======================================  ===============================  ===========================
channel     taken                                   refused for good                 asks for patience
==========  ======================================  ===============================  ===========================
webhook     2xx                                     400, 405, 406, 413, 415, 422     429, 503 with Retry-After
wecom       200 with errcode 0                      errcode 40058, 45002             errcode 45009, 429
dingtalk    200 with errcode 0                      430101 to 430104, 460101, 2      130101, 410100, 429
feishu      200 with code 0                         11205, 11246, 230025             9499, 11232, 429
apprise     it says yes                             never                            never
==========  ======================================  ===============================  ===========================

All else is tried again: most faults (a key that was withdrawn, a signature that is asked for, a robot that is switched
off) are the operator's to mend, and the messages leave when that is done. A 504 tells that nobody knows.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from hashlib import blake2b
from typing import Any, get_args
from urllib.parse import parse_qsl, urlsplit

from core.config import ChannelSettings, DigestSettings, MailSettings
from core.digest import Delivery, Digest, Letter, Rendered
from core.text import one_line
from digest.chat import Service, chat_messages, dingtalk_address, feishu_message, test_message
from digest.mail import compose
from digest.outbox import MAIL, Answer, messages
from digest.post import PostFailed, Reply, post
from digest.relay import relay
from digest.view import view_of

#: Messages to one channel in one go: WeCom and DingTalk take 20 a minute from a robot, Feishu more.
BURST = 20

_JSON = {"Content-Type": "application/json; charset=utf-8"}
_BAD_MESSAGE = {400, 405, 406, 413, 415, 422}
_BUSY = {429, 503}
_GATEWAY_TIMEOUT = 504
#: Codes of the chats for a message they will never take, and for too many of them.
_NEVER = {
    "wecom": {40058, 45002},
    "dingtalk": {430101, 430102, 430103, 430104, 460101, 460102},
    "feishu": {11205, 11246, 230025},
}
_TOO_MANY = {"wecom": {45009}, "dingtalk": {130101, 410100}, "feishu": {9499, 11232}}
#: DingTalk shuts a robot out for ten minutes.
_PATIENCE = {"wecom": timedelta(minutes=1), "dingtalk": timedelta(minutes=10), "feishu": timedelta(minutes=1)}
_PREFIX = "whsec_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A channel with its secrets, which are never shown."""

    settings: ChannelSettings
    url: str
    secret: str | None = None

    def __repr__(self) -> str:
        return f"Target({self.settings.name!r})"


def letters(
    rendered: Rendered,
    digest: Digest,
    settings: DigestSettings,
    mail: MailSettings | None,
    channels: Iterable[ChannelSettings],
    before: Mapping[str, int] | None = None,
) -> tuple[Letter, ...]:
    """The digest for each recipient of the settings; for the same input the same bytes.

    Args:
        before: how often a recipient was sent it before: on purpose it is sent again under an id of its own.
    """
    again = before or {}
    kinds = {channel.name: channel.kind for channel in channels}
    bodies = _bodies(rendered, digest, {kinds[name] for name in settings.channels})
    written = [
        Letter(
            channel=name,
            recipient=name,
            message_id=message_id(digest, name, again.get(name, 0)),
            body=bodies[kinds[name]],
        )
        for name in dict.fromkeys(settings.channels)
    ]
    if mail is not None:
        written += [_by_mail(rendered, digest, mail, to, again.get(to, 0)) for to in dict.fromkeys(settings.to)]
    return tuple(written)


def message_id(digest: Digest, recipient: str, again: int = 0) -> str:
    """The same for the same digest and recipient, whenever it is sent: `daily.20261121.5f0c…`."""
    told = f"{digest.name}\n{recipient}" + (f"\n{again}" if again else "")
    return f"{digest.name}.{digest.local_date:%Y%m%d}.{blake2b(told.encode(), digest_size=8).hexdigest()}"


def send(delivery: Delivery, target: Target, now: datetime) -> Answer:
    """Hand the next message of a Delivery to its channel."""
    waiting = messages(delivery)
    number = delivery.accepted
    key = delivery.message_id if len(waiting) == 1 else f"{delivery.message_id}.{number + 1}"
    return _hand_over(waiting[number], key, target, now)


def try_out(target: Target, text: str, now: datetime) -> Answer:
    """Send one line to a channel: the proof that its settings are right."""
    if target.settings.kind == "webhook":
        message = json.dumps({"test": text}, ensure_ascii=False).encode()
    else:
        message = test_message(text, target.settings.kind)
    return _hand_over(message, f"test.{now:%Y%m%d%H%M%S%f}", target, now)


def signature(message: bytes, key: str, secret: str, at: datetime) -> str:
    """The `webhook-signature` of a message (Standard Webhooks): HMAC-SHA256 over id, time and body.

    Raises:
        ValueError: when the secret is not `whsec_` and base64.
    """
    signed = f"{key}.{at.timestamp():.0f}.".encode() + message
    return "v1," + base64.b64encode(hmac.digest(key_of(secret), signed, hashlib.sha256)).decode()


def key_of(secret: str) -> bytes:
    """The bytes that a webhook is signed with.

    Raises:
        ValueError: when the secret is not `whsec_` and base64 of 24 to 64 bytes.
    """
    try:
        key = base64.b64decode(secret.removeprefix(_PREFIX), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(_PREFIX) or not 24 <= len(key) <= 64:
        raise ValueError("should be whsec_ and the base64 of 24 to 64 random bytes")
    return key


def _by_mail(rendered: Rendered, digest: Digest, mail: MailSettings, recipient: str, again: int) -> Letter:
    domain = mail.sender.rpartition("@")[2]
    identifier = f"<{message_id(digest, recipient, again)}@{domain}>"
    body = compose(rendered, digest, mail, recipient, identifier)
    return Letter(channel=MAIL, recipient=recipient, message_id=identifier, body=body)


def _bodies(rendered: Rendered, digest: Digest, kinds: set[str]) -> dict[str, bytes]:
    """The messages for each of these kinds of channels, one a line."""
    bodies = {}
    if "webhook" in kinds:
        bodies["webhook"] = json.dumps(json.loads(rendered.json), ensure_ascii=False).encode()
    if services := [service for service in get_args(Service) if service in kinds]:
        view = view_of(digest)
        bodies |= {service: b"\n".join(chat_messages(view, service)) for service in services}
    return bodies


def _hand_over(message: bytes, key: str, target: Target, now: datetime) -> Answer:
    settings = target.settings
    if settings.kind == "apprise":
        return relay(message, target.url, settings.timeout)
    try:
        url, message, headers = _signed(message, key, target, now)
        reply = post(url, message, headers, settings.timeout, settings.allow_networks)
    except ValueError as fault:
        return Answer(accepted=False, text=str(fault))
    except PostFailed as fault:
        return Answer(accepted=False, certain=fault.certain, text=_told(str(fault), target))
    answer = _of_webhook(reply, now) if settings.kind == "webhook" else _of_chat(reply, settings.kind, now)
    return Answer(
        accepted=answer.accepted,
        certain=answer.certain,
        permanent=answer.permanent,
        text=_told(answer.text, target),
        wait=answer.wait,
    )


def _signed(message: bytes, key: str, target: Target, now: datetime) -> tuple[str, bytes, dict[str, str]]:
    """Address, body and headers of this try."""
    match target.settings.kind, target.secret:
        case "webhook", secret:
            headers = {"webhook-id": key, "webhook-timestamp": f"{now.timestamp():.0f}", **_JSON}
            if secret is not None:
                headers["webhook-signature"] = signature(message, key, secret, now)
            return target.url, message, headers
        case "dingtalk", str(secret):
            return dingtalk_address(target.url, secret, round(now.timestamp() * 1000)), message, _JSON
        case "feishu", str(secret):
            return target.url, feishu_message(message, secret, round(now.timestamp())), _JSON
        case _:
            return target.url, message, _JSON


def _of_webhook(reply: Reply, now: datetime) -> Answer:
    if 200 <= reply.status < 300:
        return Answer(accepted=True, text=f"http {reply.status}")
    return _refused_by_http(reply, now, permanent=reply.status in _BAD_MESSAGE)


def _of_chat(reply: Reply, kind: str, now: datetime) -> Answer:
    if reply.status != 200:
        return _refused_by_http(reply, now, permanent=False)
    code, said = _code_of(reply.body)
    if code is None:
        return Answer(accepted=False, text=f"http 200 and no answer of {kind}: {_text(reply.body)}")
    return Answer(
        accepted=code == 0,
        permanent=code in _NEVER[kind],
        text=f"{code} {said}",
        wait=_PATIENCE[kind] if code in _TOO_MANY[kind] else None,
    )


def _refused_by_http(reply: Reply, now: datetime, *, permanent: bool) -> Answer:
    return Answer(
        accepted=False,
        certain=reply.status != _GATEWAY_TIMEOUT,
        permanent=permanent,
        text=f"http {reply.status} {_text(reply.body)}",
        wait=_wait(reply.retry_after, now) if reply.status in _BUSY else None,
    )


def _code_of(body: bytes) -> tuple[int | None, str]:
    """The code in the answer of a chat, 0 for success, and its words."""
    try:
        said: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None, ""
    if not isinstance(said, dict):
        return None, ""
    code = next((said[name] for name in ("errcode", "code", "StatusCode") if name in said), None)
    words = next((said[name] for name in ("errmsg", "msg", "StatusMessage") if name in said), "")
    return (code, str(words)) if isinstance(code, int) and not isinstance(code, bool) else (None, "")


def _wait(retry_after: str, now: datetime) -> timedelta | None:
    """What a Retry-After asks for: seconds, or a date."""
    if retry_after.strip().isdecimal():
        return timedelta(seconds=min(int(retry_after.strip()[:9]), 10**6))
    try:
        return parsedate_to_datetime(retry_after).astimezone(UTC) - now
    except (ValueError, OverflowError):
        return None


def _text(body: bytes) -> str:
    return body.decode("utf-8", "replace")[:400]


def _told(text: str, target: Target) -> str:
    """What goes into the store and on the screen: one line without the keys of the address."""
    parts = urlsplit(target.url)
    keys = [value for _, value in parse_qsl(parts.query)] + parts.path.split("/")
    for key in filter(None, [target.secret, *(key for key in keys if len(key) >= 8)]):
        text = text.replace(key, "…")
    return one_line(text)[:400]
