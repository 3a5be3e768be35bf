"""Who publishes a page, as far as the page and its address say: what a new Site file begins with."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from core.charset import decode
from core.page import Page
from core.site import Site, Tier
from core.text import HAN, one_line
from core.topics.schema import PlacesFile
from core.urls import covers, host_of, registrable
from spiders.readers.markup import tree_of
from spiders.sites import hosts_of

_SITE_TAGS = ("sitename", "og:site_name", "application-name")
_COLUMN_TAGS = ("columnname", "channel", "catalogname")
_CUT = re.compile(rf"\s*[_|｜—»>]+\s*|\s[-–·]\s|(?<=[{HAN}])[-–·](?=[{HAN}])")
_EMPTY = re.compile(r"(?:首页|网站首页|主页|列表|更多|home|index|list)", re.IGNORECASE)
_LONGEST = 40
#: Folders that say nothing about a column.
_PLAIN_FOLDER = re.compile(r"col|web|site|pc|html?|zh|cn|www|index|list|default|node", re.IGNORECASE)
_NOT_IN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a Site file says about its publisher."""

    id: str
    name: str
    tier: Tier
    region: str
    language: Literal["zh", "en"]
    #: Where tier and region were taken from, in words.
    why: str
    hosts: tuple[str, ...] = ()


def identity_of(page: Page, sites: Iterable[Site], places: PlacesFile, taken: Collection[str]) -> Identity:
    """The publisher of a page: a known Site's if it has the host, else guessed.

    Args:
        sites: the Sites that are known, shipped or own.
        taken: ids that cannot be used.
    """
    url = page.url or ""
    host = host_of(url)
    identifier = free(site_id(host), taken)
    known = next((site for site in sites if covers(hosts_of(site), host)), None)
    if known is not None:
        why = f"as the site {known.id}, which has this host"
        return Identity(
            id=identifier,
            name=known.name,
            tier=known.tier,
            region=known.region,
            language=known.language,
            why=why,
            hosts=known.hosts,
        )
    name = site_name(page) or host
    is_office = host.endswith(".gov.cn")
    why = "a host below gov.cn" if is_office else "nothing is known of this host; change it with --tier"
    title = column_name(page) + site_name(page)
    return Identity(
        id=identifier,
        name=name,
        tier=Tier.ISSUER if is_office else Tier.OTHER,
        region=region_of(name, host, places),
        language="en" if title and not re.search(f"[{HAN}]", title) else "zh",
        why=why,
    )


def site_id(host: str) -> str:
    """`fgw-sh` of fgw.sh.gov.cn, `nanjing` of www.nanjing.gov.cn."""
    domain = registrable(host)
    below = host.removesuffix(domain).strip(".").removeprefix("www").strip(".")
    name = host if re.fullmatch(r"[\d.]+", host) else f"{below}.{domain.partition('.')[0]}"
    return _identifier(name) or "site"


def source_id(url: str) -> str:
    """The last folder of a list's address that says something, else its file: `ywdt`, `col1229`, `rss`."""
    *folders, file = re.sub(r"\{[^{}]*\}", "", urlsplit(url).path).split("/")
    names = [_identifier(part) for part in (re.sub(r"\.\w+$", "", file), *folders)]
    told = [name for name in names if name and not _PLAIN_FOLDER.fullmatch(name) and not name.isdigit()]
    return told[-1] if told else "news"


def free(identifier: str, taken: Collection[str]) -> str:
    """The identifier, numbered where it is taken."""
    numbered = (f"{identifier}-{number}" for number in range(2, len(taken) + 3))
    return identifier if identifier not in taken else next(name for name in numbered if name not in taken)


def site_name(page: Page) -> str:
    """What the page calls its publisher; empty when it does not."""
    tree = _tree(page)
    return _tag(tree, _SITE_TAGS) or (parts[-1] if len(parts := _title(tree)) > 1 else "")


def column_name(page: Page) -> str:
    """What the page calls its column; empty when it does not."""
    tree = _tree(page)
    return _tag(tree, _COLUMN_TAGS) or next(iter(_title(tree)), "")


def region_of(name: str, host: str, places: PlacesFile) -> str:
    """The region of a publisher by the place in its name, else in its host; `CN` where there is none."""
    labels = set(host.split("."))
    for city in places.city:
        if city.name in name or labels & {english.lower() for english in city.en}:
            return city.code[:4]
    for province in places.province:
        if province.name in name or labels & {province.code.lower(), *(term.lower() for term in province.terms)}:
            return province.code
    return "CN"


def _tree(page: Page) -> HtmlElement | None:
    return tree_of(decode(page.body, page.headers)[0])


def _tag(tree: HtmlElement | None, names: tuple[str, ...]) -> str:
    metas = tree.iter("meta") if tree is not None else ()
    named = {(meta.get("name") or meta.get("property") or "").lower(): meta.get("content") or "" for meta in metas}
    return next((text for name in names if (text := one_line(named.get(name, ""))[:_LONGEST])), "")


def _title(tree: HtmlElement | None) -> list[str]:
    """The parts of the page's title that say something, the column first."""
    title = next(tree.iter("title"), None) if tree is not None else None
    parts = _CUT.split(one_line(title.text_content())[:300]) if title is not None else []
    return [part[:_LONGEST] for part in parts if part and not _EMPTY.fullmatch(part)]


def _identifier(text: str) -> str:
    return _NOT_IN_ID.sub("-", text.lower()).strip("-")[:50].strip("-")
