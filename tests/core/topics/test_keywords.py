"""The keyword file of other tools is read group by group, and its faults are told line by line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.article import Article
from core.assessment import TagKind
from core.settings import ConfigError
from core.topics import assess, may_be_on_topic
from core.topics.compiled import compile_topics
from core.topics.keywords import parse_keywords
from core.topics.office import CompiledRule
from core.topics.query import written
from core.topics.schema import Thresholds
from tests.support.judging import rules

ANY_SCORE = Thresholds(yes=4, related=2)
FILE = """# 本单位关注
[GLOBAL_FILTER]
招聘启事
!开奖

[WORD_GROUPS]
[政务通办]
一网通办 => 政务服务
跨省通办
+长三角
!机场
@5

大桥 => 桥梁
/轮渡|渡轮/

大桥
+通车
"""


def groups(text: str) -> tuple[CompiledRule, ...]:
    return parse_keywords(text, "keywords.txt", ANY_SCORE)


def test_each_group_is_a_rule() -> None:
    assert [(each.rule.label, each.rule.cap, written(each.query).partition(" AND ~")[0]) for each in groups(FILE)] == [
        ("政务通办", 5, '("一网通办" OR "跨省通办") AND "长三角"'),
        ("桥梁", None, '("大桥" OR "轮渡" OR "渡轮")'),
        ("大桥", None, '"大桥" AND "通车"'),
    ]


ALIKE = {
    "without a last line break": "大桥\n+通车",
    "with line ends of Windows": "大桥\r\n+通车\r\n\r\n",
    "with full-width signs": "大桥\n＋通车",
    "with blanks around": "  大桥 \n + 通车\n   \n",
    "with blank lines before": "\n\n\n大桥\n+通车\n\n\n",
    "with a comment in between": "大桥\n# 建成以后\n+通车",
    "below the title of the groups": "[WORD_GROUPS]\n大桥\n+通车",
    "below that title in small letters": "[word_groups]\n\n大桥\n+通车",
}


@pytest.mark.parametrize("text", ALIKE.values(), ids=ALIKE.keys())
def test_a_group_is_the_same(text: str) -> None:
    assert groups(text) == groups("大桥\n+通车\n")


def test_groups_of_one_name_are_told_apart() -> None:
    assert [(each.rule.name, each.rule.label) for each in groups("大桥\n+通车\n\n大桥\n+拓宽")] == [
        ("大桥", "大桥"),
        ("大桥 (2)", "大桥"),
    ]


def test_an_empty_file_has_no_groups() -> None:
    assert groups("# nothing yet\n") == ()


FOUND = {
    "in the title": ("跨省通办再扩围", "今日，长三角发布清单。", 2),
    "in the title with every word": ("长三角跨省通办再扩围", "", 4),
    "in the text": ("两地再添新事项", "长三角一网通办。", 2),
    "without a word that must stand there": ("跨省通办再扩围", "", None),
    "with a word that must not": ("长三角跨省通办再扩围", "机场也能办。", None),
    "with a word that no group may have": ("长三角跨省通办招聘启事", "", None),
    "nothing": ("今天晴", "", None),
}


@pytest.mark.parametrize(("title", "text", "points"), FOUND.values(), ids=FOUND.keys())
def test_a_group_is_found(title: str, text: str, points: int | None) -> None:
    topics = compile_topics(rules().topics.file, rules().topics.places, groups(FILE))
    assessment = assess(Article(url=None, title=title, text=text), replace(rules(), topics=topics))

    assert [tag.points for tag in assessment.tags if tag.kind is TagKind.RULE] == ([points] if points else [])
    assert may_be_on_topic(f"{title}\n{text}", topics) or not points


FAULTS = {
    "several words in a line": ("跨省通办，一网通办", "keywords.txt:1:1: 每行只写一个词"),
    "one character": ("大桥\n苏", "keywords.txt:2:1: “苏”太短"),
    "one character that must stand there": ("大桥\n + 苏", "keywords.txt:2:4: “苏”太短"),
    "a sign without a word": ("大桥\n+", "keywords.txt:2:2: “”太短"),
    "a cap that is no number": ("大桥\n@five", "keywords.txt:2:1: @ 后面写最多几条"),
    "a cap of nought": ("大桥\n@0", "keywords.txt:2:1: @ 后面写最多几条"),
    "only what must not be there": ("大桥\n\n!招聘\n!开奖", "keywords.txt:3:1: 这一组没有要找的词"),
    "a name and nothing else": ("[桥梁]\n\n大桥", "keywords.txt:1:1: 这一组没有要找的词"),
    "a name in the middle": ("大桥\n[桥梁]", "keywords.txt:2:1: 组名要写在一组的第一行"),
    "an empty name": ("[]\n大桥", "keywords.txt:1:1: 组名为空"),
    "a heading that is misspelt": ("[GLOBAL_FILTERS]\n开奖\n\n大桥", "keywords.txt:1:1: 应写作 [GLOBAL_FILTER]"),
    "a heading with another dash": ("大桥\n\n[word-groups]\n高铁", "keywords.txt:3:1: 应写作 [WORD_GROUPS]"),
    "a regular expression": ("/第.*桥/", "keywords.txt:1:1: 不支持正则表达式"),
    "one character in the filter": ("[GLOBAL_FILTER]\n奖\n\n[WORD_GROUPS]\n大桥", "keywords.txt:2:1: “奖”太短"),
}


@pytest.mark.parametrize(("text", "told"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told_with_line_and_column(text: str, told: str) -> None:
    with pytest.raises(ConfigError) as caught:
        groups(text)

    assert str(caught.value).startswith(told)
    assert len(caught.value.faults) == 1


def test_all_faults_are_told_at_once_each_with_a_caret() -> None:
    with pytest.raises(ConfigError) as caught:
        groups("苏\n\n  大桥，通车\n@x")

    assert [(fault.line, fault.column) for fault in caught.value.faults] == [(1, 1), (3, 3), (4, 1)]
    assert str(caught.value.faults[1]).splitlines()[1:] == ["      大桥，通车", "      ^"]


@settings(max_examples=300)
@given(st.text("大桥 +!@#[]/|=>\n5苏，.*", max_size=60))
def test_whatever_is_typed_is_groups_or_has_its_faults(text: str) -> None:
    lines = len(text.splitlines())
    try:
        read = groups(text)
    except ConfigError as error:
        places = [(fault.line or 0, fault.column or 0) for fault in error.faults]
    else:
        places = []
        assert len({each.rule.name for each in read}) == len(read)

    assert all(1 <= line <= lines and column >= 1 for line, column in places)
