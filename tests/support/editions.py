"""The digests of the newsroom's two days in every form, as golden files.

After a wanted change of a form or of the newsroom, write them again and look at the difference:

    python -m tests.support.editions
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path
from typing import Any, get_args

from docx import Document
from lxml import etree, html

from core.config import MailSettings
from core.digest import Digest
from digest.chat import Service, chat_messages
from digest.feed import Feed, feed_of, to_atom, to_json_feed
from digest.forms import contents
from digest.mail import compose
from digest.record import from_json, to_json
from digest.render import render
from digest.view import view_of
from scheduler.demo import play, prepare_folder

GOLDEN = Path(__file__).parents[1] / "digest" / "newsroom"

_MAIL = MailSettings(host="127.0.0.1", security="none", sender="deltawatch@office.example")
_READER = "analyst@office.example"
_FOLDER = "https://news.office.example/digests/"
_ATOM = "{http://www.w3.org/2005/Atom}"
_PORT = re.compile(r"(?<=\.localhost):\d+")
#: A moment of the run, and the hour it is in.
_MOMENT = re.compile(r'(?<=")(\d{4}-\d\d-\d\dT\d\d):\d\d:\d\d\.\d+')
_LINES = "//h1 | //h2 | //h3 | //p[not(ancestor::li)] | //li[not(.//li)] | //dd | //tr[not(.//p or .//tr)]"
#: Of the record: what tells a Story, without its text and the evidence.
_TOLD = ("summary", "figures", "independent_outlets", "members", "parallels")
_LEFT_AWAY = {"article", "parent", "first_seen", "detail"}


def editions(digest: Digest) -> dict[str, str]:
    """Name of a golden file to what it holds: text and Markdown whole, what reads badly as its lines."""
    digest = _settled(digest)
    rendered = render(digest)
    mail = message_from_bytes(compose(rendered, digest, _MAIL, _READER, "<1@office.example>"), policy=policy.SMTP)
    text, page = mail.iter_parts()
    headers = [f"{name}: {' '.join(value.split())}" for name, value in mail.items() if name != "Content-Type"]
    written = text.get_content().replace("\r\n", "\n")
    assert written == rendered.text, "the text part of the mail is the text form"
    return {
        "txt": rendered.text,
        "md": rendered.markdown,
        "html.lines": _joined(_lines(rendered.html)),
        "mail.lines": _joined([*headers, *_lines(page.get_content())]),
        "json.lines": json.dumps(_skeleton(json.loads(rendered.json)), ensure_ascii=False, indent=1) + "\n",
        "csv": contents(digest, ["csv"])["csv"].decode(),
        "docx.lines": _joined(_paragraphs(contents(digest, ["docx"])["docx"])),
        "atom.lines": _joined(_entries(to_atom(feed_of([digest], _FOLDER), "daily.atom", "index.html"))),
        "feed.lines": json.dumps(_items(feed_of([digest], _FOLDER)), ensure_ascii=False, indent=1) + "\n",
        "chat.lines": _joined(line for service in get_args(Service) for line in _chat(digest, service)),
    }


def _paragraphs(document: bytes) -> Iterator[str]:
    for paragraph in Document(BytesIO(document)).paragraphs:
        if paragraph.text.strip():
            yield f"{paragraph.style.name}: {paragraph.text}"


def _entries(feed: str) -> Iterator[str]:
    """What an Atom feed says besides the texts."""
    for node in etree.fromstring(feed.encode()).iter():
        if node.tag != f"{_ATOM}content":
            told = [*(node.text or "").split(), *(f"{name}={value}" for name, value in sorted(node.attrib.items()))]
            yield f"{node.tag.removeprefix(_ATOM)}: {' '.join(told)}".rstrip()


def _items(feed: Feed) -> list[dict[str, Any]]:
    """What the entries of a JSON Feed say besides the texts."""
    items = json.loads(to_json_feed(feed, "daily.feed.json", "index.html"))["items"]
    return [{key: value for key, value in item.items() if key != "content_html"} for item in items]


def _settled(digest: Digest) -> Digest:
    """The same as if the newsroom listened on port 80 and all happened on the hour, its ids in the order they come."""
    record = _MOMENT.sub(r"\1:00:00", _PORT.sub("", to_json(digest)))
    tree = json.loads(record)
    for key in ("held", "rejected"):
        # Of equal scores the one read first comes first.
        tree[key].sort(key=lambda each: (-each["score"], each["url"]))
    return from_json(json.dumps(_renumbered(tree, {}, {})))


def _renumbered(value: Any, stories: dict[int, int], articles: dict[int, int]) -> Any:
    if isinstance(value, list):
        return [_renumbered(each, stories, articles) for each in value]
    if not isinstance(value, dict):
        return value
    ids = {"id": stories, "story": stories, "earlier": stories, "article": articles, "parent": articles}
    return {
        key: ids[key].setdefault(each, len(ids[key]) + 1)
        if key in ids and isinstance(each, int)
        else _renumbered(each, stories, articles)
        for key, each in value.items()
    }


def _skeleton(record: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in record.items() if key not in {"sections", "coverage", "trends"}}
    kept["sections"] = {
        section["label"]: [
            {"title": story["article"]["title"], "tags": [tag["label"] for tag in story["assessment"]["tags"]]}
            | {key: _without(story[key]) for key in _TOLD}
            for story in section["stories"]
        ]
        for section in record["sections"]
    }
    kept["coverage"] = {f"{each['site']}/{each['source']}": each["state"] for each in record["coverage"]}
    return kept


def _without(value: Any) -> Any:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [{key: each for key, each in item.items() if key not in _LEFT_AWAY} for item in value]
    return value


def _lines(page: str) -> Iterator[str]:
    for node in html.document_fromstring(page).xpath(_LINES):
        if line := " ".join(" ".join(node.itertext()).split()):
            yield f"{node.tag}: {line}"


def _chat(digest: Digest, service: Service) -> Iterator[str]:
    for number, message in enumerate(chat_messages(view_of(digest), service), 1):
        yield f"== {service} {number}"
        yield from json.dumps(json.loads(message), ensure_ascii=False, indent=1).replace("\\n", "\n").splitlines()


def _joined(lines: Iterator[str] | list[str]) -> str:
    return "\n".join(lines) + "\n"


def _write_golden() -> None:
    GOLDEN.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        prepare_folder(Path(folder) / "office")
        for day in play(Path(folder) / "office"):
            (made,) = day.cycle.digests
            for suffix, text in editions(made.digest).items():
                (GOLDEN / f"day{day.day}.{suffix}").write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    _write_golden()
