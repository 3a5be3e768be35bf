"""Config: what the operator wrote in deltawatch.toml, checked and typed.

The dataclasses are the schema; core.settings turns TOML text into them and tells every fault at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, ConfigDict, Field

from core.settings import written_like

_STRICT = ConfigDict(extra="forbid")

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
EVERY_DAY: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Language = Literal["zh", "en"]


def _is_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValueError("no such time zone; write it like Asia/Shanghai") from fault
    return name


Zone = Annotated[str, AfterValidator(_is_zone)]
LocalTime = Annotated[str, AfterValidator(written_like(r"([01][0-9]|2[0-3]):[0-5][0-9]", "07:30"))]
Mailbox = Annotated[
    str, AfterValidator(written_like(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+", "name@office.example"))
]
Name = Annotated[str, Field(max_length=40), AfterValidator(written_like("[a-z0-9][a-z0-9_-]*", "daily or east-2"))]
#: It stands in a header, where nothing but printable ASCII is safe.
Contact = Annotated[
    str, AfterValidator(written_like("[ -~]*", "watch@office.example or https://office.example/, in one line of ASCII"))
]
File = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreSettings:
    """Where everything is kept and for how long."""

    __pydantic_config__ = _STRICT

    path: File = "data/deltawatch.sqlite"
    #: Days the bytes of off-topic pages are kept; those of Stories are kept for good, as evidence.
    keep_pages_days: Annotated[int, Field(ge=1)] = 30
    backup_folder: File = "data/backups"
    #: Newest backups that `prune` keeps.
    keep_backups: Annotated[int, Field(ge=1)] = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesSettings:
    """Which Sites are watched."""

    __pydantic_config__ = _STRICT

    #: What of the shipped Sites: groups, ids, single Sources as "site/source"; the words are those of core.choosing.
    use: tuple[str, ...] = ("default",)
    #: A folder of one's own Site files; it need not be there.
    folder: Annotated[str, Field(min_length=1)] = "sites"
    #: What is left out of the above and of one's own, in the same words.
    skip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlSettings:
    """How the web is asked."""

    __pydantic_config__ = _STRICT

    #: Who asks: an address or mail box that a site's operator can complain to. It stands in the User-Agent.
    contact: Contact = ""
    #: Least seconds between two requests to one host, whatever the Site file says.
    least_delay: Annotated[float, Field(ge=0, allow_inf_nan=False)] = 0.0
    #: Seconds one answer may take in all.
    timeout: Annotated[float, Field(gt=0, le=180)] = 30.0
    #: Bytes of one answer after decompression.
    max_body: Annotated[int, Field(ge=10_000)] = 8 * 1024 * 1024
    #: Sites crawled at the same time.
    parallel_sites: Annotated[int, Field(ge=1, le=64)] = 16
    #: Seconds one crawl of all due Sites may take; what is left waits for the next.
    budget: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1800.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSettings:
    """How waiting Pages are read."""

    __pydantic_config__ = _STRICT

    workers: Annotated[int, Field(ge=1, le=32)] = 2
    #: Seconds one Page may take before its worker is killed.
    timeout: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 15.0
    #: Memory of one worker, MiB.
    memory: Annotated[int, Field(ge=256)] = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSettings:
    """One digest: for whom, when, in which forms."""

    __pydantic_config__ = _STRICT

    name: Name = "daily"
    title: str = "长三角一体化每日要闻"
    language: Language = "zh"
    #: Local time at which it is due, and on which days.
    at: LocalTime = "07:30"
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = EVERY_DAY
    #: Names of policy areas; empty for all.
    areas: tuple[str, ...] = ()
    formats: tuple[Literal["html", "md", "txt", "json"], ...] = ("html", "md", "txt", "json")
    folder: str = "digests"
    #: Mail boxes; each gets a mail of its own and sees no other.
    to: tuple[Mailbox, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings:
    """The static site of all digests."""

    __pydantic_config__ = _STRICT

    #: Whether `run` and `serve` bring it up to date after each digest.
    enabled: bool = True
    #: A folder of its own.
    folder: File = "archive"
    title: str = "长三角一体化要闻归档"
    language: Language = "zh"


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The SMTP server digests leave by."""

    __pydantic_config__ = _STRICT

    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 465
    #: `tls` from the first byte (465), `starttls` (587), or `none` (a relay on this machine only).
    security: Literal["tls", "starttls", "none"] = "tls"
    sender: Mailbox
    sender_name: str = "deltawatch"
    user: str | None = None
    #: Where the password is: the name of an environment variable, or a file. Never in this file itself.
    password_env: str | None = None
    password_file: str | None = None
    timeout: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """Everything the operator decides."""

    __pydantic_config__ = _STRICT

    timezone: Zone = "Asia/Shanghai"
    #: File of the topic rules, beside this one.
    topics: File = "topics.toml"
    #: File of keyword groups, beside this one; empty for none.
    keywords: str = ""
    store: StoreSettings = field(default_factory=StoreSettings)
    sites: SitesSettings = field(default_factory=SitesSettings)
    crawl: CrawlSettings = field(default_factory=CrawlSettings)
    read: ReadSettings = field(default_factory=ReadSettings)
    digest: tuple[DigestSettings, ...] = (DigestSettings(),)
    archive: ArchiveSettings | None = None
    mail: MailSettings | None = None
