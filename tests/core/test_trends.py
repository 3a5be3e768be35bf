"""Each Story counts once a day, once an area, and for every place it names."""

from __future__ import annotations

from datetime import date, timedelta

from core.past import Past, Shown
from core.trends import DAYS, MOST_OUTLETS, Trends, trends

LAST = date(2026, 11, 21)
PROVINCE_OF = {"SH": "SH", "JS": "JS", "青浦": "SH", "320500": "JS"}


def shown(back: int = 0, outlet: str = "江岸晨报", areas: str = "tech", places: str = "") -> Shown:
    return Shown(
        day=LAST - timedelta(days=back),
        outlet=outlet,
        areas={name: name.upper() for name in areas.split()},
        places={name: name for name in places.split()},
    )


def told(*now: Shown, before: tuple[Shown, ...] = (), watched: tuple[int, ...] = (), **values: object) -> Trends:
    days = frozenset(LAST - timedelta(days=back) for back in watched)
    return trends(now, Past(shown=before, watched=days), LAST, **{"is_seen": True, "province_of": PROVINCE_OF} | values)  # type: ignore[arg-type]


def test_the_last_day_is_that_of_the_issue():
    found = told(shown(), shown(), before=(shown(1),))
    assert (found.days[-1], found.days[0]) == (LAST, LAST - timedelta(days=DAYS - 1))
    assert found.stories[-2:] == (1, 2)


def test_a_day_without_news_is_no_day_without_a_look():
    assert told(watched=(2,)).stories[-4:] == (None, 0, None, 0)
    assert told(is_seen=False).stories[-1] is None


def test_what_was_shown_is_counted_though_nobody_looked():
    assert told(shown(), is_seen=False).stories[-1] == 1


def test_what_is_older_is_not_counted():
    found = told(before=(shown(DAYS, places="SH"),))
    assert (found.stories[0], found.areas, found.regions, found.outlets) == (None, (), (), ())


def test_a_story_counts_for_its_first_area_and_for_the_first_that_was_asked_for():
    assert [each.name for each in told(shown(areas="tech ecology")).areas] == ["tech"]
    assert [each.name for each in told(shown(areas="tech ecology"), areas=("ecology",)).areas] == ["ecology"]
    assert told(shown(areas="")).areas == ()


def test_areas_are_told_day_by_day_the_largest_first():
    found = told(shown(areas="ecology"), shown(), shown(), before=(shown(1),)).areas
    assert [(each.name, each.stories[-2:]) for each in found] == [("tech", (1, 2)), ("ecology", (0, 1))]


def test_provinces_stand_in_the_order_of_the_name_of_the_region_with_their_places():
    found = told(shown(places="JS 320500 SH 青浦"), shown(places="JS")).regions
    assert [(each.name, each.stories, [place.name for place in each.places]) for each in found] == [
        ("SH", 1, ["青浦"]),
        ("JS", 2, ["320500"]),
    ]


def test_a_place_of_no_known_province_is_left_out():
    assert told(shown(places="大阪")).regions == ()


def test_outlets_are_ranked_and_bounded():
    many = (shown(outlet=f"{number:02}") for number in range(MOST_OUTLETS + 5))
    found = told(*many, shown(outlet="09")).outlets
    assert (found[0].name, found[0].stories, len(found)) == ("09", 2, MOST_OUTLETS)
