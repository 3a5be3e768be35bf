"""The whole way, on the embedded newsroom: two days, every page as its editors expect, one digest a day."""

import json
import re
import subprocess
import sys
from itertools import pairwise

import pytest

from core.health import State
from core.stories.edits import pieces
from newsroom.expectations import changes as expected_changes
from newsroom.expectations import digest as expected_digest
from newsroom.expectations import expectations
from scheduler.demo import play, prepare_folder
from scheduler.explaining import explain
from scheduler.resources import load
from store import open_store
from tests.support.editions import GOLDEN, editions

pytestmark = [pytest.mark.timeout(240), pytest.mark.xdist_group("end to end")]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "with spaces 长三角"
    prepare_folder(folder)
    return folder, list(play(folder))


@pytest.fixture(scope="module")
def folder(played):
    return played[0]


@pytest.fixture(scope="module")
def days(played):
    return played[1]


def test_every_page_ends_as_its_editors_expect(days):
    for day in days:
        assert [str(deviation) for deviation in day.comparison.deviations] == []
    assert days[-1].comparison.pages == len(expectations())


def test_the_folder_knows_its_sites_when_the_newsroom_is_gone(folder, days):
    setup = load(folder / "deltawatch.toml")
    with open_store(setup.store_path) as store:
        explained = explain("1", setup, store, store.articles.get(1).decided_at)

    assert (explained.origin.site, explained.origin.source_url is None) == (explained.found.link.found.site, False)


def test_each_day_has_one_digest_with_the_stories_it_should_have(days):
    for day in days:
        (made,) = day.cycle.digests
        stories = [story for section in made.digest.sections for story in section.stories]
        titles = {story.article.title for story in stories}
        linked = {parallel.title for story in stories for parallel in story.parallels}
        wanted = {each.title for each in expectations() if each.page in expected_digest(day.day)}
        assert len(titles) == len(stories)
        assert not titles & linked
        assert len(titles | linked) == len(wanted)


def test_the_english_report_of_a_chinese_story_stands_under_it_and_no_other_does(days):
    stories = [story for day in days for section in day.cycle.digests[0].digest.sections for story in section.stories]
    linked = {story.article.title: [each.title for each in story.parallels] for story in stories}

    assert {title: others for title, others in linked.items() if others} == {
        "沪苏浙皖签署备忘录 四地公共数据授权运营结果将互认": [
            "Four delta regions agree to accept each other's public data reviews"
        ]
    }


def test_no_story_is_in_both_digests(days):
    shown = [
        {story.id for section in day.cycle.digests[0].digest.sections for story in section.stories} for day in days
    ]

    assert all(not first & second for first, second in pairwise(shown))


def test_the_second_day_asks_for_little_more_than_the_lists(days):
    lists = len(days[1].cycle.crawl.checks)
    new = sum(check.new for check in days[1].cycle.crawl.checks)
    # A copy of robots.txt may be just a day old, and is then asked for again: once a host.
    hosts = len({check.site for check in days[1].cycle.crawl.checks})

    # Stories of the first day are looked at again, each once.
    shown = sum(len(section.stories) for section in days[0].cycle.digests[0].digest.sections)

    assert days[1].requests <= lists + new + hosts + shown + 2
    assert any(check.outcome == "unchanged" for check in days[1].cycle.crawl.checks)


def test_the_second_digest_tells_what_was_changed_and_nothing_else_of_what_was_looked_at_again(days):
    digest = days[1].cycle.digests[0].digest
    expected = {each.page: each for each in expectations() if each.page in expected_changes(2)}

    assert {change.url.partition(".newsroom")[2].partition("/")[2] for change in digest.changes} == {
        page.partition("/")[2] for page in expected
    }
    assert {change.title for change in digest.changes if change.gone} == {
        each.title for each in expected.values() if each.gone_from
    }
    (edited,) = (change.edit for change in digest.changes if change.edit)
    assert [piece.text for piece in pieces(edited.alterations[0])[1] if piece.is_altered] == ["316.8"]
    assert days[1].cycle.read.again > 5
    assert days[1].cycle.read.edited == 1


def test_every_form_of_both_digests_is_the_golden_one(days):
    for day in days:
        (made,) = day.cycle.digests
        for suffix, text in editions(made.digest).items():
            assert text == (GOLDEN / f"day{day.day}.{suffix}").read_bytes().decode(), f"day{day.day}.{suffix}"


def test_the_coverage_names_what_could_not_be_seen(days):
    states = {(each.site, each.source): each.state for each in days[1].cycle.digests[0].digest.coverage}

    assert states["english", "feed"] is State.FAILING
    assert states["gov", "notices"] is State.CHANGED
    assert sum(state in {State.OK, State.UNCHANGED} for state in states.values()) >= 10


def test_each_day_is_mailed_once(days):
    assert [day.mails for day in days] == [1, 1]
    assert [day.cycle.delivery.faults for day in days] == [[], []]


def test_the_digest_can_be_rebuilt_byte_for_byte(folder):
    path = next((folder / "digests").glob("daily-2026-11-20.html"))
    first = path.read_bytes()
    path.unlink()
    done = deltawatch(folder, "digest", "--date", "2026-11-20", "--no-send")

    assert done.returncode == 0, done.stderr
    assert path.read_bytes() == first


LOOKS = {
    "stories": (["stories", "--json"], r'"title"'),
    "held": (["held", "--json"], r'"why"'),
    "search for two characters": (["search", "--json", "上海"], r'"snippet"'),
    "search for a programme": (["search", "--json", "一体化示范区"], r'"story"'),
    "status": (["status", "--json"], r'"counts"'),
    "sites": (["sites", "list", "--json"], r"省数据资源局"),
}


@pytest.mark.parametrize(("words", "pattern"), LOOKS.values(), ids=LOOKS.keys())
def test_what_the_demo_leaves_can_be_looked_at(folder, words, pattern):
    done = deltawatch(folder, *words)

    assert done.returncode == 0, done.stderr
    assert re.search(pattern, done.stdout)
    json.loads(done.stdout)


def test_a_silent_edit_is_explained_and_shown(folder):
    title = next(each.title for each in expectations() if each.page in expected_changes(2) and not each.gone_from)
    story = next(
        each for each in json.loads(deltawatch(folder, "stories", "-n", "99", "--json").stdout)
        if each["article"]["title"] == title
    )  # fmt: skip
    for words in (["explain", story["article"]["url"]], ["stories", "show", str(story["id"])]):
        told = deltawatch(folder, *words).stdout
        pattern = r"article \d+ changed \(2026-11-21 07:00\)\n  - .*318\.6亿元.*\n  \+ .*316\.8亿元"
        assert re.search(pattern, told)
    shown = json.loads(deltawatch(folder, "stories", "show", str(story["id"]), "--json").stdout)
    assert [change["gone"] for change in shown["changes"]] == [""]


def deltawatch(folder, *words):
    command = [sys.executable, "-m", "scheduler.cli", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
