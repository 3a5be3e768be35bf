"""HTML as sites send it: as a tree within bounds, and the scripts in it, some of which carry lists as data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from lxml.etree import ParserError, SubElement
from lxml.html import HtmlElement, HTMLParser, document_fromstring, fragment_fromstring

from core.charset import decode
from core.page import Page

#: Characters read of a list page. Real ones have 20 to 200 thousand.
_MAX_CHARACTERS = 3 * 1024 * 1024
# One tag with 100,000 attributes costs the parser 12 s. Tags are told as HTML5 tells them, so that no quote or bracket
# inside one hides its length, and scripts and comments, which only look like tags, go first; nothing here backtracks.
_UNSEEN = r"<!--(?!-?>)(?:[^-]++|-(?!->))*+(?:-->)?+|<(script|style)\b(?:[^<]++|<(?!/\2))*+"
_VALUE = r"\s*+=\s*+(?:\"[^\"]*+\"?+|'[^']*+'?+|[^\s>\"'][^\s>]*+)?+"
_TAG = rf"<[a-z][^\s/>]*+(?:[\s/]++|=?+[^\s/>=]++(?:{_VALUE})?+|=)*+>?+"
_TOKEN = re.compile(rf"({_UNSEEN})|{_TAG}", re.IGNORECASE)
_OPENING = re.compile(_TAG, re.IGNORECASE)
_MAX_TAG = 16 * 1024
# `<li style=<br/ <a href=...>`: the link would become a part of the tag that is never closed.
_NEVER_CLOSED = re.compile(r"<[a-z][^<>\"']*+(?=<[a-z])", re.IGNORECASE)


def opened(page: Page, home: str) -> tuple[str, HtmlElement | None, str]:
    """A page as text and as a tree, with its address: that of its Site's home where it has none."""
    text, _ = decode(page.body, page.headers)
    return text, tree_of(text), page.url or home


def tree_of(html: str) -> HtmlElement | None:
    """A page as a tree, without scripts and comments: a commented-out row is no row. None when there is nothing."""
    parser = HTMLParser(collect_ids=False, huge_tree=True, remove_comments=True, remove_pis=True)
    seen = _TOKEN.sub(lambda token: "" if token[1] or len(token[0]) > _MAX_TAG else token[0], _mended(html))
    try:
        return document_fromstring(_NEVER_CLOSED.sub(r"\g<0>>", seen), parser=parser)
    except (ParserError, ValueError):
        return None


def tree_of_pieces(pieces: Iterable[str]) -> HtmlElement:
    """Pieces of HTML as one tree, each in an `article` of its own: a tag left open in one does not reach the next."""
    whole = document_fromstring("<body></body>")
    for piece in pieces:
        part = tree_of(piece)
        body = part.find("body") if part is not None else None
        if body is not None:
            row = SubElement(whole.find("body"), "article")
            row.text = body.text
            row.extend(list(body))
    return whole


def scripts(html: str) -> Iterator[tuple[Mapping[str, str], str]]:
    """The scripts of a page in order, as attributes by name in small letters, and text; not those in comments."""
    for token in _TOKEN.finditer(_mended(html)):
        opening = _OPENING.match(token[0]) if (token[2] or "").lower() == "script" else None
        if opening and opening[0].endswith(">") and len(opening[0]) <= _MAX_TAG:
            yield dict(fragment_fromstring(f"{opening[0]}</script>").attrib), token[0][opening.end() :]


def _mended(html: str) -> str:
    # The extractor is heavy, and this module belongs to the dialects, which every command checks its Sites by.
    from core.extract import mend

    return mend(html[:_MAX_CHARACTERS])
