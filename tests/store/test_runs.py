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


def test_of_old_runs_the_first_and_the_newest_of_each_site_are_kept(store: Store):
    for hours, site in enumerate(("gov", "paper", "gov", "paper", "gov")):
        store.runs.finish(store.runs.start(site, NOW + hours * HOUR), "killed", 1, 0, 1, 0, NOW + hours * HOUR)

    assert store.runs.prune(NOW + 4 * HOUR) == 2

    assert [run.started - NOW for run in store.runs.recent(9)] == [4 * HOUR, 3 * HOUR, 0 * HOUR]
    assert store.runs.first() == NOW
    assert store.runs.cut_off() == {"gov", "paper"}
    assert store.runs.prune(NOW + 4 * HOUR) == 0
