"""Fingerprints: equal where texts are, stable, and fit for SQLite."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.duplicates import fingerprint
from tests.support.copies import COPIES, mirrored, pairs, to_traditional
from tests.support.texts import ENGLISH, TEXTS


def test_a_fingerprint_never_changes_or_every_store_must_be_read_again() -> None:
    print_ = fingerprint(TEXTS["port cluster"])

    assert print_.exact == 5498390212668393377
    assert print_.sketch[:2] == (295734963, 328535995)
    assert print_.slot_hashes[:2] == (79518483, 107557910)


def test_another_process_with_another_hash_seed_computes_the_same() -> None:
    text = TEXTS["g60 fund"]
    program = "import sys; from core.duplicates import fingerprint; print(fingerprint(sys.stdin.read()).sketch)"

    answer = subprocess.run(
        [sys.executable, "-c", program],
        input=text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "PYTHONUTF8": "1"},
    )

    assert answer.stdout.strip() == str(fingerprint(text).sketch)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_a_mirror_has_the_fingerprint_of_its_origin(text: str) -> None:
    assert fingerprint(mirrored(text)) == fingerprint(text)


@given(st.text(alphabet="长三角一体化示范区发展的12年月%, \n\u200b蕞", max_size=200))
def test_the_fingerprint_of_any_text_in_either_script_is_one(text: str) -> None:
    assert fingerprint(to_traditional(text)) == fingerprint(text)


def test_no_run_is_favoured_by_the_order_in_which_runs_are_chosen() -> None:
    """Two texts of 1.5 n runs that share n: by a random order, 32 * n / 1.5 n of a sketch are expected in the other."""
    texts = list(TEXTS.values())
    shared = []
    for place, text in enumerate(texts):
        half = len(text) // 2
        one, other = text + texts[place - 1][:half], text + texts[place - 2][:half]
        shared.append(len({*fingerprint(one).sketch} & {*fingerprint(other).sketch}))

    assert 19 <= sum(shared) / len(shared) <= 23


@given(st.text(max_size=300))
def test_any_text_has_a_fingerprint_that_sqlite_can_hold(text: str) -> None:
    print_ = fingerprint(text)

    assert 0 <= print_.exact < 2**63
    assert all(0 <= number < 2**31 for number in (*print_.sketch, *print_.slot_hashes))
    assert print_.sketch == tuple(sorted(set(print_.sketch)))
    assert print_.slot_hashes == tuple(sorted(set(print_.slot_hashes)))
    assert len(print_.sketch) <= 32
    assert len(print_.slot_hashes) <= min(16, len(print_.slots))


def test_a_lone_surrogate_is_no_reason_to_fail() -> None:
    assert fingerprint("坏字\ud800节" * 20).length > 0


@pytest.mark.parametrize("kind", COPIES)
def test_every_copy_shares_two_features_with_its_origin(kind: str) -> None:
    """The look-up in the store asks for two, of sketch and slots together (dedup.md §4: 0.9994 of all copies)."""
    copies = [pair for pair in pairs((*TEXTS.values(),), seed=1) if pair.kind == kind]

    assert all(_shared(pair.text, pair.other) >= 2 for pair in copies)


def test_other_news_is_hardly_ever_a_candidate() -> None:
    others = [pair for pair in pairs((*TEXTS.values(), *ENGLISH.values()), seed=1) if pair.kind == "other news"]

    # The two ceremonies share their phrases; full names are runs that others share too, until 200 Stories do.
    assert sum(_shared(pair.text, pair.other) >= 2 for pair in others) <= 0.03 * len(others)


def _shared(text: str, other: str) -> int:
    one, two = fingerprint(text), fingerprint(other)
    return len({*one.sketch, *one.slot_hashes} & {*two.sketch, *two.slot_hashes})
