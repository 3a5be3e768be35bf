"""What judging an article costs besides look-up and settling: topics, trust, fingerprint and verdict, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from time import process_time

from opencc import OpenCC

from core.article import Extraction
from core.assessment import Assessment
from core.duplicates import fingerprint
from core.judge import judge
from core.site import Tier
from core.topics import assess
from core.trust import examine
from core.verdict import Reading
from tests.support.judging import page, rules
from tests.support.texts import ENGLISH, FURNITURE, TEXTS

#: Rounds over the texts of a kind; the best of each step counts.
ROUNDS = 15
#: Texts that make one long one.
JOINED = 5
STEPS = ("trust", "topics", "fingerprint", "judge")


def main() -> None:
    """Print milliseconds of processor an article for each step and their sum, by kind of text."""
    chinese = list(TEXTS.values())
    kinds = {
        "short, Chinese": [text.partition("\n")[0] for text in chinese],
        "Chinese": chinese,
        "Traditional": list(map(OpenCC("s2t").convert, chinese)),
        "English": list(ENGLISH.values()),
        "long, Chinese": ["\n".join(chinese[at : at + JOINED]) for at in range(0, len(chinese), JOINED)],
    }
    print(f"{'ms an article':16}{'letters':>9}", *(f"{name:>11}" for name in (*STEPS, "sum")))
    for name, texts in kinds.items():
        rounds = [_round(texts, number) for number in range(ROUNDS)]
        best = [min(taken) * 1e3 for taken in zip(*rounds, strict=True)]
        letters = sum(map(len, texts)) // len(texts)
        print(f"{name:16}{letters:9}", *(f"{each:11.2f}" for each in (*best, sum(best))))
    beside = min(_beside(chinese, number) for number in range(ROUNDS)) * 1e3
    print(f"off the topic, by its title alone: {beside:.2f} ms a page; of ten pages of a crawl nine are such")


def _beside(texts: list[str], number: int) -> float:
    """Seconds a page that cannot be on topic, of which a crawl judges the title and all that is visible (core.read)."""
    pages = [replace(each, article=replace(each.article, text="")) for each in _pages(texts, number)]
    began = process_time()
    for each in pages:
        assessment = Assessment(on_topic="no", score=0, tags=())
        trust, made = examine(each, rules()), fingerprint(each.article.title)
        judge(Reading(article=each.article, assessment=assessment, trust=trust, fingerprint=made, tier=Tier.OTHER,
                      site=None, in_full=False), ())  # fmt: skip
    return (process_time() - began) / len(pages)


def _round(texts: list[str], number: int) -> list[float]:
    """Seconds an article of each step."""
    taken = [list(_taken(extraction)) for extraction in _pages(texts, number)]
    return [sum(each) / len(texts) for each in zip(*taken, strict=True)]


def _taken(extraction: Extraction) -> Iterator[float]:
    """Seconds of each step on one page, in the order of `core.read`."""
    article, times = extraction.article, [process_time()]
    trust = examine(extraction, rules())
    times.append(process_time())
    assessment = assess(article, rules())
    times.append(process_time())
    made = fingerprint(article.text)
    times.append(process_time())
    read = Reading(article=article, assessment=assessment, trust=trust, fingerprint=made, tier=Tier.OTHER, site=None)
    judge(read, ())
    times.append(process_time())
    return (after - before for before, after in pairwise(times))


def _pages(texts: list[str], number: int) -> Iterator[Extraction]:
    """Pages with these texts and what stands around such; none is the same in another round, so nothing is known."""
    for place, text in enumerate(texts):
        yield page(
            title=text[:20],
            text=f"{text}\n({number}-{place})",
            url=f"https://unknown-{place}.test/{number}.html",
            around="\n".join(FURNITURE),
        )
