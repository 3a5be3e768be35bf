"""HTML lists: which links are articles, with which text and date."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.link import FoundLink
from core.site import Kind
from spiders.asking import Ask
from spiders.readers import section
from spiders.readers.listing import ListPage, NotAList
from tests.support.lists import NOON, a_site, a_source, an_answer


def read(html: str | bytes, at: datetime = NOON, **source: Any) -> ListPage:
    """The list in a page."""
    kept = a_source(Kind.SECTION, **source)
    found = section.read(an_answer(html, at), a_site(kept), kept)
    assert isinstance(found, ListPage)
    return found


def links(html: str | bytes, at: datetime = NOON, **source: Any) -> tuple[FoundLink, ...]:
    """The links of that list."""
    return read(html, at, **source).links


def row(date: str) -> str:
    """One row of a list with a date as a site writes it."""
    return f'<ul><li><a href="./202611/t20261118_77.html">示范区发布新一批制度创新成果</a>{date}</li></ul>'


DATES = {
    "in a span": (row("<span>2026-11-18</span>"), "2026-11-18"),
    "in brackets": (row("<span>[2026-11-18]</span>"), "2026-11-18"),
    "with its label": (row("<em>发布时间：2026-11-18 09:30</em>"), "2026-11-18T09:30:00+08:00"),
    "as bare text": (row(" 2026/11/18"), "2026-11-18"),
    "broken over two lines": (row("<span>2026-11-\n            18</span>"), "2026-11-18"),
    "broken before the dash": (row("<span>2026\n-11-18</span>"), "2026-11-18"),
    "large day above the month": (row("<div><b>18</b><i>2026-11</i></div>"), "2026-11-18"),
    "large day beside the month, no box": (row("<b>18</b>\n<i>2026.11</i>"), "2026-11-18"),
    "month and day above the year": (row("<p>11-18</p><p>2026</p>"), "2026-11-18"),
    "without a year": (row("<span>11-18</span>"), "2026-11-18"),
    "as a clock time of today": (row("<span>08:30</span>"), "2026-11-20T08:30:00+08:00"),
    "as an age": (row("<span>3小时前</span>"), "2026-11-20T09:00:00+08:00"),
    "as a day by name": (row("<i>昨天</i>"), "2026-11-19"),
    "as just now": (row("<i> 刚刚 </i>"), "2026-11-20"),
    "as a stamp with tenths": (row("<span>2026-11-18 01:39:11.0</span>"), "2026-11-18T01:39:11+08:00"),
    "in Chinese, the clock time close behind": (row("<span>2026年11月18日09:30</span>"), "2026-11-18T09:30:00+08:00"),
    "as in a mail": (row("<span>Wed, 18 Nov 2026 01:30:00 GMT</span>"), "2026-11-18T01:30:00+00:00"),
    "without a year, with a clock time": (row("<span>11-18 09:30</span>"), "2026-11-18T09:30:00+08:00"),
    "as yesterday": (row("<span>昨天 08:30</span>"), "2026-11-19T08:30:00+08:00"),
    "in a time element": (row('<time datetime="2026-11-18T08:00:00+08:00">周三</time>'), "2026-11-18T08:00:00+08:00"),
    "before a later date that nobody names": (row("<span>2026-11-18</span><span>2031-12-31</span>"), "2026-11-18"),
    "in bare text before a later one": (row(" 2026-11-18 2031-12-31"), "2026-11-18"),
    "in a table whose last column is of validity": (
        (
            "<table><tr><th>标题<th>发布日期<th>失效日期</tr>"
            '<tr><td><a href="./202611/t20261118_77.html">示范区发布新一批制度创新成果</a>'
            "<td>2021-11-18<td>2023-12-31</tr></table>"
        ),
        "2021-11-18",
    ),
    "after other dates in the row": (
        row("<span>2026-10-01</span><span>现行有效</span><span>2026-11-18</span>"),
        "2026-11-18",
    ),
    "before the date until which it is valid": (
        row("<span>2026-11-18</span><span>有效期至2028-01-01</span>"),
        "2026-11-18",
    ),
    "before a deadline in running text": (row("（发布于2026-11-18，截止日期：2026-12-01）"), "2026-11-18"),
    "in the cell beside": (
        '<table><tr><td>1</td><td><a href="/n/20261118/1.html">关于印发方案的通知</a></td><td>2026-11-18</td></table>',
        "2026-11-18",
    ),
    "in the definition of a term": (
        """<dl><dt><a href="/n/20261118/1.html">关于印发方案的通知</a></dt><dd>2026-11-18</dd>
        <dt><a href="/n/20261117/2.html">关于征求意见的通知</a></dt><dd>2026-11-17</dd></dl>""",
        "2026-11-18",
    ),
    "beside the link in one block, after it": (
        """<div><a href="/n/112233.html">第一条新闻标题</a> 2026-11-18<br>
        <a href="/n/112234.html">第二条新闻标题</a> 2026-11-17</div>""",
        "2026-11-18",
    ),
    "beside the link in one block, before it": (
        """<div>2026-11-18 <a href="/n/112233.html">第一条新闻标题</a><br>
        2026-11-17 <a href="/n/112234.html">第二条新闻标题</a></div>""",
        "2026-11-18",
    ),
    "inside a link that is a whole card": (
        '<a href="/n/112233.html"><h3>第一条新闻标题</h3><p>自2018年11月5日以来</p><span>2026-11-18</span></a>',
        "2026-11-18",
    ),
    "nowhere but in a summary that begins with a day": (
        '<ul><li><a href="/n/112233.html">示范区发布新一批制度创新成果</a><p>昨天，示范区发布了新的成果</p></li></ul>',
        None,
    ),
    "nowhere but in the title": (
        '<ul><li><a href="/n/112233.html">2018年11月5日宣布的国家战略</a></li></ul>',
        None,
    ),
}


@pytest.mark.parametrize(("html", "expected"), DATES.values(), ids=DATES)
def test_the_date_of_a_row_stands(html: str, expected: str | None) -> None:
    assert links(html)[0].listed == expected


def test_the_date_is_also_kept_as_it_was_written() -> None:
    assert links(row("<span>11-18</span>"))[0].listed_text == "11-18"


@pytest.mark.parametrize(
    ("written", "expected"),
    [("12-31", "2026-12-31"), ("01-02", "2027-01-02"), ("01-03", "2026-01-03")],
)
def test_at_the_turn_of_the_year_a_day_without_year_is_never_in_the_future(written: str, expected: str) -> None:
    second_of_january = datetime(2027, 1, 2, 4, tzinfo=UTC)

    assert links(row(f"<span>{written}</span>"), at=second_of_january)[0].listed == expected


def test_a_row_dates_itself_and_not_its_neighbour() -> None:
    html = (
        '<ul><li><a href="/n/112233.html">没有日期的一条新闻</a></li>'
        '<li><a href="/n/112234.html">带有日期的一条新闻</a><span>2026-11-17</span></li></ul>'
    )

    assert [link.listed for link in links(html)] == [None, "2026-11-17"]


def a_link(number: int) -> str:
    """A link to the article of this number."""
    return f'<a href="/n/1122{number}.html">第{number}条新闻的标题</a>'


GROUPS = {
    "a heading": (
        f"<h3>11月20日</h3><ul><li>{a_link(31)}</li><li>{a_link(32)}</li></ul><h3>11月19日</h3><p>{a_link(33)}</p>",
        ["2026-11-20", "2026-11-20", "2026-11-19"],
    ),
    "a heading, over rows with dates of their own": (
        f"<h3>11月20日</h3><ul><li>{a_link(31)}</li><li>{a_link(32)}<b>2026-11-02</b></li></ul>",
        ["2026-11-20", "2026-11-02"],
    ),
    "a heading, over rows with clock times": (
        f"<h4>2026年11月19日 星期四</h4><ul><li>{a_link(31)}<b>21:05</b></li></ul>",
        ["2026-11-19T21:05:00+08:00"],
    ),
    "a term": (
        f"<dl><dt>2026-11-18</dt><dd>{a_link(31)}</dd><dd>{a_link(32)}</dd><dt>2026-11-17</dt><dd>{a_link(33)}</dd></dl>",
        ["2026-11-18", "2026-11-18", "2026-11-17"],
    ),
    "a row of a table": (
        f"<table><tr><th colspan=2>2026-11-18</th></tr><tr><td>{a_link(31)}</td><td>09:15</td></tr></table>",
        ["2026-11-18T09:15:00+08:00"],
    ),
    "plain boxes": (
        f"<div><p><i>11月</i><i>18日</i></p><p>{a_link(31)}</p><p>2026-11-17</p><p>{a_link(32)}</p></div>",
        ["2026-11-18", "2026-11-17"],
    ),
    "one plain box, which may be the page's own clock": (
        f"<div><p>2026年11月20日 星期五</p><ul><li>{a_link(31)}</li></ul></div>",
        [None],
    ),
    "no group, but a row that is dated below": (
        f"<div><p>{a_link(31)}</p><p>2026-11-18</p><p>{a_link(32)}</p><p>2026-11-17</p></div>",
        [None, None],
    ),
}


@pytest.mark.parametrize(("html", "expected"), GROUPS.values(), ids=GROUPS)
def test_a_date_above_a_group_of_rows_is_theirs_when_it_is_in(html: str, expected: list[str | None]) -> None:
    assert [link.listed for link in links(html)] == expected


def test_a_heading_of_another_group_dates_nothing() -> None:
    html = f"<div><h3>11月20日</h3><p>值班电话</p></div><ul><li>{a_link(31)}</li></ul>"

    assert [link.listed for link in links(html)] == [None]


DEBRIS = {
    "as it was seen": '<li style=<br/><a href="/n/112231.html">第一条新闻的标题</a><span>2026-11-18</span></li>',
    "never closed": '<li style=<br/ <a href="/n/112231.html">第一条新闻的标题</a><span>2026-11-18</span></li>',
    "twice": '<li class=a <li style=<a href="/n/112231.html">第一条新闻的标题</a><span>2026-11-18</span></li>',
}


@pytest.mark.parametrize("row", DEBRIS.values(), ids=DEBRIS)
def test_a_row_after_a_tag_that_is_never_closed_is_read(row: str) -> None:
    found = links(f"<ul>{row}<li><a href='/n/112232.html'>第二条新闻的标题</a><span>2026-11-17</span></li></ul>")

    assert [(link.url[-11:], link.listed) for link in found] == [
        ("112231.html", "2026-11-18"),
        ("112232.html", "2026-11-17"),
    ]


STATED = {
    "createPageHTML": "createPageHTML(2, 0, 'index', 'html');",
    "createPageHTML with the box it fills": 'createPageHTML("page_div", 2, 0, "index", "html", 40);',
    "countPage": "var countPage = 2;",
    "totalPage": '$(".pages").pagination({totalPage:2, showPage: 5});',
    "totalPage in quotes": '{"totalPage": "2"}',
}


@pytest.mark.parametrize("script", STATED.values(), ids=STATED)
def test_no_page_is_asked_for_beyond_the_number_that_stands_in(script: str) -> None:
    source = a_source(Kind.SECTION, next_page="index_{n}.html", max_pages=9)
    html = f"{PAGE}<script>{script}</script>"
    pages = [section.read(an_answer(html), a_site(source), source, Ask(number=number)) for number in (1, 2)]

    assert [isinstance(page, ListPage) and page.next is not None for page in pages] == [True, False]


def test_further_lists_are_named_by_their_pattern() -> None:
    found = read(PAGE, list_pattern=r"/index_\d+\.html$")

    assert [asked.url for asked in found.lists] == [
        "https://www.example.cn/news/index_1.html",
        "https://www.example.cn/news/index_20.html",
    ]


def test_the_person_may_say_where_the_date_stands() -> None:
    html = (
        '<ul><li><i class="valid">2026-11-19</i><a href="/n/112233.html">关于印发方案的通知</a>'
        '<b class="day" data-at="1795053600">三天前</b></li></ul>'
    )

    assert links(html, date_selector="i.valid")[0].listed == "2026-11-19"
    assert links(html, date_selector="b.day::attr(data-at)")[0].listed == "2026-11-19T10:00:00+08:00"


def test_the_person_may_say_how_the_date_is_written() -> None:
    html = (
        '<ul><li><a href="/n/112233.html">关于印发方案的通知</a>文号2026-11-01 成文2026-11-12 收录2026-11-18</li></ul>'
    )

    assert links(html, date_pattern=r"成文(\S+)")[0].listed == "2026-11-12"


PAGE = """
<html><body class="page">
<nav><ul><li><a href="/col/20261101/index.html">长三角一体化发展专题报道栏目</a></li></ul></nav>
<div class="breadcrumb"><a href="/">首页</a> &gt; <a href="/news/20261101.html">新闻中心要闻动态</a></div>
<ul class="list">
  <li><a href="./202611/t20261118_1.html">三省一市共同发布年度重点工作安排</a><span>11-18</span></li>
  <li style=<br/><a href="./202611/t20261117_2.html">生态绿色一体化示范区推出新举措</a><span>11-17</span></li>
  <!-- <li><a href="./202611/t20261116_3.html">被注释掉的重复条目不是一条新闻</a><span>11-16</span></li> -->
  <li><a href="./P020261116.pdf">附件：长三角年度计划</a></li>
  <li><a href="detail?id=8">一条没有日期也没有编号的长标题新闻</a></li>
</ul>
</body></html>
<ul><li><a href="./202611/t20261115_4.html">在多余的结尾标签之后的新闻</a></li></ul>
<div class="pager"><a href="index_1.html">2</a><a href="index_1.html">下一页</a><a href="index_20.html">尾页</a></div>
<p><a href="/202611/banner.jpg">一张图片的很长很长的说明文字</a></p>
<p><a href="javascript:go(20261118)">脚本里的一条新闻标题链接</a></p>
<div class="footer"><a href="/about/20261118.html">关于我们网站声明联系方式</a></div>
<a href="https://www.gov.example/">中华人民共和国某某部委官方网站</a>
</body></html>
"""


def test_without_a_selector_articles_are_found_by_the_shape_of_their_links() -> None:
    assert [link.url.removeprefix("https://www.example.cn/news/") for link in links(PAGE)] == [
        "202611/t20261118_1.html",
        "202611/t20261117_2.html",
        "P020261116.pdf",
        "detail?id=8",
        "202611/t20261115_4.html",
    ]


def test_a_link_pattern_alone_decides() -> None:
    found = links(PAGE, link_pattern=r"/t2026111[78]_\d\.html$")

    assert [link.anchor for link in found] == ["三省一市共同发布年度重点工作安排", "生态绿色一体化示范区推出新举措"]


def test_a_link_pattern_does_not_mind_tracking_parameters() -> None:
    found = links('<a href="/a/b.html?utm_source=list">标题</a>', link_pattern=r"/a/\w+\.html$")

    assert [link.url for link in found] == ["https://www.example.cn/a/b.html?utm_source=list"]


def test_a_selector_may_name_rows_or_links() -> None:
    rows = links(PAGE, selector="ul.list li")
    bare = links(PAGE, selector="ul.list li a")

    assert rows == bare
    assert [link.listed for link in rows] == ["2026-11-18", "2026-11-17", None, None]


def test_a_selector_that_matches_nothing_is_said() -> None:
    found = read(PAGE, selector="table.news tr")

    assert found.links == ()
    assert found.note == "nothing matches 'table.news tr'"


def test_an_address_shown_twice_is_one_link_with_the_best_text_and_the_date() -> None:
    html = """<div class="card"><a href="/n/112233.html"><img src="x.jpg" alt="图"></a>
        <h3><a href="/n/112233.html" title="长三角一体化示范区五周年成果发布会在沪举行">长三角一体化…</a></h3>
        <a href="http://www.example.cn/n/112233.html?from=list">详情</a><span>2026-11-18</span></div>
        <div class="card"><h3><a href="/n/112234.html">第二条新闻标题</a></h3><span>2026-11-17</span></div>"""

    first, second = links(html)

    assert first.anchor == "长三角一体化示范区五周年成果发布会在沪举行"
    assert (first.listed, second.listed) == ("2026-11-18", "2026-11-17")


def test_a_title_cut_short_is_not_taken_for_the_whole_one() -> None:
    html = '<li><a href="/n/112233.html" title="长三角生态绿色一体化示范区">长三角生态绿色一体化示范…</a></li>'

    assert links(html)[0].anchor == "长三角生态绿色一体化示范区"


def test_a_link_whose_only_text_is_generic_has_no_text() -> None:
    assert links('<a href="/n/112233.html">查看详情&gt;&gt;</a>', link_pattern="/n/")[0].anchor == ""


def test_links_are_relative_to_the_base_of_the_page() -> None:
    html = '<base href="https://static.example.cn/2026/"><a href="n/112233.html">第一条新闻标题</a>'

    assert links(html)[0].url == "https://static.example.cn/2026/n/112233.html"


def test_a_page_that_says_gb2312_is_read_as_gb18030() -> None:
    html = '<meta charset="gb2312"><li><a href="/n/112233.html">朱镕基谈㐀字与长三角协同</a></li>'.encode("gb18030")

    assert links(html)[0].anchor == "朱镕基谈㐀字与长三角协同"


def test_the_next_page_is_asked_for_by_its_number_up_to_the_limit() -> None:
    source = a_source(Kind.SECTION, next_page="index_{n}.html", second_page=1, max_pages=3)
    pages = [section.read(an_answer(PAGE), a_site(source), source, Ask(number=number)) for number in (1, 2, 3)]

    assert [page.next and page.next.url for page in pages if isinstance(page, ListPage)] == [
        "https://www.example.cn/news/index_1.html",
        "https://www.example.cn/news/index_2.html",
        None,
    ]


@pytest.mark.parametrize("body", [b"", b"  \n", b"<!-- nothing -->"])
def test_an_empty_page_is_no_list(body: bytes) -> None:
    source = a_source(Kind.SECTION)
    found = section.read(an_answer(body), a_site(source), source)

    assert isinstance(found, NotAList) or found.links == ()
