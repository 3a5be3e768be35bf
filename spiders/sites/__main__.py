"""`python -m spiders.sites` prints docs/sources.md: the shipped Sites, counted and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from core.site import Site, Source
from spiders.dialects import LAYOUTS, dialect_of
from spiders.sites import shipped

_HEAD = """\
# Sites that are shipped

Written by `.venv/bin/python -m spiders.sites > docs/sources.md`; a test holds this page to the files in
`spiders/sites/`. How sure we are of a Source (`high`, `medium`, `low`) and the year it was last seen say whether it
exists as described, not whether it answers from your network: all of it comes from public code and documents, and no
address was asked when it was written down. `deltawatch sites list` says how each does where you are.

`*` marks the default set. What is off is switched on in one line, `use = ["default", "SITE/SOURCE"]`, once its reason
no longer holds ([operating.md](operating.md#which-sites)).
"""


def page() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *_counts(), "", *_dialects(), "", *_table(), ""])


def _counts() -> Iterator[str]:
    sites = shipped()
    listed = [(site, source) for site in sites for source in site.sources]
    is_on = sum(source.enabled for _, source in listed)
    in_default = [site for site in sites if site.default]
    default_on = sum(source.enabled for site in in_default for source in site.sources)
    yield f"{len(sites)} sites with {len(listed)} sources, {is_on} of them on."
    yield f"The default set: {len(in_default)} sites with {default_on} sources that are on.\n"
    yield "| sources by | |"
    yield "| --- | --- |"
    groups: dict[str, Callable[[Site, Source], str]] = {
        "kind": lambda _, source: source.kind,
        "tier": lambda site, _: site.tier,
        "region": lambda site, _: site.region,
        "language": lambda site, _: site.language,
        "confidence": lambda _, source: source.confidence or "",
        "last seen": lambda _, source: source.seen,
    }
    for name, group in groups.items():
        yield f"| {name} | {_counted(group(site, source) for site, source in listed)} |"


def _counted(values: Iterator[str]) -> str:
    return ", ".join(f"{value} {count}" for value, count in Counter(map(str, values)).most_common())


def _dialects() -> Iterator[str]:
    counts = Counter(dialect_of(source) for site in shipped() for source in site.sources)
    yield "| dialect | sources | what it is |"
    yield "| --- | --- | --- |"
    yield from (f"| {dialect} | {counts[dialect]} | {layout.what} |" for dialect, layout in LAYOUTS.items())


def _table() -> Iterator[str]:
    yield "| site | source | region | tier | kind | dialect | address | state | confidence | evidence |"
    yield "|" + " --- |" * 10
    for site in shipped():
        name = f"{site.id}{'*' if site.default else ''} {site.name}"
        for source in site.sources:
            cells = [
                name,
                f"{source.id} {source.name}",
                site.region,
                site.tier,
                source.kind,
                dialect_of(source),
                f"<{source.url}>",
                "on" if source.enabled else f"off: {source.note}",
                f"{source.confidence}, {source.seen}",
                source.evidence,
            ]
            yield f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    print(page(), end="")
