"""What waits for a person: shown with its evidence, and judged again when he decides about its host."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.assessment import Sign, Trust
from core.duplicates import compare
from core.text import one_line
from core.urls import host_of
from core.verdict import Held, How, Why, reason_of
from crawler.read import judge_among
from scheduler.console import local_time
from scheduler.layout import Section, Table
from store.articles import StoredArticle
from store.database import Store
from store.judgements import Judgement


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The known Story that is most like an article, and how like it is."""

    story: int
    title: str
    #: The figures of the comparison: `w2 .31, 5-grams .04, slots 0/0`.
    figures: str
    #: None where it is another piece of news.
    relation: How | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One article that waits, with what a person needs to decide."""

    article: int
    url: str | None
    host: str
    title: str
    why: Why
    detail: str
    score: int
    trust: Trust
    signs: tuple[Sign, ...]
    #: None where no Story has anything in common with it.
    nearest: Nearest | None
    since: datetime
    #: What a person thought of it.
    judged: Judgement | None


def waiting(store: Store, limit: int, why: Why | None, host: str | None) -> tuple[Waiting, ...]:
    """What waits now, the newest first; of one class of reason, of a host and those below it."""
    return tuple(_waiting(store, article) for article in store.articles.held(limit, why, host))


def judge_host_again(store: Store, host: str, now: datetime) -> Counter[str]:
    """Judge anew what waits from a host and those below it, the oldest first; how many got which verdict."""
    rulings, became = store.rulings.all(), Counter[str]()
    for held in reversed(store.articles.held(host=host)):
        reading = store.articles.reading(held.id)
        assert reading is not None, "it was listed just now"
        verdict = judge_among(store, reading, held.link.key, rulings)
        store.rejudge(held.id, verdict, now)
        became[verdict.name] += 1
    return became


def sections(found: Iterable[Waiting], zone: ZoneInfo) -> list[Section]:
    """A section for each article that waits."""
    return [Section(f"article {each.article}: {each.title}", (tuple(_rows(each, zone)),)) for each in found]


def judged_words(judged: Judgement, zone: ZoneInfo) -> str:
    """A person's judgement in a line."""
    parts = ("worthy of a digest" if judged.worthy else "not worthy of a digest", judged.trust, one_line(judged.note))
    return f"{', '.join(filter(None, parts))} ({local_time(judged.at, zone)})"


def sign_words(sign: Sign) -> str:
    """One piece of trust evidence in a line."""
    return f"{sign.name}, towards {sign.towards}{' by itself' if sign.hard else ''}: «{sign.seen}»"


def once_seen(reason: str, signs: Iterable[Sign]) -> str:
    """A reason with the names of these signs only, where what was seen stands beside it."""
    for sign in signs:
        reason = reason.replace(str(sign), sign.name)
    return reason


def _waiting(store: Store, held: StoredArticle) -> Waiting:
    assert isinstance(held.verdict, Held)
    return Waiting(
        article=held.id,
        url=held.article.url,
        host=host_of(held.article.url or ""),
        title=held.article.title,
        why=held.verdict.why,
        detail=held.verdict.detail,
        score=held.assessment.score,
        trust=held.trust.trust,
        signs=held.trust.signs,
        nearest=_nearest(store, held),
        since=held.decided_at,
        judged=store.judgements.of(held.id),
    )


def _nearest(store: Store, held: StoredArticle) -> Nearest | None:
    reading = store.articles.reading(held.id)
    assert reading is not None, "it was listed just now"
    known = store.stories.candidates(reading.fingerprint, besides=held.link.key)
    compared = [(compare(held.article.text, reading.fingerprint, one.text, one.fingerprint), one) for one in known]
    if not compared:
        return None
    comparison, nearest = max(compared, key=lambda pair: (pair[0].strength, -pair[1].story))
    story = store.stories.get(nearest.story)
    assert story is not None, "a candidate is a Story"
    return Nearest(story=story.id, title=story.article.title, figures=str(comparison), relation=comparison.relation)


def _rows(each: Waiting, zone: ZoneInfo) -> Table:
    rows: list[tuple[str, str]] = [
        ("why", once_seen(reason_of(Held(why=each.why, detail=each.detail)), each.signs)),
        ("score", f"{each.score}, trust {each.trust}"),
        *(("sign", sign_words(sign)) for sign in each.signs),
    ]
    if each.nearest:
        near = each.nearest
        relation = near.relation or "another piece of news"
        rows.append(("nearest", f"story {near.story} «{near.title}»: {near.figures}: {relation}"))
    if each.judged:
        rows.append(("judged", judged_words(each.judged, zone)))
    return [*rows, ("since", local_time(each.since, zone)), ("address", each.url or "unknown")]
