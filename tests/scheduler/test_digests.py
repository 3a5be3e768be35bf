"""Digests by hand: rehearsed, listed, shown, sent again, made again; several audiences from one store."""

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from digest.files import is_written
from newsroom.smtp import Sink
from scheduler import jobs
from scheduler.commands.digests import digest_
from scheduler.console import Session, known_errors
from scheduler.jobs import cycle, digests_due, make_digests
from scheduler.resources import load, shipped_text
from store import open_store
from tests.store.samples import RAIL, WATER, settle
from tests.support.hook import MAIL_AND_HOOK, Hook, Says

#: A Friday, 08:00 in Shanghai.
NOW = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
DAY = timedelta(days=1)
READERS = ["a@office.example", "b@office.example"]

CONFIG = (
    """
[sites]
use = []
[[digest]]
name = "daily"
to = ["a@office.example", "b@office.example"]
[[digest]]
name = "rail-weekly"
every = "week"
days = ["fri"]
at = "07:00"
areas = ["transport"]
language = "en"
title = "Rail this week"
formats = ["txt"]
channels = ["hook"]
[[digest]]
name = "north"
places = ["AH"]
formats = ["md"]
"""
    + MAIL_AND_HOOK
)


class Office:
    """A folder with a config, a store with two stories, and a clock."""

    def __init__(self, folder, hook, sink):
        self.folder, self.hook, self.sink, self.now = folder, hook, sink, NOW
        self.write(CONFIG.format(port=sink.port))
        (folder / "topics.toml").write_text(shipped_text("topics.toml"))
        (folder / "url").write_text(hook.url)
        with self.store() as store:
            store.runs.start("paper", NOW - 2 * DAY)
            settle(store, at=NOW - DAY / 2)
            settle(store, "http://paper.example/2.html", WATER, at=NOW - DAY / 3)

    def write(self, config):
        (self.folder / "deltawatch.toml").write_text(config)

    def change(self, before, after):
        text = (self.folder / "deltawatch.toml").read_text()
        assert before in text
        self.write(text.replace(before, after))

    @property
    def setup(self):
        return load(self.folder / "deltawatch.toml")

    @contextmanager
    def store(self):
        with open_store(self.setup.store_path) as store:
            yield store

    def cycle(self):
        with self.store() as store:
            return cycle(self.setup, store, lambda: self.now)

    def run(self, *words):
        session = Session(config_path=self.folder / "deltawatch.toml", clock=lambda: self.now)
        with known_errors_told() as told:
            answered = CliRunner().invoke(digest_, words, obj=session, catch_exceptions=True)
            if answered.exception and not isinstance(answered.exception, SystemExit):
                told.append(answered.exception)
        return answered, "\n".join(map(str, told))


@contextmanager
def known_errors_told():
    told = []
    yield told
    for each in told:
        with pytest.raises(SystemExit), known_errors():
            raise each


@pytest.fixture
def office(tmp_path):
    with Hook(Says(status=204, body=b"")) as hook, Sink() as sink:
        yield Office(tmp_path, hook, sink)


def test_each_audience_gets_its_own_stories_by_its_own_way_in_its_own_form(office):
    done = office.cycle()

    stories = {made.digest.name: sum(len(each.stories) for each in made.digest.sections) for made in done.digests}
    assert stories == {"daily": 2, "rail-weekly": 2, "north": 0}
    assert [mail.recipient for mail in office.sink.mails] == READERS
    (posted,) = office.hook.posted
    told = posted.json
    assert (told["name"], told["language"], told["window"]["every"]) == ("rail-weekly", "en", "week")
    assert sorted(path.name for path in (office.folder / "digests").iterdir() if path.suffix != ".html") == [
        "daily-2026-11-20.json",
        "daily-2026-11-20.md",
        "daily-2026-11-20.txt",
        "north-2026-11-20.md",
        "rail-weekly-2026-11-20.txt",
    ]


def test_what_the_daily_one_showed_still_stands_in_the_weekly_one(office):
    office.change('days = ["fri"]', 'days = ["sat"]')
    office.cycle()
    assert office.hook.posted == []
    office.now += DAY
    office.cycle()

    (posted,) = office.hook.posted
    texts = {story["article"]["text"] for section in posted.json["sections"] for story in section["stories"]}
    assert texts == {RAIL, WATER}
    assert posted.json["window"]["first"]


def test_after_two_weeks_down_each_audience_gets_one_and_not_fourteen(office):
    office.cycle()
    office.now += 14 * DAY
    with office.store() as store:
        settle(store, "http://paper.example/3.html", RAIL.replace("太仓", "吴江") + "一" * 200, at=office.now - DAY)
        assert [due.settings.name for due in digests_due(office.setup, store, office.now)] == [
            "daily",
            "rail-weekly",
            "north",
        ]
        make_digests(office.setup, store, lambda: office.now)
        assert digests_due(office.setup, store, office.now) == ()
        assert [each.local_date.day for each in store.digests.of("daily", 9)] == [4, 20]


def test_one_digest_after_weeks_down_shows_the_best_and_names_the_rest(office):
    office.change('name = "daily"', 'name = "daily"\nmost_stories = 1')
    office.now += 21 * DAY
    office.cycle()
    with office.store() as store:
        (made,) = store.digests.of("daily", 9)
    record = json.loads(made.json)
    assert record["counts"]["stories"] == 1
    assert [each["why"] for each in record["rejected"]].count("over the cap") == 1


STEPS = {"before it is saved": "save_digest", "after it is saved": "rewrite", "while its files are written": "write"}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_ended_at_any_step_of_making_it_there_is_one_with_its_files_and_letters(office, step, monkeypatch):
    def ends(*_):
        raise KeyboardInterrupt

    with office.store() as store:
        with monkeypatch.context() as patched:
            patched.setattr(jobs, step, ends)
            with pytest.raises(KeyboardInterrupt):
                make_digests(office.setup, store, lambda: office.now)
        make_digests(office.setup, store, lambda: office.now)
        for settings in office.setup.config.digest:
            (saved,) = store.digests.of(settings.name, 9)
            assert is_written(settings, office.folder / settings.folder, saved.local_date)
            assert [each.recipient for each in store.deliveries.of(saved.id)] == [*settings.channels, *settings.to]


def test_who_joins_later_is_not_sent_all_that_was(office):
    office.cycle()
    office.now += 3 * DAY
    office.change("[mail]", '[[digest]]\nname = "late"\n[mail]')
    office.cycle()

    with office.store() as store:
        window = store.digests.last("late").window
    assert (window.until - window.since) < 2 * DAY


def test_a_rehearsal_tells_who_would_get_what_and_writes_nothing(office):
    answered, _ = office.run("--dry-run")

    assert answered.exit_code == 0
    assert "would hold 2 stories" in answered.stderr
    assert [line.split("\t")[:2] for line in answered.stdout.splitlines()] == [
        ["mail", "a@office.example"],
        ["mail", "b@office.example"],
    ]
    with office.store() as store:
        assert not store.digests.any()
    assert not (office.folder / "digests").exists()
    assert (office.sink.mails, office.hook.posted) == ([], [])

    office.cycle()
    assert "was made" in office.run("--dry-run")[0].stderr


def test_digests_are_listed_with_what_became_of_them(office):
    office.sink.refuse.add("b@office.example")
    office.cycle()

    table, _ = office.run("list")
    rows = [line.split("\t") for line in table.stdout.splitlines()]
    assert [(row[0], row[1], row[-1]) for row in rows] == [
        ("daily", "2026-11-20", "1 sent, 1 refused"),
        ("rail-weekly", "2026-11-20", "1 sent"),
        ("north", "2026-11-20", ""),
    ]
    listed = json.loads(office.run("list", "--name", "daily", "--json")[0].stdout)
    assert [each["state"] for each in listed[0]["deliveries"]] == ["sent", "refused"]


@pytest.mark.parametrize("form", ["txt", "md", "html", "json"])
def test_a_digest_is_shown_as_its_file_has_it(office, form):
    office.cycle()
    shown, _ = office.run("show", "--date", "2026-11-20", "--format", form)

    assert shown.stdout == (office.folder / "digests" / f"daily-2026-11-20.{form}").read_text()


def test_a_digest_is_sent_again_on_purpose_to_one(office):
    office.cycle()
    answered, _ = office.run("resend", "--to", "b@office.example")

    assert answered.exit_code == 0
    assert "once more, to b@office.example" in answered.stderr
    assert [mail.recipient for mail in office.sink.mails] == [
        "a@office.example",
        "b@office.example",
        "b@office.example",
    ]
    ids = [mail.message["Message-ID"] for mail in office.sink.mails]
    assert len(set(ids)) == 3


WRONG = {
    "a date without one": (["show", "--date", "2020-01-01"], "no daily digest of 2020-01-01 was made"),
    "a name that is none": (["show", "--name", "x"], "no digest of this name in the config: x"),
    "a reader that is none": (["resend", "--to", "x@y.example"], "it goes to: a@office.example, b@office.example"),
    "options before the word": (["--name", "daily", "list"], "write the options behind 'list'"),
    "a day to come": (["--date", "2999-01-01"], "has not come yet"),
}


@pytest.mark.parametrize(("words", "expected"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_done_is_told_in_a_line(office, words, expected):
    office.cycle()
    _, told = office.run(*words)
    assert expected in told


# --- made again ------------------------------------------------------------------------------------------------------


def test_the_same_store_and_config_give_the_same_bytes(office):
    office.cycle()
    office.now += DAY
    office.cycle()
    for name in ("daily", "rail-weekly", "north"):
        for day in ("2026-11-20", "2026-11-21")[: 1 if name == "rail-weekly" else 2]:
            answered, _ = office.run("rebuild", "--name", name, "--date", day)
            assert (answered.exit_code, answered.stdout) == (0, ""), answered.stdout


def test_what_became_of_the_store_is_told_and_nothing_is_written_unless_it_is_wanted(office):
    office.cycle()
    path = office.folder / "digests" / "daily-2026-11-20.txt"
    before = path.read_text()
    with office.store() as store:
        settle(
            store, "http://other.example/1.html", verdict=None, title="迟到的报道", text=RAIL[::-1], at=NOW - DAY / 4
        )
    answered, _ = office.run("rebuild")

    assert answered.exit_code == 1
    assert "迟到的报道 is new" in answered.stdout
    assert "counts.stories: 2 -> 3" in answered.stdout
    assert path.read_text() == before

    office.run("rebuild", "--write")
    assert "迟到的报道" in path.read_text()
    assert office.run("show")[0].stdout == before, "the store keeps what was sent"
    assert (len(office.sink.mails), len(office.hook.posted)) == (2, 1)


def test_what_became_of_the_config_is_told(office):
    office.cycle()
    office.change('name = "daily"', 'name = "daily"\ntitle = "要闻"\nareas = ["ecology"]')
    answered, _ = office.run("rebuild", "--json")

    found = json.loads(answered.stdout)["differences"]
    assert "title: 长三角一体化每日要闻 -> 要闻" in found
    assert any("is gone" in line for line in found)
