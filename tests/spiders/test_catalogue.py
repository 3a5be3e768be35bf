"""The shipped Sites against the catalogue of real endpoints that they were made from."""

from __future__ import annotations

import csv
import gzip
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.site import Site, Source
from spiders.readers.listing import matches
from spiders.sites import shipped

SHARED = Path(__file__).parents[3] / "shared"
CATALOGUE = SHARED / "sources" / "catalogue.csv"
PAGES = SHARED / "cases" / "pages"

pytestmark = pytest.mark.skipif(not CATALOGUE.is_file(), reason="the catalogue is not beside this checkout")

Row = dict[str, str]
ROWS: list[Row] = list(csv.DictReader(CATALOGUE.read_text("utf-8").splitlines())) if CATALOGUE.is_file() else []
SOURCES = {f"{site.id}/{source.id}": (site, source) for site in shipped() for source in site.sources}

#: Rows whose Source their address alone does not tell.
TOLD_BY_BODY = {"thepaper_yrd": "thepaper/yrd"}
#: Shipped Sources that have no row of their own.
BEYOND = {"suzhou/quxian": "a sister column that the row sz_bmdt names by its number; it carries Wujiang"}
#: Rows whose pattern takes every page of a publisher; ours asks for four digits in a row too.
TOO_LOOSE = {"eastday_sh", "eastday_news"} | {row["id"] for row in ROWS if row["pattern_basis"] == "generic"}

STRICT = [row for row in ROWS if row["id"] not in TOO_LOOSE]

_PLACEHOLDER = re.compile(r"\{[^{}]+\}")


def fits(source: Source, row: Row) -> bool:
    """Whether a Source asks for a row's address, whatever is filled in on either side."""
    ours, theirs = urlsplit(source.url), urlsplit(row["endpoint_url"])
    values = dict(parse_qsl(ours.query, keep_blank_values=True))
    return (
        ours.netloc == theirs.netloc
        and _alike(ours.path, theirs.path)
        and theirs.fragment in {"", ours.fragment}
        and all(
            name in values and _alike(values[name], value)
            for name, value in parse_qsl(theirs.query, keep_blank_values=True)
        )
    )


def _alike(ours: str, theirs: str) -> bool:
    """`news{n}.html` and `news1.html`, `{today:DD}` and `{DD}`, `0` and `{ChannelID}`."""
    form = "[^/]*".join(map(re.escape, _PLACEHOLDER.split(ours)))
    return bool(re.fullmatch(form, theirs) or _PLACEHOLDER.fullmatch(theirs))


def sources_of(row: Row) -> list[str]:
    """The names of the Sources that stand for a row."""
    if row["id"] in TOLD_BY_BODY:
        return [TOLD_BY_BODY[row["id"]]]
    return [name for name, (_, source) in SOURCES.items() if name not in BEYOND and fits(source, row)]


def source_for(row: Row) -> tuple[Site, Source]:
    """The Source that stands for a row, with its Site."""
    return SOURCES[sources_of(row)[0]]


def test_every_row_is_one_source_and_every_source_a_row() -> None:
    found = {row["id"]: sources_of(row) for row in ROWS}

    assert {row: names for row, names in found.items() if len(names) != 1} == {}
    assert sorted(names[0] for names in found.values()) == sorted(SOURCES.keys() - BEYOND.keys())


@pytest.mark.parametrize("row", ROWS, ids=[row["id"] for row in ROWS])
def test_a_source_has_the_evidence_of_its_row(row: Row) -> None:
    site, source = source_for(row)

    assert (source.evidence, source.seen, source.confidence) == (row["evidence"], row["last_seen"], row["confidence"])
    assert site.language == row["language"]


@pytest.mark.parametrize("row", STRICT, ids=[row["id"] for row in STRICT])
@settings(max_examples=5, derandomize=True)
@given(data=st.data())
def test_a_pattern_matches_what_that_of_its_row_does(row: Row, data: st.DataObject) -> None:
    visible = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="#")
    url = data.draw(st.from_regex(row["article_url_pattern"], fullmatch=True, alphabet=visible))

    assert matches(source_for(row)[1], url)


def test_patterns_match_the_real_addresses_that_those_of_their_rows_do() -> None:
    real = {
        row["id"]: [url for url in real_addresses() if re.search(row["article_url_pattern"], url)] for row in STRICT
    }
    by_id = {row["id"]: source_for(row)[1] for row in STRICT}

    assert sum(map(bool, real.values())) >= 10, "the saved pages hold addresses of many publishers"
    assert {url for row, urls in real.items() for url in urls if not matches(by_id[row], url)} == set()


@cache
def real_addresses() -> frozenset[str]:
    """All addresses that stand in the saved pages."""
    texts = (gzip.decompress(file.read_bytes()).decode("latin-1") for file in sorted(PAGES.glob("*.html.gz")))
    return frozenset(url for text in texts for url in re.findall(r"https?://[\w.-]+/[\w./?=&%-]+", text, re.ASCII))
