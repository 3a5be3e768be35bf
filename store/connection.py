"""The SQLite file: opened with every fault it can have told in one line, and written in whole transactions only."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlite_utils

from store.errors import NotAStore, StoreError, StoreReadOnly, StoreTooNew, damaged, told
from store.rows import storable
from store.schema import APPLICATION_ID, MIGRATIONS

Row = sqlite3.Row
Columns = Mapping[str, Any]


class Database(sqlite_utils.Database):
    """One connection. SQLite's complaints come out as StoreErrors, and no text reaches SQL that it cannot hold."""

    def __init__(self, path: Path, busy_timeout: float) -> None:
        """Open or create the file; `busy_timeout` is in seconds.

        Raises:
            StoreError: where the file cannot be opened, or is no SQLite database.
        """
        self.path = path
        with told(str(path)):
            # Autocommit: outside a BEGIN of ours every statement is a transaction of its own.
            connection = sqlite3.connect(path, timeout=busy_timeout, isolation_level=None, cached_statements=256)
            super().__init__(connection)

    @contextmanager
    def atomic(self) -> Iterator[Database]:
        """One transaction, or a savepoint inside one.

        Unlike the library's it takes the write lock at once: a plain BEGIN that reads and then writes fails with
        "database is locked" without waiting the busy timeout (reliability.md C8), and all of ours read first.
        """
        with told(str(self.path)):
            if self.conn.in_transaction:
                with super().atomic():
                    yield self
                return
            self.conn.execute("BEGIN IMMEDIATE")
            try:
                yield self
                self.conn.execute("COMMIT")
            except BaseException:
                self.rollback()
                raise

    @contextmanager
    def durable(self) -> Iterator[Database]:
        """A transaction that is on the disk when it ends, power loss or not. Not to be nested."""
        self.execute("PRAGMA synchronous = FULL")
        try:
            with self.atomic():
                yield self
        finally:
            self.execute("PRAGMA synchronous = NORMAL")

    def shrink(self) -> None:
        """Give the room that nothing uses back to the disk. Not inside a transaction."""
        with told(str(self.path)):
            # Not `execute`: it takes the first step of a pragma only, and each step of this one frees one page.
            self.executescript("PRAGMA incremental_vacuum")
        self.rows("PRAGMA wal_checkpoint(TRUNCATE)")

    def execute(self, sql: str, parameters: Any = None) -> sqlite3.Cursor:
        """Run one statement; texts among the parameters are made storable."""
        with told(str(self.path)):
            return super().execute(sql, _mended(parameters))

    def rows(self, sql: str, parameters: Any = None) -> list[Row]:
        """All rows of a query, by column name."""
        cursor = self.execute(sql, parameters)
        cursor.row_factory = Row
        with told(str(self.path)):
            return cursor.fetchall()

    def row(self, sql: str, parameters: Any = None) -> Row | None:
        """The first row of a query."""
        return next(iter(self.rows(sql, parameters)), None)

    def value(self, sql: str, parameters: Any = None) -> Any:
        """The first column of the first row; None when there is no row."""
        row = self.row(sql, parameters)
        return None if row is None else row[0]

    def insert(self, table: str, columns: Columns) -> int:
        """One row more; returns its rowid. A tenth of the time of `Table.insert`, which looks at the schema first."""
        names = ", ".join(columns)
        places = ", ".join(f":{name}" for name in columns)
        # Table and column names are literals of this package.
        return self.execute(f"insert into {table} ({names}) values ({places})", columns).lastrowid or 0  # noqa: S608

    def update(self, table: str, row_id: int, columns: Columns) -> None:
        """Set these columns of the row `id`."""
        sets = ", ".join(f"{name} = :{name}" for name in columns)
        self.execute(f"update {table} set {sets} where id = :id", {**columns, "id": row_id})  # noqa: S608


def open_database(path: Path, busy_timeout: float, check: bool) -> Database:
    """The database at `path`, created or migrated where needed, and known to be sound and ours.

    Raises:
        StoreError: with what is wrong and what to do, for every way a file can be unfit.
    """
    _need_right_to_write(path)
    database = Database(path, busy_timeout)
    try:
        need_own_file(database)
        if check:
            quick_check(database)
        _set_up(database)
    except BaseException:
        database.close()
        raise
    return database


def quick_check(database: Database) -> None:
    """Have SQLite read the whole file: it neither refuses to read nor to write a damaged one unless asked.

    Raises:
        StoreDamaged: with its first finding.
    """
    finding = database.value("PRAGMA quick_check(1)")
    if finding != "ok":
        raise damaged(str(database.path), " ".join(str(finding).split()))


def _need_right_to_write(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise StoreError(f"{path}: its folder cannot be made ({fault.strerror})") from fault
    # SQLite would open a read-only file and fail at the first write, in the middle of a crawl.
    for place in (path, path.parent):
        if place.exists() and not os.access(place, os.W_OK):
            raise StoreReadOnly(f"{path}: may not be written; give this user the right to write it and its folder")


def need_own_file(database: Database) -> None:
    """Refuse a file of another program or of a later deltawatch; a new, empty one is ours.

    Raises:
        NotAStore, StoreTooNew: for those.
    """
    application = database.value("PRAGMA application_id")
    is_new = application == 0 and database.value("select count(*) from sqlite_schema") == 0
    if not is_new and application != APPLICATION_ID:
        raise NotAStore(f"{database.path}: is the database of another program; name another file")
    with closing(sqlite_utils.Database(memory=True)) as empty:
        known = {migration.name for migration in MIGRATIONS.pending(empty)}
    if not known.issuperset(migration.name for migration in MIGRATIONS.applied(database)):
        raise StoreTooNew(f"{database.path}: was written by a later deltawatch; update this one")


def _set_up(database: Database) -> None:
    database.execute("PRAGMA foreign_keys = ON")
    database.execute("PRAGMA synchronous = NORMAL")
    # A Story's features lie all over the sketch. With a checkpoint at every 32 MiB instead of 4, pages that many
    # stories touch are written back once: settling takes half the time (bench/store.py).
    database.execute("PRAGMA wal_autocheckpoint = 8000")
    database.execute("PRAGMA cache_size = -32768")
    if not MIGRATIONS.pending(database):
        return
    # Has an effect in an empty file only, and must come before whatever writes its first page.
    database.execute("PRAGMA auto_vacuum = INCREMENTAL")
    database.enable_wal()
    with database.atomic():
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        MIGRATIONS.apply(database)


def _mended(parameters: Any) -> Any:
    if not parameters:
        return parameters
    if isinstance(parameters, Mapping):
        return {name: _mended_value(value) for name, value in parameters.items()}
    return [_mended_value(value) for value in parameters]


def _mended_value(value: Any) -> Any:
    match value:
        case str():
            return storable(value)
        case int():
            # A number of 30 digits that a person typed is then merely one that nothing has.
            return min(max(value, -(2**63)), 2**63 - 1)
        case _:
            return value
