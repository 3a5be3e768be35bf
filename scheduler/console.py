"""What the commands share: opening things, saying things, and turning known errors into one line and an exit code.

Exit codes: 0 all went well, 1 something failed, 2 the command or the config is wrong, 70 a bug of ours, 75 another one
is running, 143 stopped by SIGTERM (130 by Ctrl-C).
"""

from __future__ import annotations

import json
import shlex
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from core.settings import ConfigError
from core.text import one_line
from scheduler.child import Stopped
from scheduler.lock import Locked, only_one

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from scheduler.clock import Clock
    from scheduler.resources import Setup
    from store.database import Store

FAILED, USAGE, BUG, BUSY = 1, 2, 70, 75


@dataclass(frozen=True, slots=True)
class Session:
    """One call of the command line."""

    config_path: Path
    clock: Clock

    def setup(self) -> Setup:
        """The config with all it names."""
        from scheduler.resources import load

        return load(self.config_path)

    @contextmanager
    def store(self, setup: Setup, *, check: bool = True) -> Iterator[Store]:
        """The store of a config, opened for reading or small changes; `check` reads the whole file for damage first."""
        from store.database import open_store

        with _naming_a_backup(setup), open_store(setup.store_path, check=check) as store:
            yield store

    @contextmanager
    def alone(self, setup: Setup, command: str) -> Iterator[Store]:
        """The store, with the lock that only one working command holds."""
        with only_one(setup.store_path, command, self.clock()), self.store(setup) as store:
            yield store


@contextmanager
def _naming_a_backup(setup: Setup) -> Iterator[None]:
    """Tell what to restore where the store turns out to be damaged, or so much that it is no store any more."""
    from store.backup import latest
    from store.errors import NotAStore, StoreDamaged

    try:
        yield
    except (StoreDamaged, NotAStore) as fault:
        if (backup := latest(setup.backup_folder)) is None:
            raise
        raise type(fault)(f"{fault}; the newest backup: deltawatch restore {shlex.quote(str(backup))}") from fault


pass_session = click.make_pass_decorator(Session)

as_json = click.option("--json", "json_", is_flag=True, help="Print JSON for programs.")


def say(message: str) -> None:
    """One line for the person, on standard error: standard output is for results."""
    click.echo(message, err=True)


def print_json(value: object) -> None:
    """A result as JSON on one line; nouns become objects of their fields, times ISO 8601."""
    from pydantic_core import to_jsonable_python

    click.echo(json.dumps(value, ensure_ascii=False, default=to_jsonable_python))


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], empty: str = "") -> None:
    """A table on a terminal, tab-separated lines elsewhere. Strangers' text loses its control characters.

    Args:
        empty: what is said to the person in place of a table without rows.
    """
    cells = [[one_line(str("" if cell is None else cell)) for cell in row] for row in rows]
    if empty and not cells:
        say(empty)
        return
    if not sys.stdout.isatty():
        for row in cells:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in cells:
        # Text, not str: brackets in a title are no markup.
        table.add_row(*map(Text, row))
    Console().print(table)


def local_time(moment: datetime, zone: ZoneInfo) -> str:
    """A time as a person's clock showed it, to the minute."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


@contextmanager
def progress_bar(label: str, total: int) -> Iterator[Any]:
    """A callable that is told how much is done; draws a bar on a terminal only."""
    if not sys.stderr.isatty() or not total:
        yield lambda _done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda done: bar.update(task, completed=done)


@contextmanager
def known_errors() -> Iterator[None]:
    """An error that a person can mend becomes a line for each fault and an exit code; a bug keeps its traceback."""
    from digest.errors import DigestError
    from store.errors import StoreError

    try:
        yield
    except ConfigError as error:
        _end(USAGE, *(str(fault) for fault in error.faults))
    except Locked as error:
        _end(BUSY, str(error))
    except (StoreError, DigestError) as error:
        _end(FAILED, str(error))
    except Stopped as stopped:
        _end(128 + stopped.number, "stopped; everything fetched so far is kept")


def end_on_sigterm() -> None:
    """Let SIGTERM unwind like an exit, so that locks, pools and transactions are closed."""
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))


def _end(code: int, *lines: str) -> NoReturn:
    for line in lines:
        say(f"deltawatch: {line}")
    sys.exit(code)
