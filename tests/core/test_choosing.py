"""Which Sites the words of a config stand for."""

from __future__ import annotations

from typing import Literal

import pytest

from core.choosing import choose, known_words
from core.site import Kind, Site, Source, Tier


def _site(
    site_id: str,
    region: str,
    tier: Tier = Tier.ISSUER,
    language: Literal["zh", "en"] = "zh",
    *,
    default: bool = False,
    **sources: bool,
) -> Site:
    """A Site with these Sources, on or off."""
    home = f"https://{site_id}.example/"
    return Site(
        id=site_id,
        name=site_id,
        home=home,
        tier=tier,
        region=region,
        language=language,
        default=default,
        sources=tuple(
            Source(id=name, kind=Kind.FEED, url=home + name, enabled=is_on)
            for name, is_on in (sources or {"news": True}).items()
        ),
    )


SITES = (
    _site("ministry", "CN", default=True, notices=True, search=False),
    _site("paper", "CN", Tier.CENTRAL, "en", default=True),
    _site("shanghai", "SH"),
    _site("jiangsu", "JS"),
    _site("suzhou", "3205"),
    _site("herald", "HK", Tier.PORTAL, "en"),
)

CHOICES = {
    "nothing": ([], [], ""),
    "the default set": (["default"], [], "ministry paper"),
    "all there are": (["all"], [], "ministry paper shanghai jiangsu suzhou herald"),
    "a tier": (["tier:issuer"], [], "ministry shanghai jiangsu suzhou"),
    "a language": (["language:en"], [], "paper herald"),
    "a province with its cities": (["region:JS"], [], "jiangsu suzhou"),
    "a city alone": (["region:3205"], [], "suzhou"),
    "the whole Delta": (["region:YRD"], [], "shanghai jiangsu suzhou"),
    "a region without cities": (["region:CN"], [], "ministry paper"),
    "an id": (["herald"], [], "herald"),
    "several words, each Site once, in the order of the Sites": (
        ["herald", "region:SH", "shanghai"],
        [],
        "shanghai herald",
    ),
    "a set without one Site": (["default"], ["paper"], "ministry"),
    "all without a group": (["all"], ["region:YRD", "language:en"], "ministry"),
    "a Site that is named and skipped by a group": (["herald"], ["tier:portal"], ""),
    "a group skipped, though one of its Sources is named": (["ministry/search"], ["region:CN"], ""),
}


@pytest.mark.parametrize(("use", "skip", "ids"), CHOICES.values(), ids=CHOICES)
def test_words_stand_for_sites(use: list[str], skip: list[str], ids: str) -> None:
    assert [site.id for site in choose(SITES, use, skip)] == ids.split()


SWITCHES = {
    "as the file says": (["default"], [], {"notices": True, "search": False}),
    "one more": (["default", "ministry/search"], [], {"notices": True, "search": True}),
    "one less": (["default"], ["ministry/notices"], {"notices": False, "search": False}),
    "one alone": (["ministry/search"], [], {"notices": False, "search": True}),
    "one named and skipped": (["default", "ministry/search"], ["ministry/search"], {"notices": True, "search": False}),
}


@pytest.mark.parametrize(("use", "skip", "on"), SWITCHES.values(), ids=SWITCHES)
def test_single_sources_are_switched(use: list[str], skip: list[str], on: dict[str, bool]) -> None:
    (ministry,) = (site for site in choose(SITES, use, skip) if site.id == "ministry")

    assert {source.id: source.enabled for source in ministry.sources} == on


def test_what_the_config_switches_off_says_so() -> None:
    (ministry,) = choose(SITES, ["ministry/search"], ["ministry/notices"])
    (paper,) = choose((_site("paper", "CN", a=True, b=True),), ["paper/a"], [])

    assert ministry.sources[0].note == "'ministry/notices' stands in sites.skip."
    assert paper.sources[1].note == "Not named in sites.use."


@pytest.mark.parametrize("word", ["moon", "tier:moon", "region:ZJ", "region:32", "language:", "ministry/moon", "", "/"])
def test_a_word_that_stands_for_nothing_is_not_known(word: str) -> None:
    assert word not in known_words(SITES)
    assert choose(SITES, [word], []) == ()


def test_every_known_word_stands_for_something() -> None:
    assert all(choose(SITES, [word], []) for word in known_words(SITES))
