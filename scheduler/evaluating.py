"""`evaluate`: labelled articles judged by the rules, and the two compared; `--diff` judges them by other rules too.

A saved page is read and judged by the code of `inspect`. What story it tells is settled in a store made for this, in
the order of the rows, as a run does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from core.article import Hints, Unreadable
from core.assessment import TagKind, Trust
from core.evaluation import Aspect, Evaluation, Opinion, Score, evaluate
from core.judge import NO_RULINGS
from core.page import Page
from core.read import MODULES, read
from core.rules import Rules
from core.verdict import New, Reading, SameAs, words_of
from crawler.pool import Died, map_killable
from crawler.read import hints_for, judge_again, judge_among
from scheduler.inspecting import LIMITS, Saved, judge_alone, read_saved
from scheduler.labels import Label
from scheduler.layout import Section, Table
from store.articles import StoredArticle
from store.database import Store, open_store


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a row stands for."""

    #: A saved page, or one of the store with what is known of it.
    page: Saved | tuple[Page, Hints]
    #: Which article of it, from 0.
    part: int
    fetched_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the rules say of one row."""

    line: int
    title: str
    #: None where there is no page to judge: then the row counts for nothing.
    opinion: Opinion | None
    #: The verdict among all rows, with its reason.
    verdict: str
    #: Points of every tag, and 0 for every sign of trust: `area tech` +3, `sign injected phrase` 0.
    rules: Mapping[str, int]
    #: Why the page gave no article; then the rest is what `inspect` says of such a page.
    fault: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """One thing that other rules say otherwise of an article."""

    what: str
    before: str
    after: str
    #: What the person says; empty where he says nothing.
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An article that other rules move."""

    line: int
    title: str
    moved: tuple[Moved, ...]
    #: The rules that gave other points: `area tech +3 → 0`.
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What `evaluate` prints."""

    evaluation: Evaluation
    judged: tuple[Judged, ...]
    #: None without `--diff`.
    moves: tuple[Move, ...] | None


def saved_pages(labels: Iterable[Label], folder: Path, now: datetime) -> dict[int, Item | str]:
    """The rows that name files, by line, or why there is no page; paths start from the folder of the labels."""
    return {label.line: _saved(label, folder, now) for label in labels if label.file is not None}


def stored_pages(labels: Iterable[Label], store: Store, zones: dict[str, str]) -> dict[int, Item | str]:
    """The rows that name articles or addresses of the store, by line, or why there is no page."""
    return {label.line: _stored(label, store, zones) for label in labels if label.file is None}


def judge_rows(
    labels: Sequence[Label],
    items: Mapping[int, Item | str],
    rules: Rules,
    now: datetime,
    progress: Callable[[int], None] = lambda _: None,
) -> tuple[Judged, ...]:
    """What the rules say of each row; `progress` is told how many are read."""
    with TemporaryDirectory(prefix="deltawatch-") as folder, open_store(Path(folder) / "rows.sqlite") as store:
        rows = ((label.line, items[label.line]) for label in labels)
        pages = {line: item for line, item in rows if isinstance(item, Item)}
        settled = {}
        outcomes = map_killable(_readings, pages.values(), rules, LIMITS, MODULES)
        for line, outcome in zip(pages, outcomes, strict=True):
            settled[line] = _settle(store, line, outcome.item, outcome.result, now)
            progress(len(settled))
        judge_again(store, NO_RULINGS, now)
        # Last, since a later article may join or rearrange a story.
        return tuple(_told(store, label, items[label.line], settled) for label in labels)


def compare(labels: Sequence[Label], judged: Sequence[Judged]) -> Evaluation:
    """The labels against what the rules say of the same rows, as far as there is a page."""
    rows = zip(labels, judged, strict=True)
    return evaluate([(label.opinion, each.opinion) for label, each in rows if each.opinion is not None])


def moves(labels: Sequence[Label], before: Sequence[Judged], after: Sequence[Judged]) -> tuple[Move, ...]:
    """The articles of which other rules say something else. Stories have no names that last, so these are left out."""
    rows = zip(labels, before, after, strict=True)
    found = (
        Move(
            line=one.line,
            title=other.title or one.title,
            moved=tuple(_moved(label, one, other)),
            rules=_rules(one, other),
        )
        for label, one, other in rows
    )
    return tuple(move for move in found if move.moved)


def sections(result: Result) -> list[Section]:
    """The result as a page of text."""
    found = [section for aspect in result.evaluation.aspects for section in _aspect(aspect)]
    if result.evaluation.stories:
        found.append(
            Section("stories, by pairs of articles", ([_HEAD, _row("same story", result.evaluation.stories)],))
        )
    return found + [_move(move) for move in result.moves or ()]


def _saved(label: Label, folder: Path, now: datetime) -> Item | str:
    assert label.file is not None, "it is asked for files alone"
    if not (folder / label.file).is_file():
        return "there is no such file"
    fetched_at = label.fetched_at or now
    page = Saved(path=folder / label.file, url=label.url, fetched_at=fetched_at)
    return Item(page=page, part=label.part, fetched_at=fetched_at)


def _stored(label: Label, store: Store, zones: dict[str, str]) -> Item | str:
    if label.article is not None:
        article = store.articles.get(label.article)
    else:
        found = store.articles.of_address(label.url or "")
        article = next((each for each in found if each.part == label.part), None)
    stored = None if article is None else store.pages.get(article.page)
    if article is None or stored is None or not stored.page.body:
        return "is not in the store" if stored is None else "its page was pruned"
    page = (stored.page, hints_for(stored, zones, store))
    return Item(page=page, part=max(article.part, 0), fetched_at=stored.page.fetched_at)


def _readings(item: Item, rules: Rules) -> tuple[Reading, ...] | str:
    if isinstance(item.page, Saved):
        return read_saved(item.page, rules)
    result = read(*item.page, rules)
    return f"unreadable: {result}" if isinstance(result, Unreadable) else result


@dataclass(frozen=True, slots=True)
class _Settled:
    """A row on its way: the Reading that is meant and its number in the store."""

    reading: Reading
    article: int
    #: The other articles of its page.
    others: tuple[int, ...]


def _settle(
    store: Store, line: int, item: Item, result: tuple[Reading, ...] | str | Died, now: datetime
) -> _Settled | str:
    if isinstance(result, Died):
        return f"toxic: {result.reason}"
    if isinstance(result, str):
        return result
    if item.part >= len(result):
        return f"holds {len(result)} articles and none of part {item.part}"
    # Every row is an article of its own, also where two name one address.
    row = Page(asked_url=None, url=None, fetched_at=item.fetched_at, status=200, body=b"row %d" % line)
    page = store.pages.import_page(row, now)
    numbers = store.settle(page, [(each, judge_among(store, each, "", NO_RULINGS)) for each in result], now)
    others = tuple(number for place, number in enumerate(numbers) if place != item.part)
    return _Settled(result[item.part], numbers[item.part], others)


def _told(store: Store, label: Label, item: Item | str, settled: Mapping[int, _Settled | str]) -> Judged:
    if isinstance(item, str):
        return Judged(line=label.line, title="", opinion=None, verdict="", rules={}, fault=item)
    return _judged(store, label, settled[label.line])


def _judged(store: Store, label: Label, settled: _Settled | str) -> Judged:
    if isinstance(settled, str):
        return Judged(line=label.line, title="", opinion=_UNREAD, verdict="rejected", rules={}, fault=settled)
    reading, article = settled.reading, store.articles.get(settled.article)
    assert article is not None, "it was settled just now"
    assessment = reading.assessment
    stories = _stories(article)
    if label.opinion.stories and len(label.opinion.stories) > 1:
        # The person speaks of the page.
        stories = stories.union(*(_stories(other) for each in settled.others if (other := store.articles.get(each))))
    return Judged(
        line=label.line,
        title=reading.article.title,
        opinion=Opinion(
            on_topic=assessment.on_topic,
            areas=frozenset(assessment.named(TagKind.AREA)),
            places=frozenset(tag.label for tag in assessment.tags if tag.kind is TagKind.PLACE),
            programmes=frozenset(assessment.named(TagKind.PROGRAMME)),
            trust=reading.trust.trust,
            worthy=isinstance(judge_alone(reading), New),
            stories=stories,
        ),
        verdict=words_of(article.verdict),
        rules={f"{tag.kind} {tag.label}": tag.points for tag in assessment.tags}
        | {f"sign {sign.name}": 0 for sign in reading.trust.signs},
    )


def _stories(article: StoredArticle) -> frozenset[str]:
    also = article.verdict.also if isinstance(article.verdict, SameAs) else ()
    return frozenset(map(str, filter(None, (article.story, *also))))


_NONE: frozenset[str] = frozenset()
_UNREAD = Opinion(
    on_topic="no", areas=_NONE, places=_NONE, programmes=_NONE, trust=Trust.UNKNOWN, worthy=False, stories=_NONE
)

_SHOWN: Mapping[str, Callable[[Opinion], object]] = {
    "topic": lambda said: said.on_topic,
    "worthy": lambda said: said.worthy,
    "trust": lambda said: said.trust,
    "areas": lambda said: said.areas,
    "places": lambda said: said.places,
    "programmes": lambda said: said.programmes,
}


def _moved(label: Label, before: Judged, after: Judged) -> Iterator[Moved]:
    if before.opinion is None or after.opinion is None:
        return
    for what, of in _SHOWN.items():
        person, one, other = (_word(of(opinion)) for opinion in (label.opinion, before.opinion, after.opinion))
        if one != other:
            yield Moved(what=what, before=one, after=other, label=person)
    one, other = (f"{each.verdict} {each.fault}".rstrip() for each in (before, after))
    if one != other:
        yield Moved(what="verdict", before=one, after=other, label="")


def _word(said: object) -> str:
    match said:
        case None:
            return ""
        case bool():
            return "yes" if said else "no"
        case frozenset():
            return "、".join(sorted(said)) or "-"
        case _:
            return str(said)


def _rules(before: Judged, after: Judged) -> tuple[str, ...]:
    names = sorted(before.rules.keys() | after.rules.keys())
    pairs = ((name, before.rules.get(name), after.rules.get(name)) for name in names)
    return tuple(f"{name}: {_points(one)} → {_points(other)}" for name, one, other in pairs if one != other)


def _points(points: int | None) -> str:
    return "none" if points is None else f"{points:+d}"


_HEAD = ("class", "precision", "recall", "F1", "right", "wrong", "missed")


def _aspect(aspect: Aspect) -> Iterator[Section]:
    rows: list[Sequence[object]] = [_HEAD, *(_row(name, each) for name, each in aspect.classes.items())]
    if not aspect.confusion:
        rows.append(_row("all (micro)", aspect.micro))
    rows.append(("mean (macro)", "", "", _figure(aspect.macro_f1), "", "", ""))
    yield Section(f"{aspect.name}: {aspect.articles} articles, {aspect.alike} alike", (rows,))
    if aspect.confusion:
        yield Section(f"{aspect.name}: label, and what the rules say", (_confusion(aspect),))


def _confusion(aspect: Aspect) -> Table:
    answers = [name for name in aspect.classes if any(name in row for row in aspect.confusion.values())]
    rows = [(label, *(row.get(answer, 0) for answer in answers)) for label, row in aspect.confusion.items()]
    return [("", *answers), *rows]


def _row(name: str, each: Score) -> tuple[object, ...]:
    return (name, *map(_figure, (each.precision, each.recall, each.f1)), each.right, each.wrong, each.missed)


def _figure(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _move(move: Move) -> Section:
    rows = [(each.what, f"{each.before} → {each.after}{_judgement(each)}") for each in move.moved]
    return Section(f"line {move.line}: {move.title}", (rows, [("rule", rule) for rule in move.rules]))


def _judgement(moved: Moved) -> str:
    if moved.label and moved.label in {moved.before, moved.after}:
        return " (mended)" if moved.label == moved.after else " (BROKEN)"
    return ""
