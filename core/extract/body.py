"""The text of the article: one extractor's answer where it is sound, a vote of several where it is not.

trafilatura seldom loses an article and often takes too much with it: related links, share bars, other headlines
(research: extraction.md §2). Every answer is therefore trimmed, and where what is left is doubtful, more extractors
are asked and the answer that agrees best with the others wins. Asking all of them always would halve the speed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING

from lxml.html import HtmlElement, document_fromstring

from core.extract.furniture import CONTAINER_CLASSES, CONTAINER_IDS
from core.extract.html import Block, blocks
from core.extract.prose import is_prose, key_of, prose, size, told
from core.extract.stretch import Stretch, find_stretch
from core.extract.trimming import trim

if TYPE_CHECKING:
    from trafilatura.settings import Extractor

#: Characters under which an answer is too short to be believed without a second opinion.
_SHORT = 200
#: Answers that share this much say the same.
_AGREED = 0.9
#: Letters by which a line is recognised in an answer.
_GRAM = 6


def find_body(tree: HtmlElement, lines: Sequence[Block], title: str) -> list[int]:
    """Which lines of the page are the article, by index, in order; empty when it has none. The tree stays as it is.

    An extractor only says which words it takes: the text is made of the page's own lines, so that paragraphs stay
    paragraphs, and what stood in links is known.
    """
    return _body(tree, lines, title)[0]


def extractor_of(tree: HtmlElement, lines: Sequence[Block], title: str) -> str:
    """Whose answer `find_body` takes and how that came, in words, for a person who asks why."""
    return _body(tree, lines, title)[1]


def _body(tree: HtmlElement, lines: Sequence[Block], title: str) -> tuple[list[int], str]:
    stretch = find_stretch(lines, title)
    if stretch.is_post and (post := _between(stretch, lines, title)):
        return post, "the first post of a thread"
    answer = _answer(_trafilatura(tree, precise=False), lines, title, stretch)
    if not _is_doubtful(answer, lines[: stretch.foot]):
        return answer, "trafilatura"
    texts = [("readability", _readability(tree)), *(("a container of its class", text) for text in _containers(tree))]
    answers = [("trafilatura", answer), *((name, _answer(text, lines, title, stretch)) for name, text in texts)]
    if stretch.start is not None and any(map(is_prose, lines[stretch.start : stretch.foot])):
        answers.append(("all between title and foot", _between(stretch, lines, title)))
    if min(_agreement(answer, other, lines) for _, other in answers) > _AGREED:
        return answer, f"trafilatura, with which {len(answers) - 1} others agree"
    strict = _answer(_trafilatura(tree, precise=True), lines, title, stretch)
    answers.append(("trafilatura, strict", strict))
    chosen = vote([taken for _, taken in answers], lines)
    name = next((name for name, taken in answers if taken is chosen), "none")
    return chosen, f"{name}, by a vote of {len(answers)}"


def _between(stretch: Stretch, lines: Sequence[Block], title: str) -> list[int]:
    return trim([at for at in range(stretch.start or 0, stretch.foot) if not lines[at].hidden], lines, title)


def _answer(text: str, lines: Sequence[Block], title: str, stretch: Stretch) -> list[int]:
    taken = [index for index in _taken(text, lines) if index < stretch.foot]
    below = [index for index in taken if index >= (stretch.start or 0)]
    # The title may also stand in a box behind the article.
    is_above = 2 * told(below, lines) >= told(taken, lines)
    return trim(below if is_above else taken, lines, title)


def _is_doubtful(answer: Sequence[int], lines: Sequence[Block]) -> bool:
    """Whether it is short, leaves out much of the page's prose, or is hardly prose itself."""
    kept = size(answer, lines)
    sentences = prose(lines)
    own = size(set(answer) & set(sentences), lines)
    return kept < _SHORT or kept < 0.6 * size(sentences, lines) or own < 0.5 * kept


def vote(answers: Sequence[list[int]], lines: Sequence[Block]) -> list[int]:
    """The answer that agrees best with the others; of equals the first. Those without a sentence have no voice beside
    one that has."""
    told = [answer for answer in answers if any(is_prose(lines[index]) for index in answer)]
    voices = told or [answer for answer in answers if answer]
    if not voices:
        return []
    agreement = [sum(_agreement(own, other, lines) for other in voices if other is not own) for own in voices]
    return voices[agreement.index(max(agreement))]


def _taken(answer: str, lines: Sequence[Block]) -> list[int]:
    """The lines of the page whose words an extractor's answer holds; linear in both."""
    key = key_of(answer)
    grams = {key[place : place + _GRAM] for place in range(max(1, len(key) - _GRAM + 1))}
    short = {key_of(line) for line in answer.split("\n")}
    found = []
    for index, line in enumerate(lines):
        own = key_of(line.text)
        count = len(own) - _GRAM + 1
        if count < 1:
            if own in short and not line.hidden:
                found.append(index)
        elif own in key or sum(own[place : place + _GRAM] in grams for place in range(count)) > 0.8 * count:
            found.append(index)
    shown = [index for index in found if not lines[index].hidden]
    return shown if 2 * size(shown, lines) >= size(found, lines) else found


def _trafilatura(tree: HtmlElement, *, precise: bool) -> str:
    from trafilatura import bare_extraction

    document = bare_extraction(tree, options=_options(precise=precise))
    # A dict only comes of a deprecated argument.
    assert not isinstance(document, dict)
    return "" if document is None or document.body is None else "\n".join(document.body.itertext())


@cache
def _options(*, precise: bool) -> Extractor:
    """`fast` leaves out the fallbacks, which our vote takes the place of."""
    from trafilatura.settings import Extractor, use_config

    config = use_config()
    if precise:
        config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "50")
    return Extractor(config=config, comments=False, fast=True, precision=precise)


def _readability(tree: HtmlElement) -> str:
    from readability import Document
    from readability.readability import Unparseable

    # It logs a traceback for each page it gives up; that is an answer, not a fault.
    logging.getLogger("readability.readability").setLevel(logging.CRITICAL)
    try:
        summary = Document(deepcopy(tree)).summary(html_partial=True)
    except Unparseable:
        return ""
    return _text(document_fromstring(summary))


def _containers(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("div", "td", "article", "section", "font"):
        names = element.get("class", "").split()
        if element.get("id") in CONTAINER_IDS or not CONTAINER_CLASSES.isdisjoint(names):
            yield _text(element)
            return


def _text(tree: HtmlElement) -> str:
    return "\n".join(line.text for line in blocks(tree))


def _agreement(one: Iterable[int], other: Iterable[int], lines: Sequence[Block]) -> float:
    one, other = set(one), set(other)
    return 2 * size(one & other, lines) / max(1, size(one, lines) + size(other, lines))
