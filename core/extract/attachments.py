"""Documents linked from the page: many policy texts are nothing but these."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from core.article import Attachment
from core.text import one_line
from core.urls import absolute

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|zip|rar|7z|csv)(?=[?#]|$)", re.IGNORECASE)
_FURNITURE = frozenset(("nav", "header", "footer", "aside"))
#: A page that links more documents than this is a list of them, and the rest add nothing.
_MOST = 50


def find_attachments(tree: HtmlElement, url: str | None) -> tuple[Attachment, ...]:
    """Documents linked outside menus and footers, in order, each address once."""
    found: dict[str, Attachment] = {}
    for link in tree.iter("a"):
        href = link.get("href")
        if not href or not _DOCUMENT.search(href) or len(found) == _MOST:
            continue
        if any(ancestor.tag in _FURNITURE for ancestor in link.iterancestors()):
            continue
        address = absolute(url or "", href)
        if address is not None:
            title = one_line(link.text_content()) or one_line(link.get("title", "")) or _path(href).rpartition("/")[2]
            found.setdefault(address, Attachment(url=address, title=title[:200]))
    return tuple(found.values())


def _path(href: str) -> str:
    try:
        return urlsplit(href.strip()).path
    except ValueError:
        return ""
