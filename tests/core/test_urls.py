"""One article has one key, and only web addresses become links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.urls import absolute, canonical, covers, host_of, registrable, safe_link

SAME = {
    "scheme": ("http://a.cn/x.html", "https://a.cn/x.html"),
    "default port": ("http://a.cn:80/x.html", "http://a.cn/x.html"),
    "case of the host": ("http://A.CN/x", "http://a.cn/x"),
    "fragment": ("http://a.cn/x#top", "http://a.cn/x"),
    "tracking parameters": ("http://a.cn/x?id=3&utm_source=wx&from=timeline", "http://a.cn/x?id=3"),
    "order of parameters": ("http://a.cn/x?b=2&a=1", "http://a.cn/x?a=1&b=2"),
    "session id": ("http://a.cn/x;jsessionid=12AB?id=1", "http://a.cn/x?id=1"),
    "no path": ("http://a.cn", "http://a.cn/"),
    "Chinese in the path": ("http://a.cn/长三角", "http://a.cn/%E9%95%BF%E4%B8%89%E8%A7%92"),
}
DIFFERENT = {
    "the id is in the query": (
        "https://www.jfdaily.example/news/detail?id=1",
        "https://www.jfdaily.example/news/detail?id=2",
    ),
    "another port": ("http://a.cn:8080/x", "http://a.cn/x"),
    "case of the path": ("http://a.cn/X", "http://a.cn/x"),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME.keys())
def test_spellings_of_one_address_have_one_key(pair):
    assert canonical(pair[0]) == canonical(pair[1])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_different_articles_have_different_keys(pair):
    assert canonical(pair[0]) != canonical(pair[1])


@given(st.text(max_size=60).map(lambda tail: "http://a.cn/" + tail))
def test_the_key_of_a_key_is_itself(url):
    assert canonical(canonical(url)) == canonical(url)


NO_LINKS = [
    "javascript:alert(1)",
    "mailto:a@b.cn",
    "#top",
    "",
    "data:text/html,x",
    "file:///etc/passwd",
    "http://[::1",
    "http://a.cn/\x00",
    "http://a.cn/" + "x" * 3000,
]


@pytest.mark.parametrize("href", NO_LINKS)
def test_what_is_no_web_page_is_no_link(href):
    assert absolute("http://a.cn/", href) is None
    assert safe_link(href) is None


@pytest.mark.parametrize("url", ["http://a.cn/\ud800", "http://a.cn/?q=\ud800", "http://\udfff.cn/"])
def test_half_a_surrogate_pair_is_in_no_address_and_stops_nothing(url):
    assert absolute("http://a.cn/", url) is None
    assert safe_link(url) is None
    assert canonical(canonical(url)) == canonical(url) == canonical(url).encode().decode()


def test_relative_links_are_resolved_without_their_fragment():
    assert absolute("http://a.cn/b/", "./202611/t20261120_1.html#x") == "http://a.cn/b/202611/t20261120_1.html"


def test_hosts_and_their_owners():
    assert host_of("https://WWW.A.cn:443/x") == "www.a.cn"
    assert registrable("fgw.sh.gov.cn") == "sh.gov.cn"
    assert registrable("127.0.0.1") == "127.0.0.1"
    assert covers(("gov.cn",), "fgw.sh.gov.cn")
    assert not covers(("gov.cn",), "fakegov.cn")
