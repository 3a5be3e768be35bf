"""What RFC 4287 and JSON Feed 1.1 ask of a feed, written down: each breach is a line."""

import json
import re
from collections import Counter

from lxml import etree

_ATOM = "{http://www.w3.org/2005/Atom}"
#: RFC 3339 with the capital letters that RFC 4287 asks for.
_TIME = re.compile(r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
#: An absolute IRI, of a scheme that we use.
_IRI = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|https?://[^\s\"<>\\^`{|}]+")
_ONCE = {"id", "title", "updated"}
_AT_MOST_ONCE = {
    "feed": {*_ONCE, "subtitle", "generator", "icon", "logo", "rights"},
    "entry": {*_ONCE, "published", "summary", "content", "source", "rights"},
}
_MANY = {"feed": {"author", "category", "contributor", "link", "entry"}, "entry": {"author", "category", "link"}}
_JSON_TOP = {"version", "title", "home_page_url", "feed_url", "description", "language", "items"}
_JSON_ITEM = {
    "id", "url", "title", "content_html", "summary", "date_published", "date_modified", "authors", "tags", "language",
}  # fmt: skip


def breaches_of_atom(text: str) -> list[str]:
    """What is wrong with an Atom feed."""
    root = etree.fromstring(text.encode())
    if root.tag != f"{_ATOM}feed":
        return [f"the root is {root.tag}"]
    entries = root.findall(f"{_ATOM}entry")
    found = [*_of_element(root, "feed"), *(line for entry in entries for line in _of_element(entry, "entry"))]
    for identity, times in Counter(entry.findtext(f"{_ATOM}id") for entry in entries).items():
        if times > 1:
            found.append(f"{identity} stands {times} times")
    if root.find(f"{_ATOM}author") is None and any(entry.find(f"{_ATOM}author") is None for entry in entries):
        found.append("an entry is of nobody")
    return found


def _of_element(element, kind):
    numbers = Counter(child.tag.removeprefix(_ATOM) for child in element)
    yield from (f"{kind}: {name} {numbers[name]} times" for name in _ONCE if numbers[name] != 1)
    yield from (f"{kind}: {name} more than once" for name in _AT_MOST_ONCE[kind] if numbers[name] > 1)
    yield from (f"{kind}: no {name} there" for name in set(numbers) - _AT_MOST_ONCE[kind] - _MANY[kind])
    if not _IRI.fullmatch(element.findtext(f"{_ATOM}id") or ""):
        yield f"{kind}: the id is no IRI"
    for name in ("updated", "published"):
        if numbers[name] and not _TIME.fullmatch(element.findtext(f"{_ATOM}{name}")):
            yield f"{kind}: {name} is no time"
    links = element.findall(f"{_ATOM}link")
    yield from (f"{kind}: a link to {link.get('href')!r}" for link in links if not _IRI.fullmatch(link.get("href", "")))
    alike = Counter((link.get("rel", "alternate"), link.get("type"), link.get("hreflang")) for link in links)
    yield from (f"{kind}: {times} links {what}" for what, times in alike.items() if times > 1)
    if kind == "entry" and not numbers["content"] and not any(link.get("rel") == "alternate" for link in links):
        yield "entry: neither content nor a link"
    for author in element.findall(f"{_ATOM}author"):
        if [child.tag for child in author] != [f"{_ATOM}name"] or not author.findtext(f"{_ATOM}name").strip():
            yield f"{kind}: an author without a name"
    yield from (
        f"{kind}: a category without a term" for each in element.findall(f"{_ATOM}category") if not each.get("term")
    )


def breaches_of_json_feed(text: str) -> list[str]:
    """What is wrong with a JSON Feed."""
    tree = json.loads(text)
    found = [f"no {key} there" for key in set(tree) - _JSON_TOP]
    if tree["version"] != "https://jsonfeed.org/version/1.1" or not tree["title"]:
        found.append("no version or no title")
    found += [
        f"{key} is no address" for key in ("home_page_url", "feed_url") if key in tree and not _IRI.fullmatch(tree[key])
    ]
    for identity, times in Counter(item["id"] for item in tree["items"]).items():
        if times > 1 or not _IRI.fullmatch(identity):
            found.append(f"{identity} stands {times} times")
    return found + [line for item in tree["items"] for line in _of_item(item)]


def _of_item(item):
    yield from (f"item: no {key} there" for key in set(item) - _JSON_ITEM)
    if not isinstance(item.get("content_html"), str):
        yield "item: no content"
    if not _IRI.fullmatch(item.get("url", "https://a.example/")):
        yield f"item: {item['url']!r} is no address"
    yield from (
        f"item: {key} is no time" for key in ("date_published", "date_modified") if not _TIME.fullmatch(item[key])
    )
    if not all(isinstance(tag, str) and tag for tag in item.get("tags", [])):
        yield "item: a tag that is no word"
    if not all(set(author) == {"name"} and author["name"] for author in item.get("authors", [])):
        yield "item: an author without a name"


def htmls_of_atom(text: str) -> list[str]:
    """The HTML of its entries."""
    return [each.text or "" for each in etree.fromstring(text.encode()).iter(f"{_ATOM}content")]
