"""Reports of one event are linked: an English one with a Chinese, a later one with an earlier of another host."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.assessment import Tag, TagKind
from core.verdict import New
from store import Store
from tests.store.samples import HELD, NOW, RAIL, WATER, found, page, reading

ENGLISH = (
    "Work began on a 48.6-km rail line between Shanghai and Suzhou, with 17 stations and an investment of 35.2 billion"
    " yuan, the two cities said on Thursday.\nThe trip will take 31 instead of 52 minutes, and 260,000 passengers are"
    " expected a day when it opens in 2031."
)
SUZHOU = Tag(kind=TagKind.PLACE, name="320500", label="苏州", points=0, hits=())


def tell(store: Store, name: str, text: str, language: str, days: int = 0, verdict=None, path: int = 1) -> int:
    """An article of its own address settled; returns its number."""
    url = f"http://{name}.example/{path}"
    one = reading(text, url=url)
    at = NOW + timedelta(days=days)
    day = f"2026-11-{20 + days}"
    one = replace(
        one,
        article=replace(one.article, language=language, published=day),
        assessment=replace(one.assessment, tags=(SUZHOU,)),
    )
    page_id = store.pages.keep(found(url), page(url, f"{name}{text}".encode(), at))
    return store.settle(page_id, [(one, verdict or New())], at)[0]


def links(store: Store) -> dict[str, list[str]]:
    return {
        story.canonical.url: [each.url for each in story.parallels]
        for story in store.stories.recent(9)
        if story.parallels
    }


ZH, EN = "http://zh.example/1", "http://en.example/1"
TOLD = {"zh": (RAIL, "zh"), "en": (ENGLISH, "en"), "water": (WATER, "zh")}


@pytest.mark.parametrize("order", [("zh", "en", "water"), ("water", "en", "zh"), ("en", "water", "zh")])
def test_both_know_each_other_whatever_the_order(store: Store, order):
    for name in order:
        tell(store, name, *TOLD[name])

    assert links(store) == {ZH: [EN], EN: [ZH]}


def test_the_link_says_what_agrees(store: Store):
    tell(store, "zh", RAIL, "zh")
    tell(store, "en", ENGLISH, "en")
    (link,) = store.stories.recent(1)[0].parallels

    assert (link.language, link.url, link.outlet) == ("zh", ZH, "zh.example")
    assert "352亿 = 35.2 billion" in link.evidence
    assert "苏州" in link.evidence
    assert " 17," in link.evidence


NOT_LINKED = {
    "days apart": ({"days": 8}, None),
    "held": ({}, HELD),
}


@pytest.mark.parametrize(("values", "verdict"), NOT_LINKED.values(), ids=NOT_LINKED.keys())
def test_no_link_to_what_is(store: Store, values, verdict):
    tell(store, "zh", RAIL, "zh")
    tell(store, "en", ENGLISH, "en", verdict=verdict, **values)

    assert links(store) == {}


def test_of_two_chinese_stories_the_english_one_has_that_with_which_more_agrees(store: Store):
    tell(store, "less", RAIL.replace("26万人次", "多人次").replace("17座", "多座"), "zh")
    tell(store, "en", ENGLISH, "en")
    assert links(store) == {"http://less.example/1": [EN], EN: ["http://less.example/1"]}
    tell(store, "zh", RAIL, "zh")

    less = "http://less.example/1"
    assert links(store) == {ZH: [less, EN], EN: [ZH], less: [ZH]}


OWN_WORDS = (
    "家住太仓的王女士盼了六年。周四，连通沪苏的城际轨道12号线一期动工，48.6公里的线路上会有17座站，要花掉352亿元。"
    "到2031年，从昆山南坐到虹桥只要31分钟，现在是52分钟。"
)
OTHER = "http://other.example/1"
IN_ONE_LANGUAGE = {
    "its own words elsewhere": ("other", OWN_WORDS, {ZH: [OTHER], OTHER: [ZH]}),
    "on the same host": ("zh", OWN_WORDS, {}),
    "another event": ("other", WATER, {}),
    "figures of which few agree": ("other", OWN_WORDS.replace("48.6", "61.3").replace("352", "417"), {}),
}


@pytest.mark.parametrize(("host", "text", "expected"), IN_ONE_LANGUAGE.values(), ids=IN_ONE_LANGUAGE.keys())
def test_two_reports_in_one_language(store: Store, host: str, text: str, expected: dict[str, list[str]]):
    tell(store, "zh", RAIL, "zh")
    tell(store, host, text, "zh", path=2 if host == "zh" else 1)

    assert links(store) == expected


def test_an_english_report_is_linked_to_a_chinese_one_rather_than_to_an_english(store: Store):
    tell(store, "first", ENGLISH, "en")
    tell(store, "en", ENGLISH, "en")
    first = "http://first.example/1"
    assert links(store) == {first: [EN], EN: [first]}
    tell(store, "zh", RAIL, "zh")

    assert links(store) == {ZH: [first, EN], EN: [ZH], first: [ZH]}


def test_a_link_goes_with_its_story(store: Store):
    tell(store, "zh", RAIL, "zh")
    english = tell(store, "en", ENGLISH, "en")
    store.rulings.reject(english, NOW)

    assert links(store) == {}
