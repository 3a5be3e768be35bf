"""`explain` tells every decision about an address, also one that was never fetched or never seen."""

import json
import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from core.link import MAX_TRIES, Outcome
from core.verdict import Held, New, Why
from scheduler.explaining import Candidate, Decoding, Explained, Origin, Ruling, Unseen, explain
from scheduler.resources import load
from store import open_store
from store.overview import Explanation
from tests.scheduler.test_judging import QUOTE, keep
from tests.store.samples import HOUR, NOW, RAIL, found, same_as
from tests.support.office import open_office

LIST = "http://paper.example/news/"
DENIED, LATER, LOST, MISSING, OTHER = (
    f"http://paper.example/{name}.html" for name in ("denied", "later", "lost", "missing", "other")
)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """A story with a copy, an article that waits beside it, and addresses that were never fetched."""
    office = open_office(tmp_path_factory.mktemp("explained"))
    office.add_site("paper", LIST)
    office.store_path.parent.mkdir()
    with open_store(office.store_path) as store:
        keep(store, "http://paper.example/1.html", RAIL, New())
        keep(store, "http://copy.example/2.html", RAIL + "\n转载。", same_as(1), title="副本\x1b[2J")
        keep(store, "http://blog.example/3.html", QUOTE, Held(why=Why.UNKNOWN_HOST, detail="blog.example"))
        for url in (DENIED, LATER, LOST, MISSING):
            store.links.see(found(url, anchor="沪苏两地的消息", listed="2026-11-19", listed_text="11-19"), NOW)
        store.links.see(found(OTHER, site="gone"), NOW)
        store.links.decide(DENIED, Outcome.ROBOTS, "Disallow: /", NOW + HOUR)
        store.links.decide(LATER, Outcome.DEFERRED, "Retry-After: 9999999", NOW + timedelta(days=3650))
        for tried in range(MAX_TRIES):
            store.links.decide(LOST, Outcome.TIMEOUT, "30 s", NOW + tried * timedelta(days=3))
        store.judgements.record(3, worthy=True, trust=None, note="我看是真的", now=NOW)
        store.rulings.reject(3, NOW)
    return office


def section(text, heading):
    """The lines under a heading."""
    return re.search(rf"^{re.escape(heading)}[^\n]*\n((?:  [^\n]*\n)*)", text, re.MULTILINE)[1]


def test_an_article_is_explained_from_its_list_to_its_story(office):
    told = office.run("explain", "2").out

    assert "  asked    http://copy.example/2.html\n" in section(told, "page 2")
    assert "page says nothing, header nothing" in section(told, "page 2")
    assert "article 2: 副本[2J\n" in told, "a stranger's title gives the terminal no orders"
    assert re.search(r"\+3  area +交通互联  城际轨道 in text", section(told, "on topic: yes, score 12"))
    assert re.search(r"story 1 .* «沪苏城际轨道开工»: told by it", section(told, "known stories beside it"))
    assert "decided  rule 4, " in section(told, "verdict: same as story 1: copy: w2 .83")
    assert "article 1" in section(told, "story 1")
    assert "shown in no digest yet" in told


def test_stories_that_were_not_chosen_are_shown_with_their_figures(office):
    told = office.run("explain", "http://blog.example/3.html").out

    assert re.search(
        r"story 1  0\.\d\d  0\.\d\d +\d/\d +\S+ +«沪苏城际轨道开工»: another piece of news",
        section(told, "known stories beside it"),
    )
    decided = section(told, "verdict: rejected: by hand")
    assert "by hand, 2026-11-21 07:00" in decided
    assert "judged   worthy of a digest, 我看是真的" in decided


def test_the_first_of_a_story_is_not_compared_with_itself(office):
    assert "known stories" not in office.run("explain", "1").out


UNFETCHED = {
    "denied": (DENIED, "robots: Disallow: /", "not any more: robots"),
    "asked for later": (LATER, "deferred: Retry-After", "not before 2036-"),
    "tried too often": (LOST, "timeout: 30 s", "not any more: tried 5 times"),
    "not yet fetched": (MISSING, "waiting (", "in the next run"),
    "of a site that is gone": (OTHER, "waiting (", "not while its site is not in the config"),
}


@pytest.mark.parametrize(("url", "outcome", "due"), UNFETCHED.values(), ids=UNFETCHED.keys())
def test_what_was_never_fetched_says_why_and_when_it_is_due(office, url, outcome, due):
    answered = office.run("explain", url)

    assert answered.code == 0, answered.err
    assert f"outcome       {outcome}" in answered.out
    assert f"fetched next  {due}" in answered.out
    assert "no article was read from it" in answered.out


def test_an_address_is_known_without_its_scheme(office):
    assert office.run("explain", DENIED.removeprefix("http://")).out == office.run("explain", DENIED).out


LOOKS = {
    "a story is told from it": ("1", "to see whether it changed, not before 2026-11-22T03:00+08:00"),
    "a copy": ("2", "not any more"),
}


@pytest.mark.parametrize(("article", "due"), LOOKS.values(), ids=LOOKS.keys())
def test_what_was_read_says_when_it_is_looked_at_again(office, article, due):
    with office.store() as store:
        explained = explain(article, load(office.folder / "deltawatch.toml"), store, NOW + HOUR)

    assert explained.next.startswith(due)


def test_the_list_that_showed_an_address_is_named(office):
    told = office.run("explain", DENIED).out

    assert "site          paper (paper, portal)" in told
    assert f"source        news {LIST}" in told
    assert "row           «沪苏两地的消息», 2026-11-19 (written 11-19)" in told
    assert "seen          first 2026-11-21 07:00, last 2026-11-21 07:00" in told


UNSEEN = {
    "a site of ours": (
        "http://paper.example/9.html",
        ["site paper covers its host", f"source      {LIST}", "known near  http://paper.example/"],
    ),
    "a publisher that is known": (
        "http://www.ndrc.gov.cn/9.html",
        ["no site of this config; its host is known as that of"],
    ),
    "nobody": ("http://nobody.example/", ["no site of this config, and nobody known"]),
    "a host that is misspelt": ("http://www.ndcr.gov.cn/9.html", ["like its host  "]),
    "no address": ("长三角", ["no site of this config, and nobody known"]),
    "no article": ("999", ["999: no article has this number"]),
    "a list itself": (LIST, ["site paper reads it as a list; it is no article"]),
    "without its scheme": ("paper.example/9.html", ["site paper covers its host"]),
    "a wild number": ("9" * 400, ["no article has this number"]),
    "half a character": ("http://paper.example/\udcff", ["no source has shown it"]),
}


@pytest.mark.parametrize(("what", "said"), UNSEEN.values(), ids=UNSEEN.keys())
def test_what_nobody_has_shown_is_told_with_what_is_near(office, what, said):
    answered = office.run("explain", what)

    assert (answered.code, "Traceback" in answered.err) == (2, False), answered.err
    assert all(each in answered.out for each in said), answered.out


def test_the_object_is_documented_key_by_key(office):
    page = (Path(__file__).parents[2] / "docs" / "explain.md").read_text(encoding="utf-8")
    known = json.loads(office.run("explain", "--json", "2").out)
    unknown = json.loads(office.run("explain", "--json", "http://paper.example/9.html").out)

    assert known["rulings"][0]["candidates"][0]["how"] == "copy"
    assert (known["found"]["articles"][0]["id"], unknown["site"]) == (2, "paper")
    for noun in (Explained, Explanation, Origin, Decoding, Ruling, Candidate, Unseen):
        assert [field.name for field in fields(noun) if not re.search(rf"`{field.name}(?:\[\])?`", page)] == []
