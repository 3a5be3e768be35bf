"""Shapes: a pattern is left out only where it cannot match, so that what is found is what each would find."""

from __future__ import annotations

import pickle
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.shapes import Shapes, needed
from tests.support.judging import rules

_DIGITS = "一二三四五六七八九十"

NEEDED: dict[str, tuple[str, list[list[set[str]]]]] = {
    "letters": ("包过", [[{"包过"}]]),
    "alternatives, each by itself": ("微信|电话", [[{"微信"}], [{"电话"}]]),
    "alternatives in a group": ("(?:微信|电话.*号)", [[{"微信"}], [{"电话"}, {"号"}]]),
    "alternatives within": ("加(?:微信|电话)号", [[{"加微信号", "加电话号"}]]),
    "long alternatives within": (r"a(?:微\d信信|电话\d)b", [[{"信信", "电话"}, {"a"}, {"b"}]]),
    "an option": ("微信(?:客服)?同号", [[{"微信同号", "微信客服同号"}]]),
    "letters of which one stands": ("精装[两三]房", [[{"精装两房", "精装三房"}]]),
    "both sides of a gap, the longer first": (r"领取.{0,8}内部代码", [[{"内部代码"}, {"领取"}]]),
    "what is repeated": (r"(?:首付\d+万){2}", [[{"首付"}, {"万"}]]),
    "what must not stand before": ("(?<!不)包过", [[{"包过"}]]),
    "a boundary": (r"\bearn\b", [[{"earn"}]]),
    "nothing that is sure": (r"\d+", [[]]),
    "nothing, in one alternative": (r"\d+|包过", [[], [{"包过"}]]),
    "letters in either case": ("(?i)earn", [[]]),
    "letters in either case, in part": (r"(?i:earn)\d", [[]]),
    "what may be missing": ("(?:包过)*", [[]]),
    "too many to list": (
        "[一二三四五六七八九十]" * 3 + "包过",
        [[{f"{digit}包过" for digit in _DIGITS}, set(_DIGITS), set(_DIGITS)]],
    ),
}


@pytest.mark.parametrize(("pattern", "ways"), NEEDED.values(), ids=NEEDED.keys())
def test_what_a_pattern_needs(pattern: str, ways: list[list[set[str]]]) -> None:
    assert [list(way) for way in needed(re.compile(pattern))] == ways


@settings(max_examples=300)
@given(st.data())
def test_every_match_holds_what_its_pattern_needs(data: st.DataObject) -> None:
    pattern = re.compile(data.draw(st.sampled_from(_PATTERNS)))
    text = data.draw(st.from_regex(pattern))
    match = pattern.search(text)

    assert match is not None
    assert any(all(any(each in match.group() for each in texts) for texts in way) for way in needed(pattern))


def test_each_pattern_finds_what_it_would_find_alone_in_their_order() -> None:
    shapes = Shapes((re.compile(pattern), pattern) for pattern in _PATTERNS)
    text = "首付3万，包过，加微信号 earn money 二二三包过"
    alone = [(pattern, match) for pattern in _PATTERNS if (match := re.search(pattern, text))]

    found = list(shapes.search(text))

    assert [(value, match.span()) for value, match in found] == [(value, match.span()) for value, match in alone]
    assert [value for value, _ in pickle.loads(pickle.dumps(shapes)).search(text)] == [value for value, _ in alone]


def test_nothing_outside_the_stretch_is_found() -> None:
    shapes = Shapes([(re.compile("包过"), "promise")])

    assert [match.span() for _, match in shapes.search("包过 包过", 1, 5)] == [(3, 5)]
    assert not list(shapes.search("包过 包过", 1, 4))


def test_every_shipped_pattern_needs_something() -> None:
    file = rules().signs.file
    patterns = [pattern for each in file.promotion for pattern in each.patterns]
    patterns += [pattern for each in file.composition for pattern in each.patterns]

    assert [pattern for pattern in patterns if () in needed(re.compile(pattern, re.MULTILINE))] == []


_PATTERNS = [pattern for pattern, _ in NEEDED.values()]
