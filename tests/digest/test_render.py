"""Every form says everything, says it safely, and says it in the same bytes each time."""

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

import digest
from core.article import Attachment, Body, Document, Validity
from core.assessment import TagKind
from core.digest import Window
from core.health import State
from core.link import Outcome
from core.site import Tier
from core.verdict import How, Why
from digest.errors import DigestError
from digest.record import SCHEMA
from digest.render import MAIL_LIMIT, from_json, render
from tests.support.digests import (
    COVERAGE,
    GOLDEN,
    GOLDEN_DIGESTS,
    LEFT_OUT,
    STORIES,
    UNTIL,
    digest_of,
    golden_texts,
    hostile_digest,
    left_out,
    member,
    source,
    story,
    tag,
)

TEXT = "上海市20日公布长三角一体化发展的新方案。方案提出建成30个平台。"


@pytest.mark.parametrize("name", GOLDEN_DIGESTS)
def test_the_forms_are_the_golden_ones(name):
    for suffix, text in golden_texts(GOLDEN_DIGESTS[name]).items():
        assert text == (GOLDEN / f"{name}.{suffix}").read_bytes().decode(), f"{name}.{suffix}"


def test_no_golden_file_is_left_over():
    suffixes = golden_texts(GOLDEN_DIGESTS["full-zh"])
    assert {path.name for path in GOLDEN.iterdir()} == {
        f"{name}.{each}" for name in GOLDEN_DIGESTS for each in suffixes
    }


@pytest.mark.parametrize("digest", GOLDEN_DIGESTS.values(), ids=GOLDEN_DIGESTS.keys())
def test_a_digest_comes_back_from_its_json_and_renders_to_the_same_bytes(digest):
    rendered = render(digest)
    assert from_json(rendered.json) == digest
    assert render(from_json(rendered.json)) == rendered


NO_RECORDS = {
    "not JSON": "<html>",
    "a list": "[]",
    "no schema": "{}",
    "another schema": f'{{"schema": {SCHEMA + 1}}}',
    "values missing": f'{{"schema": {SCHEMA}}}',
}


@pytest.mark.parametrize("text", NO_RECORDS.values(), ids=NO_RECORDS.keys())
def test_what_is_no_record_is_refused_with_a_reason(text):
    with pytest.raises(DigestError, match="record"):
        from_json(text)


# --- what is said ----------------------------------------------------------------------------------------------------


def page_of(digest):
    return html.fromstring(render(digest).html)


def words_in(node):
    return " ".join(" ".join(node.itertext()).split())


def forms(digest):
    rendered = render(digest)
    return [
        words_in(html.fromstring(rendered.html)),
        words_in(html.fromstring(rendered.mail_html)),
        rendered.text,
        rendered.markdown,
    ]


def test_each_story_is_one_article_with_one_heading():
    articles = page_of(digest_of()).xpath("//article")
    assert sorted(words_in(each.find("h3")) for each in articles) == sorted(each.article.title for each in STORIES)


def test_the_headings_go_down_one_step_at_a_time():
    levels = [int(each.tag[1]) for each in page_of(digest_of()).xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_headlines_point_to_the_three_best_stories():
    page = page_of(digest_of())
    targets = [each.get("href").removeprefix("#") for each in page.xpath("//section[@class='leads']//li//a")]
    assert targets == ["story-11", "story-12", "story-13"]
    assert all(page.xpath(f"//article[@id='{target}']") for target in targets)


def test_a_short_digest_needs_no_headlines():
    assert not page_of(digest_of(STORIES[:3])).xpath("//section[@class='leads']")


def test_the_page_needs_no_network_and_runs_nothing():
    page = page_of(digest_of())
    assert page.xpath("//script|//link|//img|//iframe|//object|//*[@src]|//*[@style]") == []
    assert "url(" not in render(digest_of()).html
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_doubtful_date_is_seen_in_every_form(language):
    doubts = {"zh": ("日期不明", "仅到月"), "en": ("date unknown", "month only")}[language]
    for form in forms(digest_of(language=language)):
        assert all(doubt in form for doubt in doubts)


def test_a_late_issue_says_so_in_every_form():
    assert all("补发" in form for form in forms(digest_of(late=True)))
    assert "补发" in render(digest_of(late=True)).subject
    assert not any("补发" in form for form in forms(digest_of()))


def test_every_site_is_told_and_what_could_not_be_seen_comes_first():
    for form in forms(digest_of()):
        table = form[form.rindex("监测覆盖") :]
        places = [
            table.index(name)
            for name in ("湖畔晚报", "园博网", "江淮经济网", "农村报", "运河时报", "航运在线", "上海市发展和改革委员会")
        ]
        assert places == sorted(places)
        assert "从未成功" in table
        assert "HTTP 503" in table


BLINDNESS = {
    "all seen": (COVERAGE[:4], "4 个站点的 4 个栏目全部看到，无盲区。"),
    "some not seen": (COVERAGE[:5], "4 个站点的 5 个栏目中有 1 个未能看到（失败 1），盲区 20%：湖畔晚报“时政”。"),
    "a site that is blind as a whole": (COVERAGE[:3] + COVERAGE[5:7], "盲区 40%：江淮经济网、农村报。"),
    "nothing seen": (COVERAGE[4:6], "2 个站点的 2 个栏目全部未能看到（失败 1、疑似改版 1），本期完全处于盲区。"),
    "nothing looked at": ((), "本期没有检查记录，覆盖情况不明。"),
    "what is off does not count": (COVERAGE[-1:], "本期没有检查记录，覆盖情况不明。"),
}


@pytest.mark.parametrize("case", BLINDNESS.values(), ids=BLINDNESS.keys())
def test_one_sentence_says_how_much_of_the_watch_was_blind(case):
    coverage, sentence = case
    assert all(sentence in form for form in forms(digest_of(coverage=coverage)))


def test_what_is_switched_off_is_counted_and_not_told():
    # Its note is the operator's, in his language.
    for form in forms(digest_of()):
        assert "另有 1 个栏目停用" in form
        assert "2026-06" not in form


def test_every_blind_source_of_a_large_site_is_told_in_the_files():
    sections = [f"栏目{number}" for number in range(12)]
    many = tuple(source("big", "大站", State.FAILING, section=each, reason="http 503") for each in sections)

    rendered = render(digest_of(coverage=many))

    assert all(each in form for each in sections for form in (rendered.html, rendered.markdown, rendered.text))


def test_sources_of_which_the_same_is_to_be_said_are_told_together():
    sections = {"要闻": "http 503", "政策": "http 503", "视频": "http 500"}
    sources = tuple(
        source("big", "大站", State.FAILING, outcome=Outcome.SERVER_ERROR, section=section, reason=reason, last_ok=None)
        for section, reason in sections.items()
    )

    told = "政策、要闻：服务器出错（HTTP 503），从未看到过；视频：服务器出错（HTTP 500），从未看到过"
    assert told in render(digest_of(coverage=sources)).text


def test_a_record_of_the_first_version_can_still_be_read():
    old = json.loads(render(digest_of()).json)
    for each in old["coverage"]:
        each["state"] = each["state"].replace("failing", "failed")
        del each["since"]

    assert from_json(json.dumps(old)) == digest_of()


EMPTY_DAYS = {
    "quiet": (COVERAGE[:3], "今日无新增报道", "3 个栏目全部正常检查，确无新稿。"),
    "partly blind": (COVERAGE[:5], "未见新增报道，监测不全", "不能排除遗漏"),
    "blind": (COVERAGE[4:6], "本期未能监测", "这不等于没有新闻"),
    "never looked": ((), "本期未能监测", "不能判断有没有新闻"),
}


@pytest.mark.parametrize("case", EMPTY_DAYS.values(), ids=EMPTY_DAYS.keys())
def test_an_empty_day_says_whether_it_was_quiet_or_blind(case):
    coverage, title, sentence = case
    digest = digest_of((), (), coverage)
    assert render(digest).subject.endswith(title)
    assert all(title in form and sentence in form for form in forms(digest))


def test_outlets_are_counted_without_the_machine_made_copies_which_are_named_and_not_linked():
    rendered = render(digest_of(STORIES[:1]))
    assert "另见 3 家" in rendered.html
    assert "另有 1 个采集、改写或镜像副本" in rendered.html
    for form in (rendered.html, rendered.mail_html, rendered.markdown, rendered.text):
        assert "kaiyun.example.com" not in form
    assert "kaiyun.example.com" in rendered.json


def test_a_page_that_may_be_forged_is_named_and_not_linked():
    rendered = render(digest_of())
    assert "长三角一体化新规12月起施行" in rendered.html
    assert "else.example.com/91" not in rendered.html
    assert "else.example.com/92" in rendered.html


def test_the_field_of_a_reason_is_said_once():
    plain = story(1, "长三角一体化新进展", TEXT)
    tags = tuple(replace(tag, name="core in title", label="标题：长三角") for tag in plain.assessment.tags)
    told = replace(plain, assessment=replace(plain.assessment, tags=tags))
    assert "长三角一体化（标题、正文） +8" in render(digest_of((plain,))).text
    assert "（8 分）：标题：长三角 +8\n" in render(digest_of((told,))).text


def test_rules_that_a_reader_calls_the_same_are_one_reason():
    plain = story(1, "长三角一体化新进展", TEXT)
    core = plain.assessment.tags[0]
    alike = (replace(core, name="one", points=4), replace(core, name="other", points=2))
    told = replace(plain, assessment=replace(plain.assessment, tags=alike))
    assert "（8 分）：长三角一体化（标题、正文） +6\n" in render(digest_of((told,))).text


def test_near_misses_are_named_and_the_rest_is_counted():
    for form in forms(digest_of()):
        assert "京津冀一体化十年回顾" in form
        assert "某地举行马拉松" not in form
        assert "与主题无关 2" in form


def test_near_misses_are_capped_and_the_rest_is_said():
    many = tuple(left_out(number, f"旧闻{number}", Why.STALE) for number in range(100, 145))
    assert "另有 15 处未列" in render(digest_of((), many)).html


def test_the_summary_in_the_json_says_where_it_stands_in_the_text():
    for section in json.loads(render(digest_of()).json)["sections"]:
        for told in section["stories"]:
            text = told["article"]["text"]
            assert told["summary"]["text"].replace("……", "") == "".join(text[a:b] for a, b in told["summary"]["spans"])


def test_the_json_holds_the_evidence():
    first = json.loads(render(digest_of()).json)["sections"][0]["stories"][0]
    assert first["assessment"]["tags"][0]["hits"][0]["term"] == "长三角一体化"
    assert first["article"]["date_evidence"][0]["where"] == "meta:pubdate"
    assert [each["how"] for each in first["members"]] == ["copy", "copy", "exact copy", "excerpt", "spun copy"]
    assert first["independent_outlets"] == ["上海市发展和改革委员会", "中央新闻网", "江边日报", "门户新闻"]


# --- how long it gets ------------------------------------------------------------------------------------------------


def crowd(number):
    others = tuple(member(1000 + each, f"媒体{each}", Tier.PORTAL, how=How.COPY) for each in range(30))
    return tuple(
        story(
            each, f"第{each}条消息" + "长" * 100, TEXT * 20, others=others, areas=((f"a{each % 9}", f"领域{each % 9}"),)
        )
        for each in range(1, number + 1)
    )


def test_a_mail_stays_under_the_limit_and_says_what_is_left_out():
    rendered = render(digest_of(crowd(120)))
    shown = rendered.mail_html.count("<h3")
    assert len(rendered.mail_html.encode()) < MAIL_LIMIT
    assert 10 < shown < 120
    assert f"其余 {120 - shown} 条见归档 daily-2026-11-21.html" in rendered.mail_html
    assert rendered.html.count("<h3 ") + rendered.html.count("<h3>") >= 120


def test_a_mail_keeps_the_best_stories():
    weak = tuple(
        replace(each, members=(replace(each.canonical, tier=Tier.OTHER), *each.others)) for each in crowd(120)[:-1]
    )
    best = story(500, "最好的一条消息", TEXT, tier=Tier.ISSUER, areas=(("z", "末尾"),))
    assert "最好的一条消息" in render(digest_of((*weak, best))).mail_html


def test_the_longest_lists_and_names_leave_the_mail_under_the_limit():
    long = "长" * 5000
    digest = digest_of(
        tuple(replace(each, article=replace(each.article, title=long, source=long)) for each in crowd(60)),
        tuple(left_out(each, long, Why.STALE, held=each % 2 == 0, outlet=long, detail=long) for each in range(200)),
        tuple(source(f"s{each}", long, State.FAILING, reason=long) for each in range(300)),
    )
    rendered = render(replace(digest, title=long))
    assert len(rendered.mail_html.encode()) < MAIL_LIMIT
    assert "个站点见归档" in rendered.mail_html
    assert len(rendered.subject) < 200


# --- what strangers write --------------------------------------------------------------------------------------------

PAYLOADS = [
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "{{ 7*7 }}{% raw %}",
    "a\r\nBcc: victim@example.com",
    "a\x00b\x1b[31mc\x85d\u2028e",
    "=cmd|' /C calc'!A0",
    "\u202eevil\u202c\u200b\ufeff",
    "lone \ud800 surrogate",
    "javascript:alert(1)",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/x.png)",
    "<http://evil.example/>",
    "http://evil.example/ and www.evil.example and me@evil.example",
    "# heading\n- item\n1. one",
    "1. one",
    "- item",
    "| a | b |",
    "```\ncode",
    "&lt;b&gt; &amp; &#60;",
    "\\](http://evil.example/)",
    "*a* _b_ ~~c~~ `d`",
    "--> ]]> <!--",
    "%s %d {0} {file}",
]
URLS = [
    "javascript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'http://a.cn/"onmouseover=alert(1)',
    "http://a.cn/<script>",
    "http://a.cn/)[x](javascript:alert(1)",
    "http://a.cn/>\u202e",
    "http://a.cn/\ud800",
    "http://a.cn/\r\nx",
    "https://a.cn/?a=1&b=<2>'\"`",
    "file:///etc/passwd",
    "",
]
strange = st.one_of(
    st.sampled_from(PAYLOADS), st.text(max_size=40), st.lists(st.sampled_from(PAYLOADS), max_size=3).map("".join)
)
strange_url = st.one_of(st.sampled_from(URLS), strange.map("http://a.cn/".__add__))


FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
ATTRIBUTES = {
    "href", "rel", "class", "id", "lang", "charset", "name", "content", "http-equiv", "aria-labelledby", "aria-hidden",
    "aria-label", "datetime", "scope", "data-label", "style", "role", "cellpadding", "cellspacing", "border", "align",
}  # fmt: skip


@settings(max_examples=120)
@given(strange, strange_url)
def test_a_strangers_words_stay_words_in_every_form(text, url):
    rendered = render(hostile_digest(text, url))
    for form in (rendered.subject, rendered.html, rendered.mail_html, rendered.markdown, rendered.text, rendered.json):
        assert FORBIDDEN.search(form) is None
        form.encode()
    for page in (html.fromstring(rendered.html), html.fromstring(rendered.mail_html)):
        _assert_harmless(page)
    _assert_harmless_markdown(rendered.markdown)
    assert "\n" not in rendered.subject
    assert from_json(rendered.json)
    # No stranger begins a line of the text form.
    plain = render(hostile_digest("平常的题目", "http://a.cn/"))
    assert _starts(rendered.text) <= _starts(plain.text)


def _starts(text):
    """How the lines at the left edge begin, headings apart: title, date, window, coverage, footer."""
    return {line.partition("：")[0] for line in text.splitlines() if line[:1].strip() and not line.startswith("■")}


def _assert_harmless(page):
    assert page.xpath("//script|//img|//iframe|//object|//embed|//form|//svg|//base") == []
    for node in page.iter():
        assert not isinstance(node.tag, str) or set(node.attrib) <= ATTRIBUTES
    for link in page.xpath("//@href"):
        assert re.match(r"https?://|#", link)


def _assert_harmless_markdown(text):
    parser = MarkdownIt("commonmark").enable("table")
    top = parser.parse(text)
    tokens = [token for block in top for token in (block, *(block.children or ()))]
    assert {token.type for token in tokens} & {"html_block", "html_inline", "image", "code_block", "fence"} == set()
    for token in tokens:
        if token.type == "link_open":
            assert re.match(r"https?://(a\.cn|\w+\.example\.(cn|com))[/:?#]?", token.attrGet("href")), token.attrGet(
                "href"
            )
    assert [block.tag for block in top if block.type == "heading_open"].count("h1") == 1


def test_a_title_reads_as_itself_in_markdown():
    title = "1. *长三角* [一体化] <b> & `码` | 表 #标签 https://a.cn me@a.cn"
    tokens = MarkdownIt("commonmark").parse(render(digest_of((story(1, title, TEXT),))).markdown)
    inline = next(after for before, after in pairwise(tokens) if before.tag == "h3")
    assert "".join(child.content for child in inline.children) == title


def test_figures_are_bold_in_markdown_and_read_as_they_stand():
    sentence = "首贷户占比由18.5%升至31%，平均用时6.8小时，新增-3.2万户。"
    text = "".join(f"上海市人民政府11月{day}日公布长三角一体化方案，建成30个平台，投资120亿元。" for day in (3, 5, 9))
    markdown = render(digest_of((story(1, "长三角一体化新进展", f"{text}{sentence}"),))).markdown
    (quoted,) = [line for line in markdown.splitlines() if line.startswith("> 首贷户")]
    (inline,) = [token for token in MarkdownIt("commonmark").parse(quoted) if token.type == "inline"]
    bold = [text.content for sign, text in pairwise(inline.children) if sign.type == "strong_open"]
    assert bold == ["18.5", "31", "6.8小时", "3.2万户"]
    assert quoted.replace("*", "") == f"> {sentence}"


def test_the_digest_of_a_stranger_free_day_is_the_same_whatever_the_order():
    assert render(digest_of(STORIES[::-1], LEFT_OUT[::-1], COVERAGE[::-1])) == render(digest_of())


def test_the_first_issue_says_since_when_it_covers_everything():
    first = replace(digest_of(), window=Window(since=UNTIL, until=UNTIL, first=True))
    for form in forms(first):
        assert "首期：收录 2026年11月21日 07:30 以来首次发现的报道，含此前已发布的（北京时间）" in form
    assert from_json(render(first).json) == first


def test_all_four_provinces_are_one_chip_and_chips_are_few_of_each_kind():
    named = {"SH": "上海", "320500": "苏州", "JS": "江苏", "ZJ": "浙江", "AH": "安徽", "330100": "杭州"}
    plain = story(1, "长三角一体化新进展", TEXT, areas=tuple((f"a{n}", f"领域{n}") for n in range(5)), kind="政策")
    article = plain.article
    more = [tag(TagKind.PLACE, name, label, 0, article) for name, label in named.items()]
    more += [tag(TagKind.DOCUMENT, "别的", "别的", 0, article)]
    told = replace(plain, assessment=replace(plain.assessment, tags=(*plain.assessment.tags, *more)))
    line = next(line for line in render(digest_of((told,))).text.splitlines() if "#" in line)
    assert line.split() == ["#领域0", "#领域1", "#领域2", "#沪苏浙皖", "#苏州", "#杭州", "#政策"]


BODIES = tuple(Body(name=f"第{number}市教育局", level=None) for number in "一二三四五")
DOCUMENTS = {
    "by one": (Document(number="某发〔2026〕1号", bodies=BODIES[:1]), "文件：某发〔2026〕1号 · 第一市教育局"),
    "by many": (
        Document(bodies=BODIES),
        "文件：第一市教育局、第二市教育局、第三市教育局、第四市教育局等 5 个机关",
    ),
    "in force": (Document(number="某发〔2026〕1号", validity=Validity.IN_FORCE), "文件：某发〔2026〕1号"),
    "repealed": (Document(number="某发〔2026〕1号", validity=Validity.REPEALED), "文件：某发〔2026〕1号 · 已废止"),
}


@pytest.mark.parametrize(("document", "line"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_a_document_is_told_in_one_line_of_every_form(document: Document, line: str):
    told = digest_of((of_document(document),))
    for form in forms(told):
        assert line in form
        assert f"{line} ·" not in form
    assert from_json(render(told).json) == told


@pytest.mark.parametrize("document", [None, Document(types=("通知",))], ids=["news", "a type alone"])
def test_what_has_no_more_to_say_has_no_such_line(document: Document | None):
    assert not any("文件：" in form for form in forms(digest_of((of_document(document),))))


def of_document(document: Document | None):
    plain = story(1, "长三角通知", TEXT)
    return replace(plain, article=replace(plain.article, document=document))


def test_a_page_of_nothing_but_an_attachment_points_to_it():
    pdf = (Attachment(url="https://news.example.cn/a.pdf", title="清单.pdf"),)
    told = (story(1, "关于印发清单的通知", "", attachments=pdf), story(2, "长三角短讯", ""))
    for form in forms(digest_of(told)):
        assert form.count("页面没有正文，内容在附件里。") == form.count("正文没有可摘录的完整句子，请看原文。") == 1


@pytest.mark.parametrize(("language", "langs"), [("zh", {"zh-CN", "en"}), ("en", {"en", "zh-CN"})])
def test_what_is_in_another_language_says_so(language, langs):
    page = page_of(digest_of(language=language))
    assert {node.get("lang") for node in page.iter() if isinstance(node.tag, str) and node.get("lang")} == langs


def _luminance(colour):
    parts = [int(part * (2 // len(part)), 16) / 255 for part in re.findall("." * (len(colour) // 3), colour)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    """WCAG 2.2, relative luminance."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1, 2], ids=["light", "dark", "print"])
def test_every_text_stands_out_from_every_ground(scheme):
    css = (Path(digest.__file__).parent / "templates" / "digest.css").read_text("utf-8")
    colours = dict(re.findall(r"--([\w-]+): #([0-9a-f]{3,6})", re.findall(r":root \{(.*?)\}", css, re.DOTALL)[scheme]))
    texts = ("ink", "soft", "accent", "link", "warn", "bad", "good")
    pairs = [(text, ground) for text in texts for ground in ("paper", "card", "chip", "warn-bg")]
    pairs += [("paper", "accent"), ("paper", "ink")]
    assert [pair for pair in pairs if _contrast(colours[pair[0]], colours[pair[1]]) < 4.5] == []
