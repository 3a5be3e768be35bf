"""A page that hangs, dies or eats memory costs only itself, and order is kept."""

import os
import time

import pytest

from crawler.pool import Died, Limits, map_killable

LIMITS = Limits(workers=2, timeout=2.0, memory=2048)


def work(item, shared):
    if item == "hang":
        time.sleep(60)
    if item == "die":
        os._exit(9)
    if item == "eat":
        return len(bytearray(4 * 1024**3))
    return item + shared if shared else item


def run(items, limits=LIMITS, shared=0):
    return list(map_killable(work, items, shared, limits, ["crawler.pool"]))


def test_results_come_in_the_order_of_the_items():
    assert [outcome.result for outcome in run(range(40))] == list(range(40))


def test_every_worker_has_what_they_share():
    assert [outcome.result for outcome in run(range(3), shared=10)] == [10, 11, 12]


@pytest.mark.parametrize(
    ("toxic", "reason"),
    [("hang", "took longer than 2 s"), ("die", "exit code 9"), ("eat", "needed more than 2048 MiB")],
)
def test_a_toxic_item_costs_only_itself(toxic, reason):
    outcomes = run([1, toxic, 2, 3])

    assert [outcome.result for outcome in outcomes if outcome.item != toxic] == [1, 2, 3]
    died = outcomes[1].result
    assert isinstance(died, Died)
    assert reason in died.reason


def test_items_are_read_only_a_few_ahead():
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    outcomes = map_killable(work, items(), 0, LIMITS, ["crawler.pool"])
    next(outcomes)

    assert len(taken) <= LIMITS.workers * 3
    outcomes.close()
