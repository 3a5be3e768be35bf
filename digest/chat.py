"""Chat: a digest as messages for a group chat, each within the limit of its service, no entry cut in two; pure.

A chat is for the glance: each Story is a headline with its link, its publisher and its date. The order is that of
the digest. The limits are those of the services' documents as we know them; nothing here has asked the services.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from digest.entry import Entry
from digest.lines import shown
from digest.view import View, shortened
from digest.wording import Words

Service = Literal["wecom", "dingtalk", "feishu", "apprise"]

#: Messages of one digest at the most; what does not fit is counted. WeCom and DingTalk take 20 in a minute.
MOST_MESSAGES = 8
#: Bytes of an address that is linked: with a longer one an entry alone could fill a message.
_LONGEST_ADDRESS = 1000
#: Characters of what is said of the watch; the names of blind Sources can be many.
_LONGEST_REMARK = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A piece of a line."""

    text: str
    url: str | None = None
    is_strong: bool = False


Line = tuple[Span, ...]
#: Lines that stay together.
Block = tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a service wants its messages."""

    #: Bytes of a message in UTF-8.
    limit: int
    #: What of the message the limit is about.
    counted: Callable[[dict[str, Any]], str]
    message: Callable[[str, Sequence[Line]], dict[str, Any]]


def chat_messages(view: View, service: Service) -> tuple[bytes, ...]:
    """The digest as JSON messages for one service, unsigned; with fewer entries where they would be too many."""
    whole = _messages(view, service)
    if len(whole) <= MOST_MESSAGES:
        return whole

    def too_many(entries: int) -> bool:
        return len(_messages(shortened(view, entries, 0, 0, 0), service)) > MOST_MESSAGES

    fits = bisect_left(range(len(view.entries) + 1), True, key=too_many) - 1
    return _messages(shortened(view, max(fits, 0), 0, 0, 0), service)


def test_message(text: str, service: Service) -> bytes:
    """A message that says one thing, to try a channel."""
    return _json(_FORMS[service].message("deltawatch", [(Span(text=defused(text)),)]))


def defused(text: str) -> str:
    """A stranger's text without anything that a chat takes for a link, a mention or markup.

    There is no escape that all clients know, so the signs become the full-width ones, which read the same.
    """
    text = text.translate(_FULL_WIDTH)
    text = text.replace("://", "：//")
    return _HOST_DOT.sub("．", text)


def dingtalk_address(url: str, secret: str, milliseconds: int) -> str:
    """The address of a DingTalk robot, signed for this moment."""
    sign = _hmac(secret.encode(), f"{milliseconds}\n{secret}".encode())
    return f"{url}&timestamp={milliseconds}&sign={quote(sign, safe='')}"


def feishu_message(message: bytes, secret: str, seconds: int) -> bytes:
    """The message to a Feishu robot, signed for this moment. (The key is what others would sign: its design.)"""
    sign = _hmac(f"{seconds}\n{secret}".encode(), b"")
    return _json({"timestamp": str(seconds), "sign": sign, **json.loads(message)})


def _hmac(key: bytes, text: bytes) -> str:
    return base64.b64encode(hmac.digest(key, text, hashlib.sha256)).decode()


_FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "[]<>*_`~@#|\\&"}
#: What makes a bare host a link.
_HOST_DOT = re.compile(r"(?<=[a-z0-9-])\.(?=[a-z]{2})", re.IGNORECASE)


# --- what is told -------------------------------------------------------------------------------------------------


def _messages(view: View, service: Service) -> tuple[bytes, ...]:
    form = _FORMS[service]
    packed = _packed(view, form)
    titles = (f"{view.title} {view.iso_date}{_numbered(number, len(packed))}" for number in range(1, len(packed) + 1))
    return tuple(_json(form.message(title, lines)) for title, lines in zip(titles, packed, strict=True))


def _packed(view: View, form: _Form) -> list[list[Line]]:
    """The blocks, as many in a message as fit."""
    # A number as long as any stands in for the one that is not known yet.
    title = f"{view.title} {view.iso_date}{_numbered(MOST_MESSAGES * 10, MOST_MESSAGES * 10)}"
    packed: list[list[Line]] = []
    for block in _blocks(view):
        if packed and _size(form, title, [*packed[-1], *block]) <= form.limit:
            packed[-1] += block
        else:
            packed.append(list(block))
    return packed


def _numbered(number: int, of: int) -> str:
    return f" ({number}/{of})" if of > 1 else ""


def _size(form: _Form, title: str, lines: Sequence[Line]) -> int:
    return len(form.counted(form.message(title, lines)).encode())


def _blocks(view: View) -> Iterator[Block]:
    yield tuple(_head(view))
    for part in view.parts:
        heading: Line = (Span(text=f"{defused(part.label)} ({len(part.entries)})", is_strong=True),)
        # A heading stands by its first entry.
        yield from _under((heading,), (_entry(entry, view.words) for entry in part.entries))
    if view.more:
        yield ((Span(text=view.more, url=_short(view.web_page)),),)


def _head(view: View) -> Iterator[Line]:
    words = view.words
    yield (Span(text=f"{view.date}  {view.description}"),)
    if view.late:
        yield (Span(text=f"{words.late}{words.colon}{view.late}"),)
    if view.empty:
        yield (Span(text=view.empty_title, is_strong=True),)
        yield (Span(text=defused(view.empty)),)
    yield (Span(text=f"{words.coverage}{words.colon}{defused(shown(view.blind, _LONGEST_REMARK))}"),)


def _under(heading: Block, entries: Iterable[Block]) -> Iterator[Block]:
    for entry in entries:
        yield heading + entry
        heading = ()


def _entry(entry: Entry, words: Words) -> Block:
    told = Span(text="  " + defused(" · ".join(filter(None, [entry.outlet, *entry.dates[:1], entry.date_doubt]))))
    page = (Span(text=" · "), Span(text=words.its_page, url=_short(entry.web_page))) if entry.web_page else ()
    return ((Span(text=defused(entry.title), url=_short(entry.url)),), (told, *page))


def _short(url: str | None) -> str | None:
    return url if url is not None and len(_address(url)) <= _LONGEST_ADDRESS else None


def _address(url: str) -> str:
    """An address that nothing can end before its time."""
    return quote(url, safe="%:/?#@!$&*+,;=~-._")


# --- how each service wants it ------------------------------------------------------------------------------------


def _markdown(lines: Iterable[Line]) -> str:
    # Two line breaks: one is none in DingTalk.
    return "\n\n".join("".join(map(_marked, line)) for line in lines)


def _marked(span: Span) -> str:
    text = f"**{span.text}**" if span.is_strong else span.text
    return f"[{text}]({_address(span.url)})" if span.url else text


def _wecom(title: str, lines: Sequence[Line]) -> dict[str, Any]:
    content = f"**{defused(title)}**\n\n{_markdown(lines)}"
    return {"msgtype": "markdown", "markdown": {"content": content}}


def _dingtalk(title: str, lines: Sequence[Line]) -> dict[str, Any]:
    text = f"### {defused(title)}\n\n{_markdown(lines)}"
    return {"msgtype": "markdown", "markdown": {"title": defused(title), "text": text}, "at": {"isAtAll": False}}


def _feishu(title: str, lines: Sequence[Line]) -> dict[str, Any]:
    content = [[_feishu_span(span) for span in line] for line in lines]
    return {"msg_type": "post", "content": {"post": {"zh_cn": {"title": title, "content": content}}}}


def _feishu_span(span: Span) -> dict[str, Any]:
    if span.url:
        return {"tag": "a", "text": span.text, "href": _address(span.url)}
    return {"tag": "text", "text": span.text} | ({"style": ["bold"]} if span.is_strong else {})


def _apprise(title: str, lines: Sequence[Line]) -> dict[str, Any]:
    """Plain text, which apprise turns into what a service takes; an address has a line of its own."""
    body = "\n".join(
        "".join(f"{span.text}\n  {_address(span.url)}" if span.url else span.text for span in line) for line in lines
    )
    return {"title": defused(title), "body": body}


def _json(message: dict[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode()


def _json_text(message: dict[str, Any]) -> str:
    return _json(message).decode()


#: WeCom counts the content, 4,096 bytes of it (2,048 are for messages of plain text); DingTalk 20,000 bytes and Feishu
#: 20 KB of the whole, in which a signature needs room. Of what apprise reaches most takes 2,000 characters.
_FORMS: dict[Service, _Form] = {
    "wecom": _Form(limit=4096, counted=lambda message: message["markdown"]["content"], message=_wecom),
    "dingtalk": _Form(limit=20_000, counted=_json_text, message=_dingtalk),
    "feishu": _Form(limit=20_000 - 500, counted=_json_text, message=_feishu),
    "apprise": _Form(limit=2000, counted=lambda message: message["title"] + message["body"], message=_apprise),
}
