"""Changes: what became of articles after they were read first: edited by their publishers, or gone."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter

from core.site import Tier
from core.stories.edits import Edit
from core.stories.story import Change
from store.connection import Database, Row
from store.rows import from_time, to_json, to_time

#: Why an article is gone whose address has another now.
REPLACED = "another article stands there"

#: Whose changes are news: those of the article a Story is told by, and of issuing bodies; not what copies make of it.
COUNTS = f"(articles.id = stories.canonical or articles.tier = '{Tier.ISSUER}')"


class Changes:
    """What is asked about them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def shown(self, since: datetime, until: datetime, digest: str) -> tuple[Change, ...]:
        """What was noticed after `since` and not after `until` of Stories that the digest of this name had shown."""
        return self._all(_SHOWN, since=to_time(since), until=to_time(until), digest=digest)

    def of_story(self, story: int) -> tuple[Change, ...]:
        """All of one Story, of copies too, in the order of time."""
        return self._all("story = :story", story=story)

    def of_link(self, link: int) -> tuple[Change, ...]:
        """All at one address, in the order of time."""
        return self._all("link = :link", link=link)

    def _all(self, condition: str, **parameters: str | int) -> tuple[Change, ...]:
        statement = f"{_CHANGES} where {condition} order by at, article"
        return tuple(_change(row) for row in self._database.rows(statement, parameters))


def withdraw(database: Database, link: int, why: str, now: datetime) -> None:
    """The articles at this address are gone; if they were gone already, since then. For use inside a transaction."""
    database.execute(
        "update articles set gone_at = ?, gone_why = ? where link = ? and story is not null and gone_at is null",
        [to_time(now), why, link],
    )


def restore(database: Database, link: int) -> None:
    """They are there, if their last Page could be read: one that says they are gone may itself not have changed."""
    database.execute(
        "update articles set gone_at = null, gone_why = null where link = :link and part >= 0 and"
        " (select state from pages where link = :link order by id desc limit 1) != 'unreadable'",
        {"link": link},
    )


def set_aside(database: Database, article: int, now: datetime) -> None:
    """Make room at its address for another article: this one stays what it was, and is gone.

    For use inside a transaction.
    """
    columns = {"part": -article, "gone_at": to_time(now), "gone_why": REPLACED}
    database.update("articles", article, columns)


def keep_version(database: Database, before: Row, edit: Edit | None, now: datetime) -> None:
    """Keep what an article said until now. For use inside a transaction."""
    database.insert(
        "article_versions",
        {
            "article": before["id"],
            "page": before["page"],
            "title": before["title"],
            "text": before["text"],
            "replaced_at": to_time(now),
            "edit": None if edit is None else to_json(edit),
        },
    )


_CHANGES = f"""
select changed.*, coalesce(sites.name, host, '') as outlet from (
    select articles.*, articles.id as article, {COUNTS} as counts, replaced_at as at, '' as gone, edit
    from article_versions join articles on articles.id = article_versions.article
    left join stories on stories.id = articles.story
    where edit is not null
    union all
    select articles.*, articles.id, {COUNTS}, gone_at, gone_why, null
    from articles left join stories on stories.id = articles.story
    where gone_at is not null
) as changed left join sites on sites.id = changed.site
"""  # noqa: S608 - the condition stands above

# What was different before a digest was built, that digest shows.
_SHOWN = """
counts and at > :since and at <= :until and exists (
    select 1 from digest_stories join digests on digests.id = digest_stories.digest
    where digest_stories.story = changed.story and digests.name = :digest and digests.built_at < at
)
"""

_EDIT = TypeAdapter(Edit)


def _change(row: Row) -> Change:
    return Change(
        article=row["article"],
        story=row["story"],
        title=row["title"],
        url=row["url"] or "",
        outlet=row["outlet"],
        tier=Tier(row["tier"]) if row["tier"] else None,
        at=from_time(row["at"]),
        gone=row["gone"],
        edit=None if row["edit"] is None else _EDIT.validate_json(row["edit"]),
    )
