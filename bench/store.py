"""What keeping costs: pages a second, milliseconds to settle an article, to look up candidates, to search."""

from __future__ import annotations

import random
import tempfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import TypeVar

from core.article import Article
from core.assessment import Assessment, Hit, Tag, TagKind, Trust, TrustReport
from core.duplicates import fingerprint
from core.link import FoundLink
from core.page import Page
from core.site import Tier
from core.verdict import New, Reading
from store import Store, open_store

T = TypeVar("T")

STORIES = 20_000
PAGES = 5_000
QUERIES = 1_000

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def main() -> None:
    """Build a store of synthetic stories in a temporary folder and print medians and 95th percentiles."""
    dice = random.Random(20261120)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.sqlite"
        with open_store(path) as store:
            _keep(store, dice)
            _settle(store, islice(news(dice), STORIES))
            fresh = [fingerprint(text) for text in islice(news(dice), QUERIES)]
            known = [store.stories.get(dice.randrange(1, STORIES)) for _ in range(QUERIES)]
            copies = [fingerprint(story.article.text[50:]) for story in known if story]
            report("candidates of a fresh article", store.stories.candidates, fresh)
            report("candidates of a copy", store.stories.candidates, copies)
            report("a story with its members", store.stories.get, range(1, QUERIES))
            words = [story.article.text[40:44] for story in known if story]
            report("search, 4 characters", lambda word: store.search.find(word, 20), words)
            report("search, 2 characters", lambda word: store.search.find(word, 20), [word[:2] for word in words])
            print(f"{store.counts().bytes / STORIES:10.0f} bytes of file for each story, its page included")
        start = perf_counter()
        open_store(path).close()
        print(f"{perf_counter() - start:10.2f} s to open and check {path.stat().st_size / 2**20:.0f} MiB")
    _compression(dice)


def _keep(store: Store, dice: random.Random) -> None:
    bodies = [_html(text) for text in islice(news(dice), 50)]
    start = perf_counter()
    for number in range(PAGES):
        keep_page(store, f"http://a.cn/kept/{number}", bodies[number % 50] + b"%d" % number)
    print(f"{PAGES / (perf_counter() - start):10.0f} pages of {len(bodies[0]) // 1024} KiB kept a second")


def _settle(store: Store, texts: Iterable[str]) -> None:
    taken, worked = [], 0.0
    for number, text in enumerate(texts):
        url = f"http://a.cn/{number}"
        page_id = keep_page(store, url, text.encode())
        results = [(reading(url, text), New())]
        start, began = perf_counter(), process_time()
        store.settle(page_id, results, NOW)
        taken.append(perf_counter() - start)
        worked += process_time() - began
    print_times("settle a new article, first half", taken[: STORIES // 2])
    print_times("settle a new article, second half", taken[STORIES // 2 :])
    print(f"{worked / STORIES * 1e3:10.2f} ms of processor to settle one, on average")


def keep_page(store: Store, url: str, body: bytes) -> int:
    found = FoundLink(url=url, site="bench", source="news")
    headers = {"content-type": "text/html", "etag": '"1"'}
    return store.pages.keep(found, Page(asked_url=url, url=url, fetched_at=NOW, status=200, body=body, headers=headers))


def reading(url: str, text: str) -> Reading:
    hits = tuple(Hit(term=text[n : n + 3], field="text", offset=n, length=3, snippet=text[:40]) for n in range(5))
    tags = tuple(Tag(kind=TagKind.PLACE, name=f"{n}", label=text[:2], points=n, hits=hits) for n in range(6))
    return Reading(
        article=Article(url=url, title=text[:20], text=text, published="2026-11-20"),
        assessment=Assessment(on_topic="yes", score=12, tags=tags),
        trust=TrustReport(trust=Trust.OK),
        fingerprint=fingerprint(text),
        tier=Tier.REGIONAL,
        site="bench",
    )


def news(dice: random.Random) -> Iterator[str]:
    """News of about 630 characters: words drawn by Zipf's law, figures, and a stock sentence in every tenth."""
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 2500)]
    words = ["".join(dice.choices(letters, k=dice.choice((2, 2, 2, 3, 4)))) for _ in range(8000)]
    weights = [1 / (rank + 10) for rank in range(len(words))]
    stock = ["".join(dice.choices(words, k=12)) for _ in range(40)]
    while True:
        drawn = dice.choices(words, weights, k=230)
        figures = [f"{word}{dice.randrange(1, 9999)}" for word in drawn[:10]]
        extra = [dice.choice(stock)] if dice.random() < 0.1 else []
        yield "，".join(["".join(drawn[start : start + 8]) for start in range(0, 230, 8)] + figures + extra)


def _html(text: str) -> bytes:
    items = "".join(f'<li class="nav-item"><a href="/list/{n}.html">{text[n : n + 4]}</a></li>' for n in range(150))
    paragraphs = "".join(f"<p style='text-indent:2em'>{part}</p>" for part in text.split("，"))
    return f"<!doctype html><html><head><title>{text[:20]}</title></head><ul>{items}</ul>{paragraphs}".encode()


def report(name: str, call: Callable[[T], object], inputs: Iterable[T]) -> None:
    taken = []
    for value in inputs:
        start = perf_counter()
        call(value)
        taken.append(perf_counter() - start)
    print_times(name, taken)


def print_times(name: str, taken: list[float]) -> None:
    ordered = sorted(taken)
    median, late = ordered[len(ordered) // 2] * 1e3, ordered[int(len(ordered) * 0.95)] * 1e3
    print(f"{median:10.2f} ms median, {late:.2f} ms p95: {name}")


def _compression(dice: random.Random) -> None:
    bodies = [_html(text) for text in islice(news(dice), 200)]
    for level in (1, 3, 6):
        start = perf_counter()
        size = sum(len(zlib.compress(body, level)) for body in bodies)
        spent = (perf_counter() - start) / len(bodies) * 1e3
        print(f"{spent:10.2f} ms to compress a page at level {level}, to {size / sum(map(len, bodies)):.0%}")


if __name__ == "__main__":
    main()
