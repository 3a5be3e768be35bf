"""What the newsroom is asked and what it answers, before compression."""

from __future__ import annotations

import hashlib
import json as json_module
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

_NOT_FOUND = "<html><head><title>页面不存在</title></head><body><p>您访问的页面不存在或已删除。</p></body></html>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request."""

    method: str
    #: Labels of the host before the newsroom's domain: `gov`, `m.variants`.
    host: str
    path: str
    #: Without its question mark.
    query: str = ""
    #: Names in lower case.
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the query, then those of a form."""
        return dict(parse_qsl(self.query) + parse_qsl(self.body.decode("utf-8", "replace")))

    def number(self, name: str, otherwise: int) -> int:
        """A field that counts: pages, rows.

        Raises:
            ValueError: where it is no number.
        """
        return int(self.fields.get(name, otherwise))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an address answers."""

    status: int = HTTPStatus.OK
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    etag: str | None = None
    modified: datetime | None = None
    #: Further headers: Location, Set-Cookie.
    headers: tuple[tuple[str, str], ...] = ()


#: Answers what depends on the query, the body or the method; a ValueError or TypeError is a bad request.
Endpoint = Callable[[Asked], Answer]


def html(text: str, charset: str = "utf-8", *, content_type: str | None = None) -> Answer:
    """A page in a charset; `content_type` where the header does not tell the truth."""
    return Answer(body=text.encode(charset), content_type=content_type or f"text/html; charset={charset}")


def xml(answer: Answer) -> Answer:
    """The same as XML."""
    return replace(answer, content_type="text/xml; charset=utf-8")


def json(value: object, status: HTTPStatus = HTTPStatus.OK) -> Answer:
    """A value as JSON."""
    body = json_module.dumps(value, ensure_ascii=False).encode()
    return Answer(status=status, body=body, content_type="application/json;charset=UTF-8")


def json_object(text: str | bytes) -> dict[str, Any]:
    """The object of a JSON text.

    Raises:
        ValueError: for anything else.
    """
    value = json_module.loads(text)
    if not isinstance(value, dict):
        raise ValueError("not a JSON object")
    return value


def plain(status: HTTPStatus, text: str) -> Answer:
    """A text."""
    return Answer(status=status, body=text.encode(), content_type="text/plain; charset=utf-8")


def redirect(url: str) -> Answer:
    """The address has moved for good."""
    return Answer(status=HTTPStatus.MOVED_PERMANENTLY, headers=(("Location", url),))


def not_found(status: HTTPStatus = HTTPStatus.NOT_FOUND) -> Answer:
    """The page that says so; some hosts send it with 200."""
    return Answer(status=status, body=_NOT_FOUND.encode())


def with_etag(answer: Answer) -> Answer:
    """The same with a validator made of its bytes."""
    return replace(answer, etag=f'"{hashlib.sha256(answer.body).hexdigest()[:16]}"')
