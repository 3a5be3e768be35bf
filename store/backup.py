"""Backups: whole, checked, and put in place by one rename. A plain copy of a file in use would miss its log."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from store.connection import Database, need_own_file, quick_check
from store.errors import StoreError, told

_STAMP = "%Y%m%dT%H%M%SZ"
_BUSY_TIMEOUT = 5.0


def backup(store_path: Path, folder: Path, now: datetime) -> Path:
    """Copy the store into `folder` under its time while it may be in use; returns the checked copy.

    Raises:
        StoreError: where the store cannot be read, the folder not be written, or the copy is damaged.
    """
    path = folder / f"{store_path.stem}-{now.astimezone(UTC).strftime(_STAMP)}.sqlite"
    _make(folder)
    _copy(store_path, path)
    return path


def newest(folder: Path) -> datetime | None:
    """When the newest backup in `folder` was made, aware; None when there is none."""
    times = _backups(folder)
    return times[-1][0] if times else None


def latest(folder: Path) -> Path | None:
    """The newest backup in `folder`."""
    backups = _backups(folder)
    return backups[-1][1] if backups else None


def prune(folder: Path, keep: int) -> tuple[Path, ...]:
    """Delete all but the `keep` newest backups; returns what was deleted."""
    old = tuple(path for _, path in _backups(folder)[: -keep or None])
    for path in old:
        path.unlink()
    return old


def restore(backup_path: Path, store_path: Path) -> Path | None:
    """Put a backup in the place of the store; returns where the replaced file is kept now.

    The caller sees to it that nobody has the store open. The replaced file keeps its log beside it, so that it can
    still be opened.

    Raises:
        StoreError: where the backup is missing, damaged or not ours; the store is then as it was.
    """
    fresh = store_path.with_name(store_path.name + ".restoring")
    _make(store_path.parent)
    _copy(backup_path, fresh)
    aside = _set_aside(store_path)
    fresh.replace(store_path)
    _sync(store_path.parent)
    return aside


def _copy(source: Path, target: Path) -> None:
    """A checked copy in one file; `target` is there whole or not at all."""
    if not source.is_file():
        raise StoreError(f"{source}: there is no such file")
    partial = target.with_name(target.name + ".partial")
    partial.unlink(missing_ok=True)
    try:
        with closing(Database(source, _BUSY_TIMEOUT)) as from_, closing(Database(partial, _BUSY_TIMEOUT)) as to:
            need_own_file(from_)
            with told(str(source)):
                from_.conn.backup(to.conn)
            # Without a log of its own, the copy is one file that can be moved about.
            to.disable_wal()
            quick_check(to)
        _sync(partial)
        partial.replace(target)
        _sync(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def _set_aside(store_path: Path) -> Path | None:
    if not store_path.exists():
        return None
    number = 1
    while (aside := store_path.with_name(f"{store_path.name}.replaced-{number}")).exists():
        number += 1
    store_path.replace(aside)
    # A log that stays behind would be played into the restored file.
    for ending in ("-wal", "-shm"):
        log = store_path.with_name(store_path.name + ending)
        if log.exists():
            log.replace(aside.with_name(aside.name + ending))
    return aside


def _backups(folder: Path) -> list[tuple[datetime, Path]]:
    found = ((_time_of(path), path) for path in folder.glob("*-*.sqlite"))
    return sorted((time, path) for time, path in found if time is not None)


def _time_of(path: Path) -> datetime | None:
    try:
        return datetime.strptime(path.stem.rpartition("-")[2], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreError(f"{folder}: cannot be made ({fault.strerror})") from fault


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
