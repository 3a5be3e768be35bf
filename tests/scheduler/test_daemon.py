"""`deltawatch serve` as a service manager sees it: ready, alive, at work by itself, and ended in time."""

import os
import signal
import socket
import sqlite3
import sys
import time
from contextlib import closing, suppress

import pytest

from tests.support.faults import FaultServer, answer
from tests.support.office import ANY_LINK, CHECKOUT, CONFIG, Running, is_alive, open_office, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("daemon")]

# `deltawatch serve` with wakings a fifth of a second apart, and a clock that can be put forward.
SERVE = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from scheduler.console import Session, end_on_sigterm, known_errors
from scheduler.daemon import serve
forward = Path("forward")
def clock():
    return datetime.now(UTC) + timedelta(minutes=len(forward.read_text()) if forward.exists() else 0)

end_on_sigterm()
with known_errors():
    serve(Session(config_path=Path("deltawatch.toml"), clock=clock), wake=0.2)
"""


@pytest.fixture
def server():
    with FaultServer() as server:
        server.put_list("news.localhost", ["/article/1.html", "/article/2.html"])
        yield server


@pytest.fixture
def office(tmp_path, server):
    office = open_office(tmp_path)
    office.add_site("news", server.url("list", "news.localhost"), rules=ANY_LINK)
    return office


@pytest.fixture
def manager(tmp_path):
    """The socket of a service manager."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as channel:
        channel.bind(str(tmp_path / "notify"))
        channel.setblocking(False)
        yield channel


@pytest.fixture
def serve(office, manager):
    """Start a daemon; those that still run are ended with the test."""
    started = []

    def start():
        environment = {"NOTIFY_SOCKET": manager.getsockname(), "PYTHONPATH": str(CHECKOUT)}
        started.append(Running([sys.executable, "-c", SERVE], office.folder, environment))
        return started[-1]

    yield start
    for running in started:
        for process in (running.process.pid, *running.children()):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        running.process.wait()


def messages(manager):
    found = []
    with suppress(BlockingIOError):
        while True:
            found += manager.recv(4096).decode().splitlines()
    return found


def digests(office):
    try:
        with closing(sqlite3.connect(f"file:{office.store_path}?mode=ro", uri=True)) as database:
            return database.execute("select count(*) from digests").fetchone()[0]
    except sqlite3.OperationalError:
        return 0  # the store is just being made


def watch_more(office, server):
    """One more site, which is due as soon as it is seen."""
    server.put_list("more.localhost", ["/article/3.html"])
    office.add_site("more", server.url("list", "more.localhost"), rules=ANY_LINK)


def test_it_runs_what_is_due_by_itself_tells_its_manager_and_ends_when_told(office, server, manager, serve):
    running = serve()
    heard = []
    running.until(lambda: digests(office) and not running.children("scheduler.cli"))
    running.until(lambda: heard.extend(messages(manager)) or heard.count("WATCHDOG=1") >= 3)
    asked = len(server.requests)
    began = time.monotonic()
    running.send(signal.SIGTERM)
    ended = running.end(10)
    heard += messages(manager)

    assert (ended.code, ended.err.count("Traceback")) == (0, 0)
    assert time.monotonic() - began < 5
    assert [one.path for one in server.requests] == ["/robots.txt", "/list", "/article/1.html", "/article/2.html"]
    assert len(server.requests) == asked, "nothing was due any more"
    assert heard[0] == "READY=1"
    assert any(line.startswith("STATUS=running: 1 sources") for line in heard)
    assert heard[-1] == "STOPPING=1"
    assert office.run("run").code == 0, "its locks are free"


def test_told_to_end_in_the_middle_of_a_cycle_it_ends_the_cycle_too(office, server, manager, serve):
    server.put("/robots.txt", answer("User-agent: *\nCrawl-delay: 0.2\n", "text/plain"))
    server.put_list("news.localhost", [f"/article/{n}.html" for n in range(100)])
    running = serve()
    running.until(lambda: server.asked("/article/3.html"))
    below = running.children()
    began = time.monotonic()
    running.send(signal.SIGTERM)
    ended = running.end(20)

    assert ended.code == 0
    assert time.monotonic() - began < 10
    assert "stopped; everything fetched so far is kept" in ended.err
    assert "STOPPING=1" in messages(manager)
    assert not any(map(is_alive, below))


def test_a_second_one_leaves_at_once_with_75(office, serve, server):
    first = serve()
    first.until(lambda: server.requests)
    second = serve().end(20)

    assert second.code == 75
    assert f"deltawatch serve, process {first.process.pid}" in second.err
    assert is_alive(first.process.pid)


def test_a_config_that_breaks_meanwhile_is_told_and_outlived(office, server, serve):
    running = serve()
    running.until(lambda: digests(office) and not running.children("scheduler.cli"))
    office.write("deltawatch.toml", "tmezone = 'x'\n")
    running.until(lambda: "tmezone: unknown key; did you mean 'timezone'?" in running.said()[1])
    told = running.said()[1].count("tmezone")
    office.write("deltawatch.toml", CONFIG)
    watch_more(office, server)
    office.write("forward", "." * 6)
    running.until(lambda: server.asked("/list", "more"))

    assert told == 1, "once, not at each waking"
    running.send(signal.SIGTERM)
    assert running.end(20).code == 0


def test_after_a_kill_the_next_one_goes_on(office, server, serve):
    first = serve()
    first.until(lambda: digests(office))
    below = first.children()
    first.send(signal.SIGKILL)
    first.end()
    wait_for(lambda: not any(map(is_alive, below)), 20)
    watch_more(office, server)
    second = serve()
    second.until(lambda: server.asked("/list", "more"))
    second.send(signal.SIGTERM)
    assert second.end(20).code == 0
