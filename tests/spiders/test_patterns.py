"""Patterns made from addresses: what they match, what they leave out, and that they are safe to keep."""

from __future__ import annotations

import re
import time
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.urls import untracked
from spiders.patterns import pattern_of

DIGEST = "0123456789abcdef0123456789abcdef"
OTHER = "fedcba9876543210fedcba9876543210"

#: Addresses given, some of tomorrow that are matched too, and some that are not.
MADE = {
    "TRS": (
        ["https://drc.example.cn/xwdt/202611/t20261118_1394001.html", "./202610/t20261031_139.html"],
        ["./202701/t20270104_14.html"],
        ["./index.html", "./index_1.html", "../tzgg/202611/t20261118_1394001.html"],
    ),
    "one address alone": (
        [f"https://fgw.example.cn/fgw_xwfb/20261118/{DIGEST}.html"],
        [f"/fgw_xwfb/20270101/{OTHER}.html"],
        ["/fgw_xwfb/index_2.html", f"/other/20261118/{DIGEST}.html"],
    ),
    "a date in three folders": (
        ["https://www.example.cn/art/2026/11/8/art_284_123.html", "/art/2026/9/18/art_284_12345.html"],
        ["/art/2027/1/1/art_284_1.html"],
        ["/col/col284/index.html"],
    ),
    "the number of the column stays": (
        [f"https://x.example.cn/col/col1229/art/2026/art_{DIGEST}.html", f"/col/col1229/art/2026/art_{OTHER}.html"],
        [f"/col/col1229/art/2027/art_{OTHER}.html"],
        [f"/col/col7/art/2026/art_{DIGEST}.html"],
    ),
    "month and day in one folder": (
        ["http://sh.example.cn/n2/2026/1120/c134768-411.html", "/n2/2026/1119/c134768-4112.html"],
        ["/n2/2027/0101/c134768-5.html"],
        ["/n2/index.html", "/n3/2026/1120/c134768-411.html"],
    ),
    "letters and digits in disorder": (
        ["https://n.example.cn/2026/11/20/ARTIxB3kq9.shtml", "/2026/11/20/ARTI9aaZ7.shtml"],
        ["/2026/11/21/ARTIq0wE1r2.shtml"],
        ["/2026/11/21/index.html"],
    ),
    "the id in the query": (
        ["https://www.example.com/news/detail?id=1020&from=wx", "/news/detail?id=77"],
        ["/news/detail?id=123456"],
        ["/news/list?id=7", "/news/detail"],
    ),
    "several columns": (
        ["https://a.example.cn/ywdt/tzgg/391.html", "/ywdt/sxcz/12391.html"],
        ["/ywdt/zcjd/7.html"],
        ["/ywdt/index.html", "/zwgk/tzgg/391.html"],
    ),
    "words": (
        ["https://www.example.com/economy/some-slug", "/economy/another-one-of-them"],
        ["/economy/third"],
        ["/economy/index.html", "/economy/list_2.html", "/economy/page-2", "/sport/some-slug"],
    ),
    "several hosts of one publisher": (
        [f"https://www.example.cn/politics/20261118/{DIGEST}/c.html", f"https://sh.example.cn/20261118/{OTHER}/c.html"],
        [f"https://js.example.cn/local/20261119/{OTHER}/c.html"],
        [f"https://www.example.org/politics/20261118/{DIGEST}/c.html"],
    ),
    "pages and documents": (
        ["http://a.example.cn:8080/n/202611/t20261118_1.html", "/n/202611/t20261118_1.pdf"],
        ["/n/202612/t20261201_22.html"],
        ["http://a.example.cn/n/202611/t20261118_1.html"],
    ),
    "words in Chinese": (
        ["https://www.example.cn/要闻/一体化.html", "/要闻/示范区.html"],
        ["/要闻/长江.html"],
        ["/图片/长江.html"],
    ),
}


def absolute(url: str, first: str) -> str:
    host, folder = "/".join(first.split("/")[:3]), "/".join(first.split("/")[:4])
    return url if "://" in url else host + url if url.startswith("/") else folder + url[url.index("/") :]


@pytest.mark.parametrize(("given_", "tomorrow", "others"), MADE.values(), ids=MADE.keys())
def test_a_pattern_matches_what_is_made_alike(given_, tomorrow, others):
    urls = [absolute(url, given_[0]) for url in given_]
    pattern = pattern_of(urls)

    for url in [*urls, *(absolute(url, urls[0]) for url in tomorrow)]:
        assert re.search(pattern, untracked(url)), (pattern, url)
    for url in others:
        other = absolute(url, urls[0]) if not url.startswith("..") else urls[0].replace("xwdt", "tzgg")
        assert not re.search(pattern, untracked(other)), (pattern, other)


def test_the_host_is_taken_as_it_is_written():
    assert not re.search(pattern_of(["https://www.example.cn/n/1.html"]), "https://wwwxexample.cn/n/1.html")


def test_nothing_is_no_pattern():
    with pytest.raises(ValueError, match="needs an address"):
        pattern_of([])


SEGMENT = st.text(st.sampled_from("abcxyz0123456789-_.%+ 长三角()[]*?$^|\\"), max_size=12).map(quote)
URL = st.builds(
    lambda host, path, query: f"https://{host}/" + "/".join(path) + query,
    st.sampled_from(["www.example.cn", "example.cn", "a.example.org:8080", "127.0.0.1"]),
    st.lists(SEGMENT, max_size=5),
    st.sampled_from(["", "?id=1", "?id=22&n=x", "?q=长三角", "?", "?a=(*"]),
)


@settings(max_examples=500)
@given(st.lists(URL, min_size=1, max_size=6))
def test_whatever_is_given_is_matched(urls):
    pattern = pattern_of(urls)

    assert pattern[0] + pattern[-1] == "^$"
    assert all(re.search(pattern, untracked(url)) for url in urls), pattern


@pytest.mark.parametrize("fill", ["a/", "1/", "-", "a.", "%E9", "1a", "_"])
def test_no_address_makes_a_pattern_slow(fill):
    patterns = [pattern_of([absolute(url, given_[0]) for url in given_]) for given_, _, _ in MADE.values()]
    began = time.perf_counter()
    for pattern in patterns:
        re.search(pattern, "http://www.example.cn/economy/" + fill * 900)

    assert time.perf_counter() - began < 0.5
