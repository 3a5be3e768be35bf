"""All articles are gone through, the newest first, without holding them all."""

from datetime import timedelta

import pytest

from store import Store, open_store
from tests.store.samples import NOW, settle

#: More than are taken from the file at once.
COUNT = 450


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with open_store(tmp_path_factory.mktemp("newest") / "s.sqlite") as opened:
        for number in range(COUNT):
            settle(opened, f"http://a.cn/{number}", f"第{number}号通知", at=NOW + timedelta(minutes=number))
        yield opened


def test_each_article_is_given_once_the_newest_first(library: Store):
    numbers = [number for number, _ in library.articles.newest()]

    assert numbers == sorted(set(numbers), reverse=True)
    assert len(numbers) == COUNT


def test_only_those_first_seen_then_or_later_are_given(library: Store):
    since = NOW + timedelta(minutes=COUNT - 3)

    assert [article.text for _, article in library.articles.newest(since)] == [
        f"第{number}号通知" for number in (COUNT - 1, COUNT - 2, COUNT - 3)
    ]
