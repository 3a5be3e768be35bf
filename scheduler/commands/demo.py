"""The demo command."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from time import perf_counter
from typing import TYPE_CHECKING

import click

from scheduler.console import FAILED, say

if TYPE_CHECKING:
    from scheduler.demo import DemoDay


@click.command("demo")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default="deltawatch-demo",
    show_default=True,
    help="Where store and digests go; made anew each time.",
)
def demo_(folder: Path) -> None:
    """The whole cycle on two simulated days against an embedded newsroom: offline, no account, under a minute."""
    from scheduler.demo import play, prepare_folder

    prepare_folder(folder)
    began = perf_counter()
    say(f"An embedded newsroom on this machine is crawled on two simulated days; everything goes into {folder}/.")
    deviations = 0
    for day in play(folder):
        _say_day(day)
        deviations += len(day.comparison.deviations)
    say(f"\nDone in {perf_counter() - began:.0f} s. Open the digests in a browser:")
    click.echo(str((folder / "digests" / "index.html").resolve()))
    config = quote(f"{folder}/deltawatch.toml")
    say(f"Look further:  ./run -c {config} stories     (or: held, search 示范区, explain URL)")
    if deviations:
        raise SystemExit(FAILED)


def _say_day(day: DemoDay) -> None:
    from scheduler.commands.cycle import say_cycle

    say(f"\nDay {day.day}: {day.requests} requests to the newsroom")
    say_cycle(day.cycle)
    compared = day.comparison
    say(f"expected: {compared.as_expected} of {compared.pages} pages ended as they should")
    for deviation in compared.deviations:
        say(f"  {deviation}")
