"""Text of an article: F1 and pages a second, ours and of the tools others use, on the same pages in one run.

The pages are the golden folders of the tests, which our rules pass by definition, so that column tells nothing of us;
and where they lie beside the checkout, saved pages of the real web. F1 is that of bags of four-token shingles, the mean
over pages. `pip install --group peers` brings the peers.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from core.article import Extraction, Hints
from core.charset import decode
from core.extract import extract
from core.page import Page

_CHECKOUT = Path(__file__).parents[1]
_GOLDEN = _CHECKOUT / "tests" / "core" / "extract" / "pages"
_SAVED = _CHECKOUT.parent / "shared" / "cases" / "pages"
_TOKEN = re.compile(r"[\u2e80-\u2fff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[a-z0-9]+")
_SHINGLE = 4
#: The saved pages are older than this.
_LATER = "2026-11-21T08:00:00+08:00"
_BAD = 0.8


@dataclass(frozen=True, slots=True)
class Case:
    """A page with the text that should be read from it."""

    page: Page
    text: str


Tool = Callable[[Page], str]


def main() -> None:
    """Print a line for each tool and set of pages."""
    logging.disable(logging.CRITICAL)
    for name, cases in (("golden pages", _golden()), ("saved pages", _saved())):
        print(f"{name} ({len(cases)})")
        for tool, read in _tools().items() if cases else ():
            _measure(tool, read, cases)


def _measure(name: str, read: Tool, cases: list[Case]) -> None:
    read(cases[0].page)
    began = perf_counter()
    texts = [read(case.page) for case in cases]
    seconds = perf_counter() - began
    scores = [_f1(text, case.text) for text, case in zip(texts, cases, strict=True)]
    bad = sum(score < _BAD for score in scores)
    print(f"  {name:16} F1 {sum(scores) / len(scores):.3f}, under {_BAD}: {bad:2}, {len(cases) / seconds:6.1f} pages/s")


def _tools() -> dict[str, Tool]:
    tools: dict[str, Tool] = {"deltawatch": _ours, "trafilatura": _trafilatura, "readability": _readability}
    try:
        import_module("newspaper.languages.zh")
    except ImportError:
        print("newspaper4k is not installed: `pip install --group peers`")
        return tools
    return {**tools, "newspaper4k": _newspaper}


def _ours(page: Page) -> str:
    found = extract(page, Hints(fetched_at=page.fetched_at))
    return found.article.text if isinstance(found, Extraction) else ""


def _trafilatura(page: Page) -> str:
    from trafilatura import extract as bare

    return bare(_html(page), include_comments=False) or ""


def _readability(page: Page) -> str:
    from lxml.html import document_fromstring
    from readability import Document

    return "\n".join(document_fromstring(Document(_html(page)).summary()).itertext())


def _newspaper(page: Page) -> str:
    # Without pictures, which it would ask the network for.
    article: Any = import_module("newspaper").Article(url="http://localhost/", language="zh", fetch_images=False)
    article.download(input_html=_html(page))
    article.parse()
    return str(article.text)


def _html(page: Page) -> str:
    # Given decoded text, as we are: from bytes they lose up to one page in ten.
    return decode(page.body, page.headers)[0]


def _golden() -> list[Case]:
    cases = []
    for file in sorted(_GOLDEN.glob("*/expected.json")):
        expected = json.loads(file.read_text("utf-8"))
        if text := expected["article"].get("text"):
            cases.append(Case(_page(file.with_name("page.html"), expected["given"]["fetched_at"]), text))
    return cases


def _saved() -> list[Case]:
    file = _SAVED / "expected.jsonl"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    return [Case(_page(_SAVED / each["file"], _LATER), each["text"]) for each in map(json.loads, lines) if each["text"]]


def _page(file: Path, fetched_at: str) -> Page:
    body = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return Page(asked_url=None, url=None, fetched_at=datetime.fromisoformat(fetched_at), status=200, body=body)


def _f1(text: str, expected: str) -> float:
    got, wanted = _shingles(text), _shingles(expected)
    shared = sum((got & wanted).values())
    return 2 * shared / max(1, sum(got.values()) + sum(wanted.values()))


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(unicodedata.normalize("NFKC", text).lower())
    size = min(_SHINGLE, max(1, len(tokens)))
    return Counter(tuple(tokens[place : place + size]) for place in range(len(tokens) - size + 1))
