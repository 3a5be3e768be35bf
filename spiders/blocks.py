"""Blocks: the lists that an HTML page shows, told apart, the one that the page is there for first.

A column page has a main list and, around it, hot articles, related ones, other columns and friendly links. Rows that
stand alike in one place of the page are one block. The main one has the most rows, and they are dated, newest first,
alike in address, of the page's own host and below its own folder.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from urllib.parse import urljoin

from lxml.html import HtmlElement

from core.charset import decode
from core.link import FoundLink
from core.page import Page
from core.site import Kind, Site, Source
from core.urls import absolute, covers, host_of, untracked
from spiders.patterns import pattern_of
from spiders.readers import section
from spiders.readers.listing import matches, to_links
from spiders.readers.markup import tree_of
from spiders.readers.rowdates import RowDates, select
from spiders.sites import hosts_of

#: A list counts as many rows as this at the most: a longer one is no better.
_ENOUGH = 30
#: What a block is worth that lies in other folders than the page, and one that is named as an aside.
_ELSEWHERE, _ASIDE = 0.6, 0.3
_ASIDE_NAME = re.compile(
    r"(?:^|[\s_-])(?:hot|rank\w*|recommend\w*|relat\w*|side\w*|aside|click\w*|popular|right|links?|friend\w*|more)(?:$|[\s_-])",
    re.IGNORECASE,
)
#: How far up the name of an aside may stand, and a name that a selector can be made of.
_CLIMB = 4
_NAME = re.compile(r"[A-Za-z][\w-]{0,60}")
#: More links of other blocks than this for each of its own, and the link_pattern alone does not tell a block apart.
_STRANGERS = 0.5

_Entry = tuple[HtmlElement, HtmlElement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One list of a page."""

    #: In the order of the page, with dates; their `source` is that of no Source.
    links: tuple[FoundLink, ...]
    #: Matches all of them.
    link_pattern: str
    #: CSS of the rows, where the link_pattern would match as many links elsewhere on the page.
    selector: str | None
    #: Rows, weighted by how much they look like a column's own; only comparable within a page.
    score: float

    @property
    def dated(self) -> int:
        """How many of the links have a date beside them."""
        return sum(link.listed is not None for link in self.links)


def blocks(page: Page, site: Site) -> tuple[Block, ...]:
    """The lists of article links in an HTML page, best first; none for what is no HTML."""
    text, _ = decode(page.body, page.headers)
    return blocks_of(text, page, site)


def blocks_of(html: str, page: Page, site: Site) -> tuple[Block, ...]:
    """The lists in HTML that came with `page`."""
    tree = tree_of(html)
    if tree is None:
        return ()
    source = Source(id="block", kind=Kind.SECTION, url=page.url or site.home)
    base = section.base_of(tree, source.url)
    entries = list(section.rows_of(tree, base, source))
    dates = RowDates(tree, {link for link, _ in entries}, page, site, source)
    found = []
    for rows in _groups(entries):
        links = to_links((section.to_row(link, dates.of(link, row)) for link, row in rows), page, site, source, base)
        if links:
            pattern = pattern_of(_alike(links))
            own = tuple(link for link in links if re.search(pattern, untracked(link.url)))
            score = _score(own, page, site) * (_ASIDE if _is_aside(rows[0][1]) else 1)
            selector = _selector(tree, base, rows, own, pattern, entries)
            found.append(Block(links=own, link_pattern=pattern, selector=selector, score=score))
    return tuple(sorted(found, key=lambda block: block.score, reverse=True))


def _groups(entries: Iterable[_Entry]) -> Iterator[list[_Entry]]:
    """Entries whose rows stand alike in one place; lists are often cut into several of five rows each."""
    groups: defaultdict[tuple[object, ...], list[_Entry]] = defaultdict(list)
    for link, row in entries:
        holder = row.getparent()
        outer = holder.getparent() if holder is not None else None
        alike = (outer, holder.tag, holder.get("class")) if holder is not None else ()
        groups[(*alike, row.tag)].append((link, row))
    yield from groups.values()


def _alike(links: Sequence[FoundLink]) -> list[str]:
    """The addresses of most links: without those of other hosts, when most are of one."""
    hosts = Counter(host_of(link.url) for link in links)
    host, count = hosts.most_common(1)[0]
    if count * 2 <= len(links):
        return [link.url for link in links]
    return [link.url for link in links if host_of(link.url) == host]


def _score(links: Sequence[FoundLink], page: Page, site: Site) -> float:
    own = [link for link in links if covers(hosts_of(site), host_of(link.url))]
    if not own:
        return 0.0
    days = [link.listed[:10] for link in own if link.listed]
    dated = len(days) / len(own)
    falling = sum(earlier >= later for earlier, later in pairwise(days)) / max(1, len(days) - 1)
    shapes = Counter(pattern_of([link.url]) for link in own)
    alike = shapes.most_common(1)[0][1] / len(own)
    folder = untracked(urljoin(page.url or site.home, "."))
    below = sum(untracked(link.url).startswith(folder) for link in own) / len(own)
    rows = min(len(own), _ENOUGH)
    return rows * (1 + 2 * dated + dated * falling + alike) * (_ELSEWHERE + (1 - _ELSEWHERE) * below)


def _is_aside(row: HtmlElement) -> bool:
    holders = islice(row.iterancestors(), _CLIMB)
    return any(
        holder.tag == "aside" or _ASIDE_NAME.search(f"{holder.get('class', '')} {holder.get('id', '')}"[:200])
        for holder in holders
        if holder.tag != "body"
    )


def _selector(
    tree: HtmlElement,
    base: str,
    rows: Sequence[_Entry],
    own: Sequence[FoundLink],
    pattern: str,
    entries: Sequence[_Entry],
) -> str | None:
    """CSS that names the rows of a block and no others, if the link_pattern is not enough and the page has a name."""
    inside = {link for link, _ in rows}
    probe = Source(id="block", kind=Kind.SECTION, url=base, link_pattern=pattern)
    addresses = (absolute(base, link.get("href") or "") for link, _ in entries if link not in inside)
    strangers = {url for url in addresses if url and matches(probe, url)} - {link.url for link in own}
    if len(strangers) <= _STRANGERS * len(own):
        return None
    wanted = {row for _, row in rows}
    for css in _names(rows[0][1]):
        chosen = set(select(tree, css))
        if wanted <= chosen and not any(row in chosen for link, row in entries if link not in inside):
            return css
    return None


def _names(row: HtmlElement) -> Iterator[str]:
    """Selectors of rows like this one by the names of what holds them, the nearest first."""
    for holder in islice(row.iterancestors(), _CLIMB):
        if _NAME.fullmatch(holder.get("id", "")):
            yield f"#{holder.get('id')} {row.tag}"
        for name in (holder.get("class") or "").split()[:3]:
            if _NAME.fullmatch(name):
                yield f"{holder.tag}.{name} {row.tag}"
