"""What the spiders and the core make of the newsroom is what its editors expect: lists, readings and verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest

from core.article import Hints, Unreadable
from core.judge import judge
from core.link import FoundLink
from core.page import Page
from core.read import read
from core.rules import Rules, build
from core.site import Site, Source, Tier
from core.urls import host_of
from core.verdict import KnownStory, New, Reading, SameAs, Verdict
from newsroom.expectations import Expectation, expectations
from newsroom.pages import Day
from newsroom.server import Newsroom
from spiders.asking import Ask, first_asks
from spiders.dialects import read_list
from spiders.readers.listing import ListPage
from spiders.sites import parse_sites

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW: Mapping[Day, datetime] = {
    1: datetime(2026, 11, 20, 7, tzinfo=SHANGHAI),
    2: datetime(2026, 11, 21, 7, tzinfo=SHANGHAI),
}
PAGES = {each.page: each for each in expectations()}
READABLE = [each for each in expectations() if each.verdict != "unread"]


@dataclass(frozen=True)
class World:
    """One day as the spiders see it: each link with what its list said about it, and each page's readings."""

    links: Mapping[str, FoundLink]
    readings: Mapping[str, tuple[Reading, ...] | Unreadable]
    #: The same, where nobody asks for pages off the topic in full.
    quick: Mapping[str, tuple[Reading, ...] | Unreadable]


def key_of(url: str) -> str:
    parts = urlsplit(url)
    assert parts.hostname is not None
    return parts.hostname.removesuffix(".newsroom.localhost") + parts.path


def fetch(room: Newsroom, asked: Ask, day: Day) -> Page:
    host, _, path = key_of(asked.url).partition("/")
    room.day = day
    answer = room.answer(asked.method, host, "/" + path, {}, asked.body.encode())
    headers = {"content-type": answer.content_type}
    return Page(
        asked_url=asked.url,
        url=asked.url,
        fetched_at=NOW[day],
        status=answer.status,
        body=answer.body,
        headers=headers,
    )


def walk(room: Newsroom, site: Site, source: Source, day: Day) -> Iterator[FoundLink]:
    """The links of a Source and of its further pages."""
    waiting = list(first_asks(source, site, NOW[day]))
    while waiting:
        asked = waiting.pop()
        page = fetch(room, asked, day)
        shown = read_list(page, site, source, asked) if page.status == 200 else None
        if isinstance(shown, ListPage):
            yield from shown.links
            waiting += [*shown.lists, *([shown.next] if shown.next else [])]


@cache
def world() -> Mapping[Day, World]:
    """Both days, read once for all tests."""
    folder = files("core") / "data"
    with Newsroom() as room:
        texts = [(folder / name).read_text("utf-8") for name in ("topics.toml", "places.toml", "signs.toml")]
        rules = build(texts[0], texts[1], texts[2], parse_sites(room.site_files()))
        return {day: _day(room, rules, day) for day in NOW}


def _day(room: Newsroom, rules: Rules, day: Day) -> World:
    links: dict[str, FoundLink] = {}
    for site in parse_sites(room.site_files()):
        for source in site.sources:
            for link in walk(room, site, source, day):
                links.setdefault(key_of(link.url), link)
    readings, quick = (
        {
            each.page: read(
                fetch(room, Ask(url=links[each.page].url), day), _hints(links[each.page], day), rules, in_full=in_full
            )
            for each in READABLE
            if each.day == day and each.page in links
        }
        for in_full in (True, False)
    )
    return World(links, readings, quick)


def _hints(link: FoundLink, day: Day) -> Hints:
    return Hints(fetched_at=NOW[day], anchor=link.anchor, listed=link.listed)


def reading_of(each: Expectation) -> Reading:
    found = world()[each.day].readings[each.page]
    assert not isinstance(found, Unreadable), found
    return found[0]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def by_page(what: list[Expectation] | None = None) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("each", READABLE if what is None else what, ids=lambda each: each.page)


@pytest.mark.parametrize("day", [1, 2])
def test_lists_show_every_page_of_the_day_and_nothing_else(day: Day) -> None:
    shown = {page for page in world()[day].links if page in PAGES or not page.startswith("gov/notices/")}
    # On the second day english is down and the notices of gov have a new look.
    hidden = {page for page in PAGES if day == 2 and page.startswith(("english/", "gov/notices/"))}

    assert {page for page, each in PAGES.items() if each.day <= day} - shown <= hidden
    assert not shown - set(PAGES)


@by_page()
def test_the_list_names_the_day(each: Expectation) -> None:
    listed = world()[each.day].links[each.page].listed

    # The mirror's list has no dates.
    assert (listed or "")[:10] == ("" if each.page.startswith("mirror/") else each.published)


@by_page()
def test_the_title_is_the_headline(each: Expectation) -> None:
    title = squeezed(reading_of(each).article.title)

    assert title == squeezed(each.title)


@by_page()
def test_the_date_is_the_day_of_publication(each: Expectation) -> None:
    published = reading_of(each).article.published

    assert (published or "")[:10] == (each.published or "")


@by_page()
def test_the_origin_is_the_one_credited(each: Expectation) -> None:
    assert reading_of(each).article.source == each.source


@by_page()
def test_the_text_is_that_of_the_article(each: Expectation) -> None:
    found = world()[each.day].readings[each.page]
    assert not isinstance(found, Unreadable)
    text = squeezed("".join(reading.article.text for reading in found))
    wanted = squeezed("".join(each.paragraphs))

    if text == wanted:
        return
    # Headlines of other posts, cut short, stand inside the body of a collector's page.
    assert each.page.startswith("collector/")
    assert text.startswith(wanted)
    assert len(text) < len(wanted) + 80


@by_page()
def test_the_topic_is_judged_as_an_analyst_would(each: Expectation) -> None:
    found = reading_of(each).assessment

    assert found.on_topic == each.expected.on_topic, [(tag.name, tag.points) for tag in found.tags if tag.points]


@by_page([each for each in READABLE if each.verdict == "new"])
def test_a_story_is_filed_under_its_main_areas(each: Expectation) -> None:
    areas = {tag.name for tag in reading_of(each).assessment.tags if tag.kind == "area"}

    assert set(each.expected.areas) <= areas


@by_page()
def test_trust_is_what_an_analyst_would_give(each: Expectation) -> None:
    found = reading_of(each).trust

    assert found.trust == each.expected.trust, found.signs


@by_page()
def test_a_page_off_the_topic_gets_the_same_verdict_without_its_text_being_looked_for(each: Expectation) -> None:
    quick = world()[each.day].quick[each.page]
    assert not isinstance(quick, Unreadable)

    if quick[0].in_full:
        assert quick == world()[each.day].readings[each.page]
    else:
        verdict = judge(quick[0], ())
        assert (verdict.name, reason(verdict)) == ("rejected", reason(judge(reading_of(each), ())))


def test_some_pages_off_the_topic_are_settled_without_their_text() -> None:
    readings = [found for day in world().values() for found in day.quick.values() if not isinstance(found, Unreadable)]

    assert not all(found[0].in_full for found in readings)


def reason(verdict: Verdict) -> str | None:
    return getattr(verdict, "why", None)


def judged(order: list[Expectation]) -> tuple[dict[str, Verdict], dict[str, int]]:
    """The verdict on every page, and the Story each stands in, when they are read in this order."""
    stories: list[KnownStory] = []
    verdicts: dict[str, Verdict] = {}
    members: dict[str, int] = {}
    for each in order:
        found = world()[each.day].readings[each.page]
        assert not isinstance(found, Unreadable)
        for reading in found:
            verdict = judge(reading, tuple(stories))
            verdicts.setdefault(each.page, verdict)
            if isinstance(verdict, New):
                stories.append(_known(len(stories) + 1, reading))
            if isinstance(verdict, New | SameAs):
                members.setdefault(each.page, verdict.story if isinstance(verdict, SameAs) else len(stories))
    return verdicts, members


def _known(story: int, reading: Reading) -> KnownStory:
    return KnownStory(
        story=story,
        text=reading.article.text,
        fingerprint=reading.fingerprint,
        host=host_of(reading.article.url or ""),
    )


def _tier_rank(each: Expectation) -> int:
    hostile = {"kaiyun-sports", "mirror", "collector", "doubled", "invented"}
    return Tier.OTHER.rank if each.page.partition("/")[0] in hostile else 0


@cache
def orders() -> Mapping[str, tuple[dict[str, Verdict], dict[str, int]]]:
    genuine_first = sorted(READABLE, key=lambda each: (each.day, _tier_rank(each)))
    hostile_first = sorted(READABLE, key=lambda each: (each.day, -_tier_rank(each)))
    return {"genuine first": judged(genuine_first), "hostile first": judged(hostile_first)}


@pytest.mark.parametrize("order", ["genuine first", "hostile first"])
@by_page()
def test_the_verdict_is_right_whatever_is_read_first(each: Expectation, order: str) -> None:
    verdict = orders()[order][0][each.page]

    assert each.accepts(verdict.name), verdict
    if order == "genuine first" and each.verdict == "same":
        assert verdict.name in {"same", "new"}


@pytest.mark.parametrize("order", ["genuine first", "hostile first"])
@by_page([each for each in READABLE if each.verdict == "same"])
def test_a_copy_stands_in_the_story_it_copies_and_no_other(each: Expectation, order: str) -> None:
    members = orders()[order][1]
    if each.page not in members:
        assert each.accepts(orders()[order][0][each.page].name)
        return
    assert members[each.page] == members[each.expected.same_as[0]]


def test_different_news_are_different_stories() -> None:
    members = orders()["genuine first"][1]
    canonical = [each.page for each in READABLE if each.verdict == "new" and each.page in members]

    assert len({members[page] for page in canonical}) == len(canonical)
