"""A backup is whole while the store is in use; a restore leaves a way back."""

from datetime import timedelta
from pathlib import Path

import pytest

from store import Store, StoreError, open_store
from store.backup import backup, newest, prune, restore
from tests.store.samples import NOW, RAIL, WATER, settle


def stories(path: Path) -> int:
    with open_store(path) as opened:
        return opened.counts().stories


def test_a_backup_holds_what_is_still_in_the_log(store: Store, tmp_path: Path):
    settle(store)
    copy = backup(store.path, tmp_path / "backups", NOW)

    assert copy.name == "deltawatch-20261120T230000Z.sqlite"
    assert [path.name for path in copy.parent.iterdir()] == [copy.name], "one file, no log beside it"
    assert stories(copy) == 1


def test_backups_can_be_made_in_the_middle_of_a_transaction(store: Store, tmp_path: Path):
    settle(store)
    with store._database.atomic():
        store._database.execute("update stories set first_seen = ''")
        copy = backup(store.path, tmp_path / "backups", NOW)

    with open_store(copy) as opened:
        assert opened.stories.recent(1)[0].first_seen == NOW


def test_the_newest_backups_are_kept(store: Store, tmp_path: Path):
    folder = tmp_path / "backups"
    assert newest(folder) is None
    made = [backup(store.path, folder, NOW + timedelta(days=day)) for day in (2, 0, 3, 1)]
    (folder / "notes-2026.sqlite").write_text("not ours")

    assert newest(folder) == NOW + timedelta(days=3)
    assert prune(folder, keep=2) == (made[1], made[3])
    assert sorted(folder.glob("deltawatch-*")) == sorted([made[0], made[2]])
    assert prune(folder, keep=2) == ()
    assert (folder / "notes-2026.sqlite").exists()


def test_restoring_goes_back_and_keeps_what_was_replaced(tmp_path: Path):
    path = tmp_path / "deltawatch.sqlite"
    with open_store(path) as store:
        settle(store, "http://a.cn/1", RAIL)
        copy = backup(path, tmp_path, NOW)
        settle(store, "http://a.cn/2", WATER)
    aside = restore(copy, path)

    assert stories(path) == 1
    assert aside is not None
    assert stories(aside) == 2
    assert copy.exists()


def test_the_log_of_the_replaced_file_goes_with_it(tmp_path: Path):
    path = tmp_path / "deltawatch.sqlite"
    store = open_store(path)
    copy = backup(path, tmp_path, NOW)
    settle(store)
    log = path.with_name(path.name + "-wal").read_bytes()
    main = path.read_bytes()
    store.close()
    # As after a SIGKILL: the story is in the log only.
    path.write_bytes(main)
    path.with_name(path.name + "-wal").write_bytes(log)
    aside = restore(copy, path)

    assert aside is not None
    assert (stories(path), stories(aside)) == (0, 1)


def test_two_replaced_files_do_not_overwrite_each_other(store: Store, tmp_path: Path):
    copy = backup(store.path, tmp_path / "b", NOW)
    store.close()

    assert restore(copy, store.path) != restore(copy, store.path)


def test_a_restore_needs_no_store_to_replace(store: Store, tmp_path: Path):
    copy = backup(store.path, tmp_path / "b", NOW)

    assert restore(copy, tmp_path / "elsewhere" / "new.sqlite") is None
    assert stories(tmp_path / "elsewhere" / "new.sqlite") == 0


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for offset in range(4096, len(content), 4096):
        content[offset : offset + 12] = b"\xff" * 12
    path.write_bytes(content)


BAD = {
    "damaged": (damage, "damaged"),
    "no database": (lambda path: path.write_text("x" * 5000), "not a deltawatch store"),
    "missing": (Path.unlink, "no such file"),
}


@pytest.mark.parametrize(("spoil", "said"), BAD.values(), ids=BAD.keys())
def test_a_bad_backup_is_refused_and_the_store_is_as_it_was(store: Store, tmp_path: Path, spoil, said):
    settle(store)
    copy = backup(store.path, tmp_path / "b", NOW)
    spoil(copy)
    store.close()
    with pytest.raises(StoreError, match=said):
        restore(copy, store.path)

    assert stories(store.path) == 1
    assert sorted(path.name for path in store.path.parent.glob("deltawatch*")) == ["deltawatch.sqlite"]


def test_there_is_no_backup_of_nothing(tmp_path: Path):
    with pytest.raises(StoreError, match="no such file"):
        backup(tmp_path / "missing.sqlite", tmp_path / "b", NOW)
    assert not (tmp_path / "missing.sqlite").exists()
