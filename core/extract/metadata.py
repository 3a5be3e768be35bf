"""What a page says of itself to machines: <title>, meta tags, JSON-LD, times in scripts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from core.text import one_line

# Government pages carry the first set (research: sources.md §5), publishing systems and share tags the others.
_PUBLISHED = """
    firstpublishedtime pubdate publishdate publish-date publish_date publish_time publishtime pubtime pub_date
    publication_date article:published_time og:published_time og:release_date bytedance:published_time datepublished
    dc.date dc.date.issued dcterms.created dcterms.issued sailthru.date parsely-pub-date weibo:article:create_at
    article:create_at weibo:webpage:create_at apub:time createdate date release_date rnews:datepublished ptime
"""
_MODIFIED = """
    lastmodifiedtime article:modified_time og:updated_time bytedance:updated_time datemodified dcterms.modified
    weibo:article:update_at last-modified revised updated
"""
PUBLISHED_KEYS, MODIFIED_KEYS = tuple(_PUBLISHED.split()), tuple(_MODIFIED.split())
SOURCE_KEYS = ("contentsource", "content_source", "source", "og:source", "mediaid", "weibo:article:source")
AUTHOR_KEYS = ("author", "article:author", "og:article:author", "dc.creator", "byl", "parsely-author")

_RENDERED = re.compile(r"(?:页面|静态页|本页|文件)?生成(?:时间|日期)|page (?:generated|rendered)", re.IGNORECASE)
# A string value in JSON, whatever it is nested in: a parser would fail on the trailing commas and the raw line breaks
# that pages hold, and recurse as deep as a stranger likes.
_JSON_TEXT = r'\s*:\s*"((?:[^"\\]|\\.){1,300})"'
_JSON = {
    name: re.compile(rf'"{name}"{_JSON_TEXT}', re.IGNORECASE)
    for name in ("datePublished", "pubDate", "dateModified", "upDate", "headline")
}
_LD = ("datePublished", "pubDate")
_LD_AUTHOR = re.compile(r'"author"\s*:\s*(?:"(?P<name>(?:[^"\\]|\\.){1,100})"|(?P<many>\[)|\{)', re.IGNORECASE)
_LD_NAME = re.compile(r'"name"' + _JSON_TEXT, re.IGNORECASE)
# The value is looked for first and its name before it: the other way round every letter of a script is tried.
_SCRIPT_VALUE = re.compile(
    r"[\"'](\d{10}(?:\d{3})?|(?:19|20)\d\d[-/年]\d{1,2}[-/月]\d{1,2}[^\"'<>]{0,20}"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}, 20\d\d)[\"']"
)
_SCRIPT_NAME = re.compile(
    r"\b(?:var\s+ct|(?:publish_?(?:time|date)|pub_?(?:time|date)|create_?time|ptime)[\"']?)\s*[:=]\s*$", re.IGNORECASE
)
#: Characters in which a name and what stands between it and its value have room.
_NAME_REACH = 40
#: Scripts are searched this far: what describes the page stands early, what follows is code.
_SCRIPT_HEAD = 20_000


#: Characters of a title or a tag that anybody means to be read.
_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Metadata:
    """The machine-readable part of a page; every text is one line."""

    #: Content of <title>.
    head_title: str
    #: Name (lower case) of the tag to its contents, in order.
    tags: dict[str, tuple[str, ...]]
    #: (where, text) of everything that is meant as the time of publishing: `meta:pubdate`, `json-ld`, `script`.
    published: tuple[tuple[str, str], ...]
    #: (where, text) of times that mean something else: the last change, the rendering of the page.
    other_times: tuple[tuple[str, str], ...]
    #: Who its JSON-LD names as author, persons and others alike.
    authors: tuple[str, ...] = ()

    def first(self, keys: tuple[str, ...]) -> str | None:
        """The content of the first of `keys` that has any."""
        return next((value for key in keys for value in self.tags.get(key, ()) if value), None)


def read(tree: HtmlElement) -> Metadata:
    """Everything at once, in one walk over the few elements that matter."""
    head_title = ""
    tags: dict[str, list[str]] = {}
    authors: list[str] = []
    published: list[tuple[str, str]] = []
    other: list[tuple[str, str]] = []
    for element in tree.iter("title", "meta", "script", "time"):
        if element.tag == "title":
            # An <svg> may hold further ones.
            head_title = head_title or one_line(element.text_content())[:_LONGEST]
        elif element.tag == "meta":
            for key in _names(element):
                tags.setdefault(key, []).append(one_line(element.get("content", ""))[:_LONGEST])
        elif element.tag == "time":
            if element.get("datetime"):
                where, told = _kind_of_time(element), one_line(element.get("datetime"))
                (other if where == "time:updated" else published).append((where, told))
        elif element.text:
            published += _script_dates(element)
            other += _script_changes(element)
            authors += _ld_authors(element.text) if _is_ld(element) else ()
    published += [(f"meta:{key}", value) for key in PUBLISHED_KEYS for value in tags.get(key, ()) if value]
    other += [(f"meta:{key}", value) for key in MODIFIED_KEYS for value in tags.get(key, ()) if value]
    other += [("rendered", value) for values in tags.values() for value in values if _RENDERED.search(value)]
    contents = {key: tuple(values) for key, values in tags.items()}
    return Metadata(head_title, contents, tuple(published), tuple(other), tuple(authors))


def headline(tree: HtmlElement) -> str | None:
    """The headline of the page's JSON-LD."""
    for script in tree.iter("script"):
        if _is_ld(script) and (match := _JSON["headline"].search(script.text or "")):
            return one_line(_unescaped(match.group(1)))
    return None


def _names(element: HtmlElement) -> Iterator[str]:
    for attribute in ("name", "property", "itemprop"):
        value = element.get(attribute)
        if value:
            yield value.strip().lower()


def _kind_of_time(element: HtmlElement) -> str:
    """What its class or itemprop says of a <time>: published, updated, or nothing."""
    called = " ".join((element.get("class", ""), element.get("itemprop", ""), *element.keys())).lower()
    if "published" in called or "pubdate" in called:
        return "time:published"
    return "time:updated" if "updated" in called or "modified" in called else "time"


def _is_ld(script: HtmlElement) -> bool:
    return "ld+json" in script.get("type", "").lower()


def _script_dates(script: HtmlElement) -> Iterator[tuple[str, str]]:
    if _is_ld(script):
        for name in _LD:
            if match := _JSON[name].search(script.text):
                yield "json-ld", _unescaped(match.group(1))
    elif value := next(_named_values(script.text[:_SCRIPT_HEAD]), None):
        yield "script", value


def _named_values(code: str) -> Iterator[str]:
    for match in _SCRIPT_VALUE.finditer(code):
        if _SCRIPT_NAME.search(code[max(0, match.start() - _NAME_REACH) : match.start()]):
            yield match.group(1)


def _script_changes(script: HtmlElement) -> Iterator[tuple[str, str]]:
    if _is_ld(script):
        for name in ("dateModified", "upDate"):
            if match := _JSON[name].search(script.text):
                yield "json-ld:modified", _unescaped(match.group(1))


def _ld_authors(code: str) -> list[str]:
    """The names in the first `author`: a text, an object with a name, or a list of these."""
    match = _LD_AUTHOR.search(code)
    if match is None:
        return []
    if match["name"] is not None:
        return [one_line(_unescaped(match["name"]))]
    close = "]" if match["many"] else "}"
    people = code[match.end() : match.end() + _LONGEST].partition(close)[0]
    return [one_line(_unescaped(name)) for name in _LD_NAME.findall(people)]


def _unescaped(text: str) -> str:
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except ValueError:
        return text
