"""Who is credited, and who is not."""

from __future__ import annotations

import pytest

from core.extract.metadata import Metadata
from core.extract.origin import authors, credited

NOTHING = Metadata("", {}, (), ())

ORIGINS = {
    "a label": ("来源：新华社", "新华社"),
    "a label among others": ("2026-11-20 08:05　来源：某某日报　作者：张三　字号：大 中 小", "某某日报"),
    "glued to the next label": ("2026-11-20 12:11来源：证券某报作者：李四", "证券某报"),
    "of information": ("信息来源: 省发展改革委 浏览次数：31", "省发展改革委"),
    "reprinted": ("转自：某某发布", "某某发布"),
    "with the place a portal adds": ("2026-11-20 05:03:58 来源: 某某时报(北京)", "某某时报"),
    "Traditional": ("來源：某某日報", "某某日報"),
    "between bars": ("164次阅读| 来源某某网| 0 条评论", "某某网"),
    "beside the clock": ("2026年11月20日 04:04 某某日报", "某某日报"),
    "before the clock": ("某某财经 小李 2026-11-20 13:22:07", "某某财经"),
    "in the reporter's line": ("某某新闻记者 贺某某", "某某新闻"),
    "of a manuscript": ("稿源：某某晚报", "某某晚报"),
    "the origin of figures is none": ("数据来源：国家统计局", None),
    "the origin of a picture is none": ("图片来源：某某图片社", None),
    "unknown is none": ("来源：不详", None),
    "a label without a name is none": ("来源： 作者：", None),
    "the head of a box is none": ("相关新闻", None),
    "counts beside the clock are none": ("2026-11-20 10:02 阅读", None),
}


@pytest.mark.parametrize(("line", "name"), ORIGINS.values(), ids=ORIGINS)
def test_the_credited_origin(line: str, name: str | None) -> None:
    assert credited(NOTHING, [line], "") == name


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
    assert authors(NOTHING, [line] if line else [], text) == names


def test_a_name_in_a_tag_alone_is_not_believed() -> None:
    told = Metadata("", {"author": ("某某网",)}, (), ())
    assert authors(told, ["某某网"], "") is None
    assert authors(Metadata("", {"author": ("张三丰",)}, (), ()), ["别的话"], "") is None
