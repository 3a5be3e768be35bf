"""Pages that are no list."""

from __future__ import annotations

import pytest

from core.site import Kind
from spiders.discovery import candidates, leads
from spiders.strays import column_of, is_article, why_nothing
from tests.support.columns import COLUMNS, page, rows
from tests.support.lists import a_site, a_source, an_answer

SITE = a_site(a_source(Kind.SECTION))
HOME = "https://www.example.cn/"
UNDATED_ROWS = rows(
    lambda number, day, title: f'<li><a href="/news/{day:%Y%m}/t{day:%Y%m%d}_{number}.html">{title}</a>'
)

ARTICLE_URL = f"{HOME}news/202611/t20261120_1394000.html"
ARTICLES = {
    "it says so": page("<h1>题目</h1>", head='<meta name="ArticleTitle" content="题目">'),
    "it links to others like it": page(f"<h1>题目</h1><ul>{UNDATED_ROWS}</ul>"),
}


@pytest.mark.parametrize("body", ARTICLES.values(), ids=ARTICLES.keys())
def test_an_article_is_told_from_a_list_and_its_column_named(body):
    answer = an_answer(body, url=ARTICLE_URL)

    assert is_article(answer, SITE)
    assert column_of(answer, SITE) == f"{HOME}news/"


@pytest.mark.parametrize("body", COLUMNS.values(), ids=COLUMNS.keys())
def test_no_column_is_taken_for_an_article(body):
    assert not is_article(an_answer(body), SITE)


NOTHING = {
    "rendered by script": ('<div id="app"></div><script src="/app.js"></script>', "rendered by script"),
    "a login": ('<form><input name="user"><input type="password"></form>', "login form"),
    "a menu": (
        '<ul class="nav">' + '<li><a href="/a/">要闻</a></li>' * 9 + "</ul>",
        "none of which looks like an article",
    ),
    "nothing": ("", "empty"),
}


@pytest.mark.parametrize(("body", "reason"), NOTHING.values(), ids=NOTHING.keys())
def test_a_page_without_a_list_is_told_by_what_was_seen(body, reason):
    answer = an_answer(body)

    assert candidates(answer, SITE, leads(answer, SITE), {}) == ()
    assert reason in why_nothing(answer, SITE)
