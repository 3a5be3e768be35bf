"""Past: what earlier issues of a digest told, read for the next one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo

from core.assessment import TagKind
from core.link import Outcome
from core.past import COUNTED, FOLLOWED, Earlier, Past, Shown, note_of
from store.articles import article_of, assessment_of
from store.connection import Database, Row
from store.rows import from_time, maybe_time, to_time


def past_of(database: Database, digest: str, since: datetime, until: datetime, zone: tzinfo, *, by_issue: bool) -> Past:
    """What is known from before the window of an issue of this name; `until` is its end.

    Args:
        zone: days are those of its calendar.
        by_issue: whether a Story counts for the day of the issue that showed it, or for the day it was first seen.
    """
    named = {"digest": digest, "until": to_time(until)}
    began = maybe_time(database.value("select min(since) from digests where name = :digest and until < :until", named))
    counted = named | {"after": to_time(until - COUNTED)}
    return Past(
        since=began,
        earlier=tuple(
            _earlier(database, row) for row in database.rows(_EARLIER, named | {"after": to_time(until - FOLLOWED)})
        ),
        shown=tuple(_shown(row, None if by_issue else zone) for row in database.rows(_SHOWN, counted)),
        programmes=frozenset(row["name"] for row in database.rows(_PROGRAMMES, [to_time(since)])),
        watched=frozenset(date.fromisoformat(row["local_date"]) for row in database.rows(_ISSUES, counted))
        if by_issue
        else frozenset(_days_watched(database, counted, began or since, zone)),
    )


def _days_watched(database: Database, counted: Mapping[str, str], began: datetime, zone: tzinfo) -> Iterator[date]:
    """Local days since the first issue on which any Source was seen, told by the hours."""
    for row in database.rows(_HOURS, counted):
        at = datetime.fromisoformat(f"{row['hour']}:00:00+00:00")
        if at >= began - timedelta(hours=1):
            yield at.astimezone(zone).date()


def _earlier(database: Database, row: Row) -> Earlier:
    return Earlier(
        note=note_of(row["told"], article_of(row), assessment_of(database, row)),
        url=row["url"] or "",
        outlet=row["outlet"],
        issue=date.fromisoformat(row["issue"]),
    )


def _shown(row: Row, zone: tzinfo | None) -> Shown:
    tags = [(TagKind(kind), name, label) for _, kind, name, label in sorted(json.loads(row["tags"]))]
    return Shown(
        day=from_time(row["first_seen"]).astimezone(zone).date() if zone else date.fromisoformat(row["issue"]),
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
select stories.first_seen, on_topic, {_OUTLET}, min(local_date) as issue, (
    select json_group_array(json_array(place, kind, name, label)) from tags
    where article = canonical and kind in ('{TagKind.AREA}', '{TagKind.PLACE}')
) as tags
from digests join digest_stories on digest_stories.digest = digests.id
join stories on stories.id = digest_stories.story
join articles indexed by articles_story on articles.story = stories.id and articles.id = canonical
left join sites on sites.id = articles.site
where digests.name = :digest and until > :after and until < :until
group by stories.id order by stories.id
"""  # noqa: S608 - the kinds are our own

_SEEN = f"outcome in ('{Outcome.FETCHED}', '{Outcome.UNCHANGED}')"

_ISSUES = f"""
select local_date from digests where name = :digest and until > :after and until < :until
  and exists (select 1 from checks where at > since and at <= digests.until and {_SEEN})
"""  # noqa: S608 - the outcomes are our own

_HOURS = f"""
select distinct substr(at, 1, 13) as hour from checks where at > :after and at <= :until and {_SEEN}
"""  # noqa: S608 - the outcomes are our own

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
