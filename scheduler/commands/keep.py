"""Keeping the store: backup, restore."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.console import Session, pass_session, say
from scheduler.lock import only_one


@click.command("backup")
@click.option(
    "--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Another folder than the config's."
)
@pass_session
def backup_(session: Session, folder: Path | None) -> None:
    """Copy the store while it may be in use, check the copy, and keep it under its time."""
    from store.backup import backup

    setup = session.setup()
    path = backup(setup.store_path, folder or setup.backup_folder, session.clock())
    say(f"backed up and checked: {path}")


@click.command("restore")
@click.argument("copy", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@pass_session
def restore_(session: Session, copy: Path) -> None:
    """Put a backup in the place of the store. A corrupt one is refused; what it replaces is kept beside it."""
    from store.backup import restore

    setup = session.setup()
    with only_one(setup.store_path, "restore", session.clock()):
        restore(copy, setup.store_path)
    say(f"restored {setup.store_path} from {copy}")
