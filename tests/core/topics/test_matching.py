"""A query holds where a person reading the article would say so, and shows by which words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.article import Article
from core.assessment import Hit, Tag, TagKind
from core.rules import Rules
from core.text import folded
from core.topics import assess, may_be_on_topic
from core.topics.compiled import Topics, compile_topics
from core.topics.lexicon import Lexicon
from core.topics.matching import MOST_FINDS, groups, match, may_match, triggers
from core.topics.office import CompiledRule
from core.topics.parsing import parse_query
from core.topics.query import All, Any, In, Near, Not, Query, Same, Secondary, Weighted, Where, Words, written
from core.topics.schema import Core, OfficeRule, PlacesFile, TopicsFile
from core.topics.story import Story, read, tail_pattern
from tests.support.judging import rules
from tests.support.queries import TERMS, queries

LEAD = 12


def a_story(query: Query, **fields: str) -> Story:
    """An Article read with the terms of one query."""
    article = Article(**{"url": None, "title": "", "text": "", **fields})
    return read(article, Lexicon(dict(groups(query))), tail_pattern(()), 0)


def holds(query_text: str, **fields: str) -> bool:
    query = parse_query(query_text, {})
    return match(query, a_story(query, **fields), LEAD) is not None


TEXT = "长三角发布2026年规划。示范区将新建三座大桥；G60沿线九城参与。"
HOLDS = {
    "a word of the text": ("规划", {"text": TEXT}),
    "a word of the title": ("规划", {"title": "规划发布"}),
    "all words, one in the title and one in the text": ("通车 规划", {"title": "大桥通车", "text": TEXT}),
    "one of two": ("黄酒 或 规划", {"text": TEXT}),
    "what must not be there is not": ("规划 非 黄酒", {"text": TEXT}),
    "Traditional script": ("規劃", {"text": TEXT}),
    "a Traditional text": ("规划", {"text": "發布規劃"}),
    "spaces in the text": ("长三角", {"text": "长 三 角"}),
    "full width": ("Ｇ６０", {"text": TEXT}),
    "case": ("YANGTZE", {"text": "the Yangtze River"}),
    "the title only": ("标题:大桥", {"title": "大桥通车"}),
    "the lead": ("导语:长三角", {"text": TEXT}),
    "the body": ("正文:大桥", {"text": TEXT}),
    "the source": ("来源:日报", {"source": "江岸日报"}),
    "the address": ("网址:gov.cn", {"url": "https://www.some.gov.cn/a.html"}),
    "a path in the address": ('url:"/zwgk/"', {"url": "https://a.example/zwgk/1.html"}),
    "a distance that is just enough": ("长三角 近/7 规划", {"text": TEXT}),
    "in either order": ("规划 近/7 长三角", {"text": TEXT}),
    "side by side": ("长三 近/1 角发", {"text": TEXT}),
    "near the second of two": ("三座 近/1 大桥", {"text": "大桥很多，其中有三座大桥"}),
    "one sentence": ("示范区 同句 大桥", {"text": TEXT}),
    "three in one sentence": ("示范区 同句 新建 同句 大桥", {"text": TEXT}),
    "a word outside the longer phrase": ("沪宁 不算 王沪宁", {"text": "王沪宁出席。沪宁高速拓宽。"}),
}  # fmt: skip
HOLDS_NOT = {
    "no word of it": ("黄酒", {"text": TEXT}),
    "one of two words": ("规划 黄酒", {"text": TEXT}),
    "what must not be there": ("规划 非 大桥", {"text": TEXT}),
    "a word of the text, asked of the title": ("标题:规划", {"title": "大桥通车", "text": TEXT}),
    "a word of the title, asked of the text": ("正文:通车", {"title": "大桥通车", "text": TEXT}),
    "behind the lead": ("导语:大桥", {"text": TEXT}),
    "the source, not asked for by name": ("日报", {"source": "江岸日报"}),
    "the address, not asked for by name": ("gov", {"url": "https://www.some.gov.cn/a.html"}),
    "the end of another's name in an address": ("url:some.cn", {"url": "https://www.awesome.cn/"}),
    "one character too far": ("长三角 近/6 规划", {"text": TEXT}),
    "one in the title, one in the text": ("通车 近/100 规划", {"title": "大桥通车", "text": TEXT}),
    "a word near itself": ("规划 近/10 (规划 或 年规划)", {"text": TEXT}),
    "two sentences": ("长三角 同句 大桥", {"text": TEXT}),
    "sentences parted by a semicolon": ("大桥 同句 G60", {"text": TEXT}),
    "only inside the longer phrase": ("沪宁 不算 王沪宁", {"text": "王沪宁出席会议。"}),
    "in the longer phrase across the end of the lead": (
        "导语:(合作 不算 上海合作组织)", {"text": "今日某市有消息上海合作组织"}),
    "a part of a longer Latin word": ("G60", {"text": "AG600M"}),
    "a secondary word for want of a primary one": ("黄酒 或 ~规划", {"text": TEXT}),
}  # fmt: skip


@pytest.mark.parametrize(("query", "fields"), HOLDS.values(), ids=HOLDS.keys())
def test_a_query_holds(query: str, fields: dict[str, str]) -> None:
    assert holds(query, **fields)


@pytest.mark.parametrize(("query", "fields"), HOLDS_NOT.values(), ids=HOLDS_NOT.keys())
def test_a_query_does_not_hold(query: str, fields: dict[str, str]) -> None:
    assert not holds(query, **fields)


def few(**changes: object) -> tuple[TopicsFile, PlacesFile]:
    """Files of rules with hardly a term but those of the office's own, for hundreds of tries."""
    places = replace(rules().topics.places, city=(), town=(), joins={})
    return TopicsFile(core=Core(compound=("本题一",), plain=("本题二",)), **changes), places


def with_rules(*rule: OfficeRule, **aliases: tuple[str, ...]) -> Rules:
    """Rules with some of the office's own."""
    return replace(rules(), topics=compile_topics(*few(rule=rule, aliases=aliases)))


def tag_of(rule: OfficeRule, article: Article, **aliases: tuple[str, ...]) -> Tag | None:
    """The Tag of the one rule, or None."""
    tags = assess(article, with_rules(rule, **aliases)).tags
    return next((tag for tag in tags if tag.kind is TagKind.RULE), None)


def published(article: Article, hit: Hit) -> str:
    """What the article has at the place of a hit."""
    text: str = getattr(article, hit.field)
    return text[hit.offset : hit.offset + hit.length]


POINTS = {
    "the points of the rule": ("大桥", 2, 2),
    "weights are added": ("大桥^3", 2, 5),
    "only those that hold": ("大桥 (通车^3 或 拓宽^5)", 1, 4),
    "all those that hold": ("大桥^1 通车^2", 0, 3),
    "of a secondary word": ("大桥 ~通车^2", 1, 3),
    "not of one that is not there": ("大桥 ~拓宽^2", 1, 1),
    "of a place": ("大桥 ~标题:大桥^2", 1, 3),
    "weights in weights": ("(大桥^1 通车)^2", 0, 3),
    "20 at the most": ("大桥^15 通车^15", 0, 20),
    "a rule that takes away": ("大桥", -3, -3),
}


@pytest.mark.parametrize(("query", "points", "given_"), POINTS.values(), ids=POINTS.keys())
def test_a_rule_gives_its_points_and_the_weights_that_hold(query: str, points: int, given_: int) -> None:
    rule = OfficeRule(name="bridges", label="大桥", query=query, points=points)
    tag = tag_of(rule, Article(url=None, title="大桥通车", text=""))

    assert tag is not None
    assert tag.points == given_


def test_every_term_of_a_query_is_shown_with_its_place_in_the_published_text() -> None:
    rule = OfficeRule(name="bridges", label="大桥", query="标题:$bridge 与 (通车 近/2 来宾) 来源:日报 url:gov.cn")
    article = Article(
        url="https://www.some.gov.cn/1",
        title="兩座　大 橋",
        text="今天大桥通车，\n来宾很多。通车了。",
        source="江岸日报",
    )
    tag = tag_of(rule, article, bridge=("大桥", "长桥"))

    assert tag is not None
    assert [(hit.field, hit.term, published(article, hit)) for hit in tag.hits] == [
        ("title", "大桥", "大 橋"), ("text", "通车", "通车"), ("text", "来宾", "来宾"),
        ("source", "日报", "日报"), ("url", "gov.cn", "gov.cn"),
    ]  # fmt: skip


def test_the_first_find_of_each_term_is_shown_before_more_of_one() -> None:
    rule = OfficeRule(name="bridges", label="大桥", query="大桥 通车")
    tag = tag_of(rule, Article(url=None, title="", text="大桥。" * 50 + "通车"))

    assert tag is not None
    assert [hit.term for hit in tag.hits][:3] == ["大桥", "通车", "大桥"]


def test_three_lists_are_another_way_to_write_a_query() -> None:
    lists = OfficeRule(name="x", label="x", any=("大桥", "长桥"), all=("通车", "江阴"), excluded=("招聘",))
    query = replace(lists, any=(), all=(), excluded=(), query="(大桥 或 长桥) 通车 江阴 非 招聘")

    assert with_rules(lists).topics.rules.rules[0].query == with_rules(query).topics.rules.rules[0].query


# What a person with a finger on the text would do: no automaton, no sorting, no bisection.


def _spans(terms: tuple[str, ...], text: str) -> set[tuple[int, int]]:
    return {
        (start, start + len(folded(term)))
        for term in terms
        for start in range(len(text))
        if text.startswith(folded(term), start) and not _inside_latin(text, start, start + len(folded(term)))
    }


def _inside_latin(text: str, start: int, end: int) -> bool:
    def latin(character: str) -> bool:
        return character.isascii() and character.isalnum()

    return (start > 0 and latin(text[start]) and latin(text[start - 1])) or (
        end < len(text) and latin(text[end - 1]) and latin(text[end])
    )


def _places(query: Query, text: str, end: int) -> set[tuple[int, int]]:
    if isinstance(query, Any):
        return {span for part in query.parts for span in _places(part, text, end)}
    assert isinstance(query, Words)
    covers = _spans(query.excluded, text)
    return {
        (start, stop)
        for start, stop in _spans(query.terms, text)
        if start < end and not any(left <= start and stop <= right for left, right in covers)
    }


def _naive(query: Query, fields: dict[Where | None, list[tuple[str, int]]], where: Where | None = None) -> bool:
    match query:
        case Words():
            return any(_places(query, text, end) for text, end in fields[where])
        case Near(left, right, within):
            return any(
                0 <= max(two[0] - one[1], one[0] - two[1]) <= within
                for text, end in fields[where]
                for one in _places(left, text, end)
                for two in _places(right, text, end)
            )
        case Same(parts):
            return any(
                all({text.count("。", 0, start) for start, _ in _places(part, text, end)} & {number} for part in parts)
                for text, end in fields[where]
                for number in range(text.count("。") + 1)
            )
        case In(inner, part):
            return _naive(part, fields, inner)
        case Weighted(part=part):
            return _naive(part, fields, where)
        case Not(part):
            return not _naive(part, fields, where)
        case All(parts):
            return all(_naive(part, fields, where) for part in parts if not isinstance(part, Secondary))
        case Any(parts):
            return any(_naive(part, fields, where) for part in parts if not isinstance(part, Secondary))
    raise AssertionError(query)


def texts() -> st.SearchStrategy[str]:
    pieces = (*TERMS, "的", "，", "。", "x", "6", " ", "(cháng)", "長三角", "角一体")
    return st.lists(st.sampled_from(pieces), max_size=12).map("".join)


ARTICLES = st.builds(Article, url=texts(), title=texts(), text=texts(), source=texts())


@settings(max_examples=1_000)
@given(queries(), ARTICLES)
def test_it_holds_just_where_a_plain_search_says_so(query: Query, article: Article) -> None:
    title, text, source, url = map(folded, (article.title, article.text, article.source or "", article.url or ""))
    fields: dict[Where | None, list[tuple[str, int]]] = {
        None: [(title, 99), (text, 99)], Where.TITLE: [(title, 99)], Where.BODY: [(text, 99)],
        Where.LEAD: [(text, LEAD)], Where.SOURCE: [(source, 99)], Where.URL: [(url, 99)],
    }  # fmt: skip
    story = read(article, Lexicon(dict(groups(query))), tail_pattern(()), 0)
    held = match(query, story, LEAD)

    assert (held is not None) == _naive(query, fields), written(query)
    if held is not None:
        found = {group for field in (*story.fields, story.source, story.url) for group in field.found}
        assert found & triggers(query)


@settings(max_examples=500)
@given(queries(), ARTICLES)
def test_what_is_shown_is_the_term_as_published(query: Query, article: Article) -> None:
    topics = _with_query(query)
    for tag in assess(article, replace(rules(), topics=topics)).tags:
        for hit in tag.hits if tag.kind is TagKind.RULE else ():
            assert folded(published(article, hit)) == folded(hit.term)


def _with_query(query: Query, points: int = 4) -> Topics:
    rule = CompiledRule(OfficeRule(name="drawn", label="drawn", points=points), query)
    return compile_topics(*few(), (rule,))


@settings(max_examples=500)
@given(queries(), st.lists(texts(), min_size=1, max_size=4), st.sampled_from((-4, 0, 4)), st.data())
def test_a_page_of_which_an_article_gets_points_is_never_bounded_away(
    query: Query, lines: list[str], points: int, data: st.DataObject
) -> None:
    """Source and address are no lines of the page."""
    topics = _with_query(query, points)
    kept = "\n".join(line for line in lines if data.draw(st.booleans()))
    article = Article(
        url=data.draw(texts()), title=data.draw(st.sampled_from(lines)), text=kept, source=data.draw(texts())
    )
    tags = [tag for tag in assess(article, replace(rules(), topics=topics)).tags if tag.kind is TagKind.RULE]

    assert not any(tag.points > 0 for tag in tags) or may_be_on_topic("\n".join(lines), topics)


BOUNDED = {
    "a word": ("黄酒", False),
    "one of two words that are both asked for": ("大桥 黄酒", False),
    "all words, wherever they stand": ("大桥 标题:通车", True),
    "a distance is not measured": ("大桥 近/1 通车", True),
    "a NEAR lacks one": ("大桥 近/1 黄酒", False),
    "a SAME lacks one": ("大桥 同句 黄酒", False),
    "what must not be there is not looked at": ("大桥 非 通车", True),
    "a secondary word is no ground": ("黄酒 或 ~大桥", False),
    "an address is not told by the page": ("url:gov.cn", True),
    "nor is a source": ("来源:日报 或 黄酒", True),
    "but what is asked for besides is": ("来源:日报 黄酒", False),
}


@pytest.mark.parametrize(("query", "may"), BOUNDED.values(), ids=BOUNDED.keys())
def test_a_page_is_kept_where_a_query_could_hold(query: str, may: bool) -> None:
    read_query = parse_query(query, {})

    assert may_match(read_query, Lexicon(dict(groups(read_query))).terms_in("大桥\n通车")) == may
    assert may_be_on_topic("大桥\n通车", _with_query(read_query)) == may


def test_a_rule_whose_weights_alone_give_points_keeps_a_page() -> None:
    assert may_be_on_topic("大桥", _with_query(parse_query("大桥^4", {}), 0))
    assert not may_be_on_topic("大桥", _with_query(parse_query("大桥", {}), 0))


def test_a_page_that_repeats_a_term_is_not_looked_at_for_ever() -> None:
    query = parse_query("大桥 近/5 通车", {})

    assert match(query, a_story(query, text="大桥。" * (MOST_FINDS - 1) + "大桥通车"), LEAD)
    assert not match(query, a_story(query, text="大桥。" * MOST_FINDS + "今天傍晚时分大桥通车"), LEAD)
