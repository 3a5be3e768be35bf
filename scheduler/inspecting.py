"""`inspect`: one saved page into one JSON object, without a store. The keys are a contract (docs/inspect.md)."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from core.article import Article, Hints, Unreadable
from core.assessment import TagKind
from core.judge import judge
from core.page import Page
from core.read import MODULES, read
from core.rules import Rules
from core.verdict import Reading, Verdict, reason_of
from crawler.pool import Died, Limits, map_killable

#: The contract: all present in every answer, null when unknown.
KEYS = (
    "url", "title", "text", "author", "source", "published", "published_precision", "date_evidence", "first_published",
    "stale", "language", "encoding", "on_topic", "score", "tags", "places", "programmes", "areas", "kind", "trust",
    "trust_evidence", "verdict", "reason", "parts", "attachments", "kicker", "subtitle", "document", "ms",
)  # fmt: skip

_LISTS = {"date_evidence", "tags", "places", "programmes", "areas", "trust_evidence", "parts", "attachments"}

LIMITS = Limits(workers=2, timeout=20.0, memory=1024)


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A saved page to be inspected."""

    path: Path
    url: str | None
    fetched_at: datetime
    headers: Mapping[str, str] = field(default_factory=dict)
    #: Why it cannot be read at all; then the rest does not count.
    fault: str = ""


def inspect(pages: Iterable[Saved], rules: Rules) -> Iterator[dict[str, Any]]:
    """One answer for each page, in order; a page that hangs or kills its worker costs only itself."""
    for outcome in map_killable(_answer, pages, rules, LIMITS, MODULES):
        if isinstance(outcome.result, Died):
            yield failure(outcome.item.url, f"toxic: {outcome.result.reason}")
        else:
            yield outcome.result


def failure(url: str | None, reason: str) -> dict[str, Any]:
    """The answer for a page that gave no Article."""
    answered: dict[str, Any] = {key: [] if key in _LISTS else None for key in KEYS}
    return answered | {"url": url, "on_topic": "no", "score": 0, "verdict": "rejected", "reason": reason}


def answer(reading: Reading, verdict: Verdict) -> dict[str, Any]:
    """The contract's object for one Reading; `parts` and `ms` are the caller's."""
    article, assessment = reading.article, reading.assessment
    values = {
        **_article(article),
        "on_topic": assessment.on_topic,
        "score": assessment.score,
        "tags": [asdict(tag) for tag in assessment.tags],
        "places": [tag.label for tag in assessment.tags if tag.kind is TagKind.PLACE],
        "programmes": list(assessment.named(TagKind.PROGRAMME)),
        "areas": list(assessment.named(TagKind.AREA)),
        "kind": assessment.kind,
        "trust": reading.trust.trust,
        "trust_evidence": [asdict(sign) for sign in reading.trust.signs],
        "verdict": verdict.name,
        "reason": reason_of(verdict) or None,
        "parts": [],
    }
    return {key: values.get(key) for key in KEYS}


def _article(article: Article) -> dict[str, Any]:
    return {
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "author": article.author,
        "source": article.source,
        "published": article.published,
        "published_precision": article.published_precision,
        "date_evidence": [asdict(evidence) for evidence in article.date_evidence],
        "first_published": article.first_published,
        "stale": article.stale,
        "language": article.language,
        "encoding": article.encoding,
        "attachments": [asdict(attachment) for attachment in article.attachments],
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "document": asdict(article.document) if article.document else None,
    }


def read_saved(saved: Saved, rules: Rules) -> tuple[Reading, ...] | str:
    """What a saved page says, or why it says nothing."""
    if saved.fault:
        return saved.fault
    try:
        body = saved.path.read_bytes()
        body = gzip.decompress(body) if saved.path.suffix == ".gz" else body
    except (OSError, EOFError, zlib.error, ValueError) as fault:
        return f"cannot be read: {fault}"
    page = Page(
        asked_url=saved.url, url=saved.url, fetched_at=saved.fetched_at, status=200, body=body, headers=saved.headers
    )
    result = read(page, Hints(fetched_at=saved.fetched_at), rules)
    return f"unreadable: {result}" if isinstance(result, Unreadable) else result


def judge_alone(reading: Reading) -> Verdict:
    """The Verdict where nothing else is known."""
    return judge(reading, ())


def _answer(saved: Saved, rules: Rules) -> dict[str, Any]:
    began = perf_counter()
    result = read_saved(saved, rules)
    if isinstance(result, str):
        answered = failure(saved.url, result)
    else:
        first, *others = (answer(reading, judge_alone(reading)) for reading in result)
        answered = first | {"parts": others}
    return answered | {"ms": round((perf_counter() - began) * 1000, 1)}
