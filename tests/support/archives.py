"""Archives of the digests of tests.support.digests, and how a built one is looked at.

After a wanted change write the outline anew and look at the difference:

    python -m tests.support.archives
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html

from core.archive import Card, Dossier, Issue, Label, Wording
from core.assessment import TagKind, Trust
from core.digest import Digest
from core.site import Tier
from core.stories.lineage import outlets
from core.stories.story import Change, Story
from core.verdict import How
from digest.archive.pages import Edition, Holdings, pages, stamp
from tests.support.digests import CHANGES, DAY, STORIES, ZONE, digest_of, member, story

OUTLINE = Path(__file__).parents[1] / "digest" / "archive" / "outline.txt"

EDITION = Edition(
    title="长三角一体化要闻归档",
    language="zh",
    timezone=ZONE,
    provinces={"上海": "上海", "江苏": "江苏", "青浦": "上海", "吴江": "江苏"},
)
#: One page of each kind, a digest apart: that has golden files of its own.
ONE_OF_EACH = (
    "index.html",
    "digest/index.html",
    "month/2026-10.html",
    "area/index.html",
    "place/index.html",
    "area/tech/index.html",
    "area/tech/2026-10.html",
    "story/0/11.html",
    "story/0/12.html",
    "search.html",
)
_LINES = "self::h1 or self::h2 or self::h3 or self::dd or self::li[not(.//li)] or self::p[not(ancestor::li)]"
_KINDS = {TagKind.AREA, TagKind.PLACE, TagKind.PROGRAMME}
_CHANGES = {11: (replace(CHANGES[0], story=11), replace(CHANGES[1], story=11))}


def card(story: Story, *issues: int) -> Card:
    """The Card that the store would give for this Story."""
    return Card(
        story=story.id,
        first_seen=story.first_seen,
        title=story.article.title,
        url=story.canonical.url,
        outlet=story.canonical.outlet,
        tier=story.canonical.tier,
        language=story.article.language,
        published=story.article.published,
        labels=tuple(Label(tag.kind, tag.name, tag.label) for tag in story.assessment.tags if tag.kind in _KINDS),
        outlets=outlets(story.members),
        issues=issues,
        parallels=tuple(each.story for each in story.parallels),
        stamp=stamp(story),
    )


def holdings(*days: Sequence[Story], first: date = DAY - timedelta(days=30)) -> Holdings:
    """One digest for each day's Stories; the days are a month apart."""
    digests = {
        number: replace(
            digest_of(tuple(stories), changes=CHANGES), local_date=first + timedelta(days=30 * (number - 1))
        )
        for number, stories in enumerate(days, 1)
    }
    moved = {
        story.id: replace(story, first_seen=story.first_seen - timedelta(days=30 * (len(days) - number)))
        for number, stories in enumerate(days, 1)
        for story in stories
    }
    issues = {each.id: number for number, stories in enumerate(days, 1) for each in stories}
    return Holdings(
        issues=tuple(_issue(number, digest) for number, digest in digests.items()),
        cards=tuple(card(moved[number], issues[number]) for number in sorted(moved)),
        digest_of=lambda issue: digests[issue.id],
        dossier_of=lambda number: _dossier(moved[number]),
        wordings_of=lambda numbers: [
            Wording(number, moved[number].article, moved[number].assessment) for number in numbers
        ],
    )


def _issue(number: int, digest: Digest) -> Issue:
    return Issue(
        id=number,
        name=digest.name,
        local_date=digest.local_date,
        title=digest.title,
        stories=sum(len(section.stories) for section in digest.sections),
        held=len(digest.held),
        changes=len(digest.changes),
        stamp=stamp(digest),
    )


def _dossier(story: Story) -> Dossier:
    changes: tuple[Change, ...] = _CHANGES.get(story.id, ())
    return Dossier(story=story, changes=changes, dates={story.canonical.article: story.article.date_evidence})


def two_months() -> Holdings:
    """The Stories of tests.support.digests in two digests."""
    return holdings(STORIES[:4], STORIES[4:])


def hostile_holdings(text: str, url: str) -> Holdings:
    """An archive in which a stranger wrote everything he can write."""
    others = (
        member(8, text, Tier.OTHER, how=How.COPY, url=url),
        member(9, text, Tier.OTHER, how=How.SPUN, trust=Trust.SPUN, url=url, credited=text),
    )
    plain = story(
        1, text, f"{text}。\n长三角一体化{text}。", outlet=text, source=text, url=url, areas=((text, text),),
        places=(text,), programmes=(text,), others=others,
    )  # fmt: skip
    article = replace(
        plain.article,
        published=text or None,
        date_evidence=tuple(replace(each, value=text, text=text, doubt=text) for each in plain.article.date_evidence),
    )
    tags = tuple(
        replace(tag, label=text, hits=tuple(replace(hit, term=text, snippet=text, offset=3) for hit in tag.hits))
        for tag in plain.assessment.tags
    )
    return holdings([replace(plain, article=article, assessment=replace(plain.assessment, tags=tags))])


def made(of: Holdings, edition: Edition = EDITION) -> dict[str, str]:
    """Path to text of every file."""
    return {page.path: page.make() for page in pages(edition, of)}


def links_of(text: str, path: str) -> Iterator[str]:
    """Where the links of a page inside the archive lead, as paths of the archive."""
    for address in parsed(text).xpath("//@href|//@src"):
        parts = urlsplit(address)
        if not parts.scheme and parts.path:
            at = (Path("/") / path).parent / unquote(parts.path)
            yield str(Path(*_resolved(at)))


def _resolved(path: Path) -> list[str]:
    parts: list[str] = []
    for part in path.parts[1:]:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return parts


def parsed(text: str) -> Any:
    return html.document_fromstring(text)


def outline(files: dict[str, str]) -> str:
    """What one page of each kind says, line by line."""
    lines = []
    for path in ONE_OF_EACH:
        lines.append(f"== {path}")
        nodes = parsed(files[path]).xpath(f"//main//*[{_LINES}]")
        lines += [f"{node.tag}: {' '.join(' '.join(node.itertext()).split())}" for node in nodes]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    OUTLINE.write_text(outline(made(two_months())), encoding="utf-8")
