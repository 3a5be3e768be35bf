"""Addresses: one spelling for one article, whose host it is, and what may stand in a link."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Parameters that say who shared a page, not which page it is. Everything else is kept: on many sites the
# article's id stands in the query (`detail.html?id=1020`).
_TRACKING = re.compile(
    r"utm_\w+|spm|scm|from|isappinstalled|share\w*|wx_?share\w*|chksm|scene|sharer_\w+|fbclid|gclid|yclid|msclkid|"
    r"_t|timestamp|nsukey|vd_source|ref_src|weixin\w*|hmsr|hmpl|hmcu|hmkw|hmci|bd_vid|cid_from|srcid",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
# JSON can write half of a surrogate pair (`\ud800`): no address holds one, and nothing can encode it.
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_WEB = re.compile("[\x00-\x20\x7f\ud800-\udfff]")

#: Longer addresses are traps or attacks, not articles.
MAX_LENGTH = 2000


def canonical(url: str) -> str:
    """The key of an address: two addresses of one article give the same.

    Scheme and default port, letter case of the host, fragment, session id, tracking parameters and the order of
    the others do not count; http and https are the same. Idempotent. An address that cannot be parsed is its own key.
    """
    url = _SURROGATE.sub("\ufffd", url)
    try:
        parts = urlsplit(_SESSION.sub("", url.strip()))
        host, port = host_of(url), parts.port
    except ValueError:
        return url.strip()
    if not host:
        return url.strip()
    if port and port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        host = f"{host}:{port}"
    kept = [
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(key)
    ]
    path = quote(re.sub(r"/{2,}", "/", parts.path), safe="/%:@!$&'()*+,;=~-._") or "/"
    return urlunsplit(("http", host, path, urlencode(sorted(kept)), ""))


def absolute(base: str, href: str) -> str | None:
    """The absolute http(s) address of a link in a page, without its fragment; None for anything else."""
    href = re.sub(r"[\t\r\n]", "", href).strip()
    if not href or href.startswith("#"):
        return None
    try:
        url = urljoin(base, href).partition("#")[0]
        return url if is_web(url) else None
    except ValueError:
        return None


def is_web(url: str) -> bool:
    """Whether this is an http(s) address with a host, of a sane length and without control characters."""
    if len(url) > MAX_LENGTH or _NOT_WEB.search(url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in _DEFAULT_PORTS and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        return False


def safe_link(url: str | None) -> str | None:
    """The address if it may stand in an `href` of ours (http or https only), else None."""
    return url if url and is_web(url) else None


def host_of(url: str) -> str:
    """The host in lower case without port and `www.`'s trailing dot; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """The registrable domain: `fgw.sh.gov.cn` is of `sh.gov.cn`; the host itself when it has none (127.0.0.1)."""
    found = _suffixes()(host)
    return str(found.top_domain_under_public_suffix or host)


def covers(names: tuple[str, ...], host: str) -> bool:
    """Whether `host` is one of `names` or below one of them."""
    return any(host == name or host.endswith("." + name) for name in names)


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    # The list inside the package; never the network.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)
