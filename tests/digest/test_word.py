"""The Word document: the form of an office, real headings, numbers and links; strangers' words stay words."""

import re
from io import BytesIO
from itertools import cycle

import docx
import pytest
from docx.oxml.ns import qn

from digest.errors import DigestError
from digest.forms import contents, lacking
from tests.digest.test_render import FORBIDDEN, PAYLOADS, URLS
from tests.support.digests import GOLDEN_DIGESTS, STORIES, digest_of, hostile_digest, story
from tests.support.packed import parts_of


def docx_of(digest):
    return contents(digest, ["docx"])["docx"]


def opened(digest):
    return docx.Document(BytesIO(docx_of(digest)))


def texts(document, style):
    return [each.text for each in document.paragraphs if each.style.name == style]


def links(document):
    """What leads where."""
    return {link.text: link.url for each in document.paragraphs for link in each.hyperlinks}


FULL = opened(GOLDEN_DIGESTS["full-zh"])


def test_headings_are_headings():
    assert texts(FULL, "Title") == ["长三角一体化每日要闻"]
    assert texts(FULL, "Heading 1") == [
        "今日要点", "科技创新", "交通互联", "生态环境", "公共服务", "综合", "相关动态",
        "已发布内容的变更", "搁置待核", "未收录", "趋势", "监测覆盖",
    ]  # fmt: skip
    assert sorted(texts(FULL, "Heading 2")) == sorted(each.article.title for each in STORIES)


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("full-zh", [("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）")]),
        ("full-en", [("decimal", "%1. "), ("decimal", "%1.%2 ")]),
    ],
)
def test_the_styles_of_headings_number_them(name, numbers):
    document = opened(GOLDEN_DIGESTS[name])
    numbering = document.part.numbering_part.element
    for level, expected in enumerate(numbers):
        wanted = document.styles[f"Heading {level + 1}"].element.pPr.numPr
        assert wanted.ilvl.val == level
        kind = numbering.num_having_numId(wanted.numId.val).abstractNumId.val
        found = numbering.xpath(f"w:abstractNum[@w:abstractNumId='{kind}']/w:lvl[@w:ilvl='{level}']")[0]
        assert (found.find(qn("w:numFmt")).get(qn("w:val")), found.find(qn("w:lvlText")).get(qn("w:val"))) == expected


FONTS = {
    "Title": "黑体",
    "Heading 1": "黑体",
    "Heading 2": "楷体",
    "Body Text": "宋体",
    "Caption": "宋体",
    "Normal": "宋体",
}


@pytest.mark.parametrize(("style", "font"), FONTS.items(), ids=FONTS.keys())
def test_the_fonts_are_those_of_an_office(style, font):
    fonts = FULL.styles[style].element.rPr.findall(qn("w:rFonts"))
    assert [each.get(qn("w:eastAsia")) for each in fonts] == [font]
    assert not [name for each in fonts for name in each.attrib if "Theme" in name]


def test_the_paper_is_a4_and_its_pages_are_numbered():
    section = FULL.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    footer = section.footer.paragraphs[0]
    assert [each.get(qn("w:instr")) for each in footer._p.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert FULL.styles["Body Text"].element.pPr.ind.get(qn("w:firstLineChars")) == "200"


def test_links_are_links_and_forged_copies_are_none():
    found = links(FULL)
    assert found["https://news.example.cn/11.html"] == "https://news.example.cn/11.html"
    assert found["长三角科技创新协同发展行动方案.pdf"] == "https://fgw.example.cn/a/plan.pdf"
    text = "\n".join(each.text for each in FULL.paragraphs)
    assert "开运体育" in text
    assert "开运体育" not in found
    assert not [url for url in found.values() if "kaiyun" in url]


def test_the_page_of_a_story_is_linked_where_it_is_on_the_web():
    page = "https://news.office.example/archive/story/0/11.html"
    assert links(opened(digest_of(STORIES, archive="https://news.office.example/archive")))[page] == page
    assert not [url for url in links(FULL).values() if "story/0/" in url]


def test_it_says_what_the_other_forms_say():
    text = "\n".join(each.text for each in FULL.paragraphs)
    rendered = contents(GOLDEN_DIGESTS["full-zh"], ["txt"])["txt"].decode()
    sentences = re.findall(r"[^\s。]{12,}。", rendered)
    assert len(sentences) > 20
    assert [each for each in sentences if each.lstrip("|●-") not in text.replace("\n", "")] == []


def test_tables_repeat_their_header():
    coverage = FULL.tables[-1]
    assert [cell.text for cell in coverage.rows[0].cells] == ["站点", "状态", "新链接", "最近成功", "说明"]
    assert coverage.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert len(coverage.rows) == 10


def test_the_same_digest_gives_the_same_bytes():
    digest = GOLDEN_DIGESTS["full-zh"]
    first = docx_of(digest)
    assert b">2026-11-21T00:00:00Z<" in parts_of(first)["docProps/core.xml"]
    assert docx_of(digest) == first


def hostile_stories():
    """A digest in which each payload is a title and an outlet, under every kind of bad address in turn."""
    pairs = zip(PAYLOADS, cycle(URLS), strict=False)
    return digest_of(
        tuple(story(n, text, f"{text}。长三角。", outlet=text, url=url) for n, (text, url) in enumerate(pairs, 1))
    )


@pytest.mark.parametrize(
    "digest", [hostile_stories(), *(hostile_digest("".join(PAYLOADS), url) for url in URLS[:3])], ids=range(4)
)
def test_a_strangers_words_stay_words(digest):
    parts_of(docx_of(digest))
    document = opened(digest)
    told = "".join(each.text for each in document.paragraphs)
    assert FORBIDDEN.search(told.replace("\n", "")) is None
    assert len(texts(document, "Title")) == 1
    assert all(re.fullmatch(r"https?://[!-~]+", link) for link in links(document).values())


def test_words_that_look_like_markup_are_read_as_they_are():
    title = '<w:r>长三角</w:r> & HYPERLINK "http://evil.example/" {PAGE}'
    assert title in texts(opened(digest_of((story(1, title, "长三角一体化。"),))), "Heading 2")


def test_a_form_whose_library_is_not_there_says_what_brings_it(monkeypatch):
    monkeypatch.setattr("digest.forms.find_spec", lambda name: None)
    assert lacking(["html", "xlsx", "docx", "csv"]) == ("xlsx", "docx")
    with pytest.raises(
        DigestError, match=re.escape("docx: the library is not installed; pip install 'deltawatch[office]'")
    ):
        contents(digest_of(), ["html", "docx"])
