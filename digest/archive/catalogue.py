"""Catalogue: the Stories of the archive sorted by month and under headings; pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from core.archive import Card
from core.assessment import TagKind
from digest.archive.paths import Family

_FAMILIES = {TagKind.AREA: Family.AREA, TagKind.PLACE: Family.PLACE, TagKind.PROGRAMME: Family.PROGRAMME}

#: `2026-11` to the Stories first seen in it; the newest first, as the Stories of each.
Months = Mapping[str, Sequence[Card]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """One area, place, programme or outlet with its Stories."""

    family: Family
    #: Stable: `tech`, `320500`, or the outlet as the store names it.
    name: str
    label: str
    months: Months

    @property
    def cards(self) -> tuple[Card, ...]:
        """Its Stories, the newest first."""
        return tuple(card for cards in self.months.values() for card in cards)

    @property
    def number(self) -> int:
        """How many Stories there are."""
        return sum(map(len, self.months.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All Stories, sorted."""

    months: Months
    #: Of each family those with most Stories first.
    headings: Mapping[Family, tuple[Heading, ...]]


def catalogue(cards: Iterable[Card], zone: ZoneInfo, outlets: Mapping[str, str]) -> Catalogue:
    """Sort Cards by the local month in which their Stories were first seen, and under headings.

    Args:
        outlets: names that outlets have in the language of the archive, where that is not their own.
    """
    newest = sorted(cards, key=lambda card: (card.first_seen, card.story), reverse=True)
    months: dict[str, list[Card]] = {}
    found: dict[tuple[Family, str], dict[str, list[Card]]] = {}
    labels: dict[tuple[Family, str], str] = {}
    for card in newest:
        month = f"{day_of(card, zone):%Y-%m}"
        months.setdefault(month, []).append(card)
        for family, name, label in headings_of(card, outlets):
            # The newest Story comes first: what a rule is called now.
            labels.setdefault((family, name), label)
            found.setdefault((family, name), {}).setdefault(month, []).append(card)
    headings = [
        Heading(family=family, name=name, label=labels[family, name], months=sorted_months)
        for (family, name), sorted_months in found.items()
    ]
    headings.sort(key=lambda heading: (-heading.number, heading.label, heading.name))
    return Catalogue(
        months=months,
        headings={family: tuple(each for each in headings if each.family is family) for family in Family},
    )


def names_of(card: Card, family: Family) -> tuple[str, ...]:
    """The names of the headings of one family that a Card stands under."""
    return tuple(name for each, name, _ in headings_of(card, {}) if each is family)


def day_of(card: Card, zone: ZoneInfo) -> date:
    """The local day on which the Story was first seen."""
    return card.first_seen.astimezone(zone).date()


def headings_of(card: Card, outlets: Mapping[str, str]) -> Iterable[tuple[Family, str, str]]:
    """Family, name and label of all headings that a Card stands under, each once."""
    tags = ((_FAMILIES[label.kind], label.name, label.label) for label in card.labels)
    sources = ((Family.SOURCE, name, outlets.get(name, name)) for name in card.outlets if name)
    return dict.fromkeys((*tags, *sources))
