"""Past: what earlier issues of a digest told, read for the next one."""

from __future__ import annotations

import json
from datetime import date, datetime

from core.assessment import TagKind
from core.link import Outcome
from core.past import COUNTED, FOLLOWED, Earlier, Past, Shown, note_of
from store.articles import article_of, assessment_of
from store.connection import Database, Row
from store.rows import from_time, maybe_time, to_time


def past_of(database: Database, digest: str, since: datetime, until: datetime) -> Past:
    """What is known from before the window of an issue of this name; `until` is its end."""
    named = {"digest": digest, "until": to_time(until)}
    return Past(
        since=maybe_time(
            database.value("select min(since) from digests where name = ? and until <= ?", [digest, to_time(since)])
        ),
        earlier=tuple(
            _earlier(database, row) for row in database.rows(_EARLIER, named | {"after": to_time(until - FOLLOWED)})
        ),
        shown=tuple(map(_shown, database.rows(_SHOWN, named | {"after": to_time(until - COUNTED)}))),
        programmes=frozenset(row["name"] for row in database.rows(_PROGRAMMES, [to_time(since)])),
        watched=frozenset(row["back"] for row in database.rows(_WATCHED, named | {"after": to_time(until - COUNTED)})),
    )


def _earlier(database: Database, row: Row) -> Earlier:
    return Earlier(
        note=note_of(row["told"], article_of(row), assessment_of(database, row)),
        url=row["url"] or "",
        outlet=row["outlet"],
        issue=date.fromisoformat(row["issue"]),
    )


def _shown(row: Row) -> Shown:
    tags = [(TagKind(kind), name, label) for _, kind, name, label in sorted(json.loads(row["tags"]))]
    return Shown(
        first_seen=from_time(row["first_seen"]),
        outlet=row["outlet"],
        areas={name: label for kind, name, label in tags if kind is TagKind.AREA and row["on_topic"] == "yes"},
        places={name: label for kind, name, label in tags if kind is TagKind.PLACE},
    )


_OUTLET = "coalesce(sites.name, host, '') as outlet"

_EARLIER = f"""
select articles.*, {_OUTLET}, stories.id as told, min(local_date) as issue
from digests join digest_stories on digest_stories.digest = digests.id join stories on stories.id = digest_stories.story
join articles on articles.id = canonical left join sites on sites.id = articles.site
where digests.name = :digest and until > :after and until < :until
group by stories.id order by issue desc, stories.id desc
"""  # noqa: S608 - the name stands above

_SHOWN = f"""
select stories.first_seen, on_topic, {_OUTLET}, (
    select json_group_array(json_array(place, kind, name, label)) from tags
    where article = canonical and kind in ('{TagKind.AREA}', '{TagKind.PLACE}')
) as tags
from stories join articles on articles.id = canonical left join sites on sites.id = articles.site
where stories.first_seen > :after and stories.first_seen <= :until and exists (
    select 1 from digest_stories join digests on digests.id = digest_stories.digest
    where digest_stories.story = stories.id and digests.name = :digest and until < :until
)
order by stories.id
"""  # noqa: S608 - the kinds are our own

# One look for each name that there is, whatever the number of its articles.
_PROGRAMMES = f"""
with recursive named (name) as (
    select min(name) from tags where kind = '{TagKind.PROGRAMME}'
    union all
    select (select min(name) from tags where kind = '{TagKind.PROGRAMME}' and name > named.name)
    from named where named.name is not null
)
select name from named where exists (
    select 1 from tags join articles on articles.id = article join stories on stories.canonical = articles.id
    where tags.kind = '{TagKind.PROGRAMME}' and tags.name = named.name and stories.first_seen <= ?
)
"""  # noqa: S608 - the kind is our own

_WATCHED = f"""
select distinct cast(julianday(:until) - julianday(at) as integer) as back from checks
where at > :after and at <= :until and outcome in ('{Outcome.FETCHED}', '{Outcome.UNCHANGED}')
"""  # noqa: S608 - the outcomes are our own
