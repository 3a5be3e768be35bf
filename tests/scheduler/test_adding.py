"""`sites add` and `sites test` as a person gives them."""

from __future__ import annotations

import json
from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from core.site import Dialect, Tier
from scheduler import jobs, trying
from spiders.sites import parse_site, shipped
from tests.support.columns import COLUMNS, ROWS, TITLES
from tests.support.faults import FaultServer, answer
from tests.support.office import open_office

URL = "https://fgw.example.gov.cn/news/index.html"
LOOPBACK = ("--allow-network", "127.0.0.0/8")


@pytest.fixture
def office(tmp_path):
    return open_office(tmp_path)


@pytest.fixture
def delays(monkeypatch):
    """The delays that Sites are asked with; our own server is not spared, and asked without."""
    kept = []

    def crawl(setup, *words, **more):
        kept.extend(site.delay for site in setup.sites)
        return jobs.crawl(replace(setup, sites=tuple(replace(site, delay=0.0) for site in setup.sites)), *words, **more)

    monkeypatch.setattr(trying, "crawl", crawl)
    return kept


@pytest.fixture
def column(office):
    office.write("saved.html", COLUMNS["TRS"])
    return ("--from-file", "saved.html")


def site_of(office, identifier):
    name = f"{identifier}.toml"
    return parse_site((office.folder / "sites" / name).read_text(encoding="utf-8"), name)


def test_a_column_of_a_server_is_added_and_then_watched(office, delays):
    with FaultServer() as server:
        server.put("/news/index.html", COLUMNS["TRS"])
        answered = office.run("sites", "add", server.url("news/index.html"), *LOOPBACK)
        tried = office.run("sites", "test", "faults", "--json")
        asked = [asked.path for asked in server.requests]

    assert answered.code == 0, answered.err
    assert [line.split("\t")[1] for line in answered.out.splitlines()] == list(TITLES)
    assert "one article: " in answered.err
    assert set(delays) == {3.0}
    # robots.txt before anything else, the list, one article.
    assert asked[0] == "/robots.txt"
    assert asked[: asked.index("/robots.txt", 1)].count("/news/index.html") == 1
    source = site_of(office, "faults").sources[0]
    assert (source.dialect, source.id, source.name) == (Dialect.TRS, "news", "要闻动态")
    assert (tried.code, len(json.loads(tried.out))) == (0, ROWS)


def test_a_saved_page_is_added_without_asking_anybody(office, column):
    answered = office.run("sites", "add", URL, *column)
    site = site_of(office, "fgw-example")

    assert answered.code == 0, answered.err
    assert (site.name, site.tier, site.home) == ("示例市发展和改革委员会", Tier.ISSUER, "https://fgw.example.gov.cn/")
    assert "issuer, CN (a host below gov.cn)" in answered.err
    assert office.run("check").code == 0


def test_a_second_column_of_a_site_is_added_to_its_file_and_its_comments_stay(office, column):
    office.run("sites", "add", URL, *column)
    file = office.folder / "sites" / "fgw-example.toml"
    file.write_text("# 我的注释\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    answered = office.run("sites", "add", URL.replace("/news/", "/tzgg/"), *column)

    assert answered.code == 0, answered.err
    assert file.read_text(encoding="utf-8").startswith("# 我的注释\n")
    assert [source.id for source in site_of(office, "fgw-example").sources] == ["news", "tzgg"]
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_a_column_that_is_watched_is_not_added_again(office, column):
    office.run("sites", "add", URL, *column)
    before = (office.folder / "sites" / "fgw-example.toml").read_bytes()
    answered = office.run("sites", "add", URL.replace("https", "http"), *column)

    assert answered.code == 0
    assert "already known as fgw-example/news" in answered.err
    assert (office.folder / "sites" / "fgw-example.toml").read_bytes() == before


def test_a_shipped_column_is_switched_on_in_place_of_written(office, column):
    site = next(site for site in shipped() if site.sources[0].enabled)
    answered = office.run("sites", "add", site.sources[0].url, *column)

    assert f'switch it on by `use = ["{site.id}"]`' in answered.err
    assert not (office.folder / "sites").exists()


def test_a_shipped_column_that_its_file_has_off_is_switched_on_by_name(office, column):
    site, source = next((site, source) for site in shipped() for source in site.sources if not source.enabled)
    answered = office.run("sites", "add", source.url, *column)

    assert f'switch it on by `use = ["{site.id}/{source.id}"]`' in answered.err


def test_another_column_of_a_shipped_site_keeps_its_publisher(office, column):
    known = next(site for site in shipped() if site.id == "ndrc")
    answered = office.run("sites", "add", f"{known.home}xyz/", *column)
    (file,) = (office.folder / "sites").iterdir()
    site = site_of(office, file.stem)

    assert answered.code == 0, answered.err
    assert site.id != known.id
    assert (site.name, site.tier, site.region) == (known.name, known.tier, known.region)


def test_what_is_guessed_can_be_said_instead(office, column):
    said = ("--id", "mine", "--name", "我的网站", "--tier", "regional", "--region", "SH")
    office.run("sites", "add", URL, *column, *said)
    site = site_of(office, "mine")

    assert (site.name, site.tier, site.region) == ("我的网站", Tier.REGIONAL, "SH")


def test_a_dry_run_prints_the_file_and_writes_none(office, column):
    answered = office.run("sites", "add", URL, *column, "--dry-run")

    assert parse_site(answered.out[answered.out.index("# ") :], "out").id == "fgw-example"
    assert not (office.folder / "sites").exists()


WRONG = {
    "no address": (["x y"], 2, "not an http(s) address"),
    "a script": (["javascript:alert(1)"], 2, "not an http(s) address"),
    "a network that is none": ([URL, "--allow-network", "10.0.0.1/8"], 2, "--allow-network: 10.0.0.1/8 has host bits"),
    "a file that is not there": ([URL, "--from-file", "none.html"], 2, "none.html: cannot be read: No such file"),
    "more than is found": ([URL, "--from-file", "saved.html", "--pick", "9"], 2, "--pick: only "),
    "an id that is none": ([URL, "--from-file", "saved.html", "--id", "A b"], 2, "should be written like example-drc"),
    "an id that leads elsewhere": ([URL, "--from-file", "saved.html", "--id", "../x"], 2, "should be written like"),
    "an id that is taken": ([URL, "--from-file", "saved.html", "--id", "ndrc"], 2, "is the id of a site already"),
    "no list": ([URL, "--from-file", "topics.toml"], 1, "no list found"),
}


@pytest.mark.parametrize(("words", "code", "message"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_added_is_told_in_one_line_and_nothing_written(office, column, words, code, message):
    answered = office.run("sites", "add", *words)

    assert answered.code == code, answered
    assert message in answered.err
    assert "Traceback" not in answered.err
    assert not list(office.folder.glob("sites/*"))


def test_what_is_said_of_a_site_that_has_a_file_is_refused(office, column):
    office.run("sites", "add", URL, *column)
    answered = office.run("sites", "add", URL.replace("/news/", "/tzgg/"), *column, "--tier", "central")

    assert answered.code == 2
    assert "--tier: fgw-example is a site already: say it in " in answered.err


def test_a_list_that_nobody_writes_any_more_is_told(office):
    office.write("old.html", COLUMNS["TRS"].replace("2026-", "2019-"))
    answered = office.run("sites", "add", URL, "--from-file", "old.html")

    assert answered.code == 0
    assert "nothing new for a long time" in answered.err


def test_an_address_without_a_scheme_is_asked_by_http_where_https_does_not_answer(office, delays):
    with FaultServer() as server:
        server.put("/news/index.html", COLUMNS["TRS"])
        answered = office.run("sites", "add", server.url("news/index.html").removeprefix("http://"), *LOOPBACK)

    assert answered.code == 0, answered.err
    assert site_of(office, "faults").home.startswith("http://")


REFUSALS = {
    "robots.txt": ("/closed/", "robots: robots.txt does not allow it"),
    "a wall": ("/wall/", "blocked: http 403"),
    "a document": ("/a.pdf", "a pdf document, not a list"),
    "nothing there": ("/gone/", "gone: http 404"),
}


def test_what_comes_instead_of_a_list_is_said(office, delays):
    with FaultServer() as server:
        server.put("/robots.txt", answer("User-agent: *\nDisallow: /closed/", "text/plain"))
        server.put("/wall/", answer("<html>403</html>", status=403))
        server.put("/gone/", answer("", status=404))
        server.put("/a.pdf", answer(b"%PDF-1.7 x", "application/pdf"))
        said = {name: office.run("sites", "add", server.url(path), *LOOPBACK) for name, (path, _) in REFUSALS.items()}

    assert {name: answered.code for name, answered in said.items()} == dict.fromkeys(REFUSALS, 1)
    for name, (_, message) in REFUSALS.items():
        assert message in said[name].err


def test_an_intranet_is_not_asked_unless_it_is_allowed(office):
    answered = office.run("sites", "add", "http://127.0.0.1:9/list/")

    assert answered.code == 1
    assert "private address: " in answered.err
    assert "--allow-network names an intranet" in answered.err


def test_a_host_that_does_not_answer_is_said(office, delays):
    answered = office.run("sites", "add", "http://127.0.0.1:9/list/", *LOOPBACK)

    assert answered.code == 1
    assert "cannot be asked now: robots.txt cannot be had: connection refused" in answered.err


def test_the_trial_of_a_site_whose_articles_do_not_come_says_why(office, delays):
    with FaultServer() as server:
        server.put("/news/index.html", COLUMNS["TRS"])
        added = office.run("sites", "add", server.url("news/index.html"), *LOOPBACK)
        for line in added.out.splitlines():
            server.put(urlsplit(line.split("\t")[2]).path, answer("", status=404))
        tried = office.run("sites", "test", "faults")

    assert "one article: not read: gone: http 404" in tried.err


def test_a_saved_page_is_that_of_one_source(office, column):
    office.run("sites", "add", URL, *column)
    office.run("sites", "add", URL.replace("/news/", "/tzgg/"), *column)
    first = office.run("sites", "test", "fgw-example", *column)
    second = office.run("sites", "test", "fgw-example", "--source", "tzgg", *column)

    assert (first.code, second.code) == (0, 0)
    assert ("fgw-example/news: " in first.err, "fgw-example/tzgg: " in first.err) == (True, False)
    assert ("fgw-example/news: " in second.err, "fgw-example/tzgg: " in second.err) == (False, True)


def test_rules_that_match_nothing_any_more_are_named_with_a_proposal(office):
    office.write("old.html", COLUMNS["TRS"])
    office.add_site("drc", "https://drc.example.cn/news/index.html", rules="link_pattern = '/old/\\d+\\.html$'")
    answered = office.run("sites", "test", "drc", "--from-file", "old.html")

    assert answered.code == 1
    assert f"left out: {ROWS} links like '{TITLES[0]}'" in answered.err
    assert r"proposed: link_pattern = '^https?://drc\.example\.cn/news/\d{6}/t\d{8}_\d+\.html$'" in answered.err
