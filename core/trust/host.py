"""Whose page it is: a publisher's name, footer, byline or path on a host that is not his, and hosts named like his."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from core.assessment import Sign, Trust
from core.topics.lexicon import Found
from core.trust.compiled import LONG_LABEL, Signs, shortened
from core.trust.sheet import Sheet
from core.urls import covers, host_of

_CLAIM = re.compile(r"版权所有|copyright|©|all rights reserved|\(c\) ?\d{4}|许可证")
_CONTACT = re.compile(r"\d{4} ?- ?20\d\d|@")
_FOOTER_LENGTH = 200
# A footer is the last that names the owner.
_FOOTERS = 10
_OPENING = 3
# 「澎湃新闻(www.example.cn)」: a byline that names the publisher's address.
_BYLINE = re.compile(r"\((?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:/[^()\s]*)?\)")


# A host is cut at dots and hyphens, its public suffix apart.
_LABEL_END = re.compile(r"[.-]")
# Three letters are an abbreviation of many.
_SHORT = 3


def host_signs(sheet: Sheet, url: str | None, *, is_known: bool, signs: Signs) -> Iterator[Sign]:
    """Signs of a mirror. A page of a known publisher may carry another's footer or path: it reprints by contract."""
    yield from _bylines(sheet, signs)
    if url and not is_known:
        host = host_of(url)
        # A collector copies footers with the rest; his notice has said what the page is.
        hard = not sheet.get("collector")
        yield from _look_alike(host, signs)
        yield from _site_name(sheet, host, signs, hard=hard)
        yield from _footers(sheet, host, signs, hard=hard)
        yield from _paths(url, signs)


def _look_alike(host: str, signs: Signs) -> Iterator[Sign]:
    """A host with a label that is a publisher's own, or one letter off."""
    labels = _LABEL_END.split(host)[:-1]
    beside = set(labels) & set(signs.file.lookalike.beside)
    for label in labels:
        is_telling = len(label) > _SHORT or beside - {label}
        same = [label] if label in signs.hosts and is_telling else []
        for own in (*same, *_one_off(label, signs)):
            domains = signs.hosts[own]
            if not covers(domains, host):
                yield Sign(name="look-alike host", seen=f"{host} ({domains[0]})"[:80], towards=Trust.MIRROR, hard=True)
                return


def _one_off(label: str, signs: Signs) -> list[str]:
    """The long labels of publishers from which this one differs by a letter."""
    if len(label) < LONG_LABEL - 1 or label in signs.file.lookalike.common:
        return []
    near = dict.fromkeys(own for form in sorted(shortened(label)) for own in signs.near.get(form, ()))
    return [own for own in near if own != label and _is_one_off(label, own)]


def _is_one_off(label: str, own: str) -> bool:
    """Whether one letter is changed, missing or too many, of two different labels that are one shortened."""
    longer = max(len(label), len(own))
    front = next((place for place, (a, b) in enumerate(zip(label, own, strict=False)) if a != b), longer - 1)
    return label[front + (len(label) == longer) :] == own[front + (len(own) == longer) :]


def _site_name(sheet: Sheet, host: str, signs: Signs, *, hard: bool) -> Iterator[Sign]:
    """A publisher's name at the end of the page's title, where a site says who it is."""
    domains = signs.sites.get(sheet.site_name)
    if domains and not covers(domains, host):
        line = Found(sheet.starts[0], len(sheet.text_of(0)), "")
        yield sheet.sign("foreign name", line._replace(start=max(0, line.end - 40)), Trust.MIRROR, hard=hard)


def _named(sheet: Sheet) -> list[int]:
    """The publishers of whom the page has a name, an owner or an address, by their place in signs.toml."""
    groups = (group.partition(" ") for group in sheet.found)
    return sorted({int(place) for kind, _, place in groups if kind in {"owner", "domain", "brand"} and place})


def _bylines(sheet: Sheet, signs: Signs) -> Iterator[Sign]:
    for place in _named(sheet):
        for found in sheet.get(f"brand {place}"):
            address = _BYLINE.match(sheet.folded.text, found.end)
            if address and not covers(signs.file.publisher[place].domains, address.group(1)):
                until = found._replace(end=address.end())
                yield sheet.sign("foreign byline", found, Trust.MIRROR, hard=True, until=until)
                break


def _footers(sheet: Sheet, host: str, signs: Signs, *, hard: bool) -> Iterator[Sign]:
    for place in _named(sheet):
        if covers(signs.file.publisher[place].domains, host):
            continue
        named = (
            *(each for each in sheet.get(f"owner {place}")[-_FOOTERS:] if _is_footer(sheet, each)),
            *(each for each in sheet.get(f"domain {place}")[-_FOOTERS:] if _is_claimed(sheet, each)),
            *(each for each in sheet.get(f"brand {place}")[-_FOOTERS:] if _opens(sheet, each)),
        )
        if named:
            yield sheet.sign("foreign footer", named[0], Trust.MIRROR, hard=hard)


def _is_footer(sheet: Sheet, found: Found) -> bool:
    """Whether a copyright line or a contact block names an owner."""
    line = sheet.text_of(sheet.line(found.start))
    return _is_claimed(sheet, found) or (sheet.is_furniture(found.start) and bool(_CONTACT.search(line)))


def _opens(sheet: Sheet, found: Found) -> bool:
    """Whether a copyright line begins with it: 「某某网 © 2000」."""
    start = sheet.starts[sheet.line(found.start)]
    return found.start - start <= _OPENING and _is_claimed(sheet, found)


def _is_claimed(sheet: Sheet, found: Found) -> bool:
    """Whether a copyright line has it, and not in an address of mail."""
    line = sheet.text_of(sheet.line(found.start))
    is_mail = sheet.folded.text[max(0, found.start - 1)] == "@"
    return len(line) <= _FOOTER_LENGTH and not is_mail and bool(_CLAIM.search(line))


def _paths(url: str, signs: Signs) -> Iterator[Sign]:
    path = urlsplit(url).path
    for place, pattern in signs.paths:
        if pattern.search(path) and not covers(signs.file.publisher[place].domains, host_of(url)):
            yield Sign(name="foreign path", seen=path[:80], towards=Trust.MIRROR, hard=True)
            return
