"""The command line: `deltawatch COMMAND`. Commands are thin; what they do stands in jobs and below."""

from __future__ import annotations

import logging
import sys
import traceback
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import click

from scheduler.console import BUG, Session, end_on_sigterm, known_errors

#: Where each command lives. A module is imported when one of its commands is used or listed, so that
#: `--help` and `inspect` need not wait for what they do not use.
COMMANDS = {
    "init": "scheduler.commands.setup",
    "check": "scheduler.commands.setup",
    "run": "scheduler.commands.cycle",
    "serve": "scheduler.commands.cycle",
    "crawl": "scheduler.commands.cycle",
    "read": "scheduler.commands.cycle",
    "digest": "scheduler.commands.digests",
    "archive": "scheduler.commands.archive",
    "prune": "scheduler.commands.cycle",
    "demo": "scheduler.commands.demo",
    "status": "scheduler.commands.look",
    "sites": "scheduler.commands.sites",
    "topics": "scheduler.commands.topics",
    "stories": "scheduler.commands.stories",
    "held": "scheduler.commands.judging",
    "judge": "scheduler.commands.judging",
    "evaluate": "scheduler.commands.judging",
    "search": "scheduler.commands.look",
    "explain": "scheduler.commands.look",
    "inspect": "scheduler.commands.pages",
    "import": "scheduler.commands.pages",
    "backup": "scheduler.commands.keep",
    "restore": "scheduler.commands.keep",
}


class _Commands(click.Group):
    """Commands in the order of a person's day, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(COMMANDS[cmd_name]), cmd_name + "_")
        return command

    def invoke(self, ctx: click.Context) -> object:
        with known_errors():
            return super().invoke(ctx)


@click.command(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("deltawatch"), message="deltawatch %(version)s")
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default="deltawatch.toml",
    show_default=True,
    envvar="DELTAWATCH_CONFIG",
    show_envvar=True,
    help="The config file; other files are found beside it.",
)
@click.option("-v", "--verbose", count=True, help="Say more; twice for everything.")
@click.pass_context
def cli(context: click.Context, config: Path, verbose: int) -> None:
    """Watch configured sites for news on Yangtze River Delta integration (长三角一体化); one digest a day."""
    logging.basicConfig(
        level=(logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)],
        format="%(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    # One that tells of each waking, every minute, tells nothing.
    logging.getLogger("apscheduler").setLevel(logging.INFO if verbose > 1 else logging.WARNING)
    context.obj = Session(config_path=config, clock=lambda: datetime.now(UTC))


def main() -> None:
    """The console script. A bug of ours shows its traceback and an exit code of its own, so that nobody takes it for a
    site that failed."""
    end_on_sigterm()
    try:
        cli(prog_name="deltawatch")
    except Exception:  # noqa: BLE001 - nothing is hidden: it is shown and has its own code
        traceback.print_exc()
        sys.exit(BUG)


if __name__ == "__main__":
    main()
