"""Config: what the operator wrote in deltawatch.toml, checked and typed.

The dataclasses are the schema; core.settings turns TOML text into them and tells every fault at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field

from core.settings import one_of, written_like

_STRICT = ConfigDict(extra="forbid")

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
EVERY_DAY: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Language = Literal["zh", "en"]
#: Files of a digest. Feeds are of all late issues of one name, the others of one issue; docx and xlsx need an extra.
Form = Literal["html", "md", "txt", "json", "csv", "docx", "xlsx", "atom", "jsonfeed"]
#: How often a digest is due.
Every = Literal["day", "week", "month"]


def _is_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as fault:
        raise ValueError("no such time zone; write it like Asia/Shanghai") from fault
    return name


Zone = Annotated[str, AfterValidator(_is_zone)]
_CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
LocalTime = Annotated[str, AfterValidator(written_like(_CLOCK, "07:30"))]
#: From the one local time to the other, over midnight where that is the earlier one.
Quiet = Annotated[str, AfterValidator(written_like(f"{_CLOCK}-{_CLOCK}", "22:00-07:00"))]
Mailbox = Annotated[
    str, AfterValidator(written_like(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\"]+", "name@office.example"))
]
Name = Annotated[str, Field(max_length=40), AfterValidator(written_like("[a-z0-9][a-z0-9_-]*", "daily or east-2"))]
#: It stands in a header, where nothing but printable ASCII is safe.
Contact = Annotated[
    str, AfterValidator(written_like("[ -~]*", "watch@office.example or https://office.example/, in one line of ASCII"))
]
File = Annotated[str, Field(min_length=1)]
Title = Annotated[str, AfterValidator(written_like(r".*\S.*", "长三角一体化每日要闻"))]
#: Where a folder of ours is to be found on the web.
WebFolder = Annotated[str, AfterValidator(written_like(r"https?://[!-~]+/", "https://news.office.example/digests/"))]


def _is_network(text: str) -> str:
    ip_network(text, strict=False)
    return text


Network = Annotated[str, AfterValidator(_is_network)]


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
    folder: File = "sites"
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
    """One digest: what of the news, for whom, when, in which forms."""

    __pydantic_config__ = _STRICT

    name: Name = "daily"
    title: Title = "长三角一体化每日要闻"
    language: Language = "zh"
    #: How often. It is due on the first of `days` in each day, week (from Monday) or month (from `month_day`).
    every: Every = "day"
    at: LocalTime = "07:30"
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = EVERY_DAY
    #: 28 at the most, since every month has such a day.
    month_day: Annotated[int, Field(ge=1, le=28)] = 1
    #: Local times between which no mail and no chat message leaves; None for none.
    quiet: Quiet | None = None
    #: Names of policy areas, of rules of one's own, of places (code or label), and tiers of the publisher. A Story is
    #: in the digest when it has one of each list that is not empty.
    areas: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    tiers: tuple[Literal["issuer", "central", "regional", "portal", "other"], ...] = ()
    #: Stories with a lower score are left out.
    min_score: Annotated[int, Field(ge=0)] = 0
    #: The best so many Stories are shown, however long the machine was down; the others are named as left out.
    most_stories: Annotated[int, Field(ge=1, le=1000)] = 200
    formats: tuple[Form, ...] = ("html", "md", "txt", "json")
    folder: str = "digests"
    #: The address of the folder, where it lies on a web server: its feeds name it.
    url: WebFolder | None = None
    #: Mail boxes; each gets a mail of its own and sees no other.
    to: tuple[Mailbox, ...] = ()
    #: Names of channels.
    channels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings:
    """The static site of all digests and stories."""

    __pydantic_config__ = _STRICT

    folder: File = "archive"
    title: Title = "长三角一体化要闻归档"
    language: Language = "zh"
    #: Its address, where it lies on a web server: its feeds name it, and those of the digests lead to its pages.
    url: WebFolder | None = None
    #: Brought up to date after each digest; else by `deltawatch archive build` only.
    enabled: bool = True


#: Name of a mail service to the server that takes mail from its customers: host, port, security.
MAIL_PRESETS: dict[str, tuple[str, int, str]] = {
    "qq": ("smtp.qq.com", 465, "tls"),
    "exmail": ("smtp.exmail.qq.com", 465, "tls"),
    "163": ("smtp.163.com", 465, "tls"),
    "126": ("smtp.126.com", 465, "tls"),
    "yeah": ("smtp.yeah.net", 465, "tls"),
    "qiye163": ("smtp.qiye.163.com", 465, "tls"),
    "sina": ("smtp.sina.com", 465, "tls"),
    "sohu": ("smtp.sohu.com", 465, "tls"),
    "139": ("smtp.139.com", 465, "tls"),
    "aliyun": ("smtp.aliyun.com", 465, "tls"),
    "qiyealiyun": ("smtp.qiye.aliyun.com", 465, "tls"),
    "gmail": ("smtp.gmail.com", 465, "tls"),
    "icloud": ("smtp.mail.me.com", 587, "starttls"),
    "outlook": ("smtp-mail.outlook.com", 587, "starttls"),
    "office365": ("smtp.office365.com", 587, "starttls"),
    "yahoo": ("smtp.mail.yahoo.com", 465, "tls"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSettings:
    """The SMTP server digests leave by."""

    __pydantic_config__ = _STRICT

    #: A mail service whose host, port and security are known; what is given besides has the last word.
    preset: Annotated[str, AfterValidator(one_of(MAIL_PRESETS))] | None = None
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


def _with_preset(tables: object) -> object:
    """The tables of [mail] with what its preset knows."""
    if not isinstance(tables, dict) or (known := MAIL_PRESETS.get(str(tables.get("preset")))) is None:
        return tables
    return dict(zip(("host", "port", "security"), known, strict=True)) | tables


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelSettings:
    """Where digests go besides files and mail: a program (`webhook`), a group chat, or what `apprise` reaches."""

    __pydantic_config__ = _STRICT

    name: Name
    kind: Literal["webhook", "wecom", "dingtalk", "feishu", "apprise"]
    #: The address: here, in an environment variable, or in a file. All but that of a webhook hold a key, and are
    #: secrets.
    url: str | None = None
    url_env: str | None = None
    url_file: str | None = None
    #: What messages are signed with.
    secret_env: str | None = None
    secret_file: str | None = None
    #: Networks that are no part of the open internet and may be sent to all the same, also without TLS.
    allow_networks: tuple[Network, ...] = ()
    timeout: Annotated[float, Field(gt=0, le=120)] = 20.0


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
    mail: Annotated[MailSettings | None, BeforeValidator(_with_preset)] = None
    channel: tuple[ChannelSettings, ...] = ()
