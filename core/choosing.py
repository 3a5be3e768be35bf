"""Which Sites are watched: the words of `sites.use` and `sites.skip`, resolved over all Sites there are.

A word is `all`, `default`, `tier:issuer`, `language:en`, `region:JS` (a province with its cities; `YRD` is the four
of the Delta), the id of a Site, or `site/source` for a single Source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from core.site import Site, Source

#: What the regions of a province begin with: its letters, or the two digits of its cities' codes (GB/T 2260).
_PROVINCES = {"SH": ("SH", "31"), "JS": ("JS", "32"), "ZJ": ("ZJ", "33"), "AH": ("AH", "34")}
_REGIONS = {**_PROVINCES, "YRD": tuple(start for starts in _PROVINCES.values() for start in starts)}


def choose(sites: Iterable[Site], use: Collection[str], skip: Collection[str]) -> tuple[Site, ...]:
    """The Sites that `use` stands for without those of `skip`, which has the last word.

    `site/source` in `use` switches that Source on; where no other word stands for its Site, the others are off.
    """
    return tuple(chosen for site in sites if (chosen := _chosen(site, use, skip)))


def known_words(sites: Iterable[Site]) -> frozenset[str]:
    """Every word that stands for one of these Sites or Sources, and the two that always stand for something."""
    return frozenset({"all", "default"}).union(*({*_groups_of(site), *_words_of_sources(site)} for site in sites))


def _groups_of(site: Site) -> frozenset[str]:
    """The words that stand for the Site as a whole."""
    regions = {region for region, starts in _REGIONS.items() if site.region.startswith(starts)} | {site.region}
    groups = {"all", site.id, f"tier:{site.tier}", f"language:{site.language}", *(f"region:{r}" for r in regions)}
    return frozenset(groups | {"default"} if site.default else groups)


def _words_of_sources(site: Site) -> Mapping[str, Source]:
    return {f"{site.id}/{source.id}": source for source in site.sources}


def _chosen(site: Site, use: Collection[str], skip: Collection[str]) -> Site | None:
    groups, sources = _groups_of(site), _words_of_sources(site)
    is_whole = not groups.isdisjoint(use)
    if not groups.isdisjoint(skip) or not (is_whole or any(word in use for word in sources)):
        return None
    switched = (_switched(source, word, use, skip, is_whole=is_whole) for word, source in sources.items())
    return replace(site, sources=tuple(switched))


def _switched(source: Source, word: str, use: Collection[str], skip: Collection[str], *, is_whole: bool) -> Source:
    if word in skip:
        return replace(source, enabled=False, note=f"{word!r} stands in sites.skip.")
    if word in use:
        return replace(source, enabled=True)
    return source if is_whole else replace(source, enabled=False, note="Not named in sites.use.")
