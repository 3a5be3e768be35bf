"""Full-text search that finds Chinese words of any length.

FTS5 has no tokenizer for Chinese: its trigrams find no word of two characters. So every Han character (kana, hangul)
becomes a token of its own and a word becomes a phrase; letters and digits stay together in runs. Both sides are
folded, so that 長三角 is found by 长三角. The index holds no text: snippets come from the original.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.text import Folded, fold, folded, one_line
from store.connection import Database, Row

#: Longer queries are cut: FTS5's parser has a limited stack.
LONGEST_QUERY = 200

_SINGLE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_SINGLE}]|(?:(?![{_SINGLE}])[^\W_])+")
_PHRASE = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans(dict.fromkeys("“”「」『』＂", '"'))
_BEFORE, _AFTER = 30, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One Article that holds what was looked for."""

    article: int
    #: None while the article is held or rejected.
    story: int | None
    title: str
    url: str | None
    published: str | None
    #: The place in the text as published, on one line.
    snippet: str


class Search:
    """The index over titles and texts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, query: str, limit: int) -> tuple[Found, ...]:
        """The Articles with all words of the query, the best first; "quotes" make a phrase. Never an error."""
        phrases = phrases_of(query)
        if not phrases:
            return ()
        rows = self._database.rows(
            """
            select articles.id, story, title, text, url, published
            from (select rowid as id, rank from full_text where full_text match ? order by rank limit ?) as hit
            join articles on articles.id = hit.id order by hit.rank, articles.id desc
            """,
            [expression(phrases), limit],
        )
        return tuple(_found(row, phrases) for row in rows)


def phrases_of(query: str) -> tuple[tuple[str, ...], ...]:
    """The phrases of a query, each as its tokens; what holds no letter or digit falls away."""
    # Split before folding, which takes out the space between two Chinese words.
    matches = _PHRASE.finditer(query[:LONGEST_QUERY].translate(_QUOTES))
    phrases = (tuple(_TOKEN.findall(folded(match.group(1) or match.group(2) or ""))) for match in matches)
    return tuple(phrase for phrase in phrases if phrase)


def expression(phrases: tuple[tuple[str, ...], ...]) -> str:
    """The query in FTS5's language: all phrases, in quotes, which hold letters, digits and spaces only."""
    return " AND ".join(f'"{" ".join(phrase)}"' for phrase in phrases)


def snippet(text: str, phrases: tuple[tuple[str, ...], ...]) -> str:
    """The surroundings of the first phrase that stands in the text, else its beginning; from the text as it is."""
    whole = fold(text)
    start, end = next(filter(None, (_place(whole, phrase) for phrase in phrases)), (0, 0))
    left, right = max(start - _BEFORE, 0), min(end + _AFTER, len(text))
    return ("…" if left else "") + one_line(text[left:right]) + ("…" if right < len(text) else "")


def add(database: Database, article: int, title: str, text: str) -> None:
    """Index an article. For use inside a transaction."""
    database.execute(
        "insert into full_text (rowid, title, text) values (?, ?, ?)", [article, _spaced(title), _spaced(text)]
    )


def remove(database: Database, article: int, title: str, text: str) -> None:
    """Take an article out, given what it was indexed with. For use inside a transaction."""
    database.execute(
        "insert into full_text (full_text, rowid, title, text) values ('delete', ?, ?, ?)",
        [article, _spaced(title), _spaced(text)],
    )


def _spaced(text: str) -> str:
    return " ".join(_TOKEN.findall(folded(text)))


def _place(whole: Folded, phrase: tuple[str, ...]) -> tuple[int, int] | None:
    found = re.search(r"[\W_]*".join(map(re.escape, phrase)), whole.text)
    return whole.span(found.start(), found.end()) if found else None


def _found(row: Row, phrases: tuple[tuple[str, ...], ...]) -> Found:
    return Found(
        article=row["id"],
        story=row["story"],
        title=row["title"],
        url=row["url"],
        published=row["published"],
        snippet=snippet(row["text"], phrases),
    )
