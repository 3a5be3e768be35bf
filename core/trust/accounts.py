"""Accounts: pages of portals that anybody may publish, told by their address; and whose account it is, by its name."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from core.article import Article
from core.text import folded
from core.trust.compiled import Signs
from core.trust.sheet import Sheet
from core.urls import covers, host_of

if TYPE_CHECKING:
    from core.rules import Rules

#: The name of an account stands in so many lines above the story, and is no longer than this.
_ABOVE, _LONGEST = 5, 20
_COUNTRY = ("中国", "全国")


class Account(Enum):
    """Who stands behind a page."""

    NONE = auto()  # it is no account's
    PUBLISHER = auto()  # a publisher of signs.toml
    BODY = auto()  # named like a newspaper, an office or another body
    ANYBODY = auto()


def account_of(article: Article, sheet: Sheet, start: int, rules: Rules) -> Account:
    """Whose account published an article whose story begins at `start` of the sheet."""
    if not is_account(article.url, rules.signs):
        return Account.NONE
    if _is_publisher(folded(article.source or ""), article.url, rules.signs):
        return Account.PUBLISHER
    named = (*filter(None, map(folded, (article.source or "", article.author or ""))), *_above(sheet, start))
    is_body = any(_is_publisher(name, article.url, rules.signs) or _is_body(name, rules) for name in named)
    return Account.BODY if is_body else Account.ANYBODY


def is_account(url: str | None, signs: Signs) -> bool:
    """Whether an address is that of an account."""
    address = urlsplit(url or "")
    return bool(signs.accounts.match(f"{address.hostname}{address.path}"))


def _is_publisher(name: str, url: str | None, signs: Signs) -> bool:
    """Whether a name is that of a publisher other than the portal."""
    domains = signs.sites.get(name) or signs.outlets.get(name)
    return domains is not None and not covers(domains, host_of(url or ""))


def _is_body(name: str, rules: Rules) -> bool:
    """Whether it ends like a body's, or is a place's with a field of office: 上海发布, 江苏交通, 绿色昆山."""
    signs = rules.signs
    if name.endswith(signs.bodies) or (name.startswith(_COUNTRY) and name.endswith(signs.offices)):
        return True
    if not (name.endswith(signs.offices) or name.startswith(signs.virtues)):
        return False
    found = rules.topics.lexicon.scan(name)
    places = [each for group, finds in found.items() if group.startswith(("place ", "join", "core ")) for each in finds]
    if name.endswith(signs.offices) and any(each.start == 0 for each in places):
        return True
    return any(name[: each.start] in signs.virtues and each.end == len(name) for each in places)


def _above(sheet: Sheet, start: int) -> Iterator[str]:
    """The short lines right above the story, up to its title."""
    title = sheet.text_of(sheet.titles - 1).strip()
    first = sheet.line(start)
    for line in range(first - 1, max(first - 1 - _ABOVE, sheet.titles - 1), -1):
        text = sheet.text_of(line).strip()
        if text == title:
            return
        if len(text) <= _LONGEST:
            yield text
