"""The shipped Sites, and what is said to a person whose Site file is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.settings import ConfigError
from core.site import Kind
from core.urls import covers, host_of
from spiders.sites import hosts_of, parse_site, shipped, shipped_site, source_of
from spiders.sites.__main__ import table

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


def test_every_shipped_site_is_valid_and_named_like_its_file() -> None:
    files = {path.stem for path in (ROOT / "spiders" / "sites").glob("*.toml")}

    assert [site.id for site in shipped()] == sorted(files, key=lambda stem: f"{stem}.toml")
    assert len(files) >= 50


def test_no_two_shipped_sources_have_the_same_address() -> None:
    urls = [source.url for site in shipped() for source in site.sources]

    assert len(urls) == len(set(urls))


def test_what_is_off_says_why_and_what_runs_has_a_link_pattern() -> None:
    for site in shipped():
        for source in site.sources:
            assert source.enabled or source.note.startswith("Off: "), (site.id, source.id)
            assert source.link_pattern, (site.id, source.id)
            re.compile(source.link_pattern)


def test_every_shipped_source_names_its_evidence_and_confidence() -> None:
    for path in (ROOT / "spiders" / "sites").glob("*.toml"):
        for block in path.read_text("utf-8").split("[[sources]]")[:-1]:
            comment = re.sub(r"\s+#?\s*", " ", block[block.rindex("\n\n") :] if "\n\n" in block else block)
            assert "Evidence: " in comment, path
            assert re.search(r"confidence (?:high|medium|low), link pattern \w+", comment), path


def test_the_address_of_a_shipped_list_lies_on_hosts_that_its_links_may_have_too() -> None:
    for site in shipped():
        names = hosts_of(site)
        for source in site.sources:
            if source.kind is not Kind.ENDPOINT:
                assert covers(names, host_of(source.url)), (site.id, source.id)


def test_docs_list_the_shipped_sites() -> None:
    documented = (ROOT / "docs" / "sources.md").read_text("utf-8")

    assert table() in documented, "run: .venv/bin/python -m spiders.sites > docs/sources.md"


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

    assert [site.id for site in sites] == ["example-drc", "example-gov", "example-api"]
    assert {source.kind for site in sites for source in site.sources} == {Kind.SECTION, Kind.ENDPOINT}
