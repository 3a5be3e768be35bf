"""Site and Source: a publisher we watch, and the ways it shows new addresses. Both are written by a person in TOML.

The dataclasses are the schema: pydantic validates a TOML table straight into them, unknown keys refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from core.settings import written_like

_STRICT = ConfigDict(extra="forbid")


class Tier(StrEnum):
    """How far a publisher's own pages can be trusted, by who it is, never by what its pages say (dedup.md §6)."""

    ISSUER = "issuer"
    CENTRAL = "central"
    REGIONAL = "regional"
    PORTAL = "portal"
    OTHER = "other"
    BLOCKED = "blocked"

    @property
    def rank(self) -> int:
        """0 is best."""
        return list(Tier).index(self)


#: Publishers whose own pages are edited by people: they may shorten, reword and quote, but do not spin.
PUBLISHERS = frozenset({Tier.ISSUER, Tier.CENTRAL, Tier.REGIONAL})
#: Publishers whose own pages are believed unless a hard sign says otherwise.
BELIEVED = PUBLISHERS | {Tier.PORTAL}


class Kind(StrEnum):
    """How a Source shows new addresses; one spider for each."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"
    ENDPOINT = "endpoint"


class Dialect(StrEnum):
    """How the lists of a publishing system are laid out. What each means is in spiders.dialects."""

    FEED = "feed"
    SITEMAP = "sitemap"
    HTML = "html"
    TRS = "trs"
    SHANGHAI = "shanghai"
    LONSUN = "lonsun"
    JPAGE = "jpage"
    JPAAS = "jpaas"
    SUPEREDIT = "superedit"
    EPAPER = "epaper"
    NEXT_DATA = "next-data"
    JSON = "json"
    GOVCN = "govcn"
    UCAP = "ucap"
    EPOINT = "epoint"
    INFO_OPEN = "info-open"
    TRUECMS = "truecms"
    THEPAPER = "thepaper"
    JSEARCH = "jsearch"
    IGS = "igs"
    LONSUN_SEARCH = "lonsun-search"


class Confidence(StrEnum):
    """How sure we are that a Source exists as it is described."""

    HIGH = "high"  # a maintained reader of it, or a dated measurement
    MEDIUM = "medium"  # one witness only, or an address put together from a seen pattern
    LOW = "low"  # old, guessed or unmeasured


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as fault:
        raise ValueError(f"not a regular expression: {fault}") from fault
    return pattern


def _is_address(address: str) -> str:
    if not re.match(r"https?://[^/\s]+", address):
        raise ValueError("must begin with http:// or https://")
    return address


Pattern = Annotated[str, AfterValidator(_compiles)]
Address = Annotated[str, AfterValidator(_is_address)]
Identifier = Annotated[
    str,
    Field(max_length=60),
    AfterValidator(written_like("[a-z0-9][a-z0-9_-]*", "example-drc: small letters and digits")),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Where a JSON endpoint keeps its rows and what is in them.

    Paths are dotted keys, `*` for each of a list; of several, separated by `|`, the first that is there counts.
    """

    __pydantic_config__ = _STRICT

    #: Path of the list of rows; empty when the document is the list itself.
    rows: str = ""
    url: str = "url"
    title: str = "title"
    date: str | None = None
    #: Path of texts that are HTML and hold the list (jpaas units); the section rules then apply to them, and `rows`
    #: only to an answer without such texts.
    html: str | None = None
    #: Address built from a row that has none, such as `https://www.example.cn/detail/{id}`.
    url_template: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One way a Site shows new addresses."""

    __pydantic_config__ = _STRICT

    id: Identifier
    kind: Kind
    #: Absolute; may hold placeholders, as `body` and `next_page` may (spiders.asking).
    url: Address
    name: str = ""
    #: Layout of the list; the plain one of its kind where nothing is said. It fills what the Source leaves open.
    dialect: Dialect | None = None
    #: Regular expression that the absolute address of an article matches; others are not followed.
    link_pattern: Pattern | None = None
    #: Section: CSS of the rows (or of the links themselves). Without it the list is found by the shape of its links.
    selector: str | None = None
    #: Section: CSS of the date inside a row.
    date_selector: str | None = None
    #: Section: regular expression whose first group is the row's date text.
    date_pattern: Pattern | None = None
    #: Section: regular expression that the absolute addresses of further lists match, such as the other pages of a
    #: newspaper. They are read in the same look, `max_pages` at the most.
    list_pattern: Pattern | None = None
    #: Address of page `{n}` of the list, relative to `url`, such as `index_{n}.html` or `?page={n}`. Not needed where
    #: `url` or `body` hold `{n}` or `{offset}` themselves.
    next_page: str | None = None
    #: What `{n}` is on the second page: 1 where `index_1.html` is page two.
    second_page: Annotated[int, Field(ge=0)] = 2
    #: Rows of one page, for `{offset}`.
    page_size: Annotated[int, Field(ge=1, le=1000)] = 20
    #: How many pages a list is paged back at the most.
    max_pages: Annotated[int, Field(ge=1, le=100)] = 3
    #: Endpoint: the shape of its JSON.
    fields: Fields = field(default_factory=Fields)
    #: What `{keyword}` stands for; each is one search.
    keywords: Annotated[tuple[str, ...], Field(max_length=10)] = ()
    #: How many days before `{today}` `{since}` is.
    window_days: Annotated[int, Field(ge=1, le=3660)] = 14
    method: Literal["GET", "POST"] = "GET"
    #: Endpoint: the body of a POST, and further request headers.
    body: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    #: Minutes between two looks.
    every: Annotated[int, Field(ge=5)] = 60
    enabled: bool = True
    #: Why it is switched off, or what a person should know.
    note: str = ""
    #: Where it is known from, the year it was last seen there, and how sure that makes us.
    evidence: str = ""
    seen: str = ""
    confidence: Confidence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A publisher we watch."""

    __pydantic_config__ = _STRICT

    id: Identifier
    name: str
    home: Address
    tier: Tier
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    name_en: str = ""
    #: ISO-like region: CN, SH, JS, ZJ, AH, HK, or a city code of four digits.
    region: str = "CN"
    language: Literal["zh", "en"] = "zh"
    timezone: str = "Asia/Shanghai"
    #: Hosts besides that of `home` where its articles may lie; a name covers its sub-domains.
    hosts: tuple[str, ...] = ()
    #: Seconds between two requests to one host of the Site; robots.txt may ask for more.
    delay: Annotated[float, Field(ge=0)] = 3.0
    #: Articles fetched in one run at the most; the rest wait for the next.
    max_articles: Annotated[int, Field(ge=1)] = 60
    #: Networks that the address guard allows besides public addresses, for intranets: "10.1.0.0/16".
    allow_networks: tuple[str, ...] = ()
    #: Off only for a publisher whose certificate is known to be broken.
    verify_tls: bool = True
    #: On for a server that sets a cookie with a normal answer and wants it back: it is, within one look at one Source.
    #: No challenge is solved, nothing is kept.
    cookies: bool = False
    #: Whether it is of the set that is watched when the operator names none.
    default: bool = False
    enabled: bool = True
    note: str = ""
