"""One worked example of each verdict, made from pages of the newsroom, as docs/verdicts.md shows them.

After a wanted change of the rules write the page again and look at the difference:

    .venv/bin/python -m tests.support.verdicts
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from rich.cells import cell_len, set_cell_size

from core.article import Extraction, Hints
from core.config import Config
from core.duplicates import fingerprint
from core.judge import NO_RULINGS, Rulings, judge
from core.link import FoundLink
from core.page import Page
from core.read import read
from core.rules import Rules
from core.site import Tier
from core.topics import assess
from core.trust import examine
from core.urls import host_of
from core.verdict import How, KnownStory, Reading, SameAs
from crawler.read import judge_among
from newsroom.server import site_files
from newsroom.world import build
from scheduler.explaining import Explained, explain, sections
from scheduler.layout import Section, lines
from scheduler.resources import Setup, build_rules, shipped_text
from spiders.sites import parse_sites
from store import open_store
from tests.support.copies import merged, spun, truncated

PAGE = Path(__file__).parents[2] / "docs" / "verdicts.md"
_ZONE = ZoneInfo("Asia/Shanghai")
_NOW = datetime(2026, 11, 20, 7, tzinfo=_ZONE)
_STRANGER = "http://quick-reads.example/20261119/1.html"
#: A section of an example is not longer, nor is a line.
_ROWS, _WIDTH = 5, 118

_WATER = "paper/csj/202611/t20261117_2035.html"
_NEEDS = "paper/csj/202611/t20261118_2041.html"
_RIVER = "wire/20261118/8b1270fd53ac4e19/c.html"
#: With next to no numbers.
_SLIPS = "paper/csj/202611/t20261118_2044.html"
_SPUN = "kaiyun-sports/xwzx/80215.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One verdict, with what led to it."""

    verdict: str
    #: What was done to a page of the newsroom.
    made: str
    reading: Reading
    known: tuple[Reading, ...] = ()
    rulings: Rulings = NO_RULINGS
    #: Whether the points decided, so that they are to be shown.
    by_points: bool = False


def page() -> str:
    """docs/verdicts.md as it should be."""
    return "\n".join([_HEAD, *map(_told, examples())])


def examples() -> tuple[Example, ...]:
    """One for each verdict and kind of it, in the order of the rules of `core.judge`."""
    water, needs, river, slips = map(_read, (_WATER, _NEEDS, _RIVER, _SLIPS))
    text, title = needs.article.text, needs.article.title
    ruled = Rulings(rejected=frozenset({"newsroom.localhost"}))
    return (
        Example(verdict="rejected, by hand", made="A person rejected its host for good.", reading=water, rulings=ruled),
        Example(verdict="rejected, spam", made="A copy under a betting headline.", reading=_read(_SPUN)),
        Example(
            verdict="rejected, off topic",
            made="News of one province.",
            reading=_read("data/xwdt/detail/10305.html"),
            by_points=True,
        ),
        Example(
            verdict="rejected, fabricated",
            made="An invented report, of which little is left when its signs are taken off.",
            reading=_read("invented/26314.html"),
            by_points=True,
        ),
        Example(
            verdict="rejected, genre",
            made="A notice that is no news.",
            reading=_read("gov/notices/202611/t20261118_5014.html"),
        ),
        Example(
            verdict="same, exact copy",
            made="The same words on a host that nobody knows.",
            reading=_altered(water, water.article.text, _STRANGER),
            known=(water,),
        ),
        Example(
            verdict="same, copy",
            made="Some words of it exchanged.",
            reading=_altered(water, spun(water.article.text, 0.05, Random(1)), _STRANGER),
            known=(water, needs),
        ),
        Example(
            verdict="same, spun copy",
            made="Many words of it exchanged, all numbers kept.",
            reading=_so_that(How.SPUN, needs, (spun(text, share / 100, Random(1)) for share in range(1, 60))),
            known=(needs, water),
        ),
        Example(
            verdict="same, probable copy",
            made="Something else, and then half of it.",
            reading=_so_that(How.PROBABLE, slips, _mixtures(slips.article.text, river.article.text)),
            known=(slips,),
        ),
        Example(
            verdict="same, excerpt",
            made="A run of its sentences alone.",
            reading=_altered(needs, truncated(text, 0.35, Random(3)), _STRANGER),
            known=(needs,),
        ),
        Example(
            verdict="same, contains",
            made="Two stories on one page.",
            reading=_altered(needs, merged(text, river.article.text), _STRANGER),
            known=(needs, river),
        ),
        Example(
            verdict="held, spun",
            made="A spun copy whose original nobody has seen yet.",
            reading=_altered(needs, _read(_SPUN).article.text, _STRANGER),
        ),
        Example(
            verdict="held, fabricated", made="An invented report on the topic.", reading=_read("invented/26351.html")
        ),
        Example(
            verdict="held, mirror",
            made="A publisher's page on a host that is not his, before the publisher's own was read.",
            reading=_read("mirror/szcp/39802.html"),
        ),
        Example(
            verdict="rejected, stale", made="Old news under a new date.", reading=_read("portal/article/8841150.html")
        ),
        Example(
            verdict="held, unknown host",
            made="A sound report on a host that nobody knows.",
            reading=_altered(needs, text, _STRANGER, title),
        ),
        Example(
            verdict="held, unknown account",
            made="The same with an account that anybody may have on a portal.",
            reading=_altered(needs, text, "https://www.sohu.com/a/1_2", title),
        ),
        Example(
            verdict="held, no date",
            made="The same on a watched host of no standing, its dates taken off.",
            reading=_undated(_altered(needs, text, "http://collector.newsroom.localhost/post/1.html", title)),
        ),
        Example(
            verdict="new",
            made="A sound report of a watched publisher.",
            reading=needs,
            known=(water,),
            by_points=True,
        ),
    )


@cache
def _rules() -> Rules:
    return build_rules(shipped_text("topics.toml"), parse_sites(site_files(80)), "topics.toml")


def _read(key: str) -> Reading:
    """What the newsroom shows on its first day."""
    host, _, path = key.partition("/")
    answer = build(1, 80).pages[host, f"/{path}"]
    url = f"http://{host}.newsroom.localhost/{path}"
    headers = {"content-type": answer.content_type}
    page = Page(asked_url=url, url=url, fetched_at=_NOW, status=200, body=answer.body, headers=headers)
    readings = read(page, Hints(fetched_at=_NOW), _rules())
    assert isinstance(readings, tuple), readings
    return readings[0]


def _altered(reading: Reading, text: str, url: str, title: str | None = None) -> Reading:
    """The same article with another text at another address, judged anew."""
    article = replace(reading.article, text=text, url=url, title=title or reading.article.title, source=None)
    extraction = Extraction(article=article, visible=f"{article.title}\n{text}", head_title=article.title)
    publisher = _rules().publisher(url)
    return replace(
        reading,
        article=article,
        assessment=assess(article, _rules()),
        trust=examine(extraction, _rules()),
        fingerprint=fingerprint(text),
        tier=publisher.tier if publisher else Tier.OTHER,
        site=publisher.site if publisher else None,
    )


def _undated(reading: Reading) -> Reading:
    article = replace(
        reading.article,
        published=None,
        published_precision=None,
        date_evidence=(),
        first_published=None,
        first_published_evidence=None,
        stale=None,
    )
    return replace(reading, article=article)


def _mixtures(text: str, other: str) -> Iterator[str]:
    """Something from another text, and then less and less of this one, without its paragraphs."""
    starts = range(len(text) // 10, len(text), 5)
    return ((other[:start] + text[start:]).replace("\n", "") for start in starts)


def _so_that(how: How, original: Reading, texts: Iterable[str]) -> Reading:
    """The original with the first of these texts that makes it such a copy."""
    host = host_of(original.article.url or "")
    known = KnownStory(story=1, text=original.article.text, fingerprint=original.fingerprint, host=host)
    for text in texts:
        reading = _altered(original, text, _STRANGER)
        verdict = judge(reading, (known,))
        if isinstance(verdict, SameAs) and verdict.how is how:
            return reading
    raise AssertionError(f"no text makes a {how}")


def _told(example: Example) -> str:
    return f"## {example.verdict}\n\n{example.made}\n\n```text\n{_explained(example)}\n```\n"


def _explained(example: Example) -> str:
    """What `explain` says of it, in short."""
    with TemporaryDirectory() as folder, open_store(Path(folder) / "example.sqlite") as store:
        for number, reading in enumerate((*example.known, example.reading)):
            url = reading.article.url or ""
            found = FoundLink(url=url, site="newsroom", source="news")
            answered = Page(asked_url=url, url=url, fetched_at=_NOW, status=200, body=b"%d" % number)
            page_id = store.pages.keep(found, answered)
            verdict = judge_among(store, reading, url, example.rulings)
            store.settle(page_id, [(reading, verdict)], _NOW)
        setup = Setup(config=Config(), folder=Path(folder), sites=(), rules=_rules())
        explained = explain(str(len(example.known) + 1), setup, store, _NOW)
    assert isinstance(explained, Explained)
    bare = ("article ",) if example.by_points else ("article ", "on topic")
    shown = [_short(section, bare) for section in sections(explained, _ZONE) if section.heading.startswith(_SHOWN)]
    return "\n".join(_cut(line) for line in lines(shown))


#: The sections of `explain` that bear on the verdict.
_SHOWN = ("article ", "on topic", "trust", "known", "verdict")


def _short(section: Section, bare: tuple[str, ...]) -> Section:
    tables = () if section.heading.startswith(bare) else section.tables
    return Section(section.heading, tuple(table[:_ROWS] for table in tables))


def _cut(line: str) -> str:
    return line if cell_len(line) <= _WIDTH else f"{set_cell_size(line, _WIDTH - 2).rstrip()} …"


_HEAD = """# A worked example of each verdict

Made from pages of the newsroom by `tests/support/verdicts.py`; a test holds that the rules still say so. Each is what
`deltawatch explain` tells of the article, without link, page, text and dates ([explain.md](explain.md)), the points
only where they decided, and five rows of a table at the most. What the rules are stands in [judging.md](judging.md).
"""

if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
