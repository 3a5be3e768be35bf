"""An office in a folder: a config, topics and sites of one's own, and the command run on them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

COMMAND = [sys.executable, "-m", "scheduler.cli"]

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
allow_networks = ["127.0.0.0/8"]

[[sources]]
id = "news"
kind = "{kind}"
url = "{url}"
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a command did."""

    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Office:
    """A folder with everything in it."""

    folder: Path

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def add_site(self, identifier: str, url: str, kind: str = "section") -> None:
        home = "/".join(url.split("/")[:3]) + "/"
        self.write(
            f"sites/{identifier}.toml", SITE.format(id=identifier, name=identifier, home=home, kind=kind, url=url)
        )

    def run(self, *words: str, stdin: str = "", timeout: float = 120) -> Answered:
        done = subprocess.run(
            [*COMMAND, *words],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        return Answered(done.returncode, done.stdout, done.stderr)


def open_office(folder: Path, config: str = CONFIG) -> Office:
    """An office with a config, and the shipped topics."""
    office = Office(folder)
    office.run("init", ".")
    office.write("deltawatch.toml", config)
    return office
