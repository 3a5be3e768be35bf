"""The measures are those of the field, and say nothing where nobody said anything."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment import Trust
from core.evaluation import Opinion, Pair, evaluate, score

NOTHING = Opinion()
RULES = Opinion(
    on_topic="no",
    areas=frozenset(),
    places=frozenset(),
    programmes=frozenset(),
    trust=Trust.OK,
    worthy=False,
    stories=frozenset(),
)

COUNTS = {
    "some of each": ((3, 1, 2), (0.75, 0.6, 2 / 3)),
    "all right": ((3, 0, 0), (1.0, 1.0, 1.0)),
    "nothing found": ((0, 0, 2), (None, 0.0, 0.0)),
    "only invented": ((0, 2, 0), (0.0, None, 0.0)),
    "nothing there": ((0, 0, 0), (None, None, None)),
}


@pytest.mark.parametrize(("counts", "expected"), COUNTS.values(), ids=COUNTS.keys())
def test_a_score_divides_only_by_something(
    counts: tuple[int, int, int], expected: tuple[float | None, float | None, float | None]
) -> None:
    found = score(*counts)

    assert (found.precision, found.recall, found.f1) == expected


def test_one_class_an_article_is_counted_in_a_confusion() -> None:
    said = [("yes", "yes"), ("yes", "related"), ("no", "yes"), ("no", "no")]
    pairs: list[Pair] = [(replace(NOTHING, on_topic=a), replace(RULES, on_topic=b)) for a, b in said]  # type: ignore[arg-type]
    topic, near = evaluate([*pairs, (NOTHING, RULES)]).aspects

    assert (topic.name, topic.articles, topic.alike) == ("topic", 4, 2)
    assert topic.confusion == {"yes": {"yes": 1, "related": 1}, "no": {"yes": 1, "no": 1}}
    assert topic.classes["yes"] == score(1, 1, 1)
    assert topic.classes["related"] == score(0, 1, 0)
    assert topic.macro_f1 == pytest.approx((1 / 2 + 0 + 2 / 3) / 3)
    # Related is as good as on the topic here.
    assert near.classes == {"yes": score(2, 1, 0), "no": score(1, 0, 1)}


def test_several_classes_an_article_are_counted_each_and_all_together() -> None:
    said = [({"tech", "law"}, {"tech"}), (set(), {"law"}), ({"law"}, {"law"})]
    pairs: list[Pair] = [(replace(NOTHING, areas=frozenset(a)), replace(RULES, areas=frozenset(b))) for a, b in said]
    (areas,) = evaluate(pairs).aspects

    assert areas.classes == {"law": score(1, 1, 1), "tech": score(1, 0, 0)}
    assert areas.micro == score(2, 1, 1)
    assert (areas.macro_f1, areas.alike, areas.confusion) == (0.75, 1, {})


STORIES = {
    "as the person says, under other names": (["a", "a", "b"], ["1", "1", "2"], (1, 0, 0)),
    "two merged": (["a", "a", "b"], ["1", "1", "1"], (1, 2, 0)),
    "one torn": (["a", "a", "a"], ["1", "1", "2"], (1, 0, 2)),
    "held articles are in no story": (["a", "a", "b"], ["", "", "1"], (0, 0, 1)),
    "a page with two stories": (["a|b", "a", "b"], ["1|2", "1", "2"], (2, 0, 0)),
    "of one without a label nothing is asked": (["a", None, "a"], ["1", "1", "1"], (1, 0, 0)),
}


@pytest.mark.parametrize(("labels", "answers", "expected"), STORIES.values(), ids=STORIES.keys())
def test_stories_are_compared_by_pairs(
    labels: list[str | None], answers: list[str], expected: tuple[int, int, int]
) -> None:
    pairs: list[Pair] = [
        (
            replace(NOTHING, stories=None if label is None else frozenset(label.split("|"))),
            replace(RULES, stories=frozenset(filter(None, answer.split("|")))),
        )
        for label, answer in zip(labels, answers, strict=True)
    ]

    assert evaluate(pairs).stories == score(*expected)


def test_nothing_said_gives_nothing() -> None:
    found = evaluate([(NOTHING, RULES)])

    assert (found.aspects, found.stories) == ((), None)


names = st.frozensets(st.sampled_from(["tech", "law", "space"]))
opinions = st.builds(
    Opinion,
    on_topic=st.sampled_from(["yes", "related", "no"]),
    areas=names,
    places=names,
    programmes=names,
    trust=st.sampled_from(Trust),
    worthy=st.booleans(),
    stories=names,
)


@given(st.lists(opinions, min_size=2, max_size=9))
def test_who_says_the_same_is_always_right(said: list[Opinion]) -> None:
    found = evaluate([(each, each) for each in said])

    assert all(aspect.alike == len(said) and aspect.macro_f1 in {1.0, None} for aspect in found.aspects)
    assert found.stories is not None
    assert (found.stories.wrong, found.stories.missed) == (0, 0)


@given(st.lists(st.tuples(opinions, opinions), min_size=2, max_size=9))
def test_precision_seen_from_the_other_side_is_recall(pairs: list[Pair]) -> None:
    here, there = evaluate(pairs), evaluate([(rules, person) for person, rules in pairs])

    for aspect, other in zip(here.aspects, there.aspects, strict=True):
        assert (aspect.micro.precision, aspect.micro.f1) == (other.micro.recall, other.micro.f1)
        assert aspect.micro.right + aspect.micro.wrong == sum(
            each.right + each.wrong for each in aspect.classes.values()
        )
