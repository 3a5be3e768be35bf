"""Addresses: one spelling for one article, whose host it is, and what may stand in a link."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from core.variants import main_form, main_name

if TYPE_CHECKING:
    from tldextract import TLDExtract

# Parameters that say who shared a page or that it is for a printer, not which page it is. Everything else is kept: on
# many sites the article's id stands in the query (`detail.html?id=1020`).
_SAYS_NOTHING = re.compile(
    r"(?:utm_\w+|spm|scm|from|isappinstalled|share\w*|wx_?share\w*|chksm|scene|sharer_\w+|fbclid|gclid|yclid|msclkid|"
    r"_t|timestamp|nsukey|vd_source|ref_src|weixin\w*|hmsr|hmpl|hmcu|hmkw|hmci|bd_vid|cid_from|srcid)=.*|"
    r"(?:is)?print(?:able|view|page)?=(?:|1|y|yes|t|true|on)",
    re.IGNORECASE | re.DOTALL,
)
_SESSION = re.compile(r";jsessionid=[^?#/]*", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_MOBILE = frozenset({"m", "wap", "3g", "mobile", "h5"})
#: What a server answers a directory with.
_DIRECTORY_PAGE = re.compile(r"(?:index|default)\.(?:s?html?|php|aspx?|jsp)", re.IGNORECASE)
# `/1020/print/`, `/print/10200.html`, `content_1020_print.html`: only beside an id, for a section may have that name.
_PRINT = re.compile(
    r"(?<=\d)(?:/print)+(?=/?$)|(?:/print)+(?=/[\w-]*\d{5}[\w-]*\.s?html?$)|"
    r"(?:(?<=\d)|(?<=[0-9a-f]{16}))(?:[_-]print)+(?=\.s?html?$)"
)
_ERROR_PAGE = re.compile(
    r"(?:page[_-]?)?(?:40[34]|50[0-3]|err(?:or)?|not[_-]?found)(?:[_-]?(?:page|\d{3}))?(?:\.\w{2,5})?", re.IGNORECASE
)
# JSON can write half of a surrogate pair (`\ud800`): no address holds one, and nothing can encode it.
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOT_WEB = re.compile("[\x00-\x20\x7f\ud800-\udfff]")

#: Longer addresses are traps or attacks, not articles.
MAX_LENGTH = 2000


def canonical(url: str) -> str:
    """The key of an address: two addresses of one article give the same. It need not be an address that answers.

    These do not count: scheme and default port, letter case of the host, `www.` and `m.` before it, other names of its
    publisher, `index.html` of a directory, variants for printers, fragment, session id, tracking parameters and the
    order of the others; core.variants has what is known of single publishers. Idempotent. An address that cannot be
    parsed is its own key.
    """
    url = _SURROGATE.sub("\ufffd", url)
    try:
        parts = urlsplit(_SESSION.sub("", url.strip()))
        host, port = _main_host(host_of(url)), parts.port
    except ValueError:
        return url.strip()
    if not host:
        return url.strip()
    query = _query(parts.query)
    rest = _path(parts.path) + (f"?{query}" if query else "")
    if port and port != _DEFAULT_PORTS.get(parts.scheme.lower()):
        return f"http://{host}:{port}{rest}"
    return f"http://{main_form(host, rest)}"


def untracked(url: str) -> str:
    """The address without its fragment and the parameters that say who shared it."""
    try:
        parts = urlsplit(_SESSION.sub("", url))
        return urlunsplit((parts.scheme, parts.netloc, parts.path, _query(parts.query), ""))
    except ValueError:
        return url


def _main_host(host: str) -> str:
    """The host for desktops, under its publisher's main name; IPv6 in brackets."""
    if ":" in host:
        return f"[{host}]"
    first, _, rest = host.partition(".")
    while "." in rest and (first == "www" or (first in _MOBILE and not _is_suffix(rest))):
        host = rest
        first, _, rest = host.partition(".")
    return main_name(host)


def _path(path: str) -> str:
    path = quote(re.sub(r"/{2,}", "/", path), safe="/%:@!$&'()*+,;=~-._")
    folder, _, page = path.rpartition("/")
    if _DIRECTORY_PAGE.fullmatch(page):
        path = f"{folder}/"
    return (_PRINT.sub("", path) if "print" in path else path) or "/"


def _query(query: str) -> str:
    """The parameters that tell pages apart, in order. Bytes of other charsets than UTF-8 stay what they are."""
    if not query:
        return ""
    kept = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True, errors="surrogateescape")
        if not _SAYS_NOTHING.fullmatch(f"{name}={value}")
    ]
    return urlencode(sorted(kept), errors="surrogateescape")


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


def dead_end(asked: str, answered: str) -> str:
    """Where a redirect led instead of to what was asked for: a front page, an error page; empty for anything else."""
    try:
        path, query = urlsplit(canonical(answered)).path, urlsplit(answered).query
        is_front = path == "/" and not query and urlsplit(canonical(asked)).path != "/"
    except ValueError:
        return ""
    if is_front:
        return f"the front page of {host_of(answered)}"
    return "an error page" if _ERROR_PAGE.fullmatch(path.rstrip("/").rpartition("/")[2]) else ""


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
    """The host in lower case without port and trailing dot; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


@lru_cache(maxsize=4096)
def registrable(host: str) -> str:
    """The registrable domain: `fgw.sh.gov.cn` is of `sh.gov.cn`; the host itself when it has none (127.0.0.1)."""
    found = _suffixes()(host)
    return str(found.top_domain_under_public_suffix or host)


@lru_cache(maxsize=4096)
def _is_suffix(name: str) -> bool:
    """Whether names of strangers lie side by side below this one: `gov.cn`."""
    return bool(_suffixes()(name).suffix == name)


def covers(names: tuple[str, ...], host: str) -> bool:
    """Whether `host` is one of `names` or below one of them."""
    return any(host == name or host.endswith("." + name) for name in names)


@cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    # The list inside the package; never the network.
    return TLDExtract(suffix_list_urls=(), cache_dir=None)
