"""Links: every address a Source ever showed, once, with the last decision on it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import islice

from core.health import Articles
from core.link import MAX_TRIES, FoundLink, Link, Outcome
from core.site import Tier
from core.stories.edits import OLDEST, is_due
from core.urls import canonical
from store import changes
from store.connection import Database, Row
from store.rows import from_time, maybe_time, storable, to_time

FIRST_BACKOFF = timedelta(minutes=30)
#: The articles that tell how a Source does.
LATELY = timedelta(days=7)
LONGEST_BACKOFF = timedelta(hours=48)


class Seen(Enum):
    """What the store says to an address shown by a Source."""

    NEW = "new"
    KNOWN = "known"
    #: Known, and to be fetched now: still waiting, or failed and its time has come.
    AGAIN = "again"


def backoff(tries: int) -> timedelta:
    """How long to wait after the nth failure: half an hour, four times longer each time, two days at the most."""
    pause: timedelta = FIRST_BACKOFF * 4 ** max(tries - 1, 0)
    return min(pause, LONGEST_BACKOFF)


def key_of(url: str) -> str:
    """The key of an address in any spelling. A JSON list can hold lone surrogates, which no address can."""
    return canonical(storable(url))


class Links:
    """The table of Links. A key may be any spelling of the address, or one that redirects to it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def see(self, found: FoundLink, now: datetime) -> Seen:
        """Record that a Source showed this address. What a later Source says fills gaps and overwrites nothing.

        A Link that is waiting gives AGAIN as often as it is shown: the store does not know which requests are under
        way, so a crawl must remember what it has asked for itself.
        """
        with self._database.atomic():
            row = find(self._database, found.url)
            if row is None:
                _insert(self._database, found, now)
                return Seen.NEW
            _fill(self._database, row["id"], found, now)
            due = row["next_try"] is not None and row["next_try"] <= to_time(now)
            return Seen.AGAIN if due else Seen.KNOWN

    def decide(self, key: str, outcome: Outcome, reason: str, now: datetime) -> None:
        """Record how a request for a known Link ended, and when it is to be tried again.

        How one for a further address ended says nothing of a Link that is done with.

        Raises:
            KeyError: where no Source showed this address.
        """
        with self._database.atomic():
            row = find(self._database, key)
            if row is None:
                raise KeyError(key)
            if row["next_try"] is None and row["key"] != key_of(key):
                return
            if _last_hash(self._database, row["id"]) is not None:
                _looked_again(self._database, row["id"], outcome, reason, now)
            else:
                record(self._database, row["id"], row["tries"], outcome, reason, now)

    def pending(self, site: str, source: str, now: datetime, limit: int) -> tuple[Link, ...]:
        """The Links first shown by this Source that are to be fetched now, the newest news first."""
        return tuple(
            from_row(row)
            for row in self._database.rows(
                "select * from links where site = ? and source = ? and next_try <= ?"
                " order by coalesce(listed, first_seen) desc, id limit ?",
                [site, source, to_time(now), limit],
            )
        )

    def due_again(self, site: str, now: datetime, limit: int) -> tuple[Link, ...]:
        """The Links of a Site whose Pages are to be looked at again: issuers' first, then the newest.

        They are those whose changes count (store.changes), at the ages of core.stories.edits.
        """
        rows = self._database.rows(_DUE_AGAIN, {"site": site, "oldest": to_time(now - OLDEST)})
        times = ((row, from_time(row["fetched"]), from_time(row["decided_at"])) for row in rows)
        return tuple(islice((from_row(row) for row, first, last in times if is_due(first, last, now)), limit))

    def articles(self, now: datetime) -> dict[tuple[str, str], Articles]:
        """What became lately of the articles that each Source was the first to show, by Site and Source."""
        found: dict[tuple[str, str], Articles] = {}
        # Of each Source the most frequent outcome comes first.
        for row in self._database.rows(_FATES, {"since": to_time(now - LATELY), "now": to_time(now)}):
            key = (row["site"], row["source"])
            known = found.get(key) or Articles()
            came = Outcome(row["outcome"]) in _CAME
            if not came and known.outcome is None:
                known = replace(known, outcome=Outcome(row["outcome"]), reason=row["reason"])
            found[key] = replace(known, tried=known.tried + row["count"], came=known.came + came * row["count"])
        return {key: each if each.came else self._with_last(key, each) for key, each in found.items()}

    def _with_last(self, key: tuple[str, str], articles: Articles) -> Articles:
        return replace(articles, last_came=maybe_time(self._database.value(_LAST_CAME, list(key))))

    def shown_by(self, site: str, source: str, limit: int) -> tuple[Link, ...]:
        """The Links first shown by this Source, whatever became of them, in the order in which it showed them."""
        statement = "select * from links where site = ? and source = ? order by id limit ?"
        return tuple(from_row(row) for row in self._database.rows(statement, [site, source, limit]))

    def get(self, key: str) -> Link | None:
        """The Link of this address, if any Source ever showed it."""
        row = find(self._database, key)
        return None if row is None else from_row(row)


_CAME = frozenset({Outcome.FETCHED, Outcome.UNCHANGED, Outcome.NOT_A_PAGE})
_FATES = """
select site, source, outcome, reason, count(*) as count from links
where decided_at > :since and decided_at <= :now and outcome not in ('waiting', 'deferred', 'off host')
group by site, source, outcome, reason order by count desc
"""

_LAST_CAME = """
select decided_at from links where site = ? and source = ? and outcome in ('fetched', 'unchanged')
order by decided_at desc limit 1
"""

_DUE_AGAIN = f"""
select links.*, min(articles.first_seen) as fetched
from articles join links on links.id = articles.link join stories on stories.id = articles.story
where articles.first_seen > :oldest and articles.story is not null and part >= 0 and {changes.COUNTS}
  and on_topic in ('yes', 'related') and links.site = :site and links.next_try is null
group by links.id order by max(articles.tier = '{Tier.ISSUER}') desc, fetched desc
"""  # noqa: S608 - names of ours


def ensure(database: Database, found: FoundLink, now: datetime) -> tuple[int, int]:
    """The (id, tries) of the Link of this address, made where missing. For use inside a transaction."""
    row = find(database, found.url)
    if row is None:
        return _insert(database, found, now), 0
    _fill(database, row["id"], found, now)
    return row["id"], row["tries"]


def find(database: Database, url: str) -> Row | None:
    """The row of the Link that has this address, or whose page was found there."""
    return database.row(
        "select * from links where id = coalesce((select id from links where key = :key),"
        " (select link from aliases where key = :key))",
        {"key": key_of(url)},
    )


def join(database: Database, link: int, url: str, digest: bytes) -> int:
    """Know a Link by a further address, which answered in its place; gives the Link that now stands for both.

    A Link of that address goes if it has no Page yet, and the asked one if it has none and the other's last Page has
    the hash `digest` too; the key of what goes leads to what stays. Otherwise they stay two: some servers show one
    article after the other at one address, or one notice in place of all. For use inside a transaction.
    """
    other = find(database, url)
    if other is None:
        database.execute("insert into aliases (key, link) values (?, ?)", [key_of(url), link])
        return link
    if other["id"] == link:
        return link
    here, there = _last_hash(database, link), _last_hash(database, other["id"])
    if there is None:
        return _merged(database, link, other["id"])
    is_its_own = other["key"] == key_of(url)
    return _merged(database, other["id"], link) if is_its_own and here is None and there == digest else link


def _last_hash(database: Database, link: int) -> bytes | None:
    found: bytes | None = database.value("select hash from pages where link = ? order by id desc limit 1", [link])
    return found


def _merged(database: Database, stays: int, goes: int) -> int:
    key = database.value("select key from links where id = ?", [goes])
    database.execute("update aliases set link = ? where link = ?", [stays, goes])
    database.execute("delete from links where id = ?", [goes])
    database.execute("insert into aliases (key, link) values (?, ?)", [key, stays])
    return stays


def record(database: Database, link: int, tries: int, outcome: Outcome, reason: str, now: datetime) -> None:
    """Write a decision on the Link that has had `tries` so far. For use inside a transaction."""
    tries += outcome.was_asked
    again = outcome.is_retried and tries < MAX_TRIES
    database.update(
        "links",
        link,
        {
            "outcome": outcome,
            "reason": reason,
            "decided_at": to_time(now),
            "tries": tries,
            "next_try": to_time(now + _pause(outcome, tries)) if again else None,
        },
    )


def _looked_again(database: Database, link: int, outcome: Outcome, reason: str, now: datetime) -> None:
    """Record how a further look at the Page of a Link ended that brought no bytes.

    It is not tried again before the next look is due: what there was to read is there.
    """
    if not outcome.was_asked:
        return
    database.update("links", link, {"outcome": outcome, "reason": reason, "decided_at": to_time(now)})
    if outcome is Outcome.GONE:
        changes.withdraw(database, link, reason, now)
    elif outcome is Outcome.UNCHANGED:
        changes.restore(database, link)


def from_row(row: Row) -> Link:
    """A row of `links` as its noun."""
    return Link(
        id=row["id"],
        found=FoundLink(
            url=row["url"],
            site=row["site"],
            source=row["source"],
            anchor=row["anchor"],
            listed=row["listed"],
            listed_text=row["listed_text"],
        ),
        key=row["key"],
        first_seen=from_time(row["first_seen"]),
        last_seen=from_time(row["last_seen"]),
        outcome=Outcome(row["outcome"]),
        reason=row["reason"],
        decided_at=from_time(row["decided_at"]),
        tries=row["tries"],
    )


def _pause(outcome: Outcome, tries: int) -> timedelta:
    return timedelta(0) if outcome is Outcome.WAITING else backoff(tries)


def _insert(database: Database, found: FoundLink, now: datetime) -> int:
    moment = to_time(now)
    return database.insert(
        "links",
        {
            "key": key_of(found.url),
            "url": found.url,
            "site": found.site,
            "source": found.source,
            "anchor": found.anchor,
            "listed": found.listed,
            "listed_text": found.listed_text,
            "first_seen": moment,
            "last_seen": moment,
            "outcome": Outcome.WAITING,
            "reason": "",
            "decided_at": moment,
            "tries": 0,
            "next_try": moment,
        },
    )


def _fill(database: Database, link: int, found: FoundLink, now: datetime) -> None:
    database.execute(
        """
        update links set
            last_seen = max(last_seen, :now),
            anchor = iif(anchor = '', :anchor, anchor),
            listed_text = iif(listed is null, :listed_text, listed_text),
            listed = coalesce(listed, :listed)
        where id = :id
        """,
        {
            "id": link,
            "now": to_time(now),
            "anchor": found.anchor,
            "listed": found.listed,
            "listed_text": found.listed_text,
        },
    )
