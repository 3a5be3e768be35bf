"""Which pages are threads, and where their first post begins and ends."""

from __future__ import annotations

import pytest

from core.extract.html import Block
from core.extract.thread import first_post

POST = "上个周末走了一趟环湖路，天气比预报的好，一路顺风，回来时下了小雨。"
REPLY = "请问石子路那一段有多长？我的车是窄胎，去年在别处扎过两次。"

THREADS = {
    "floors before the posts": (["楼主", POST, POST, "#2", REPLY, "#3", REPLY], 0, (1, 3)),
    "floors in words": (["第1楼 慢慢骑", POST, "第2楼 窄胎", REPLY], 0, (1, 2)),
    "the first post has no floor": ([POST, "2楼 窄胎", REPLY, "3楼 老黄", REPLY], 0, (0, 1)),
    "who wrote it when": (["发表于 2005-6-18 22:10", POST, "发表于 2005-6-18 22:41", REPLY], 0, (1, 2)),
    "a post and answers": (
        ["作者：甲 提交日期：2006-5-18 22:10:00", POST, "作者：乙 回复日期：2006-5-18 22:41:00", REPLY],
        0,
        (1, 2),
    ),
    "who answered when": (
        ["阿树 发表于 2004-11-02 12:30:11", POST, "[回复1] 小鱼 于 2004-11-02 13:11:01 说：", REPLY],
        0,
        (1, 2),
    ),
    "an English board": (["Posted by Ann on May 3, 2006", POST, "Posted by Bob on May 4, 2006", REPLY], 0, (1, 2)),
    "a bulletin board": (["发信人: jia, 信区: Bike", POST, "发信人: yi, 信区: Bike", REPLY], 0, (1, 2)),
    "a panel about each writer": (
        ["甲", "积分：920", "楼主", POST, "乙", "积分：80", "第 2 楼", REPLY, "丙", "积分：16", "第 3 楼", REPLY],
        None,
        (3, 4),
    ),
    "what is told below each post": (
        ["楼主", POST, "2003-3-14 20:33", "签名", "第 2 楼", REPLY, "2003-3-15 9:17", "签名", "第 3 楼", REPLY],
        None,
        (1, 2),
    ),
    "without a title the first mark is that of the first post": ([REPLY, "1楼", POST, "2楼", REPLY], None, (2, 3)),
    "one mark is none": (["发表于 2005-6-18 22:10", POST, POST], 0, None),
    "marks without a post between": (["1楼", "2楼", POST], 0, None),
    "a floor in a sentence": ([POST, "2楼的门店昨天开张，顾客不少。", "3楼的也快了。", POST], 0, None),
    "the floors of a house": ([POST, "1楼 服务大厅", "2楼 办税大厅", "3楼 会议室"], 0, None),
    "an article": ([POST, REPLY, POST], 0, None),
    "nothing": ([], None, None),
}


@pytest.mark.parametrize(("texts", "start", "expected"), THREADS.values(), ids=THREADS)
def test_the_first_post_ends_where_the_answers_begin(
    texts: list[str], start: int | None, expected: tuple[int, int] | None
) -> None:
    assert first_post([Block(text, 0, "", hidden=False) for text in texts], start) == expected
