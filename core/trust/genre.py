"""Genres apart from news: worth nothing in a digest, and no fraud."""

from __future__ import annotations

from core.article import Article
from core.text import folded
from core.topics.lexicon import Found
from core.trust.compiled import Signs

#: A text shorter than this that only repeats its title is a stub.
STUB = 40


def genre_of(
    article: Article, in_title: dict[str, list[Found]], in_text: dict[str, list[Found]], signs: Signs
) -> str | None:
    """The first genre of signs.toml that fits, `stub`, or None. Takes what the lexicon found in title and story."""
    for genre in signs.file.genre:
        if in_title.get(f"genre {genre.name} title"):
            return genre.name
        group = f"genre {genre.name}"
        words = {each.term for each in (*in_title.get(group, ()), *in_text.get(group, ()))}
        if len(words) >= genre.least:
            return genre.name
    return "stub" if _is_stub(article) else None


def _is_stub(article: Article) -> bool:
    text = folded(article.text).strip()
    return len(text) < STUB and not article.attachments and text in folded(article.title)
