"""Archive: everything that digests have shown, read without loading it all at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from pydantic import TypeAdapter

from core.archive import Card, Dossier, Issue, Label, Wording
from core.article import DateEvidence
from core.assessment import TagKind
from core.stories.lineage import outlets
from store.articles import article_of, assessment_of, tier_of
from store.changes import Changes
from store.connection import Database, Row
from store.rows import from_time
from store.stories import Stories, member_of

#: Rows of so many Stories or digests are in memory at a time.
_STORIES_AT_ONCE = 400
_DIGESTS_AT_ONCE = 20
_KINDS = frozenset({TagKind.AREA, TagKind.PLACE, TagKind.PROGRAMME})


class Archive:
    """What is asked about it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def issues(self) -> Iterator[Issue]:
        """All digests, the oldest first."""
        last = 0
        while rows := self._database.rows(_ISSUES, [last, _DIGESTS_AT_ONCE]):
            yield from map(_issue, rows)
            last = rows[-1]["id"]

    def newest(self) -> int | None:
        """The id of the digest that was made last."""
        newest: int | None = self._database.value("select max(id) from digests")
        return newest

    def cards(self) -> Iterator[Card]:
        """The Stories that any digest has shown, the oldest first."""
        last = 0
        while rows := self._database.rows(_SHOWN, [last, _STORIES_AT_ONCE]):
            yield from self._cards(rows)
            last = rows[-1]["id"]

    def record(self, issue: Issue) -> str:
        """The JSON of a digest."""
        return str(self._database.value("select json from digests where id = ?", [issue.id]))

    def dossier(self, story: int) -> Dossier:
        """All that is known of a Story that there is."""
        found = Stories(self._database).get(story)
        assert found is not None, "ids come from the cards, and Stories of digests stay"
        rows = self._database.rows(
            "select id, json_extract(evidence, '$.dates') as dates from articles where story = ?", [story]
        )
        return Dossier(
            story=found,
            changes=Changes(self._database).of_story(story),
            dates={row["id"]: _DATES.validate_json(row["dates"]) for row in rows},
        )

    def wordings(self, stories: Sequence[int]) -> Iterator[Wording]:
        """The canonical Articles of these Stories, in the order of their ids."""
        for start in range(0, len(stories), _STORIES_AT_ONCE):
            ids = json.dumps(stories[start : start + _STORIES_AT_ONCE])
            for row in self._database.rows(_CANONICAL, [ids]):
                yield Wording(row["told"], article_of(row), assessment_of(self._database, row))

    def _cards(self, rows: Sequence[Row]) -> Iterator[Card]:
        parts = {row["id"]: _Parts(row) for row in rows}
        for row in self._about(_MEMBERS, parts):
            parts[row["of"]].members.append(row)
        for row in self._about(_TAGS, parts):
            parts[row["of"]].tags.append(row)
        for row in self._about(_ISSUES_OF, parts):
            parts[row["of"]].issues.append(row["digest"])
        for row in self._about(_VERSIONS, parts):
            parts[row["of"]].versions.append(row)
        for row in self._about(_PARALLELS, parts):
            parts[row["of"]].parallels.append(row)
        return map(_card, parts.values())

    def _about(self, statement: str, parts: Iterable[int]) -> list[Row]:
        return self._database.rows(statement, [json.dumps(list(parts))])


@dataclass(slots=True)
class _Parts:
    """The rows that make up one Story."""

    story: Row
    members: list[Row] = field(default_factory=list)
    tags: list[Row] = field(default_factory=list)
    issues: list[int] = field(default_factory=list)
    versions: list[Row] = field(default_factory=list)
    parallels: list[Row] = field(default_factory=list)


_ISSUES = """
select id, name, local_date, json, json_extract(json, '$.title') as title,
       json_extract(json, '$.counts.stories') as stories, json_extract(json, '$.counts.held') as held,
       json_extract(json, '$.counts.changes') as changes
from digests where id > ? order by id limit ?
"""

_SHOWN = """
select id, first_seen, canonical from stories
where id > ? and exists (select 1 from digest_stories where story = stories.id) order by id limit ?
"""

_MEMBERS = """
select story as of, articles.id, url, title, coalesce(sites.name, host, '') as outlet, articles.tier, trust, how,
       detail, published, first_seen, length(text) as length, source, 0 as date_trust, text, author,
       published_precision, first_published, language, evidence, on_topic, score, kind, gone_at, gone_why
from json_each(?) as wanted join articles on articles.story = wanted.value left join sites on sites.id = articles.site
order by articles.story, articles.id
"""

_TAGS = """
select stories.id as of, kind, name, label, points, hits
from json_each(?) as wanted join stories on stories.id = wanted.value join tags on tags.article = stories.canonical
order by stories.id, place
"""

_ISSUES_OF = """
select story as of, digest from json_each(?) as wanted join digest_stories on story = wanted.value
order by story, digest
"""

_VERSIONS = """
select story as of, article, replaced_at, edit
from json_each(?) as wanted join articles on articles.story = wanted.value
join article_versions on article_versions.article = articles.id where edit is not null order by article_versions.id
"""

_PARALLELS = """
select wanted.value as of, agreement, stories.id as story, title, url, articles.site, host
from json_each(?) as wanted join parallels on parallels.story = wanted.value or other = wanted.value
join stories on stories.id = iif(parallels.story = wanted.value, other, parallels.story)
join articles on articles.id = stories.canonical order by stories.id
"""

_CANONICAL = """
select articles.*, stories.id as told
from json_each(?) as wanted join stories on stories.id = wanted.value
join articles on articles.id = stories.canonical order by stories.id
"""

_DATES = TypeAdapter(tuple[DateEvidence, ...])


def _issue(row: Row) -> Issue:
    return Issue(
        id=row["id"],
        name=row["name"],
        local_date=date.fromisoformat(row["local_date"]),
        title=row["title"] or "",
        stories=row["stories"] or 0,
        held=row["held"] or 0,
        changes=row["changes"] or 0,
        stamp=_stamp((row["json"],)),
    )


def _card(parts: _Parts) -> Card:
    by_id = {row["id"]: row for row in parts.members}
    canonical = by_id[parts.story["canonical"]]
    members = sorted(parts.members, key=lambda row: row["id"] != canonical["id"])
    return Card(
        story=parts.story["id"],
        first_seen=from_time(parts.story["first_seen"]),
        title=canonical["title"],
        url=canonical["url"] or "",
        outlet=canonical["outlet"],
        tier=tier_of(canonical),
        language=canonical["language"],
        published=canonical["published"],
        labels=tuple(
            Label(TagKind(tag["kind"]), tag["name"], tag["label"]) for tag in parts.tags if tag["kind"] in _KINDS
        ),
        outlets=outlets(map(member_of, members)),
        issues=tuple(parts.issues),
        parallels=tuple(row["story"] for row in parts.parallels),
        stamp=_stamp((parts.story, *parts.members, *parts.tags, *parts.issues, *parts.versions, *parts.parallels)),
    )


def _stamp(values: Iterable[object]) -> str:
    whole = blake2b(digest_size=12)
    for value in values:
        whole.update(repr(tuple(value) if isinstance(value, Row) else value).encode())
        whole.update(b"\n")
    return whole.hexdigest()
