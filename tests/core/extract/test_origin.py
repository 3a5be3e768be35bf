"""Who is credited, and who is not."""

from __future__ import annotations

from datetime import datetime

import pytest

from core.article import Extraction, Hints
from core.extract import extract
from core.extract.byline import Field, Line
from core.extract.metadata import Metadata
from core.extract.origin import authors, credited
from core.extract.people import is_person
from core.page import Page

NOTHING = Metadata("", {}, (), ())


def on(text: str) -> Line:
    return Line.of(text, [Field(text)])


ORIGINS = {
    "a label": ("来源：新华社", "新华社"),
    "a label among others": ("2026-11-20 08:05　来源：某某日报　作者：张三　字号：大 中 小", "某某日报"),
    "glued to the next label": ("2026-11-20 12:11来源：证券某报作者：李四", "证券某报"),
    "of information": ("信息来源: 省发展改革委 浏览次数：31", "省发展改革委"),
    "reprinted": ("转自：某某发布", "某某发布"),
    "with the place a portal adds": ("2026-11-20 05:03:58 来源: 某某时报(北京)", "某某时报"),
    "Traditional": ("來源：某某日報", "某某日報"),
    "a label behind a label": ("信息来源：转自：某省交通运输厅网站　点击：2949", "某省交通运输厅网站"),
    "before its reporter": ("（來源：某某社，記者 王小舟）", "某某社"),
    "in brackets": ("（来源：某某日报）", "某某日报"),
    "before whose the rights are": ("（稿件來源：某某社；版權屬原作者）", "某某社"),
    "a sentence behind it": ("来源：中国某路。记者从某路获悉，线路开通", "中国某路"),
    "a media centre before a day without its year": ("某某市融媒体中心 11-14 19:30 阅读 2744", "某某市融媒体中心"),
    "between bars": ("164次阅读| 来源某某网| 0 条评论", "某某网"),
    "beside the clock": ("2026年11月20日 04:04 某某日报", "某某日报"),
    "a media centre before the clock, counts behind it": (
        "某某市融媒体中心 2026-11-14 19:30 阅读 2744",
        "某某市融媒体中心",
    ),
    "before the clock": ("某某财经 小李 2026-11-20 13:22:07", "某某财经"),
    "in the reporter's line": ("某某新闻记者 贺某某", "某某新闻"),
    "of a manuscript": ("稿源：某某晚报", "某某晚报"),
    "glued to where it was sent from": ("来源：城事快读发布于：上海市", "城事快读"),
    "glued to a button": ("来源：周家桥街道分享", "周家桥街道"),
    "glued to the time of the information": ("来源：质安处信息时间：2026-11-19", "质安处"),
    "a body that sends the text in": ("供稿：市住建局", "市住建局"),
    "a person who sends the text in is none": ("供稿：王小舟", None),
    "behind a person beside the clock": ("2026-11-20 08:05 王小舟 某某日报", "某某日报"),
    "English, glued to the editor": ("Source: Xinhua Editor: someone", "Xinhua"),
    "English, before the day": ("Xinhua | Updated: 2026-11-20 09:12", "Xinhua"),
    "English, closing the text": ("(Example News Agency November 10, 2026)", "Example News Agency"),
    "a channel is none": ("图片新闻", None),
    "the paper's word for itself is none": ("本报记者 王小舟", None),
    "the origin of figures is none": ("数据来源：国家统计局", None),
    "the origin of a picture is none": ("图片来源：某某图片社", None),
    "unknown is none": ("来源：不详", None),
    "a label without a name is none": ("来源： 作者：", None),
    "the head of a box is none": ("相关新闻", None),
    "counts beside the clock are none": ("2026-11-20 10:02 阅读", None),
}


@pytest.mark.parametrize(("line", "name"), ORIGINS.values(), ids=ORIGINS)
def test_the_credited_origin(line: str, name: str | None) -> None:
    assert credited(NOTHING, [on(line)], "") == name


def test_the_dateline_credits_where_no_label_does() -> None:
    assert credited(NOTHING, [], "新华社合肥7月7日电（记者 某某）论坛开幕。") == "新华社"
    assert credited(NOTHING, [], "本报上海8月3日电 论坛开幕。") == "本报"


def test_the_tag_of_government_pages_is_read() -> None:
    told = Metadata("", {"contentsource": ("国务院办公厅",)}, (), ())
    assert credited(told, [], "") == "国务院办公厅"


BYLINES = {
    "a label": ("作者：张三丰", "", "张三丰"),
    "several": ("作者：张三丰、李四光", "", "张三丰、李四光"),
    "reporter of a paper": ("某某周刊记者 史某燕", "", "史某燕"),
    "writer and column": ("【文/观察某网专栏作者 王某】", "", "王某"),
    "in the text": ("", "某某快讯（记者 裴某飞）今日有网友爆料。", "裴某飞"),
    "Traditional, glued": ("", "本報上海8月3日電(記者孟某迪)日前，記者了解到。", "孟某迪"),
    "reporter and correspondent": ("", "某某讯（记者 张三丰 通讯员 李四光）日前。", "张三丰、李四光"),
    "chief reporter": ("首席记者 王某某", "", "王某某"),
    "English": ("By Li Ming and Anna Bell", "", "Li Ming、Anna Bell"),
    "English, with what they are": ("By Jane Doe and John Roe, Staff Writers", "", "Jane Doe、John Roe"),
    "English, with their paper": ("By Jane Doe, Example Daily", "", "Jane Doe"),
    "English, with their place": ("BY JANE DOE in Shanghai", "", "JANE DOE"),
    "English, of an agency": ("By Xinhua writers Zhang Wei, Li Na", "", "Zhang Wei、Li Na"),
    "English, labelled": ("Author: Jane Doe", "", "Jane Doe"),
    "between other labels": ("作者：林小冬、字号：、【大 中 小】", "", "林小冬"),
    "with a long bar": ("记者丨张三丰 编辑丨老秦", "", "张三丰"),
    "before the word": ("王小波/文", "", "王小波"),
    "glued to their roles": ("记者王小明 通讯员李四光", "", "王小明、李四光"),
    "in brackets on a line": ("（本报记者 王小明）", "", "王小明"),
    "behind a short name of the paper": ("每经记者 李玉小 实习生 王明", "", "李玉小、王明"),
    "beside an app's name": ("作者：交汇点 许海小", "", "许海小"),
    "English, the name of a site is none": ("By Example.cn", "", None),
    "with their chair": ("作者：某某大学教授 王小明", "", "王小明"),
    "with where they write from": ("某某周刊记者 王小明 发自合肥", "", "王小明"),
    "of an agency, glued to the place": ("", "（某某社記者吳小芸上海8日電）公布。", "吳小芸"),
    "English, with what is known of the date": ("By Jane Doe Published: Nov 20, 2026", "", "Jane Doe"),
    "English, with their office": ("Jane Doe, Asia correspondent", "", "Jane Doe"),
    "the question of an interview is none": ("记者：请介绍一下背景？", "", None),
    "no name but a part": ("By Staff Writer", "", None),
    "a button is none": ("By Clicking Subscribe", "", None),
    "an agency is none": ("By The Associated Press", "", None),
    "a notice of consent is none": ("我已授权 作者 发布", "", None),
    "the next label is none": ("作者： 来源：", "", None),
    "the head of a box of the author's is none": ("作者最新文章", "", None),
    "counts are none": ("作者：阅读 123", "", None),
    "an empty value is none": ("作者：null", "", None),
    "an editor is none": ("责任编辑：张三丰", "", None),
    "an editor behind a slash is none": ("编辑/张三丰", "", None),
    "nobody in a sentence": ("", "记者从发布会上了解到，工作进展顺利。", None),
    "a menu is none": ("English 中文 | 登录", "", None),
    "a placeholder is none": ("作者：admin", "", None),
}


@pytest.mark.parametrize(("line", "text", "names"), BYLINES.values(), ids=BYLINES)
def test_the_authors(line: str, text: str, names: str | None) -> None:
    assert authors(NOTHING, [on(line)] if line else [], text) == names


def test_a_name_in_a_tag_alone_is_not_believed() -> None:
    told = Metadata("", {"author": ("某某网",)}, (), ())
    assert authors(told, [on("某某网")], "") is None
    assert authors(Metadata("", {"author": ("张三丰",)}, (), ()), [on("别的话")], "") is None


def laid_out(html: str, metadata: str = "") -> tuple[str | None, str | None]:
    """(origin, authors) of a page with these lines between its title and its text."""
    body = "<p>两地将共同推进四十二项制度创新，打通堵点，让要素流动更顺畅，让办事更方便，让企业更有信心。</p>" * 4
    title = "示范区发布年度任务书"
    head = f"<html><head><title>{title}</title>{metadata}</head><body><h1>{title}</h1>"
    page = head + html.replace("BODY", body)
    fetched = datetime.fromisoformat("2026-11-20T12:10:00+08:00")
    found = extract(
        Page(asked_url=None, url=None, fetched_at=fetched, status=200, body=page.encode()), Hints(fetched_at=fetched)
    )
    assert isinstance(found, Extraction)
    return found.article.source, found.article.author


LAYOUTS = {
    "a name ends with its element": (
        "<p><i>2026-11-20 08:05</i><i>来源：某某网</i><b><a>新浪微博</a><a>微信</a></b></p>BODY",
        ("某某网", None),
    ),
    "an empty label does not take the next one's value": (
        "<p><i>来源：某某社</i><i>作者：</i><i>访问量：<em>--</em></i><i>责任编辑：县融媒体中心</i></p>BODY",
        ("某某社", None),
    ),
    "a label in one element, the name in the next": (
        "<p><i>2026-11-20 08:05</i><i>来源：</i><a>某某日报</a><i>作者：</i><a>王晓舟</a></p>BODY",
        ("某某日报", "王晓舟"),
    ),
    "what no element ends ends at the next label": (
        "<p>2026-11-20 作者：彩色糖纸　出处：某某软件</p>BODY",
        ("某某软件", "彩色糖纸"),
    ),
    "a reporter beside a named source": (
        "<p><i>2026-11-20 08:05</i> <i>来源： 某某日报</i> <i>某某日报·某某网记者 窦晓松</i></p>BODY",
        ("某某日报", "窦晓松"),
    ),
    "an element called author": (
        '<p><a class="author-name">鲜于霁</a> <time>2026-11-20 21:22</time></p>BODY',
        (None, "鲜于霁"),
    ),
    "an outlet in an element called author": ('<p><a class="author">某某新闻</a></p>BODY', ("某某新闻", None)),
    "an element called source": (
        '<p><i class="articleSource">城事快读</i> <i>2026-11-20 08:05</i></p>BODY',
        ("城事快读", None),
    ),
    "an account and its mark": ('<p><a class="name">江海夜行船</a><i>原创</i></p>BODY', ("江海夜行船", None)),
    "an account under the clock": (
        "<div>2026</div><div>11/20</div><div>10:27</div><div>新观察家</div>BODY",
        ("新观察家", None),
    ),
    "outlet, reporter and place": (
        "<p><i>某某经济报道</i><i>　宗晓瑶　合肥报道</i></p><p>2026-11-20 17:40</p>BODY",
        ("某某经济报道", "宗晓瑶"),
    ),
    "an English byline with its paper": (
        "<p>By LI MING in Hefei | Example Daily | Updated: 2026-11-20 09:12</p>BODY",
        ("Example Daily", "LI MING"),
    ),
    "an English agency behind the clock": ("<p>Updated: November 20, 2026 19:42 Xinhua</p>BODY", ("Xinhua", None)),
    "three names in links": (
        "<p>By <a>Nadia Bell</a>, <a>Jonas Roe</a>, and <a>Xin Yi</a></p>BODY",
        (None, "Nadia Bell、Jonas Roe、Xin Yi"),
    ),
    "cards of authors": (
        "<h3>Authors</h3><p><a>Wei Sanders</a></p><p>Partner</p><p>Hong Kong</p><p><a>Patrick Orme</a></p>BODY",
        (None, "Wei Sanders、Patrick Orme"),
    ),
    "who opened a thread": (
        "<p>老花匠人</p><p>等级：业余侠客</p><p>文章：207</p>BODY<p>月季迷</p><p>等级：新手</p><p>学习了。</p>",
        (None, "老花匠人"),
    ),
    "who edited the first post": ("BODY<p>[ 本帖最后由 老骑手 于 2026-11-20 13:05 编辑 ]</p>", (None, "老骑手")),
    "the byline of another story is none": (
        "BODY<h4>相关推荐</h4><p>来源：某某晚报 2026-11-19</p><p>作者：王晓舟</p>",
        (None, None),
    ),
    "a list of hearings is no byline": (
        "<p>发布时间：2026-11-20</p>BODY<b>开庭公告</b><br>2026-12-06 9:00 第三法庭 买卖合同纠纷",
        (None, None),
    ),
    "a site's name above the title is none": ("BODY", (None, None)),
}


@pytest.mark.parametrize(("html", "found"), LAYOUTS.values(), ids=LAYOUTS)
def test_a_byline_is_read_as_it_is_laid_out(html: str, found: tuple[str | None, str | None]) -> None:
    assert laid_out(html) == found


TOLD = {
    "JSON-LD names a person": (
        '<script type="application/ld+json">{"author": {"name": "Anna Bell"}}</script>',
        "Anna Bell",
    ),
    "several": (
        '<script type="application/ld+json">{"author": [{"name": "譚曉嵐"}, {"name": "Li Ming"}]}</script>',
        "譚曉嵐、Li Ming",
    ),
    "a text": ('<script type="application/ld+json">{"author": "Anna Bell"}</script>', "Anna Bell"),
    "JSON-LD names a house": (
        '<script type="application/ld+json">{"author": {"name": "中央社"}, "editor": {"name": "Anna Bell"}}</script>',
        None,
    ),
    "broken JSON-LD": ('<script type="application/ld+json">{"author": [{"name": "</script>', None),
    "an English tag": ('<meta name="author" content="BY ANNA BELL abell@example.org">', "ANNA BELL"),
    "an English tag of a house": ('<meta name="author" content="Example News Desk">', None),
    "a login": ('<meta name="author" content="admin">', None),
    "the editor in a Chinese tag": ('<meta name="author" content="王晓舟">', None),
    "an outlet and its reporter": ('<meta name="author" content="某某经济报道 宗晓瑶">', "宗晓瑶"),
}


@pytest.mark.parametrize(("metadata", "names"), TOLD.values(), ids=TOLD)
def test_authors_that_a_page_tells_machines(metadata: str, names: str | None) -> None:
    assert laid_out("BODY", metadata)[1] == names


def test_an_editor_who_is_also_named_as_author_is_none() -> None:
    tag = '<script type="application/ld+json">{"author": "常晓圆"}</script>'
    assert laid_out("BODY<p>编辑：常晓圆</p>", tag)[1] is None


PERSONS = ("窦雪松", "東郭敏", "欧阳修远", "王明", "买买提·阿里", "Anna Bell", "J. K. Roe", "XU JIAYI")
OTHERS = (
    "新华社",
    "编辑部",
    "关注",
    "江苏",
    "關注",
    "江海夜行船",
    "1007",
    "admin",
    "Hong Kong",
    "Staff Writer",
    "Anna",
    "",
)


@pytest.mark.parametrize("name", PERSONS)
def test_a_person(name: str) -> None:
    assert is_person(name)


@pytest.mark.parametrize("name", OTHERS)
def test_no_person(name: str) -> None:
    assert not is_person(name)
