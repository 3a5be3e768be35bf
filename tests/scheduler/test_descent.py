"""The lineage of a story as a person reads it."""

from zoneinfo import ZoneInfo

from core.assessment import Trust
from core.site import Tier
from core.verdict import How
from scheduler.descent import words
from tests.support.digests import member, parallel, story

ZONE = ZoneInfo("Asia/Shanghai")


def test_who_had_it_from_whom_is_told_by_indentation():
    spun = member(3, "又一站", Tier.OTHER, how=How.SPUN, trust=Trust.SPUN, parent=2, url="https://k.example/3")
    portal = member(2, "门户", Tier.PORTAL, how=How.EXCERPT, parent=1)
    told = story(1, "长三角方案公布", "上海市20日公布方案。", source="新华社", others=(portal, spun))

    assert list(words(told, ZONE)) == [
        "first published by 新华社 (credited; own page not seen); 2 outlets, 3 pages",
        "  新华社 (credited; own page not seen)",
        "    江边日报: article 1, copy, published 2026-11-20, first seen 2026-11-20 07:31, https://news.example.cn/1.html",
        "      门户: article 2, excerpt, published 2026-11-20, first seen 2026-11-20 07:32, https://news.example.cn/2.html",
        "        又一站: article 3, spun copy (spun), published 2026-11-20, first seen 2026-11-20 07:33, https://k.example/3",
    ]


def test_an_original_is_told_as_far_as_it_is_known():
    told = story(1, "长三角方案公布", "上海市20日公布方案。")

    assert list(words(told, ZONE))[1].startswith("  江边日报: article 1, original, as far as is known, published")


def test_the_other_language_is_told_with_what_agrees():
    told = story(1, "长三角方案公布", "上海市20日公布方案。", parallels=(parallel(8, "Plan\u202e published"),))

    assert list(words(told, ZONE))[-2:] == [
        "told in en too: story 8, Delta Times: Plan published https://news.example.cn/8.html",
        "  by 4600万 = 46 million, 7900 = 7,900, 沪苏湖高铁",
    ]


def test_another_report_in_the_same_language_is_told_as_such():
    told = story(1, "长三角方案公布", "上海市20日公布方案。", parallels=(parallel(8, "方案", language="zh"),))

    assert "told in its own words too: story 8, Delta Times: 方案 https://news.example.cn/8.html" in words(told, ZONE)


def test_a_strangers_name_cannot_break_the_lines():
    told = story(1, "长三角方案公布", "上海市20日公布方案。", source="新华\n社\x1b[2J")

    assert all(line.isprintable() for line in words(told, ZONE))
