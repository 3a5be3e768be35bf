"""Patterns that find either script."""

from __future__ import annotations

import pickle
import re

import pytest

from core.scripts import compile_either, in_either_script

FOUND = {
    "a word": ("相关新闻", "相關新聞"),
    "a word as it is written": ("相关新闻", "相关新闻"),
    "a mixed word": ("相关新闻", "相關新闻"),
    "a class": ("[报网]社", "網社"),
    "a class of what is not": ("^[^报]社", "网社"),
    "several forms of one character": ("台湾|里程", "臺灣"),
    "an escape": (r"\[编辑\]", "[編輯]"),
}


@pytest.mark.parametrize(("pattern", "text"), FOUND.values(), ids=FOUND.keys())
def test_traditional_text_is_found_by_a_simplified_pattern(pattern: str, text: str) -> None:
    assert compile_either(pattern).search(text)


MISSED = {"a class of what is not": ("^[^报]社", "報社"), "other words": ("相关新闻", "相反新聞")}


@pytest.mark.parametrize(("pattern", "text"), MISSED.values(), ids=MISSED.keys())
def test_nothing_else_is_found(pattern: str, text: str) -> None:
    assert compile_either(pattern).search(text) is None


def test_a_range_and_other_letters_stay_as_they_are() -> None:
    assert in_either_script(r"[一-鿿]\d{2,3}(?:a|b)") == r"[一-鿿]\d{2,3}(?:a|b)"


def test_flags_are_handed_on() -> None:
    assert compile_either("abc", re.IGNORECASE).match("ABC")


def test_it_has_all_that_a_pattern_has_and_can_be_sent_to_another_process() -> None:
    pattern = pickle.loads(pickle.dumps(compile_either("(?P<who>记者)")))
    found = pattern.search("本報記者")
    assert found
    assert found["who"] == "記者"
    assert (pattern.groups, pattern.sub("*", "记者記者")) == (1, "**")
