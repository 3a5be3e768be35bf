"""What the archive costs: the first building of a year, and the building after one more day; seconds and memory.

`ARCHIVE_STORIES` in the environment sets how many Stories the year has (3,650 where it is not set).
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from time import perf_counter, process_time

from bench.store import NOW, keep_page, news, reading
from core.assessment import Hit, Tag, TagKind
from core.config import Config, DigestSettings
from core.digest import Window
from core.verdict import How, New, Reading, SameAs
from digest.build import build
from digest.record import to_json
from scheduler.archiving import build_archive
from scheduler.resources import Setup, build_rules, shipped_text
from store import Store, open_store

STORIES = int(os.environ.get("ARCHIVE_STORIES", "3650"))
DAYS = 365
_KINDS = ((TagKind.AREA, 15, 2), (TagKind.PLACE, 60, 4), (TagKind.PROGRAMME, 30, 1))


def main() -> None:
    """Build the archive of a year of synthetic news, then of one day more."""
    dice = random.Random(20261120)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        texts = news(dice)
        with open_store(path / "data" / "deltawatch.sqlite") as store:
            for day in range(DAYS):
                _tell(store, dice, texts, day)
        print(f"{STORIES} stories in {DAYS} digests; every fifth story has a copy")
        worked = _measured(path, "the whole archive")
        print(f"{1000 * worked / STORIES:10.2f} s of processor for 1,000 stories")
        files = [each for each in (path / "archive").rglob("*") if each.is_file()]
        print(f"{len(files):10} files, {sum(each.stat().st_size for each in files) / 2**20:.0f} MiB")
        with open_store(path / "data" / "deltawatch.sqlite") as store:
            _tell(store, dice, texts, DAYS)
        _measured(path, "after one more day")
        _measured(path, "with nothing new")


def _tell(store: Store, dice: random.Random, texts: Iterator[str], day: int) -> None:
    """One day's Stories, and the digest that shows them."""
    now = NOW + timedelta(days=day)
    shown = []
    for number, text in enumerate(islice(texts, round(STORIES / DAYS))):
        url = f"http://a.cn/{day}/{number}"
        article = store.settle(keep_page(store, url, text.encode()), [(_tagged(reading(url, text), dice), New())], now)[
            0
        ]
        stored = store.articles.get(article)
        assert stored is not None
        assert stored.story is not None
        shown.append(stored.story)
        if number % 5 == 0:
            copy = f"http://b.cn/{day}/{number}"
            verdict = SameAs(story=stored.story, how=How.EXACT, detail="")
            store.settle(keep_page(store, copy, text.encode()), [(reading(copy, text), verdict)], now)
    window = Window(since=now - timedelta(days=1), until=now)
    stories = tuple(story for number in shown if (story := store.stories.get(number)))
    digest = build(DigestSettings(), window, stories, (), (), now, now.date(), "Asia/Shanghai")
    store.digests.save("daily", now.date(), window, to_json(digest), shown, [], now)


def _tagged(plain: Reading, dice: random.Random) -> Reading:
    text = plain.article.text
    hits = tuple(Hit(term=text[n : n + 3], field="text", offset=n, length=3, snippet=text[:40]) for n in (0, 9))
    tags = [
        Tag(kind=kind, name=f"t{number}", label=f"{kind} {number}", points=1, hits=hits)
        for kind, many, most in _KINDS
        for number in sorted(dice.sample(range(many), most))
    ]
    return replace(plain, assessment=replace(plain.assessment, tags=tuple(tags)))


def _measured(folder: Path, name: str) -> float:
    """Seconds of processor of one building, in a process of its own, whose memory at the most is its own too."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        seconds, worked, written, peak = pool.submit(_build, folder).result()
    print(f"{seconds:10.2f} s ({worked:.2f} of processor), {peak:.0f} MiB at the most, {written} files written: {name}")
    return worked


def _build(folder: Path) -> tuple[float, float, int, float]:
    rules = build_rules(shipped_text("topics.toml"), (), "topics.toml")
    setup = Setup(config=Config(), folder=folder, sites=(), rules=rules)
    with open_store(setup.store_path, check=False) as store:
        start, began = perf_counter(), process_time()
        built = build_archive(setup, store)
        seconds, worked = perf_counter() - start, process_time() - began
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return seconds, worked, built.written, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
