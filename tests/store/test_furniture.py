"""What several stories of a host begin or end with is furniture there, and the table stays small."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from core.verdict import New, Verdict
from store import Store
from store.furniture import LEAST, MOST
from tests.store.samples import HOUR, NOW, OFF_TOPIC, found, page, reading, same_as, story_of


def tell(
    store: Store,
    number: int,
    lines: set[int],
    verdict: Verdict | None = None,
    host: str = "paper.example",
    at: datetime = NOW,
) -> int:
    """A page with these lines at its ends is settled; returns its article."""
    url = f"http://{host}/{number}.html"
    page_id = store.pages.keep(found(url), page(url, str(number).encode(), at))
    result = (replace(reading(f"第{number}条消息。", url=url), edges=frozenset(lines)), verdict or New())
    return store.settle(page_id, [result], at)[0]


def test_a_line_of_three_stories_is_furniture(store: Store) -> None:
    for number in range(LEAST):
        assert store.furniture.of("paper.example") == frozenset()
        tell(store, number, {7, 100 + number})

    assert store.furniture.of("paper.example") == {7}
    assert store.furniture.of("other.example") == frozenset()


@pytest.mark.parametrize("how", ["copies of one story", "pages without a story"])
def test_pages_that_are_no_further_story_teach_nothing(store: Store, how: str) -> None:
    story = story_of(store, tell(store, 0, {7}))
    assert story is not None
    verdict = same_as(story) if how == "copies of one story" else OFF_TOPIC
    for number in range(1, 6):
        tell(store, number, {7}, verdict)

    assert store.furniture.of("paper.example") == frozenset()


def test_each_host_learns_for_itself(store: Store) -> None:
    for number in range(LEAST):
        tell(store, number, {7}, host=f"{number}.example")

    assert all(store.furniture.of(f"{number}.example") == frozenset() for number in range(LEAST))


def test_a_story_that_goes_takes_along_what_it_taught(store: Store) -> None:
    for number in range(LEAST):
        tell(store, number, {7})
    tell(store, 0, {7}, same_as(2), at=NOW + HOUR)

    assert [story for _, story in rows(store)] == [2, 3]
    assert store.furniture.of("paper.example") == frozenset()


def rows(store: Store) -> list[tuple[int, int]]:
    found = store._database.rows("select line, story from furniture")
    return [(row["line"], row["story"]) for row in found]


def test_a_line_keeps_its_newest_stories_only(store: Store) -> None:
    for number in range(10):
        tell(store, number, {7}, at=NOW + number * HOUR)

    assert sorted(story for _, story in rows(store)) == [8, 9, 10]
    assert store.furniture.of("paper.example") == {7}


def test_a_host_keeps_the_lines_seen_last(store: Store) -> None:
    for number in range(MOST // 100 + 5):
        tell(store, number, {7, *range(1000 * number, 1000 * number + 100)}, at=NOW + number * HOUR)

    kept = rows(store)
    assert len(kept) == MOST
    assert min(line for line, _ in kept if line != 7) >= 1000 * 4
    assert store.furniture.of("paper.example") == {7}
