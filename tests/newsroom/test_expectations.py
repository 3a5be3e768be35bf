"""The newsroom's data agree with themselves: every page has one right reading, every copy a Story to belong to."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from core.assessment import Trust
from core.text import HAN, to_simplified
from newsroom.expectations import Expectation, digest, expectations, members
from newsroom.pages import published
from newsroom.server import site_files
from spiders.sites import parse_sites

PAGES = {each.page: each for each in expectations()}
SITES = parse_sites(site_files(80))
HOSTILE = {site.id for site in SITES if site.tier == "other"}
AREAS = {
    "tech", "industry", "transport", "ecology", "public", "opening", "market", "finance", "law", "digital", "energy",
    "culture", "space", "governance", "safety",
}  # fmt: skip


def host(page: str) -> str:
    return page.partition("/")[0]


def test_there_are_enough_pages_of_each_kind() -> None:
    verdicts = Counter(each.verdict for each in expectations())

    assert len(expectations()) >= 64
    assert len({host(page) for page in PAGES}) >= 11
    assert verdicts.keys() == {"new", "same", "held", "rejected", "unread"}
    assert len(HOSTILE) == 5


def test_every_page_is_named_once() -> None:
    assert len(PAGES) == len(expectations())


def test_every_page_stands_on_a_site_that_is_configured() -> None:
    assert {host(page) for page in PAGES} == {site.id for site in SITES}


@pytest.mark.parametrize("each", expectations(), ids=lambda each: each.page)
def test_an_expectation_is_consistent(each: Expectation) -> None:
    expected = each.expected
    assert set(expected.areas) <= AREAS
    if each.verdict == "new":
        assert expected.on_topic != "no"
        assert expected.trust is Trust.OK
        assert expected.areas, "an analyst files every story under an area"
        assert host(each.page) not in HOSTILE
    if each.verdict == "same":
        assert expected.same_as
        assert all(PAGES[story].verdict == "new" for story in expected.same_as)
        assert all(PAGES[story].day <= each.day for story in expected.same_as)
    else:
        assert not expected.same_as
    if each.verdict in {"held", "rejected"}:
        assert expected.why is not None
        assert expected.note
    if host(each.page) in HOSTILE:
        assert expected.trust is not Trust.OK
        assert each.verdict != "new"


def test_a_page_whose_text_is_borrowed_is_expected_to_be_recognised_or_thrown_out() -> None:
    borrowed = [page for page in published() if page.written.text_of]

    assert len(borrowed) >= 8
    for page in borrowed:
        expect = page.written.expect
        assert page.written.text_of in expect.same_as or expect.trust is Trust.SPAM


def test_what_is_right_does_not_depend_on_which_copy_is_read_first() -> None:
    wire, excerpt = PAGES["wire/20261119/3f9c1a7be2d04c58/c.html"], PAGES["gov/news/202611/t20261120_1018.html"]

    assert all(each.accepts(verdict) for each in (wire, excerpt) for verdict in ("new", "same"))
    assert not any(each.accepts(verdict) for each in (wire, excerpt) for verdict in ("held", "rejected"))
    assert not PAGES["gov/news/202611/t20261119_1017.html"].accepts("same"), "it has no copies"


def test_the_wire_story_is_carried_by_three_others_and_is_one_story() -> None:
    story = "wire/20261119/3f9c1a7be2d04c58/c.html"

    assert sorted(host(page) for page in members(story)) == ["gov", "paper", "portal", "wire"]
    assert digest(1).count(story) == 1


def test_each_day_has_its_own_stories() -> None:
    assert len(digest(1)) >= 25
    assert len(digest(2)) >= 4
    assert not set(digest(1)) & set(digest(2))
    assert not HOSTILE & {host(page) for page in digest(1) + digest(2)}


def test_dates_lie_within_the_two_weeks_before_their_day() -> None:
    for each in expectations():
        if each.published and each.expected.why != "stale":
            assert "2026-11-07" <= each.published <= ("2026-11-20" if each.day == 1 else "2026-11-21"), each.page


def test_texts_have_the_length_of_real_news() -> None:
    lengths = [
        len("".join(page.paragraphs))
        for page in published()
        if page.host != "english" and re.search(f"[{HAN}]", page.title)
    ]
    assert sum(250 <= length <= 1200 for length in lengths) > len(lengths) / 2
    assert sum(40 <= length <= 150 for length in lengths) >= 5


def test_a_mirror_is_in_traditional_script_and_says_the_same() -> None:
    mirrored = next(page for page in published() if page.key == "mirror/csj/202611/t20261117_2035.html")
    original = next(page for page in published() if page.key == "paper/csj/202611/t20261117_2035.html")

    assert mirrored.paragraphs != original.paragraphs
    # Simplified to Traditional and back is not exact for every character: 里, 后, 台 ...
    back = "".join(map(to_simplified, mirrored.paragraphs))
    same = sum(a == b for a, b in zip(back, "".join(original.paragraphs), strict=True))
    assert same / len(back) > 0.98


def test_a_spun_copy_keeps_its_figures_and_changes_its_words() -> None:
    spun = next(page for page in published() if page.key == "kaiyun-sports/xwzx/80215.html")
    original = next(page for page in published() if page.key == spun.written.text_of)
    digits = re.compile(r"\d+(?:\.\d+)?")

    assert digits.findall("".join(spun.paragraphs)) == digits.findall("".join(original.paragraphs))
    assert not set(spun.paragraphs) & set(original.paragraphs)


def test_the_two_weekly_reports_differ_in_their_figures_and_are_two_stories() -> None:
    weekly = [each for each in expectations() if "运行周报" in each.title]

    assert len(weekly) == 2
    assert all(each.verdict == "new" for each in weekly)
    assert weekly[0].paragraphs[0] != weekly[1].paragraphs[0]


@pytest.mark.parametrize("folder", ["pages", "sites", "templates"])
def test_the_data_are_found_as_package_data(folder: str) -> None:
    assert sum(1 for file in (files("newsroom") / folder).iterdir() if file.is_file()) >= 11
