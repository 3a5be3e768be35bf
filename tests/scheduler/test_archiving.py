"""The archive from a store: built on demand, after a digest, and never in the way of one."""

import json
import re
from dataclasses import replace
from importlib.resources import files

import pytest

from core.config import ArchiveSettings, DigestSettings
from scheduler.archiving import Archived, archive_after_digest, archive_seen_from, build_archive
from scheduler.demo import play, prepare_folder
from scheduler.resources import load
from store import open_store
from tests.support.archives import links_of, parsed
from tests.support.office import open_office

pytestmark = [pytest.mark.timeout(240), pytest.mark.xdist_group("archiving")]


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory):
    """The setup of an office that has watched the newsroom for two days."""
    folder = tmp_path_factory.mktemp("demo") / "with spaces 长三角"
    prepare_folder(folder)
    for _ in play(folder):
        pass
    return load(folder / "deltawatch.toml")


@pytest.fixture(scope="module")
def store(newsroom):
    with open_store(newsroom.store_path) as opened:
        yield opened


@pytest.fixture(scope="module")
def site(newsroom, store, tmp_path_factory):
    """The folder of their archive."""
    folder = tmp_path_factory.mktemp("site") / "archive"
    build_archive(newsroom, store, folder)
    return folder


def text_of(site, path):
    return (site / path).read_text(encoding="utf-8")


def test_every_link_of_the_newsrooms_archive_leads_to_a_file(site):
    pages = [path.relative_to(site) for path in site.rglob("*.html")]
    assert len(pages) > 200
    for page in pages:
        for link in links_of(text_of(site, page), str(page)):
            assert (site / link).is_file(), (page, link)


def test_each_story_of_both_digests_has_a_page_and_stands_under_its_digest(site, store):
    shown = {
        story["id"]: issue.local_date
        for issue in store.archive.issues()
        for section in json.loads(store.archive.record(issue))["sections"]
        for story in section["stories"]
    }
    pages = {int(path.stem): path for path in site.glob("story/*/*.html")}
    assert set(pages) == set(shown)
    for story, day in shown.items():
        links = parsed(pages[story].read_text(encoding="utf-8")).xpath("//@href")
        assert f"../../digest/daily-{day}.html#story-{story}" in links


def test_no_page_leads_to_a_host_that_forges_or_collects(site):
    leading = {
        address
        for path in site.glob("[!d]*/**/*.html")
        for address in parsed(path.read_text(encoding="utf-8")).xpath("//@href")
        if address.startswith("http")
    }
    hosts = {re.sub(r"https?://([\w-]+)\..*", r"\1", address) for address in leading}
    assert hosts
    assert not hosts & {"mirror", "invented", "betting", "spun"}


def test_the_silent_edit_and_the_page_that_was_taken_away_are_told(site):
    told = "".join(path.read_text(encoding="utf-8") for path in site.glob("story/*/*.html"))
    assert "<ins>316.8</ins>" in told
    assert "已撤下" in told


def test_building_it_again_from_the_same_store_gives_the_same_bytes(newsroom, store, site, tmp_path):
    build_archive(newsroom, store, tmp_path / "archive")
    for path in site.rglob("*"):
        if path.is_file():
            assert path.read_bytes() == (tmp_path / "archive" / path.relative_to(site)).read_bytes()


# --- when it is built ------------------------------------------------------------------------------------------------


def with_archive(setup, **values):
    return replace(setup, config=replace(setup.config, archive=ArchiveSettings(**values)))


def test_it_is_built_once_for_each_digest_when_the_config_wants_it(newsroom, store, tmp_path):
    setup = with_archive(newsroom, folder=str(tmp_path / "archive"))
    first = archive_after_digest(setup, store)
    assert first.built
    assert first.built.written > 200
    assert archive_after_digest(setup, store) == Archived()


UNWANTED = {
    "no section": None,
    "switched off": ArchiveSettings(enabled=False, folder="unwanted"),
}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        (None, ""),
        (ArchiveSettings(enabled=False, url="https://news.office.example/"), ""),
        (ArchiveSettings(), "../archive"),
        (ArchiveSettings(url="https://news.office.example/delta/"), "https://news.office.example/delta"),
    ],
)
def test_a_digest_leads_to_it_on_the_web_or_beside_its_files(newsroom, settings, expected):
    setup = replace(newsroom, config=replace(newsroom.config, archive=settings))
    assert archive_seen_from(setup, DigestSettings()) == expected


@pytest.mark.parametrize("settings", UNWANTED.values(), ids=UNWANTED)
def test_it_is_not_built_where_nobody_wants_it(newsroom, store, settings):
    setup = replace(newsroom, config=replace(newsroom.config, archive=settings))
    assert archive_after_digest(setup, store) == Archived()
    assert not (newsroom.folder / "unwanted").exists()


def test_an_archive_that_cannot_be_written_is_told_and_stops_nothing(newsroom, store, tmp_path):
    (tmp_path / "file").write_text("")
    report = archive_after_digest(with_archive(newsroom, folder=str(tmp_path / "file")), store)
    assert report.built is None
    assert report.fault.startswith("cannot write the archive to ")
    assert "\n" not in report.fault


def test_a_store_without_a_digest_gives_an_archive_that_says_so(tmp_path):
    office = open_office(tmp_path)
    answered = office.run("archive", "build")
    assert answered.code == 0, answered.err
    page = (tmp_path / "archive" / "index.html").read_text(encoding="utf-8")
    assert "还没有编成任何一期" in page
    assert answered.out.strip() == str(tmp_path / "archive" / "index.html")


def test_a_run_keeps_it_up_to_date_and_a_folder_of_another_is_told_with_the_exit_code(tmp_path):
    office = open_office(tmp_path)
    office.write("deltawatch.toml", (tmp_path / "deltawatch.toml").read_text() + "[archive]\nfolder = 'site'\n")
    done = office.run("run")
    assert (done.code, "archive: " in done.err) == (0, True), done.err
    assert list((tmp_path / "site" / "digest").glob("daily-*.html"))
    office.write("notes/mine.txt", "")
    office.write("deltawatch.toml", (tmp_path / "deltawatch.toml").read_text().replace("'site'", "'notes'"))
    refused = office.run("run")
    assert refused.code == 1
    assert "holds no archive" in refused.err


# --- Datasette -------------------------------------------------------------------------------------------------------

METADATA = json.loads(files("scheduler").joinpath("templates", "datasette.json").read_text(encoding="utf-8"))
DATASETTE = METADATA["databases"]["deltawatch"]
#: With these a query has an answer in the newsroom's store.
PARAMETERS = {"words": "长三角", "story": 1, "article": 1, "date": "2026-11-20"}


@pytest.mark.parametrize("name", DATASETTE["queries"])
def test_a_canned_query_has_an_answer(name, store):
    assert store._database.rows(DATASETTE["queries"][name]["sql"], PARAMETERS)


def test_the_metadata_names_tables_that_there_are(store):
    tables = {row["name"] for row in store._database.rows("select name from sqlite_master where type = 'table'")}
    assert set(DATASETTE["tables"]) <= tables


def test_nobody_is_shown_recipients_or_may_ask_for_them(store):
    assert DATASETTE["allow_sql"] is False
    assert DATASETTE["tables"]["deliveries"]["allow"] is False
    assert not [name for name, query in DATASETTE["queries"].items() if "deliver" in query["sql"]]


def test_the_metadata_is_printed(tmp_path):
    assert json.loads(open_office(tmp_path).run("archive", "datasette").out) == METADATA
