"""What became of the newsroom's pages, held against what should have become of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.urls import canonical
from core.verdict import Rejected, Why, words_of
from newsroom.expectations import Expectation, expectations
from newsroom.pages import Day
from newsroom.rendering import origin
from store.articles import StoredArticle
from store.database import Store


@dataclass(frozen=True, slots=True)
class Deviation:
    """One value of one page that came out otherwise."""

    page: str
    what: str
    expected: object
    found: object

    def __str__(self) -> str:
        return f"{self.page}: {self.what}: expected {self.expected!r}, found {self.found!r}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many pages ended as they should, and where the others differ."""

    pages: int
    deviations: tuple[Deviation, ...]

    @property
    def as_expected(self) -> int:
        """Pages without a deviation."""
        return self.pages - len({deviation.page for deviation in self.deviations})


def compare(store: Store, port: int, day: Day) -> Comparison:
    """Hold every page that the newsroom has shown until `day` against its expectation."""
    shown = [each for each in expectations(day) if each.day <= day]
    found = {each.page: _articles(store, each.page, port) for each in shown}
    stories = {page: articles[0].story for page, articles in found.items() if articles}
    deviations = [deviation for each in shown for deviation in _deviations(each, found[each.page], stories)]
    return Comparison(pages=len(shown), deviations=tuple(deviations))


def address(page: str, port: int) -> str:
    """The address of a page of the newsroom: `gov/a.html` is `http://gov.newsroom.localhost:PORT/a.html`."""
    host, _, path = page.partition("/")
    return f"{origin(host, port)}/{path}"


def _articles(store: Store, page: str, port: int) -> tuple[StoredArticle, ...]:
    """The article of a page and its parts."""
    return store.articles.of_address(canonical(address(page, port)))


def _deviations(
    wanted: Expectation, articles: tuple[StoredArticle, ...], stories: dict[str, int | None]
) -> Iterator[Deviation]:
    if not articles or wanted.verdict == "unread":
        if bool(articles) == (wanted.verdict == "unread"):
            yield Deviation(wanted.page, "article", wanted.verdict, "read" if articles else "none")
        return
    found = articles[0]
    for what, expected, got in (
        ("title", wanted.title, found.article.title),
        ("on topic", wanted.expected.on_topic, found.assessment.on_topic),
        ("trust", wanted.expected.trust, found.trust.trust),
    ):
        if expected != got:
            yield Deviation(wanted.page, what, expected, got)
    if not _is_title_alone(found):
        yield from _contents(wanted, articles)
    yield from _verdict(wanted, found, stories)


def _is_title_alone(found: StoredArticle) -> bool:
    """Nobody looks for the text of a page that cannot be on topic."""
    return isinstance(found.verdict, Rejected) and found.verdict.why is Why.OFF_TOPIC and not found.article.text


def _contents(wanted: Expectation, articles: tuple[StoredArticle, ...]) -> Iterator[Deviation]:
    found, text = articles[0], "\n".join(each.article.text for each in articles)
    for what, expected, got in (
        ("published", wanted.published, found.article.published and found.article.published[:10]),
        ("source", wanted.source, found.article.source),
    ):
        if expected != got:
            yield Deviation(wanted.page, what, expected, got)
    areas = {tag.name for tag in found.assessment.tags}
    if missing := [area for area in wanted.expected.areas if area not in areas]:
        yield Deviation(wanted.page, "areas", missing, "missing")
    if lost := [line for line in wanted.paragraphs if line not in text]:
        yield Deviation(
            wanted.page, "text", f"{len(wanted.paragraphs)} paragraphs", f"{len(lost)} lost: {lost[0][:40]}"
        )


def _verdict(wanted: Expectation, found: StoredArticle, stories: dict[str, int | None]) -> Iterator[Deviation]:
    got = found.verdict.name
    if not wanted.accepts(got):
        yield Deviation(wanted.page, "verdict", wanted.verdict, words_of(found.verdict))
    elif wanted.story is not None and found.story is not None:
        # Which page of a Story was read first is chance; that they stand in one Story is not.
        if found.story not in {stories.get(story) for story in wanted.stories}:
            yield Deviation(wanted.page, "story", wanted.story, words_of(found.verdict))
        elif strangers := _strangers(wanted, found.story, stories):
            yield Deviation(wanted.page, "story", "one of its own", f"together with {strangers[0]}")
    elif got == wanted.verdict and wanted.expected.why is not None:
        why = getattr(found.verdict, "why", None)
        if why != wanted.expected.why:
            yield Deviation(wanted.page, "why", wanted.expected.why, why)


def _strangers(wanted: Expectation, story: int | None, stories: dict[str, int | None]) -> list[str]:
    """Pages in the same Story that should stand in another."""
    should = {each.page: set(each.stories) for each in expectations()}
    return [page for page, other in stories.items() if other == story and not should[page] & set(wanted.stories)]
