"""Pages: what servers answered, compressed, until they are read and as long as a Story stands on them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Literal

from core.link import FoundLink, Outcome
from core.page import Page
from store import changes, links, parallels
from store.checks import Validators
from store.connection import Database, Row
from store.rows import from_time, to_json, to_time

# On 60 real pages of 150 KB: level 1 takes 1.2 ms and leaves 30 %, level 6 takes 2.6 ms and leaves 26 %.
_LEVEL = 1


class PageState(StrEnum):
    """Where a Page stands on its way to Articles."""

    WAITING = "waiting"
    SETTLED = "settled"
    UNREADABLE = "unreadable"
    TOXIC = "toxic"  # killed its worker twice
    GONE = "gone"  # its bytes were pruned


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPage:
    """A Page as the store knows it; the body is empty once it is gone."""

    id: int
    page: Page
    #: None for a page that a person imported.
    found: FoundLink | None
    #: Id of the Site that showed it.
    site: str | None
    #: Canonical address, the key of its Link.
    key: str
    state: PageState
    #: Why it could not be read.
    reason: str
    #: Readings that failed.
    tries: int
    #: Whether something read at its address before belongs to a Story.
    in_story: bool


class Pages:
    """The table of Pages."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, found: FoundLink, page: Page) -> int:
        """Keep an answer and mark its Link fetched; returns the page id.

        Bytes equal to those of the Link's last Page make no new row: the Link becomes UNCHANGED, the id is the old one.
        Where another address answered, the Link is known by that one too, and is one with the Link that has it.
        """
        return self._keep(found, page, page.fetched_at)

    def import_page(self, page: Page, now: datetime) -> int:
        """Keep a saved page, to be read like a fetched one. One without any address is known by its bytes."""
        url = page.asked_url or page.url or f"saved:{_hash(page.body).hex()}"
        return self._keep(FoundLink(url=url, site="", source=""), page, now)

    def waiting(self, limit: int, after: int = 0) -> tuple[StoredPage, ...]:
        """Pages to be read with ids above `after`, the oldest first."""
        rows = self._database.rows(
            f"{_SELECT} where pages.state = 'waiting' and pages.id > ? order by pages.id limit ?", [after, limit]
        )
        return tuple(_from_row(row) for row in rows)

    def count_waiting(self) -> int:
        """How many Pages are to be read."""
        return int(self._database.value("select count(*) from pages where state = 'waiting'"))

    def get(self, page_id: int) -> StoredPage | None:
        """One Page, whatever its state."""
        row = self._database.row(f"{_SELECT} where pages.id = ?", [page_id])
        return None if row is None else _from_row(row)

    def failed(self, page_id: int, reason: str, now: datetime) -> int:
        """Record a reading that failed; the Page waits on. Returns the failures so far."""
        with self._database.atomic():
            self._database.execute(
                "update pages set tries = tries + 1, reason = ?, decided_at = ? where id = ?",
                [reason, to_time(now), page_id],
            )
            return int(self._database.value("select tries from pages where id = ?", [page_id]) or 0)

    def before(self, page_id: int) -> Page | None:
        """The Page that an article of a Story at the same address was read from, where that is an earlier one."""
        row = self._database.row(f"{_SELECT} where pages.body is not null and pages.id = ({_BEFORE})", [page_id])
        return None if row is None else _from_row(row).page

    def validators(self, key: str) -> Validators | None:
        """What the server said with the last Page of this Link, where that came from the very address `key`."""
        link = links.find(self._database, key)
        row = link and self._database.row(
            "select url, headers from pages where link = ? order by id desc limit 1", [link["id"]]
        )
        if not row or row["url"] != key:
            return None
        headers = json.loads(row["headers"])
        return Validators(etag=headers.get("etag"), last_modified=headers.get("last-modified"), conditional=0)

    def close(
        self, page_id: int, state: Literal["unreadable", "toxic"], reason: str, now: datetime, *, gone: bool = False
    ) -> None:
        """Record that a Page gives no Article; with `gone`, that it says that there is none any more."""
        with self._database.atomic():
            if gone:
                link = self._database.value("select link from pages where id = ?", [page_id])
                changes.withdraw(self._database, link, reason, now)
            self._database.update(
                "pages", page_id, {"state": PageState(state), "reason": reason, "decided_at": to_time(now)}
            )

    def reopen(self, since: datetime | None = None, sites: Collection[str] = ()) -> int:
        """Have the kept Pages fetched since then, of these Sites, read again by better rules; returns how many.

        Without a time or a Site those of any.
        """
        with self._database.atomic():
            return self._database.execute(
                """
                update pages set state = 'waiting', tries = 0
                where body is not null and state != 'waiting' and (:since is null or fetched_at >= :since)
                  and id in (select max(id) from pages group by link)
                  and (:sites = '[]' or link in (
                    select id from links where site in (select value from json_each(:sites))
                  ))
                """,
                {"since": None if since is None else to_time(since), "sites": to_json(list(sites))},
            ).rowcount

    def prune(self, before: datetime) -> int:
        """Drop the bytes of read Pages fetched before then; returns how many.

        Those that a Story stands on stay, and those that a person judged: the rules are measured by them.
        """
        with self._database.atomic():
            pruned = self._database.execute(
                "update pages set body = null, state = 'gone' where fetched_at < ? and body is not null"
                " and state != 'waiting' and not exists"
                " (select 1 from articles left join judgements on judgements.article = articles.id"
                " where articles.link = pages.link and (articles.story is not null or judgements.article is not null))",
                [to_time(before)],
            ).rowcount
            # An original that comes so late is no news any more.
            self._database.execute(
                "delete from left_out_sketch where article in (select id from articles where first_seen < ?)",
                [to_time(before)],
            )
            parallels.prune(self._database, before)
        self._database.shrink()
        return pruned

    def _keep(self, found: FoundLink, page: Page, now: datetime) -> int:
        digest, columns = _hash(page.body), _columns(page)
        with self._database.atomic():
            link, tries = links.ensure(self._database, found, now)
            if page.url:
                link = links.join(self._database, link, page.url, digest)
            last = self._database.row("select id, hash from pages where link = ? order by id desc limit 1", [link])
            if last is not None and last["hash"] == digest:
                links.record(self._database, link, tries, Outcome.UNCHANGED, "the same bytes as before", now)
                changes.restore(self._database, link)
                return int(last["id"])
            links.record(self._database, link, tries, Outcome.FETCHED, "", now)
            return self._database.insert("pages", {"link": link, "hash": digest, **columns})


_SELECT = """
select pages.*, links.key, links.url as found_url, links.site, links.source, links.anchor, links.listed,
       links.listed_text,
       exists (select 1 from articles where articles.link = links.id and articles.story is not null) as in_story
from pages join links on links.id = pages.link
"""


_BEFORE = """
select max(page) from articles join pages as this on this.link = articles.link
where this.id = ? and articles.page < this.id and part >= 0 and story is not null
"""


def _hash(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).digest()


def _columns(page: Page) -> Mapping[str, object]:
    return {
        "asked_url": page.asked_url,
        "url": page.url,
        "fetched_at": to_time(page.fetched_at),
        "status": page.status,
        "headers": to_json(page.headers),
        "body": zlib.compress(page.body, _LEVEL),
        "size": len(page.body),
        "state": PageState.WAITING,
    }


def _from_row(row: Row) -> StoredPage:
    found = FoundLink(
        url=row["found_url"],
        site=row["site"],
        source=row["source"],
        anchor=row["anchor"],
        listed=row["listed"],
        listed_text=row["listed_text"],
    )
    return StoredPage(
        id=row["id"],
        page=Page(
            asked_url=row["asked_url"],
            url=row["url"],
            fetched_at=from_time(row["fetched_at"]),
            status=row["status"],
            body=b"" if row["body"] is None else zlib.decompress(row["body"]),
            headers=json.loads(row["headers"]),
        ),
        found=found if found.site else None,
        site=found.site or None,
        key=row["key"],
        state=PageState(row["state"]),
        reason=row["reason"],
        tries=row["tries"],
        in_story=bool(row["in_story"]),
    )
