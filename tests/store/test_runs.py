"""Runs tell which Sites were cut off."""

import pytest

from store import Store
from tests.store.samples import HOUR, NOW

ENDINGS = {"stopped": True, "killed": True, "failed": True, "running": True, "finished": False, "budget": False}


@pytest.mark.parametrize(("ending", "is_cut_off"), ENDINGS.items())
def test_a_site_is_cut_off_unless_its_run_ended_by_itself(ending: str, is_cut_off: bool, store: Store):
    store.runs.finish(store.runs.start("paper", NOW), ending, 1, 0, 1, 0, NOW)

    assert store.runs.cut_off() == ({"paper"} if is_cut_off else frozenset())


def test_the_newest_run_of_a_site_counts(store: Store):
    store.runs.finish(store.runs.start("paper", NOW), "killed", 1, 0, 1, 0, NOW)
    store.runs.finish(store.runs.start("paper", NOW + HOUR), "finished", 1, 0, 1, 0, NOW + HOUR)

    assert store.runs.cut_off() == frozenset()
