"""What comes first is told by points, and each point by its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.article import Body, Document, Level
from core.assessment import Trust
from core.site import Tier
from core.stories.story import Story
from core.verdict import How
from digest.rank import Merit, merits, order
from tests.support.digests import member, story


def told(number: int, **values: object) -> Story:
    return story(number, f"第{number}条消息", "长三角一体化有了新的进展。", **{"score": 6} | values)  # type: ignore[arg-type]


def issued(number: int, *levels: Level | None, **values: object) -> Story:
    """A document of bodies of these levels."""
    plain = told(number, **values)
    bodies = tuple(Body(name=f"机关{place}", level=level) for place, level in enumerate(levels))
    return replace(plain, article=replace(plain.article, document=Document(bodies=bodies)))


def carried(number: int, outlets: int, **values: object) -> Story:
    others = (member(100 + each, f"第{each}家", Tier.PORTAL, how=How.COPY) for each in range(outlets - 1))
    return told(number, others=tuple(others), **values)


COLLECTED = member(8, "采集站", Tier.OTHER, how=How.COPY, trust=Trust.REPUBLISHED)

#: The better one first.
BETTER = {
    "an issuer before a paper": (told(1, tier=Tier.ISSUER), told(2, tier=Tier.REGIONAL)),
    "a portal before a page of unknown origin": (told(1, tier=Tier.PORTAL), told(2, tier=None)),
    "what many outlets carry before what one issuer says": (
        carried(1, 9, tier=Tier.REGIONAL, score=9),
        told(2, tier=Tier.ISSUER, score=9),
    ),
    "the second outlet counts, the fourth does not": (carried(1, 2), carried(2, 1)),
    "a strong article of a portal before a weak one of a paper": (
        told(1, tier=Tier.PORTAL, score=15),
        told(2, tier=Tier.REGIONAL, score=5),
    ),
    "a document before news of the same": (issued(1, Level.COUNTY), told(2)),
    "a document of several provinces before one of a city": (issued(1, Level.REGIONAL), issued(2, Level.MUNICIPAL)),
    "of several bodies the highest counts": (issued(1, Level.COUNTY, Level.NATIONAL), issued(2, Level.MINISTRY)),
    "of equal points the day": (told(1, published="2026-11-20"), told(2, published="2026-11-19T23:00:00")),
    "of equal points a day before an unknown date": (told(1, published="2026-11-20"), told(2, published=None)),
    "then what was seen last": (told(2), told(1)),
}


@pytest.mark.parametrize("pair", BETTER.values(), ids=BETTER.keys())
def test_stories_are_ranked(pair):
    assert order(pair[0]) < order(pair[1])


#: What weighs alike: the points are the same.
ALIKE = {
    "an issuer and a central medium": (told(1, tier=Tier.ISSUER), told(2, tier=Tier.CENTRAL)),
    "a blocked publisher and an unknown one": (told(1, tier=Tier.BLOCKED), told(2, tier=None)),
    "a collector's copy is no outlet": (told(1), told(2, others=(COLLECTED,))),
    "three outlets and four": (carried(1, 3), carried(2, 4)),
    "a score above the cap": (told(1, score=15), told(2, score=60)),
    "a score below nothing": (told(1, score=0), told(2, score=-9)),
    "a document without a known body": (issued(1), issued(2, None)),
}


@pytest.mark.parametrize("pair", ALIKE.values(), ids=ALIKE.keys())
def test_stories_weigh_alike(pair):
    assert order(pair[0])[0] == order(pair[1])[0]


def test_each_point_has_its_reason():
    best = issued(1, Level.PROVINCIAL, tier=Tier.ISSUER, score=17, programmes=("科技创新券",))
    assert [(part.merit, part.points) for part in merits(best, ["科技创新券"])] == [
        (Merit.PUBLISHER, 6),
        (Merit.SCORE, 5),
        (Merit.LEVEL, 2),
        (Merit.DOCUMENT, 2),
        (Merit.PROGRAMME, 2),
    ]


def test_a_programme_that_was_named_before_is_nothing_new():
    known = told(1, programmes=("科技创新券",))
    assert Merit.PROGRAMME not in {part.merit for part in merits(known)}


def test_several_new_programmes_count_once():
    both = told(1, programmes=("科技创新券", "揭榜挂帅"))
    assert sum(part.merit is Merit.PROGRAMME for part in merits(both, ["科技创新券", "揭榜挂帅"])) == 1
