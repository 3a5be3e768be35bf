"""Articles a second by the number of the office's own terms, beside a search for one term after the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice, product
from time import process_time

from core.article import Article
from core.rules import Rules
from core.text import folded
from core.topics import assess, may_be_on_topic
from core.topics.compiled import compile_topics
from core.topics.schema import OfficeRule
from tests.support.judging import rules
from tests.support.texts import TEXTS

SIZES = (0, 50, 500, 5_000)
#: Terms of one query.
TERMS = 10
#: Seconds of one measurement at least; the best of a few counts.
ROUND, ROUNDS = 0.4, 3

# Names of places as they are made, few of which are in any text.
_FIRST = "青白红黄金银石木水山云天龙凤虎鹤松竹梅兰东南西北上下大小新古"
_SECOND = "浦江溪湖泽桥渡港湾洲坡岭坪塘堰"
_LAST = ("新区", "开发区", "产业园", "大桥", "枢纽", "码头", "水库", "古镇", "学院", "医院", "铁路", "论坛")


def main() -> None:
    """Print articles judged a second, those told off topic by their words alone, and what a plain search does."""
    articles = [Article(url=None, title=text[:20], text=text) for text in TEXTS.values()]
    lengths = sum(len(article.text) for article in articles) // len(articles)
    print(f"{len(articles)} articles of {lengths} characters on average; {TERMS} terms a query")
    print(f"{'terms':>6}{'queries':>9}{'judged':>12}{'bounded':>12}{'term by term':>14}{'compiled':>11}")
    for size in SIZES:
        terms = _terms(size)
        office = [OfficeRule(name=str(place), label="x", query=_query(terms, place)) for place in range(0, size, TERMS)]
        began = process_time()
        with_rules = _with(tuple(office))
        compiled = process_time() - began
        rates = (
            _rate(articles, lambda each, ready=with_rules: assess(each, ready)),
            _rate(articles, lambda each, ready=with_rules: may_be_on_topic(each.text, ready.topics)),
            _rate(articles, lambda each, words=terms: [word for word in words if word in folded(each.text)]),
        )
        print(f"{size:6}{len(office):9}{rates[0]:10.0f}/s{rates[1]:10.0f}/s{rates[2]:12.0f}/s{compiled * 1000:8.0f} ms")


def _terms(count: int) -> list[str]:
    return ["".join(parts) for parts in islice(product(_FIRST, _SECOND, _LAST), count)]


def _query(terms: Sequence[str], place: int) -> str:
    """Alternatives, two terms near each other, one that is asked for besides and one that must not be there."""
    *some, left, right, besides, unwanted = terms[place : place + TERMS]
    return f"标题:({' 或 '.join(some)}) 或 {left} 近/20 {right} 或 {besides}^2 非 {unwanted}"


def _with(office: tuple[OfficeRule, ...]) -> Rules:
    topics = rules().topics
    return replace(rules(), topics=compile_topics(replace(topics.file, rule=office), topics.places))


def _rate(articles: Sequence[Article], judge: Callable[[Article], object]) -> float:
    return max(_round(articles, judge) for _ in range(ROUNDS))


def _round(articles: Sequence[Article], judge: Callable[[Article], object]) -> float:
    began, judged = process_time(), 0
    while process_time() - began < ROUND:
        for article in articles:
            judge(article)
        judged += len(articles)
    return judged / (process_time() - began)
