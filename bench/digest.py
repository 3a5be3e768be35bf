"""What the digest of one day costs in a store of very many articles: seconds and memory at the most, step by step.

`./run bench digest=1000000` builds a million (some minutes, 10 GB of the temporary folder); without a number, 100,000.
Each day has 2,000 articles: 200 Stories, a copy of each, 200 articles that wait for a person and 1,400 that were
rejected. One day is settled and multiplied; each day before has its digest, and each Source its hourly looks. What
finds copies (sketch, full text) is left out: no digest asks it. The file is read from the disk, not from memory.
"""

from __future__ import annotations

import os
import random
import resource
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

from bench.store import NOW, keep_page, news, reading
from core.assessment import Hit, Tag, TagKind
from core.config import ChannelSettings, Config, DigestSettings, MailSettings, SitesSettings
from core.digest import Window
from core.site import Site
from core.verdict import Held, How, New, Reading, Rejected, SameAs, Verdict, Why
from scheduler import jobs
from scheduler.plan import DueDigest
from scheduler.resources import Setup, build_rules, chosen_sites, shipped_text
from store import Store, open_store
from store.articles import Articles
from store.changes import Changes
from store.digests import Digests
from store.rows import to_time
from store.stories import Stories

P = ParamSpec("P")
T = TypeVar("T")

ARTICLES = 100_000
A_DAY = 2_000
#: Of so many articles one is a Story, one its copy, one is held, and the others are rejected.
OF_EACH = 10
READERS = 5
#: Looks are kept for 60 days.
LOOKS = 60 * 24
UNTIL = NOW + timedelta(hours=1)
SETTINGS = DigestSettings(to=tuple(f"reader{n}@office.example" for n in range(READERS)), channels=("group",))
#: What is measured of the whole.
STEPS: dict[str, tuple[Any, str]] = {
    "reading the stories": (Stories, "window"),
    "reading what was left out": (Articles, "left_out"),
    "reading changes": (Changes, "shown"),
    "reading what earlier issues told": (Store, "past"),
    "reading the coverage": (jobs, "coverage"),
    "building": (jobs, "build"),
    "rendering for the outbox": (jobs, "render"),
    "composing the letters": (jobs, "letters"),
    "saving digest and outbox": (Digests, "save"),
    "rendering again and writing the files": (jobs, "rewrite"),
}


def main(articles: str = str(ARTICLES)) -> None:
    """Build the store in a temporary folder and make the digest of its newest day, in a process of its own."""
    days = max(int(articles) // A_DAY, 1)
    with tempfile.TemporaryDirectory() as folder:
        seconds, size = _apart(_build, Path(folder), days)
        print(f"{seconds:10.0f} s to build {days * A_DAY} articles, {size:.0f} MiB of file")
        seconds, taken, idle, peak = _apart(_make, Path(folder))
    for name, spent in taken.items():
        print(f"{spent:10.2f} s {name}")
    print(f"{seconds:10.2f} s in all, {peak:.0f} MiB at the most ({idle:.0f} MiB before)")


def setup_of(folder: Path) -> Setup:
    """The office that watches the shipped Sites."""
    config = Config(
        sites=SitesSettings(use=("default",)),
        digest=(SETTINGS,),
        mail=MailSettings(host="127.0.0.1", security="none", sender="watch@office.example"),
        channel=(ChannelSettings(name="group", kind="wecom", url_env="DELTAWATCH_WECOM_URL"),),
    )
    sites = chosen_sites(config, folder)
    return Setup(
        config=config, folder=folder, sites=sites, rules=build_rules(shipped_text("topics.toml"), sites, "topics.toml")
    )


def _apart(call: Callable[P, T], *words: P.args, **named: P.kwargs) -> T:
    """The call in a process of its own, whose memory at the most is its own too: one that is started by a large process
    begins with its size."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(call, *words, **named).result()


def _build(folder: Path, days: int) -> tuple[float, float]:
    """The newest day settled through the store, those before as rows made from it; seconds, and MiB of the file."""
    setup, started = setup_of(folder), perf_counter()
    with open_store(setup.store_path) as store:
        _settle_a_day(store)
    with closing(sqlite3.connect(setup.store_path)) as db:
        db.execute("pragma foreign_keys = off")
        db.execute("pragma cache_size = -262144")
        _share_out(db, setup.sites)
        _multiply(db, days)
        _look(db, setup.sites)
        db.commit()
        db.execute("pragma wal_checkpoint(truncate)")
    return perf_counter() - started, setup.store_path.stat().st_size / 2**20


def _settle_a_day(store: Store) -> None:
    dice = random.Random(20261120)
    story = 0
    for number, text in enumerate(islice(news(dice), A_DAY)):
        verdict = _verdict(number % OF_EACH, story)
        told = text.replace("，", "。")
        url = f"http://a.cn/{number}"
        found = reading(url, told)
        found = _tagged(found, dice) if isinstance(verdict, New | SameAs) else found
        (article,) = store.settle(keep_page(store, url, b"<html></html>"), [(found, verdict)], NOW)
        if isinstance(verdict, New):
            stored = store.articles.get(article)
            assert stored is not None
            assert stored.story is not None
            story = stored.story


def _verdict(place: int, story: int) -> Verdict:
    match place:
        case 0:
            return New()
        case 1:
            return SameAs(story=story, how=How.COPY, detail="")
        case 2:
            return Held(why=Why.UNKNOWN_HOST, detail="来源站点未登记")
        case _:
            return Rejected(why=Why.OFF_TOPIC, detail="")


def _tagged(plain: Reading, dice: random.Random) -> Reading:
    text = plain.article.text
    kinds = ((TagKind.AREA, 15, 2), (TagKind.PLACE, 45, 4), (TagKind.PROGRAMME, 60, 1))
    tags = [
        Tag(
            kind=kind,
            name=f"{kind}{number}",
            label=f"{kind} {number}",
            points=1,
            hits=tuple(Hit(term=text[n : n + 3], field="text", offset=n, length=3, snippet=text[:40]) for n in (0, 9)),
        )
        for kind, many, most in kinds
        for number in sorted(dice.sample(range(many), most))
    ]
    return replace(plain, assessment=replace(plain.assessment, tags=tuple(tags)))


def _share_out(db: sqlite3.Connection, sites: tuple[Site, ...]) -> None:
    """Links come from all Sources alike."""
    sources = [(site.id, source.id) for site in sites for source in site.sources]
    db.executemany(
        f"update links set site = ?, source = ? where id % {len(sources)} = ?",
        [(*source, place) for place, source in enumerate(sources)],
    )


def _multiply(db: sqlite3.Connection, days: int) -> None:
    """The rows of the settled day once more for each day before, with ids and times of their own."""
    stories = A_DAY // OF_EACH
    moved = {"id": A_DAY, "article": A_DAY, "link": A_DAY, "page": A_DAY, "story": stories, "canonical": A_DAY}
    times = ("first_seen", "last_seen", "decided_at", "fetched_at")
    ids = {"stories": moved | {"id": stories}}
    for table in ("links", "pages", "articles", "tags", "stories"):
        columns = [name for _, name, *_ in db.execute(f"pragma table_info({table})")]
        values = {name: f"{name} + {step} * day" for name, step in ids.get(table, moved).items()}
        values |= {name: f"date(substr({name}, 1, 10), -day || ' days') || substr({name}, 11)" for name in times}
        values |= {"key": "key || '?' || day"}
        made = ", ".join(values.get(name, name) for name in columns)
        db.execute(
            "with recursive days (day) as (select 1 union all select day + 1 from days where day + 1 < ?) "
            f"insert into {table} ({', '.join(columns)}) select {made} from days join {table} where ? > 1",
            [days, days],
        )
    for day in range(1, days):
        issue = UNTIL - timedelta(days=day)
        saved = db.execute(
            "insert into digests (name, local_date, since, until, late, built_at, json)"
            " values (?, ?, ?, ?, 0, ?, '{}')",
            [SETTINGS.name, issue.date().isoformat(), *map(to_time, (issue - timedelta(days=1), issue, issue))],
        )
        db.execute(
            "insert into digest_stories select ?, id from stories where id > ? and id <= ?",
            [saved.lastrowid, stories * day, stories * (day + 1)],
        )


def _look(db: sqlite3.Connection, sites: tuple[Site, ...]) -> None:
    """Hourly looks at each Source."""
    db.executemany(
        "insert into checks (site, source, at, outcome, reason, status, links, new, dated, seen)"
        " values (?, ?, ?, 'fetched', '', 200, 20, ?, 20, 20)",
        (
            (site.id, source.id, to_time(NOW - timedelta(hours=hour)), hour % 24 == 0)
            for site in sites
            for source in site.sources
            for hour in range(LOOKS)
        ),
    )


def _make(folder: Path) -> tuple[float, dict[str, float], float, float]:
    """Seconds of one digest and of its steps; MiB before it and at the most."""
    setup, taken = setup_of(folder), dict.fromkeys(STEPS, 0.0)
    for name, (owner, attribute) in STEPS.items():
        setattr(owner, attribute, _timed(getattr(owner, attribute), name, taken))
    _forget(setup.store_path)
    with open_store(setup.store_path, check=False) as store:
        idle, started = _peak(), perf_counter()
        due = DueDigest(SETTINGS, UNTIL.date(), Window(since=UNTIL - timedelta(days=1), until=UNTIL))
        jobs.make_digest(setup, store, due, lambda: UNTIL)
        return perf_counter() - started, taken, idle, _peak()


def _timed(call: Callable[..., Any], name: str, taken: dict[str, float]) -> Callable[..., Any]:
    def timed(*words: Any, **named: Any) -> Any:
        started = perf_counter()
        try:
            return call(*words, **named)
        finally:
            taken[name] += perf_counter() - started

    return timed


def _forget(path: Path) -> None:
    """Have the system drop what it holds of the file in memory, where it can."""
    if hasattr(os, "posix_fadvise"):
        with path.open("rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def _peak() -> float:
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
