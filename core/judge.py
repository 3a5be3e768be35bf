"""Judge: the Verdict on an Article, given what is known.

The rules stand in `judge` in the order in which they are asked; the first that fits decides. Every reason is given in
words that a person can check against the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from core.assessment import Tag, Trust
from core.duplicates import Comparison, compare
from core.site import PUBLISHERS, Tier
from core.text import one_line
from core.urls import covers, host_of
from core.verdict import Archived, Held, How, KnownStory, New, Reading, Rejected, SameAs, Verdict, Why

#: What waits for a person unless the story is known already.
_DOUBTED = {Trust.SPUN: Why.SPUN, Trust.FABRICATED: Why.FABRICATED, Trust.MIRROR: Why.MIRROR}

#: Two pages of one publisher's host are copies only from this w2 on. It writes its own: a yearly ceremony, two notices
#: in one form, a policy and its interpretation share words and even figures, and are told apart by this alone.
#: dedup.md §6 asks besides for dates more than three days apart; but notices and interpretations come on one day.
_ONE_PUBLISHER = 0.9
#: A page that holds two stories is longer than each of them by this much at the least.
_HOLDS_SEVERAL = 1.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What a person decided about hosts; a name covers the hosts below it."""

    released: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


NO_RULINGS = Rulings()


def judge(
    reading: Reading,
    known: tuple[KnownStory, ...],
    rulings: Rulings = NO_RULINGS,
    archived: tuple[Archived, ...] = (),
) -> Verdict:
    """The Verdict on a Reading; `known` are the Stories and `archived` the old Articles that it may tell, in any order.

    | # | when | verdict |
    |---|---|---|
    | 0 | a person rejected the host | rejected, by hand |
    | 1 | it is spam, whatever it is about | rejected, spam |
    | 2 | it is off topic | rejected, off topic (or fabricated, where it has words of the topic and is that too) |
    | 3 | it is no news: paper, exam, encyclopaedia, advert, job, index, stub | rejected, genre |
    | 4 | it tells a known Story, however altered, stale or forged | the same as that Story |
    | 5 | it is spun, fabricated or a mirror, and no Story is known to hang it on | held |
    | 6 | it is old: by its own dates, or since it tells an old Article and is no publisher's page | rejected, stale |
    | 7 | its host is blocked | rejected, spam |
    | 8 | its host is unknown, and it is neither an open reprint nor own news | held, unknown host or account |
    | 9 | its host is of no standing or not known, and no date is to be found | held, no date |
    | 10 | else | new |

    A person's release of the host lifts what depends on the host alone (5, 7, 8, 9); what the page itself is by
    1, 2, 3, 4 and 6 stays.
    """
    host = host_of(reading.article.url or "")
    is_released = _is_ruled(host, rulings.released)
    return (
        _by_hand(host, rulings)
        or _worthless(reading)
        or _same(reading, known)
        or (None if is_released else _doubted(reading))
        or _stale(reading)
        or _stale_copy(reading, archived, host)
        or (None if is_released else _without_standing(reading, host))
        or New()
    )


def rule_of(verdict: Verdict, trust: Trust) -> int:
    """The number of the rule in `judge` by which an article of this trust got its Verdict."""
    match verdict:
        case New():
            return 10
        case SameAs():
            return 4
        case Held(why=why):
            return {Why.UNKNOWN_HOST: 8, Why.UNKNOWN_ACCOUNT: 8, Why.NO_DATE: 9}.get(why, 5)
        case Rejected(why=Why.SPAM):
            return 1 if trust is Trust.SPAM else 7
        case Rejected(why=why):
            return {Why.BY_HAND: 0, Why.GENRE: 3, Why.STALE: 6}.get(why, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Considered:
    """A known Story beside an article, with the figures; by rule 4 it tells the Story where nothing speaks against."""

    story: KnownStory
    comparison: Comparison
    #: Why it is another piece of news; empty where it is not.
    against: str


def considered(reading: Reading, known: Iterable[KnownStory]) -> tuple[Considered, ...]:
    """Every known Story with how the article stands to it, those it tells first, then the most alike."""
    host = host_of(reading.article.url or "")
    found = (_considered(reading, story, host) for story in known)
    return tuple(sorted(found, key=lambda each: (bool(each.against), *_preference(each))))


def _considered(reading: Reading, story: KnownStory, host: str) -> Considered:
    comparison = compare(reading.article.text, reading.fingerprint, story.text, story.fingerprint)
    return Considered(story=story, comparison=comparison, against=_against(reading, comparison, story, host))


def _against(reading: Reading, comparison: Comparison, other: KnownStory | Archived, host: str) -> str:
    if comparison.relation is None:
        return "another piece of news"
    if comparison.w2 < _ONE_PUBLISHER and _is_series(reading, other, host):
        return "another page of the same publisher, not word for word"
    return ""


def _by_hand(host: str, rulings: Rulings) -> Verdict | None:
    return Rejected(why=Why.BY_HAND, detail=f"host {host}") if _is_ruled(host, rulings.rejected) else None


def _worthless(reading: Reading) -> Verdict | None:
    if reading.trust.trust is Trust.SPAM:
        return Rejected(why=Why.SPAM, detail=_signs(reading))
    if not reading.in_full:
        return Rejected(why=Why.OFF_TOPIC, detail="no term of the topics stands in the page")
    assessment = reading.assessment
    if assessment.on_topic == "no" and reading.trust.trust is Trust.FABRICATED and any(map(_scores, assessment.tags)):
        # The words that gave it away took its points: the invention is the reason that a person can use.
        return Rejected(why=Why.FABRICATED, detail=_signs(reading))
    if assessment.on_topic == "no":
        return Rejected(why=Why.OFF_TOPIC, detail=f"score {assessment.score}")
    if reading.trust.genre is not None:
        return Rejected(why=Why.GENRE, detail=reading.trust.genre)
    return None


def _scores(tag: Tag) -> bool:
    return tag.points > 0


def _doubted(reading: Reading) -> Verdict | None:
    why = _DOUBTED.get(reading.trust.trust)
    return None if why is None else Held(why=why, detail=_signs(reading))


def _stale(reading: Reading) -> Verdict | None:
    article = reading.article
    if not article.stale:
        return None
    evidence = article.first_published_evidence
    seen = f" ({evidence.where}: {one_line(evidence.text)})" if evidence else ""
    return Rejected(why=Why.STALE, detail=f"first published {article.first_published or article.published}{seen}")


def _stale_copy(reading: Reading, archived: Iterable[Archived], host: str) -> Verdict | None:
    """The date of a page does not make an old story new, unless a publisher stands behind it."""
    if reading.tier in PUBLISHERS:
        return None
    for old in sorted(archived, key=lambda each: (each.first_published, each.article)):
        comparison = compare(reading.article.text, reading.fingerprint, old.text, old.fingerprint)
        if not _against(reading, comparison, old, host):
            copied = f"{comparison.relation} of article {old.article}: {comparison}"
            return Rejected(why=Why.STALE, detail=f"first published {old.first_published} ({copied})")
    return None


def _without_standing(reading: Reading, host: str) -> Verdict | None:
    if reading.tier is Tier.BLOCKED:
        return Rejected(why=Why.SPAM, detail=f"blocked host {host}")
    if reading.tier is Tier.OTHER and reading.site is None and host and not reading.trust.is_open:
        return Held(why=Why.UNKNOWN_HOST, detail=host)
    if reading.tier is Tier.PORTAL and reading.trust.trust is Trust.UNKNOWN:
        return Held(why=Why.UNKNOWN_ACCOUNT, detail=" on ".join(filter(None, (reading.article.source, host))))
    is_dated = bool(reading.article.published or reading.article.first_published)
    if reading.tier in {Tier.OTHER, None} and not is_dated:
        return Held(why=Why.NO_DATE, detail=f"no date on {host or 'a page of unknown origin'}")
    return None


def _same(reading: Reading, known: Iterable[KnownStory]) -> SameAs | None:
    """The known Story that it tells best, and further ones that it holds besides."""
    told = [each for each in considered(reading, known) if not each.against]
    if not told:
        return None
    best, others = told[0], [other.story for other in told[1:]]
    return SameAs(
        story=best.story.story,
        how=_how(reading, best.comparison, best.story, others),
        detail=str(best.comparison),
        also=tuple(sorted(other.story for other in others)),
    )


def _preference(each: Considered) -> tuple[bool, float, int]:
    """Best first: the very same text, then the strongest; the older Story where two are alike."""
    return each.comparison.relation is not How.EXACT, -each.comparison.strength, each.story.story


def _how(reading: Reading, best: Comparison, story: KnownStory, others: list[KnownStory]) -> How:
    relation = best.relation
    assert relation is not None
    longest = max(known.fingerprint.length for known in (story, *others))
    if others and reading.fingerprint.length > _HOLDS_SEVERAL * longest:
        return How.CONTAINS
    if reading.trust.trust is Trust.SPUN and relation is not How.EXACT:
        return How.SPUN
    if relation is How.SPUN and reading.tier in PUBLISHERS:
        # One of the two is altered, and a publisher's page is not the one.
        return How.COPY
    return relation


def _is_series(reading: Reading, other: KnownStory | Archived, host: str) -> bool:
    """Two pages of one publisher's host; portals and collectors repeat each other's words on one host all the time."""
    return reading.tier in PUBLISHERS and host == other.host


def _is_ruled(host: str, names: frozenset[str]) -> bool:
    return bool(host) and covers(tuple(names), host)


def _signs(reading: Reading) -> str:
    """The evidence in a line, hard signs first."""
    signs = sorted(reading.trust.signs, key=lambda sign: not sign.hard)
    return "; ".join(map(str, signs[:3])) or reading.trust.trust.value
