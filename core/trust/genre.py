"""Genres apart from news: worth nothing in a digest, and no fraud."""

from __future__ import annotations

import re

from core.article import Article
from core.text import folded
from core.topics.lexicon import longest
from core.trust.compiled import Signs
from core.trust.sheet import Sheet

#: A text shorter than this that only repeats its title is a stub; one shorter than that may be nothing but buttons.
STUB, SHORT = 40, 300
#: A list of fewer titles may be the programme of a day.
INDEX = 5
# The day of an entry stands at either end of its line.
_DATED = re.compile(r"^\W*(?:20\d\d[-/.年])?\d\d?[-/.月]\d\d?日?\W|(?:20\d\d[-/.年])?\d\d?[-/.月]\d\d?日?\W*$")
_BUTTONS = re.compile(
    r"共?\d+[页条]|第\d+页|[首尾末]页|[上下]一?[页篇条]|(?:加载|载入|查看|点击|更多|下拉)+|本期(?:节目)?(?:主要)?内容|视频加载中|正在播放|\d+"
    r"|\b(?:next|previous|prev|load|more|page|of|show)\b"
)
_LETTER = re.compile(r"[^\W\d_]")
_SENTENCE_END = re.compile(r"[。！？]|\.(?=\s|$)")


def genre_of(article: Article, sheet: Sheet, start: int, end: int, signs: Signs, *, is_published: bool) -> str | None:
    """The first genre of signs.toml that fits, `index`, `stub`, or None; only titles and the story (start, end) count.

    A publisher writes about tenders and jobs in their own words, and prints essays with an abstract: on his host only
    the words that no newsroom writes count, and a title alone does not.
    """
    for genre in signs.file.genre:
        found = longest(sheet.get(f"genre {genre.name}"))
        words = {each.term for each in found if start <= each.start < end or sheet.is_title(each.start)}
        is_titled = any(sheet.is_title(each.start) for each in sheet.get(f"genre {genre.name} title"))
        counted = words.intersection(genre.marks) if is_published else words
        if len(counted) >= genre.least or (is_titled and (words or not is_published)):
            return genre.name
    if _is_index(article):
        return "index"
    return "stub" if _is_stub(article) else None


def _is_index(article: Article) -> bool:
    """Whether the text is a list of titles, most of them with their days, and no sentence."""
    if _SENTENCE_END.search(article.text):
        return False
    lines = [line for line in article.text.split("\n") if line.strip()]
    dated = sum(bool(_DATED.search(line)) for line in lines)
    return dated >= max(INDEX, len(lines) / 2)


def _is_stub(article: Article) -> bool:
    """Whether a short text is a piece of its title, or nothing but that and the buttons of a list or a player."""
    text, title = folded(article.text).strip(), folded(article.title).strip()
    if not 0 < len(text) < SHORT or article.attachments:
        return False
    rest = _BUTTONS.sub("", text.replace(title, "") if title else text)
    return not _LETTER.search(rest) or (len(text) < STUB and text in title)
