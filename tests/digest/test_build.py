"""Each Story stands once, in its area, in the order of rank."""

from dataclasses import replace
from itertools import permutations

import pytest

from core.assessment import Tag, TagKind, Trust
from core.health import State
from core.site import Tier
from core.stories.lineage import outlets
from core.verdict import How, Why
from digest.build import build
from tests.support.digests import (
    BUILT,
    COVERAGE,
    DAY,
    LEFT_OUT,
    STORIES,
    ZONE,
    digest_of,
    left_out,
    member,
    parallel,
    settings,
    story,
    window,
)

TECH, ECOLOGY = ("tech", "科技创新"), ("ecology", "生态环境")


def told(number, **values):
    return story(number, f"第{number}条消息", "长三角一体化有了新的进展。", **values)


def names(digest):
    return [section.area for section in digest.sections]


def ids(digest):
    return [story.id for section in digest.sections for story in section.stories]


def test_every_story_stands_exactly_once():
    assert sorted(ids(digest_of())) == sorted(story.id for story in STORIES)


def test_a_story_given_twice_stands_once():
    assert ids(digest_of((STORIES[0], STORIES[1], STORIES[0]))) == ids(digest_of(STORIES[:2]))


def test_a_story_stands_under_the_first_of_its_areas():
    assert names(digest_of((told(1, areas=(ECOLOGY, TECH)),))) == ["ecology"]


def test_a_section_is_called_by_the_label_of_its_tag():
    assert digest_of((told(1, areas=(TECH,)),)).sections[0].label == "科技创新"


def test_tags_and_sections_are_called_by_the_labels_given():
    digest = build(
        settings("en"), window(), (told(1, areas=(TECH,), places=("上海",)),), (), (), BUILT, DAY, ZONE,
        labels={(TagKind.AREA, "tech"): "Technology"},
    )  # fmt: skip
    (section,) = digest.sections
    labels = [tag.label for tag in section.stories[0].assessment.tags]
    assert (section.label, labels) == ("Technology", ["长三角一体化", "Technology", "上海"])


def test_publishers_are_called_by_the_names_given_wherever_they_stand():
    one, other = told(1, outlet="江边日报"), left_out(2, "另一条", Why.STALE, outlet="江边日报")
    covered = replace(COVERAGE[0], site_name="江边日报")
    digest = build(
        settings("en"),
        window(),
        (one,),
        (other,),
        (covered,),
        BUILT,
        DAY,
        ZONE,
        outlets={"江边日报": "Riverside Daily"},
    )

    assert digest.sections[0].stories[0].canonical.outlet == "Riverside Daily"
    assert [each.outlet for each in digest.rejected] == ["Riverside Daily"]
    assert [each.site_name for each in digest.coverage] == ["Riverside Daily"]


def test_what_has_no_area_and_what_is_only_related_come_last():
    stories = (
        told(1, on_topic="related", score=99, tier=Tier.ISSUER),
        told(2, tier=Tier.ISSUER),
        told(3, areas=(TECH,)),
    )
    assert names(digest_of(stories)) == ["tech", "other", "related"]


def test_a_related_story_stands_under_related_whatever_its_area():
    assert names(digest_of((told(1, on_topic="related", areas=(TECH,)),))) == ["related"]


def test_sections_stand_where_their_best_story_ranks():
    weak, strong = told(1, areas=(TECH,), score=5), told(2, areas=(ECOLOGY,), score=9)
    assert names(digest_of((weak, strong))) == ["ecology", "tech"]


@pytest.mark.parametrize("trust", [Trust.SPUN, Trust.MIRROR, Trust.FABRICATED, Trust.SPAM, Trust.REPUBLISHED])
def test_a_machine_made_copy_is_no_outlet(trust):
    assert outlets(told(1, others=(member(8, "别家", Tier.OTHER, how=How.COPY, trust=trust),)).members) == ("江边日报",)


def test_a_spun_copy_is_no_outlet_even_of_a_trusted_page():
    assert outlets(told(1, others=(member(8, "别家", Tier.PORTAL, how=How.SPUN),)).members) == ("江边日报",)


def test_two_pages_of_one_outlet_are_one():
    again = member(8, "江边日报", Tier.REGIONAL, how=How.COPY)
    assert outlets(told(1, others=(again,)).members) == ("江边日报",)


def test_an_audience_sees_only_its_areas():
    stories = (told(1, areas=(TECH,)), told(2, areas=(ECOLOGY,)), told(3))
    assert ids(digest_of(stories, areas=("ecology",))) == [2]


def test_an_audience_finds_a_story_under_the_area_it_asked_for():
    assert names(digest_of((told(1, areas=(TECH, ECOLOGY)),), areas=("ecology",))) == ["ecology"]


def test_the_order_of_what_is_given_does_not_matter():
    wanted = digest_of(STORIES[:4], LEFT_OUT, COVERAGE)
    for stories in permutations(STORIES[:4]):
        assert digest_of(stories, LEFT_OUT[::-1], COVERAGE[::-1]) == wanted


def test_held_and_rejected_are_kept_apart_and_the_highest_score_comes_first():
    digest = digest_of()
    assert [each.article for each in digest.held] == [91, 92]
    assert [each.score for each in digest.rejected] == sorted((each.score for each in digest.rejected), reverse=True)


def test_an_article_left_out_twice_is_told_once():
    again = left_out(95, "同一篇", Why.OFF_TOPIC)
    assert len(digest_of((), (again, replace(again))).rejected) == 1


def test_what_could_not_be_seen_comes_first_in_the_coverage():
    states = [each.state for each in digest_of().coverage]
    assert states[:6] == [
        State.FAILING,
        State.BLOCKED,
        State.CHANGED,
        State.STALE,
        State.DENIED,
        State.NOT_CHECKED,
    ]
    assert states[-1] is State.OFF


def brought(number, *rules, core=0, **values):
    """A story that has points by these rules, and by core terms."""
    tags = [Tag(kind=TagKind.RULE, name=name, label=f"{name}组", points=2, hits=()) for name in rules]
    if core:
        tags.append(Tag(kind=TagKind.CORE, name="core in title", label="核心", points=core, hits=()))
    bare = told(number, **values)
    return replace(bare, assessment=replace(bare.assessment, tags=tuple(tags)))


def test_a_digest_shows_the_best_of_what_a_rule_with_a_cap_brings_and_lists_the_rest():
    stories = [brought(number, "bridges", score=number) for number in range(1, 5)]
    digest = digest_of(tuple(stories), left=(), caps={"bridges": 2})

    assert ids(digest) == [4, 3]
    assert [(each.why, each.detail, each.title) for each in digest.rejected] == [
        (Why.OVER_CAP, "bridges组 @2", stories[1].article.title),
        (Why.OVER_CAP, "bridges组 @2", stories[0].article.title),
    ]


UNCAPPED = {
    "a rule without a cap": brought(1, "rivers"),
    "two rules": brought(1, "bridges", "rivers"),
    "a core term besides": brought(1, "bridges", core=4),
    "no rule": told(1),
}


@pytest.mark.parametrize("story_", UNCAPPED.values(), ids=UNCAPPED.keys())
def test_a_cap_takes_away_only_what_the_rule_alone_brings(story_):
    assert ids(digest_of((brought(2, "bridges", score=99), story_), caps={"bridges": 1})) == [2, 1]


def test_a_cap_counts_only_what_the_audience_asked_for():
    stories = tuple(brought(number, "bridges", score=number) for number in (1, 2))
    area = Tag(kind=TagKind.AREA, name="tech", label="科技创新", points=0, hits=())
    wanted = replace(stories[0], assessment=replace(stories[0].assessment, tags=(*stories[0].assessment.tags, area)))

    assert ids(digest_of((wanted, stories[1]), areas=("tech",), caps={"bridges": 1})) == [1]


def two_languages():
    chinese = told(1, areas=(TECH,), parallels=(parallel(2, "A fund", language="en"),))
    english = told(2, areas=(TECH,), language="en", parallels=(parallel(1, "基金", language="zh"),))
    return chinese, english


@pytest.mark.parametrize(("language", "shown"), [("zh", [1]), ("en", [2])])
def test_of_a_story_in_two_languages_the_readers_own_has_the_entry(language, shown):
    assert ids(digest_of(two_languages(), language=language)) == shown


def test_of_two_reports_in_one_language_the_better_one_has_the_entry():
    better = told(1, areas=(TECH,), tier=Tier.CENTRAL, parallels=(parallel(2, "基金", language="zh"),))
    other = told(2, areas=(TECH,), tier=Tier.OTHER, parallels=(parallel(1, "基金", language="zh"),))
    assert ids(digest_of((other, better))) == [1]


def test_of_a_chain_of_reports_one_has_the_entry():
    first = told(1, areas=(TECH,), parallels=(parallel(2, "基金", language="zh"),))
    second = told(2, areas=(TECH,), parallels=tuple(parallel(each, "基金", language="zh") for each in (1, 3)))
    third = told(3, areas=(TECH,), parallels=(parallel(2, "基金", language="zh"),))
    assert len(ids(digest_of((third, first, second)))) == 1


def test_a_story_whose_translation_is_not_in_the_window_has_its_own_entry():
    _, english = two_languages()
    assert ids(digest_of((english,))) == [2]


def test_a_story_whose_translation_this_audience_does_not_get_has_its_own_entry():
    chinese, english = two_languages()
    other = replace(chinese, assessment=replace(chinese.assessment, tags=()))
    assert ids(digest_of((other, english), areas=("tech",))) == [2]
