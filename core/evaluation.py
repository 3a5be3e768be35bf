"""Evaluation: how far what the rules say of articles agrees with what a person said, by the measures of the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import get_args

from core.assessment import OnTopic, Trust

#: What stands for one class of an aspect with several in one article.
_Named = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a person or the rules say of one article; None where nothing is said of that."""

    on_topic: OnTopic | None = None
    areas: _Named | None = None
    #: Labels: 江苏, 苏州.
    places: _Named | None = None
    programmes: _Named | None = None
    trust: Trust | None = None
    #: Whether it should be in a digest if nobody had told its story before.
    worthy: bool | None = None
    #: Names of the stories that it tells: one, or more where a page holds several.
    stories: _Named | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How well one class was found. The shares are None where there is nothing to divide by."""

    right: int
    #: Said by the rules alone, and by the person alone.
    wrong: int
    missed: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aspect:
    """One question that both answered."""

    name: str
    #: Articles of which the person said something, and those of them on which both said the very same.
    articles: int
    alike: int
    #: By class; those that neither named are not there.
    classes: Mapping[str, Score]
    #: All classes in one count.
    micro: Score
    #: Mean F1 of the classes.
    macro_f1: float | None
    #: What the person said, to what the rules said, to how often; empty where an article may have several classes.
    confusion: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """All questions that the person answered for at least one article."""

    aspects: tuple[Aspect, ...]
    #: Pairs of articles of one story; None where less than two articles have one.
    stories: Score | None


#: What a person said, and what the rules say of the same article.
Pair = tuple[Opinion, Opinion]


def evaluate(pairs: Sequence[Pair]) -> Evaluation:
    """Compare opinions on the same articles: the person's first, then that of the rules, which says something of all.

    `near` is the topic in two classes, on the topic or related to it, and neither. Stories are compared by pairs: two
    articles that the person put into one story should be in one, all others not.
    """
    aspects = (
        _single("topic", pairs, lambda said: said.on_topic, get_args(OnTopic)),
        _single("near", pairs, _near, ("yes", "no")),
        _single("worthy", pairs, _worthy, ("yes", "no")),
        _single("trust", pairs, lambda said: said.trust, tuple(Trust)),
        _several("areas", pairs, lambda said: said.areas),
        _several("places", pairs, lambda said: said.places),
        _several("programmes", pairs, lambda said: said.programmes),
    )
    return Evaluation(aspects=tuple(each for each in aspects if each.articles), stories=_stories(pairs))


def score(right: int, wrong: int, missed: int) -> Score:
    """Precision, recall and F1 from the three counts."""
    return Score(
        right=right,
        wrong=wrong,
        missed=missed,
        precision=_share(right, right + wrong),
        recall=_share(right, right + missed),
        f1=_share(2 * right, 2 * right + wrong + missed),
    )


def _near(said: Opinion) -> str | None:
    return None if said.on_topic is None else ("no" if said.on_topic == "no" else "yes")


def _worthy(said: Opinion) -> str | None:
    return None if said.worthy is None else ("yes" if said.worthy else "no")


def _single(name: str, pairs: Iterable[Pair], of: Callable[[Opinion], str | None], classes: Sequence[str]) -> Aspect:
    """An aspect of which an article has one of these classes."""
    said = [(label, str(of(rules))) for person, rules in pairs if (label := of(person)) is not None]
    counted = Counter(said)
    confusion = {
        label: {answer: counted[label, answer] for answer in classes if counted[label, answer]}
        for label in classes
        if any(counted[label, answer] for answer in classes)
    }
    return _aspect(name, [(frozenset((label,)), frozenset((answer,))) for label, answer in said], classes, confusion)


def _several(name: str, pairs: Iterable[Pair], of: Callable[[Opinion], _Named | None]) -> Aspect:
    """An aspect of which an article may have any number of classes."""
    sets = [(labels, of(rules) or frozenset()) for person, rules in pairs if (labels := of(person)) is not None]
    return _aspect(name, sets, sorted(frozenset().union(*(labels | answers for labels, answers in sets))), {})


def _aspect(
    name: str,
    sets: Sequence[tuple[_Named, _Named]],
    classes: Sequence[str],
    confusion: Mapping[str, Mapping[str, int]],
) -> Aspect:
    right = Counter(each for labels, answers in sets for each in labels & answers)
    wrong = Counter(each for labels, answers in sets for each in answers - labels)
    missed = Counter(each for labels, answers in sets for each in labels - answers)
    named = right | wrong | missed
    scores = {each: score(right[each], wrong[each], missed[each]) for each in classes if named[each]}
    means = [each.f1 for each in scores.values() if each.f1 is not None]
    return Aspect(
        name=name,
        articles=len(sets),
        alike=sum(labels == answers for labels, answers in sets),
        classes=scores,
        micro=score(right.total(), wrong.total(), missed.total()),
        macro_f1=_share(sum(means), len(means)),
        confusion=confusion,
    )


def _stories(pairs: Sequence[Pair]) -> Score | None:
    told = [(person.stories, rules.stories or frozenset()) for person, rules in pairs if person.stories is not None]
    if len(told) < 2:
        return None
    labelled = _together(labels for labels, _ in told)
    answered = _together(answers for _, answers in told)
    return score(len(labelled & answered), len(answered - labelled), len(labelled - answered))


def _together(stories: Iterable[_Named]) -> set[tuple[int, int]]:
    """The pairs of articles, by their places, that tell a story together."""
    members: dict[str, list[int]] = {}
    for place, names in enumerate(stories):
        for name in names:
            members.setdefault(name, []).append(place)
    return {pair for places in members.values() for pair in combinations(places, 2)}


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
