"""Two records of a digest are the same, byte for byte, or what differs is said in words."""

import json
from dataclasses import replace

import pytest

from core.health import State
from digest.difference import differences
from digest.record import to_json
from tests.support.digests import COVERAGE, LEFT_OUT, STORIES, digest_of

BEFORE = digest_of()


def retold(number, **values):
    return tuple(replace(each, **values) if each.id == number else each for each in STORIES)


STORY = STORIES[0]
CASES = {
    "a story that is gone": (digest_of(STORIES[1:]), ".stories[11]", "行动方案 is gone"),
    "a new story": (digest_of((*STORIES, replace(STORY, id=99))), "[99]", "is new"),
    "another score": (
        digest_of(retold(11, assessment=replace(STORY.assessment, score=5))), "assessment.score", "17 -> 5",
    ),
    "an edited title": (digest_of(retold(11, article=replace(STORY.article, title="新题"))), "article.title", "新题"),
    "one more outlet": (
        digest_of(retold(11, members=(*STORY.members, replace(STORY.members[1], article=500)))),
        "members[500]",
        "is new",
    ),
    "what was held is released": (digest_of(left=LEFT_OUT[1:]), "held[91]", "is gone"),
    "another title in the config": (replace(BEFORE, title="周报"), "title", "长三角一体化每日要闻 -> 周报"),
    "a look that was dropped": (
        digest_of(coverage=(replace(COVERAGE[0], state=State.NOT_CHECKED), *COVERAGE[1:])),
        "coverage[fgw/要闻].state",
        "not checked",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("after", "where", "what"), CASES.values(), ids=CASES)
def test_what_differs_is_told(after, where, what):
    found = differences(to_json(BEFORE), to_json(after))
    assert any(where in line and what in line for line in found), found


def test_the_same_record_has_no_difference():
    assert differences(to_json(BEFORE), to_json(digest_of())) == ()


def test_another_way_to_write_the_same_is_told_too():
    (line,) = differences(to_json(BEFORE), json.dumps(json.loads(to_json(BEFORE)), ensure_ascii=False))
    assert "another version" in line


def test_another_order_is_told():
    assert differences('{"a": [{"id": 1}, {"id": 2}]}', '{"a": [{"id": 2}, {"id": 1}]}') == ("a: in another order",)


def test_a_strangers_title_stays_on_its_line():
    after = digest_of(retold(11, article=replace(STORY.article, title="甲\n乙\u202e" + "长" * 500)))
    assert all(
        "\n" not in line and "\u202e" not in line and len(line) < 400
        for line in differences(to_json(BEFORE), to_json(after))
    )


def test_of_long_texts_is_shown_what_differs():
    before = "有关设区市发展改革委：" + "根据办法，" * 20 + "总投资318.6亿元。"
    after = before.replace("318.6", "316.8")
    (line,) = differences(json.dumps({"text": before}), json.dumps({"text": after}))
    assert line == "text: …根据办法，根据办法，总投资318.6亿元。 -> …根据办法，根据办法，总投资316.8亿元。"
