"""One Page into its Readings: extracted, tagged, examined, fingerprinted. Knows no other page."""

from __future__ import annotations

from core.article import Article, Extraction, Hints, Unreadable
from core.assessment import TrustReport
from core.duplicates import fingerprint
from core.extract import extract
from core.page import Page
from core.rules import Rules
from core.site import Tier
from core.topics import assess
from core.trust import examine
from core.verdict import Reading

#: What reading imports, some of it only when it first needs it: a process that forks readers imports all of it once.
MODULES = ("core.read", "trafilatura", "readability", "opencc")


def read(page: Page, hints: Hints, rules: Rules) -> tuple[Reading, ...] | Unreadable:
    """The Article of a Page and every further one found in it, each judged for itself.

    The trust of a page is that of all its parts: a link farm is none the better for its second story.
    """
    extraction = extract(page, hints)
    if isinstance(extraction, Unreadable):
        return extraction
    trust = examine(extraction, rules)
    return tuple(_reading(article, trust, rules) for article in _articles(extraction))


def _articles(extraction: Extraction) -> tuple[Article, ...]:
    return (extraction.article, *extraction.article.parts)


def _reading(article: Article, trust: TrustReport, rules: Rules) -> Reading:
    publisher = rules.publisher(article.url)
    unknown = Tier.OTHER if article.url else None
    return Reading(
        article=article,
        assessment=assess(article, rules),
        trust=trust,
        fingerprint=fingerprint(article.text or article.title),
        tier=publisher.tier if publisher else unknown,
        site=publisher.site if publisher else None,
    )
