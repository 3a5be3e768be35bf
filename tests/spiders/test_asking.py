"""What is asked for: pages, searches, windows and editions out of a Source's templates."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.site import Kind, Source
from spiders.asking import Ask, edition_before, first_asks, next_ask
from tests.support.lists import a_site, a_source

#: 2026-01-01 00:30 in Shanghai, while it is still 2025 in UTC.
NEW_YEAR = datetime(2025, 12, 31, 16, 30, tzinfo=UTC)


def pages(source: Source, now: datetime = NEW_YEAR) -> list[Ask]:
    """The requests of a look that is paged to its end."""
    (asked,) = first_asks(source, a_site(source), now)
    found = [asked]
    while following := next_ask(source, found[-1]):
        found.append(following)
    return found


def endpoint(**more: object) -> Source:
    return a_source(Kind.ENDPOINT, **more)


@pytest.mark.parametrize(
    ("source", "urls"),
    [
        pytest.param(
            endpoint(url="https://a.cn/l?p={n}", max_pages=3),
            ["https://a.cn/l?p=1", "https://a.cn/l?p=2", "https://a.cn/l?p=3"],
            id="the number in the address itself",
        ),
        pytest.param(
            endpoint(url="https://a.cn/l?p={n}", second_page=1, max_pages=2),
            ["https://a.cn/l?p=0", "https://a.cn/l?p=1"],
            id="counted from nought",
        ),
        pytest.param(
            endpoint(url="https://a.cn/l/", next_page="?pp={offset}", page_size=10, max_pages=3),
            ["https://a.cn/l/", "https://a.cn/l/?pp=10", "https://a.cn/l/?pp=20"],
            id="offsets",
        ),
        pytest.param(
            endpoint(url="https://a.cn/l/{today:YYYYMM}/{today:DD}/node_1.html", max_pages=1),
            ["https://a.cn/l/202601/01/node_1.html"],
            id="the day is that of the Site's zone",
        ),
        pytest.param(
            endpoint(url="https://a.cn/s?b={since:YYYY-M-D}&e={today}", window_days=31, max_pages=1),
            ["https://a.cn/s?b=2025-12-1&e=2026-01-01"],
            id="a window of days",
        ),
        pytest.param(
            endpoint(url="https://a.cn/l", max_pages=9), ["https://a.cn/l"], id="a list that does not say how it pages"
        ),
    ],
)
def test_addresses_are_made_from_templates(source: Source, urls: list[str]) -> None:
    assert [asked.url for asked in pages(source)] == urls


def test_the_body_of_a_post_turns_its_pages_and_keeps_its_own_braces() -> None:
    source = endpoint(method="POST", body='{"node": {"id": 25491}, "page": {n}}', max_pages=2)

    assert [json.loads(asked.body) for asked in pages(source)] == [
        {"node": {"id": 25491}, "page": 1},
        {"node": {"id": 25491}, "page": 2},
    ]


BODIES = {
    "JSON": ('{"page": {n}}', {}, [("Content-Type", "application/json")]),
    "a form": ("page={n}", {}, [("Content-Type", "application/x-www-form-urlencoded")]),
    "what its Source says": ("page={n}", {"content-type": "text/plain"}, [("content-type", "text/plain")]),
    "nothing": ("", {"X-Requested-With": "XMLHttpRequest"}, [("X-Requested-With", "XMLHttpRequest")]),
}


@pytest.mark.parametrize(("body", "headers", "expected"), BODIES.values(), ids=BODIES)
def test_a_body_is_sent_as(body: str, headers: dict[str, str], expected: list[tuple[str, str]]) -> None:
    (asked,) = pages(endpoint(method="POST", body=body, headers=headers, max_pages=1))

    assert list(asked.headers) == expected


def test_each_keyword_is_a_search_of_its_own_with_pages_of_its_own() -> None:
    source = endpoint(url="https://a.cn/s?q={keyword}&p={n}", keywords=("长三角", "G60"), max_pages=2)
    first, second = first_asks(source, a_site(source), NEW_YEAR)
    following = next_ask(source, first)

    assert (first.keyword, second.keyword) == ("长三角", "G60")
    assert following is not None
    assert parse_qs(urlsplit(following.url).query) == {"q": ["长三角"], "p": ["2"]}


@given(st.text(max_size=30))
def test_a_keyword_stays_what_it_is_in_addresses_forms_and_json(keyword: str) -> None:
    in_url = endpoint(url="https://a.cn/s?q={keyword}", keywords=(keyword,))
    in_form = replace(in_url, url="https://a.cn/s", method="POST", body="q={keyword}&x=1")
    in_json = replace(in_form, body='{"q": "{keyword}"}')
    made = [first_asks(source, a_site(source), NEW_YEAR)[0] for source in (in_url, in_form, in_json)]

    assert parse_qs(urlsplit(made[0].url).query, keep_blank_values=True) == {"q": [keyword]}
    assert parse_qs(made[1].body, keep_blank_values=True) == {"q": [keyword], "x": ["1"]}
    assert json.loads(made[2].body) == {"q": keyword}


def test_further_pages_lie_beside_the_address_that_answered() -> None:
    source = a_source(Kind.SECTION, url="https://a.cn/list", next_page="index_{n}.html", max_pages=3)
    (first,) = first_asks(source, a_site(source), NEW_YEAR)
    second = next_ask(source, first, "https://www.a.cn/list/")
    assert second is not None
    third = next_ask(source, second, "https://www.a.cn/list/index_2.html")
    assert third is not None

    assert [second.url, third.url] == ["https://www.a.cn/list/index_2.html", "https://www.a.cn/list/index_3.html"]


def test_an_edition_that_is_not_out_is_looked_for_the_day_before_and_not_for_ever() -> None:
    source = endpoint(url="https://a.cn/{today:YYYYMMDD}/")
    (asked,) = first_asks(source, a_site(source), NEW_YEAR)
    tried = [asked]
    while earlier := edition_before(source, tried[-1]):
        tried.append(earlier)

    assert tried[1].url == "https://a.cn/20251231/"
    assert tried[1].day == date(2025, 12, 31)
    assert len(tried) == 10
    assert edition_before(endpoint(url="https://a.cn/l"), Ask(day=date(2026, 1, 1))) is None
