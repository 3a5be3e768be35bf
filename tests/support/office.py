"""An office in a folder: a config, topics and sites of one's own, and the command run on them."""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from scheduler.cli import cli
from scheduler.resources import shipped_text
from store import Store, open_store

COMMAND = [sys.executable, "-P", "-m", "scheduler.cli"]
CHECKOUT = Path(__file__).parents[2]

CONFIG = """
[sites]
use = []
[crawl]
contact = "test@office.example"
timeout = 3.0
[read]
workers = 1
"""

SITE = """
id = "{id}"
name = "{name}"
home = "{home}"
tier = "portal"
delay = 0.0
allow_networks = ["{network}"]
{more}
[[sources]]
id = "news"
kind = "{kind}"
url = "{url}"
{rules}
"""
#: A list in which every link counts.
ANY_LINK = 'selector = "li a"\nlink_pattern = "."'

# A command as it is, but living at another time: its clock is that many seconds ahead of ours.
SHIFTED = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from scheduler.cli import cli
from scheduler.console import Session, end_on_sigterm, known_errors
offset = timedelta(seconds=float(sys.argv[1]))
session = Session(config_path=Path("deltawatch.toml"), clock=lambda: datetime.now(UTC) + offset)
end_on_sigterm()
with known_errors():
    cli.get_command(None, sys.argv[2]).main(sys.argv[3:], prog_name="deltawatch", obj=session)
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a command did."""

    code: int
    out: str
    err: str


class Running:
    """A command at work, with all the processes it starts."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        said = Path(tempfile.mkdtemp(prefix="said-", dir=folder))
        self._out, self._err = said / "out", said / "err"
        with self._out.open("w") as out, self._err.open("w") as err:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
                env={**os.environ, **environment},
            )
        #: Most memory each process of it ever had, MB, by process id. Filled while `until` or `end` watch.
        self.peaks: dict[int, float] = {}

    def until(self, condition: Callable[[], object], seconds: float = 30) -> None:
        """Wait until it has got somewhere."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert self.process.poll() is None, f"it ended with {self.process.returncode} before: {self.said()}"
            assert time.monotonic() < deadline, "it never came to that"
            time.sleep(0.01)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal; not to the processes it started."""
        self.process.send_signal(number)

    def end(self, seconds: float = 120) -> Answered:
        """Wait until it has ended; how it did."""
        deadline = time.monotonic() + seconds
        while self.process.poll() is None:
            if time.monotonic() > deadline:
                self.process.kill()
                raise AssertionError(f"it did not end within {seconds} s: {self.said()}")
            for process in (self.process.pid, *self.children()):
                self.peaks[process] = max(self.peaks.get(process, 0.0), _peak(process))
            time.sleep(0.02)
        return Answered(self.process.returncode, *self.said())

    def children(self, module: str = "") -> tuple[int, ...]:
        """All processes below it, or those of them that run this module."""
        return tuple(child for child in below(self.process.pid) if module in _words(child))

    def said(self) -> tuple[str, str]:
        """What it has written to standard output and standard error."""
        return self._out.read_text(encoding="utf-8"), self._err.read_text(encoding="utf-8")


def below(process: int) -> tuple[int, ...]:
    """The processes that a process started, and those that they started."""
    parents, found = _parents(), {process}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return tuple(sorted(found - {process}))


def is_alive(process: int) -> bool:
    """Whether a process is there and no zombie."""
    with suppress(OSError):
        return re.search(r"State:\s+[^ZX]", Path(f"/proc/{process}/status").read_text(encoding="ascii")) is not None
    return False


@dataclass(frozen=True, slots=True)
class Office:
    """A folder with everything in it."""

    folder: Path

    @property
    def store_path(self) -> Path:
        return self.folder / "data" / "deltawatch.sqlite"

    def store(self) -> Store:
        """The store, to look into. A context manager."""
        return open_store(self.store_path)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def add_site(
        self,
        identifier: str,
        url: str,
        kind: str = "section",
        more: str = "",
        rules: str = "",
        network: str = "127.0.0.0/8",
    ) -> None:
        """Watch a list; `more` are further lines of the Site, `rules` of its Source."""
        values = {"id": identifier, "name": identifier, "home": "/".join(url.split("/")[:3]) + "/", "url": url}
        text = SITE.format(**values, kind=kind, more=more, rules=rules, network=network)
        self.write(f"sites/{identifier}.toml", text)

    def run(self, *words: str, stdin: str = "") -> Answered:
        """The command in this process, to its end: what it needs is imported and read already. A bug is raised."""
        with chdir(self.folder):
            done = CliRunner(catch_exceptions=False).invoke(cli, words, input=stdin, prog_name="deltawatch")
        return Answered(done.exit_code, done.stdout, done.stderr)

    def start(self, *words: str, offset: float | None = None, **environment: str) -> Running:
        """The command in a process of its own, left at work; with an `offset` its clock is that many seconds ahead."""
        command = COMMAND if offset is None else [sys.executable, "-c", SHIFTED, str(offset)]
        return Running([*command, *words], self.folder, environment)

    def digest(self, form: str = "txt") -> str:
        """The text of the newest digest."""
        return max((self.folder / "digests").glob(f"daily-*.{form}")).read_text(encoding="utf-8")


def open_office(folder: Path, config: str = CONFIG) -> Office:
    """An office with a config, and the shipped topics."""
    office = Office(folder)
    office.write("topics.toml", shipped_text("topics.toml"))
    office.write("deltawatch.toml", config)
    return office


@contextmanager
def small_disk(limit: int) -> Iterator[None]:
    """Let what is started meanwhile write no file beyond so many bytes: a full disk for one of them."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def wait_for(condition: Callable[[], object], seconds: float) -> None:
    """Wait for other processes to get somewhere."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never came to that"
        time.sleep(0.02)


def _parents() -> dict[int, int]:
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with suppress(OSError):
                # The name of a program, in brackets, may hold anything.
                found[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    return found


def _words(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_text(errors="replace").replace("\0", " ")
    return ""


def _peak(process: int) -> float:
    # Not ru_maxrss: that counts the parent's memory, from before the exec.
    with suppress(OSError):
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
        return int(found[1]) / 1024 if found else 0.0
    return 0.0
