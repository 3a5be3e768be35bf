"""Looks at Sources, validators, robots.txt and runs come back as they were written."""

from dataclasses import replace

from core.link import Outcome
from core.run import Run, SourceCheck
from store import RobotsCopy, Store, Validators
from tests.store.samples import HOUR, NOW

CHECK = SourceCheck(
    site="paper",
    source="news",
    at=NOW,
    outcome=Outcome.FETCHED,
    reason="",
    status=200,
    links=20,
    new=3,
    newest="2026-11-20",
    dated=19,
    spacing=1.0,
    run=7,
)


def test_checks_of_a_window_come_in_the_order_of_time(store: Store):
    later = replace(CHECK, at=NOW + HOUR, outcome=Outcome.TIMEOUT, status=None, newest=None)
    for check in (later, CHECK, replace(CHECK, at=NOW - HOUR)):
        store.checks.record(check)

    assert store.checks.since(NOW - HOUR, NOW + HOUR) == (CHECK, later)
    assert store.checks.last("paper", "news") == later
    assert store.checks.last("paper", "feed") is None


def test_the_last_look_has_all_the_answers_of_its_run(store: Store):
    first, second = replace(CHECK, run=8), replace(CHECK, run=8, at=NOW + HOUR, outcome=Outcome.TIMEOUT)
    for check in (CHECK, first, second, replace(CHECK, source="feed", run=9), replace(CHECK, run=None)):
        store.checks.record(check)

    assert store.checks.of_last_look("paper", "news") == (first, second)
    assert store.checks.of_last_look("paper", "other") == ()


DAY = 24 * HOUR


def test_health_is_told_from_a_month_and_from_the_older_looks_that_matter(store: Store):
    def recorded(days: int, outcome: Outcome, new: int = 0) -> SourceCheck:
        check = replace(CHECK, at=NOW - days * DAY, outcome=outcome, new=new)
        store.checks.record(check)
        return check

    news = recorded(400, Outcome.FETCHED, 2)
    recorded(300, Outcome.FETCHED)
    last_good = recorded(60, Outcome.UNCHANGED)
    recorded(50, Outcome.TIMEOUT)
    lately = [recorded(days, Outcome.TIMEOUT) for days in (20, 1)]
    recorded(-1, Outcome.FETCHED)

    assert store.checks.history("paper", "news", NOW) == (news, last_good, *lately)
    assert store.checks.history("paper", "feed", NOW) == ()


def test_what_is_told_from_the_history_outlives_pruning(store: Store):
    for days in range(200, -1, -1):
        good = days > 150 and days % 3 == 0
        outcome = Outcome.FETCHED if good else Outcome.SERVER_ERROR
        store.checks.record(replace(CHECK, at=NOW - days * DAY, outcome=outcome, new=1 if good and days > 190 else 0))
    before = store.checks.history("paper", "news", NOW)

    dropped = store.checks.prune(NOW - 120 * DAY)

    assert dropped == 80 - 3 - 1
    assert store.checks.history("paper", "news", NOW) == before
    assert store.checks.prune(NOW - 120 * DAY) == 0


def test_backing_off_is_told_from_the_looks_since_the_last_good_one(store: Store):
    outcomes = (Outcome.FETCHED, Outcome.TIMEOUT, Outcome.UNCHANGED, Outcome.TIMEOUT, Outcome.BLOCKED)
    for hours, outcome in enumerate(outcomes):
        store.checks.record(replace(CHECK, at=NOW + hours * HOUR, outcome=outcome))

    assert [check.outcome for check in store.checks.since_good("paper", "news", NOW + DAY)] == list(outcomes[2:])
    assert store.checks.since_good("paper", "feed", NOW) == ()


def test_a_look_of_a_time_to_come_is_not_the_last_good_one(store: Store):
    for at in (NOW - DAY, NOW + DAY):
        store.checks.record(replace(CHECK, at=at))

    assert [check.at for check in store.checks.since_good("paper", "news", NOW)] == [NOW - DAY]
    assert store.checks.last_good("paper", "news", NOW) == NOW - DAY
    assert store.checks.last_good("paper", "feed", NOW) is None


def test_validators_are_replaced(store: Store):
    assert store.validators.get("http://a.cn/") is None
    store.validators.remember("http://a.cn/", '"1"', "Fri, 20 Nov 2026 00:00:00 GMT", 0)
    store.validators.remember("http://a.cn/", '"2"', None, 4)

    assert store.validators.get("http://a.cn/") == Validators(etag='"2"', last_modified=None, conditional=4)


def test_a_copy_of_robots_txt_keeps_its_bytes(store: Store):
    copy = RobotsCopy(fetched_at=NOW, status=200, body=b"\xef\xbb\xbfUser-agent: *\x00")
    store.robots.keep("http://a.cn", replace(copy, status=404))
    store.robots.keep("http://a.cn", copy)

    assert store.robots.get("http://a.cn") == copy
    assert store.robots.get("http://b.cn") is None


def test_runs_end_as_they_end_and_the_dead_are_closed(store: Store):
    assert store.runs.first() is None
    first, second = store.runs.start("paper", NOW), store.runs.start("gov", NOW + HOUR)
    store.runs.finish(first, "finished", 9, 5, 3, 1, NOW + HOUR)

    assert store.runs.close_dead(NOW + 2 * HOUR) == 1
    assert store.runs.recent(9) == (
        Run(id=second, site="gov", started=NOW + HOUR, ended=NOW + 2 * HOUR, ending="killed"),
        Run(
            id=first,
            site="paper",
            started=NOW,
            ended=NOW + HOUR,
            ending="finished",
            requests=9,
            pages=5,
            new_links=3,
            failures=1,
        ),
    )
    assert store.runs.first() == NOW
