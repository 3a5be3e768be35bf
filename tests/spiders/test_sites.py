"""The shipped Sites, and what is said to a person whose Site file is wrong."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from urllib.parse import urljoin

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.page import Page
from core.settings import ConfigError
from core.site import Dialect, Kind, Site, Source, Tier
from core.urls import absolute, canonical, covers, host_of, is_web
from spiders.asking import first_asks, placeholders_of
from spiders.dialects import read_list
from spiders.readers.listing import ListPage, matches
from spiders.sites import hosts_of, parse_site, shipped, shipped_site, source_of
from spiders.sites.__main__ import page

ROOT = Path(__file__).parents[2]
SITE = """
id = "example"
name = "示例"
home = "https://www.example.cn/"
tier = "issuer"

[[sources]]
id = "news"
kind = "section"
url = "https://www.example.cn/news/"
"""


SOURCES = [(site, source) for site in shipped() for source in site.sources]
NAMES = [f"{site.id}/{source.id}" for site, source in SOURCES]
#: What stands beside the articles on most sites.
FURNITURE = (
    "/",
    "/index.html",
    "/index.htm",
    "/index.shtml",
    "/about/",
    "/about.html",
    "/contact/index.html",
    "/map/",
    "/rss/",
)
NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def test_every_shipped_site_is_valid_and_named_like_its_file() -> None:
    files = {path.stem for path in (ROOT / "spiders" / "sites").glob("*.toml")}

    assert [site.id for site in shipped()] == sorted(files, key=lambda stem: f"{stem}.toml")
    assert len(files) >= 100


def test_no_two_shipped_sources_ask_for_the_same() -> None:
    asked = Counter(
        (ask.method, canonical(ask.url), ask.body) for site, source in SOURCES for ask in first_asks(source, site, NOW)
    )

    assert [what for what, times in asked.items() if times > 1] == []


def test_the_default_set_is_about_forty_sites_from_everywhere() -> None:
    default = [site for site in shipped() if site.default]

    assert 35 <= len(default) <= 45
    assert {site.region[:2] for site in default} >= {"CN", "SH", "JS", "32", "ZJ", "33", "AH", "34"}
    assert {site.tier for site in default} >= {Tier.ISSUER, Tier.CENTRAL, Tier.REGIONAL, Tier.PORTAL}
    assert {site.language for site in default} == {"zh", "en"}
    assert all(any(source.enabled for source in site.sources) for site in default)


#: Runs a test for each shipped Source.
each_source = pytest.mark.parametrize(("site", "source"), SOURCES, ids=NAMES)


@each_source
def test_a_shipped_source_says_where_it_is_known_from_and_why_it_is_off(site: Site, source: Source) -> None:
    assert source.name
    assert source.evidence
    assert re.fullmatch(r"20\d\d", source.seen)
    assert source.confidence
    assert source.enabled or source.note.endswith(".")
    assert not source.enabled or source.seen >= "2020", "what nobody saw for years is off until somebody looked"


@each_source
def test_the_first_request_of_a_shipped_source_is_filled_in(site: Site, source: Source) -> None:
    for asked in first_asks(source, site, NOW):
        assert is_web(asked.url)
        assert not placeholders_of(asked.url + asked.body)


@each_source
def test_the_list_lies_on_the_hosts_of_its_site(site: Site, source: Source) -> None:
    # The interface behind a site may lie with somebody else.
    assert source.kind is Kind.ENDPOINT or covers(hosts_of(site), host_of(source.url))


@each_source
def test_a_pattern_matches_no_list_and_no_furniture(site: Site, source: Source) -> None:
    lists = [ask.url for other in site.sources for ask in first_asks(other, site, NOW)]
    places = [site.home, *lists, *(urljoin(url, path) for url in (site.home, *lists) for path in FURNITURE)]

    assert [url for url in places if matches(source, url)] == []


def addresses(pattern: str | None) -> st.SearchStrategy[str]:
    """Addresses that a link_pattern was made for, as browsers write them."""
    assert pattern, "every shipped Source names its articles"
    visible = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#")
    return st.from_regex(pattern, fullmatch=True, alphabet=visible)


@each_source
@settings(max_examples=3, derandomize=True)
@given(data=st.data())
def test_an_article_of_a_shipped_source_is_of_its_site_and_read_from_its_list(
    site: Site, source: Source, data: st.DataObject
) -> None:
    url = data.draw(addresses(source.link_pattern).filter(lambda url: absolute(url, url) == url))
    asked = first_asks(source, site, NOW)[0]
    page = Page(
        asked_url=None, url=asked.url, fetched_at=NOW, status=200, body=list_of(source, url).encode(), headers={}
    )

    listing = read_list(page, site, source, asked)

    assert covers(hosts_of(site), host_of(url))
    assert isinstance(listing, ListPage), listing
    assert [link.url for link in listing.links] == [url]


def list_of(source: Source, url: str) -> str:
    """A list with one article, of the Source's kind and in the shape that its file tells."""
    if source.kind is Kind.FEED:
        item = f"<item><title>一则新闻</title><link>{escape(url)}</link></item>"
        return f"<rss version='2.0'><channel>{item}</channel></rss>"
    if source.kind is Kind.SITEMAP:
        namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
        return f"<urlset xmlns='{namespace}'><url><loc>{escape(url)}</loc></url></urlset>"
    if source.kind is Kind.SECTION:
        return f"<ul><li><a href='{escape(url)}'>长三角三省一市签署合作协议</a><span>2026-11-19</span></li></ul>"
    fields = source.fields
    row = {fields.url.partition("|")[0]: url, fields.title.partition("|")[0]: "长三角三省一市签署合作协议"}
    document = json.dumps(nested(fields.rows.partition("|")[0], [row]))
    is_in_page = source.dialect is Dialect.NEXT_DATA
    return f"<script id='__NEXT_DATA__' type='application/json'>{document}</script>" if is_in_page else document


def nested(path: str, value: object) -> object:
    """The JSON value in which `value` lies at a dotted path."""
    for key in reversed(path.split(".") if path else []):
        value = [value] if key == "*" else {key: value}
    return value


def test_docs_list_the_shipped_sites() -> None:
    documented = (ROOT / "docs" / "sources.md").read_text("utf-8")

    assert page() == documented, "run: .venv/bin/python -m spiders.sites > docs/sources.md"


@pytest.mark.parametrize(
    ("home", "hosts", "inside", "outside"),
    [
        ("https://www.example.com.cn/", (), "sh.example.com.cn", "example.cn"),
        ("https://fgw.example.com.cn/", (), "fgw.example.com.cn", "www.example.com.cn"),
        # `gov.cn` is a public suffix: the government's home stands for no other government.
        ("https://www.gov.cn/", (), "www.gov.cn", "www.example.gov.cn"),
        ("https://www.example.cn/", ("example.com",), "news.example.com", "notexample.com"),
    ],
)
def test_a_site_covers_its_home_and_its_hosts(home: str, hosts: tuple[str, ...], inside: str, outside: str) -> None:
    more = f"hosts = {list(hosts)}\n" if hosts else ""
    names = hosts_of(parse_site(SITE.replace("https://www.example.cn/", home, 1).replace("tier", more + "tier"), "x"))

    assert covers(names, inside)
    assert not covers(names, outside)


FAULTS = {
    "two sources of one id": (
        SITE + '[[sources]]\nid = "news"\nkind = "feed"\nurl = "https://www.example.cn/rss"\n',
        "sources[1].id: is used 2 times",
    ),
    "two sources of one address": (
        SITE + '[[sources]]\nid = "more"\nkind = "section"\nurl = "https://www.example.cn/news/"\n',
        "sources[2].url: is the address of another Source",
    ),
    "a next page without a number": (SITE + 'next_page = "index_2.html"\n', "site.toml:11: sources[1].next_page: must"),
    "an endpoint without fields": (SITE.replace('"section"', '"endpoint"'), "sources[1].fields: is missing"),
    "a selector on a feed": (
        SITE.replace('"section"', '"feed"') + 'selector = "li a"\n',
        "sources[1].selector: has no effect on a feed",
    ),
    "a selector that is none": (SITE + 'selector = "li >> a["\n', "sources[1].selector: not a CSS selector"),
    "a dialect that is a list": (SITE + 'dialect = ["trs"]\n', "sources[1].dialect"),
    "a pattern that is none": (SITE + 'link_pattern = "("\n', "sources[1].link_pattern: not a regular expression"),
    "an address among the hosts": (
        SITE.replace("tier", 'hosts = ["https://www.example.com/"]\ntier'),
        "hosts[1]: must be a bare host name",
    ),
    "a network that is none": (
        SITE.replace("tier", 'allow_networks = ["10.1.0.0/99"]\ntier'),
        "allow_networks[1]: not a network",
    ),
    "a zone that is none": (SITE.replace("tier", 'timezone = "Asia/Atlantis"\ntier'), "timezone: no such time zone"),
    "an unknown key": (SITE + 'selektor = "li"\n', "unknown key; did you mean 'selector'?"),
}


@pytest.mark.parametrize(("text", "said"), FAULTS.values(), ids=FAULTS)
def test_a_fault_names_file_line_and_key(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_site(text, "site.toml")

    assert said in str(caught.value)
    assert str(caught.value).startswith("site.toml:")


def test_all_faults_are_told_at_once() -> None:
    text = SITE + 'next_page = "2.html"\nselector = "a["\n'

    with pytest.raises(ConfigError) as caught:
        parse_site(text, "site.toml")

    assert [fault.key for fault in caught.value.faults] == ["sources[1].next_page", "sources[1].selector"]


def test_an_unknown_id_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"no shipped site 'gov'.*gov-cn"):
        shipped_site("gov")
    with pytest.raises(ValueError, match=r"has no source 'x'.*yaowen"):
        source_of(shipped_site("gov-cn"), "x")


def test_the_site_files_in_the_docs_are_valid() -> None:
    text = (ROOT / "docs" / "add-a-site.md").read_text("utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)

    sites = [parse_site(example, "add-a-site.md") for example in examples]

    assert [site.id for site in sites] == ["example-drc", "example-county", "example-gov", "example-api"]
    assert {source.kind for site in sites for source in site.sources} == {Kind.SECTION, Kind.ENDPOINT}


def test_the_docs_name_every_dialect() -> None:
    text = (ROOT / "docs" / "add-a-site.md").read_text("utf-8")

    assert {dialect for dialect in Dialect if f"`{dialect}`" not in text} == set()
