"""What it costs to find a story's copies and to settle an article in a store of very many stories.

`./run bench lookup=1000000` builds a million (some minutes, 4 GB of the temporary folder); without a number, 50,000.
The stories are rows made from a few settled ones: each has features of its own, two of them shared by a thousandth of
all, as full names are. Only what is settled afterwards, through the store itself, is in the full-text index.
"""

from __future__ import annotations

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from bench.store import NOW, keep_page, news, print_times, reading, report
from core.assessment import Fingerprint
from core.duplicates import compare, fingerprint
from core.verdict import How, New, SameAs, Verdict
from store import Store, open_store

STORIES = 50_000
SETTLED = 200
QUERIES = 1_000
#: Features of a story: the sketch and, on average, eight slots (dedup.md §4).
FEATURES = 40
COMMON = 2


def main(stories: str = str(STORIES)) -> None:
    """Build the store in a temporary folder; print its size, then medians and 95th percentiles."""
    many, texts = int(stories), news(random.Random(20261120))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite"
        with open_store(path) as store:
            _settle(store, "template", ((text, New()) for text in islice(texts, SETTLED)))
        started = perf_counter()
        _multiply(path, many)
        print(f"{perf_counter() - started:10.0f} s to build {many} stories")
        _print_size(path, many)
        with open_store(path, check=False) as store:
            _measure(store, many, texts)


def _measure(store: Store, many: int, texts: Iterator[str]) -> None:
    dice = random.Random(7)
    fresh = list(islice(texts, QUERIES))
    report("look-up of a fresh article", store.stories.candidates, map(fingerprint, fresh))
    report("look-up of a copy", store.stories.candidates, (_copy(dice.randrange(many)) for _ in range(QUERIES)))
    _settle(store, "new", ((text, New()) for text in fresh), "settle a new article")
    # Stories that were settled with the texts of before, after the templates' and the multiplied ones.
    first = SETTLED + many + 1
    copies = [(text[50:], SameAs(story=first + place, how=How.COPY, detail="")) for place, text in enumerate(fresh)]
    _settle(store, "copy", copies, "settle a copy")
    report("look-up and comparison of a copy", _finder(store), (text[30:] for text in fresh))


def _finder(store: Store) -> Callable[[str], bool]:
    def found(text: str) -> bool:
        made = fingerprint(text)
        known = store.stories.candidates(made)
        return any(compare(text, made, each.text, each.fingerprint).relation for each in known)

    return found


def _settle(store: Store, name: str, pages: Iterator[tuple[str, Verdict]], what: str = "") -> None:
    taken, worked = [], 0.0
    for number, (text, verdict) in enumerate(pages):
        url = f"http://a.cn/{name}/{number}"
        page = keep_page(store, url, text.encode())
        results = [(reading(url, text), verdict)]
        started, began = perf_counter(), process_time()
        store.settle(page, results, NOW)
        taken.append(perf_counter() - started)
        worked += process_time() - began
    if what:
        print_times(what, taken)
        print(f"{worked / len(taken) * 1e3:10.2f} ms of processor for it, on average")


def _multiply(path: Path, many: int) -> None:
    """Rows of as many stories more, in the order of the index, so that it takes minutes and not hours."""
    with closing(sqlite3.connect(path)) as db:
        columns = [name for _, name, *_ in db.execute("pragma table_info(articles)")]
        own = {"id": "n + :settled + 1", "story": "n + :settled + 1", "part": "n + 1", "exact": "n * 2654435761"}
        values = ", ".join(own.get(name, name) for name in columns)
        numbers = "with recursive numbers(n) as (select 0 union all select n + 1 from numbers where n + 1 < :most)"
        parameters = {"settled": SETTLED, "many": many, "most": many}
        db.execute("pragma foreign_keys = off")
        db.execute("pragma cache_size = -262144")
        db.execute(
            f"insert into articles ({', '.join(columns)}) {numbers} select {values} "
            "from numbers join articles on articles.id = n % :settled + 1",
            parameters,
        )
        db.execute(
            f"insert into stories (id, first_seen, canonical) {numbers} "
            "select n + :settled + 1, '2026-11-20', n + :settled + 1 from numbers",
            parameters,
        )
        db.execute(
            f"insert or ignore into sketch (h, story) {numbers} "
            f"select {_FEATURE}, n / {FEATURES} + :settled + 1 from numbers order by 1",
            {**parameters, "most": many * FEATURES},
        )
        db.commit()


# The n-th feature of all: different ones for different n, spread over all the numbers below 2^31; of each story two
# are of a thousand that all share.
_FEATURE = f"iif(n % {FEATURES} < {COMMON}, n / {FEATURES} * 7919 % 1000, n) * 1640531527 % 2147483648"


def _copy(story: int) -> Fingerprint:
    """The fingerprint of a story that shares half of its features with a multiplied one."""
    numbers = range(story * FEATURES + COMMON, (story + 1) * FEATURES, 2)
    shared = tuple(sorted(number * 1640531527 % 2**31 for number in numbers))
    return Fingerprint(exact=-1, sketch=shared, slots={}, slot_hashes=(), figures=frozenset(), length=500)


def _print_size(path: Path, many: int) -> None:
    with closing(sqlite3.connect(path)) as db:
        (sketch,) = db.execute("select sum(pgsize) from dbstat where name like 'sketch%'").fetchone()
        print(f"{sketch / many:10.0f} bytes of sketch a story, {path.stat().st_size / 2**20:.0f} MiB of file in all")


if __name__ == "__main__":
    main()
