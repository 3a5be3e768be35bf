"""From a page to the Sources it could be."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.site import Dialect, Kind
from spiders.discovery import candidates, leads, left_out
from spiders.identity import column_name, site_name
from spiders.patterns import pattern_of
from spiders.readers import section
from spiders.strays import column_of, is_article, why_nothing
from tests.support.columns import COLUMNS, DAYS, ROWS, TITLES, page, rows
from tests.support.lists import LIST_URL, a_site, a_source, an_answer

SITE = a_site(a_source(Kind.SECTION))
HOME = "https://www.example.cn/"


def best(body, url=LIST_URL, found=(), answers=None):
    return candidates(an_answer(body, url=url), SITE, found, answers)[0]


DIALECTS = {
    "TRS": Dialect.TRS,
    "lists of five": Dialect.TRS,
    "digests": Dialect.SHANGHAI,
    "numbers alone": Dialect.LONSUN,
}


@pytest.mark.parametrize("name", COLUMNS)
def test_a_column_is_recognised_with_all_its_rows(name):
    found = best(COLUMNS[name])

    assert (len(found.links), found.dated, (found.newest or "")[:10]) == (ROWS, ROWS, str(DAYS[0]))
    assert found.source.kind is Kind.SECTION
    assert found.source.dialect is DIALECTS.get(name)


PAGERS = {
    "in the query": ("?page=2", "index.html?page={n}", 2),
    "a name with a number": ("index_2.html", "index_{n}.html", 2),
    "a name that counts from nought": ("index_1.html", "index_{n}.html", 1),
    "folders": ("/news/page/2/", "page/{n}/", 2),
}


@pytest.mark.parametrize(("href", "template", "second"), PAGERS.values(), ids=PAGERS.keys())
def test_the_rule_of_the_next_page_is_read_from_its_link(href, template, second):
    pager = f'<div class="pages"><b>1</b> <a href="{href}">2</a> <a href="{href}">下一页</a></div>'
    source = best(COLUMNS["a table"].replace("</body>", pager + "</body>")).source

    assert (source.next_page, source.second_page) == (template, second)


def test_a_list_without_a_pager_has_no_next_page():
    assert best(COLUMNS["a table"]).source.next_page is None


ITEMS = "".join(
    f"<item><title>{title}</title><link>{HOME}news/{day:%Y%m}/t{day:%Y%m%d}_1.html</link>"
    f"<pubDate>{day:%d %b %Y} 08:00:00 +0800</pubDate></item>"
    for day, title in zip(DAYS, TITLES, strict=True)
)
FEED = f'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>{ITEMS}</channel></rss>'
ALTERNATE = '<link rel="alternate" type="application/rss+xml" href="/feed.xml">'
STALE = FEED.replace("2026", "2018")


def with_feed(url, feed=FEED):
    answer = an_answer(page(f"<ul>{DATED_ROWS}</ul>", head=ALTERNATE), url=url)
    found = leads(answer, SITE)
    answers = {lead.ask.url: an_answer(feed, url=lead.ask.url) for lead in found}
    return [each.source.kind for each in candidates(answer, SITE, found, answers)]


DATED_ROWS = rows(
    lambda number, day, title: f'<li><a href="/news/{day:%Y%m}/t{day:%Y%m%d}_{number}.html">{title}</a>{day}</li>'
)


def test_the_column_that_was_named_comes_before_the_feed_of_the_whole_site():
    assert with_feed(LIST_URL) == [Kind.SECTION, Kind.FEED]


def test_of_a_home_page_the_feed_comes_first():
    assert with_feed(HOME) == [Kind.FEED, Kind.SECTION]


def test_a_feed_that_is_years_old_comes_last_even_there():
    assert with_feed(HOME, STALE) == [Kind.SECTION, Kind.FEED]


def test_feeds_are_declared_or_linked_by_a_usual_name_and_never_guessed():
    declared = an_answer(page("", head=ALTERNATE) + '<a href="/other/rss.xml">订阅</a>')
    linked = an_answer(page('<a href="/rss/rss.xml?siteId=6">RSS</a>'))

    assert [lead.ask.url for lead in leads(declared, SITE)] == [f"{HOME}feed.xml"]
    assert [lead.ask.url for lead in leads(linked, SITE)] == [f"{HOME}rss/rss.xml?siteId=6"]
    assert leads(an_answer(page("")), SITE) == ()


def test_no_other_host_is_asked_for_what_a_page_names():
    foreign = ALTERNATE.replace("/feed.xml", "https://feeds.example.org/feed.xml")

    assert leads(an_answer(page("", head=foreign)), SITE, ["https://evil.example.org/sitemap.xml"]) == ()


def test_of_a_sitemap_the_most_common_kind_of_address_is_taken():
    urls = [f"{HOME}news/{day:%Y%m}/t{day:%Y%m%d}_7.html" for day in DAYS] + [f"{HOME}about/", f"{HOME}contact.html"]
    entries = "".join(f"<url><loc>{url}</loc><lastmod>2026-11-20</lastmod></url>" for url in urls)
    found = best(
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</urlset>', f"{HOME}sitemap.xml"
    )

    assert (found.source.kind, len(found.links)) == (Kind.SITEMAP, ROWS)
    assert found.source.link_pattern == pattern_of(urls[:1])


ROW_OBJECTS = [
    {"id": number, "headline": title, "link": f"/news/{number}.html", "shown": f"{day} 08:00:00", "img": "/i/1.jpg"}
    for number, (day, title) in enumerate(zip(DAYS, TITLES, strict=True), 100)
]
JSON = {
    "a list": json.dumps(ROW_OBJECTS),
    "a list below": json.dumps({"code": 0, "data": {"tags": [{"a": 1}], "rows": ROW_OBJECTS}}),
    "JSONP": f"callback({json.dumps({'list': ROW_OBJECTS})})",
    "Next.js": f'<div id="__next"></div><script id="__NEXT_DATA__" type="application/json">'
    f"{json.dumps({'props': {'pageProps': {'news': ROW_OBJECTS}}})}</script>",
}


@pytest.mark.parametrize("body", JSON.values(), ids=JSON.keys())
def test_the_rows_of_unknown_json_are_found_by_what_they_hold(body):
    found = best(body, f"{HOME}api/list")

    assert found.source.kind is Kind.ENDPOINT
    assert [link.anchor for link in found.links] == list(TITLES)
    assert [link.listed and link.listed[:10] for link in found.links] == [str(day) for day in DAYS]


RECORDS = "".join(
    f'<record><![CDATA[<li><a href="/art/2026/11/{day.day}/art_1_{number}.html">{title}</a>{day}</li>]]></record>'
    for number, (day, title) in enumerate(zip(DAYS, TITLES, strict=True))
)
JPAGE = f'<script type="text/xml"><datastore><recordset>{RECORDS}</recordset></datastore></script>'


def test_rows_in_a_script_are_found_before_the_hot_articles_around_them():
    found = best(page(f'<div id="1">{JPAGE}</div>'))

    assert (found.source.dialect, len(found.links)) == (Dialect.JPAGE, ROWS)


def test_a_page_that_is_filled_from_a_file_leads_to_it():
    answer = an_answer(page('<div class="list" data="datasource:0a1b2c3d4e5f"></div>'))
    (lead,) = leads(answer, SITE)
    objects = [
        {"title": title, "publishUrl": f"/politics/{day:%Y%m%d}/{'ab12' * 8}/c.html", "publishTime": f"{day} 08:00:00"}
        for day, title in zip(DAYS, TITLES, strict=True)
    ]
    data = an_answer(json.dumps({"datasource": objects}), url=lead.ask.url)
    found = candidates(answer, SITE, [lead], {lead.ask.url: data})[0]

    assert lead.ask.url == f"{HOME}news/ds_0a1b2c3d4e5f.json"
    assert (found.source.dialect, found.source.url, len(found.links)) == (Dialect.SUPEREDIT, LIST_URL, ROWS)


def test_a_page_that_is_filled_from_several_files_is_one_source():
    boxes = '<div data="datasource:0a1b2c3d4e5f"></div><div data="datasource:0a1b2c3d4e60"></div>'
    answer = an_answer(f"<html><body>{boxes}</body></html>")
    found = leads(answer, SITE)
    answers = {
        lead.ask.url: an_answer(
            json.dumps({"datasource": [{"title": TITLES[0], "publishUrl": f"/n/2026112{number}/{'ab' * 16}/c.html"}]}),
            url=lead.ask.url,
        )
        for number, lead in enumerate(found)
    }
    (only,) = candidates(answer, SITE, found, answers)

    assert (len(found), len(only.links)) == (2, 2)


def test_what_the_rules_of_a_source_leave_out_is_named():
    source = a_source(Kind.SECTION, link_pattern=r"/old/\d+\.html$")
    answer = an_answer(COLUMNS["TRS"])
    main, hot = left_out(answer, SITE, source, section.read(answer, SITE, source).links)

    assert len(main.links) == ROWS
    assert "/hot/" in hot.link_pattern
    shown = section.read(answer, SITE, a_source(Kind.SECTION, link_pattern=main.link_pattern)).links
    assert left_out(answer, SITE, source, shown) == (hot,)


def test_of_an_index_of_sitemaps_the_newest_part_is_looked_into():
    index = an_answer(
        f"<sitemapindex><sitemap><loc>{HOME}old.xml</loc><lastmod>2025-01-01</lastmod></sitemap>"
        f"<sitemap><loc>{HOME}new.xml</loc><lastmod>2026-11-20</lastmod></sitemap></sitemapindex>",
        url=f"{HOME}sitemap.xml",
    )
    (lead,) = leads(index, SITE)
    part = an_answer(f"<urlset><url><loc>{HOME}n/1.html</loc></url></urlset>", url=lead.ask.url)
    (found,) = candidates(index, SITE, [lead], {lead.ask.url: part})

    assert lead.ask.url == f"{HOME}new.xml"
    assert (found.source.kind, found.source.url, len(found.links)) == (Kind.SITEMAP, f"{HOME}sitemap.xml", 1)


def test_a_list_that_is_rendered_by_script_is_found_by_the_file_that_the_script_names():
    answer = an_answer(page('<div id="app"></div>', foot='<script>load("./LIST.json?v=2", "app")</script>'))
    (lead,) = leads(answer, SITE)
    found = candidates(answer, SITE, [lead], {lead.ask.url: an_answer(JSON["a list"], url=lead.ask.url)})[0]

    assert lead.ask.url == f"{HOME}news/LIST.json?v=2"
    assert (found.source.kind, found.source.url, len(found.links)) == (Kind.ENDPOINT, lead.ask.url, ROWS)


def test_json_of_a_known_system_is_read_as_that_systems():
    objects = [
        {"TITLE": title, "URL": f"/yaowen/{day:%Y%m}/content_{day.day}.htm", "DOCRELPUBTIME": str(day)}
        for day, title in zip(DAYS, TITLES, strict=True)
    ]

    assert best(json.dumps(objects), f"{HOME}YAOWENLIEBIAO.json").source.dialect is Dialect.GOVCN


def test_a_paper_is_watched_by_the_date_in_its_address():
    links = rows(lambda number, _, title: f'<li><a href="content_{number}.htm">{title}</a></li>')
    others = '<a href="node_2.htm">第二版</a>'
    found = best(f"<html><body><ul>{links}</ul>{others}</body></html>", f"{HOME}html/2026-11/20/node_1.htm")

    assert (found.source.dialect, len(found.links)) == (Dialect.EPAPER, ROWS)
    assert found.source.url == f"{HOME}html/{{today:YYYY-MM/DD}}/node_1.htm"


PIECES = st.sampled_from(
    [
        '<a href="http://[">长三角一体化新进展会议</a>',
        '<link rel="alternate" type="application/rss+xml" href="http://[">',
        '<li><a href="/n/20261120/123456.html">长三角一体化新进展会议</a>2026-11-20</li>',
        '<div class="crumbs"><a href="//">x</a><a>y</a></div>',
        '<a href="?page=2">2</a>',
        '<meta http-equiv="refresh" content="0;url=">',
        '<script type="text/xml"><record><![CDATA[<li',
        '<script parseType="buildstatic" url="x" queryData="{">',
        '<div data="datasource:zzzzzz">',
        '<script id="__NEXT_DATA__">{"a":[{"url":"/n/1","title":"长三角一体化"}]}</script>',
        "\"../x.json\" '.json'",
        "<urlset><url><loc>x</loc>",
        '{"data":[{"url":"/n/1.html","title":"长三角一体化"},1,null]}',
        "\x00\ud7ff<![CDATA[<title>_|-</title>",
    ]
)


@settings(max_examples=200)
@given(body=st.lists(PIECES, max_size=6).map("".join), path=st.sampled_from(["", "news/", "n/20261120/123456.html"]))
def test_whatever_a_page_holds_it_is_answered_without_an_error(body, path):
    answer = an_answer(body, url=HOME + path)
    found = leads(answer, SITE)
    answers = {lead.ask.url: answer for lead in found}

    assert all(each.links for each in candidates(answer, SITE, found, answers))
    assert candidates(answer, SITE, found) is not None
    assert isinstance(is_article(answer, SITE), bool)
    assert isinstance(why_nothing(answer, SITE), str)
    assert (column_of(answer, SITE) or HOME).startswith("http")
    assert isinstance(site_name(answer) + column_name(answer), str)
