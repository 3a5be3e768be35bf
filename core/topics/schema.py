"""What topics.toml and places.toml hold, as types. core.settings validates the TOML straight into them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from core.site import Pattern

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

#: A term as a person writes it. One character alone would match nearly everywhere (苏: 苏州, 复苏, 苏联 ...).
Term = Annotated[str, Field(min_length=2, max_length=80)]
Terms = tuple[Term, ...]
Name = Annotated[str, Field(min_length=1, max_length=60)]
#: What an English digest calls it; without one it is called by its label.
LabelEn = Name | None
#: Letters and digits of any script: 三省一市, delta, core_cities.
AliasName = Annotated[str, Field(pattern=r"^[\w-]{1,40}$")]
Points = Annotated[int, Field(ge=-20, le=20)]
ProvinceCode = Literal["SH", "JS", "ZJ", "AH"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which score on an Article is on topic."""

    __pydantic_config__ = _STRICT

    yes: int = 4
    related: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PointTable:
    """What each kind of find adds to the score."""

    __pydantic_config__ = _STRICT

    compound_in_title: Points = 5
    core_in_title: Points = 4
    in_passing: Points = 1
    compound_sentence: Points = 3
    compound_most: Points = 6
    plain_in_lead: Points = 2
    plain_sentence: Points = 1
    plain_most: Points = 3
    conditional_in_title: Points = 4
    conditional_in_text: Points = 2
    conditional_most: Points = 8
    joined_provinces: Points = 2
    across_in_title: Points = 4
    provinces_in_title: Points = 2
    across_in_lead: Points = 4
    across_sentence: Points = 2
    #: In the text, all together.
    across_most: Points = 6
    programme_in_title: Points = 4
    programme_in_lead: Points = 2
    #: What is left at the most when a trap caps the score.
    cap: Points = 1
    #: Characters of the text that count as its lead.
    lead: Annotated[int, Field(ge=20, le=1000)] = 150
    #: The same for English, which needs some three letters for each Chinese character.
    lead_latin: Annotated[int, Field(ge=20, le=2000)] = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Terms that are the topic by themselves."""

    __pydantic_config__ = _STRICT

    compound: Annotated[Terms, Field(min_length=1)]
    plain: Annotated[Terms, Field(min_length=1)]
    #: Short forms that are plain core terms where the full name stands in the article too (the delta).
    short: Terms = ()
    #: A core term so near behind or before one of these is only mentioned in passing (融入长三角, 长三角大局).
    passing_before: Terms = ()
    passing_after: Terms = ()
    passing_gap: Annotated[int, Field(ge=0, le=40)] = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Enumerations of regions (京津冀、长三角、粤港澳大湾区): a core term in one does not count."""

    __pydantic_config__ = _STRICT

    #: Regions that make a list of a core term within `gap` characters after or before them.
    regions: Terms = ()
    #: Regions that do so only when they stand before it.
    regions_before: Terms = ()
    gap: Annotated[int, Field(ge=0, le=60)] = 12
    #: The gap between English names.
    gap_latin: Annotated[int, Field(ge=0, le=120)] = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """Three or more of the four provinces together with a verb of cooperation."""

    __pydantic_config__ = _STRICT

    joins: Terms = ()
    verbs: Terms = ()
    #: Three province names within this many characters count as joined.
    names_within: Annotated[int, Field(ge=10, le=200)] = 40
    verb_within: Annotated[int, Field(ge=10, le=200)] = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Across:
    """Places of two provinces of the region and an act that joins them, in one sentence."""

    __pydantic_config__ = _STRICT

    acts: Terms = ()
    #: Acts that have two sides by themselves: where a title tells one, the text may name them (跨省公交开通).
    borders: Terms = ()
    #: Longer words in which an act is none (跨省抓捕).
    excluded: Terms = ()
    #: Words of firms: in a sentence with one of them an act is theirs, unless an authority is named too.
    firms: Terms = ()
    authorities: Terms = ()
    #: The act and each place stand within this many characters.
    within: Annotated[int, Field(ge=10, le=200)] = 60
    within_latin: Annotated[int, Field(ge=10, le=400)] = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """Names of what lies outside the region: a title that names nothing else tells of somewhere else."""

    __pydantic_config__ = _STRICT

    name: Name = "another region"
    label: Name = "其他地区"
    label_en: LabelEn = "another region"
    points: Annotated[int, Field(ge=-20, le=-1)] = -4
    terms: Terms = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tail:
    """Where the story ends and the page goes on: nothing behind it is judged."""

    __pydantic_config__ = _STRICT

    #: A line that begins with one of these ends the story.
    lines: Terms = ()
    #: Characters of text that always belong to the story.
    after: Annotated[int, Field(ge=0)] = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditional:
    """Terms that count only with a partner in the same sentence."""

    __pydantic_config__ = _STRICT

    name: Name
    label: Name
    terms: Annotated[Terms, Field(min_length=1)]
    #: One of these in the sentence is enough ...
    partners: Terms = ()
    #: ... or a core term ...
    core: bool = False
    #: ... or this many of the four provinces (0: provinces are no partner) ...
    provinces: Annotated[int, Field(ge=0, le=4)] = 0
    #: ... or all of one of these lists.
    together: tuple[Terms, ...] = ()
    #: Longer phrases in which the term means something else (王沪宁).
    excluded: Terms = ()
    label_en: LabelEn = None
    #: Partners must stand within so many characters; 0: anywhere in the sentence.
    near: Annotated[int, Field(ge=0, le=200)] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Trap:
    """Signs of an off-topic neighbour."""

    __pydantic_config__ = _STRICT

    name: Name
    label: Name
    points: Annotated[int, Field(ge=-20, le=-1)]
    words: Terms = ()
    #: Regular expressions over the folded text; each counts as one word.
    patterns: tuple[Pattern, ...] = ()
    #: So many different words set it off in the text ...
    least: Annotated[int, Field(ge=1, le=10)] = 1
    #: ... and so many when they stand in the title.
    least_in_title: Annotated[int, Field(ge=1, le=10)] = 1
    #: Two different words, or one in the title where that is enough, leave `points.cap` at the most.
    caps: bool = False
    label_en: LabelEn = None
    #: One of these in the text and it is no trap.
    unless: Terms = ()
    #: Hosts (with their sub-domains) where it is no trap.
    unless_hosts: tuple[Name, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The trap of company and fund names: all that names the region is part of one."""

    __pydantic_config__ = _STRICT

    name: Name = "company name"
    label: Name = "企业或基金名称"
    label_en: LabelEn = "company or fund name"
    points: Annotated[int, Field(ge=-20, le=-1)] = -4
    suffixes: Terms = ()
    gap: Annotated[int, Field(ge=0, le=40)] = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A policy area; how its terms give the tag: core.topics.describe."""

    __pydantic_config__ = _STRICT

    name: Name
    label: Name
    label_en: Name
    triggers: Annotated[Terms, Field(min_length=1)]
    #: Words that other areas use too: they weigh less.
    words: Terms = ()
    #: Triggers that count only when one of `weak_with` stands in the same sentence.
    weak: Terms = ()
    weak_with: Terms = ()
    #: Longer words in which a trigger means something else (新能源汽车 is no energy).
    excluded: Terms = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme or a body with a fixed name."""

    __pydantic_config__ = _STRICT

    name: Name
    label: Name
    terms: Terms = ()
    #: Short forms that need a core term in the same text.
    with_core: Terms = ()
    label_en: LabelEn = None
    #: Whether a full name makes a story related without any core term (沪苏湖高铁 does, 临港新片区 does not).
    alone: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentType:
    """What sort of document an Article is; found in the title, else in the lead."""

    __pydantic_config__ = _STRICT

    name: Name
    label: Name
    title: Annotated[Terms, Field(min_length=1)]
    #: Words that say it in the first characters of the text too, where the title says nothing.
    lead: Terms = ()
    label_en: LabelEn = None
    #: Wins over the other types of the title, wherever it stands in it.
    leads: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRule:
    """A rule of the office's own: a query, or its terms in three lists."""

    __pydantic_config__ = _STRICT

    name: Name
    label: Name
    #: In the language of core.topics.parsing.
    query: str = ""
    any: Terms = ()
    all: Terms = ()
    excluded: Annotated[Terms, Field(alias="not")] = ()
    points: Points = 0
    #: Stories that one digest shows at the most of those that are on topic by this rule alone.
    cap: Annotated[int, Field(ge=1)] | None = None
    label_en: LabelEn = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicsFile:
    """topics.toml."""

    __pydantic_config__ = _STRICT

    core: Core
    thresholds: Thresholds = field(default_factory=Thresholds)
    points: PointTable = field(default_factory=PointTable)
    lists: Lists = field(default_factory=Lists)
    joined: Joined = field(default_factory=Joined)
    across: Across = field(default_factory=Across)
    elsewhere: Elsewhere = field(default_factory=Elsewhere)
    tail: Tail = field(default_factory=Tail)
    company: Company = field(default_factory=Company)
    conditional: tuple[Conditional, ...] = ()
    trap: tuple[Trap, ...] = ()
    area: tuple[Area, ...] = ()
    programme: tuple[Programme, ...] = ()
    document: tuple[DocumentType, ...] = ()
    #: Lists of terms under the names by which queries use them: `$name`.
    aliases: dict[AliasName, Annotated[Terms, Field(min_length=1)]] = field(default_factory=dict)
    rule: tuple[OfficeRule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Province:
    """A province-level unit."""

    __pydantic_config__ = _STRICT

    code: ProvinceCode
    name: Name
    terms: Annotated[Terms, Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A prefecture-level city; Shanghai is a province here."""

    __pydantic_config__ = _STRICT

    #: GB/T 2260.
    code: Annotated[str, Field(pattern=r"^\d{6}$")]
    name: Name
    province: ProvinceCode
    en: Terms = ()
    #: English names that another place has too: they count only in a sentence that names the province.
    en_shared: Terms = ()
    #: Of its namesakes it is the one that is meant where nothing tells.
    usual: bool = False
    aliases: Terms = ()
    #: The name means other things oftener: it counts only as 黄山市, 安徽黄山, or beside another city in a list.
    strict: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Town:
    """A place below the city that carries the topic."""

    __pydantic_config__ = _STRICT

    name: Name
    province: ProvinceCode
    #: Spellings; without them the name itself. The English label is one too.
    terms: Terms = ()
    #: One of these must stand in the same text.
    parents: Terms = ()
    label_en: LabelEn = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesFile:
    """places.toml."""

    __pydantic_config__ = _STRICT

    province: Annotated[tuple[Province, ...], Field(min_length=4, max_length=4)]
    city: tuple[City, ...]
    town: tuple[Town, ...] = ()
    #: What must not follow the name of a province or city.
    followers: Pattern
    #: Longer words in which a place is none (沪苏湖, 金山银山, 上海合作组织).
    excluded: Terms = ()
    #: Joined short forms, each with the codes or names of its places.
    joins: dict[Term, tuple[Name, ...]] = field(default_factory=dict)
