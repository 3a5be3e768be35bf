"""Golden folders: a page of our own for each way of going wrong, and what must be read from it."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from core.article import Document, Extraction, Hints
from core.extract import extract
from core.page import Page

CASES = sorted(path.parent for path in (Path(__file__).parent / "pages").glob("*/expected.json"))


def read(case: Path) -> tuple[Extraction, dict[str, Any]]:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    given = expected["given"]
    fetched = datetime.fromisoformat(given["fetched_at"])
    page = Page(
        asked_url=given.get("url"),
        url=given.get("url"),
        fetched_at=fetched,
        status=200,
        body=(case / "page.html").read_bytes(),
    )
    found = extract(page, Hints(fetched_at=fetched, anchor=given.get("anchor", ""), listed=given.get("listed")))
    assert isinstance(found, Extraction)
    return found, expected


def comparable(found: Extraction) -> dict[str, Any]:
    return {
        **asdict(found.article),
        "parts": len(found.article.parts),
        "attachments": [[one.url, one.title] for one in found.article.attachments],
        "document": told(found.article.document),
    }


def told(document: Document | None) -> dict[str, Any] | None:
    """What a document says of itself, without what it says nothing of and without the evidence."""
    if document is None:
        return None
    facets = {**asdict(document), "types": list(document.types)}
    bodies = [[body.name, body.level] for body in document.bodies]
    return {name: value for name, value in {**facets, "bodies": bodies, "evidence": ()}.items() if value}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_page_is_read_as_expected(case: Path) -> None:
    found, expected = read(case)
    article = comparable(found)
    assert {key: article[key] for key in expected["article"]} == expected["article"]
    assert [words for words in expected.get("absent", ()) if words in article["text"]] == []
    doubts = {one.value: one.doubt for one in found.article.date_evidence}
    assert {value: doubts.get(value) for value in expected.get("evidence", ())} == expected.get("evidence", {})


def test_there_are_cases() -> None:
    assert len(CASES) >= 20
