"""A Chinese and an English report of one event are told by figures, places, programmes and days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.article import Article
from core.assessment import Assessment
from core.stories.parallels import Report, agree, figures, report_of
from core.topics import assess
from tests.support.judging import rules
from tests.support.texts import ENGLISH, TEXTS

DAY = date(2026, 11, 18)

#: As written to as it is compared.
FIGURES = {
    "a count": ("全线设站17座", ["1.70E+1"]),
    "a thousands separator": ("46,441 pieces", ["4.64E+4"]),
    "万": ("每日运送旅客26万人次", ["2.60E+5"]),
    "亿": ("总投资约352亿元", ["3.52E+10"]),
    "万亿": ("生产总值3.5万亿元", ["3.50E+12"]),
    "billion": ("costs 35.2 billion yuan", ["3.52E+10"]),
    "trillion": ("3.5 trillion yuan", ["3.50E+12"]),
    "a hyphen": ("a 2.6-million-passenger line, 48.6-km long", ["2.60E+6", "4.86E+1"]),
    "万 before a unit with 千": ("1480万千瓦", ["1.48E+7"]),
    "千 of a unit": ("全长5.25千米", ["5.25E+0"]),
    "a share": ("同比增长11.2%", ["1.12E+1%"]),
    "percent": ("up 11.2 percent", ["1.12E+1%"]),
    "a share is no count": ("11.2公里", ["1.12E+1"]),
    "full width": ("总投资３５２亿元", ["3.52E+10"]),
    "a Chinese comma separates": ("分别为180，220和5.3%，1480台", ["1.80E+2", "2.20E+2", "5.30E+0%", "1.48E+3"]),
    "more digits than are compared": ("9578.4亿元", ["9.58E+11"]),
    "no date": ("2026年11月20日8时30分，2031年", []),
    "no English date": ("on Nov. 20, 2026, at 8:30, by 2031 and 18 November", []),
    "a year-like count": ("2026万件", ["2.03E+7"]),
    "what hangs on letters is none": ("G60、AG600", []),
    "nothing": ("", []),
    "digits without end": ("9" * 5000, []),
}


@pytest.mark.parametrize(("text", "values"), FIGURES.values(), ids=FIGURES.keys())
def test_figures_are(text: str, values: list[str]) -> None:
    assert list(figures(text)) == values


@given(st.text(alphabet="0123456789.,，万亿%千 年月日billion-G\n", max_size=60))
def test_a_figure_stands_in_the_text_as_it_is_told(text: str) -> None:
    assert all(written in text.replace("，", "\n") for written in figures(text).values())


def report(text: str, day: date = DAY) -> Report:
    title, _, rest = text.partition("\n")
    article = Article(url=None, title=title, text=rest)
    return report_of(title, rest, _assessed(article), day)


def _assessed(article: Article) -> Assessment:
    return assess(article, rules())


BUS = """三省一市商定长三角跨省公交统一时刻表
长三角三省一市交通部门11月18日商定统一时刻表，覆盖示范区23条跨省公交线路，连接上海青浦、江苏吴江和浙江嘉善，票价2元至6元。
10月份跨省公交日均客流超过13.8万人次，同比增长17.4%。明年3月底前将投放412辆电动公交车，驾驶员按同一标准培训，乘客可以使用一种交通卡或者乘车码。
示范区交通办副主任陆海明说，从嘉善到上海的车程缩短到48分钟，另有36列通勤列车调整到发时刻。"""
COURT = """长三角法院互认环境案件鉴定意见
上海、江苏、浙江、安徽高级人民法院11月17日在杭州签署备忘录，长三角地区环境案件的鉴定意见今后互相承认，名单内共有鉴定机构86家。
去年四地法院审理环境案件5260件，其中312件的当事人或者证据涉及两个以上省份，平均审理周期为214天。"""
RAIL = """沪苏城际轨道12号线开工
沪苏城际轨道12号线一期工程11月18日在太仓开工，全长48.6公里，设站17座，总投资约352亿元，由上海嘉定通往苏州昆山。建成后每日可运送旅客26万人次。"""
RAIL_EN = """Work starts on cross-border rail line in Yangtze River Delta
TAICANG, Nov. 18 (Xinhua) -- Construction began on Wednesday on a 48.6-kilometer rail line that will
link Jiading in Shanghai with Kunshan in Suzhou.
It has 17 stations and costs about 35.2 billion yuan (4.9 billion U.S. dollars).
It is expected to carry 260,000 passengers a day."""
#: Other news of the same topic, day and places as the ones above.
OTHER_RAIL = """苏州昆山至上海嘉定跨省轨道日客流创新高
上海轨道交通11号线花桥段11月18日客流达到31.5万人次，比去年同期增长9.6%。线路全长82.4公里，设站40座，昆山境内每日开行列车412列。"""
OTHER_BUS = """示范区再开三条跨省公交
长三角示范区11月18日新开3条跨省公交线路，连接青浦、吴江、嘉善，票价2元，投放电动公交车26辆，全长61.7公里，沿线设站58座，惠及居民35.4万人。"""
OTHER_COURT = """长三角法院发布知识产权案例
上海、江苏、浙江、安徽高级人民法院11月17日在杭州发布知识产权典型案例86件，去年四地审结知识产权案件9.4万件，同比增长12.8%。"""
RAIL_EN_OTHER = """Suzhou opens metro extension towards Shanghai
SUZHOU, Nov. 18 -- A 41.3-kilometer metro extension between Kunshan in Suzhou and Jiading in Shanghai
opened on Wednesday in the Yangtze River Delta.
With 28 stations and an investment of 26.4 billion yuan it will serve 352,000 passengers a day."""

PAIRS = {
    "buses": (BUS, "Delta agrees on joint timetable for buses\n" + ENGLISH["english: transport"]),
    "courts": (COURT, "Courts recognise opinions\n" + ENGLISH["english: court"]),
    "a rail line": (RAIL, RAIL_EN),
}
CHINESE = {"buses": BUS, "courts": COURT, "a rail line": RAIL, "other rail": OTHER_RAIL, "other buses": OTHER_BUS,
           "other courts": OTHER_COURT, **TEXTS}  # fmt: skip
IN_ENGLISH = {**{name: english for name, (_, english) in PAIRS.items()}, "other metro": RAIL_EN_OTHER, **ENGLISH}


@pytest.mark.parametrize(("chinese", "english"), PAIRS.values(), ids=PAIRS.keys())
def test_the_same_story_in_two_languages_agrees(chinese: str, english: str) -> None:
    found = agree(report(chinese), report(english))

    assert found is not None
    assert all(ours in chinese and theirs in english for ours, theirs in found.figures)


def test_other_stories_of_the_topic_and_day_do_not_agree() -> None:
    same = {(name, name) for name in PAIRS} | {("buses", "english: transport"), ("courts", "english: court")}
    ours = {name: report(text) for name, text in CHINESE.items()}
    theirs = {name: report(text) for name, text in IN_ENGLISH.items()}
    linked = {(one, other) for one, other in product(ours, theirs) if agree(ours[one], theirs[other])}

    assert linked == same


APART = {
    "on one day": (0, True),
    "three days apart": (3, True),
    "four days apart": (4, False),
    "three days before": (-3, True),
}


@pytest.mark.parametrize(("days", "is_linked"), APART.values(), ids=APART.keys())
def test_the_days_must_be_near(days: int, is_linked: bool) -> None:
    assert (agree(report(RAIL), report(RAIL_EN, DAY + timedelta(days=days))) is not None) is is_linked


def test_another_city_is_another_story() -> None:
    chinese, english = report(RAIL), report(RAIL_EN)
    assert agree(chinese, replace(english, places={"330100": "Hangzhou"})) is None


def test_without_a_place_or_programme_figures_must_be_many() -> None:
    chinese, english = report(RAIL), report(RAIL_EN)
    bare = {"places": {}, "programmes": {}}
    found = agree(replace(chinese, **bare), replace(english, **bare))
    few = agree(
        Report(text="全长48.6公里，设站17座", day=DAY, **bare), Report(text="48.6 km, 17 stations", day=DAY, **bare)
    )

    assert found is not None
    assert few is None


def test_the_next_edition_of_a_report_does_not_agree() -> None:
    chinese = report(RAIL.replace("48.6", "52.1").replace("17座", "19座").replace("352", "377").replace("26万", "28万"))
    assert agree(chinese, report(RAIL_EN)) is None
