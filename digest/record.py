"""Record: the JSON form of a Digest, complete, so that every other form can be made from it again.

It is the Digest noun as it is (docs/digest.md has the keys), with `schema` and what readers of the JSON would
otherwise compute: counts, independent outlets, and the summary with its place in the text.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.digest import Digest
from core.stories.lineage import outlets
from core.stories.story import Story
from core.text import clean
from digest.errors import DigestError
from digest.summary import key_figures, summarise

#: Raised when a key changes its meaning or goes; new keys do not raise it.
SCHEMA = 1


def to_json(digest: Digest) -> str:
    """The record: UTF-8 text, ISO dates, keys in a fixed order; the same Digest gives the same text."""
    digest = cleaned(digest)
    tree = _tree(digest)
    for section, written in zip(digest.sections, tree["sections"], strict=True):
        written["stories"] = [
            _told(story) | plain for story, plain in zip(section.stories, written["stories"], strict=True)
        ]
    head = {
        "schema": SCHEMA,
        "counts": {
            "stories": sum(len(section.stories) for section in digest.sections),
            "held": len(digest.held),
            "rejected": len(digest.rejected),
            "changes": len(digest.changes),
            "sources": len(digest.coverage),
        },
    }
    return json.dumps(head | tree, ensure_ascii=False, indent=1) + "\n"


def from_json(text: str) -> Digest:
    """The Digest of a record.

    Raises:
        DigestError: when it is no record, or one of another schema.
    """
    try:
        tree = json.loads(text)
        schema = tree["schema"]
    except (ValueError, KeyError, TypeError) as fault:
        raise DigestError("not a digest record: no JSON object with a schema") from fault
    if schema != SCHEMA:
        raise DigestError(f"digest record of schema {schema!r}; this version reads {SCHEMA}")
    return _digest(tree)


def cleaned(digest: Digest) -> Digest:
    """The same without characters that UTF-8 cannot hold or that turn text around on a screen."""
    return _digest(_clean(_tree(digest)))


def _told(story: Story) -> dict[str, Any]:
    summary = summarise(story.article, story.assessment)
    return {
        "summary": {"text": summary.text, "spans": summary.spans},
        "figures": key_figures(story.article, story.assessment, summary),
        "independent_outlets": outlets(story.members),
    }


def _tree(digest: Digest) -> dict[str, Any]:
    tree: dict[str, Any] = _shape().dump_python(digest, mode="json")
    return tree


def _digest(tree: dict[str, Any]) -> Digest:
    try:
        return _shape().validate_python(tree)
    except ValidationError as fault:
        raise DigestError(f"not a digest record: {fault.error_count()} values are wrong") from fault


@cache
def _shape() -> TypeAdapter[Digest]:
    return TypeAdapter(Digest)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_clean(each) for each in value]
    if isinstance(value, dict):
        return {key: _clean(each) for key, each in value.items()}
    return value
