"""Whatever the order of arrival, the same articles are one Story, told by the same one of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from random import Random

import pytest

from core.assessment import Trust
from core.judge import NO_RULINGS
from core.site import Tier
from core.verdict import Reading, Rejected, Why
from crawler.read import judge_again, judge_among
from store.database import Store, open_store
from tests.store.samples import NOW, found, page, reading
from tests.support.copies import mirrored, spun
from tests.support.texts import TEXTS

POWER, PORT, LAKE = TEXTS["power exchange"], TEXTS["port cluster"], TEXTS["lake ecology"]


def told(name: str, text: str = POWER, **values: object) -> Reading:
    return reading(text, url=f"http://{name}.example/1.html", **values)  # type: ignore[arg-type]


ISSUER = told("gov", tier=Tier.ISSUER, site="gov")
PAPER = told("paper", tier=Tier.REGIONAL)
PORTAL = told("portal", tier=Tier.PORTAL, site="portal")
HALF = told("short", POWER[: len(POWER) * 2 // 5], tier=Tier.PORTAL, site="short")
COLLECTOR = told("collector", tier=Tier.OTHER, site=None)
SPUN = told("spun", spun(POWER, 0.25, Random(3)), tier=Tier.OTHER, site=None, trust=Trust.SPUN)
MIRROR = told("mirror", mirrored(POWER), tier=Tier.OTHER, site=None, trust=Trust.MIRROR)
STALE = replace(PORTAL, article=replace(PORTAL.article, url="http://old.example/1.html", stale=True))
OTHER = told("paper2", PORT)
OTHER_COPY = told("portal2", PORT, tier=Tier.PORTAL, site="portal")
HELD = told("nobody", LAKE, tier=Tier.OTHER, site=None)

SETS = {
    "a story and its reprints": (ISSUER, PAPER, PORTAL),
    "a story and its forgeries": (PAPER, SPUN, MIRROR, COLLECTOR),
    "two stories with their copies": (PAPER, PORTAL, OTHER, OTHER_COPY),
    "an excerpt": (PAPER, HALF, COLLECTOR),
    "forgeries without an original": (SPUN, MIRROR, HELD),
    "what is stale beside what is not": (PAPER, STALE, COLLECTOR),
    "some of everything": (ISSUER, PORTAL, SPUN, HALF, OTHER),
}


def arrived(store: Store, readings: tuple[Reading, ...], first: dict[str, int]) -> None:
    """Each is settled by itself, in this order; `first` tells when each was fetched, in minutes."""
    for one in readings:
        url = one.article.url or ""
        answer = page(url, url.encode(), NOW + timedelta(minutes=first[url]))
        page_id = store.pages.keep(found(url), answer)
        verdict = judge_among(store, one, f"key of {url}", NO_RULINGS)
        store.settle(page_id, [(one, verdict)], NOW)
    judge_again(store, NO_RULINGS, NOW)


def outcome(store: Store) -> set[tuple[str, frozenset[str]]]:
    """Of each Story the address of its canonical article and those of all; of what is in none its own alone."""
    rows = store._database.rows("select url, story from articles")
    urls = defaultdict(set)
    for row in rows:
        urls[row["story"] or row["url"]].add(row["url"])
    stories = {story.id: story for story in store.stories.recent(99)}
    assert sum(len(story.members) for story in stories.values()) == sum(row["story"] is not None for row in rows)
    return {(stories[key].article.url if key in stories else "", frozenset(each)) for key, each in urls.items()}


@pytest.mark.parametrize("readings", SETS.values(), ids=SETS.keys())
def test_stories_do_not_depend_on_the_order_of_arrival(readings, tmp_path):
    first = {one.article.url: number for number, one in enumerate(readings)}
    outcomes = {}
    for number, order in enumerate(permutations(readings)):
        with open_store(tmp_path / f"{number}.sqlite", check=False) as store:
            arrived(store, order, first)
            outcomes[tuple(one.article.url for one in order)] = frozenset(outcome(store))

    assert len(set(outcomes.values())) == 1, outcomes


def test_forgeries_that_came_first_join_the_original(tmp_path):
    with open_store(tmp_path / "s.sqlite") as store:
        arrived(
            store,
            (SPUN, MIRROR, COLLECTOR, PAPER),
            dict.fromkeys([x.article.url for x in SETS["a story and its forgeries"]], 0),
        )
        (story,) = store.stories.recent(9)

    assert story.article.url == PAPER.article.url
    assert len(story.members) == 4


def test_a_copy_of_what_is_archived_is_as_old_whatever_date_it_has(tmp_path):
    copy = told("portal2", f"{POWER}\n转载请注明出处。", tier=Tier.PORTAL, site="portal2")
    with open_store(tmp_path / "store.sqlite") as store:
        arrived(store, (STALE, copy), {STALE.article.url or "": 0, copy.article.url or "": 1})
        verdict = judge_among(store, copy, "key of another address", NO_RULINGS)

        assert store.stories.recent(5) == ()
        assert isinstance(verdict, Rejected)
        assert verdict.why is Why.STALE
        assert "copy of article 1" in verdict.detail
