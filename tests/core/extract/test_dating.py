"""Which date is chosen, and what the text says against it."""

from __future__ import annotations

import re
from datetime import datetime
from itertools import permutations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from core.article import Article, DateEvidence, Extraction, Hints, Precision
from core.extract import extract
from core.extract.dating import choose, entered
from core.extract.history import first_published
from core.page import Page

FETCHED = datetime.fromisoformat("2026-11-20T12:10:00+08:00")
DOCS = Path(__file__).parents[3] / "docs" / "reading.md"
ROWS = re.findall(r"^\| (\d+) \| `([^`]+)` \| `(.+)` \|$", DOCS.read_text("utf-8"), re.MULTILINE)
BODY = "<p>三省一市将共同推进四十二项制度创新，打通堵点，让要素流动更顺畅，让办事更方便，让企业更有信心。</p>" * 3


def article(
    head: str = "", above: str = "", url: str | None = None, listed: str | None = None, body: str = BODY
) -> Article:
    name = "示范区发布年度任务书"
    html = f"<html><head><title>{name}</title>{head}</head><body><h1>{name}</h1>{above}{body}</body></html>"
    page = Page(asked_url=url, url=url, fetched_at=FETCHED, status=200, body=html.encode())
    found = extract(page, Hints(fetched_at=FETCHED, listed=listed))
    assert isinstance(found, Extraction)
    return found.article


@pytest.mark.parametrize(("trust", "where", "example"), ROWS, ids=[f"{row[0]} {row[1]}" for row in ROWS])
def test_the_documented_trust_is_the_true_one(trust: str, where: str, example: str) -> None:
    match where:
        case "url":
            found = article(url=example)
        case "list":
            found = article(listed=example)
        case "dateline":
            found = article(body=example + BODY)
        case "line" | "relative" | "time" | "time:published":
            found = article(above=example)
        case _:
            found = article(head=example)
    evidence = next(one for one in found.date_evidence if one.where == where)
    assert evidence.trust == int(trust)
    assert not evidence.doubt
    assert found.published is not None
    assert found.published.startswith("2026-11")


def test_the_table_is_there_and_in_order() -> None:
    trusts = [int(row[0]) for row in ROWS]
    assert len(trusts) > 10
    assert trusts == sorted(trusts, reverse=True)


def seen(value: str, where: str, trust: int, doubt: str = "") -> DateEvidence:
    precision = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}.get(len(value), Precision.MINUTE)
    return DateEvidence(value=value, precision=precision, where=where, text=value, trust=trust, doubt=doubt)


CHOICES = {
    "the most trusted": ((seen("2026-11-20", "meta:pubdate", 95), seen("2026-11-18", "line", 86)), "2026-11-20"),
    "never a doubted one": (
        (seen("2029-01-01", "meta:date", 95, "in the future"), seen("2026-11-18", "line", 66)),
        "2026-11-18",
    ),
    "two kinds against one": (
        (seen("2020-01-01", "meta:date", 95), seen("2026-11-20", "line", 86), seen("2026-11-20", "url", 72)),
        "2026-11-20",
    ),
    "a clock time of the same day is added": (
        (seen("2026-11-20", "meta:pubdate", 95), seen("2026-11-20T08:05:00+08:00", "line", 86)),
        "2026-11-20T08:05:00+08:00",
    ),
    "a clock time of another day is not": (
        (seen("2026-11-20", "meta:pubdate", 95), seen("2026-11-18T08:05:00+08:00", "line", 86)),
        "2026-11-20",
    ),
}


@pytest.mark.parametrize(("evidence", "value"), CHOICES.values(), ids=CHOICES)
def test_one_rule_chooses_whatever_the_order(evidence: tuple[DateEvidence, ...], value: str) -> None:
    for order in permutations(evidence):
        chosen = choose(order)
        assert chosen is not None
        assert chosen.value == value


def test_nothing_is_chosen_from_doubts_alone() -> None:
    assert choose([seen("1970-01-01", "meta:date", 95, "before the web")]) is None


STATED = seen("2026-11-20T08:00:00+08:00", "line", 86)
HINTED = seen("2026-11-20", "relative", 40)
FILL = "会议总结了各项工作，部署了下一步任务，要求各地各部门协同推进。"

HISTORIES = {
    "a fresh dateline leaves the page its date": (f"本报上海11月19日电 {FILL}", STATED, "2026-11-20T08:00:00+08:00"),
    "an old dateline is the date of the news": (f"新华社合肥7月7日电（记者 某某）{FILL}", STATED, "2026-07-07"),
    "a dateline with its year": (f"某某网北京2019年7月7日电 {FILL}", STATED, "2019-07-07"),
    "a December dateline in January's page": (
        f"新华社上海12月30日电 {FILL}",
        seen("2026-01-20T08:00:00+08:00", "line", 86),
        "2025-12-30",
    ),
    "an old day in a fresh feature is history": (
        f"2019年11月1日，示范区揭牌。如今，四地的企业已有八成在线办事。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "an anniversary is of today": (
        f"2019年11月1日，示范区揭牌。七周年之际，三地发布成果。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "figures since a year are of today": (
        f"2018年以来，四地新设企业增长8%。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "last year's figures are of today": (f"2025年，示范区进出口增长8%。{FILL}", STATED, "2026-11-20T08:00:00+08:00"),
    "a law that took effect is of today": (
        f"条例自2024年5月1日起施行，两年半里共受理四十二件。2026年10月，修订启动。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "what was once planned is of today": (f"大桥原计划于2022年8月通车。{FILL}", STATED, "2026-11-20T08:00:00+08:00"),
    "a long text speaks of its day somewhere": (
        f"2019年11月1日，示范区揭牌。{FILL * 20}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "a short text that names nothing but an old day is of that day": (
        f"2021年5月18日，联盟在宁波揭牌。到2025年，四地将建成十个基地。{FILL}",
        STATED,
        "2021-05-18",
    ),
    "an old month": (f"本报讯 2021年5月，联盟发布十项成果。{FILL}", STATED, "2021-05"),
    "an old year": (f"2022年，四地签署协议，首批试点启动。{FILL}", STATED, "2022"),
    "in Traditional script": (f"2021年5月10日，聯盟在寧波成立，四地簽署協議。{FILL}", STATED, "2021-05-10"),
    "an old day of this year, told with 今年": (
        f"2026年4月18日，大会召开。今年4月19日，代表团还考察了产业园。{FILL}",
        STATED,
        "2026-04-18",
    ),
    "what is announced for a day long past": (f"联盟年会将于2022年8月6日在宁波举行。{FILL}", STATED, "2022-08-06"),
    "what was to come and is long past, in the words of its day": (
        f"八部门近日印发总体方案。有关负责人2022年11月21日表示，力争在2023年一季度推出首批产品。{FILL}",
        STATED,
        "2022-11-21",
    ),
    "the same in English": (
        "The four have adopted a decision that will take effect on September 1, 2025. It was told on August 1, 2025.",
        STATED,
        "2025-08-01",
    ),
    "an English text that opens with an old day and knows none since": (
        "On May 18, 2021, the alliance was founded in Ningbo. Forty firms joined it.",
        STATED,
        "2021-05-18",
    ),
    "an English text that looks back": (
        "Since the plan of May 2021, forty firms have moved. The line is to open in 2025, it said then.",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "what is to come and really is": (
        f"八部门近日印发方案。有关负责人2022年曾表示支持，首批产品将于2027年推出。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "a text that says where it stood first": (f"【原载2010年3月】联席会议举行，吸收六城。{FILL}", STATED, "2010-03"),
    "a notice that says when it was put out first": (f"{FILL}原发布时间为2019年11月2日。", STATED, "2019-11-02"),
    "the stamp of the page in the text is none of its times": (
        f"2026.11.18 信息来源：某某区\n2019年11月1日上午，大会召开。{FILL}",
        STATED,
        "2019-11-01",
    ),
    "one that says so at its end": (f"{FILL}（原载《某某报》2024年5月3日）", STATED, "2024-05-03"),
    "the year that a text says it is": (
        f"7月1日，铁路正式开通。2020年是全面建成小康社会收官之年，沿线三市由此通车。{FILL}",
        STATED,
        "2020-07-01",
    ),
    "the year that a text says it is, and what is to come in it": (
        f"记者获悉，铁路将于12月11日开通。2020年是全面建成小康社会收官之年，两市由此通车。{FILL}",
        STATED,
        "2020",
    ),
    "a year that a text says it was, and what came of it": (
        f"2020年是示范区起步之年，如今两市早已通车，铁路将于12月11日延伸。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "last year, as a text says it is": (
        f"铁路将于12月11日开通。2025年是“十四五”收官之年，两市为此努力。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "the year that a yearly meeting bears, and its days": (
        f"2021年度主要领导座谈会5月26日至27日在无锡举行，审议三年行动计划（2021－2023年）。{FILL}",
        STATED,
        "2021-05-26",
    ),
    "a yearly meeting of this year": (
        f"2026年度主要领导座谈会11月18日至19日在无锡举行。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "days of a fair that goes on": (
        f"11月1日至30日起，展览开放。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "this year, and a day of some weeks ago": (
        f"9月1日，新规施行。2026年是“十五五”开局之年，办件量增长两成。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "a year that a text says it was, and a day of this week": (
        f"11月18日，铁路开通六年。2020年是通车的第一年，当年运客百万。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "an old document that is spoken of": (
        f"2023年发布的方案明确了四项任务。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "a meeting of a day long gone that is told of that day": (
        f"2025年6月30日在苏州召开的联席会议宣布扩大范围。会议同日公布金额。{FILL}",
        STATED,
        "2025-06-30",
    ),
    "a body founded on a day long gone": (
        f"2025年6月30日在苏州成立的联盟扩大范围。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "what was to come this year and is over": (
        f"近日，工程完工，成果将在今年9月30日发布。{FILL}",
        STATED,
        "2026-09-30",
    ),
    "a month of this year that is over": (f"近日，工程完工，成果将于今年8月发布。{FILL}", STATED, "2026-08"),
    "what is to come this year": (
        f"近日，工程完工，成果将在今年12月30日发布。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "what was to come some days ago": (
        f"近日，工程完工，成果将在今年11月10日发布。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "what was once to come this year": (
        f"近日，工程完工。此前表示成果将在今年9月30日发布。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "what was still to come": (f"11月1日，示范区揭牌。2019年12月还将发布首批清单。{FILL}", STATED, "2019-12"),
    "a text all of an earlier year is of that year": (
        f"2024年7月12日，联盟2024年度会议在宁波举行。2024年上半年，四地新设企业增长8%。下届会议拟于2025年召开。{FILL}",
        STATED,
        "2024-07-12",
    ),
    "a feature that opens in the past and moves on is of today": (
        f"2024年7月12日，联盟2024年度会议在宁波举行。2024年以来，四地新设企业增长8%。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "an old day and this year's news": (
        f"2024年7月12日，联盟2024年度会议发布2024年清单。2026年10月，清单全部完成。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "an old number of an event in a fresh feature is history": (
        f"在第二届进博会期间，协议签署。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "the figures tell the year of a lead": (
        f"发布会12月4日在上海召开。比重从2018年的23.9%提升到2023年的24.4%，本年前三季度增速5.4%。{FILL}",
        STATED,
        "2024-12-04",
    ),
    "figures of last year leave this year's lead alone": (
        f"发布会11月19日在上海召开。比重提升到2025年的24.4%，今年前三季度增速5.4%。{FILL}",
        STATED,
        "2026-11-20T08:00:00+08:00",
    ),
    "a hint yields to the number of an event": (f"在第六届进博会期间，九城市对接。{FILL}", HINTED, "2023-11"),
    "what only looks like the number of an event": (f"在第一一届进博会期间，九城市对接。{FILL}", None, None),
    "a day to come dates nothing": (f"该办法自12月1日起施行。定于12月5日召开座谈会。{FILL}", HINTED, "2026-11-20"),
    "no date but years named as past": (
        f"2018年1月组建的办公室正在编制三年行动计划（2018-2020年）。{FILL}",
        None,
        "2018-01",
    ),
    "an aim is no past": (f"2019年启动建设，到2025年基本建成。{FILL}", None, "2019"),
    "nothing at all": (FILL, None, None),
}


@pytest.mark.parametrize(("text", "published", "value"), HISTORIES.values(), ids=HISTORIES)
def test_the_news_is_dated_by_what_the_text_tells(text: str, published: DateEvidence | None, value: str | None) -> None:
    found = first_published(text, published, None, FETCHED)
    assert (found.value if found else None) == value


WRONG_DAY = '<meta name="PubDate" content="2026-11-02 00:00">'
PAGES = {
    "a labelled clock time goes before a tag of another day": (
        WRONG_DAY,
        "<p>发布时间：2026-11-18 10:02 来源：某某局</p>",
        "",
        "2026-11-18T10:02:00+08:00",
    ),
    "the day of signing bears out no tag": (
        '<meta name="PubDate" content="2026-11-12">',
        "<p>发布时间：2026-11-18 10:02</p>",
        "<p>2026年11月12日</p>",
        "2026-11-18T10:02:00+08:00",
    ),
    "a bare labelled day does not": (WRONG_DAY, "<p>日期：2026-11-18</p>", "", "2026-11-02T00:00:00+08:00"),
    "the time of an event is none of publishing": ("", "<p>会议时间：2026-11-18 14:00</p>", "", None),
    "UTC in a tag and the local day on the page": (
        '<script type="application/ld+json">{"datePublished": "2026-11-17T16:30:00Z"}</script>',
        "<p>2026/11/18 · 约4分钟读完</p>",
        "",
        "2026-11-18T00:30:00+08:00",
    ),
    "UTC in a tag and its day on the page": (
        '<script type="application/ld+json">{"datePublished": "2026-11-17T16:30:00Z"}</script>',
        "<p>November 17, 2026</p>",
        "",
        "2026-11-17T16:30:00+00:00",
    ),
    "day and clock in elements of their own": (
        "",
        "<p><i>2026-11-18</i><i>09:12</i></p>",
        "",
        "2026-11-18T09:12:00+08:00",
    ),
    "day and reading time in elements of their own": (
        "",
        "<p><i>Nov 18, 2026</i><i>7-min read</i></p>",
        "",
        "2026-11-18",
    ),
    "a byline with a link": (
        "",
        '<p><a href="/">http://www.example.com</a> 2026-11-18 09:12 <a href="/x">某某娱乐</a></p>',
        "",
        "2026-11-18T09:12:00+08:00",
    ),
    "what a blog calls published": (
        "",
        "",
        '<time class="entry-date published" datetime="2026-11-18">18</time><time datetime="2026-11-19">19</time>',
        "2026-11-18",
    ),
    "an agency that closes the text": ("", "", "<p>(Example News Agency November 18, 2026)</p>", "2026-11-18"),
    "when it was put on the site": ("", "", "<p>2026年11月17日</p><p>【2026-11-18 加入】【关闭】</p>", "2026-11-18"),
    "the days of comments are none": (
        "",
        "",
        "<h4>网友评论</h4><p>王小舟</p><p>2026-11-17 08:12</p><p>写得真好。</p>",
        None,
    ),
    "a day in English in a script": ('<script>x = {"pubTime": "Nov 18, 2026"}</script>', "", "", "2026-11-18"),
}


@pytest.mark.parametrize(("head", "above", "below", "value"), PAGES.values(), ids=PAGES)
def test_the_date_of_a_page(head: str, above: str, below: str, value: str | None) -> None:
    assert article(head=head, above=above, body=BODY + below).published == value


def test_days_that_the_text_speaks_of_do_not_date_a_page() -> None:
    told = "<p>两地在2024年5月18日签署协议，又在2025-06-01公布清单，到2026年10月28日共办成四十二件事。</p>"
    assert article(body=BODY + told + BODY).published is None


def test_a_further_article_of_a_page_has_the_date_of_the_page_but_not_the_dateline_of_the_first() -> None:
    other = (
        "近日，区文化馆公布冬季公益课程安排，共开设声乐、书法、摄影等班次。"
        + "课程分布在九个街镇，学费全免，材料费自理。" * 6
    )
    first = f"<p>本报上海8月3日电 {FILL * 12}</p>"
    found = article(above="<p>2026-11-19 08:00 来源：某某日报</p>", body=first + f"<p>{other}</p>")
    assert found.first_published == "2026-08-03"
    assert [(part.published, part.stale, part.title[:5]) for part in found.parts] == [
        ("2026-11-19T08:00:00+08:00", False, "近日，区文")
    ]


ENTRIES = {
    "a time is of the day of the page": ("09:35", seen("2026-11-18", "line", 66), "2026-11-18T09:35:00+08:00"),
    "an entry may tell its own day": ("11月17日 21:05", seen("2026-11-18", "line", 66), "2026-11-17T21:05:00+08:00"),
    "an hour still to come was that of the day before": (
        "23:50",
        seen("2026-11-20T11:00:00+08:00", "line", 86),
        "2026-11-19T23:50:00+08:00",
    ),
    "a page of a month has no day": ("09:35", seen("2026-11", "url", 30), None),
    "a page without a date has none": ("09:35", None, None),
    "no time": ("", seen("2026-11-18", "line", 66), None),
    "a time that is none": ("29:99", seen("2026-11-18", "line", 66), None),
}


@pytest.mark.parametrize(("time", "day", "value"), ENTRIES.values(), ids=ENTRIES)
def test_an_entry_of_a_live_blog_has_its_own_time(time: str, day: DateEvidence | None, value: str | None) -> None:
    found = entered(time, day, FETCHED.astimezone(ZoneInfo("Asia/Shanghai")))
    assert (found.value if found else None) == value
