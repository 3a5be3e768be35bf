"""A store that an earlier version made is brought up to date, and nothing in it is lost."""

import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
import sqlite_utils

from core.duplicates import fingerprint
from core.site import Tier
from store import Seen, open_store
from store.rows import to_time
from store.schema import APPLICATION_ID, MIGRATIONS
from tests.store.samples import HELD, HOUR, NOW, RAIL, WATER, found, same_as, settle, story_of


def old_store(path: Path, keys: dict[str, str]) -> None:
    """A store of the first version with a waiting Link for each address, under its key of then."""
    with closing(sqlite_utils.Database(path)) as db:
        MIGRATIONS.apply(db, stop_before=[m.name for m in MIGRATIONS.pending(db) if not m.name.startswith("0001")])
        moment = "2026-11-20T00:00:00.000000+00:00"
        for url, key in keys.items():
            db.conn.execute(
                "insert into links (key, url, site, source, anchor, first_seen, last_seen, outcome, reason, decided_at,"
                " tries, next_try) values (?, ?, 'paper', 'news', '', ?, ?, 'waiting', '', ?, 0, ?)",
                [key, url, *[moment] * 4],
            )
        db.conn.execute(f"pragma application_id = {APPLICATION_ID}")
        db.conn.commit()


def keys_of(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [key for (key,) in db.execute("select key from links order by id")]


KEYS = {
    "a key that still holds": ({"http://a.cn/1": "http://a.cn/1"}, ["http://a.cn/1"]),
    "www. counts no more": ({"https://www.a.cn/1": "http://www.a.cn/1"}, ["http://a.cn/1"]),
    "the older of two keeps the key": (
        {"http://www.a.cn/1": "http://www.a.cn/1", "http://m.a.cn/1": "http://m.a.cn/1"},
        ["http://a.cn/1", "double:2"],
    ),
    "a key passes from the younger to the older": (
        {"http://www.a.cn/1": "http://www.a.cn/1", "http://a.cn/1": "http://a.cn/1", "http://a.cn/2": "http://a.cn/2"},
        ["http://a.cn/1", "double:2", "http://a.cn/2"],
    ),
    "a saved page without an address": ({"saved:0a1b": "saved:0a1b"}, ["saved:0a1b"]),
}


@pytest.mark.parametrize(("before", "after"), KEYS.values(), ids=KEYS)
def test_keys_are_those_of_now(tmp_path: Path, before: dict[str, str], after: list[str]) -> None:
    path = tmp_path / "store.sqlite"
    old_store(path, before)

    with open_store(path) as store:
        for url in before:
            if "://" in url:
                assert store.links.see(found(url), NOW + HOUR) is Seen.AGAIN
        pending = [link.key for link in store.links.pending("paper", "news", NOW + HOUR, 9)]

    assert keys_of(path) == after
    assert pending == [key for key in after if not key.startswith("double:")]


def test_what_was_read_under_a_second_spelling_is_still_found_by_its_number(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    old_store(path, {f"http://{host}/1": f"http://{host}/1" for host in ("www.a.cn", "m.a.cn")})
    with closing(sqlite3.connect(path)) as db:
        db.execute("update links set outcome = 'fetched', next_try = null")
        db.commit()

    with open_store(path) as store:
        double = store.links.get("double:2")
        shown = store.links.get("http://m.a.cn/1")

    assert double is not None
    assert shown is not None
    assert (double.id, double.outcome, shown.id) == (2, "fetched", 1)


def test_looks_of_the_first_version_still_tell_the_health(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    old_store(path, {})
    with closing(sqlite3.connect(path)) as db:
        db.execute(
            "insert into checks (site, source, at, outcome, reason, status, links, new, newest)"
            " values ('paper', 'news', ?, 'fetched', '', 200, 20, 3, '2026-11-20')",
            [to_time(NOW)],
        )
        db.commit()

    with open_store(path) as store:
        (check,) = store.checks.history("paper", "news", NOW + HOUR)

    assert (check.links, check.new, check.newest, check.dated, check.spacing, check.run) == (
        *(20, 3, "2026-11-20"),
        *(0, None, None),
    )


def test_what_waited_in_an_older_store_is_judged_again_too(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    with open_store(path) as store:
        left = settle(store, "http://copy.example/2", verdict=HELD)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(
            "drop index articles_again; alter table articles drop column again;"
            " drop table left_out_sketch; drop table parallels; drop table figures;"
            " delete from _sqlite_migrations where name like '0008%' or name like '0013%';"
        )

    with open_store(path) as store:
        settle(store, at=NOW + HOUR)
        assert [article.id for article in store.articles.to_judge_again()] == [left]


#: What holds features.
TABLES = ("sketch", "left_out_sketch")
#: Makes a store one of the time when features had eight bytes and the sketch an index by Story.
OLD_SKETCH = """
drop table sketch;
create table sketch (
    h integer not null, story integer not null references stories (id) on delete cascade, primary key (h, story)
) strict, without rowid;
create index sketch_story on sketch (story);
update articles set exact = id, fingerprint = json_set(
    fingerprint, '$.exact', id, '$.sketch', json_array(4813456143520614000 + id, 8067070076254807000 + id)
);
insert into sketch select value, story from articles, json_each(fingerprint, '$.sketch') where story is not null;
update left_out_sketch set h = h + 4813456143520614000;
delete from _sqlite_migrations where name like '0010%';
"""


def test_stories_and_what_waits_are_found_by_the_fingerprints_of_now(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.schema._TEXTS_AT_ONCE", 2)
    path = tmp_path / "store.sqlite"
    with open_store(path) as store:
        story = story_of(store, settle(store))
        settle(store, "http://copy.example/2", RAIL + WATER, same_as(story or 0), NOW + HOUR, tier=Tier.ISSUER)
        waiting = settle(store, "http://copy.example/3", WATER, HELD)
    with closing(sqlite3.connect(path)) as db:
        written = [db.execute(f"select * from {table} order by 1, 2").fetchall() for table in TABLES]
        db.executescript(OLD_SKETCH)

    with open_store(path) as store:
        for text in (RAIL, RAIL + WATER):
            assert [known.story for known in store.stories.candidates(fingerprint(text))] == [story]
        settle(store, "http://paper.example/4", WATER, at=NOW + HOUR)
        assert [article.id for article in store.articles.to_judge_again()] == [waiting]
    with closing(sqlite3.connect(path)) as db:
        db.execute("delete from sketch where story != ?", [story])
        renewed = [db.execute(f"select * from {table} order by 1, 2").fetchall() for table in TABLES]
        fingerprints = db.execute("select exact, fingerprint from articles where id <= ?", [waiting]).fetchall()

    assert renewed == written
    assert [exact for exact, _ in fingerprints] == [fingerprint(text).exact for text in (RAIL, RAIL + WATER, WATER)]


def test_a_digest_of_an_older_store_calls_other_reports_by_their_name(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    old_store(path, {})
    moment, kept = to_time(NOW), '{"stories":[{"article":{"text":"translations"},"translations":[]}]}'
    with closing(sqlite3.connect(path)) as db:
        db.execute("insert into digests values (1, 'daily', '2026-11-21', ?, ?, 0, ?, ?)", [moment] * 3 + [kept])
        db.commit()

    open_store(path).close()
    with closing(sqlite3.connect(path)) as db:
        ((json,),) = db.execute("select json from digests").fetchall()
    assert json == kept.replace('"translations":', '"parallels":')


def test_a_mail_that_waited_in_an_older_store_still_waits_as_it_was(tmp_path: Path) -> None:
    path, body = tmp_path / "store.sqlite", b"From: a\r\n\r\ntext"
    old_store(path, {})
    moment = to_time(NOW)
    with closing(sqlite3.connect(path)) as db:
        db.execute("insert into digests values (1, 'daily', '2026-11-21', ?, ?, 0, ?, '{}')", [moment, moment, moment])
        for number, state in enumerate(("sent", "retry", "uncertain"), 1):
            values = [number, f"{number}@reader.example", state, f"<{number}@x>", zlib.compress(body)]
            db.execute("insert into deliveries values (?, 1, ?, ?, 2, null, 'later', ?, ?)", values)
        db.commit()

    with open_store(path) as store:
        found = store.deliveries.of(1)
        assert [each.recipient for each in store.deliveries.due(NOW)] == ["2@reader.example", "3@reader.example"]
    assert [(each.state, each.accepted, each.attempts) for each in found] == [
        ("sent", 1, 2),
        ("retry", 0, 2),
        ("uncertain", 0, 2),
    ]
    assert {(each.channel, each.name, each.body, each.answer) for each in found} == {("mail", "daily", body, "later")}
