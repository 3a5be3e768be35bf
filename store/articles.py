"""Articles: what Pages say, with the evidence, the judgement and the verdict on each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from core.article import Article, Attachment, DateEvidence, Document, Precision
from core.assessment import Assessment, Fingerprint, Hit, Sign, Tag, TagKind, Trust, TrustReport
from core.digest import LeftOut
from core.link import Link
from core.site import Tier
from core.urls import host_of
from core.verdict import Archived, Held, How, New, Reading, Rejected, SameAs, Verdict, Why
from store import links
from store.connection import Columns, Database, Row
from store.rows import from_time, to_json, to_signed, to_time


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An Article with everything that was decided about it. Its parts are StoredArticles of their own."""

    id: int
    article: Article
    assessment: Assessment
    trust: TrustReport
    verdict: Verdict
    #: The Story it belongs to; None while held or rejected.
    story: int | None
    #: The newest Page it was read from, and which article of that Page it is, from 0; below 0 where its address has
    #: another article now.
    page: int
    part: int
    link: Link
    #: Id of the Site it came from, and the tier of its host.
    site: str | None
    tier: Tier | None
    #: When its first Page was fetched, and when the verdict became what it is.
    first_seen: datetime
    decided_at: datetime


#: Whether the canonical article of a Story is of long ago, unless a person let it pass: no such Story is shown as new,
#: even where one of its copies has the date of today.
IS_OLD = "(coalesce(articles.stale, 0) and not articles.by_hand)"

_LEFT_OUT = f"""
select found.*, coalesce(sites.name, host, '') as outlet from (
    select id, url, title, site, host, score, trust, verdict, why, detail from articles
    where story is null and verdict in ('held', 'rejected') and decided_at > :since and decided_at <= :until
    union all
    select articles.id, url, title, site, host, score, trust, 'rejected', 'stale',
           'first published ' || coalesce(first_published, published, 'long ago')
    from stories join articles on articles.id = stories.canonical
    where stories.first_seen > :since and stories.first_seen <= :until and on_topic != 'no' and {IS_OLD}
) as found left join sites on sites.id = found.site
order by verdict, score desc, found.id
"""  # noqa: S608 - the condition stands above

#: Features that more Stories or articles share than this say nothing (dedup.md §0).
LONGEST_LIST = 200
#: Old articles that a text may tell: so many at the most, those that share most first.
MOST_ARCHIVED = 16
_ARCHIVED = """
select articles.* from (
    select old.article, count(*) as shared
    from json_each(:features) as mine cross join left_out_sketch as old on old.h = mine.value
    where (select count(*) from (select 1 from left_out_sketch where h = mine.value limit :longest + 1)) <= :longest
    group by old.article having count(*) >= 2
) as found join articles on articles.id = found.article join links on links.id = articles.link
where why = 'stale' and links.key != :besides
order by shared desc, articles.id limit :most
"""


class Articles:
    """The table of Articles."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, article_id: int) -> StoredArticle | None:
        """One Article by its number."""
        row = self._database.row("select * from articles where id = ?", [article_id])
        return None if row is None else _stored(self._database, row)

    def of_address(self, key: str) -> tuple[StoredArticle, ...]:
        """The Articles found at this address, in their order in the page; last those that others took the place of."""
        link = links.find(self._database, key)
        if link is None:
            return ()
        rows = self._database.rows("select * from articles where link = ? order by part < 0, part", [link["id"]])
        return tuple(_stored(self._database, row) for row in rows)

    def left_out(self, since: datetime, until: datetime) -> tuple[LeftOut, ...]:
        """What was held or rejected after `since` and not after `until`, held first, then by score.

        Of a Story first seen then that is old, its canonical article is among them.
        """
        rows = self._database.rows(_LEFT_OUT, {"since": to_time(since), "until": to_time(until)})
        return tuple(
            LeftOut(
                article=row["id"],
                url=row["url"] or "",
                title=row["title"],
                outlet=row["outlet"],
                held=row["verdict"] == "held",
                why=Why(row["why"]),
                detail=row["detail"],
                score=row["score"],
                trust=Trust(row["trust"]),
            )
            for row in rows
        )

    def held(
        self, limit: int | None = None, why: Why | None = None, host: str | None = None
    ) -> tuple[StoredArticle, ...]:
        """What waits for a person now, the newest first: all, or of one class of reason, of a host and those below."""
        rows = self._database.rows(
            """
            select * from articles where verdict = 'held' and (:why is null or why = :why)
              and (:host is null or host = :host or substr(host, -length(:host) - 1) = '.' || :host)
            order by id desc limit :limit
            """,
            {"why": why, "host": host, "limit": -1 if limit is None else limit},
        )
        return tuple(_stored(self._database, row) for row in rows)

    def to_judge_again(self) -> tuple[StoredArticle, ...]:
        """Those left out that may tell a Story which came after them, the oldest first."""
        rows = self._database.rows("select * from articles where again order by id")
        return tuple(_stored(self._database, row) for row in rows)

    def newest(self, since: datetime | None = None) -> Iterator[tuple[int, Article]]:
        """Every Article first seen then or later, with its number, the newest first; a few in memory at once."""
        number = None
        while rows := self._database.rows(
            """
            select * from articles where (:before is null or id < :before) and (:since is null or first_seen >= :since)
            order by id desc limit 200
            """,
            {"before": number, "since": None if since is None else to_time(since)},
        ):
            yield from ((row["id"], article_of(row)) for row in rows)
            number = rows[-1]["id"]

    def archived_like(self, fingerprint: Fingerprint, besides: str) -> tuple[Archived, ...]:
        """Articles left out as old that share two features with a fingerprint, those of the address `besides` apart."""
        rows = self._database.rows(
            _ARCHIVED,
            {
                "features": to_json(features(fingerprint)),
                "longest": LONGEST_LIST,
                "most": MOST_ARCHIVED,
                "besides": links.key_of(besides),
            },
        )
        return tuple(
            Archived(
                article=row["id"],
                first_published=row["first_published"] or row["published"] or "",
                text=row["text"],
                fingerprint=fingerprint_of(row),
                host=row["host"],
            )
            for row in rows
        )

    def reading(self, article_id: int) -> Reading | None:
        """An Article as it was read, to be judged again; not for one of which nothing but its title was read."""
        row = self._database.row("select * from articles where id = ?", [article_id])
        return None if row is None else _reading(self._database, row)


def content_columns(reading: Reading) -> Columns:
    """What a Reading says, as columns: everything but the verdict and the article's place."""
    article, assessment, trust = reading.article, reading.assessment, reading.trust
    return {
        "site": reading.site,
        "host": host_of(article.url or "") or None,
        "tier": reading.tier,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "author": article.author,
        "source": article.source,
        "published": article.published,
        "published_precision": article.published_precision,
        "first_published": article.first_published,
        "stale": article.stale,
        "language": article.language,
        "encoding": article.encoding,
        "evidence": to_json(
            _Evidence(
                dates=article.date_evidence,
                first=article.first_published_evidence,
                attachments=article.attachments,
                kicker=article.kicker,
                subtitle=article.subtitle,
                document=article.document,
            ),
        ),
        "on_topic": assessment.on_topic,
        "score": assessment.score,
        "kind": assessment.kind,
        "trust": trust.trust,
        "signs": to_json(trust.signs),
        "genre": trust.genre,
        "exact": to_signed(reading.fingerprint.exact),
        "fingerprint": to_json(reading.fingerprint),
    }


def verdict_columns(verdict: Verdict) -> Columns:
    """A Verdict as columns; the Story itself stands in `articles.story`."""
    match verdict:
        case New():
            return _verdict(verdict.name, how=How.FIRST)
        case SameAs():
            return _verdict(verdict.name, how=verdict.how, detail=verdict.detail, also=verdict.also)
        case Held() | Rejected():
            return _verdict(verdict.name, why=verdict.why, detail=verdict.detail)


def write_tags(database: Database, article: int, assessment: Assessment) -> None:
    """Replace the tags of an article. For use inside a transaction."""
    database.execute("delete from tags where article = ?", [article])
    # One statement for all: eight tags an article are most of what a Page writes.
    database.execute(
        """
        insert into tags (article, place, kind, name, label, points, hits)
        select ?, key, json_extract(value, '$.kind'), json_extract(value, '$.name'), json_extract(value, '$.label'),
               json_extract(value, '$.points'), json_extract(value, '$.hits')
        from json_each(?)
        """,
        [article, to_json(assessment.tags)],
    )


def article_of(row: Row) -> Article:
    """A row of `articles` as the Article it holds, without further parts."""
    evidence = _EVIDENCE.validate_json(row["evidence"])
    return Article(
        url=row["url"],
        title=row["title"],
        kicker=evidence.kicker,
        subtitle=evidence.subtitle,
        text=row["text"],
        author=row["author"],
        source=row["source"],
        published=row["published"],
        published_precision=Precision(row["published_precision"]) if row["published_precision"] else None,
        date_evidence=evidence.dates,
        first_published=row["first_published"],
        first_published_evidence=evidence.first,
        stale=None if row["stale"] is None else bool(row["stale"]),
        language=row["language"],
        encoding=row["encoding"],
        attachments=evidence.attachments,
        document=evidence.document,
    )


def assessment_of(database: Database, row: Row) -> Assessment:
    """The Assessment of a row of `articles`, with its tags."""
    tags = database.rows("select * from tags where article = ? order by place", [row["id"]])
    return Assessment(
        on_topic=row["on_topic"],
        score=row["score"],
        kind=row["kind"],
        tags=tuple(
            Tag(
                kind=TagKind(tag["kind"]),
                name=tag["name"],
                label=tag["label"],
                points=tag["points"],
                hits=_HITS.validate_json(tag["hits"]),
            )
            for tag in tags
        ),
    )


def fingerprint_of(row: Row) -> Fingerprint:
    """The Fingerprint of a row of `articles`."""
    return _FINGERPRINT.validate_json(row["fingerprint"])


def features(fingerprint: Fingerprint) -> list[int]:
    """The hashes by which a fingerprint is found again, as signed numbers."""
    return [to_signed(feature) for feature in (*fingerprint.sketch, *fingerprint.slot_hashes)]


def features_of(*rows: Row) -> list[int]:
    """The hashes by which rows of `articles` are found again, each once."""
    prints = [fingerprint_of(row) for row in rows]
    return sorted({feature for each in prints for feature in features(each)})


def tier_of(row: Row) -> Tier | None:
    """The tier of a row of `articles`; None when the address is unknown."""
    return Tier(row["tier"]) if row["tier"] else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Evidence:
    """The JSON column of that name: what is only read with its row. Older rows lack what has a default."""

    dates: tuple[DateEvidence, ...]
    first: DateEvidence | None
    attachments: tuple[Attachment, ...]
    kicker: str | None = None
    subtitle: str | None = None
    document: Document | None = None


_EVIDENCE = TypeAdapter(_Evidence)
_HITS = TypeAdapter(tuple[Hit, ...])
_SIGNS = TypeAdapter(tuple[Sign, ...])
_FINGERPRINT = TypeAdapter(Fingerprint)


def _verdict(
    name: str, *, how: How | None = None, why: Why | None = None, detail: str = "", also: tuple[int, ...] = ()
) -> Columns:
    return {"verdict": name, "how": how, "why": why, "detail": detail, "also": to_json(also)}


def _reading(database: Database, row: Row) -> Reading:
    return Reading(
        article=article_of(row),
        assessment=assessment_of(database, row),
        trust=_trust_of(row),
        fingerprint=fingerprint_of(row),
        tier=tier_of(row),
        site=row["site"],
    )


def _trust_of(row: Row) -> TrustReport:
    return TrustReport(trust=Trust(row["trust"]), signs=_SIGNS.validate_json(row["signs"]), genre=row["genre"])


def _stored(database: Database, row: Row) -> StoredArticle:
    link = database.row("select * from links where id = ?", [row["link"]])
    assert link is not None, "a foreign key holds this"
    return StoredArticle(
        id=row["id"],
        article=article_of(row),
        assessment=assessment_of(database, row),
        trust=_trust_of(row),
        verdict=_verdict_of(row),
        story=row["story"],
        page=row["page"],
        part=row["part"],
        link=links.from_row(link),
        site=row["site"],
        tier=tier_of(row),
        first_seen=from_time(row["first_seen"]),
        decided_at=from_time(row["decided_at"]),
    )


def _verdict_of(row: Row) -> Verdict:
    match row["verdict"]:
        case "new":
            return New()
        case "same":
            also = tuple(json.loads(row["also"]))
            return SameAs(story=row["story"], how=How(row["how"]), detail=row["detail"], also=also)
        case "held":
            return Held(why=Why(row["why"]), detail=row["detail"])
        case _:
            return Rejected(why=Why(row["why"]), detail=row["detail"])
