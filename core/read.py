"""One Page into its Readings: extracted, tagged, examined, fingerprinted. Knows no other page."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from core.article import Article, Extraction, Hints, Unreadable
from core.assessment import Assessment, TrustReport
from core.duplicates import fingerprint
from core.extract import Seen, find_article, look
from core.page import Page
from core.rules import Rules
from core.site import Tier
from core.stories.edits import edit
from core.topics import assess, may_be_on_topic
from core.trust import examine
from core.verdict import Reading

#: What reading imports, some of it only when it first needs it: a process that forks readers imports all of it once.
MODULES = ("core.read", "trafilatura", "readability", "opencc")


#: Characters of sentences from which on a page certainly has an article, so that its failing to give one tells nothing.
_PROSE = 200


def read(page: Page, hints: Hints, rules: Rules, *, in_full: bool = True) -> tuple[Reading, ...] | Unreadable:
    """The Article of a Page and every further one found in it, each judged for itself.

    The trust of a page is that of all its parts: a link farm is none the better for its second story.

    Args:
        page: the answer of a server, or a saved page.
        hints: what is known of it besides.
        rules: of topics, places and trust.
        in_full: without it, a page that cannot be on topic gives one Reading with its title alone, at a fraction of the
            cost. The Verdict on it is the same.
    """
    seen = look(page, hints)
    if isinstance(seen, Unreadable):
        return seen
    if not in_full and _is_beside_the_topic(seen, rules):
        return (_title_alone(seen, rules),)
    extraction = find_article(seen)
    if isinstance(extraction, Unreadable):
        return extraction
    trust = examine(extraction, rules)
    first, *parts = (
        _reading(article, assess(article, rules, is_advert=trust.is_advert), trust, rules)
        for article in _articles(extraction)
    )
    return (replace(first, edges=extraction.edges), *parts)


def read_again(before: Page, page: Page, hints: Hints, rules: Rules) -> tuple[Reading, ...] | Unreadable:
    """The same of a Page that takes the place of an earlier one, with what its publisher changed.

    Both are read by the same rules, so that ours are never taken for an edit.
    """
    readings, earlier = read(page, hints, rules), read(before, replace(hints, fetched_at=before.fetched_at), rules)
    if isinstance(readings, Unreadable) or isinstance(earlier, Unreadable):
        return readings
    pairs = zip_longest(readings, earlier[: len(readings)])
    return tuple(replace(now, edit=edit(_words(then), _words(now)) if then else None) for now, then in pairs)


def _words(reading: Reading) -> str:
    return f"{reading.article.title}\n{reading.article.text}"


def _is_beside_the_topic(seen: Seen, rules: Rules) -> bool:
    """Whether it has an article and no line of it, nor its title, can be on topic."""
    if not seen.title or seen.sentences < _PROSE:
        return False
    return not may_be_on_topic("\n".join([seen.title, *(line.text for line in seen.lines)]), rules.topics)


def _title_alone(seen: Seen, rules: Rules) -> Reading:
    article = Article(url=seen.page.url or seen.page.asked_url, title=seen.title, text="", encoding=seen.encoding)
    extraction = Extraction(article=article, visible=seen.visible, head_title=seen.told.head_title)
    assessment = Assessment(on_topic="no", score=0, tags=())
    return replace(_reading(article, assessment, examine(extraction, rules), rules), in_full=False)


def _articles(extraction: Extraction) -> tuple[Article, ...]:
    return (extraction.article, *extraction.article.parts)


def _reading(article: Article, assessment: Assessment, trust: TrustReport, rules: Rules) -> Reading:
    publisher = rules.publisher(article.url)
    unknown = Tier.OTHER if article.url else None
    return Reading(
        article=article,
        assessment=assessment,
        trust=trust,
        fingerprint=fingerprint(article.text or article.title),
        tier=publisher.tier if publisher else unknown,
        site=publisher.site if publisher else None,
    )
