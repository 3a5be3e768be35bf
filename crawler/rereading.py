"""What reading a kept Page anew, by the rules of now, changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.text import one_line
from core.verdict import class_of
from store.articles import StoredArticle


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """An Article that is read otherwise now."""

    article: int
    title: str
    #: `date: 2026-11-19 -> 2026-11-20`, `verdict: new -> rejected, stale` ...
    differences: tuple[str, ...]


def changed(before: Iterable[StoredArticle], now: Iterable[StoredArticle]) -> tuple[Reread, ...]:
    """The Articles of one Page that are read otherwise now, those that came or went among them."""
    earlier, later = ({each.part: each for each in articles} for articles in (before, now))
    found = []
    for part in sorted(earlier.keys() | later.keys()):
        old, new = earlier.get(part), later.get(part)
        told = tuple(_differences(old, new)) if old and new else ("it is found now" if new else "it is not found now",)
        if told and (either := new or old):
            found.append(Reread(article=either.id, title=one_line(either.article.title), differences=told))
    return tuple(found)


def _differences(old: StoredArticle, new: StoredArticle) -> Iterator[str]:
    before, now = old.article, new.article
    if before.text != now.text:
        yield f"text: {len(before.text)} -> {len(now.text)} characters"
    for name, one, other in (
        ("title", before.title, now.title),
        ("date", before.published, now.published),
        ("first published", before.first_published, now.first_published),
        ("source", before.source, now.source),
        ("author", before.author, now.author),
        ("on topic", _topic(old), _topic(new)),
        ("trust", old.trust.trust, new.trust.trust),
        ("verdict", class_of(old.verdict), class_of(new.verdict)),
    ):
        if one != other:
            yield f"{name}: {one_line(one or 'none')} -> {one_line(other or 'none')}"


def _topic(each: StoredArticle) -> str:
    return f"{each.assessment.on_topic} ({each.assessment.score})"
