"""What an answer or an exception means."""

from __future__ import annotations

import pytest
from scrapy import exceptions as scrapy_exceptions
from scrapy.exceptions import IgnoreRequest
from twisted.internet import error as network
from twisted.python.failure import Failure
from twisted.web.client import ResponseNeverReceived

from core.link import Outcome
from spiders.outcomes import Refused, classify, is_tiny, led_astray, of_exception

ARTICLE = (
    "<html><title>要闻</title><body>"
    + "<a href='/n'>新闻</a>" * 10
    + "<p>"
    + "长三角一体化发展。" * 300
    + "</p></body></html>"
).encode()
SHELL = b"<html><script>document.cookie='a=1';location.reload()</script></html>"
WAF = "<html><title>网站云防护系统</title><body>您的请求被拦截" + "。" * 2000 + "</body></html>"

ANSWERS = {
    "an article": (200, {"content-type": "text/html"}, ARTICLE, Outcome.FETCHED, ""),
    "an article that names a protection product": (
        200, {}, ARTICLE.replace("要闻".encode(), "网站云防护系统".encode()), Outcome.FETCHED, ""),
    "an article with the cookie of a wall": (200, {"set-cookie": "wzws_sessionid=1"}, ARTICLE, Outcome.FETCHED, ""),
    "an article in GBK": (200, {}, ARTICLE.decode().encode("gbk"), Outcome.FETCHED, ""),
    "an article in UTF-16": (200, {}, ARTICLE.decode().encode("utf-16"), Outcome.FETCHED, ""),
    "HTML that is called an image": (200, {"content-type": "image/png"}, ARTICLE, Outcome.FETCHED, ""),
    "HTML that is called octets": (200, {"content-type": "application/octet-stream"}, ARTICLE, Outcome.FETCHED, ""),
    "a short JSON answer": (200, {"content-type": "application/json"}, b"[]", Outcome.FETCHED, ""),
    "a short page with words": (200, {}, ("<script>1</script>" + "公告" * 60).encode(), Outcome.FETCHED, ""),
    "nothing new": (304, {}, b"", Outcome.UNCHANGED, "not modified"),
    "an empty answer": (200, {}, b" \n", Outcome.ERROR, "empty answer"),
    "a script shell": (200, {}, SHELL, Outcome.BLOCKED, f"script of {len(SHELL)} bytes"),
    "a script shell with the cookie": (200, {"set-cookie": "wzws_sessionid=1"}, SHELL, Outcome.BLOCKED, "WZWS cookie"),
    "a protection page": (200, {}, WAF.encode(), Outcome.BLOCKED, "网站云防护系统"),
    "a protection page in GBK": (200, {}, WAF.encode("gbk"), Outcome.BLOCKED, "网站云防护系统"),
    "a protection page with 403": (403, {}, WAF.encode(), Outcome.BLOCKED, "http 403: 网站云防护系统"),
    "a challenge with 503": (503, {"cf-mitigated": "challenge"}, ARTICLE, Outcome.BLOCKED, "http 503: cf-mitigated"),
    "a wall by country": (403, {"reason": "GeoBL"}, b"", Outcome.BLOCKED, "http 403: reason: GeoBL"),
    **{f"{code}": (code, {}, b"", Outcome.BLOCKED, f"http {code}") for code in (401, 403, 405, 412, 418, 429, 521)},
    "404": (404, {}, ARTICLE, Outcome.GONE, "http 404"),
    "404 with a script": (404, {}, SHELL, Outcome.GONE, "http 404"),
    "410": (410, {}, b"", Outcome.GONE, "http 410"),
    "451": (451, {}, b"", Outcome.REFUSED, "http 451"),
    "500": (500, {}, ARTICLE, Outcome.SERVER_ERROR, "http 500"),
    "503": (503, {}, b"", Outcome.SERVER_ERROR, "http 503"),
    "a redirect that was not followed": (
        302, {"location": "file:///etc/x"}, b"", Outcome.BAD_REDIRECT, "http 302 to file:///etc/x"),
    "a redirect to nowhere": (301, {}, b"", Outcome.BAD_REDIRECT, "http 301 to nowhere"),
    "a status that is none": (999, {}, b"", Outcome.ERROR, "http 999"),
    "a PDF": (200, {"content-type": "application/pdf"}, b"%PDF-1.7 x", Outcome.NOT_A_PAGE, "document: pdf"),
    "a PDF called HTML": (200, {"content-type": "text/html"}, b"\n%PDF-1.7 x", Outcome.NOT_A_PAGE, "document: pdf"),
    "an old Word file": (200, {}, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", Outcome.NOT_A_PAGE, "document: office"),
    "a new Word file": (200, {}, b"PK\x03\x04...word/document.xml", Outcome.NOT_A_PAGE, "document: office"),
    "an archive": (200, {}, b"PK\x03\x04...a.txt", Outcome.NOT_A_PAGE, "binary: zip"),
    "a picture called HTML": (
        200, {"content-type": "text/html"}, b"\x89PNG\r\n\x1a\n..", Outcome.NOT_A_PAGE, "binary: image"),
    "a film": (200, {"content-type": "video/mp4"}, b"....ftypisom", Outcome.NOT_A_PAGE, "binary: video"),
    "bytes": (200, {"content-type": "text/html"}, b"abc\x00\x01\x02", Outcome.NOT_A_PAGE, "binary: NUL bytes"),
}  # fmt: skip


@pytest.mark.parametrize(("status", "headers", "body", "outcome", "reason"), ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_classified(
    status: int, headers: dict[str, str], body: bytes, outcome: Outcome, reason: str
) -> None:
    assert classify(status, headers, body) == (outcome, reason)


def caused(exception: Exception, cause: BaseException) -> Exception:
    """An exception raised from another."""
    exception.__cause__ = cause
    return exception


EXCEPTIONS = {
    "our own refusal": (Refused(Outcome.ROBOTS, "robots.txt"), Outcome.ROBOTS, "robots.txt"),
    "our own refusal inside another": (
        caused(scrapy_exceptions.CannotResolveHostError("x"), Refused(Outcome.PRIVATE, "10.0.0.1")),
        Outcome.PRIVATE, "10.0.0.1"),
    "our own refusal among the reasons of a broken answer": (
        ResponseNeverReceived([Failure(Refused(Outcome.DEFERRED, "budget"))]), Outcome.DEFERRED, "budget"),
    "Scrapy's robots gate": (IgnoreRequest("Forbidden by robots.txt"), Outcome.ROBOTS, "Forbidden by robots.txt"),
    "too many redirects": (IgnoreRequest("max redirections reached"), Outcome.BAD_REDIRECT, "max redirections reached"),
    "offsite": (IgnoreRequest("Filtered offsite request to 'x'"), Outcome.OFF_HOST, "Filtered offsite request to 'x'"),
    "a bomb": (IgnoreRequest("exceeded DOWNLOAD_MAXSIZE (8 B)"), Outcome.TOO_BIG, "exceeded DOWNLOAD_MAXSIZE (8 B)"),
    "another refusal": (IgnoreRequest(), Outcome.ERROR, "ignored"),
    "a time-out": (scrapy_exceptions.DownloadTimeoutError("30 s"), Outcome.TIMEOUT, "timed out: 30 s"),
    "a host that is nowhere": (
        scrapy_exceptions.CannotResolveHostError("DNS lookup failed: no results for hostname lookup: news.x.cn."),
        Outcome.UNREACHABLE,
        "no such host: news.x.cn",
    ),
    "no such host": (scrapy_exceptions.CannotResolveHostError("x.cn"), Outcome.UNREACHABLE, "no such host: x.cn"),
    "a closed port": (scrapy_exceptions.DownloadConnectionRefusedError(), Outcome.UNREACHABLE, "connection refused"),
    "a reset": (scrapy_exceptions.DownloadFailedError("lost"), Outcome.UNREACHABLE, "connection failed: lost"),
    "a cut answer": (scrapy_exceptions.ResponseDataLossError("x"), Outcome.UNREACHABLE, "answer cut short: x"),
    "a cancelled download": (
        scrapy_exceptions.DownloadCancelledError("9 MB"), Outcome.TOO_BIG, "larger than allowed: 9 MB"),
    "another scheme": (
        scrapy_exceptions.UnsupportedURLSchemeError("ftp"), Outcome.BAD_REDIRECT, "not a web address: ftp"),
    "Twisted's time-out": (network.TCPTimedOutError(), Outcome.TIMEOUT, None),
    "Twisted's time-out as the cause": (
        caused(scrapy_exceptions.DownloadFailedError("x"), network.TimeoutError()), Outcome.TIMEOUT, "timed out: x"),
    "Twisted's look-up": (network.DNSLookupError("x.cn"), Outcome.UNREACHABLE, None),
    "Twisted's refusal": (network.ConnectionRefusedError(), Outcome.UNREACHABLE, None),
    "a lost connection": (network.ConnectionLost(), Outcome.UNREACHABLE, None),
    "anything else": (KeyError("x"), Outcome.ERROR, "KeyError: 'x'"),
}  # fmt: skip


@pytest.mark.parametrize(("exception", "outcome", "reason"), EXCEPTIONS.values(), ids=EXCEPTIONS)
def test_an_exception_is_classified(exception: Exception, outcome: Outcome, reason: str | None) -> None:
    found, said = of_exception(exception)

    assert found is outcome
    assert said == reason or reason is None
    assert said


def test_a_chain_that_bites_its_tail_ends() -> None:
    first, second = ValueError("a"), ValueError("b")
    first.__cause__, second.__cause__ = second, first

    assert of_exception(first) == (Outcome.ERROR, "ValueError: a")


def test_a_reason_is_one_short_line() -> None:
    _, reason = of_exception(scrapy_exceptions.DownloadFailedError("a\r\nBcc: b\x1b[31m" + "c" * 5000))

    assert reason.startswith("connection failed: a Bcc: b[31mccc")
    assert len(reason) == 200


ARTICLE = "http://www.example.cn/2026/1020.html"
LED = {
    "nowhere": (ARTICLE, ""),
    "to https": (ARTICLE.replace("http:", "https:"), ""),
    "to another article": ("http://www.example.cn/2026/c1020.html", ""),
    "to an article about errors": ("http://www.example.cn/2026/error-of-judgement.html", ""),
    "to the front page": ("https://www.example.cn/", "leads to the front page of www.example.cn"),
    "to the front page by name": ("http://www.example.cn/index.html", "leads to the front page of www.example.cn"),
    "to another front page": ("http://new.example.cn", "leads to the front page of new.example.cn"),
    "to an article of the front page": ("http://www.example.cn/?p=1020", ""),
    "to the list": ("http://www.example.cn/news/index.html", "leads to the list"),
    "to the search": ("http://www.example.cn/search?q=a&p=1", "leads to the list"),
    "to an error page": ("http://www.example.cn/404.html", "leads to an error page"),
    "to an error page of the system": ("http://www.example.cn/sys/errorPage.jsp?from=1020", "leads to an error page"),
    "to an error page without an ending": ("http://www.example.cn/not_found/", "leads to an error page"),
    "to a page that tells that it is none": ("http://www.example.cn/page-not-found.html", "leads to an error page"),
    "to an error page with its number": ("http://www.example.cn/error/404", "leads to an error page"),
}


@pytest.mark.parametrize(("answered", "reason"), LED.values(), ids=LED)
def test_where_a_redirect_led(answered: str, reason: str) -> None:
    lists = ("https://www.example.cn/news/", "http://www.example.cn/search?p=1&q=a")

    assert led_astray(ARTICLE, answered, lists) == reason


SIZES = {
    "a shell": ("<html><body>请稍候</body></html>", True),
    "a short list": ('<html><a href="/1.html">一</a></html>', False),
    "a long page without a link": (f"<html>{'空' * 400}</html>", False),
    "JSON without rows": ("[]", False),
    "a feed without entries": ("<?xml version='1.0'?><rss><channel/></rss>", False),
}


@pytest.mark.parametrize(("body", "tiny"), SIZES.values(), ids=SIZES)
def test_html_of_hardly_anything_is_no_list(body: str, tiny: bool) -> None:
    assert is_tiny(body.encode()) is tiny
