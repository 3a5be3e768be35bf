"""Translations: each English Story beside the Chinese one that tells the same, linked and never merged."""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import TypeAdapter

from core.story import Translation
from core.translations import MOST_DAYS, Agreement, Report, agree, report_of
from store.articles import article_of, assessment_of
from store.connection import Database, Row
from store.rows import from_time, to_json, to_time

#: Stories of the other language that are compared with one at the most: those that share most tags with it.
MOST_COMPARED = 32
#: And of how many the tags are looked at, the newest first: more than a delta's week of news.
MOST_NEAR = 1000


def link(database: Database, story: int) -> None:
    """Link a Story with the one that tells the same in the other language, if there is any.

    An English Story has one Chinese one, that with which most agrees, of equals the older; a Chinese one may have
    several. For use inside a transaction.
    """
    row = _row(database, story)
    if row is None or not row["language"] or row["on_topic"] == "no":
        return
    is_english = row["language"] == "en"
    database.execute(f"delete from translations where {'english' if is_english else 'chinese'} = ?", [story])  # noqa: S608
    others = _near(database, row, is_english)
    if not others:
        return
    report = _report(database, row)
    for near in others:
        other = _report(database, near)
        agreement = agree(other, report) if is_english else agree(report, other)
        if agreement is not None:
            english, chinese = (row, near) if is_english else (near, row)
            _keep(database, english["told"], chinese["told"], agreement)


def translations_of(database: Database, story: int) -> tuple[Translation, ...]:
    """The Stories that tell the same in the other language, the oldest first."""
    rows = database.rows(
        """
        select stories.id as story, title, url, coalesce(sites.name, host, '') as outlet, language, agreement
        from translations
        join stories on stories.id = iif(english = :story, chinese, english)
        join articles on articles.id = stories.canonical left join sites on sites.id = articles.site
        where :story in (english, chinese) order by stories.id
        """,
        {"story": story},
    )
    return tuple(
        Translation(
            story=row["story"],
            title=row["title"],
            url=row["url"] or "",
            outlet=row["outlet"],
            language=row["language"],
            evidence=str(_AGREEMENT.validate_json(row["agreement"])),
        )
        for row in rows
    )


def _row(database: Database, story: int) -> Row | None:
    return database.row(f"{_SELECT} where stories.id = ?", [story])


def _near(database: Database, row: Row, is_english: bool) -> list[Row]:
    """The Stories of the other language first seen about the same time that share a tag with it, most tags first."""
    first_seen, reach = from_time(row["told_at"]), timedelta(days=MOST_DAYS + 1)
    nearest = _CHINESE if is_english else _ENGLISH
    return database.rows(
        f"""
        {_SELECT} join (
            select near.story, count(*) as shared from (
                {nearest}
            ) as near
            join tags as theirs on theirs.article = near.canonical
            join tags as mine on mine.article = :canonical and mine.kind = theirs.kind and mine.name = theirs.name
            where theirs.kind in ('place', 'programme') group by near.story
        ) as shared on shared.story = stories.id
        order by shared.shared desc, stories.id limit :most
        """,  # noqa: S608 - both are literals of this module
        {
            "canonical": row["id"],
            "since": to_time(first_seen - reach),
            "until": to_time(first_seen + reach),
            "near": MOST_NEAR,
            "most": MOST_COMPARED,
        },
    )


def _keep(database: Database, english: int, chinese: int, agreement: Agreement) -> None:
    database.execute(
        """
        insert into translations (english, chinese, strength, agreement) values (:english, :chinese, :strength, :json)
        on conflict (english) do update set chinese = :chinese, strength = :strength, agreement = :json
        where :strength > strength or (:strength = strength and :chinese <= chinese)
        """,
        {"english": english, "chinese": chinese, "strength": agreement.strength, "json": to_json(agreement)},
    )


def _report(database: Database, row: Row) -> Report:
    article = article_of(row)
    published = (article.published or "")[:10]
    seen = from_time(row["told_at"]).date()
    day = date.fromisoformat(published) if len(published) == len("2026-11-20") else seen
    return report_of(article.title, article.text, assessment_of(database, row), day)


_AGREEMENT = TypeAdapter(Agreement)

_SELECT = """
select articles.*, stories.id as told, stories.first_seen as told_at
from stories join articles on articles.id = stories.canonical
"""
_CHINESE = """
select stories.id as story, canonical from stories join articles on articles.id = canonical
where stories.first_seen between :since and :until and language in ('zh', 'zh-Hant') and on_topic != 'no'
order by stories.first_seen desc limit :near
"""
# Most news is Chinese: the few in English are found by an index of theirs.
_ENGLISH = """
select stories.id as story, canonical from articles join stories on canonical = articles.id
where articles.first_seen between :since and :until and language = 'en' and story is not null and on_topic != 'no'
order by articles.first_seen desc limit :near
"""
