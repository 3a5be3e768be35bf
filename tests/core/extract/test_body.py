"""Which lines are the article, and how a page's lines are told."""

from __future__ import annotations

import pytest

from core.extract.body import extractor_of, find_body, vote
from core.extract.furniture import is_stamp
from core.extract.html import Block, blocks, mend, parse
from core.extract.language import language_of
from core.extract.parts import split
from core.extract.trimming import trim

PROSE = "三省一市将共同推进制度创新，打通堵点。要素流动更顺畅，办事更方便，企业和群众的获得感不断提升。"


def line(text: str, linked: int = 0) -> Block:
    return Block(text, linked, "", hidden=False)


def lines_of(html: str) -> list[Block]:
    parsed = parse(mend(html))
    assert parsed is not None
    return blocks(parsed[0])


def test_lines_are_what_a_browser_breaks() -> None:
    html = "<p>一<b>二</b>\n 三</p>四<br>五<ul><li>六</li></ul><script>七</script>"
    html += "<p style='display:none'>八</p><a href=x>九</a>"
    assert [one.text for one in lines_of(html) if not one.hidden] == ["一二 三", "四", "五", "六", "九"]
    assert [one.text for one in lines_of(html) if one.hidden] == ["八"]
    assert [one.text for one in lines_of(html) if one.is_link] == ["九"]


def test_rows_of_figures_are_lines_and_cells_of_a_layout_are_not() -> None:
    table = "<table><tr><td>上海</td><td>5.1%</td></tr></table>"
    layout = f"<table><tr><td><p>菜单</p></td><td><div>{PROSE}</div></td></tr></table>"
    assert [one.text for one in lines_of(table + layout)] == ["上海\t5.1%", "菜单", PROSE]


TRIMS = {
    "a title and a byline above": (["标题在这里", "2026-11-20 08:05 来源：某报", PROSE, PROSE], [2, 3]),
    "an editor's line with a button before it": ([PROSE, PROSE, "【纠错】 【责任编辑：某某】"], [0, 1]),
    "a tail behind": ([PROSE, PROSE, "相关阅读", "别的新闻标题", PROSE[:20]], [0, 1]),
    "a tail phrase in the middle stays": ([PROSE, "相关阅读：", PROSE, PROSE, PROSE, PROSE], [0, 1, 2, 3, 4, 5]),
    "a sentence that begins like a tail stays": ([PROSE, PROSE, "相关内容将另行公布，请各单位留意。"], [0, 1, 2]),
    "behind a sign-off": ([PROSE, PROSE + "（记者 某某）", "别处的标题", "又一个标题"], [0, 1]),
    "numbers at the end": ([PROSE, PROSE, "12:30", "7"], [0, 1]),
    "a date that closes a notice stays": ([PROSE, "某某市人民政府", "2026年11月20日"], [0, 1, 2]),
}


@pytest.mark.parametrize(("texts", "kept"), TRIMS.values(), ids=TRIMS)
def test_what_stands_around_is_cut(texts: list[str], kept: list[int]) -> None:
    assert trim(range(len(texts)), [line(text) for text in texts], "标题在这里") == kept


def test_headlines_in_links_are_cut_but_not_a_paragraph_full_of_links() -> None:
    lines = [line(PROSE), line(PROSE, linked=len(PROSE)), line("别的新闻标题", linked=6), line(PROSE)]
    long = line(PROSE * 2, linked=len(PROSE * 2))
    assert trim(range(4), [lines[0], long, lines[2], lines[3]], "") == [0, 1, 3]


def test_words_far_from_the_article_are_strays() -> None:
    lines = [line("标题"), *[line(f"菜单{number}") for number in range(30)], line(PROSE), line(PROSE)]
    assert trim([0, 31, 32], lines, "") == [31, 32]


def test_the_odd_answer_loses_the_vote() -> None:
    lines = [line(PROSE) for _ in range(6)]
    assert vote([[0, 1, 2, 3, 4, 5], [1, 2, 3], [1, 2, 3]], lines) == [1, 2, 3]
    assert vote([[], [1, 2]], lines) == [1, 2]
    assert vote([[], []], lines) == []


def test_menus_on_which_two_agree_lose_to_sentences() -> None:
    lines = [line("首页 > 财经 > 正文"), line(PROSE), line(PROSE)]
    assert vote([[0], [1, 2], [0]], lines) == [1, 2]


def test_a_feature_with_cases_of_its_own_stays_whole() -> None:
    paragraphs = [PROSE * 3, "近日，三省一市在制度创新上又有新进展，办事更方便，要素流动更顺畅。" * 4, PROSE * 2]
    assert split(paragraphs) == [paragraphs]


LANGUAGES = {
    "Simplified": (PROSE, "zh"),
    "Traditional": ("三省一市將共同推進制度創新，打通堵點，讓要素流動更順暢，辦事更方便。", "zh-Hant"),
    "Simplified with a Traditional name": (PROSE * 3 + "《長河》", "zh"),
    "English": ("Shanghai and its neighbours agreed on Thursday to open the laboratories to researchers.", "en"),
    "English with a Chinese name": (
        "The Yangtze River Delta (长三角) is home to many of the laboratories in the country.",
        "en",
    ),
    "Chinese with English names": ("长三角G60科创走廊LNG运输船NBA中美合作AI大模型产业集群", "zh"),
    "Japanese": ("これはテストです。ひらがなとカタカナの文章。", None),
    "figures": ("12345 67.8%", None),
    "nothing": ("", None),
}


@pytest.mark.parametrize(("text", "language"), LANGUAGES.values(), ids=LANGUAGES)
def test_the_language_is_told_by_the_letters(text: str, language: str | None) -> None:
    assert language_of(text) == language


HEADED = f"<h1>两地签署共建协议的消息</h1><p>2026-11-20 08:05 来源：某报</p><p>{PROSE}</p>"
TEASERS = "".join(
    f"<li><a href=/{n}>别处的第{n}条新闻标题</a><p>别处的第{n}条新闻说了些什么。</p></li>" for n in range(9)
)
REMARKS = "".join(f"<div>读者{n}</div><p>{'说得有道理，希望早日落实下去。' * 5}</p><div>回复</div>" for n in range(9))
FEET = {
    "a box with teasers behind a short article": f"{HEADED}<h3>相关新闻</h3><ul>{TEASERS}</ul>",
    "long teasers that begin with their linked headlines": f"{HEADED}<h3>相关推荐</h3>"
    + "".join(f"<p><a href=/{n}>别处的第{n}条新闻标题</a> {PROSE}{PROSE}</p>" for n in range(9)),
    "notes on rights": f"{HEADED}<p>（责任编辑：某某）</p><h3>相关阅读</h3>"
    "<p>某报、某网的全部自采内容均独家授权本网发布，未经许可不得以任何形式使用。</p>"
    "<p>某网版权咨询电话：000-000000。在本站发现错误请告知，我们尽快改正。感谢您对我们的关注与支持。</p>",
    "teasers without a heading": f"{HEADED}<ul>{TEASERS}</ul>",
    "teasers without a heading above long comments": f"{HEADED}<ul>{TEASERS}</ul><h3>热门评论 9条</h3>{REMARKS}",
    "neighbours with long teasers": f"{HEADED}<a href=/9>上一篇：别处的又一条新闻标题</a><p>{PROSE}{PROSE}{PROSE}</p>",
    "neighbours below each other": f"{HEADED}<div>上篇文章：<a href=/8>又一条旧闻</a></div><div>下篇文章：没有了</div>",
    "the next page": f"{HEADED}<div>[1] [<a href=/2>2</a>] [<a href=/2>下一页</a>]</div><p>热门图书</p><p>{PROSE}</p>",
    "a label of links": f"{HEADED}<div>动态列表</div>"
    + "".join(f"<p><a href=/{n}>别处的第{n}条新闻标题</a></p>" for n in range(4)),
    "buttons": f"{HEADED}<div>【2026-11-20 加入】【关闭】</div>",
    "teasers where the page does not show its title": f"<p>{PROSE}</p><ul>{TEASERS}</ul>",
    "comments longer than the article": f"{HEADED}<h3>网友评论</h3>{REMARKS}",
    "comments where the page does not show its title": f"<p>{PROSE}</p><h3>网友评论</h3>{REMARKS}",
    "a dated list without a heading": HEADED
    + "".join(f"<li><a href=/{n}>别处的第{n}条新闻标题</a> 2026-11-0{n}</li>" for n in range(1, 9)),
}


@pytest.mark.parametrize("html", FEET.values(), ids=FEET)
def test_what_follows_a_short_article_is_left_out(html: str) -> None:
    assert body_of(html) == [PROSE]


def test_an_article_goes_on_behind_a_box_set_into_it() -> None:
    html = f"{HEADED}<div>相关阅读</div><ul>{TEASERS}</ul><p>{PROSE}</p><p>{PROSE}</p>"
    assert body_of(html).count(PROSE) == 3


def test_an_article_goes_on_behind_teasers_set_into_it() -> None:
    html = f"{HEADED}<ul>{TEASERS}</ul><p>{PROSE}</p><p>{PROSE}</p>"
    assert body_of(html).count(PROSE) == 3


def body_of(html: str) -> list[str]:
    parsed = parse(mend(html))
    assert parsed is not None
    lines = blocks(parsed[0])
    return [lines[index].text for index in find_body(parsed[0], lines, "两地签署共建协议的消息")]


TAKEN = {
    "a long article": (f"<h1>两地签署共建协议的消息</h1><p>{PROSE}</p><p>{PROSE * 5}</p>", "trafilatura"),
    "a short one": (HEADED, "trafilatura, with which 2 others agree"),
    "one of two boxes": (
        f'{HEADED}<div class="content"><p>会议由主办方代表主持。</p></div>',
        "trafilatura, by a vote of 4",
    ),
}


@pytest.mark.parametrize(("html", "words"), TAKEN.values(), ids=TAKEN)
def test_it_is_told_whose_answer_the_text_is(html: str, words: str) -> None:
    parsed = parse(mend(html))
    assert parsed is not None

    assert extractor_of(parsed[0], blocks(parsed[0]), "两地签署共建协议的消息") == words


STAMPS = {
    "a day": ("November 19, 2026", True),
    "what was done, time first": ("Published 9:40 PM, November 19, 2026 | Updated 7:05 AM, Nov. 20, 2026", True),
    "a time with points and a zone": ("Thursday, 19 Nov 2026 at 9:40 p.m. GMT", True),
    "a sentence": ("On November 19, 2026, both sides signed.", False),
    "a head with a day": ("Port reopens November 19, 2026", False),
    "a time alone": ("9:40 PM", False),
}


@pytest.mark.parametrize(("text", "expected"), STAMPS.values(), ids=STAMPS)
def test_an_english_stamp_is_nothing_but_days_and_times(text: str, expected: bool) -> None:
    assert is_stamp(text) is expected
