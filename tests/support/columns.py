"""Column pages as publishing systems build them, each with what stands around the list it is there for.

The main list has eight articles, newest first, from 2026-11-20 down to 2026-11-06, every other day.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

ROWS = 8
DAYS = tuple(date(2026, 11, 20) - timedelta(days=2 * number) for number in range(ROWS))
_SUBJECTS = ["铁路", "港口", "医保", "数据", "科创", "生态", "文旅", "能源"]
TITLES = tuple(f"三省一市推进{subject}领域协同发展工作会议召开" for subject in _SUBJECTS)


def page(main: str, *, title: str = "要闻动态_示例市发展和改革委员会", head: str = "", foot: str = "") -> str:
    """A whole page: menu, place, the main part, hot articles, friendly links."""
    hot = "".join(
        f'<li><a href="/hot/202501/t202501{day:02}_{90 + day}.html">去年被阅读最多的一篇旧文章之{day}</a></li>'
        for day in range(10, 25)
    )
    friends = "".join(
        f'<li><a href="https://www.friend{number}.example.org/a/{number}20261.html">友好城市之新闻门户网站{number}</a></li>'
        for number in range(12)
    )
    return f"""<html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/news/">要闻动态</a></li></ul>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/news/">要闻动态</a></div>
<div class="layout">{main}
<div class="col-hot"><div class="hot"><h3>热点文章</h3><ul>{hot}</ul></div></div></div>
<div class="friends"><ul>{friends}</ul></div>{foot}</body></html>"""


def rows(row: Callable[[int, date, str], str]) -> str:
    """One row for each of the eight articles."""
    return "".join(row(number, day, title) for number, (day, title) in enumerate(zip(DAYS, TITLES, strict=True)))


def _trs(number: int, day: date, title: str) -> str:
    return f'<li><a href="./{day:%Y%m}/t{day:%Y%m%d}_{1394000 + number}.html">{title}</a><span>{day}</span></li>'


def _digest(number: int, day: date, title: str) -> str:
    mark = f"{number:x}" * 8 + "0a1b2c3d" * 3
    return f'<li><a title="{title}" href="/news/{day:%Y%m%d}/{mark}.html">{title[:9]}…</a><span>{day}</span></li>'


def _numbered(number: int, day: date, title: str) -> str:
    return f'<li><span class="right date">{day}</span><a href="/news/{39123456 - number}.html">{title}</a></li>'


def _cell(number: int, day: date, title: str) -> str:
    href = f"/news/art/{day.year}/{day.month}/{day.day}/art_284_{number + 70}.html"
    return f'<tr><td>{number + 1}</td><td><a href="{href}">{title}</a></td><td>[{day:%Y/%m/%d}]</td></tr>'


def _card(number: int, day: date, title: str) -> str:
    href = f"/news/detail?id={1020 + number}"
    words = "会议听取了各地工作进展的汇报，并部署下一阶段任务。"
    return f"""<div class="card"><a href="{href}"><img src="/i/{number}.jpg" alt=""></a>
<h3><a href="{href}">{title}</a></h3><p>{words}</p><em>发布时间：{day} 09:30</em></div>"""


def _bare(number: int, day: date, title: str) -> str:
    return f'· <a href="/news/{day:%Y-%m}/{day:%d}/content_{811 + number}.htm">{title}</a> ({day:%m-%d})<br>'


def _slug(number: int, day: date, _: str) -> str:
    words = [
        "delta-rail",
        "ports-pact",
        "health-card",
        "data-sharing",
        "lab-network",
        "lake-taihu",
        "tourism-pass",
        "power-grid",
    ]
    title = f"Delta provinces agree on {words[number].replace('-', ' ')} and further cooperation this year"
    link = f'<a href="/news/{words[number]}-cooperation">{title}</a>'
    return f'<article><h2>{link}</h2><time datetime="{day}">x</time></article>'


def _defined(number: int, day: date, title: str) -> str:
    return f'<dt><a href="/news/s{number}f0c1b2a39485766554433{number}a.html">{title}</a></dt><dd>{day}</dd>'


def _trs_in_fives() -> str:
    items = [_trs(number, day, title) for number, (day, title) in enumerate(zip(DAYS, TITLES, strict=True))]
    return f'<ul class="list">{"".join(items[:5])}</ul><ul class="list">{"".join(items[5:])}</ul>'


#: Name to the page at http://www.example.cn/news/index.html.
COLUMNS = {
    "TRS": page(f'<div class="main"><ul class="list">{rows(_trs)}</ul></div>'),
    "lists of five": page(f'<div class="main">{_trs_in_fives()}</div>'),
    "digests": page(f'<div class="main"><ul>{rows(_digest)}</ul></div>'),
    "numbers alone": page(f'<div class="main"><ul class="doc_list">{rows(_numbered)}</ul></div>'),
    "a table": page(f'<table class="main"><tr><th>序号</th><th>标题</th><th>日期</th></tr>{rows(_cell)}</table>'),
    "cards": page(f'<div class="main">{rows(_card)}</div>'),
    "bare links": page(f'<div class="main">{rows(_bare)}</div>'),
    "slugs": page(f'<div class="main">{rows(_slug)}</div>', title="News - Example Daily"),
    "definitions": page(f'<dl class="main">{rows(_defined)}</dl>'),
    "pager of links": page(
        f'<div class="main"><ul>{rows(_numbered)}</ul><div class="pages"><b>1</b> <a href="?page=2">2</a> '
        '<a href="?page=3">3</a> <a href="?page=2">下一页</a></div></div>'
    ),
}
