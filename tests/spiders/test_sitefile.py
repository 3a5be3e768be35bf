"""Who publishes a page, and the Site file that says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.settings import parse
from core.site import Kind, Tier
from core.topics.schema import PlacesFile
from scheduler.resources import shipped_text
from spiders.identity import Identity, column_name, free, identity_of, region_of, site_id, site_name, source_id
from spiders.sitefile import site_text, source_text
from spiders.sites import parse_site
from tests.support.lists import a_site, a_source, an_answer

PLACES = parse(shipped_text("places.toml"), "places.toml", PlacesFile)

SITE_IDS = {
    "fgw.sh.gov.cn": "fgw-sh",
    "www.nanjing.gov.cn": "nanjing",
    "www.example.com.cn": "example",
    "m.news.example.cn": "m-news-example",
    "127.0.0.1": "127-0-0-1",
    "xn--fiq.cn": "xn-fiq",
}


@pytest.mark.parametrize(("host", "identifier"), SITE_IDS.items())
def test_a_site_is_called_after_its_host(host, identifier):
    assert site_id(host) == identifier


SOURCE_IDS = {
    "https://fgw.example.cn/fgw_xwfb/index.html": "fgw-xwfb",
    "https://www.example.cn/col/col1229/index.html": "col1229",
    "https://www.example.cn/": "news",
    "https://www.example.cn/rss.xml": "rss",
    "https://www.example.cn/pc/layout/{today:YYYYMM}/{today:DD}/node_1.html": "layout",
    "https://www.example.cn/要闻/": "news",
}


@pytest.mark.parametrize(("url", "identifier"), SOURCE_IDS.items())
def test_a_source_is_called_after_its_folder(url, identifier):
    assert source_id(url) == identifier


def test_a_name_that_is_taken_is_numbered():
    assert free("gov", {"gov", "gov-2"}) == "gov-3"


TITLES = {
    "<title>要闻动态_示例市发展和改革委员会</title>": ("要闻动态", "示例市发展和改革委员会"),
    "<title>示例-要闻</title><meta name=SiteName content=示例市人民政府><meta name=ColumnName content=政务要闻>": (
        "政务要闻",
        "示例市人民政府",
    ),
    "<title>首页 - 示例日报</title>": ("示例日报", ""),
    "<title>News | Example Daily</title>": ("News", "Example Daily"),
    "": ("", ""),
}


@pytest.mark.parametrize(("head", "names"), TITLES.items())
def test_names_are_taken_from_what_the_page_says(head, names):
    answer = an_answer(f"<html><head><meta charset=utf-8>{head}</head><body>x</body></html>")

    assert (column_name(answer), site_name(answer)) == names


REGIONS = {
    ("示例网", "fgw.sh.gov.cn"): "SH",
    ("江苏省生态环境厅", "www.example.gov.cn"): "JS",
    ("南京市人民政府", "www.example.gov.cn"): "3201",
    ("示例网", "www.hangzhou.gov.cn"): "3301",
    ("示例网", "www.example.cn"): "CN",
}


@pytest.mark.parametrize(("told", "region"), REGIONS.items())
def test_the_region_is_that_of_the_place_in_name_or_host(told, region):
    assert region_of(*told, PLACES) == region


def test_a_host_that_is_known_gives_its_publisher():
    known = a_site(a_source(Kind.SECTION), tier=Tier.CENTRAL, region="SH", hosts=("example.org",))
    found = identity_of(an_answer("", url="https://news.example.org/x/"), [known], PLACES, {"news-example"})

    assert (found.id, found.name, found.tier, found.region) == ("news-example-2", "示例", Tier.CENTRAL, "SH")


def test_the_language_is_that_of_the_title():
    pages = (
        an_answer(f"<title>{title}</title>x", url="https://example.cn/") for title in ("News | Daily", "要闻_News", "")
    )

    assert [identity_of(answer, [], PLACES, ()).language for answer in pages] == ["en", "zh", "zh"]


def test_a_host_below_gov_cn_is_an_issuer_and_any_other_a_stranger():
    office, stranger = (
        identity_of(an_answer("", url=f"https://{host}/"), [], PLACES, ())
        for host in ("fgw.example.gov.cn", "example.cn")
    )

    assert (office.tier, stranger.tier) == (Tier.ISSUER, Tier.OTHER)


TEXT = st.text(max_size=40).map(lambda text: "".join(character for character in text if character.isprintable()))


@given(
    name=TEXT.map("某{}".format),
    pattern=st.sampled_from([r"^https?://a\.cn/\d+$", "it's \\d", 'say "\\w"', "x"]),
    title=TEXT,
)
def test_a_written_file_is_read_as_what_was_meant(name, pattern, title):
    identity = Identity(
        id="example", name=name, tier=Tier.ISSUER, region="SH", language="en", why="", hosts=("example.org",)
    )
    fields = {"rows": "data.list", "title": title or "title"}
    table = {"id": "news", "kind": "endpoint", "url": "https://a.cn/{n}", "link_pattern": pattern, "fields": fields}
    first = site_text(identity, "https://a.cn/", ("10.0.0.0/8",), table)
    text = first + "\n" + source_text({"id": "two", "name": title, "kind": "feed", "url": "https://a.cn/feed"})
    site = parse_site(text, "example.toml")

    assert (site.name, site.tier, site.hosts, site.allow_networks) == (
        name,
        Tier.ISSUER,
        ("example.org",),
        ("10.0.0.0/8",),
    )
    assert [source.id for source in site.sources] == ["news", "two"]
    assert (site.sources[0].link_pattern, site.sources[0].fields.title) == (pattern, fields["title"])
    assert site.sources[1].name == title
