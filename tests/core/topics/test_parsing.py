"""A query is read as a person means it, and everything wrong with it is told at its place."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.topics.parsing import DEEPEST, LONGEST, MOST_TERMS, QueryError, QueryFault, parse_query
from core.topics.query import Any, Query, Secondary, Words, holds_by_presence, written
from tests.support.queries import queries

ALIASES = {"delta": ("长三角", "长江三角洲"), "三省一市": ("沪苏浙皖",)}

READ = {
    "one word": ("长三角", '"长三角"'),
    "words side by side are all asked for": ("长三角 规划", '"长三角" AND "规划"'),
    "a full-width space parts words too": ("长三角　规划", '"长三角" AND "规划"'),
    "Chinese connectives": ("长三角 与 规划 或 纲要 非 黄酒", '"长三角" AND "规划" OR "纲要" AND NOT "黄酒"'),
    "English ones in any case": ("aa And bb oR cc nOt dd", '"aa" AND "bb" OR "cc" AND NOT "dd"'),
    "Traditional ones": ("長三角 與 規劃", '"長三角" AND "規劃"'),
    "signs": ("aa & bb | cc ! dd", '"aa" AND "bb" OR "cc" AND NOT "dd"'),
    "full-width words": (
        "aa ＡＮＤ bb ｏｒ cc ＮＯＴ dd ｎｅａｒ／5 ee",
        '"aa" AND "bb" OR "cc" AND NOT "dd" NEAR/5 "ee"',
    ),
    "doubled and full-width signs": ("aa＆＆bb||cc！dd", '"aa" AND "bb" OR "cc" AND NOT "dd"'),
    "AND binds closer than OR": ("aa 或 bb 与 cc", '"aa" OR "bb" AND "cc"'),
    "brackets come first": ("（aa 或 bb）与 cc", '("aa" OR "bb") AND "cc"'),
    "NEAR binds closer than AND": ("aa 近/5 bb 与 cc", '"aa" NEAR/5 "bb" AND "cc"'),
    "NOT covers a whole NEAR": ("aa 非 bb 近/5 cc", '"aa" AND NOT "bb" NEAR/5 "cc"'),
    "a field covers a whole NEAR": ("标题：aa 近/5 bb", 'title:"aa" NEAR/5 "bb"'),
    "a field covers no more": ("标题：aa bb", 'title:"aa" AND "bb"'),
    "every field in Chinese": (
        "标题:aa 导语:bb 正文:cc 来源:dd 网址：ee",
        'title:"aa" AND lead:"bb" AND body:"cc" AND source:"dd" AND url:"ee"',
    ),
    "every field in English": (
        "title:aa lead:bb Body:cc source：dd URL:ee",
        'title:"aa" AND lead:"bb" AND body:"cc" AND source:"dd" AND url:"ee"',
    ),
    "a field in Traditional script": ("標題：规划", 'title:"规划"'),
    "a distance in words of one's own": ("aa near 5 bb", '"aa" NEAR/5 "bb"'),
    "a distance in full-width digits": ("aa 近／１２ bb", '"aa" NEAR/12 "bb"'),
    "one sentence": ("aa 同句 bb SAME (cc or dd)", '"aa" SAME "bb" SAME ("cc" OR "dd")'),
    "quotes of four kinds": ("\"aa\" “bb” 「cc」 『dd』", '"aa" AND "bb" AND "cc" AND "dd"'),
    "a quoted connective is a word": ("“与或非” “and”", '"与或非" AND "and"'),
    "a connective inside a word is part of it": ("参与式规划", '"参与式规划"'),
    "a quoted phrase keeps its spaces": ("“Yangtze River Delta”", '"Yangtze River Delta"'),
    "a quote inside a quote": ("『大“三角”』", "「大“三角”」"),
    "an apostrophe inside a word": ("People's Daily", '"People\'s" AND "Daily"'),
    "a list": ("$delta 规划", '("长三角" OR "长江三角洲") AND "规划"'),
    "a list by a Chinese name, with the sign of a Chinese keyboard": ("￥三省一市", '"沪苏浙皖"'),
    "a list joined with words": ("$delta 或 泛长三角", '"长三角" OR "长江三角洲" OR "泛长三角"'),
    "phrases that a word does not count in": ("沪宁 不算 (王沪宁 或 沪宁线)", '"沪宁" EXCEPT ("王沪宁" OR "沪宁线")'),
    "points": ("(aa 或 bb)^3", '("aa" OR "bb")^3'),
    "points of a NEAR": ("aa 近/5 bb^3", '"aa" NEAR/5 "bb"^3'),
    "a secondary term": ("aa ~bb^2", '"aa" AND ~"bb"^2'),
    "brackets too many": ("(((aa)))", '"aa"'),
    "a line break": ("aa\n 或 bb", '"aa" OR "bb"'),
}  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), READ.values(), ids=READ.keys())
def test_a_query_is_read_as_it_is_meant(text: str, meant: str) -> None:
    # The outermost brackets of a plain list say nothing.
    assert written(parse_query(text, ALIASES)).strip("()") == meant.strip("()")


FAULTS = {
    "nothing": ("", 0, "查询是空的"),
    "nothing but blanks": (" 　\n", 0, "查询是空的"),
    "a quote that is not closed": ("长三角 “一体化", 4, "引号没有收尾"),
    "a corner quote that is not closed": ("「一体化", 0, "引号没有收尾"),
    "a bracket that is not closed": ("(aa 或 bb", 0, "括号没有收尾"),
    "a bracket that was not opened": ("aa 或 bb）", 7, "多了一个右括号"),
    "empty brackets": ("aa 与 ()", 6, "右括号前缺一个词"),
    "one character": ("苏", 0, "“苏”太短"),
    "one character in quotes": ("aa “苏”", 3, "“苏”太短"),
    "one character and something invisible": ("苏\u200b", 0, "太短"),
    "an empty quote": ('aa ""', 3, "太短"),
    "a term of immense length": ("字" * 81, 0, "词太长"),
    "a full-width comma": ("规划，纲要", 2, "“，”不是查询语言的符号"),
    "a pause mark": ("规划、纲要", 2, "“、”不是查询语言的符号"),
    "a full stop": ("规划 纲要。", 5, "“。”不是查询语言的符号"),
    "single quotes": ("'规划' ‘纲要’", 0, "“'”不是查询语言的符号"),
    "a minus as search engines read it": ("长三角 -机场", 4, "“-”不是查询语言的符号"),
    "a plus as keyword groups have it": ("＋长三角 规划", 0, "“＋”不是查询语言的符号"),
    "another bracket": ("【规划】", 0, "“【”不是查询语言的符号"),
    "an unknown field": ("titel:规划", 0, "did you mean 'title'?"),
    "an address without quotes": ("url:https://a.example/x", 4, "词里有冒号请加引号"),
    "a colon alone": ("： bb", 0, "“：”不是查询语言的符号"),
    "an unknown list": ("$delt 规划", 0, "did you mean 'delta'?"),
    "a list without a name": ("$ 规划", 0, "$ 后面缺词表的名字"),
    "NEAR without a number": ("aa 近 bb", 3, "近/20"),
    "NEAR with a word": ("aa NEAR/five bb", 3, "近/20"),
    "NEAR with nought": ("aa NEAR/0 bb", 3, "近/20"),
    "NEAR with a number below nought": ("aa NEAR/-3 bb", 3, "近/20"),
    "NEAR with an immense number": ("aa NEAR/99999999999999999999 bb", 3, "近/20"),
    "NEAR with nothing before it": ("近/5 bb", 0, "不能放在这里"),
    "NEAR twice": ("aa 近/5 bb 近/5 cc", 10, "不能放在这里，请用括号分组"),
    "NEAR and SAME": ("aa 近/5 bb 同句 cc", 10, "不能放在这里"),
    "NEAR of a conjunction": ("(aa bb) 近/5 cc", 0, "近、同句的两边"),
    "SAME of a field": ("(标题:aa) 同句 cc", 0, "近、同句的两边"),
    "EXCEPT of a conjunction": ("aa 不算 (bb cc)", 6, "不算的两边"),
    "points that are none": ("aa^", 2, "^ 后面写"),
    "points in a fraction": ("aa^1.5", 2, "^ 后面写"),
    "too many points": ("aa^21", 2, "^ 后面写"),
    "points twice": ("aa^2^3", 4, "不能放在这里"),
    "a connective at the end": ("aa 与", 4, "后面还缺一个词"),
    "a connective at the beginning": ("与 aa", 0, "“与”前缺一个词"),
    "two connectives": ("aa 与 或 bb", 5, "“或”前缺一个词"),
    "two NOTs": ("aa 非 非 bb", 5, "“非”前缺一个词"),
    "NOT alone": ("非 黄酒", 0, "没有必须出现的词"),
    "NOT as one alternative": ("aa 或 非 bb", 0, "没有必须出现的词"),
    "NOT of what is NOT": ("aa 非 (非 bb)", 3, "没有必须出现的词"),
    "a secondary term alone": ("~aa", 0, "没有必须出现的词"),
    "points for what must not be there": ("aa 非 bb^2", 3, "“非”后面不能有分值"),
    "a secondary term that must not be there": ("aa 非 (bb ~cc)", 3, "“非”后面不能有分值"),
    "a field in a field": ("标题:(aa 正文:bb)", 0, "字段里面不能再写字段"),
    "brackets of immense depth": ("(" * 4_000 + "aa" + ")" * 4_000, DEEPEST, "括号层数太多"),
    "a query of immense length": ("规划 " * LONGEST, 0, "查询太长"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "start", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_its_place(text: str, start: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_query(text, ALIASES)

    first = caught.value.faults[0]
    assert (first.start, message in first.message) == (start, True), first


def test_all_wrong_words_are_told_at_once() -> None:
    with pytest.raises(QueryError) as caught:
        parse_query("titel:苏 近 （$delt，规划", ALIASES)

    assert [fault.start for fault in caught.value.faults] == [0, 6, 8, 10, 11, 16]


def test_the_terms_of_a_query_are_counted_with_those_of_its_lists() -> None:
    many = {"many": tuple(f"词{number}" for number in range(MOST_TERMS + 1))}

    with pytest.raises(QueryError, match=f"more than {MOST_TERMS} terms"):
        parse_query("规划 或 $many", many)


def test_a_deep_query_within_the_bound_is_read() -> None:
    assert parse_query("(" * DEEPEST + "aa" + ")" * DEEPEST, {}) == Words(("aa",))


@settings(max_examples=500)
@given(queries())
@example(Any((Words(("aa",)), Secondary(Words(("bb",))))))
def test_what_is_written_is_read_as_the_same(query: Query) -> None:
    assert holds_by_presence(query)
    assert parse_query(written(query), {}) == query


@settings(max_examples=500)
@given(st.text('aa长三角 与或非近同句不算()（）“”「」"$^~:：/5标题，&|!\n', max_size=60))
def test_whatever_is_typed_is_a_query_or_has_its_faults(text: str) -> None:
    query, faults = _read(text)

    assert (query is None) == bool(faults)
    assert all(0 <= fault.start <= len(text) for fault in faults)
    assert query is None or parse_query(written(query), {}) == query


def _read(text: str) -> tuple[Query | None, tuple[QueryFault, ...]]:
    try:
        return parse_query(text, {}), ()
    except QueryError as error:
        return None, error.faults
