"""How well copies are told from other news, and what that costs, on generated copies of invented and of real texts.

Where datasketch is installed, its MinHashLSH looks for the same copies (`pip install datasketch`).
"""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from time import process_time

from core.assessment import Fingerprint
from core.duplicates import compare, fingerprint
from core.duplicates.cleaning import letters
from core.duplicates.sketch import GRAM
from tests.support.copies import Pair, pairs
from tests.support.texts import TEXTS

#: Saved real pages; they lie beside the checkout of the developers only.
_REAL = Path(__file__).parents[2] / "shared" / "cases" / "pages" / "expected.jsonl"
#: The study measured none shorter.
_LEAST = 260


def main() -> None:
    """Print recall and precision by kind, F1 over kinds, and microseconds a call."""
    report("invented texts", tuple(TEXTS.values()))
    if _REAL.exists():
        rows = map(json.loads, _REAL.read_text(encoding="utf-8").splitlines())
        report("real texts", tuple(row["text"] for row in rows if len(row["text"]) >= _LEAST))


def report(name: str, texts: Sequence[str], seed: int = 20261120) -> None:
    """Print the figures of one set of texts."""
    made = list(pairs(texts, seed))
    judged, found = defaultdict[tuple[bool, str], Counter[str]](Counter), Counter[bool]()
    for pair in made:
        relation, is_candidate = _judged(pair)
        judged[pair.same, pair.kind][relation] += 1
        found[pair.same] += is_candidate
    print(f"\n{name}: {len(texts)} of {sum(map(len, texts)) // len(texts)} characters on average")
    print(f"{'kind':26}{'pairs':>6}{'right':>7}  relations")
    rates: dict[bool, list[float]] = {True: [], False: []}
    for (same, kind), relations in sorted(judged.items(), reverse=True):
        total = relations.total()
        right = (total - relations["none"]) / total if same else relations["none"] / total
        rates[same].append(right)
        print(f"{kind:26}{total:6}{right:7.3f}  " + ", ".join(f"{how} {n}" for how, n in relations.most_common()))
    recall = sum(rates[True]) / len(rates[True])
    wrong = sum(1 - right for right in rates[False]) / len(rates[False])
    precision = recall / (recall + wrong)
    print(
        f"mean over kinds: recall {recall:.3f}, precision {precision:.3f}, "
        f"F1 {2 * precision * recall / (precision + recall):.3f}"
    )
    copies = sum(pair.same for pair in made)
    print(f"candidates: {found[True]} of {copies} copies, {found[False]} of {len(made) - copies} others")
    _print_cost(texts)
    _print_peer(made)


def _judged(pair: Pair) -> tuple[str, bool]:
    one, other = fingerprint(pair.text), fingerprint(pair.other)
    shared = {*one.sketch, *one.slot_hashes} & {*other.sketch, *other.slot_hashes}
    relation = compare(pair.text, one, pair.other, other).relation
    return "none" if relation is None else relation.value, len(shared) >= 2


def _print_cost(texts: Sequence[str]) -> None:
    # Every text is new to the memory of the last few: a letter in front makes it another.
    fresh = [f"{number}{text}" for number, text in enumerate(texts)]
    prints: list[Fingerprint] = []
    per_print = _microseconds(lambda: prints.extend(map(fingerprint, fresh)), len(fresh))
    neighbours = list(zip(fresh, prints, fresh[1:], prints[1:], strict=False))
    per_pair = _microseconds(lambda: [compare(*pair) for pair in neighbours], len(neighbours))
    again = _microseconds(lambda: [compare(*neighbours[-1]) for _ in range(100)], 100)
    letters = sum(one.length for one in prints) / len(prints)
    print(
        f"cost on {letters:.0f} letters: fingerprint {per_print:.0f} us, compare {per_pair:.0f} us, "
        f"with both texts remembered {again:.0f} us"
    )


def _print_peer(made: Sequence[Pair]) -> None:
    """What MinHashLSH finds at its best settings of the study: 5-grams of the folded letters, 32 bands of 4."""
    try:
        from datasketch import MinHash, MinHashLSH
    except ImportError:
        print("datasketch is not installed (pip install datasketch)")
        return
    bands, rows = 32, 4

    def hashed(text: str) -> MinHash:
        signature = MinHash(num_perm=bands * rows)
        signature.update_batch([gram.encode("utf-8", "surrogatepass") for gram in letters(text).grams(GRAM)])
        return signature

    texts = list(dict.fromkeys(pair.other for pair in made))
    signatures: list[MinHash] = []
    spent = _microseconds(lambda: signatures.extend(map(hashed, texts)), len(texts))
    tracemalloc.start()
    index = MinHashLSH(num_perm=bands * rows, params=(bands, rows))
    for place, signature in enumerate(signatures):
        index.insert(place, signature)
    size = tracemalloc.get_traced_memory()[0] / len(texts)
    tracemalloc.stop()
    copies = [pair for pair in made if pair.same]
    found = sum(texts.index(pair.other) in index.query(hashed(pair.text)) for pair in copies)
    print(
        f"datasketch MinHashLSH {bands}x{rows}: finds {found} of {len(copies)} copies, "
        f"{size:.0f} bytes of memory for each text, {spent:.0f} us to hash it"
    )


def _microseconds(work: Callable[[], object], calls: int) -> float:
    started = process_time()
    work()
    return (process_time() - started) / calls * 1e6


if __name__ == "__main__":
    main()
