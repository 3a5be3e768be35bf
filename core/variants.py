"""The addresses under which one publisher shows one article, as data: each row says where it is known from.

Only what was seen is here. A row that is missing costs a copy, which the comparison of texts finds; a row that is wrong
costs an article, which nothing finds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: Domain to the one that it is another name of; their sub-domains are each other's too.
ALIASES: Mapping[str, str] = {
    "shobserver.com": "jfdaily.com",  # sources.md §5; catalogue: shobserver_detail
    "shobserver.cn": "jfdaily.com",  # catalogue: shobserver_detail
    "xinhuanet.com": "news.cn",  # sources.md §5; catalogue: xinhua_csj (csj.xinhuanet.com is the older csj.news.cn)
    "chinanews.com": "chinanews.com.cn",  # sources.md §5; catalogue: chinanews_sitemap
}


@dataclass(frozen=True, slots=True)
class Variants:
    """The addresses of one article on the hosts of one publisher."""

    #: Without `www.`, `m.` and the like.
    hosts: tuple[str, ...]
    #: What path and query wholly match; the groups are what tells articles apart.
    pattern: re.Pattern[str]
    #: Host, path and query of the one address that stands for all, as a template of the match.
    form: str


VARIANTS = (
    # In the catalogue as shobserver_detail. `sgh/detail` counts its ids anew: it is another article's.
    Variants(
        ("jfdaily.com",),
        re.compile(r"/(?:news/detail|staticsg/res/html/web/newsDetail\.html)\?(?:.*&)?id=(\d+)(?:&.*)?"),
        r"jfdaily.com/news/detail?id=\1",
    ),
    # In the catalogue as thepaper_yrd.
    Variants(
        ("thepaper.cn",),
        re.compile(r"/(?:newsDetail_forward_|detail/)(\d+)(?:\?.*)?"),
        r"thepaper.cn/newsDetail_forward_\1",
    ),
    # In the catalogue as guancha_home; `_s` shows all parts on one page.
    Variants(
        ("guancha.cn",),
        re.compile(r"(/\w+/\d{4}_\d{2}_\d{2}_\d+)_s\.shtml"),
        r"guancha.cn\1.shtml",
    ),
    # In the catalogue as cgtn_china_rss; index.html is the directory.
    Variants(
        ("news.cgtn.com",),
        re.compile(r"(/news/\d{4}-\d{2}-\d{2}/[\w-]+/)p\.html"),
        r"news.cgtn.com\1",
    ),
    # In the catalogue as chinadaily_china.
    Variants(
        ("chinadaily.com.cn", "global.chinadaily.com.cn", "regional.chinadaily.com.cn"),
        re.compile(r"(/a/\d{6}/\d{2}/WS[0-9a-f]+\.html)"),
        r"chinadaily.com.cn\1",
    ),
)

_BY_HOST = {host: variants for variants in VARIANTS for host in variants.hosts}


def main_name(host: str) -> str:
    """The host under its publisher's main name."""
    for alias, main in ALIASES.items():
        if host == alias or host.endswith("." + alias):
            return host[: -len(alias)] + main
    return host


def main_form(host: str, rest: str) -> str:
    """Host, path and query of the address that stands for all variants of this one."""
    variants = _BY_HOST.get(host)
    found = variants and variants.pattern.fullmatch(rest)
    return found.expand(variants.form) if variants and found else host + rest
