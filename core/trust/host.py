"""Whose page it is: a publisher's footer, byline or path on a host that is not his."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from core.assessment import Sign, Trust
from core.trust.compiled import Signs
from core.trust.sheet import Sheet
from core.urls import covers, host_of

_CLAIM = re.compile(r"版权所有|copyright|©|all rights reserved|\(c\) ?\d{4}|许可证")
_CONTACT = re.compile(r"\d{4} ?- ?20\d\d|@")
_FOOTER_LENGTH = 200
# A footer is the last that names the owner.
_FOOTERS = 10
# 「澎湃新闻(www.example.cn)」: a byline that names the publisher's address.
_BYLINE = re.compile(r"\((?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/[^()\s]*)?\)")


def host_signs(sheet: Sheet, url: str | None, *, is_known: bool, signs: Signs) -> Iterator[Sign]:
    """Signs of a mirror. A page of a known publisher may carry another's footer or path: it reprints by contract."""
    yield from _bylines(sheet, signs)
    if url and not is_known:
        # A collector copies footers with the rest; his notice has said what the page is.
        yield from _footers(sheet, host_of(url), signs, hard=not sheet.get("collector"))
        yield from _paths(url, signs)


def _bylines(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    for place, publisher in enumerate(signs.file.publisher):
        for found in sheet.get(f"brand {place}"):
            address = _BYLINE.match(sheet.folded.text, found.end)
            if address and not covers(publisher.domains, address.group(1)):
                until = found._replace(end=address.end())
                yield sheet.sign("foreign byline", found, Trust.MIRROR, hard=True, until=until)
                break


def _footers(sheet: Sheet, host: str, signs: Signs, *, hard: bool) -> Iterator[Sign]:
    for place, publisher in enumerate(signs.file.publisher):
        named = sheet.get(f"owner {place}")
        if not named or covers(publisher.domains, host):
            continue
        for found in named[-_FOOTERS:]:
            line = sheet.text_of(sheet.line(found.start))
            if (len(line) <= _FOOTER_LENGTH and _CLAIM.search(line)) or (
                sheet.is_furniture(found.start) and _CONTACT.search(line)
            ):
                yield sheet.sign("foreign footer", found, Trust.MIRROR, hard=hard)
                break


def _paths(url: str, signs: Signs) -> Iterator[Sign]:
    path = urlsplit(url).path
    for place, pattern in signs.paths:
        if pattern.search(path) and not covers(signs.file.publisher[place].domains, host_of(url)):
            yield Sign(name="foreign path", seen=path[:80], towards=Trust.MIRROR, hard=True)
            return
