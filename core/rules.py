"""Rules: everything that articles are judged by, made ready once and carried into every worker."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from core.settings import ConfigError, Fault, parse
from core.site import BELIEVED, Site, Tier
from core.topics.compiled import Topics, compile_topics, place_faults, topic_faults
from core.topics.keywords import parse_keywords
from core.topics.office import CompiledRule
from core.topics.schema import PlacesFile, Thresholds, TopicsFile
from core.trust.compiled import Signs, compile_signs
from core.trust.schema import KnownPublisher, OutletsFile, SignsFile
from core.urls import host_of, registrable

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Whose host it is."""

    #: Id of the configured Site; None for a publisher known from signs.toml or outlets.toml only.
    site: str | None
    tier: Tier
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The rules of topics, places and trust, and whose each host is. Picklable; automata are built anew."""

    topics: Topics
    signs: Signs
    #: Host name (it covers its sub-domains) to its publisher.
    publishers: Mapping[str, Publisher]

    def publisher(self, url: str | None) -> Publisher | None:
        """Who publishes at this address: the longest known name that covers its host, None for a stranger's."""
        labels = host_of(url or "").split(".")
        names = (".".join(labels[start:]) for start in range(len(labels)))
        return next((self.publishers[name] for name in names if name in self.publishers), None)


@dataclass(frozen=True, slots=True)
class KeywordFile:
    """The text of a file of keyword groups, and its name."""

    text: str
    origin: str


def build(
    topics: str,
    places: str,
    signs: str,
    sites: tuple[Site, ...],
    origin: str = "topics.toml",
    keywords: KeywordFile | None = None,
    outlets: str = "",
) -> Rules:
    """Check and compile the texts of the rule files; without keyword groups or outlets there are none.

    Raises:
        ConfigError: with the faults of all files; `origin` names that of the topics.
    """
    faults: list[Fault] = []
    topics_file = _checked(topics, origin, TopicsFile, faults)
    places_file = _checked(places, "places.toml", PlacesFile, faults)
    signs_file = _checked(signs, "signs.toml", SignsFile, faults)
    outlets_file = _checked(outlets, "outlets.toml", OutletsFile, faults)
    if topics_file:
        faults += topic_faults(topics_file, topics, origin)
    if places_file:
        faults += place_faults(places_file, places, "places.toml")
    groups = _keyword_rules(keywords, topics_file, faults) if keywords else ()
    if faults or not topics_file or not places_file or not signs_file or not outlets_file:
        raise ConfigError(faults)
    return Rules(
        topics=compile_topics(topics_file, places_file, groups),
        signs=compile_signs(replace(signs_file, publisher=signs_file.publisher + _forgeable(sites)), outlets_file),
        publishers=_publishers(outlets_file, signs_file, sites),
    )


def _checked(text: str, origin: str, shape: type[T], faults: list[Fault]) -> T | None:
    try:
        return parse(text, origin, shape)
    except ConfigError as error:
        faults += error.faults
        return None


def _keyword_rules(keywords: KeywordFile, topics: TopicsFile | None, faults: list[Fault]) -> tuple[CompiledRule, ...]:
    try:
        rules = parse_keywords(keywords.text, keywords.origin, topics.thresholds if topics else Thresholds())
    except ConfigError as error:
        faults += error.faults
        return ()
    names = {rule.name for rule in topics.rule} if topics else set()
    faults += [
        Fault(keywords.origin, None, "", f"{each.rule.name!r} is the name of a rule of the topics too")
        for each in rules
        if each.rule.name in names
    ]
    return rules


def _publishers(outlets: OutletsFile, signs: SignsFile, sites: tuple[Site, ...]) -> dict[str, Publisher]:
    """Outlets and known publishers, then configured Sites over them."""
    publishers: dict[str, Publisher] = {}
    for tier, named in outlets.by_tier().items():
        for name, domains in named.items():
            publishers.update(dict.fromkeys(domains, Publisher(site=None, tier=tier, name=name)))
    for known in signs.publisher:
        publishers.update(dict.fromkeys(known.domains, Publisher(site=None, tier=known.tier, name=known.name)))
    # A search of a province lists its cities among its hosts; a city with a Site of its own stays its own publisher.
    held = [(host, site) for site in sites for host in site.hosts] + [(host_of(site.home), site) for site in sites]
    for host, site in held:
        publishers.update(dict.fromkeys(_names_of(host), Publisher(site=site.id, tier=site.tier, name=site.name)))
    return publishers


def _forgeable(sites: tuple[Site, ...]) -> tuple[KnownPublisher, ...]:
    """The Sites worth copying, as publishers whose name may stand in a forged byline or footer."""
    return tuple(
        KnownPublisher(
            name=site.name,
            tier=site.tier,
            domains=tuple(sorted({domain for host in _hosts(site) for domain in (host, registrable(host))})),
            brands=(site.name,),
            owners=(site.name,),
        )
        for site in sites
        if site.tier in BELIEVED
    )


def _hosts(site: Site) -> tuple[str, ...]:
    return (host_of(site.home), *site.hosts)


def _names_of(host: str) -> tuple[str, ...]:
    """The host, and its domain where only `www.` stands before it (but never a whole `gov.cn`)."""
    bare = host.removeprefix("www.")
    return (host, bare) if bare != host and registrable(host) == bare else (host,)
