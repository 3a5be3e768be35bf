"""Overviews: everything about one address, and counts of everything."""

from __future__ import annotations

import shutil
import sqlite3
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

from core.link import Link, Outcome
from core.stories.story import Change, Story
from core.urls import host_of
from store.articles import Articles, StoredArticle
from store.changes import Changes
from store.connection import Database
from store.digests import Digests
from store.judgements import Judgement, Judgements
from store.links import Links, key_of
from store.pages import PageState
from store.rows import from_time, maybe_time
from store.stories import Stories

#: Bytes and share of the disk that should be free (reliability.md C3).
LEAST_FREE = 500 * 2**20
LEAST_FREE_SHARE = 0.05
_WAL_RESET_FIXED = (3, 51, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """A Page without its bytes."""

    id: int
    fetched_at: datetime
    status: int
    #: The address asked for, and the one that answered.
    asked_url: str | None
    url: str | None
    size: int
    state: PageState
    reason: str
    tries: int
    decided_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A digest in which a Story was shown."""

    story: int
    digest: str
    local_date: str
    built_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Every decision about one address, in the order in which they were taken."""

    link: Link
    #: Further addresses of the Link, under their keys.
    aliases: tuple[str, ...]
    #: When it is to be fetched; None where it is not to be fetched any more.
    due: datetime | None
    pages: tuple[PageRecord, ...]
    articles: tuple[StoredArticle, ...]
    stories: tuple[Story, ...]
    shown: tuple[Shown, ...]
    #: What became of the articles after they were first read.
    changes: tuple[Change, ...]
    #: Numbers of the articles that a person released or rejected.
    by_hand: tuple[int, ...]
    #: What a person thought of the articles.
    judgements: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much of everything there is."""

    links: dict[Outcome, int]
    pages: dict[PageState, int]
    #: By `new`, `same`, `held`, `rejected`.
    articles: dict[str, int]
    stories: int
    digests: int
    #: Of the file, without its write-ahead log.
    bytes: int


def explain(database: Database, url_or_id: str) -> Explanation | None:
    """What is known of an address, given in any spelling or as the number of one of its articles."""
    key = _key_of_article(database, int(url_or_id)) if url_or_id.isdecimal() else url_or_id
    link = None if key is None else Links(database).get(key)
    if link is None:
        return None
    articles = Articles(database).of_address(link.key)
    ids = sorted({article.story for article in articles if article.story is not None})
    stories = (Stories(database).get(story) for story in ids)
    return Explanation(
        link=link,
        pages=_pages_of(database, link.id),
        articles=articles,
        stories=tuple(story for story in stories if story is not None),
        shown=tuple(
            Shown(story=story, digest=saved.name, local_date=saved.local_date.isoformat(), built_at=saved.built_at)
            for story in ids
            for saved in Digests(database).showing(story)
        ),
        changes=Changes(database).of_link(link.id),
        aliases=_texts(database, "select key from aliases where link = ? order by key", link.id),
        due=maybe_time(database.value("select next_try from links where id = ?", [link.id])),
        by_hand=tuple(
            row["id"] for row in database.rows("select id from articles where link = ? and by_hand", [link.id])
        ),
        judgements=tuple(filter(None, (Judgements(database).of(article.id) for article in articles))),
    )


def near(database: Database, url: str, limit: int) -> tuple[str, ...]:
    """Known addresses of the same host that stand next to this one in the order of the alphabet, as first shown."""
    key, host = key_of(url), host_of(url)
    before = _texts(database, "select url from links where key < ? order by key desc limit ?", key, limit)
    after = _texts(database, "select url from links where key > ? order by key limit ?", key, limit)
    return tuple(each for pair in zip_longest(before, after) for each in pair if each and host_of(each) == host)[:limit]


def warnings(database: Database) -> tuple[str, ...]:
    """What the operator should mend before it costs data, a line each."""
    found = []
    if sqlite3.sqlite_version_info < _WAL_RESET_FIXED:
        found.append(
            f"SQLite {sqlite3.sqlite_version} has a rare fault that can corrupt the store (mended in 3.51.3): keep the"
            " daily backups, and never run two deltawatch on one store"
        )
    disk = shutil.disk_usage(database.path.parent)
    if disk.free < min(LEAST_FREE, disk.total * LEAST_FREE_SHARE):
        found.append(f"only {disk.free // 2**20} MiB are free where the store lies; crawling may stop")
    return tuple(found)


def count(database: Database) -> Counts:
    """The counts of now."""
    return Counts(
        links={Outcome(name): n for name, n in _groups(database, "outcome", "links").items()},
        pages={PageState(name): n for name, n in _groups(database, "state", "pages").items()},
        articles=_groups(database, "verdict", "articles"),
        stories=database.value("select count(*) from stories"),
        digests=database.value("select count(*) from digests"),
        bytes=database.value("PRAGMA page_count") * database.value("PRAGMA page_size"),
    )


def _texts(database: Database, sql: str, *parameters: str | int) -> tuple[str, ...]:
    return tuple(row[0] for row in database.rows(sql, parameters))


def _groups(database: Database, column: str, table: str) -> dict[str, int]:
    rows = database.rows(f"select {column}, count(*) from {table} group by 1 order by 1")  # noqa: S608 - literals above
    return {row[0]: row[1] for row in rows}


def _key_of_article(database: Database, article: int) -> str | None:
    key: str | None = database.value(
        "select key from links join articles on articles.link = links.id where articles.id = ?", [article]
    )
    return key


def _pages_of(database: Database, link: int) -> tuple[PageRecord, ...]:
    rows = database.rows(
        "select id, fetched_at, status, asked_url, url, size, state, reason, tries, decided_at from pages"
        " where link = ? order by id",
        [link],
    )
    return tuple(
        PageRecord(
            **{
                **dict(row),
                "fetched_at": from_time(row["fetched_at"]),
                "state": PageState(row["state"]),
                "decided_at": maybe_time(row["decided_at"]),
            }
        )
        for row in rows
    )
