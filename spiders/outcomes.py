"""How a request ended: an answer or an exception into one Outcome, with the reason in words.

The walls are those that were seen in front of Chinese government and media sites (research: sources.md §7). They are
recognised, recorded and backed off from; never solved.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    NotSupported,
    ResponseDataLossError,
    StopDownload,
    UnsupportedURLSchemeError,
)
from twisted.internet import error as network
from twisted.web.client import ResponseFailed

from core.link import Outcome
from core.text import one_line
from core.urls import canonical, dead_end


class Refused(IgnoreRequest):
    """A request that our own rules stop: robots.txt, the address guard, a redirect off the hosts, the budget."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


_WALLS = frozenset({401, 403, 405, 412, 418, 429, 521})
_GONE = frozenset({404, 410})

#: Names of protection products and what their pages say.
_PRODUCTS = """
    网站云防护系统
    云防护系统
    创宇盾
    知道创宇
    加速乐
    安全狗
    玄武盾
    Web应用防火墙
    网站防火墙
    人机验证
    访问验证
    安全验证
    访问被拦截
    请求被拦截
    访问已被拦截
    您的请求疑似攻击
    NWAF
    cf-browser-verification
    challenge-platform
    DDoS-Guard
    Just a moment...
    Attention Required! | Cloudflare
    Checking your browser
"""
_PRODUCT = re.compile(
    b"|".join(
        re.escape(name.strip().encode(codec))
        for name in _PRODUCTS.strip().splitlines()
        for codec in ("utf-8", "gb18030")
    )
)
#: Block pages were of 600 to 7,700 bytes with hardly a link; an article that names a product is longer and has a menu.
_WALL_SIZE = 16 * 1024
_WALL_LINKS = 3
#: Block pages of 300 to 1,000 bytes were seen in place of a list, pages of nothing but a script of 618 and 988.
_TINY = 1024
_SHELL_TEXT = 100

_HTML = re.compile(rb"\s*<(?:!doctype html|html|head|body|meta|title|script|center|h1|p|div)\b", re.IGNORECASE)
_LINK = re.compile(rb"<a\s[^>]*href", re.IGNORECASE)
_SCRIPT = re.compile(rb"<(script|style|noscript)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(rb"<[^>]*>|\s+")

_DOCUMENTS = (
    (b"%PDF-", "pdf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"{\\rtf", "rtf"),
)
_BINARIES = (
    (b"\x1f\x8b", "gzip"),
    (b"Rar!\x1a", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"\x00\x00\x01\x00", "image"),
    (b"ID3", "audio"),
    (b"\x7fELF", "program"),
)
_OFFICE_PARTS = (b"word/", b"xl/", b"ppt/", b"OFD.xml", b"[Content_Types].xml")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def classify(status: int, headers: Mapping[str, str], body: bytes) -> tuple[Outcome, str]:
    """The Outcome of an answer and its reason; FETCHED with no reason when there is a page to read.

    `headers` has names in lower case, `body` is decompressed. PDF and office documents are NOT_A_PAGE for now, with
    the reason `document: ...`.
    """
    if status == 304:
        return Outcome.UNCHANGED, "not modified"
    if 200 <= status < 300:
        return _of_success(headers, body)
    sign = wall_sign(headers, body)
    if status in _WALLS or (sign and status not in _GONE):
        return Outcome.BLOCKED, f"http {status}" + (f": {sign}" if sign else "")
    if status in _GONE:
        return Outcome.GONE, f"http {status}"
    if 300 <= status < 400:
        return Outcome.BAD_REDIRECT, one_line(f"http {status} to {headers.get('location', 'nowhere')}")[:200]
    if 400 <= status < 500:
        return Outcome.REFUSED, f"http {status}"
    if 500 <= status < 600:
        return Outcome.SERVER_ERROR, f"http {status}"
    return Outcome.ERROR, f"http {status}"


def led_astray(asked: str, answered: str, lists: Iterable[str]) -> str:
    """Why the page at the end of a redirect is no article; empty when it may be one.

    Sites lead from an article that they took away to their front page, to the list (whose addresses are `lists`), or
    to a page that says so with status 200.
    """
    if canonical(answered) == canonical(asked):
        return ""
    if nowhere := dead_end(asked, answered):
        return f"leads to {nowhere}"
    return "leads to the list" if canonical(answered) in map(canonical, lists) else ""


def is_tiny(body: bytes) -> bool:
    """Whether an answer is too small to be a list: HTML of under 1 KB without a link."""
    return len(body) < _TINY and _HTML.match(body) is not None and not _LINK.search(body)


def wall_sign(headers: Mapping[str, str], body: bytes) -> str:
    """What shows that an answer comes from a protection product instead of the site; empty when nothing does."""
    if headers.get("cf-mitigated"):
        return "cf-mitigated"
    if "geobl" in headers.get("reason", "").lower():
        return "reason: GeoBL"
    if len(body) > _WALL_SIZE or len(_LINK.findall(body)) > _WALL_LINKS:
        return ""
    if product := _PRODUCT.search(body):
        return _readable(product.group())
    # The cookie alone is no wall: it also comes with normal answers.
    if _is_shell(body):
        return "WZWS cookie" if "wzws" in headers.get("set-cookie", "").lower() else f"script of {len(body)} bytes"
    return ""


def of_exception(exception: BaseException) -> tuple[Outcome, str]:
    """The Outcome of a request that got no answer, and its reason."""
    causes = tuple(_causes(exception))
    for cause in causes:
        if isinstance(cause, Refused):
            return cause.outcome, cause.reason
    for cause in causes:
        if isinstance(cause, IgnoreRequest):
            return _of_ignored(str(cause))
    for cause in reversed(causes):
        for kinds, outcome, reason in _EXCEPTIONS:
            if isinstance(cause, kinds):
                return outcome, _with_detail(reason, exception)
    return Outcome.ERROR, _with_detail(type(exception).__name__, exception)


_EXCEPTIONS: tuple[tuple[tuple[type[BaseException], ...], Outcome, str], ...] = (
    (
        (DownloadTimeoutError, network.TimeoutError, network.TCPTimedOutError, TimeoutError),
        Outcome.TIMEOUT,
        "timed out",
    ),
    ((CannotResolveHostError, network.DNSLookupError), Outcome.UNREACHABLE, "no such host"),
    (
        (DownloadConnectionRefusedError, network.ConnectionRefusedError, ConnectionRefusedError),
        Outcome.UNREACHABLE,
        "connection refused",
    ),
    ((ResponseDataLossError,), Outcome.UNREACHABLE, "answer cut short"),
    # The only thing that cancels a download of ours is its size.
    ((DownloadCancelledError, StopDownload), Outcome.TOO_BIG, "larger than allowed"),
    ((UnsupportedURLSchemeError, NotSupported), Outcome.BAD_REDIRECT, "not a web address"),
    (
        (DownloadFailedError, ResponseFailed, network.ConnectError, network.ConnectionLost, network.ConnectionDone,
         ConnectionError),
        Outcome.UNREACHABLE,
        "connection failed",
    ),
)  # fmt: skip


def _of_success(headers: Mapping[str, str], body: bytes) -> tuple[Outcome, str]:
    if not body.strip():
        return Outcome.ERROR, "empty answer"
    if kind := _binary(headers, body):
        return Outcome.NOT_A_PAGE, kind
    if sign := wall_sign(headers, body):
        return Outcome.BLOCKED, sign
    return Outcome.FETCHED, ""


def _binary(headers: Mapping[str, str], body: bytes) -> str:
    """What kind of bytes this is, by the bytes first and the header last; empty for text."""
    start = body.lstrip()[:16]
    for magic, kind in _DOCUMENTS:
        if start.startswith(magic):
            return f"document: {kind}"
    if start.startswith(b"PK\x03\x04"):
        return "document: office" if any(part in body for part in _OFFICE_PARTS) else "binary: zip"
    for magic, kind in _BINARIES:
        if body.startswith(magic):
            return f"binary: {kind}"
    # A stray one, in a title for instance, makes no binary of a page.
    if body[:1024].count(0) * 100 > len(body[:1024]) and not body.startswith(_UTF16):
        return "binary: NUL bytes"
    media = headers.get("content-type", "").lower().partition("/")[0].strip()
    if media in {"image", "video", "audio", "font"} and b"<html" not in body[:1024].lower():
        return f"binary: {media}"
    return ""


def _is_shell(body: bytes) -> bool:
    if len(body) >= _TINY or _LINK.search(body) or b"<script" not in body.lower():
        return False
    return len(_MARKUP.sub(b"", _SCRIPT.sub(b"", body))) < _SHELL_TEXT


def _readable(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030")


def _causes(exception: BaseException) -> Iterator[BaseException]:
    """The exception, then what it came from; Twisted lists the reasons of a broken answer in `reasons`."""
    waiting, met = [exception], set[int]()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in met:
            continue
        met.add(id(cause))
        yield cause
        inner = [getattr(failure, "value", failure) for failure in getattr(cause, "reasons", None) or ()]
        waiting += [next_ for next_ in (*inner, cause.__cause__, cause.__context__) if isinstance(next_, BaseException)]


def _of_ignored(message: str) -> tuple[Outcome, str]:
    """Scrapy's own refusals are told apart by their words alone."""
    lowered = message.lower()
    for word, outcome in (
        ("robots.txt", Outcome.ROBOTS),
        ("redirection", Outcome.BAD_REDIRECT),
        ("offsite", Outcome.OFF_HOST),
        ("max size", Outcome.TOO_BIG),
        ("maxsize", Outcome.TOO_BIG),
        ("exceeded", Outcome.TOO_BIG),
    ):
        if word in lowered:
            return outcome, one_line(message)[:200]
    return Outcome.ERROR, one_line(message)[:200] or "ignored"


#: Twisted's own words for what the reason says already; the name of the host stands after them.
_NO_HOST = re.compile(r"^DNS lookup failed: no results for hostname lookup: (.*?)\.?$")


def _with_detail(reason: str, exception: BaseException) -> str:
    detail = _NO_HOST.sub(r"\1", one_line(str(exception)))
    return f"{reason}: {detail}"[:200] if detail else reason
