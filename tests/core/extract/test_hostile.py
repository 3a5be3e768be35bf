"""Pages that are no articles, and pages made to break a reader."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.article import Extraction, Hints, Unreadable
from core.extract import extract, mend
from core.page import Page

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SENTENCE = "长三角三省一市将共同推进四十二项制度创新，打通堵点。"


def read(body: str | bytes, url: str | None = None, **headers: str) -> Extraction | Unreadable:
    content = body.encode() if isinstance(body, str) else body
    page = Page(asked_url=url, url=url, fetched_at=NOW, status=200, body=content, headers=headers)
    return extract(page, Hints(fetched_at=NOW))


NO_ARTICLES = {
    "nothing at all": (b"", "empty"),
    "white space": (b" \n\t ", "empty"),
    "a page without words": ("<html><body><div></div></body></html>", "empty"),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(256)) * 20, "binary"),
    "a picture sent as a page": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 500, "binary"),
    "NULs in number": (b"<html>" + b"\x00\x01\x02" * 500, "binary"),
    "three million characters": ("<p>" + "长" * 3_000_000, "too large"),
    "a tag of 100,000 attributes": (
        "<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">长三角</p>",
        "toxic markup",
    ),
    "100,000 nested boxes": ("<div>" * 100_000 + SENTENCE * 20, "nested too deeply"),
    "a script that sets a cookie": (
        "<html><script>document.cookie='a=1';location.reload()</script></html>",
        "challenge",
    ),
    "a security check": ("<html><title>安全验证</title><p>请完成安全验证后继续访问</p></html>", "challenge"),
    "a page that is gone, answered with 200": (
        "<title>404</title><h1>抱歉</h1><p>您访问的页面不存在或已被删除</p><a href=/>返回首页</a>",
        "not found",
    ),
    "a list of links": (
        "<ul>" + "".join(f'<li><a href="/{i}">第{i}条新闻的标题在这里</a></li>' for i in range(60)) + "</ul>",
        "list page",
    ),
}


@pytest.mark.parametrize(("body", "reason"), NO_ARTICLES.values(), ids=NO_ARTICLES)
def test_it_is_unreadable_with_a_reason(body: str | bytes, reason: str) -> None:
    found = read(body)
    assert isinstance(found, Unreadable)
    assert found.reason == reason


def test_a_picture_set_into_the_page_is_no_toxic_tag() -> None:
    page = f'<p>{SENTENCE * 3}</p><img src="data:image/png;base64,{"iVBORw0KGgo" * 20_000}"><p>{SENTENCE * 3}</p>'
    assert isinstance(read(page), Extraction)


def test_plain_text_is_read_like_a_page() -> None:
    found = read("\n".join(["示范区发布年度任务书", *[SENTENCE * 4] * 4]), None, **{"content-type": "text/plain"})
    assert isinstance(found, Extraction)
    assert found.article.title == "示范区发布年度任务书"
    assert found.article.text == "\n".join([SENTENCE * 4] * 4)


def test_what_cannot_be_stored_is_gone_everywhere() -> None:
    dirt = "\x00\x08\u202e\u200b&#8;&#8238;&#x200b;"
    found = read(
        f'<title>示范{dirt}区发布任务书</title><meta name="author" content="张{dirt}三">'
        f"<h1>示范{dirt}区发布任务书</h1><p>来源：某某{dirt}日报　作者：张{dirt}三</p>"
        + f"<p>{SENTENCE * 4}{dirt}</p>"
        * 3
    )
    assert isinstance(found, Extraction)
    whole = repr(found)
    assert [mark for mark in ("\\x00", "\\x08", "\\u202e", "\\u200b") if mark in whole] == []
    whole.encode()
    assert found.article.title == "示范区发布任务书"
    assert found.article.source == "某某日报"


def test_mending_twice_is_mending_once() -> None:
    page = f"<?xml version='1.0' encoding='gbk'?><html><body>a</body></html><p>{SENTENCE}</BODY ></HTML\n>b\x00"
    assert mend(mend(page)) == mend(page)
    assert "</body" not in mend(page).lower()


def filled(parts: list[str]) -> str:
    return f"<html><head><title>示范区发布任务书</title></head><body>{''.join(parts)}</body></html>"


# About 1 MB each. The limit is generous for a busy machine; quadratic code would need minutes.
BULKY = {
    "open scripts": "<script>" * 120_000,
    "less-than signs": "<" * 200_000,
    "stray closing tags": "</body" * 160_000,
    "open comments": "<!--" * 250_000,
    "one line of digits": f"<p>{'2' * 1_000_000}</p>",
    "one line of dates": f"<p>{'2026-11-20 ' * 90_000}</p>",
    "one line of brackets": f"<p>{'（记者' * 300_000}</p>",
    "a title of a million characters": f"<title>{'长三角-' * 250_000}</title><p>{SENTENCE * 30}</p>",
    "one endless tag": "<p title='" + "a" * 1_000_000,
    "datelines": "<p>本报讯</p>" * 15_000,
    "heads of boxes": f"<title>两地签署协议</title><h1>两地签署协议</h1><p>{SENTENCE}</p>"
    + "<div>相关新闻</div>" * 15_000
    + f"<p>{SENTENCE}</p>" * 9,
    "whole articles, one a paragraph": f"<p>近日，{SENTENCE * 40}</p>" * 800,
}


@pytest.mark.parametrize("bulk", BULKY.values(), ids=BULKY)
def test_bulk_is_read_in_bounded_time(bulk: str) -> None:
    started = time.process_time()
    read(filled([f"<h1>示范区发布任务书</h1><p>2026-11-20 08:00</p><p>{SENTENCE * 20}</p>", bulk]))
    assert time.process_time() - started < 30


@settings(max_examples=60)
@given(st.binary(max_size=600))
def test_any_bytes_give_an_answer(body: bytes) -> None:
    assert isinstance(read(body), Extraction | Unreadable)


MARKUP = """
    <p> </p> <table><tr><td> </table> <h1> <title> <script> </script> <!-- --> </html> < > " &#0; <svg><title>
    <template> <br> 来源： 本报上海8月3日电 相关阅读 第七届进博会 2023年的24.4%，今年
"""
PIECES = st.sampled_from(
    [
        *MARKUP.split(),
        SENTENCE,
        "<div style='display:none'>",
        "<a href='x.pdf'>",
        "<meta name=pubdate content='2026-11-20'>",
        "2026-11-20 08:00",
        "（记者 张三）",
        "\u3000",
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=40))
def test_any_soup_gives_an_answer_that_can_be_stored(pieces: list[str]) -> None:
    found = read("".join(pieces), "https://www.example.com/2026/11/20/a.html")
    if isinstance(found, Extraction):
        repr(found).encode()
        assert "\x00" not in found.article.text + found.visible
        assert all(line.strip() for line in found.article.text.split("\n") if found.article.text)
