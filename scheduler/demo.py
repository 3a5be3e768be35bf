"""The demo: the whole cycle on two simulated days against the embedded newsroom, offline; also the end-to-end test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic

from core.config import Config, CrawlSettings, DigestSettings, MailSettings, SitesSettings, StoreSettings
from core.settings import ConfigError, Fault
from newsroom.pages import Day
from newsroom.server import Newsroom
from newsroom.smtp import Sink
from scheduler.comparing import Comparison, compare
from scheduler.jobs import Cycle, cycle
from scheduler.resources import Setup, build_rules, shipped_text
from spiders.sites import parse_sites
from store.database import open_store

#: A folder with this file in it is a demo's, and may be made anew.
_MARK = ".deltawatch-demo"
_READER = "analyst@office.example"
_DAYS: dict[Day, str] = {1: "2026-11-20T07:00:00+08:00", 2: "2026-11-21T07:00:00+08:00"}

_CONFIG = """\
# The demo's config: its sites (sites/) lived in the newsroom, which is gone. What they published is in the store:
#   deltawatch -c deltawatch.toml stories | held | search 长三角 | explain URL | status
[sites]
use = []
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoDay:
    """What one simulated day brought."""

    day: Day
    cycle: Cycle
    requests: int
    mails: int
    comparison: Comparison


def prepare_folder(folder: Path) -> None:
    """An empty folder for the demo.

    Raises:
        ConfigError: when the folder holds something that no demo wrote, or cannot be written.
    """
    try:
        if folder.exists() and any(folder.iterdir()) and not (folder / _MARK).exists():
            raise _useless(folder, "is not empty and was not made by a demo")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / _MARK).touch()
        (folder / "deltawatch.toml").write_text(_CONFIG, encoding="utf-8")
        (folder / "topics.toml").write_text(shipped_text("topics.toml"), encoding="utf-8")
    except OSError as fault:
        raise _useless(folder, f"cannot be written ({fault.strerror})") from fault


def _useless(folder: Path, why: str) -> ConfigError:
    return ConfigError([Fault(str(folder), None, "", f"{why}; name another folder with --to")])


def play(folder: Path) -> Iterator[DemoDay]:
    """Run both days in a prepared folder; each is yielded as soon as it is over."""
    with Newsroom() as room, Sink() as sink:
        setup = demo_setup(folder, room, sink)
        _keep_sites(folder, room.site_files())
        with open_store(setup.store_path) as store:
            for day, begins in _DAYS.items():
                room.day = day
                asked, received = len(room.requests), len(sink.mails)
                done = cycle(setup, store, _clock(begins))
                yield DemoDay(
                    day=day,
                    cycle=done,
                    requests=len(room.requests) - asked,
                    mails=len(sink.mails) - received,
                    comparison=compare(store, room.port, day),
                )


def _keep_sites(folder: Path, files: Iterable[tuple[str, str]]) -> None:
    """Lay the Site files where the config looks for them: `explain` and `evaluate` ask for the sites afterwards."""
    (folder / "sites").mkdir()
    for name, text in files:
        (folder / "sites" / name).write_text(text, encoding="utf-8")


def demo_setup(folder: Path, room: Newsroom, sink: Sink) -> Setup:
    """The setup of an office that watches the newsroom and mails to the sink."""
    sites = parse_sites(room.site_files())
    config = Config(
        store=StoreSettings(path="data/deltawatch.sqlite"),
        sites=SitesSettings(use=()),
        crawl=CrawlSettings(contact="demo@office.example", budget=120.0),
        digest=(DigestSettings(at="07:00", to=(_READER,)),),
        mail=MailSettings(host="127.0.0.1", port=sink.port, security="none", sender="deltawatch@office.example"),
    )
    rules = build_rules(shipped_text("topics.toml"), sites, "topics.toml")
    return Setup(config=config, folder=folder, sites=sites, rules=rules)


def _clock(begins: str) -> Callable[[], datetime]:
    """A clock that starts at a simulated moment and runs on from there, in UTC."""
    start, began = datetime.fromisoformat(begins).astimezone(UTC), monotonic()
    return lambda: start + timedelta(seconds=monotonic() - began)
