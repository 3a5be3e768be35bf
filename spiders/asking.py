"""Ask: one request for a list as data, made from what a Source's file says.

`url`, `body` and `next_page` of a Source may hold placeholders, so that paging, searches and dated editions are data:

- `{n}`: number of the page; `{offset}`: rows before it, `page_size` a page;
- `{keyword}`: each of the Source's `keywords`, one search for each;
- `{today:YYYYMMDD}`, `{since:YYYY-MM-DD}`: the local day, and the day `window_days` before it, in any order of
  `YYYY`, `YY`, `MM`, `DD`, `M`, `D`.

Braces around anything else are left alone, since the bodies of requests are often JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from urllib.parse import quote, urljoin
from zoneinfo import ZoneInfo

from core.site import Site, Source

_PLACEHOLDER = re.compile(r"\{(n|offset|keyword|today|since)(?::([^{}]{1,30}))?\}")
_DATE_PART = re.compile("YYYY|YY|MM|DD|M|D")
_PAGED = re.compile(r"\{(?:n|offset)\}")
_DATED = re.compile(r"\{today(?::[^{}]{1,30})?\}")
#: How many days back an edition is looked for: papers rest on holidays, of which the longest have nine days.
_EDITIONS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request for a list."""

    url: str = ""
    method: str = "GET"
    body: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    #: Which page of the list this is; the first is 1.
    number: int = 1
    #: Where the first page answered: further ones lie beside it. Empty for a first page.
    base: str = ""
    #: What is searched for.
    keyword: str = ""
    #: The local day that `{today}` stands for.
    day: date | None = None
    #: How many days `day` lies before the real one: an edition that is not out yet is looked for the day before.
    back: int = 0
    #: Asked in place of this one where it is gone.
    otherwise: Ask | None = None


#: The first page of a list that says no more about itself.
FIRST = Ask()


def first_asks(source: Source, site: Site, now: datetime) -> tuple[Ask, ...]:
    """What a look at a Source begins with: one request, or one for each keyword. `now` is aware."""
    day = now.astimezone(ZoneInfo(site.timezone)).date()
    return tuple(_made(source, Ask(keyword=keyword, day=day)) for keyword in source.keywords or ("",))


def next_ask(source: Source, asked: Ask, answered: str | None = None) -> Ask | None:
    """The request for the page after the one asked for; None when the Source does not page that far.

    Args:
        answered: the address that answered, to which a redirect may have led: further pages lie beside it.
    """
    is_paged = source.next_page is not None or _PAGED.search(source.url) or _PAGED.search(source.body or "")
    if not is_paged or asked.number >= source.max_pages:
        return None
    base = answered if asked.number == 1 and answered else asked.base
    return _made(source, replace(asked, number=asked.number + 1, base=base))


def edition_before(source: Source, asked: Ask) -> Ask | None:
    """The first page of the edition of the day before, where addresses hold the date; None when it is long ago."""
    if asked.number > 1 or asked.day is None or asked.back >= _EDITIONS or not _DATED.search(source.url):
        return None
    return _made(source, replace(asked, day=asked.day - timedelta(days=1), back=asked.back + 1))


def to_url(asked: Ask, url: str) -> Ask:
    """A plain GET of another list that an answer points to, as part of the same look."""
    return replace(asked, url=url, method="GET", body="", number=1, day=None, otherwise=None)


def placeholders_of(template: str) -> set[str]:
    """The names of the placeholders in a template."""
    return {match.group(1) for match in _PLACEHOLDER.finditer(template)}


def _made(source: Source, asked: Ask) -> Ask:
    """The request with all templates filled in."""
    url = _filled(source.url, source, asked, _in_url)
    if asked.number > 1 and source.next_page is not None:
        url = urljoin(asked.base or url, _filled(source.next_page, source, asked, _in_url))
    is_json = (source.body or "").lstrip().startswith(("{", "["))
    return replace(
        asked,
        url=url,
        method=source.method,
        body=_filled(source.body or "", source, asked, _in_json if is_json else _in_url),
        headers=tuple(_headers(source, "application/json" if is_json else "application/x-www-form-urlencoded")),
    )


def _headers(source: Source, content_type: str) -> Iterator[tuple[str, str]]:
    """The Source's own headers, and what its body is where they do not say it."""
    if source.body and not any(name.lower() == "content-type" for name in source.headers):
        yield "Content-Type", content_type
    yield from source.headers.items()


def _in_url(text: str) -> str:
    return quote(text, safe="")


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _filled(template: str, source: Source, asked: Ask, quoted: Callable[[str], str]) -> str:
    def value(match: re.Match[str]) -> str:
        name, form = match.group(1), match.group(2) or "YYYY-MM-DD"
        if name == "n":
            return str(source.second_page + asked.number - 2)
        if name == "offset":
            return str((asked.number - 1) * source.page_size)
        if name == "keyword":
            return quoted(asked.keyword)
        if asked.day is None:
            return match.group()
        return _written(asked.day - timedelta(days=source.window_days if name == "since" else 0), form)

    return _PLACEHOLDER.sub(value, template)


def _written(day: date, form: str) -> str:
    parts = {
        "YYYY": f"{day:%Y}",
        "YY": f"{day:%y}",
        "MM": f"{day:%m}",
        "DD": f"{day:%d}",
        "M": str(day.month),
        "D": str(day.day),
    }
    return _DATE_PART.sub(lambda part: parts[part.group()], form)
