"""Pages: every file of the archive, with what it is made of and how; pure, each made only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from core.archive import Card, Dossier, Issue, Wording
from core.assessment import TagKind
from core.digest import Digest
from core.stories.story import Story
from digest.archive import paths, search
from digest.archive.catalogue import Catalogue, Heading, Months, catalogue, day_of, headings_of
from digest.archive.paths import Family
from digest.archive.story import story_page_of
from digest.archive.wording import archive_words_of
from digest.build import labelled, renamed
from digest.feed import Feed, feed_of_stories, is_in_feed, to_atom, to_json_feed
from digest.filling import fill
from digest.lines import Calendar, shown
from digest.record import cleaned
from digest.view import View, view_of
from digest.wording import counted, words_of

T = TypeVar("T")

#: Stories that the page of a heading shows before its months, and issues that the front page does.
NEWEST = 20
LATEST_ISSUES = 10

#: Path, media type and name of each feed.
_FEEDS = (
    (paths.ATOM, "application/atom+xml", "Atom"),
    (paths.JSON_FEED, "application/feed+json", "JSON Feed"),
)
_ORDER = {family: place for place, family in enumerate(Family)}
_LANGS = {"zh": "zh-CN", "zh-Hant": "zh-Hant", "en": "en"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What is the same on all pages."""

    title: str
    language: str
    timezone: str
    #: Where it is on the web; empty where it is on no web server.
    address: str = ""
    #: Labels of tags and names of outlets in this language, where the store has them in another.
    labels: Mapping[tuple[TagKind, str], str] = field(default_factory=dict)
    outlets: Mapping[str, str] = field(default_factory=dict)
    #: Name of a place to that of the province it lies in; a province lies in itself.
    provinces: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """What there is, and how more of it is had."""

    issues: Sequence[Issue]
    cards: Sequence[Card]
    digest_of: Callable[[Issue], Digest]
    dossier_of: Callable[[int], Dossier]
    wordings_of: Callable[[Sequence[int]], Iterable[Wording]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One file of the archive."""

    path: str
    #: Another one when anything of what it is made from is another.
    stamp: str
    make: Callable[[], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A Story in a list."""

    page: str
    title: str
    lang: str
    outlet: str
    tier: str
    tier_name: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A number that leads to a page, and its share of the largest beside it, in per cent."""

    label: str
    page: str
    number: str
    share: int
    is_part: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueLine:
    """A digest in a list."""

    page: str
    title: str
    day: str
    iso_day: str
    counts: str


def pages(edition: Edition, holdings: Holdings) -> Iterator[Page]:
    """Every file of the archive, no path twice."""
    return _Site(edition, holdings).pages()


class _Site:
    """One building of the archive."""

    def __init__(self, edition: Edition, holdings: Holdings) -> None:
        self._edition = edition
        self._holdings = holdings
        self._words = words_of(edition.language)
        self._own = archive_words_of(edition.language)
        self._zone = ZoneInfo(edition.timezone)
        #: No year is near to a reader of an archive.
        self._calendar = Calendar(self._words, self._zone, 0)
        self._base = stamp(program(), edition)
        self._cards = [self._translated(card) for card in holdings.cards]
        #: The newest first.
        self._issues = sorted(holdings.issues, key=lambda each: (each.local_date, each.name), reverse=True)
        self._issue = {issue.id: issue for issue in holdings.issues}
        self._shown = {card.story for card in holdings.cards}

    @cached_property
    def _catalogue(self) -> Catalogue:
        return catalogue(self._cards, self._zone, self._edition.outlets)

    def pages(self) -> Iterator[Page]:
        yield self._page(paths.STYLE, (), lambda: fill("archive/archive.css"))
        yield from map(self._story, self._cards)
        yield from self._digests()
        yield from self._months()
        for family in Family:
            for heading in self._catalogue.headings[family]:
                yield from self._heading(heading)
            yield self._family(family)
        yield from self._feeds()
        yield from self._search()
        yield self._front()

    # --- stories and digests

    def _story(self, card: Card) -> Page:
        path = paths.story_page(card.story)
        issues = [self._issue[number] for number in card.issues]

        def make() -> str:
            dossier = self._holdings.dossier_of(card.story)
            told = story_page_of(replace(dossier, story=self._worded(dossier.story)), self._calendar, self._own)
            return self._fill(
                "story.html", path, told.entry.title,
                page=told, issues=[self._issue_line(issue) for issue in issues],
                headings=self._headings_of(card).items(), known=self._shown, story_page=paths.story_page,
            )  # fmt: skip

        known = self._shown.intersection(card.parallels)
        return self._page(path, (card.stamp, issues, sorted(known)), make)

    def _worded(self, story: Story) -> Story:
        """A Story with the labels and names of this language."""
        return renamed(labelled(story, self._edition.labels), self._edition.outlets)

    def _headings_of(self, card: Card) -> Mapping[Family, list[tuple[str, str]]]:
        found: dict[Family, list[tuple[str, str]]] = {}
        for family, name, label in sorted(headings_of(card, self._edition.outlets), key=lambda each: _ORDER[each[0]]):
            found.setdefault(family, []).append((paths.heading_page(family, name), shown(label, 60)))
        return found

    def _digests(self) -> Iterator[Page]:
        for name in dict.fromkeys(issue.name for issue in self._issues):
            for issue, earlier, later in _beside([issue for issue in self._issues if issue.name == name]):
                yield self._digest(
                    issue,
                    self._issue_line(earlier) if earlier else None,
                    self._issue_line(later) if later else None,
                )
        months = self._issues_by_month()
        yield self._page(
            paths.DIGESTS,
            tuple(self._issues),
            lambda: self._fill(
                "digests.html", paths.DIGESTS, self._own.all_digests,
                months=[(self._month(month), [self._issue_line(each) for each in of]) for month, of in months.items()],
            ),
        )  # fmt: skip

    def _digest(self, issue: Issue, earlier: IssueLine | None, later: IssueLine | None) -> Page:
        path = paths.digest_page(issue)

        def make() -> str:
            digest = cleaned(self._holdings.digest_of(issue))
            view = view_of(replace(digest, archive=paths.linker(path)(".")))
            return self._fill(
                "digest.html", path, view.title,
                view=self._linked(view), w=view.words, month=paths.month_page(f"{issue.local_date:%Y-%m}"),
                earlier=earlier, later=later,
            )  # fmt: skip

        return self._page(path, (issue, earlier, later), make)

    def _linked(self, view: View) -> View:
        """The digest without links to Stories that have no page."""
        known = self._anchors
        parts = (
            replace(
                part, entries=tuple(each if each.anchor in known else replace(each, page="") for each in part.entries)
            )
            for part in view.parts
        )
        return replace(view, parts=tuple(parts))

    @cached_property
    def _anchors(self) -> frozenset[str]:
        """Those of the entries whose Stories have a page."""
        return frozenset(f"story-{story}" for story in self._shown)

    # --- lists

    def _months(self) -> Iterator[Page]:
        issues, stories = self._issues_by_month(), self._catalogue.months
        months = sorted({*stories, *issues}, reverse=True)
        for month, earlier, later in _beside(months):
            path = paths.month_page(month)
            yield self._list(
                path,
                self._own.all_of.format(month=self._month(month)),
                stories.get(month, ()),
                [self._issue_line(each) for each in issues.get(month, ())],
                [(paths.month_page(each), self._month(each)) if each else None for each in (earlier, later)],
                (paths.FRONT, self._own.home),
            )

    def _heading(self, heading: Heading) -> Iterator[Page]:
        def at(month: str) -> str:
            return paths.heading_page(heading.family, heading.name, month)

        title = self._own.heading[heading.family].format(shown(heading.label, 60))
        path = at("index")
        yield self._page(
            path,
            (title, [card.stamp for card in heading.cards]),
            lambda: self._fill(
                "heading.html", path, title,
                up=(paths.family_page(heading.family), self._own.families[heading.family]),
                total=counted(heading.number, self._words.stories),
                bars=self._bars_of_months(heading.months, at),
                lines=[self._line(card) for card in heading.cards[:NEWEST]],
            ),
        )  # fmt: skip
        for month, earlier, later in _beside(list(heading.months)):
            yield self._list(
                at(month),
                f"{title} · {self._month(month)}",
                heading.months[month],
                [],
                [(at(each), self._month(each)) if each else None for each in (earlier, later)],
                (path, title),
            )

    def _list(
        self,
        path: str,
        title: str,
        cards: Sequence[Card],
        issues: Sequence[IssueLine],
        beside: Sequence[tuple[str, str] | None],
        up: tuple[str, str],
    ) -> Page:
        """The Stories of one month, by day."""

        def make() -> str:
            days: dict[date, list[Line]] = {}
            for card in cards:
                days.setdefault(day_of(card, self._zone), []).append(self._line(card))
            return self._fill(
                "list.html", path, title,
                days=[(self._words.long_day(day), lines) for day, lines in days.items()],
                issues=issues, earlier=beside[0], later=beside[1], up=up,
                total=counted(len(cards), self._words.stories),
            )  # fmt: skip

        return self._page(path, (title, [card.stamp for card in cards], issues, beside, up), make)

    def _family(self, family: Family) -> Page:
        path = paths.family_page(family)
        headings: Sequence[Heading] = self._catalogue.headings[family]
        provinces = self._edition.provinces
        if family is Family.PLACE:
            headings = search.by_province(headings, provinces)
        most = max((heading.number for heading in headings), default=1)
        bars = [
            Bar(
                label=shown(heading.label, 60),
                page=paths.heading_page(family, heading.name),
                number=counted(heading.number, self._words.stories),
                share=_share(heading.number, most),
                is_part=family is Family.PLACE and provinces.get(heading.name) != heading.name,
            )
            for heading in headings
        ]
        title = self._own.families[family]
        return self._page(
            path,
            (bars,),
            lambda: self._fill("family.html", path, title, bars=bars, note=self._own.families_note[family]),
        )

    def _front(self) -> Page:
        names = list(dict.fromkeys(issue.name for issue in self._issues))
        newest = [next(issue for issue in self._issues if issue.name == name) for name in names]
        years: dict[str, dict[str, Sequence[Card]]] = {}
        for month, cards in self._catalogue.months.items():
            years.setdefault(month[:4], {})[month] = cards
        areas = self._catalogue.headings[Family.AREA]

        def make() -> str:
            return self._fill(
                "front.html", paths.FRONT, self._edition.title,
                newest=[self._issue_line(issue) for issue in newest],
                issues=[self._issue_line(issue) for issue in self._issues[:LATEST_ISSUES]],
                total=counted(len(self._issues), self._words.archive_of),
                stories=counted(len(self._cards), self._words.stories),
                years=[
                    (self._words.iso(year), self._bars_of_months(months, paths.month_page))
                    for year, months in years.items()
                ],
                areas=[
                    (paths.heading_page(Family.AREA, heading.name), shown(heading.label, 60), heading.number)
                    for heading in areas
                ],
            )  # fmt: skip

        numbers = [(month, len(cards)) for month, cards in self._catalogue.months.items()]
        return self._page(
            paths.FRONT, (self._issues, numbers, [(each.name, each.label, each.number) for each in areas]), make
        )

    # --- feeds

    def _feeds(self) -> Iterator[Page]:
        about = tuple(card.stamp for card in self._late)
        yield self._page(paths.ATOM, about, lambda: to_atom(self._feed, paths.ATOM, paths.FRONT))
        yield self._page(paths.JSON_FEED, about, lambda: to_json_feed(self._feed, paths.JSON_FEED, paths.FRONT))

    @cached_property
    def _late(self) -> list[Card]:
        """The Stories that the feeds hold."""
        late = {each.id for each in self._issues if is_in_feed(each.local_date, self._issues[0].local_date)}
        return [card for card in self._cards if late.intersection(card.issues)]

    @cached_property
    def _feed(self) -> Feed:
        dossiers = [self._holdings.dossier_of(card.story) for card in self._late]
        return feed_of_stories(
            [self._worded(each.story) for each in dossiers],
            {each.story.id: each.changes for each in dossiers},
            name="archive",
            title=self._edition.title,
            language=self._edition.language,
            zone=self._zone,
            address=self._edition.address,
            archive=self._edition.address,
        )

    # --- search

    def _search(self) -> Iterator[Page]:
        yield self._page(paths.SCRIPT, (), lambda: fill("archive/search.js"))
        yield self._page(paths.FOLDING, (search.folding(),), lambda: search.script("folding", search.folding()))
        headings = self._catalogue.headings
        choices = search.facets(self._catalogue.months, headings, self._edition.provinces, self._words, self._own)
        yield self._page(paths.FACETS, (choices,), lambda: search.script("facets", choices))
        yield self._page(
            paths.SEARCH,
            (),
            lambda: self._fill(
                "search.html", paths.SEARCH, self._own.search,
                scripts=[paths.SCRIPT, paths.FOLDING, paths.FACETS],
            ),
        )  # fmt: skip
        for month, cards in self._catalogue.months.items():
            yield from self._index(month, cards)

    def _index(self, month: str, cards: Sequence[Card]) -> Iterator[Page]:
        index = _Index(cards, self._holdings, self._zone)
        about = tuple(card.stamp for card in cards)
        name = f"{month}/cards"
        yield self._page(paths.cards_file(month), about, lambda: search.script(name, index.cards))
        for shard in range(search.SHARDS):
            yield self._page(paths.shard_file(month, shard), about, index.maker(f"{month}/{shard}", shard))

    # --- small things

    def _page(self, path: str, made_of: Sequence[object], make: Callable[[], str]) -> Page:
        return Page(path=path, stamp=stamp(self._base, *made_of), make=make)

    def _fill(self, template: str, path: str, title: str, **values: Any) -> str:
        nav = [
            (paths.FRONT, self._own.home),
            (paths.DIGESTS, self._own.digests),
            *((paths.family_page(family), self._own.families[family]) for family in Family),
            (paths.SEARCH, self._own.search),
        ]
        common = {
            "w": self._words, "a": self._own, "to": paths.linker(path), "nav": nav, "here": path, "title": title,
            "feeds": _FEEDS, "site": shown(self._edition.title), "style": paths.STYLE, "lang": self._words.lang,
        }  # fmt: skip
        return fill(f"archive/{template}", **(common | values))

    def _translated(self, card: Card) -> Card:
        labels, outlets = self._edition.labels, self._edition.outlets
        return replace(
            card,
            outlet=outlets.get(card.outlet, card.outlet),
            labels=tuple(replace(each, label=labels.get((each.kind, each.name), each.label)) for each in card.labels),
        )

    def _line(self, card: Card) -> Line:
        seen = self._words.first_seen.format(date=self._calendar.time(card.first_seen))
        return Line(
            page=paths.story_page(card.story),
            title=shown(card.title) or shown(card.url),
            lang=_LANGS.get(card.language or "", "").replace(self._words.lang, ""),
            outlet=shown(card.outlet, 60),
            tier=self._words.tiers[card.tier],
            tier_name=str(card.tier or "unknown"),
            date=self._words.published.format(date=self._calendar.iso(card.published)) if card.published else seen,
        )

    def _issues_by_month(self) -> Mapping[str, Sequence[Issue]]:
        months: dict[str, list[Issue]] = {}
        for issue in self._issues:
            months.setdefault(f"{issue.local_date:%Y-%m}", []).append(issue)
        return months

    def _issue_line(self, issue: Issue) -> IssueLine:
        words = self._words
        counts = [counted(issue.stories, words.stories)]
        counts += [counted(issue.changes, words.changes_count)] if issue.changes else []
        counts += [counted(issue.held, words.held_count)] if issue.held else []
        return IssueLine(
            page=paths.digest_page(issue),
            title=shown(issue.title) or issue.name,
            day=words.long_day(issue.local_date),
            iso_day=issue.local_date.isoformat(),
            counts=" · ".join(counts),
        )

    def _bars_of_months(self, months: Months, page: Callable[[str], str]) -> list[Bar]:
        most = max(map(len, months.values()), default=1)
        return [
            Bar(
                label=self._month(month),
                page=page(month),
                number=counted(len(cards), self._words.stories),
                share=_share(len(cards), most),
            )
            for month, cards in months.items()
        ]

    def _month(self, month: str) -> str:
        return self._words.iso(month)


class _Index:
    """The search index of one month, made once for all of its files, when the first is asked for."""

    def __init__(self, cards: Sequence[Card], holdings: Holdings, zone: ZoneInfo) -> None:
        self._cards, self._holdings, self._zone = cards, holdings, zone

    @cached_property
    def _wordings(self) -> Mapping[int, Wording]:
        return {each.story: each for each in self._holdings.wordings_of(sorted(card.story for card in self._cards))}

    @cached_property
    def cards(self) -> list[list[object]]:
        return search.cards(self._cards, self._wordings, self._zone)

    @cached_property
    def _shards(self) -> list[dict[str, str]]:
        return search.shards(self._wordings.values())

    def maker(self, name: str, shard: int) -> Callable[[], str]:
        return lambda: search.script(name, self._shards[shard])


def stamp(*values: object) -> str:
    """A short hash of values that say all of themselves when they are written down."""
    return blake2b(repr(values).encode(), digest_size=12).hexdigest()


def program() -> str:
    """A stamp of what makes the pages: another version of deltawatch, or an edited template, makes all of them anew."""
    whole = blake2b(version("deltawatch").encode(), digest_size=12)
    for file in _files(files("digest")):
        whole.update(file.read_bytes())
    return whole.hexdigest()


def _files(folder: Traversable) -> Iterator[Traversable]:
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_dir():
            yield from _files(each)
        elif each.name.endswith((".py", ".html", ".css", ".js", ".atom")):
            yield each


def _beside(times: Sequence[T]) -> Iterator[tuple[T, T | None, T | None]]:
    """Each of the times, given the newest first, with the one before it and the one after it."""
    earlier, later = (*times[1:], None), (None, *times[:-1])
    yield from zip(times, earlier, later, strict=False)


def _share(number: int, most: int) -> int:
    """A share in per cent, never none where there is something."""
    return max(1, round(100 * number / most))
