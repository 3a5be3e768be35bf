"""The archive: a static site of all digests, and Datasette over the same store."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.console import Session, pass_session


@click.group("archive")
def archive_() -> None:
    """The static site of all digests and their stories, which opens from disk."""


@archive_.command("build")
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Another folder than that of [archive] in the config.",
)
@click.option("--again", is_flag=True, help="Write every file, whether it seems to have changed or not.")
@pass_session
def archive_build(session: Session, folder: Path | None, again: bool) -> None:
    """Bring the archive up to date: write what changed, remove what is gone."""
    from scheduler.archiving import Archived, archive_folder, build_archive
    from scheduler.commands.cycle import say_archived

    setup = session.setup()
    with session.alone(setup, "archive") as store:
        built = build_archive(setup, store, folder, again=again)
    say_archived(Archived(built=built))
    click.echo(str((folder or archive_folder(setup)).resolve() / "index.html"))


@archive_.command("datasette")
def archive_datasette() -> None:
    """Print a metadata file for Datasette: what each table holds, queries made ready, and what nobody is to see."""
    from importlib.resources import files

    click.echo(files("scheduler").joinpath("templates", "datasette.json").read_text(encoding="utf-8"), nl=False)
