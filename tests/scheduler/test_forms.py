"""The forms that an office asks for: written by the cycle, feeds by each issue; told when a library is missing."""

import json
from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from click.testing import CliRunner

from core.settings import ConfigError
from scheduler.archiving import build_archive
from scheduler.commands.digests import digest_
from scheduler.console import Session
from scheduler.jobs import make_digests, rewrite
from scheduler.resources import load, prove_surroundings, shipped_text
from store import open_store
from tests.store.samples import WATER, settle

#: A Friday, 08:00 in Shanghai.
NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WEB = "https://news.office.example"
CONFIG = f"""
[sites]
use = []
[[digest]]
formats = ["txt", "docx", "xlsx", "csv", "atom", "jsonfeed"]
url = "{WEB}/digests/"
[archive]
url = "{WEB}/archive/"
"""


@pytest.fixture
def office(tmp_path):
    (tmp_path / "deltawatch.toml").write_text(CONFIG)
    (tmp_path / "topics.toml").write_text(shipped_text("topics.toml"))
    setup = load(tmp_path / "deltawatch.toml")
    with open_store(setup.store_path) as store:
        store.runs.start("paper", NOW - 2 * DAY)
        settle(store, at=NOW - DAY / 2)
        yield setup, store


def titles(setup):
    feed = json.loads((setup.folder / "digests" / "daily.feed.json").read_text(encoding="utf-8"))
    return [item["title"] for item in feed["items"]]


def test_every_form_is_written_and_each_issue_adds_to_the_feeds(office):
    setup, store = office
    make_digests(setup, store, lambda: NOW)
    first = titles(setup)
    settle(store, "http://paper.example/2.html", WATER, at=NOW + DAY / 2)
    make_digests(setup, store, lambda: NOW + DAY)

    folder = setup.folder / "digests"
    days = ("2026-11-20", "2026-11-21")
    suffixes = ("csv", "docx", "txt", "xlsx")
    issues = [f"daily-{day}.{suffix}" for day in days for suffix in suffixes]
    assert sorted(path.name for path in folder.iterdir()) == [*issues, "daily.atom", "daily.feed.json", "index.html"]
    assert len(first) == 1
    assert titles(setup)[1:] == first
    parsed = feedparser.parse(folder.joinpath("daily.atom").read_bytes())
    assert parsed.feed.link == f"{WEB}/digests/index.html"
    assert f"{WEB}/archive/story/0/" in parsed.entries[0].content[0].value


def test_writing_an_old_issue_again_leaves_the_feeds_as_they_are(office):
    setup, store = office
    make_digests(setup, store, lambda: NOW)
    old = store.digests.last("daily")
    settle(store, "http://paper.example/2.html", WATER, at=NOW + DAY / 2)
    make_digests(setup, store, lambda: NOW + DAY)
    before = {path.name: path.read_bytes() for path in (setup.folder / "digests").iterdir()}
    rewrite(setup, store, old)
    assert {path.name: path.read_bytes() for path in (setup.folder / "digests").iterdir()} == before


def test_the_archive_and_the_digest_know_a_story_by_one_id(office):
    setup, store = office
    make_digests(setup, store, lambda: NOW)
    build_archive(setup, store)
    archived = feedparser.parse((setup.folder / "archive" / "feed.atom").read_bytes())
    daily = feedparser.parse((setup.folder / "digests" / "daily.atom").read_bytes())
    assert [entry.id for entry in archived.entries] == [entry.id for entry in daily.entries]
    assert archived.feed.id != daily.feed.id
    assert archived.feed.link == f"{WEB}/archive/index.html"


def test_a_form_without_its_library_is_named_and_the_others_are_written(office, monkeypatch):
    setup, store = office
    monkeypatch.setattr("digest.forms.find_spec", lambda name: None)
    made, unwritten = make_digests(setup, store, lambda: NOW)
    assert made == ()
    assert unwritten == ("docx and xlsx: the library is not installed; pip install 'deltawatch[office]' brings it",)
    assert {path.suffix for path in (setup.folder / "digests").iterdir()} == {".txt", ".csv", ".atom", ".json", ".html"}
    # What is missing is made good as soon as it can be.
    monkeypatch.undo()
    assert make_digests(setup, store, lambda: NOW)[1] == ()
    assert (setup.folder / "digests" / "daily-2026-11-20.docx").is_file()
    assert make_digests(setup, store, lambda: NOW) == ((), ())


def test_check_names_a_form_without_its_library(office, monkeypatch):
    setup, _ = office
    prove_surroundings(setup)
    monkeypatch.setattr("digest.forms.find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"digest\[1\].formats: docx and xlsx: the library is not installed"):
        prove_surroundings(setup)


def test_show_gives_the_bytes_of_a_file(office):
    setup, store = office
    make_digests(setup, store, lambda: NOW)
    session = Session(config_path=setup.folder / "deltawatch.toml", clock=lambda: NOW)
    for form in ("docx", "xlsx", "csv", "txt"):
        shown = CliRunner().invoke(digest_, ["show", "--format", form], obj=session)
        assert shown.stdout_bytes == (setup.folder / "digests" / f"daily-2026-11-20.{form}").read_bytes()


BAD_ADDRESSES = [
    "http://office.example",
    "ftp://office.example/",
    "office.example/digests/",
    "https://office.example/ a/",
    "https://办公.example/",
]


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_that_is_none_is_told(tmp_path, address):
    (tmp_path / "deltawatch.toml").write_text(CONFIG.replace(f"{WEB}/digests/", address))
    with pytest.raises(ConfigError, match=r"deltawatch.toml:6: digest\[1\].url: should be written like https://"):
        load(tmp_path / "deltawatch.toml")
