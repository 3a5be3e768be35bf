"""Which characters the bytes of a page stand for."""

from __future__ import annotations

import codecs
from datetime import UTC, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charset import claims, decode
from core.page import Page
from core.site import Kind, Site, Source, Tier
from spiders.asking import FIRST
from spiders.dialects import read_list
from spiders.readers.listing import ListPage

TEXT = "长三角一体化发展：沪苏浙皖共建示范区。"
RARE = "记者 㛃镕、喆 报道长三角"  # outside GB2312


def page(charset: str, text: str = TEXT) -> str:
    return f'<html><head><meta charset="{charset}"><title>t</title></head><body><p>{text * 5}</p></body></html>'


BYTES = {
    "UTF-8, so declared": (page("utf-8").encode(), {}, TEXT),
    "UTF-8 declared as GB": (page("gb2312").encode(), {}, TEXT),
    "UTF-8 with a header that says GB": (page("utf-8").encode(), {"content-type": "text/html; charset=gbk"}, TEXT),
    "UTF-8 with a byte order mark": (b"\xef\xbb\xbf" + page("gbk").encode(), {}, TEXT),
    "UTF-8 cut in the middle of a character": (page("utf-8").encode()[:-40] + "长".encode()[:2], {}, TEXT),
    "GB, so declared": (page("gb2312").encode("gb18030"), {}, TEXT),
    "GB with characters that GB2312 has not": (page("gb2312", RARE).encode("gb18030"), {}, RARE),
    "GB, undeclared": (f"<p>{TEXT * 5}</p>".encode("gb18030"), {}, TEXT),
    "GB declared as UTF-8": (page("utf-8").encode("gb18030"), {}, TEXT),
    "GB with a header of another charset": (
        page("gb2312").encode("gb18030"),
        {"content-type": "text/html; charset=ISO-8859-1"},
        TEXT,
    ),
    "GB declared by http-equiv": (
        f'<META http-equiv=Content-Type content="text/html; charset=gb2312"><p>{TEXT}</p>'.encode("gb18030"),
        {},
        TEXT,
    ),
    "Big5, so declared": (page("big5", "長三角一體化發展").encode("big5"), {}, "長三角一體化發展"),
    "UTF-16 with a mark": (page("utf-16").encode("utf-16"), {}, TEXT),
    "an unknown name declared": (page("klingon").encode("gb18030"), {}, TEXT),
    "a codec that is not of text declared": (page("base64").encode("gb18030"), {}, TEXT),
    "Latin quotes of Windows": ("<p>“Delta” — the region’s plan</p>".encode("cp1252"), {}, "“Delta” — the region’s"),
}


@pytest.mark.parametrize(("body", "headers", "held"), BYTES.values(), ids=BYTES)
def test_the_text_comes_out_right(body: bytes, headers: dict[str, str], held: str) -> None:
    text, _ = decode(body, headers)
    assert held in text


def test_one_broken_byte_spoils_one_character_only() -> None:
    text, codec = decode(page("gb2312").encode("gb18030").replace("沪".encode("gb18030"), b"\xff", 1), {})
    assert codec == "gb18030"
    assert text.count("\ufffd") == 1


# -- every combination ---------------------------------------------------------------------------------------------

SIMPLIFIED = "沪苏浙皖四地今日签署协议，共建长三角生态绿色一体化发展示范区。"
TRADITIONAL = "滬蘇浙皖四地今日簽署協議，共建長三角生態綠色一體化發展示範區。"
# Not decided by bytes are only texts of fewer than ten characters, where a declaration is believed; GB text that is
# valid UTF-8 by chance, such as 联通 alone; and Latin text, in which charsets differ by no more than rare accents.
#: What the bytes are in: a codec and a text that needs it.
REAL = {
    "utf-8": ("utf-8", SIMPLIFIED),
    "gb2312": ("gb2312", SIMPLIFIED),
    "gbk": ("gbk", SIMPLIFIED + "朱镕基、陶喆"),
    "gb18030": ("gb18030", SIMPLIFIED + "㛃\U00020087"),
    "big5": ("big5", TRADITIONAL),
    "big5-hkscs": ("big5hkscs", TRADITIONAL + "深水埗、鰂魚涌"),
    "utf-16-le": ("utf-16-le", SIMPLIFIED),
    "utf-16-be": ("utf-16-be", SIMPLIFIED),
}
DECLARED = ("", "utf-8", "gb2312", "big5", "iso-8859-1", "utf-16")
HEADERS = ("", "utf-8", "gb2312", "big5", "iso-8859-1", "windows-1252")
MARKS = (b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
FORMS = {
    "HTML, meta charset": ('<html><head><meta charset="{0}"><title>{1}</title></head>', "meta charset"),
    "HTML, http-equiv": (
        '<html><META http-equiv="Content-Type" content="text/html; charset={0}"><title>{1}</title>',
        "http-equiv",
    ),
    "a feed": (
        '<?xml version="1.0" encoding="{0}"?><rss><channel><item><title>{1}</title></item></channel>',
        "encoding",
    ),
    "JSON": ('{{"charset": "{0}", "list": [{{"title": "{1}"}}]}}', ""),
}


@pytest.mark.parametrize("real", REAL)
@pytest.mark.parametrize("form", FORMS)
def test_no_mark_declaration_or_header_misleads(form: str, real: str) -> None:
    codec, text = REAL[real]
    for declared, header, mark in product(DECLARED, HEADERS, MARKS):
        body = mark + FORMS[form][0].format(declared, text).encode(codec)
        read, _ = decode(body, {"content-type": f"text/html; charset={header}"} if header else {})
        assert text in read, (declared, header, mark)


@pytest.mark.parametrize("real", REAL)
def test_a_character_cut_in_two_is_the_only_one_lost(real: str) -> None:
    codec, text = REAL[real]
    page = f"<html><head><title>{text * 3}"

    for size in range(1, 4):
        assert decode(page.encode(codec)[:-size], {})[0].startswith(page[:-3])


@pytest.mark.parametrize("real", REAL)
def test_a_broken_byte_spoils_its_own_line_at_the_most(real: str) -> None:
    codec, text = REAL[real]
    line = f"<p>{text}</p>\n"
    broken = bytearray((line * 5).encode(codec))
    broken[len((line + "<p>").encode(codec)) + 2] = 0xFF

    assert decode(bytes(broken), {"content-type": "text/html; charset=gbk"})[0].count(text) == 4


SHORT = {
    "three titles in UTF-8": ("utf-8", "沪苏通铁路|长三角规划|示范区签约"),
    "three titles in GBK": ("gbk", "沪苏通铁路|长三角规划|示范区签约"),
    "three titles in Big5": ("big5", "滬蘇通鐵路|長三角規劃|示範區簽約"),
}


@pytest.mark.parametrize(("codec", "titles"), SHORT.values(), ids=SHORT)
@pytest.mark.parametrize("declared", DECLARED)
def test_three_titles_are_enough(codec: str, titles: str, declared: str) -> None:
    rows = "".join(f"<item><title>{title}</title></item>" for title in titles.split("|"))
    body = f'<?xml version="1.0" encoding="{declared}"?><rss><channel>{rows}</channel></rss>'.encode(codec)

    assert all(title in decode(body, {})[0] for title in titles.split("|"))


FEEDS = {
    "GBK, undeclared": ("gbk", ""),
    "GBK, declared as UTF-8": ("gbk", ' encoding="utf-8"'),
    "GB18030, declared as GB2312": ("gb18030", ' encoding="gb2312"'),
    "UTF-8, declared as GB2312": ("utf-8", ' encoding="gb2312"'),
    "UTF-8, declared as ISO-8859-1": ("utf-8", ' encoding="iso-8859-1"'),
    "UTF-16, declared as UTF-8": ("utf-16", ' encoding="utf-8"'),
}


@pytest.mark.parametrize(("codec", "declared"), FEEDS.values(), ids=FEEDS)
@pytest.mark.parametrize("header", ["", "; charset=iso-8859-1", "; charset=utf-8"])
def test_a_feed_is_read_whatever_it_says_of_itself(codec: str, declared: str, header: str) -> None:
    titles = ("长三角铁路建设提速", "示范区发布新政策", "沪苏浙皖签约")
    items = "".join(
        f"<item><title>{title}</title><link>http://a.cn/{n}.html</link></item>" for n, title in enumerate(titles)
    )
    body = f'<?xml version="1.0"{declared}?><rss version="2.0"><channel>{items}</channel></rss>'.encode(codec)
    source = Source(id="rss", kind=Kind.FEED, url="http://a.cn/rss.xml")
    site = Site(id="a", name="甲", home="http://a.cn/", tier=Tier.OTHER, sources=(source,))
    page = Page(
        asked_url=source.url,
        url=source.url,
        fetched_at=datetime(2026, 11, 20, tzinfo=UTC),
        status=200,
        body=body,
        headers={"content-type": f"application/rss+xml{header}"},
    )

    listing = read_list(page, site, source, FIRST)

    assert isinstance(listing, ListPage)
    assert tuple(link.anchor for link in listing.links) == titles


@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=gbk", "text/html; charset=\x00zlib"]))
def test_any_bytes_are_read_without_an_error(body: bytes, content_type: str) -> None:
    text, codec = decode(body, {"content-type": content_type})
    assert isinstance(text, str)
    assert codec


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=30))
def test_undeclared_utf8_is_always_utf8(text: str) -> None:
    assert decode(text.encode(), {"content-type": "text/html; charset=gb2312"}) == (text, "utf-8")


CLAIMS = {
    "both": (b"<meta charset='GB2312'>", {"content-type": "text/html; charset=utf-8"}, ("GB2312", "utf-8")),
    "the page alone": (b'<?xml version="1.0" encoding="big5"?>', {}, ("big5", None)),
    "the header alone": (b"<p>", {"content-type": "text/html;charset=gbk"}, (None, "gbk")),
    "nobody": (b"", {"content-type": "text/html"}, (None, None)),
}


@pytest.mark.parametrize(("body", "headers", "expected"), CLAIMS.values(), ids=CLAIMS.keys())
def test_what_is_claimed_is_told_as_written(body, headers, expected):
    assert claims(body, headers) == expected
