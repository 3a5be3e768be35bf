"""What every page of the newsroom should be read as, and what the digest of each day should hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from newsroom.pages import Day, Decision, Expected, Published, published


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The right reading of one page."""

    #: Host and path, the name of the page: `gov/news/202611/t20261118_1001.html`.
    page: str
    #: The day from which lists show it.
    day: Day
    #: The headline as it stands on the page, without the names that <title> puts behind it.
    title: str
    #: The local day it bears, ISO; None where the page names none.
    published: str | None
    #: The day from which its address answers 404.
    gone_from: Day | None
    #: The credited origin (来源) as written; None where the page credits nobody.
    source: str | None
    #: The paragraphs of the article itself, sub-headings among them.
    paragraphs: tuple[str, ...]
    expected: Expected

    @property
    def verdict(self) -> Decision:
        """What is best; `accepts` says what else is right."""
        return self.expected.verdict

    def accepts(self, verdict: Decision) -> bool:
        """Whether a verdict is right, in whatever order the pages were read."""
        if verdict in {self.verdict, *self.expected.also_right}:
            return True
        return verdict == "same" and len(members(self.page)) > 1

    @property
    def story(self) -> str | None:
        """The page whose Story it stands in; None where it is in none.

        Which page of a Story is read first is left to chance; that one is New, whatever page the data call new.
        """
        if self.verdict == "new":
            return self.page
        return self.expected.same_as[0] if self.verdict == "same" else None

    @property
    def stories(self) -> tuple[str, ...]:
        """The pages in any of whose Stories it may stand: one that holds two joins that which is known first."""
        return self.expected.same_as if self.verdict == "same" else ((self.page,) if self.verdict == "new" else ())


@cache
def expectations(day: Day = 1) -> tuple[Expectation, ...]:
    """One for each article page, worded as on a day, in the order of the data files."""
    return tuple(_expectation(page) for page in published(day))


def digest(day: Day) -> tuple[str, ...]:
    """The pages whose Stories are in the digest of a day: new, and on the topic or related to it."""
    return tuple(
        each.page
        for each in expectations()
        if each.day == day and each.verdict == "new" and each.expected.on_topic != "no"
    )


def changes(day: Day) -> tuple[str, ...]:
    """The pages of an earlier day that on this day say something else, or are not there any more."""
    return tuple(
        page.key
        for page in published()
        if page.written.day < day and (page.written.edits or page.written.gone_from == day)
    )


def members(story: str) -> tuple[str, ...]:
    """All pages that belong to the Story of a page, on either day, that page first."""
    others = (each.page for each in expectations() if story in each.expected.same_as)
    return (story, *others)


def _expectation(page: Published) -> Expectation:
    written = page.written
    return Expectation(
        page=page.key,
        day=written.day,
        title=page.title,
        published=written.at.date().isoformat() if written.at else None,
        gone_from=written.gone_from,
        source=written.source,
        paragraphs=tuple(line.removeprefix("## ") for line in page.paragraphs),
        expected=written.expect,
    )
