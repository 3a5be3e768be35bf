"""The archive is written a little at a time, and works whatever moment its building ends at."""

import json
import os
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from digest.archive.pages import Page, pages
from digest.archive.write import MANIFEST, Built, is_current, write
from digest.errors import DigestError
from tests.support.archives import EDITION, holdings, links_of, made
from tests.support.digests import STORIES, story

YESTERDAY = holdings(STORIES[:4], [])
TODAY = holdings(STORIES[:4], STORIES[4:])


def built(of, folder, newest=1, **values):
    return write(pages(EDITION, of), folder, newest, **values)


def contents(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def reached(folder):
    """Every page and every file of the search that a reader can come to; fails where one is missing."""
    seen, waiting = set(), ["index.html"]
    while waiting:
        path = waiting.pop()
        seen.add(path)
        text = (folder / path).read_text(encoding="utf-8")
        if path.endswith(".html"):
            waiting += [each for each in links_of(text, path) if each not in seen]
    return seen


def test_what_is_written_is_what_was_made(tmp_path):
    report = built(TODAY, tmp_path / "a" / "archive")
    files = contents(tmp_path / "a" / "archive")
    assert report == Built(written=len(files) - 1, removed=0, unchanged=0)
    del files[MANIFEST]
    assert files == {path: text.encode() for path, text in made(TODAY).items()}


def test_the_same_again_writes_nothing(tmp_path):
    built(TODAY, tmp_path)
    times = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    assert built(TODAY, tmp_path).written == 0
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == times


def test_every_file_can_be_written_again(tmp_path):
    whole = built(TODAY, tmp_path).written
    assert built(TODAY, tmp_path, again=True) == Built(written=whole, removed=0, unchanged=0)


def test_a_new_day_leaves_the_pages_of_other_stories_and_months_alone(tmp_path):
    built(YESTERDAY, tmp_path)
    before = contents(tmp_path)
    report = built(TODAY, tmp_path, 2)
    after = contents(tmp_path)
    same = {path for path in before if after.get(path) == before[path]}
    assert same >= {f"story/0/{each.id}.html" for each in STORIES[:4]}
    assert same >= {path for path in before if path.startswith("search/2026-10/")}
    assert {"search/search.js", "archive.css", "area/tech/2026-10.html"} <= same
    assert report.unchanged >= len(same) - 1
    # What was written has changed or is new, but for the files of words: a word may be in none of the new ones.
    assert after == contents_of_a_fresh_build(tmp_path / "fresh")


def contents_of_a_fresh_build(folder):
    built(TODAY, folder / "archive", 2)
    return contents(folder / "archive")


def test_a_file_that_is_missing_is_written_again(tmp_path):
    built(TODAY, tmp_path)
    (tmp_path / "story/0/11.html").unlink()
    assert built(TODAY, tmp_path) == Built(written=1, removed=0, unchanged=len(contents(tmp_path)) - 2)


def test_a_story_that_has_changed_changes_its_page_and_the_lists_it_is_in(tmp_path):
    built(TODAY, tmp_path)
    other = replace(STORIES[1], article=replace(STORIES[1].article, title="沪苏湖高铁又有新进展"))
    before = contents(tmp_path)
    built(holdings((STORIES[0], other, *STORIES[2:4]), STORIES[4:]), tmp_path)
    after = contents(tmp_path)
    changed = {path for path in after if after[path] != before.get(path)}
    assert {"story/0/12.html", "area/transport/index.html", "month/2026-10.html", "search/2026-10/cards.js"} <= changed
    assert not changed & {"story/0/11.html", "area/tech/index.html", "month/2026-11.html", "index.html"}


def test_what_is_gone_is_removed_with_the_folders_it_leaves_empty(tmp_path):
    built(TODAY, tmp_path)
    report = built(holdings(STORIES[:4]), tmp_path)
    assert report.removed > 0
    assert not (tmp_path / "story/0/15.html").exists()
    assert not (tmp_path / "area/public").exists()
    assert set(contents(tmp_path)) == {MANIFEST, *made(holdings(STORIES[:4]))}


def test_files_of_another_hand_are_left_alone(tmp_path):
    built(TODAY, tmp_path)
    (tmp_path / "CNAME").write_text("archive.office.example")
    (tmp_path / "area" / "notes.html").write_text("mine")
    built(holdings([]), tmp_path)
    assert (tmp_path / "CNAME").read_text() == "archive.office.example"
    assert (tmp_path / "area" / "notes.html").read_text() == "mine"


FOREIGN = {
    "a folder of digests": {"index.html": "<h1>Digests</h1>"},
    "a manifest of another program": {"manifest.json": '{"name": "app"}'},
    "a manifest that is no JSON": {"manifest.json": "<html>"},
}


@pytest.mark.parametrize("files", FOREIGN.values(), ids=FOREIGN)
def test_a_folder_of_something_else_is_refused(files, tmp_path):
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(DigestError, match="holds no archive"):
        built(TODAY, tmp_path)
    assert contents(tmp_path) == {name: text.encode() for name, text in files.items()}


def test_a_manifest_leads_nowhere_outside(tmp_path):
    outside = tmp_path / "precious.html"
    outside.write_text("precious")
    folder = tmp_path / "archive"
    built(TODAY, folder)
    manifest = json.loads((folder / MANIFEST).read_text())
    manifest["pages"] |= {"../precious.html": "0", str(outside): "0"}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    built(TODAY, folder)
    assert outside.read_text() == "precious"


def test_a_folder_that_cannot_be_written_is_told_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DigestError, match="cannot write the archive to"):
        built(TODAY, tmp_path / "file" / "archive")


def test_an_archive_is_current_when_it_was_built_to_its_end(tmp_path):
    assert not is_current(tmp_path / "archive", 2)
    built(YESTERDAY, tmp_path / "archive", 1)
    assert is_current(tmp_path / "archive", 1)
    assert not is_current(tmp_path / "archive", 2)


# --- a kill at every step --------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process ends here."""


STEPS = ("replace", "unlink", "rmdir", "write_bytes")


def killed_after(steps, monkeypatch):
    """Let so many steps on files pass, then end."""
    left = steps

    def step(name, real):
        def counted(path, *arguments, **values):
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            return real(path, *arguments, **values)

        monkeypatch.setattr(Path, name, counted)

    for name in STEPS:
        step(name, getattr(Path, name))


def test_a_site_works_at_every_moment_of_its_building_and_is_whole_after_the_next(tmp_path, monkeypatch):
    # From one archive to another that has new pages, changed ones, and some less.
    first = holdings(STORIES[:5], STORIES[5:])
    second = holdings(
        [*STORIES[:3], story(31, "长三角新消息", "长三角一体化有新消息。", areas=(("new", "新领域"),))], STORIES[5:]
    )
    expected = made(second)
    before, after = (
        [Page(path=page.path, stamp=page.stamp, make=partial(str, page.make())) for page in pages(EDITION, each)]
        for each in (first, second)
    )
    monkeypatch.setattr(os, "sync", lambda: None)
    steps, over = 0, False
    while not over:
        folder = tmp_path / str(steps)
        write(before, folder, 1)
        with monkeypatch.context() as patch:
            killed_after(steps, patch)
            try:
                write(after, folder, 2)
                over = True
            except Killed:
                assert not is_current(folder, 2)
        reached(folder)
        write(after, folder, 2)
        assert set(contents(folder)) == {MANIFEST, *expected}
        assert all((folder / path).read_text(encoding="utf-8") == text for path, text in expected.items())
        steps += 7
    assert steps > 200
