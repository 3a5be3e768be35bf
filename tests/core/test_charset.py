"""Which characters the bytes of a page stand for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charset import decode

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


@given(st.binary(max_size=400), st.sampled_from(["", "text/html; charset=gbk", "text/html; charset=\x00zlib"]))
def test_any_bytes_are_read_without_an_error(body: bytes, content_type: str) -> None:
    text, codec = decode(body, {"content-type": content_type})
    assert isinstance(text, str)
    assert codec


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=30))
def test_undeclared_utf8_is_always_utf8(text: str) -> None:
    assert decode(text.encode(), {"content-type": "text/html; charset=gb2312"}) == (text, "utf-8")
