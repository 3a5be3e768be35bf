"""A file of labels is read as spreadsheets save it, and what is wrong with it is told by line."""

from pathlib import Path

import pytest

from core.assessment import Trust
from core.settings import ConfigError
from scheduler.labels import NAMING, REMARKS, SAYING, parse_labels
from tests.support.judging import rules

TEXT = "file,on_topic,areas,places,note\na.html,yes,科技创新|law,苏州、JS,「好」\n"

FORMS = {
    "UTF-8": TEXT.encode(),
    "with a mark": TEXT.encode("utf-8-sig"),
    "GBK from Excel": TEXT.replace("「好」", "好").encode("gbk"),
    "UTF-16 with tabs": TEXT.replace(",", "\t").encode("utf-16"),
    "semicolons, line ends of Windows": TEXT.replace(",", ";").replace("\n", "\r\n").encode(),
    "headings in capitals with spaces": TEXT.replace("on_topic,areas", " ON_TOPIC , Areas").encode(),
    "empty rows": (TEXT + ",,,,\n\n").encode(),
    "short rows": TEXT.replace(",「好」", "").encode(),
}


@pytest.mark.parametrize("body", FORMS.values(), ids=FORMS.keys())
def test_labels_are_read_whatever_saved_them(body):
    (label,), faults = parse_labels(body, "labels.csv", rules())

    assert faults == ()
    assert (label.line, label.file, label.opinion.on_topic) == (2, Path("a.html"), "yes")
    assert label.opinion.areas == {"tech", "law"}
    assert label.opinion.places == {"苏州", "江苏"}
    assert (label.opinion.trust, label.opinion.worthy, label.opinion.stories) == (None, None, None)


CELLS = {
    "worthy in Chinese": ("worthy", "是", lambda said: said.worthy is True),
    "no": ("worthy", "No", lambda said: said.worthy is False),
    "nought": ("worthy", "0", lambda said: said.worthy is False),
    "nothing said": ("worthy", " ", lambda said: said.worthy is None),
    "a dash is none of them": ("areas", "-", lambda said: said.areas == frozenset()),
    "an empty cell says nothing": ("areas", "", lambda said: said.areas is None),
    "trust": ("trust", "Spun", lambda said: said.trust is Trust.SPUN),
    "a story that has a comma": ("story", '"沪，苏"', lambda said: said.stories == {"沪，苏"}),
    "two stories of a page": ("story", "a | b", lambda said: said.stories == {"a", "b"}),
}


@pytest.mark.parametrize(("column", "cell", "check"), CELLS.values(), ids=CELLS.keys())
def test_a_cell_means(column, cell, check):
    (label,), faults = parse_labels(f"article,{column}\n7.0,{cell}\n".encode(), "labels.csv", rules())

    assert faults == ()
    assert label.article == 7
    assert check(label.opinion)


BAD = {
    "no area": ("file,areas\na,teck\n", "labels.csv:2: areas: no such area; did you mean 'tech'?"),
    "no trust": ("file,trust\na,fake\n", "labels.csv:2: trust: 'fake' is none of ok, republished, mirror"),
    "neither yes nor no": ("file,worthy\na,maybe\n", "labels.csv:2: worthy: 'maybe' is neither yes nor no"),
    "no number": ("file,article\na,１２a\n", "labels.csv:2: article: '１２a' is no number"),
    "a number without end": (f"file,article\na,{'9' * 5000}\n", "is no number"),
    "no time": ("file,fetched_at\na,yesterday\n", "labels.csv:2: fetched_at: not an ISO 8601 time: 'yesterday'"),
    "names nothing": ("file,note\n,x\n", "labels.csv:2: names no file, article or url"),
    "too many cells": ("file,note\na,x,y\n", "labels.csv:2: 3 cells for 2 columns; quote what has commas"),
    "a cell without end": ("file,note\na," + "x" * 200_000 + "\n", "labels.csv:2: is no row: field larger than"),
    "behind a cell of two lines": ('file,note\n,"1\n2"\n', "labels.csv:2: names no"),
    "below one of two lines": ('file,note\ngood,"1\n2"\nb,x,y\n', "labels.csv:4: 3 cells"),
}


@pytest.mark.parametrize(("text", "message"), BAD.values(), ids=BAD.keys())
def test_a_bad_row_is_told_with_its_line_and_the_others_count(text, message):
    labels, faults = parse_labels(f"{text}good\n".encode(), "labels.csv", rules())
    said = [str(fault) for fault in faults]

    assert {label.file for label in labels} == {Path("good")}
    assert len(said) == 1
    assert message in said[0]


HEADINGS = {
    "misspelt": ("file,on_topik\n", "labels.csv:1: on_topik: no such column; did you mean 'on_topic'?"),
    "unknown": ("file,颜色\n", "labels.csv:1: 颜色: no such column; there are: file, article, url"),
    "twice": ("file,trust,trust\n", "labels.csv:1: trust: stands twice"),
    "nothing that names an article": ("worthy\n", "needs a column file, article or url"),
    "nothing at all": ("", "needs a column file, article or url"),
}


@pytest.mark.parametrize(("text", "message"), HEADINGS.values(), ids=HEADINGS.keys())
def test_a_heading_that_cannot_be_meant_is_refused(text, message):
    with pytest.raises(ConfigError) as error:
        parse_labels(text.encode(), "labels.csv", rules())

    assert message in str(error.value)


def test_every_column_is_documented():
    page = (Path(__file__).parents[2] / "docs" / "evaluating.md").read_text(encoding="utf-8")

    assert all(f"| `{column}`" in page or f", `{column}`" in page for column in (*NAMING, *SAYING, *REMARKS))
