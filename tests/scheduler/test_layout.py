"""A page of text stands in columns, whatever letters it is of."""

import pytest
from rich.cells import cell_len

from scheduler.layout import Section, lines

TABLES = {
    "columns stand under each other": ([("a", "x"), ("长三角", "y")], ["  a       x", "  长三角  y"]),
    "an empty cell keeps its place": ([("", "x"), ("ab", "y")], ["      x", "  ab  y"]),
    "a column without a word takes none": ([("", "x"), ("", "y")], ["  x", "  y"]),
    "no spaces hang on": ([("ab", "")], ["  ab"]),
    "no row": ([], []),
    "numbers": ([("+4", 12)], ["  +4  12"]),
    "control characters are gone": ([("a", "\x1b[31m红\u202e\n色")], ["  a  [31m红 色"]),
}


@pytest.mark.parametrize(("table", "expected"), TABLES.values(), ids=TABLES.keys())
def test_a_table_is_aligned_by_what_a_terminal_shows(table, expected):
    assert list(lines([Section("head", (table,))])) == ["head", *expected]


def test_sections_stand_apart():
    assert list(lines([Section("one", ()), Section("two", ())])) == ["one", "", "two"]


LONG = {
    "Chinese is broken anywhere": "长三角生态绿色一体化发展示范区" * 4,
    "words are not": "the Yangtze River Delta is home to a sixth of the population",
    "an address is": "http://news.example/" + "a" * 90,
    "both together": "G60科创走廊 九城市 in the delta " * 4,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_free_text_goes_on_under_itself_and_loses_nothing(text):
    _, *shown = lines([Section("head", ([("标签", text)],))], 40)

    assert len(shown) > 1
    assert all(cell_len(line) <= 40 for line in shown)
    assert {line[: 8 - 2] if place == 0 else line[:8] for place, line in enumerate(shown)} == {"  标签  ", " " * 8}
    assert "".join(line[6 if place == 0 else 8 :] for place, line in enumerate(shown)).replace(" ", "") == text.replace(
        " ", ""
    )
