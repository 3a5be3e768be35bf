"""signs.toml made ready: one lexicon for all words, one for the fixed names, and the patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from core.shapes import Shapes
from core.site import Tier
from core.text import folded
from core.topics.lexicon import Lexicon
from core.trust.schema import OutletsFile, SignsFile, Spun
from core.urls import registrable

#: A proper name with an unknown word in its middle is looked for by this much of its beginning.
FRAME = 3
#: A shorter label of a domain is anybody's.
LABEL = 3
#: From so many letters on, a label with one letter more or less is no other word.
LONG_LABEL = 7
#: Whose hosts and footers are forged: all pages show addresses of governments (beian.miit.gov.cn) and of mail portals.
PRESS = frozenset({Tier.CENTRAL, Tier.REGIONAL})


class Original(NamedTuple):
    """The word of a fixed name that a tool replaces."""

    word: str
    #: Honest texts have the replacement too, so that it counts in a long name only.
    weak: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """The signs of trust, ready to use."""

    file: SignsFile
    lexicon: Lexicon
    #: The fixed names, to be found once the words that a tool put into a text are taken out of it.
    names: Lexicon
    #: What a tool writes to the words it may stand for, folded: 翻新 → 创新.
    swaps: Mapping[str, tuple[Original, ...]]
    #: The first letters of a proper name to all names that begin so, folded.
    frames: dict[str, tuple[str, ...]]
    head: re.Pattern[str]
    #: Folded characters that nobody needs the pinyin of.
    common: frozenset[str]
    #: Folded words of honest labels, for injected phrases.
    labels: re.Pattern[str]
    authors: frozenset[str]
    #: Folded words of the names of organisations.
    organisations: tuple[str, ...]
    #: Folded ends of the names of the press.
    press: tuple[str, ...]
    #: Folded ends of the names of organisations that publish their own news.
    own: tuple[str, ...]
    #: Folded ends of spliced titles.
    buttons: tuple[str, ...]
    #: Patterns of habits of invented reports with the name of each habit.
    compositions: Shapes[str]
    paths: tuple[tuple[int, re.Pattern[str]], ...]
    #: Patterns of promotion, and whether they are weak.
    promotion: Shapes[bool]
    #: The first label of a publisher's domain to all his domains: thepaper → thepaper.cn.
    hosts: Mapping[str, tuple[str, ...]]
    #: The long ones of these labels, each by itself and by all that is left of it when a letter is left out.
    near: Mapping[str, tuple[str, ...]]
    #: Host and path with which the addresses of accounts begin.
    accounts: re.Pattern[str]
    #: Folded ends of the names of bodies that have accounts, and of those that count behind a place only.
    bodies: tuple[str, ...]
    offices: tuple[str, ...]
    #: Folded words that offices put before their place: 绿色昆山.
    virtues: tuple[str, ...]
    #: The folded name of an outlet to its domains.
    outlets: Mapping[str, tuple[str, ...]]
    #: The folded name of a publisher's site to his domains.
    sites: Mapping[str, tuple[str, ...]]


def compile_signs(file: SignsFile, outlets: OutletsFile) -> Signs:
    """Make the checked files ready."""
    swaps = _swaps(file.spun)
    frames, hosts = _frames(file.spun), _hosts(file)
    names = (*file.spun.bodies, *file.spun.names)
    groups = {**dict(_groups(file)), "swap": tuple(swaps), "frame": tuple(frames), "name": (*names, *file.spun.honest)}
    return Signs(
        file=file,
        lexicon=Lexicon(groups),
        names=Lexicon({"name": names}),
        swaps=swaps,
        frames=frames,
        head=re.compile(file.escort.head),
        common=frozenset(folded(file.pinyin.common)),
        labels=re.compile("|".join(re.escape(folded(label)) for label in file.escort.labels) or "(?!)"),
        organisations=tuple(map(folded, file.reprint.organisations)),
        press=tuple(map(folded, file.reprint.press)),
        own=tuple(map(folded, file.reprint.own)),
        buttons=tuple(map(folded, file.gambling.buttons)),
        authors=frozenset(map(folded, file.collector.authors)),
        compositions=Shapes(
            (re.compile(pattern, re.MULTILINE), each.name) for each in file.composition for pattern in each.patterns
        ),
        paths=tuple(
            (place, re.compile(pattern)) for place, each in enumerate(file.publisher) for pattern in each.paths
        ),
        promotion=Shapes((re.compile(pattern), each.weak) for each in file.promotion for pattern in each.patterns),
        hosts=hosts,
        near=_near(label for label in hosts if len(label) >= LONG_LABEL),
        bodies=tuple(map(folded, (*file.accounts.bodies, *file.reprint.own))),
        offices=tuple(map(folded, file.accounts.offices)),
        virtues=tuple(map(folded, file.accounts.virtues)),
        outlets={folded(name): domains for named in outlets.by_tier().values() for name, domains in named.items()},
        accounts=re.compile(rf"(?:[^/]*\.)?(?:{'|'.join(map(re.escape, file.accounts.addresses)) or '(?!)'})"),
        sites={folded(brand): each.domains for each in file.publisher for brand in each.brands},
    )


def _groups(file: SignsFile) -> Iterator[tuple[str, tuple[str, ...]]]:
    yield "brand", file.gambling.brands
    yield "action", file.gambling.actions
    yield "strong", file.gambling.strong
    yield "reported", file.gambling.reported
    yield "spliced", file.gambling.spliced
    yield "escort", file.escort.compounds
    yield "strip", file.adult.strip
    yield "explicit", file.adult.explicit
    yield "farm", file.adult.farm
    yield "residue", file.residue.strings
    yield "collector", file.collector.strong
    yield "weak collector", file.collector.weak
    yield "notice", file.reprint.notices
    yield "disclaimer", file.reprint.disclaimers
    yield "garbled", file.spun.garbled
    yield "odd", file.spun.odd
    yield "told", file.spun.told
    for place, publisher in enumerate(file.publisher):
        yield f"owner {place}", publisher.owners
        if publisher.tier in PRESS:
            yield f"domain {place}", publisher.domains
        yield f"brand {place}", publisher.brands
    yield "warned", file.warned
    for kind in file.promotion:
        yield f"promotion {kind.name}", kind.words
    for genre in file.genre:
        yield f"genre {genre.name}", genre.words
        yield f"genre {genre.name} title", genre.title


def _hosts(file: SignsFile) -> dict[str, tuple[str, ...]]:
    common = frozenset(file.lookalike.common)
    press = (each for each in file.publisher if each.tier in PRESS)
    labels = ((registrable(domain).split(".")[0], each.domains) for each in press for domain in each.domains)
    return {label: domains for label, domains in labels if len(label) >= LABEL and label not in common}


def shortened(label: str) -> set[str]:
    """A label and all that is left of it when a letter is left out; two that differ by a letter have one in common."""
    return {label, *(label[:place] + label[place + 1 :] for place in range(len(label)))}


def _near(labels: Iterable[str]) -> dict[str, tuple[str, ...]]:
    near: dict[str, list[str]] = {}
    for label in labels:
        for form in shortened(label):
            near.setdefault(form, []).append(label)
    return {form: tuple(found) for form, found in near.items()}


def _swaps(spun: Spun) -> dict[str, tuple[Original, ...]]:
    originals: dict[str, list[Original]] = {}
    for weak, table in ((False, spun.swaps), (True, spun.weak)):
        for word, others in table.items():
            for other in others:
                originals.setdefault(folded(other), []).append(Original(folded(word), weak))
    return {other: tuple(found) for other, found in originals.items()}


def _frames(spun: Spun) -> dict[str, tuple[str, ...]]:
    frames: dict[str, list[str]] = {}
    for name in sorted(map(folded, spun.bodies)):
        frames.setdefault(name[:FRAME], []).append(name)
    return {frame: tuple(names) for frame, names in frames.items()}
