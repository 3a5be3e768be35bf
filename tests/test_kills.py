"""Killed at any moment, by signal or by force: nothing is lost, nothing is done twice, nothing goes on unseen.

Real processes, real commands; what must hold afterwards is `invariants` (reliability.md §4.6).
"""

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime
from importlib.resources import files

import pytest

from core.digest import DeliveryState
from newsroom.server import Newsroom
from newsroom.smtp import Sink
from scheduler.comparing import compare
from scheduler.lock import only_one
from tests.support.faults import FaultServer, answer
from tests.support.office import ANY_LINK, CHECKOUT, CONFIG, below, is_alive, open_office, wait_for
from tests.support.texts import TEXTS

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kills")]

TERM, KILL = signal.SIGTERM, signal.SIGKILL
ARTICLES = 20


@pytest.fixture(autouse=True)
def scratch(monkeypatch):
    """What a killed process leaves in the system's folder of temporary files goes with the test."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        monkeypatch.setenv("TMPDIR", folder)
        yield


@pytest.fixture
def server():
    with FaultServer() as server:
        yield server


@pytest.fixture
def office(tmp_path):
    return open_office(tmp_path)


def ask(office, sql):
    """The rows of a query, while others write."""
    with closing(sqlite3.connect(f"file:{office.store_path}?mode=ro", uri=True, timeout=10)) as database:
        return database.execute(sql).fetchall()


def count(office, sql):
    try:
        return ask(office, f"select count(*) from {sql}")[0][0]
    except sqlite3.OperationalError:
        return 0  # the store is just being made


# -- crawl ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def slow_site(server, office):
    """A site that wants a tenth of a second between two requests, and has one page that never ends."""
    server.put("/robots.txt", answer("User-agent: *\nCrawl-delay: 0.1\n", "text/plain"))
    server.put_list("news.localhost", [f"/article/{n}.html" for n in range(ARTICLES)])
    server.put_list("stuck.localhost", ["/slow/200"])
    for name in ("news", "stuck"):
        office.add_site(name, server.url("list", f"{name}.localhost"), rules=ANY_LINK)
    return office


def crawl_until_midway(office, server):
    running = office.start("crawl")
    running.until(lambda: server.asked("/slow/200") and server.asked("/article/5.html"))
    return running


def finish_crawl(office, server):
    """The next run fetches the rest, though its lists were looked at a moment ago."""
    fetched = count(office, "links where outcome = 'fetched' and site = 'news'")
    assert 0 < fetched < ARTICLES
    asked = len(server.requests)
    server.put("/slow/200", answer("at last"))
    office.start("crawl").end()

    assert count(office, "links where outcome = 'fetched' and site = 'news'") == ARTICLES
    articles = [one.path for one in server.requests[asked:] if one.path.startswith("/article/")]
    assert len(articles) == len(set(articles)) == ARTICLES - fetched
    assert ask(office, "PRAGMA quick_check") == [("ok",)]


def test_a_crawl_told_to_end_ends_soon_and_the_next_fetches_the_rest(server, slow_site):
    running = crawl_until_midway(slow_site, server)
    began = time.monotonic()
    running.send(TERM)
    ended = running.end()

    assert time.monotonic() - began < 10
    assert ended.code == 143
    assert ended.err == "deltawatch: stopped; everything fetched so far is kept\n"
    assert {ending for (ending,) in ask(slow_site, "select ending from runs")} == {"stopped"}
    finish_crawl(slow_site, server)


def test_a_crawl_does_not_outlive_its_killed_parent(server, slow_site):
    running = crawl_until_midway(slow_site, server)
    (child,) = running.children("crawler.fetch")
    running.send(KILL)
    running.end()
    wait_for(lambda: not is_alive(child), 3)
    finish_crawl(slow_site, server)
    assert {ending for (ending,) in ask(slow_site, "select ending from runs")} == {"killed", "finished"}


def test_a_killed_child_is_told_and_the_next_run_fetches_the_rest(server, slow_site):
    running = crawl_until_midway(slow_site, server)
    (child,) = running.children("crawler.fetch")
    os.kill(child, KILL)
    ended = running.end()

    assert ended.code == 1
    assert "the crawl ended with code -9" in ended.err
    finish_crawl(slow_site, server)


# -- read ----------------------------------------------------------------------------------------------------------

PAGES = 60


@pytest.fixture
def full_office(office):
    """An office with pages that wait to be read."""
    bodies = list(TEXTS.values())
    for n in range(PAGES):
        paragraphs = "".join(f"<p>{line}</p>" for line in f"第{n}号。{bodies[n % len(bodies)]}".splitlines())
        page = (
            f"<title>长三角要闻第{n}号_某某网</title><link rel=canonical href=http://news.example/{n}.html>{paragraphs}"
        )
        office.write(f"saved/{n:03}.html", page)
    assert office.run("import", "--fetched-at", "2026-11-21T08:00:00+08:00", "saved").code == 0
    return office


@pytest.mark.parametrize("number", [TERM, KILL])
def test_a_reading_that_is_ended_leaves_whole_pages_and_the_next_reads_the_rest(number, full_office):
    running = full_office.start("read")
    running.until(lambda: count(full_office, "pages where state = 'settled'") > 3)
    workers = running.children()
    began = time.monotonic()
    running.send(number)
    ended = running.end()

    assert time.monotonic() - began < 10
    assert ended.code == (143 if number is TERM else -9)
    assert "Traceback" not in ended.err
    wait_for(lambda: not any(map(is_alive, workers)), 10)
    settled = count(full_office, "pages where state = 'settled'")
    assert 3 < settled < PAGES
    assert count(full_office, "pages where tries > 0") == 0
    assert count(full_office, "articles") == settled

    assert full_office.run("read").code == 0
    assert count(full_office, "pages where state = 'settled'") == count(full_office, "articles") == PAGES


HANG = """
import sys
from crawler.pool import Limits, map_killable
from tests.support.hang import hang
list(map_killable(hang, sys.argv[1:], 0, Limits(workers=1, timeout=2.0, memory=2048), "crawler.pool"))
"""


def test_a_worker_that_hangs_does_not_outlive_its_killed_parent_for_long(tmp_path):
    marker = tmp_path / "hanging"
    parent = subprocess.Popen([sys.executable, "-c", HANG, str(marker)], cwd=CHECKOUT)
    wait_for(marker.exists, 20)
    processes = below(parent.pid)
    parent.kill()
    parent.wait()

    wait_for(lambda: not any(map(is_alive, processes)), 10)


# -- delivery ------------------------------------------------------------------------------------------------------

MAIL = """
[[digest]]
to = ["a@office.example", "b@office.example"]
at = "07:00"
[mail]
host = "127.0.0.1"
port = {port}
security = "none"
sender = "deltawatch@office.example"
"""
#: 2026-11-20 07:00 in Shanghai, when the newsroom lives; the clock runs on from there.
MORNING = datetime(2026, 11, 19, 23, tzinfo=UTC)


class SlowSink(Sink):
    """Takes a mail at once and says so late."""

    seconds = 0.0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        said = await super().handle_DATA(server, session, envelope)
        await asyncio.sleep(self.seconds)
        return said


@pytest.fixture
def sink():
    with SlowSink() as sink:
        yield sink


def test_a_mail_cut_short_while_it_is_sent_is_sent_again_once(office, sink):
    office.write("deltawatch.toml", CONFIG + MAIL.format(port=sink.port))
    sink.seconds = 60
    running = office.start("run", offset=0)
    running.until(lambda: sink.mails)
    running.send(KILL)
    running.end()
    assert ask(office, "select state from deliveries order by id") == [("sending",), ("pending",)]

    sink.seconds = 0
    assert office.start("run", offset=0).end().code == 0
    office.start("run", offset=0).end()

    assert [mail.recipient for mail in sink.mails] == ["a@office.example", "a@office.example", "b@office.example"]
    assert sink.mails[0].raw == sink.mails[1].raw
    invariants(office, sink, kills=1)


# -- at any moment -------------------------------------------------------------------------------------------------

KILLS = 8
#: Seconds after which no further one begins, on a machine that is busy.
LONGEST = 80.0


@pytest.fixture
def room():
    with Newsroom() as room:
        yield room


def newsroom_office(folder, room, sink):
    # Slow enough to be killed many times before it is done.
    patient = CONFIG.replace("timeout = 3.0", "timeout = 3.0\nleast_delay = 0.2")
    office = open_office(folder, patient + MAIL.format(port=sink.port))
    for file in (files("newsroom") / "sites").iterdir():
        if file.name.endswith(".toml"):
            office.write(f"sites/{file.name}", file.read_text("utf-8").replace("{port}", str(room.port)))
    return office


@pytest.mark.timeout(240)
def test_killed_again_and_again_it_ends_where_it_would_have_ended(tmp_path, room, sink):
    dice, offset = random.Random(20261120), (MORNING - datetime.now(UTC)).total_seconds()
    office = newsroom_office(tmp_path / "killed", room, sink)
    sink.seconds = 0.3
    began, at_work = time.monotonic(), 0
    for _ in range(KILLS):
        if time.monotonic() - began > LONGEST:
            break
        running = office.start("run", offset=offset)
        moment = time.monotonic() + dice.uniform(0.8, 3)
        while time.monotonic() < moment and running.process.poll() is None:
            time.sleep(0.01)
        at_work += running.process.poll() is None
        running.send(dice.choice([KILL, KILL, TERM]))
        ended = running.end(30)
        # A signal may come while Python makes a class, which swallows the exit and says so.
        assert "Traceback" not in ended.err or "Exception ignored in" in ended.err, ended.err
        invariants(office, sink, KILLS)
    assert at_work >= 3, f"it was killed at work {at_work} times only"
    finished = [office.start("run", offset=offset).end() for _ in range(2)]
    assert "Traceback" not in finished[0].err
    mails = list(sink.mails)
    assert {mail.recipient for mail in mails} == {"a@office.example", "b@office.example"}
    before = rows(office)
    office.start("run", offset=offset).end()
    assert rows(office) == before, "a run with nothing to do changes nothing"
    invariants(office, sink, KILLS)

    sink.mails.clear()
    other = newsroom_office(tmp_path / "undisturbed", room, sink)
    other.start("run", offset=offset).end()
    found, wanted = outcome_of(office), outcome_of(other)
    assert {name: set(found[name]) ^ set(wanted[name]) for name in wanted} == {name: set() for name in wanted}
    assert found == wanted
    assert {mail.message["Message-ID"] for mail in mails} == {mail.message["Message-ID"] for mail in sink.mails}
    with office.store() as store:
        assert compare(store, room.port, 1).deviations == ()


def outcome_of(office):
    """What a reader sees: the stories by their addresses, the digests, the files, the mails."""
    return {
        "articles": ask(office, ARTICLES_READ),
        "stories": sorted(urls for (urls,) in ask(office, STORIES)),
        "digests": ask(office, "select name, local_date, late from digests"),
        "shown": sorted(url for (url,) in ask(office, SHOWN)),
        "files": sorted(path.name for path in (office.folder / "digests").iterdir()),
        "mails": ask(office, "select recipient, state from deliveries order by recipient"),
    }


# What the newsroom's honest sites hold: which page of a story is read first is chance, and so is whether a mirror
# is held or found the same as what it copies; `compare` accepts either.
ARTICLES_READ = "select url, part, why from articles where tier != 'other' order by url, part"
STORIES = """
    select group_concat(url, ' ') from (
        select story, url from articles where story is not null and tier != 'other' order by url
    ) group by story
"""
SHOWN = """
    select url from digest_stories join stories on stories.id = digest_stories.story
    join articles on articles.id = stories.canonical
"""


def rows(office):
    """Everything in the store but the logs of runs."""
    tables = [name for (name,) in ask(office, "select name from sqlite_schema where type = 'table'")]
    kept = [name for name in tables if name not in {"runs", "checks"} and not name.startswith(("sqlite_", "full_text"))]
    return {name: ask(office, f"select * from {name} order by 1, 2") for name in kept}


def invariants(office, sink, kills):
    """What holds after any kill (reliability.md §4.6), in its order."""
    with only_one(office.store_path, "test", datetime.now(UTC)):  # 7: the lock is free
        pass
    if not count(office, "sqlite_schema where name = 'deliveries'"):
        return  # killed before there was anything
    assert ask(office, "PRAGMA quick_check") == [("ok",)]
    assert ask(office, "PRAGMA foreign_key_check") == []
    broken = {
        "an article without its source": "articles where link not in (select id from links)",
        "an article of an unread page": "articles where page not in (select id from pages where state = 'settled')",
        "a page without a hash": "pages where length(hash) != 16",
        "a settled page without an article": """
            pages where state = 'settled' and id not in (select page from articles)""",
        "a fetched link without a page": "links where outcome = 'fetched' and id not in (select link from pages)",
        "a page fetched twice": "(select link, hash from pages group by 1, 2 having count(*) > 1)",
        "a story in two digests": "(select story from digest_stories group by 1 having count(*) > 1)",
        "a digest without bytes": "digests where length(json) < 100",
        "a mail without bytes": "deliveries where length(body) < 100",
        "two mails for one reader": "(select digest, recipient from deliveries group by 1, 2 having count(*) > 1)",
        "a digest without its mails": """
            digests where 2 != (select count(*) from deliveries where digest = digests.id)""",
    }  # fmt: skip
    assert {name: count(office, sql) for name, sql in broken.items()} == dict.fromkeys(broken, 0)
    for (text,) in ask(office, "select json from digests"):
        json.loads(text)
    got = [(mail.message["Message-ID"], mail.recipient) for mail in sink.mails]
    sent = ask(office, f"select message_id, recipient from deliveries where state = '{DeliveryState.SENT}'")
    assert set(sent) <= set(got)
    assert len(got) <= len(set(got)) + kills, "a kill repeats one mail at the most"
    assert len({mail.raw for mail in sink.mails}) == len(set(got)), "a repeated mail has the same bytes"
