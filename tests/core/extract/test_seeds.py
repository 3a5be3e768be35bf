"""The five real pages of the shared folder, each wrapped as a page."""

from __future__ import annotations

from datetime import datetime
from html import escape
from pathlib import Path

import pytest

from core.article import Article, Extraction, Hints
from core.extract import extract
from core.page import Page

SEEDS = Path(__file__).parents[3].parent / "shared" / "cases" / "seeds"
pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SEEDS.is_dir(), reason="the shared folder is not beside the checkout"),
]


def read(number: str, fetched: str = "2026-11-21T08:00:00+08:00") -> Article:
    lines = next(SEEDS.glob(f"{number}_*")).read_text("utf-8").split("\n")
    title = next(line for line in lines if line.strip())
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    html = f"<html><head><title>{escape(title)}</title></head><body>{paragraphs}</body></html>"
    at = datetime.fromisoformat(fetched)
    page = Page(asked_url=None, url=None, fetched_at=at, status=200, body=html.encode())
    found = extract(page, Hints(fetched_at=at))
    assert isinstance(found, Extraction)
    return found.article


FIRST = {
    "000": "2024-12-04",
    "001": "2025-06-07T13:22:07+08:00",
    "002": "2018-01",
    "003": "2023-11",
    "004": "2025-08-03",
}


@pytest.mark.parametrize(("number", "first"), FIRST.items())
def test_the_news_is_dated_by_its_text_and_stale(number: str, first: str) -> None:
    article = read(number)
    assert article.first_published == first
    assert article.stale is True


def test_the_genuine_one_was_fresh_in_its_time() -> None:
    assert read("001", "2025-06-08T08:00:00+08:00").stale is False


TAILS = {
    "000": ("首页", "Powered by", "校对"),
    "001": ("实时资讯", "交通运输部:6月2日", "热门文章"),
    "002": ("報料熱線", "2014-2025"),
    "003": ("版权声明", "微信号", "第十九届长三角科技论坛", "admin"),
    "004": ("免责声明", "2026-01-18", "直播"),
}


@pytest.mark.parametrize(("number", "words"), TAILS.items())
def test_what_stands_around_the_article_is_cut(number: str, words: tuple[str, ...]) -> None:
    article = read(number)
    assert [word for word in words if word in article.text] == []
    assert len(article.text) > 700


def test_two_stories_in_one_page_are_two() -> None:
    article = read("004")
    assert article.text.startswith("本報上海8月3日電")
    assert [part.text[:9] for part in article.parts] == ["近日,市經信委公示"]


def test_the_script_is_told() -> None:
    assert [read(number).language for number in ("001", "002", "004")] == ["zh", "zh-Hant", "zh-Hant"]
