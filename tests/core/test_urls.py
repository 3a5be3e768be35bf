"""One article has one key, and only web addresses become links."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.urls import absolute, canonical, covers, host_of, registrable, safe_link, untracked

SAME = {
    "scheme": ("http://a.cn/x.html", "https://a.cn/x.html"),
    "default port": ("http://a.cn:80/x.html", "http://a.cn/x.html"),
    "case of the host": ("http://A.CN/x", "http://a.cn/x"),
    "fragment": ("http://a.cn/x#top", "http://a.cn/x"),
    "tracking parameters": ("http://a.cn/x?id=3&utm_source=wx&from=timeline", "http://a.cn/x?id=3"),
    "order of parameters": ("http://a.cn/x?b=2&a=1", "http://a.cn/x?a=1&b=2"),
    "session id": ("http://a.cn/x;jsessionid=12AB?id=1", "http://a.cn/x?id=1"),
    "no path": ("http://a.cn", "http://a.cn/"),
    "www. before the host": ("http://www.a.cn/x.html", "http://a.cn/x.html"),
    "mobile pages": ("https://m.a.cn/x.html", "https://www.a.cn/x.html"),
    "WAP pages of a sub-domain": ("http://wap.news.a.com.cn/x.html", "http://news.a.com.cn/x.html"),
    "mobile and www.": ("http://m.www.a.cn/x.html", "http://a.cn/x.html"),
    "the page of a directory": ("http://a.cn/20261120/0a1b/index.html", "http://a.cn/20261120/0a1b/"),
    "the page of a directory, by another system": ("http://a.cn/x/Default.aspx?id=3", "http://a.cn/x/?id=3"),
    "for printers, by a parameter": ("http://a.cn/x?id=3&print=true", "http://a.cn/x?id=3"),
    "for printers, by a folder": ("http://a.cn/2026/1020/print/", "http://a.cn/2026/1020/"),
    "for printers, by a folder before": ("http://a.cn/print/10200.html", "http://a.cn/10200.html"),
    "for printers, by the name": ("http://a.cn/content_1020_print.html", "http://a.cn/content_1020.html"),
    "Jiefang Daily and Shanghai Observer": (
        "https://www.shobserver.com/staticsg/res/html/web/newsDetail.html?id=1181031&v=1.2",
        "https://www.jfdaily.com/news/detail?id=1181031",
    ),
    "The Paper": ("https://m.thepaper.cn/detail/3", "https://www.thepaper.cn/newsDetail_forward_3?commTag=true"),
    "Guancha, all on one page": (
        "https://www.guancha.cn/economy/2026_11_20_1_s.shtml",
        "https://m.guancha.cn/economy/2026_11_20_1.shtml",
    ),
    "CGTN": (
        "https://news.cgtn.com/news/2026-11-20/A-Delta-1a/p.html",
        "https://news.cgtn.com/news/2026-11-20/A-Delta-1a/index.html",
    ),
    "China Daily": (
        "https://global.chinadaily.com.cn/a/202611/20/WS0a.html",
        "http://www.chinadaily.com.cn/a/202611/20/WS0a.html",
    ),
    "Xinhua, by its old name": (
        "http://csj.xinhuanet.com/20261120/0a/c.html",
        "https://csj.news.cn/20261120/0a/c.html",
    ),
    "China News Service": (
        "http://www.chinanews.com/cj/2026/11-20/1.shtml",
        "https://www.chinanews.com.cn/cj/2026/11-20/1.shtml",
    ),
    "Chinese in the path": ("http://a.cn/长三角", "http://a.cn/%E9%95%BF%E4%B8%89%E8%A7%92"),
}
DIFFERENT = {
    "the id is in the query": (
        "https://www.jfdaily.example/news/detail?id=1",
        "https://www.jfdaily.example/news/detail?id=2",
    ),
    "the id is in the query, under two names": (
        "https://www.jfdaily.com/news/detail?id=1",
        "https://www.shobserver.com/news/detail?id=2",
    ),
    "one number, two counts": (
        "https://www.jfdaily.com/news/detail?id=1",
        "https://www.jfdaily.com/sgh/detail?id=1",
    ),
    "a series and an article": ("https://m.thepaper.cn/series/3", "https://m.thepaper.cn/detail/3"),
    "the list's second page": ("http://a.cn/x/index_1.html", "http://a.cn/x/index.html"),
    "an article's second page": ("http://a.cn/t20261120_1_2.html", "http://a.cn/t20261120_1.html"),
    "two sub-domains": ("http://sh.people.com.cn/n2/1.html", "http://js.people.com.cn/n2/1.html"),
    "strangers below gov.cn": ("http://m.gov.cn/1.html", "http://wap.gov.cn/1.html"),
    "a name that ends like an alias": ("http://notxinhuanet.com/1.html", "http://notnews.cn/1.html"),
    "a word that ends in print": ("http://a.cn/blue-print.html", "http://a.cn/blue.html"),
    "a section called print": ("http://a.cn/news/print/", "http://a.cn/news/"),
    "the number of a print": ("http://a.cn/x?print=7", "http://a.cn/x?print=8"),
    "a query in GBK": ("http://a.cn/x?q=%B3%A4", "http://a.cn/x?q=%BD%AD"),
    "another port": ("http://a.cn:8080/x", "http://a.cn/x"),
    "case of the path": ("http://a.cn/X", "http://a.cn/x"),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME.keys())
def test_spellings_of_one_address_have_one_key(pair):
    assert canonical(pair[0]) == canonical(pair[1])


@pytest.mark.parametrize("pair", DIFFERENT.values(), ids=DIFFERENT.keys())
def test_different_articles_have_different_keys(pair):
    assert canonical(pair[0]) != canonical(pair[1])


PARTS = [
    "www",
    "m",
    "h5",
    "a",
    "cn",
    "com",
    "gov",
    "xinhuanet",
    "news",
    "thepaper",
    "jfdaily",
    "localhost",
    "/",
    "?",
    "&",
]
PARTS += [
    ".",
    ":80",
    "=",
    "1",
    "12345",
    "_",
    "-",
    "print",
    ".html",
    "index",
    "detail",
    "newsDetail_forward_",
    "id",
    "#",
]
PARTS += ["%E9%95", "长", "p", "s", ";jsessionid=0"]


@given(
    st.text(max_size=60) | st.lists(st.sampled_from(PARTS), max_size=14).map("".join), st.sampled_from(["a.cn/", ""])
)
def test_the_key_of_a_key_is_itself(tail, host):
    url = f"http://{host}{tail}"
    assert canonical(canonical(url)) == canonical(url)


@given(st.sampled_from(list(SAME.values())))
def test_a_variant_stays_one_with_tracking_parameters(pair):
    assert canonical(untracked(pair[0])) == canonical(pair[1])


def test_without_tracking_an_address_is_still_one_that_answers():
    assert untracked("https://www.a.cn/x?id=1&from=timeline#top") == "https://www.a.cn/x?id=1"


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
