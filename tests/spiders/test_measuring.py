"""What a list shows of itself is noted with the look at it."""

from datetime import UTC, datetime

import pytest

from core.link import FoundLink, Outcome
from core.page import Page
from core.run import SourceCheck
from core.site import Kind, Site, Source, Tier
from spiders.measuring import measured

NOON = datetime(2026, 11, 21, 4, tzinfo=UTC)
LIST = "https://a.example/news/"
SITE = Site(
    id="a",
    name="甲",
    home="https://a.example/",
    tier=Tier.ISSUER,
    sources=(Source(id="news", kind=Kind.SECTION, url=LIST),),
)
CHECK = SourceCheck(site="a", source="news", at=NOON, outcome=Outcome.FETCHED)


def page(body: str, url: str = LIST) -> Page:
    return Page(asked_url=LIST, url=url, fetched_at=NOON, status=200, body=body.encode(), headers={})


def links(*listed: str | None) -> list[FoundLink]:
    return [
        FoundLink(url=f"{LIST}{number}.html", site="a", source="news", listed=date)
        for number, date in enumerate(listed)
    ]


ROWS = "".join(
    f'<li><a href="/xw/{1000 + n}.html">第{n}次会议研究部署区域协同发展有关工作</a><span>2026-11-{n:02}</span></li>'
    for n in range(1, 13)
)


def test_dates_are_counted_and_their_usual_pause_is_taken():
    check = measured(CHECK, links("2026-11-20", "2026-11-17", "2026-11-14T08:00:00+08:00", None), page(""), LIST, SITE)

    assert (check.links, check.dated, check.spacing, check.newest) == (4, 3, 3.0, "2026-11-20")


def test_a_date_to_come_is_no_sign_of_life():
    check = measured(CHECK, links("2030-01-01", "2026-11-22", "2018-01-02"), page(""), LIST, SITE)

    assert (check.dated, check.newest) == (3, "2026-11-22")


def test_links_that_are_not_taken_are_counted_with_a_pattern_for_them():
    check = measured(CHECK, [], page(f"<ul>{ROWS}</ul>"), LIST, SITE)

    assert check.seen == 12
    assert check.proposal is not None
    assert "xw" in check.proposal


def test_a_list_that_is_read_has_no_proposal():
    check = measured(CHECK, links("2026-11-20"), page(f"<ul>{ROWS}</ul>"), LIST, SITE)

    assert (check.seen, check.proposal) == (0, None)


REDIRECTS = {
    "none": (LIST, None),
    "to https": ("http://a.example/news/", None),
    "to the home page": ("https://a.example/", "https://a.example/"),
}


@pytest.mark.parametrize(("answered", "noted"), REDIRECTS.values(), ids=REDIRECTS.keys())
def test_the_address_that_answered_is_noted_where_it_is_another(answered, noted):
    assert measured(CHECK, [], page("", answered), LIST, SITE).redirected == noted
