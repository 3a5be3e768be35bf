"""Settling: what was read from a Page enters the store, one transaction a Page, and Stories are arranged anew.

What no digest has shown may be changed by a re-reading: an article may leave its Story for another or for none, and
a Story without articles goes. What a digest has shown stays a Story with its articles, and what a person decided by
hand stays decided; only their title, text and evidence are brought up to date. Where another article stands at the
address of a shown one, it is an article of its own, and the shown one is set aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from core.stories.edits import Edit
from core.verdict import New, Reading, SameAs, Verdict
from store import again, changes, furniture, parallels, search
from store.articles import content_columns, features_of, verdict_columns, write_tags
from store.connection import Columns, Database, Row
from store.rows import storable, to_json, to_time
from store.stories import is_shown, members_of

Result = tuple[Reading, Verdict]


def settle(database: Database, page_id: int, results: Sequence[Result], now: datetime) -> tuple[int, ...]:
    """Write all Articles of a Page with their verdicts; returns their numbers in order.

    They take the place of what was read at the same address before. Results of a Page older than the one the
    articles were last read from change nothing.

    Raises:
        KeyError: where there is no such Page.
    """
    with database.atomic():
        page = database.row("select id, link, fetched_at from pages where id = ?", [page_id])
        if page is None:
            raise KeyError(page_id)
        before = database.rows("select * from articles where link = ? and part >= 0 order by part", [page["link"]])
        database.update("pages", page_id, {"state": "settled", "reason": "", "decided_at": to_time(now)})
        if any(row["page"] > page_id for row in before):
            return tuple(row["id"] for row in before)
        known = {row["part"]: row for row in before}
        for row in before[len(results) :]:
            _withdraw(database, row)
        return tuple(
            _settle_one(database, page, part, known.get(part), result, now) for part, result in enumerate(results)
        )


def found_story(database: Database, article: int, now: datetime) -> int:
    """Make a Story of an article that has none. For use inside a transaction."""
    story = database.insert("stories", {"first_seen": to_time(now), "canonical": article})
    database.update("articles", article, {"story": story, "how": "first"})
    again.index(database, article)
    _index(database, story)
    return story


def leave_story(database: Database, row: Row) -> None:
    """Take the article of this row out of its Story; an empty Story goes. For use inside a transaction."""
    story = row["story"]
    database.update("articles", row["id"], {"story": None, "how": None})
    if database.value("select 1 from articles where story = ? limit 1", [story]) is None:
        _forget(database, story, features_of(row))
        database.execute("delete from stories where id = ?", [story])
    else:
        _index(database, story, row, *_arrange(database, story))


def rejudge(database: Database, article: int, verdict: Verdict, now: datetime) -> None:
    """Give an article that is in no Story, and that no person decided about, another verdict."""
    with database.atomic():
        row = database.row("select * from articles where id = ?", [article])
        database.update("articles", article, {"again": False})
        if row is not None and row["story"] is None and not row["by_hand"]:
            _decide(database, article, row, _possible(database, verdict), now)


def stays(before: Row | None, shown: bool, verdict: Verdict) -> bool:
    """Whether an article keeps the verdict and Story it has, `shown` telling whether a digest has shown that Story."""
    if before is None:
        return False
    if before["by_hand"]:
        return True
    if before["story"] is None:
        return False
    return shown or isinstance(verdict, New) or (isinstance(verdict, SameAs) and verdict.story == before["story"])


def _settle_one(database: Database, page: Row, part: int, before: Row | None, result: Result, now: datetime) -> int:
    if before is not None and _is_replaced(database, before, result[0]):
        changes.set_aside(database, before["id"], now)
        before = None
    article, edges = _place(database, page, part, before, result, now), result[0].edges
    row = database.row("select host, story from articles where id = ?", [article])
    if edges and row is not None and row["host"] and row["story"] is not None:
        furniture.learn(database, row["host"], row["story"], edges, now)
    return article


def _is_replaced(database: Database, before: Row, reading: Reading) -> bool:
    """Whether an article that a digest has shown gives way to another."""
    is_another = reading.edit is not None and reading.edit.is_another
    return is_another and before["story"] is not None and is_shown(database, before["story"])


def _place(database: Database, page: Row, part: int, before: Row | None, result: Result, now: datetime) -> int:
    reading, verdict = result
    article = _write(database, page, part, before, reading, now)
    story = before["story"] if before else None
    if stays(before, story is not None and is_shown(database, story), verdict):
        if before is not None and story is not None:
            _index(database, story, before, *_arrange(database, story))
        return article
    if before is not None and story is not None:
        leave_story(database, before)
    _decide(database, article, before, _possible(database, verdict), now)
    return article


def _write(database: Database, page: Row, part: int, before: Row | None, reading: Reading, now: datetime) -> int:
    """The article's content, tags and index; a new row starts without a verdict worth the name."""
    title, text = storable(reading.article.title), storable(reading.article.text)
    content = {**content_columns(reading), "page": page["id"]}
    if before is None:
        article = database.insert("articles", {**content, **_blank(page, part, now)})
        search.add(database, article, title, text)
    else:
        article = before["id"]
        if (title, text) != (before["title"], before["text"]):
            changes.keep_version(database, before, _edit_of(reading), now)
            search.remove(database, article, before["title"], before["text"])
            search.add(database, article, title, text)
        if before["page"] != page["id"]:
            content |= {"gone_at": None, "gone_why": None}
        database.update("articles", article, content)
    write_tags(database, article, reading.assessment)
    return article


def _blank(page: Row, part: int, now: datetime) -> Columns:
    return {
        **verdict_columns(New()),
        "how": None,
        "link": page["link"],
        "part": part,
        "first_seen": page["fetched_at"],
        "decided_at": to_time(now),
    }


def _edit_of(reading: Reading) -> Edit | None:
    return None if reading.edit is None or reading.edit.is_another else reading.edit


def _possible(database: Database, verdict: Verdict) -> Verdict:
    """The verdict, unless it names a Story that went when an earlier part of this page left it."""
    if isinstance(verdict, SameAs):
        exists = database.value("select 1 from stories where id = ?", [verdict.story])
        return verdict if exists else New()
    return verdict


def _decide(database: Database, article: int, before: Row | None, verdict: Verdict, now: datetime) -> None:
    columns = dict(verdict_columns(verdict))
    if before is None or any(before[name] != columns[name] for name in ("verdict", "why", "detail")):
        columns["decided_at"] = to_time(now)
    match verdict:
        case New():
            database.update("articles", article, {**columns, "how": None})
            found_story(database, article, now)
        case SameAs():
            database.update("articles", article, {**columns, "story": verdict.story})
            again.index(database, article)
            if led := _arrange(database, verdict.story):
                _index(database, verdict.story, *led)
        case _:
            database.update("articles", article, columns)
            again.index(database, article)


def _withdraw(database: Database, row: Row) -> None:
    """An article that a re-reading no longer finds in its page goes, unless it was shown or decided by hand."""
    if row["by_hand"] or (row["story"] is not None and is_shown(database, row["story"])):
        return
    if row["story"] is not None:
        leave_story(database, row)
    search.remove(database, row["id"], row["title"], row["text"])
    database.execute("delete from articles where id = ?", [row["id"]])


def _arrange(database: Database, story: int) -> list[Row]:
    """Choose the canonical article again; returns the row of the one that was it until now, if it is another."""
    canonical = members_of(database, story)[0].article
    led = database.rows(
        "select articles.* from stories join articles on articles.id = canonical"
        " where stories.id = ? and canonical != ?",
        [story, canonical],
    )
    if led:
        database.update("stories", story, {"canonical": canonical})
    return led


def _index(database: Database, story: int, *until_now: Row) -> None:
    """Write the features of the Story: those of its canonical and of its first article.

    `until_now` are rows as they were when they may have given it features. Those are not looked up by the Story, since
    an index for that would be as large as the sketch itself.
    """
    rows = database.rows(
        """
        select fingerprint from articles
        where id = (select canonical from stories where id = :story)
           or id = (select min(id) from articles where story = :story)
        """,
        {"story": story},
    )
    features = features_of(*rows)
    _forget(database, story, sorted({*features_of(*until_now)} - {*features}))
    database.execute(
        "insert or ignore into sketch (h, story) select value, :story from json_each(:features)",
        {"story": story, "features": to_json(features)},
    )
    again.mark(database, features)
    parallels.link(database, story)


def _forget(database: Database, story: int, features: Sequence[int]) -> None:
    database.execute(
        "delete from sketch where story = :story and h in (select value from json_each(:features))",
        {"story": story, "features": to_json(features)},
    )
