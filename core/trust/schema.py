"""What signs.toml and outlets.toml hold, as types. core.settings validates the TOML straight into them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated

from pydantic import ConfigDict, Field

from core.site import Pattern, Tier

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

Word = Annotated[str, Field(min_length=1, max_length=80)]
Words = tuple[Word, ...]
#: Names to their domains.
Domains = dict[Word, Annotated[Words, Field(min_length=1)]]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPublisher:
    """A publisher whose pages are copied: how to know him, and where he really lives."""

    __pydantic_config__ = _STRICT

    name: Word
    tier: Tier
    #: Hosts of his own, with all their sub-domains.
    domains: Annotated[Words, Field(min_length=1)]
    #: Names before a bracketed address in a byline.
    brands: Words = ()
    #: Legal names, licences, mail boxes of a copyright line.
    owners: Words = ()
    #: Paths of articles that only his system makes.
    paths: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """Where anybody opens an account and publishes."""

    __pydantic_config__ = _STRICT

    #: `host/beginning of the path`.
    addresses: Words
    #: How the names of bodies end that have accounts.
    bodies: Words
    #: How those end that say the name of a place first.
    offices: Words
    #: What offices put before the name of a place.
    virtues: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookalike:
    """What tells a host that poses as a publisher from one that is only named alike."""

    __pydantic_config__ = _STRICT

    #: Labels of publishers' domains that say nothing.
    common: Words
    #: Labels beside which a label of three letters says something.
    beside: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Gambling:
    """Betting words."""

    __pydantic_config__ = _STRICT

    brands: Words
    actions: Words
    strong: Words
    #: Words of reports about such sites.
    reported: Words
    #: Inside book-title marks these betray a splice; `buttons` at their end, twice.
    spliced: Words
    buttons: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Escort:
    """Words of escort forums, and what an injected phrase looks like."""

    __pydantic_config__ = _STRICT

    compounds: Words
    head: Pattern
    labels: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Adult:
    """Words of adult title strips and link farms."""

    __pydantic_config__ = _STRICT

    strip: Words
    explicit: Words
    farm: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """One kind of phrases by which something is sold."""

    __pydantic_config__ = _STRICT

    name: Word
    #: Honest news has them too.
    weak: bool = False
    words: Words = ()
    #: Regular expressions over folded text, each of which counts as one phrase.
    patterns: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Residue:
    """What templates leave behind."""

    __pydantic_config__ = _STRICT

    strings: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinyin:
    """What bracketed pinyin says."""

    __pydantic_config__ = _STRICT

    #: Characters that everybody reads, one after the other.
    common: Annotated[str, Field(min_length=1, max_length=2000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collector:
    """What collectors say of themselves."""

    __pydantic_config__ = _STRICT

    strong: Words
    weak: Words
    authors: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprint:
    """What tells an honest reprint."""

    __pydantic_config__ = _STRICT

    #: Words by which a page says whose story it is.
    notices: Words
    #: Words by which it says whose the rights are.
    disclaimers: Words
    #: Words of the names of organisations.
    organisations: Words
    #: Public suffixes below which organisations stand.
    suffixes: Words
    #: How the names of the press end.
    press: Words
    #: How those of bodies end that publish their own news.
    own: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Spun:
    """Fixed names, and what spinning tools put for their words."""

    __pydantic_config__ = _STRICT

    #: Proper names, looked for with an unknown word in their middle too.
    bodies: Words
    #: Fixed phrases, looked for with the known swaps only.
    names: Words
    #: Honest names in which the words of the swaps stand as they should.
    honest: Words = ()
    #: A sentence with one of these reports on such texts.
    told: Words = ()
    #: What no honest text has anywhere.
    garbled: Words = ()
    #: What tools and translations back write and hardly any newsroom does; several close together count.
    odd: Words = ()
    #: A word to what is put for it, in any fixed name.
    swaps: dict[Word, Words] = field(default_factory=dict)
    #: The same for words that honest texts have too: inside long names only.
    weak: dict[Word, Words] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """One habit of invented reports."""

    __pydantic_config__ = _STRICT

    name: Word
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Genre:
    """A genre apart from news."""

    __pydantic_config__ = _STRICT

    name: Word
    words: Words
    #: How many different words of the text make the genre; one of `title` in the title is enough.
    least: Annotated[int, Field(ge=1, le=10)]
    title: Words = ()
    #: Those of `words` that no newsroom writes.
    marks: Words = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignsFile:
    """signs.toml."""

    __pydantic_config__ = _STRICT

    publisher: tuple[KnownPublisher, ...]
    accounts: Accounts
    lookalike: Lookalike
    gambling: Gambling
    escort: Escort
    adult: Adult
    residue: Residue
    pinyin: Pinyin
    collector: Collector
    reprint: Reprint
    spun: Spun
    #: Words of reports and warnings about adverts.
    warned: Words = ()
    promotion: tuple[Promotion, ...] = ()
    composition: tuple[Composition, ...] = ()
    genre: tuple[Genre, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletsFile:
    """outlets.toml: hosts of standing besides the publishers of signs.toml, by tier and name."""

    __pydantic_config__ = _STRICT

    issuer: Domains = field(default_factory=dict)
    central: Domains = field(default_factory=dict)
    regional: Domains = field(default_factory=dict)
    portal: Domains = field(default_factory=dict)

    def by_tier(self) -> dict[Tier, Domains]:
        """The names of each tier with their domains."""
        return {
            Tier.ISSUER: self.issuer,
            Tier.CENTRAL: self.central,
            Tier.REGIONAL: self.regional,
            Tier.PORTAL: self.portal,
        }
