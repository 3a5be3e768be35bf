"""Parallel reports: each Story beside another's own report of the same event, linked and never merged."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from core.stories.parallels import MOST_DAYS, Agreement, Report, agree, report_of, telling_figures
from core.stories.story import Parallel
from store.articles import LONGEST_LIST, article_of, assessment_of
from store.connection import Database, Row
from store.rows import from_time, to_json, to_time

#: Stories that are compared with one at the most: those that share most figures with it.
MOST_COMPARED = 8
#: Figures of one Story that are looked up; one that more than LONGEST_LIST Stories share says nothing.
MOST_FIGURES = 64


def link(database: Database, story: int) -> None:
    """Link a Story with others' own reports of the same event, if there are any.

    An English Story is linked to a Chinese one; else a later Story to an earlier one of its language that stands with
    another host. Each is linked to one, that with which most agrees, of equals the older; many may be linked to one.
    For use inside a transaction.
    """
    row = _row(database, story)
    if row is None or not row["language"] or row["on_topic"] == "no":
        return
    database.execute("delete from parallels where ? in (story, other)", [story])
    report = _report(database, row)
    values = telling_figures(report.text)[:MOST_FIGURES]
    _index(database, story, values)
    for near in _near(database, story, row, values):
        theirs, is_second = _report(database, near), _is_second(row, near)
        agreement = agree(theirs, report) if is_second else agree(report, theirs)
        if agreement is not None:
            second, first = (story, near["told"]) if is_second else (near["told"], story)
            _keep(database, second, first, agreement, is_translated=row["language"] != near["language"])


def prune(database: Database, before: datetime) -> None:
    """Forget the figures of Stories first seen before then: nothing that comes now is near them."""
    database.execute(
        "delete from figures where story in (select id from stories where first_seen < ?)", [to_time(before)]
    )


def parallels_of(database: Database, story: int) -> tuple[Parallel, ...]:
    """Others' own reports of the same event, the oldest first."""
    rows = database.rows(
        """
        select stories.id as story, title, url, coalesce(sites.name, host, '') as outlet, language, agreement
        from parallels
        join stories on stories.id = iif(parallels.story = :story, other, parallels.story)
        join articles on articles.id = stories.canonical left join sites on sites.id = articles.site
        where :story in (parallels.story, other) order by stories.id
        """,
        {"story": story},
    )
    return tuple(
        Parallel(
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


def _near(database: Database, story: int, row: Row, values: Sequence[str]) -> list[Row]:
    """The Stories first seen about then that share two figures with this one, most first.

    Those of its own language on its own host are left out: a publisher tells nothing twice, but a notice, what it means
    and the next edition share their figures.
    """
    first_seen, reach = from_time(row["told_at"]), timedelta(days=MOST_DAYS + 1)
    return database.rows(
        f"""
        {_SELECT} join (
            select figures.story, count(*) as shared from json_each(:values) as mine
            cross join figures on figures.value = mine.value
            where (select count(*) from (select 1 from figures where value = mine.value limit :longest + 1)) <= :longest
            group by figures.story having count(*) >= 2
        ) as alike on alike.story = stories.id
        where stories.id != :story and stories.first_seen between :since and :until and on_topic != 'no'
          and ((language = 'en') != (:language = 'en') or host is not :host)
        order by shared desc, stories.id limit :most
        """,  # noqa: S608 - a literal of this module
        {
            "values": to_json(values),
            "longest": LONGEST_LIST,
            "story": story,
            "since": to_time(first_seen - reach),
            "until": to_time(first_seen + reach),
            "language": row["language"],
            "host": row["host"],
            "most": MOST_COMPARED,
        },
    )


def _index(database: Database, story: int, values: Sequence[str]) -> None:
    database.execute("delete from figures where story = ?", [story])
    database.execute("insert into figures (value, story) select value, ? from json_each(?)", [story, to_json(values)])


def _is_second(row: Row, near: Row) -> bool:
    """Whether a Story is linked to another one, else the other to it: English to Chinese, the later to the earlier."""
    is_english, is_near_english = row["language"] == "en", near["language"] == "en"
    return bool(is_english if is_english != is_near_english else row["told"] > near["told"])


def _keep(database: Database, story: int, other: int, agreement: Agreement, *, is_translated: bool) -> None:
    database.execute(
        """
        insert into parallels (story, other, translated, strength, agreement)
        values (:story, :other, :translated, :strength, :agreement)
        on conflict (story) do update
        set other = :other, translated = :translated, strength = :strength, agreement = :agreement
        where (:translated, :strength, -:other) >= (translated, strength, -other)
        """,
        {
            "story": story,
            "other": other,
            "translated": is_translated,
            "strength": agreement.strength,
            "agreement": to_json(agreement),
        },
    )


def _report(database: Database, row: Row) -> Report:
    article = article_of(row)
    try:
        day = date.fromisoformat((article.published or "")[:10])
    except ValueError:  # the month or the year alone, or nothing
        day = from_time(row["told_at"]).date()
    return report_of(article.title, article.text, assessment_of(database, row), day)


_AGREEMENT = TypeAdapter(Agreement)

_SELECT = """
select articles.*, stories.id as told, stories.first_seen as told_at
from stories join articles on articles.id = stories.canonical
"""
