"""Stories: found again by their features, read with all their members, shown once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from core.assessment import Fingerprint, Trust
from core.stories.canonical import order
from core.stories.lineage import Telling, trace
from core.stories.story import Member, Story
from core.verdict import How, KnownStory
from store.articles import IS_OLD, LONGEST_LIST, article_of, assessment_of, features, fingerprint_of, tier_of
from store.connection import Database, Row
from store.links import key_of
from store.parallels import parallels_of
from store.rows import from_time, to_json, to_signed, to_time

#: Candidates given at the most, those that share most first: a page made of everybody's phrases must not cost minutes.
MOST_CANDIDATES = 64


class Stories:
    """The table of Stories."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def candidates(self, fingerprint: Fingerprint, besides: str | None = None) -> tuple[KnownStory, ...]:
        """The Stories that share two features or the exact text with this fingerprint, those that share most first.

        Stories of nothing but the address `besides` are left out: a page that is read again is judged as if it were
        new, not as a copy of itself.
        """
        rows = self._database.rows(
            _CANDIDATES,
            {
                "features": to_json(features(fingerprint)),
                "exact": to_signed(fingerprint.exact),
                "longest": LONGEST_LIST,
                "most": MOST_CANDIDATES,
                "besides": None if besides is None else key_of(besides),
            },
        )
        return tuple(_known(row) for row in rows)

    def get(self, story_id: int) -> Story | None:
        """One Story with all its members."""
        row = self._database.row("select * from stories where id = ?", [story_id])
        return None if row is None else _story(self._database, row)

    def recent(self, limit: int) -> tuple[Story, ...]:
        """The newest Stories first."""
        return self._all("select * from stories order by first_seen desc, id desc limit ?", limit)

    def window(self, since: datetime, until: datetime, digest: str, besides: int | None = None) -> tuple[Story, ...]:
        """The Stories first seen after `since` and not after `until` that are on topic, not old, and that the digest of
        this name has not shown, that of the number `besides` and later ones apart."""
        return self._all(
            f"""
            select stories.* from stories join articles on articles.id = stories.canonical
            where stories.first_seen > ? and stories.first_seen <= ? and on_topic in ('yes', 'related') and not {IS_OLD}
              and not exists (
                select 1 from digest_stories join digests on digests.id = digest_stories.digest
                where digest_stories.story = stories.id and digests.name = ? and digests.id < ifnull(?, digests.id + 1)
              )
            order by stories.first_seen, stories.id
            """,  # noqa: S608 - the condition stands above
            to_time(since),
            to_time(until),
            digest,
            besides,
        )

    def _all(self, sql: str, *parameters: str | int | None) -> tuple[Story, ...]:
        return tuple(_story(self._database, row) for row in self._database.rows(sql, parameters))


def members_of(database: Database, story: int) -> tuple[Member, ...]:
    """The Members of a Story, the canonical one first."""
    rows = database.rows(
        """
        select articles.id, url, title, coalesce(sites.name, host, '') as outlet, articles.tier, trust, how, detail,
               published, first_seen, length(text) as length, source, coalesce((
                   select max(json_extract(value, '$.trust')) from json_each(evidence, '$.dates')
                   where json_extract(value, '$.value') = published and json_extract(value, '$.doubt') = ''
               ), 0) as date_trust
        from articles left join sites on sites.id = articles.site
        where story = ? order by articles.id
        """,
        [story],
    )
    return order(member_of(row) for row in rows)


def is_shown(database: Database, story: int) -> bool:
    """Whether any digest has shown this Story."""
    return database.value("select 1 from digest_stories where story = ? limit 1", [story]) is not None


# `cross join` keeps SQLite from turning the loops around; the inner count stops at the cap.
_CANDIDATES = """
with found (story, shared) as (
    select story, sum(weight) from (
        select sketch.story, 1 as weight
        from json_each(:features) as feature cross join sketch on sketch.h = feature.value
        where (select count(*) from (select 1 from sketch where h = feature.value limit :longest + 1)) <= :longest
        union all
        select story, 2 from (
            select distinct story from articles where exact = :exact and story is not null limit :longest
        )
    )
    group by story having sum(weight) >= 2 order by sum(weight) desc, story limit :most
)
select stories.id, text, fingerprint, host
from stories join articles on articles.id = stories.canonical join found on found.story = stories.id
where :besides is null or exists (
    select 1 from articles as member join links on links.id = member.link
    where member.story = stories.id and links.key != :besides
)
order by shared desc, stories.id
"""


def _known(row: Row) -> KnownStory:
    return KnownStory(
        story=row["id"],
        text=row["text"],
        fingerprint=fingerprint_of(row),
        host=row["host"],
    )


def _story(database: Database, row: Row) -> Story:
    # The stored choice, not a fresh one: what a digest has shown stays what it was until an article joins.
    canonical_row = database.row("select * from articles where id = ?", [row["canonical"]])
    assert canonical_row is not None, "a foreign key holds this"
    return Story(
        id=row["id"],
        article=article_of(canonical_row),
        assessment=assessment_of(database, canonical_row),
        members=_traced(database, _led_by(row["canonical"], members_of(database, row["id"]))),
        first_seen=from_time(row["first_seen"]),
        parallels=parallels_of(database, row["id"]),
    )


def _led_by(canonical_id: int, members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda member: member.article != canonical_id))


def _traced(database: Database, members: tuple[Member, ...]) -> tuple[Member, ...]:
    ids = to_json([member.article for member in members])
    rows = database.rows(
        "select id, text, fingerprint from articles where id in (select value from json_each(?))", [ids]
    )
    return trace(members, {row["id"]: Telling(text=row["text"], fingerprint=fingerprint_of(row)) for row in rows})


def member_of(row: Row) -> Member:
    """A row of `articles` as a Member, with its `outlet`, `length` and `date_trust`."""
    return Member(
        article=row["id"],
        url=row["url"] or "",
        title=row["title"],
        outlet=row["outlet"],
        tier=tier_of(row),
        trust=Trust(row["trust"]),
        how=How(row["how"]),
        detail=row["detail"],
        published=row["published"],
        first_seen=from_time(row["first_seen"]),
        length=row["length"],
        source=row["source"],
        date_trust=row["date_trust"],
    )
