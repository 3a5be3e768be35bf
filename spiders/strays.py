"""Pages that a person names and that are no list: what they are instead, and where the list may be."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from core.page import Page
from core.site import Site
from core.urls import absolute, untracked
from spiders.blocks import blocks_of
from spiders.readers.markup import opened
from spiders.readers.section import base_of


def is_article(page: Page, site: Site) -> bool:
    """Whether the page is an article, not a list: it says so, or its address is like those that it links to."""
    text, tree, url = opened(page, site.home)
    if tree is None:
        return False
    says = {(meta.get("name") or meta.get("property") or "").lower() for meta in tree.iter("meta")}
    types = [meta.get("content", "").lower() for meta in tree.iter("meta") if meta.get("property") == "og:type"]
    found = blocks_of(text, page, site)
    if "articletitle" in says or "article" in types:
        return True
    return any(re.search(block.link_pattern, untracked(url)) for block in found if block.dated < len(block.links) / 2)


def column_of(page: Page, site: Site) -> str | None:
    """The address of the column that an article lies in, by its breadcrumbs."""
    _, tree, url = opened(page, site.home)
    if tree is None:
        return None
    home = {untracked(address) for address in (site.home, url)}
    for holder in tree.xpath(
        "//*[contains(@class,'crumb') or contains(@class,'location') or contains(@class,'position')]"
    ):
        links = [absolute(base_of(tree, url), link.get("href") or "") for link in holder.iter("a")]
        columns = [
            link for link in links if link and untracked(link) not in home and urlsplit(link).path not in {"", "/"}
        ]
        if columns:
            return str(columns[-1])
    return None


def why_nothing(page: Page, site: Site) -> str:
    """What was seen in a page that shows no list, in words."""
    text, tree, _ = opened(page, site.home)
    if tree is None:
        return "the page is empty"
    if tree.xpath("//input[@type='password']"):
        return "a login form: what lies behind it is not read"
    links = sum(1 for _ in tree.iter("a"))
    seen = f"{links} links, none of which looks like an article"
    if "<script" not in text.lower():
        return seen
    return f"{seen}; what a browser shows is rendered by script, and no data address is found in the page"
