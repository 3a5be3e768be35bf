"""Whatever is wrong with the file is one line that says what to do; nothing is half written."""

import os
import re
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from store import Store, StoreError, open_store
from store.errors import NotAStore, StoreBusy, StoreDamaged, StoreFull, StoreReadOnly, StoreTooNew
from store.schema import APPLICATION_ID
from tests.store.samples import NOW, found, page, settle

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deltawatch.sqlite"


def one_line(fault: pytest.ExceptionInfo[StoreError], path: Path) -> bool:
    return "\n" not in str(fault.value) and str(path) in str(fault.value)


def test_a_missing_folder_is_made(tmp_path: Path):
    with open_store(tmp_path / "a" / "b" / "new.sqlite") as store:
        settle(store)

    with open_store(str(tmp_path / "a" / "b" / "new.sqlite")) as store:
        assert store.counts().stories == 1


def test_the_file_is_set_up_as_the_design_says(store: Store):
    ask = store._database.value
    settings = ["application_id", "journal_mode", "foreign_keys", "auto_vacuum", "synchronous", "busy_timeout"]

    assert [ask(f"PRAGMA {name}") for name in settings] == [APPLICATION_ID, "wal", 1, 2, 1, 5000]
    tables = store._database.rows("select name, strict, type from pragma_table_list where schema = 'main'")
    ours = [row for row in tables if not row["name"].startswith(("sqlite_", "_sqlite", "full_text"))]
    assert len(ours) > 12
    assert all(row["strict"] for row in ours)


def test_what_is_no_database_is_refused_and_left_alone(path: Path):
    path.write_text("長三角" * 999)
    with pytest.raises(NotAStore, match="is not a deltawatch store") as fault:
        open_store(path)

    assert one_line(fault, path)
    assert path.read_text() == "長三角" * 999


def test_the_database_of_another_program_is_refused_and_left_alone(path: Path):
    other = sqlite3.connect(path)
    other.execute("create table notes (text)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(NotAStore, match="another program") as fault:
        open_store(path)

    assert one_line(fault, path)
    assert path.read_bytes() == before


def test_an_empty_file_is_a_new_store(path: Path):
    path.touch()

    with open_store(path) as store:
        assert store.counts().stories == 0


def test_the_store_of_a_later_version_is_refused(path: Path):
    with open_store(path) as store:
        store._database["_sqlite_migrations"].insert(
            {"migration_set": "deltawatch", "name": "9999 from the future", "applied_at": ""}
        )
    with pytest.raises(StoreTooNew, match="later deltawatch") as fault:
        open_store(path)

    assert one_line(fault, path)


def test_a_damaged_store_is_refused_before_anything_is_written(path: Path):
    with open_store(path) as store:
        for n in range(200):
            store.pages.keep(found(f"http://a.cn/{n}"), page(body=os.urandom(3000)))
    content = bytearray(path.read_bytes())
    for offset in range(8192, len(content), 4096):
        content[offset : offset + 12] = b"\xff" * 12
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match="restore the newest backup") as fault:
        open_store(path)

    assert one_line(fault, path)
    assert path.read_bytes() == bytes(content)


def test_a_damaged_table_of_tables_is_told_too(path: Path):
    # SQLite names the statement that it cannot parse, and Python cannot decode that message.
    open_store(path).close()
    content = path.read_bytes()
    garbled = content.replace(b"tablerulingsrulings", b"table" + b"\x8a" * 14).replace(
        b"CREATE TABLE rulings", b"\x8a" * 20
    )
    path.write_bytes(garbled)

    with pytest.raises(StoreDamaged, match="restore"):
        open_store(path)


def test_damage_that_is_met_later_is_told_too(path: Path):
    with open_store(path) as store:
        settle(store)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)

    with pytest.raises(StoreDamaged), open_store(path, check=False) as store:
        store.links.see(found("http://a.cn/2"), NOW)


def test_a_folder_is_no_store(tmp_path: Path):
    with pytest.raises(StoreError, match="cannot be opened"):
        open_store(tmp_path)


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path):
    (tmp_path / "data").write_text("")
    with pytest.raises(StoreError, match="folder cannot be made"):
        open_store(tmp_path / "data" / "deltawatch.sqlite")


def test_a_locked_store_is_waited_for_and_then_told(path: Path):
    with open_store(path) as holder, open_store(path, busy_timeout=0.05) as waiter:
        with holder._database.atomic():
            with pytest.raises(StoreBusy, match="another process"):
                waiter.links.see(found(), NOW)
            assert waiter.links.get("http://paper.example/1.html") is None, "reading goes on"
        waiter.links.see(found(), NOW)


def test_a_full_disk_leaves_nothing_half_written_and_passes(store: Store):
    page_id = store.pages.keep(found(), page())
    limit = store._database.value("PRAGMA page_count")
    store._database.execute(f"PRAGMA max_page_count = {limit}")
    with pytest.raises(StoreFull, match="disk is full"):
        store.pages.keep(found("http://a.cn/2"), page(body=os.urandom(1_000_000)))

    assert store.links.get("http://a.cn/2") is None
    assert [stored.id for stored in store.pages.waiting(9)] == [page_id]
    store._database.execute("PRAGMA max_page_count = 1073741823")
    store.pages.keep(found("http://a.cn/2"), page(body=os.urandom(1_000_000)))


def test_a_store_that_turns_read_only_is_told(store: Store):
    store._database.execute("PRAGMA query_only = 1")
    with pytest.raises(StoreReadOnly, match="may not be written"):
        store.links.see(found(), NOW)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become a user without rights")
def test_a_file_that_this_user_may_not_write_is_told_at_the_start():
    with tempfile.TemporaryDirectory() as folder:
        # pytest's own folders are closed to others.
        path = Path(folder) / "deltawatch.sqlite"
        Path(folder).chmod(0o755)
        open_store(path).close()
        _open_as_nobody(path)


def _open_as_nobody(path: Path) -> None:
    script = f"""
        import os, sys
        from store import StoreError, open_store
        os.setuid(65534)
        try:
            open_store({str(path)!r})
        except StoreError as fault:
            print(type(fault).__name__, fault)
    """
    told = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert told.stdout.startswith("StoreReadOnly"), told.stderr


def test_a_mistake_of_ours_stays_a_bug(store: Store):
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        store._database.execute("select * from nonsense")


def test_a_time_without_zone_is_a_bug(store: Store):
    with pytest.raises(ValueError, match="without zone"):
        store.links.see(found(), NOW.replace(tzinfo=None))


def test_an_exception_inside_a_transaction_rolls_all_of_it_back(store: Store):
    def torn() -> None:
        with store._database.atomic():
            store.links.see(found(), NOW)
            store.pages.keep(found(), page())
            raise RuntimeError("torn")

    with pytest.raises(RuntimeError, match="torn"):
        torn()
    assert store.links.get("http://paper.example/1.html") is None
    assert store.pages.count_waiting() == 0


def test_the_connection_is_never_used_as_a_transaction():
    """`with db.conn` neither begins nor rolls anything back on an autocommit connection (reliability.md §0.8)."""
    rooms = ("core", "crawler", "digest", "newsroom", "scheduler", "spiders", "store")
    sources = [path for room in rooms for path in (ROOT / room).rglob("*.py")]
    assert len(sources) > 20
    guilty = [str(path) for path in sources if re.search(r"with [\w.]*\bconn:", path.read_text())]
    assert guilty == []


def test_warnings_name_what_can_be_mended(store: Store, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 51, 2))
    monkeypatch.setattr("store.overview.LEAST_FREE", 2**60)
    monkeypatch.setattr("store.overview.LEAST_FREE_SHARE", 1.1)
    assert [line.split()[0] for line in store.warnings()] == ["SQLite", "only"]

    monkeypatch.setattr("sqlite3.sqlite_version_info", (3, 51, 3))
    monkeypatch.setattr("store.overview.LEAST_FREE", 0)
    assert store.warnings() == ()
