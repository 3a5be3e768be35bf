"""Links a second read from lists, by dialect: from bytes to FoundLinks, with texts and dates, in one process."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import process_time
from typing import Any

from core.page import Page
from core.site import Dialect, Site, Source
from spiders.asking import FIRST
from spiders.dialects import LAYOUTS, read_list
from spiders.readers.listing import ListPage
from tests.support.lists import a_site, a_source_of, an_answer

#: A list of one screen, and a long one.
SIZES = (20, 200)
ROUNDS = 5
#: Seconds of one round at least.
ROUND = 0.2

#: One row: path, title, date.
_Row = tuple[str, str, str]
_MENU = "".join(f'<li><a href="/channel/{number}/">第{number}频道</a></li>' for number in range(40))


def main() -> None:
    """Print links a second for both sizes, the best of a few rounds, and what one list of the first size costs."""
    print(f"{'dialect':14}" + "".join(f"{f'{size} rows':>12}" for size in SIZES) + f"{'one list':>12}")
    for dialect in Dialect:
        rates = [_rate(dialect, size) for size in SIZES]
        print(f"{dialect:14}" + "".join(f"{rate:10.0f}/s" for rate in rates) + f"{1000 * SIZES[0] / rates[0]:9.1f} ms")


def _rate(dialect: Dialect, size: int) -> float:
    source = a_source_of(dialect, **({} if "fields" in LAYOUTS[dialect].defaults else {"fields": {"date": "date"}}))
    site, page = a_site(source), an_answer(_BODIES.get(dialect, _as_json)(_rows(size), source))
    found = read_list(page, site, source, FIRST)
    if not isinstance(found, ListPage) or sum(link.listed is not None for link in found.links) != size:
        raise SystemExit(f"{dialect}: {size} rows were not read: {found}")
    return max(_round(page, site, source, size) for _ in range(ROUNDS))


def _round(page: Page, site: Site, source: Source, size: int) -> float:
    began, lists = process_time(), 0
    while process_time() - began < ROUND:
        read_list(page, site, source, FIRST)
        lists += 1
    return lists * size / (process_time() - began)


def _rows(size: int) -> list[_Row]:
    return [
        (
            f"/zwgk/202611/t20261118_{number}.html",
            f"关于推进跨省通办第{number}批事项的通知",
            f"2026-11-{number % 20 + 1:02}",
        )
        for number in range(size)
    ]


def _items(rows: list[_Row]) -> str:
    return "".join(
        f'<li><a href="{path}" title="{title}">{title}</a><span>{date}</span></li>' for path, title, date in rows
    )


def _as_html(rows: list[_Row], _: Source) -> str:
    return f"<html><body><nav><ul>{_MENU}</ul></nav><ul>{_items(rows)}</ul></body></html>"


def _as_jpage(rows: list[_Row], _: Source) -> str:
    records = "".join(f"<record><![CDATA[{_items([row])}]]></record>" for row in rows)
    return (
        f'<html><body><ul>{_MENU}</ul><script type="text/xml"><datastore>{records}</datastore></script></body></html>'
    )


def _as_jpaas(rows: list[_Row], _: Source) -> str:
    return json.dumps({"data": {"html": f"<ul>{_items(rows)}</ul>"}})


def _as_fragments(rows: list[_Row], _: Source) -> str:
    return json.dumps(
        {
            "result": [
                f'<div><div class="titleWrapper"><a href="{path}">{title}</a></div><span>时间:{date}</span></div>'
                for path, title, date in rows
            ]
        }
    )


def _as_json(rows: list[_Row], source: Source) -> str:
    """Rows under the names that the dialect tries first."""
    names = [(name or "").partition("|")[0] for name in (source.fields.url, source.fields.title, source.fields.date)]
    document: Any = [dict(zip(names, row, strict=True)) for row in rows]
    for key in reversed(list(filter(None, source.fields.rows.partition("|")[0].split(".")))):
        document = {key: document}
    return json.dumps(document)


def _as_data(rows: list[_Row], source: Source) -> str:
    return f'<ul>{_MENU}</ul><script id="__NEXT_DATA__" type="application/json">{_as_json(rows, source)}</script>'


def _as_feed(rows: list[_Row], _: Source) -> str:
    items = "".join(
        f"<item><title>{title}</title><link>{path}</link><pubDate>{date} 01:39:11.0</pubDate></item>"
        for path, title, date in rows
    )
    return f'<rss version="2.0"><channel><title>要闻</title>{items}</channel></rss>'


def _as_sitemap(rows: list[_Row], _: Source) -> str:
    entries = "".join(f"<url><loc>{path}</loc><lastmod>{date}</lastmod></url>" for path, _, date in rows)
    return f"<urlset>{entries}</urlset>"


_BODIES: dict[Dialect, Callable[[list[_Row], Source], str]] = {
    **dict.fromkeys((Dialect.HTML, Dialect.TRS, Dialect.SHANGHAI, Dialect.LONSUN, Dialect.EPAPER), _as_html),
    Dialect.JPAGE: _as_jpage,
    Dialect.JPAAS: _as_jpaas,
    Dialect.JSEARCH: _as_fragments,
    Dialect.NEXT_DATA: _as_data,
    Dialect.FEED: _as_feed,
    Dialect.SITEMAP: _as_sitemap,
}
