"""Build: the Stories of a window, each once, grouped by policy area and ranked; pure.

A Story stands under the first AREA tag of its Assessment, in the order of digest.rank. A section stands where its best
Story ranks; 综合 and 相关动态 come last, whatever is in them. Of a Story told in Chinese and in English,
where both are in the window, the one in the reader's language has the entry and links the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TypeVar
from zoneinfo import ZoneInfo

from core.assessment import Tag, TagKind
from core.config import DigestSettings
from core.digest import Digest, LeftOut, Section, SourceCoverage, Window
from core.health import State
from core.past import FOLLOWED, Earlier, Past, Shown, note_of
from core.stories.followups import FollowUp, follow_ups
from core.stories.story import Change, Member, Parallel, Story
from core.trends import trends
from core.verdict import Why
from digest.audience import is_wanted
from digest.rank import by_publisher, order
from digest.wording import words_of

OTHER, RELATED = "other", "related"

#: Worst first: what a reader must know stands on top.
STATES = (
    State.FAILING,
    State.BLOCKED,
    State.CHANGED,
    State.EMPTY,
    State.STALE,
    State.DENIED,
    State.NOT_CHECKED,
    State.OK,
    State.UNCHANGED,
    State.QUIET,
    State.OFF,
)
#: Kind and name of a Tag to the label of a language.
Labels = Mapping[tuple[TagKind, str], str]

NOTHING_BEFORE = Past()

Named = TypeVar("Named", Member, Parallel)


def build(
    settings: DigestSettings,
    window: Window,
    stories: Iterable[Story],
    left_out: Iterable[LeftOut],
    coverage: Iterable[SourceCoverage],
    built_at: datetime,
    local_date: date,
    timezone: str,
    labels: Labels | None = None,
    outlets: Mapping[str, str] | None = None,
    changes: Iterable[Change] = (),
    caps: Mapping[str, int] | None = None,
    undelivered: int = 0,
    past: Past = NOTHING_BEFORE,
    province_of: Mapping[str, str] | None = None,
    archive: str = "",
) -> Digest:
    """The Digest of a window for one audience; the order of what is given does not matter.

    Tags are called by `labels` and publishers by `outlets`, where they have a name there, else as the store has them.
    Of the Stories that are on topic by one rule alone it shows the best, as many as `caps` allows for that rule; of all
    the best, as many as the settings allow. What earlier issues told is `past`; a place lies in the province that
    `province_of` names.
    """
    coverage, called = tuple(coverage), outlets or {}
    asked_for = {story.id: story for story in stories if is_wanted(story, settings)}.values()
    named = [renamed(labelled(story, labels) if labels else story, called) for story in asked_for]
    fresh = _first_named(named, past, window.since)
    wanted = _one_of_each(sorted(named, key=lambda story: order(story, fresh)), settings.language)
    over = _over_caps(wanted, caps or {})
    over |= _over_most([story for story in wanted if story.id not in over], settings)
    left = [replace(each, outlet=called.get(each.outlet, each.outlet)) for each in left_out]
    left += [_left_out(story, over[story.id]) for story in wanted if story.id in over]
    absent = sorted({each.article: each for each in left}.values(), key=_by_score)
    shown = [story for story in wanted if story.id not in over]
    covered = (replace(each, site_name=called.get(each.site_name, each.site_name)) for each in coverage)
    return Digest(
        name=settings.name,
        title=settings.title,
        local_date=local_date,
        timezone=timezone,
        language=settings.language,
        window=window,
        built_at=built_at,
        sections=_sections(settings, shown),
        held=tuple(each for each in absent if each.held),
        rejected=tuple(each for each in absent if not each.held),
        coverage=tuple(sorted(covered, key=by_state)),
        changes=tuple(
            replace(each, outlet=called.get(each.outlet, each.outlet)) for each in sorted(changes, key=_by_standing)
        ),
        undelivered=undelivered,
        first_named=fresh,
        follow_ups=tuple(
            replace(each, outlet=called.get(each.outlet, each.outlet)) for each in _follow_ups(shown, past.earlier)
        ),
        trends=trends(
            (_counted(story, _day_of(story, window, local_date, timezone)) for story in shown),
            _told_in(past, labels or {}, called),
            local_date,
            is_seen=any(not each.state.is_blind for each in coverage),
            areas=settings.areas,
            province_of=province_of or {},
        ),
        archive=archive,
    )


def _first_named(stories: Iterable[Story], past: Past, since: datetime) -> tuple[str, ...]:
    """Programmes that no Story named before, once there are issues of two weeks: before that it says nothing."""
    if past.since is None or past.since > since - FOLLOWED:
        return ()
    return tuple(
        sorted({name for story in stories for name in story.assessment.named(TagKind.PROGRAMME)} - past.programmes)
    )


def _follow_ups(stories: Iterable[Story], earlier: Sequence[Earlier]) -> tuple[FollowUp, ...]:
    return follow_ups((note_of(story.id, story.article, story.assessment) for story in stories), earlier)


def _day_of(story: Story, window: Window, local_date: date, timezone: str) -> date:
    """The day it counts for; later than the issue no day is, since clocks are set back."""
    if window.every == "day":
        return local_date
    return min(story.first_seen.astimezone(ZoneInfo(timezone)).date(), local_date)


def _counted(story: Story, day: date) -> Shown:
    is_near = story.assessment.on_topic == "related"
    return Shown(
        day=day,
        outlet=story.canonical.outlet,
        areas={} if is_near else _labels_of(story, TagKind.AREA),
        places=_labels_of(story, TagKind.PLACE),
    )


def _labels_of(story: Story, kind: TagKind) -> dict[str, str]:
    return {tag.name: tag.label for tag in story.assessment.tags if tag.kind is kind}


def _told_in(past: Past, labels: Labels, called: Mapping[str, str]) -> Past:
    """What was shown before with its tags and outlets in the words of another language."""
    shown = (
        replace(
            each,
            outlet=called.get(each.outlet, each.outlet),
            areas={name: labels.get((TagKind.AREA, name), label) for name, label in each.areas.items()},
            places={name: labels.get((TagKind.PLACE, name), label) for name, label in each.places.items()},
        )
        for each in past.shown
    )
    return replace(past, shown=tuple(shown))


def _one_of_each(stories: list[Story], language: str) -> list[Story]:
    """One report of each event: the first in the reader's own language, else the first; its entry links the others."""
    own = {story.id for story in stories if (story.article.language or "zh").startswith(language)}
    by_id = {story.id: story for story in stories}
    kept, told = set[int](), set[int]()
    # Sorting keeps the order within either half.
    for story in sorted(stories, key=lambda story: story.id not in own):
        if story.id not in told:
            kept.add(story.id)
            told |= _of_one_event(story, by_id)
    return [story for story in stories if story.id in kept]


def _of_one_event(story: Story, by_id: Mapping[int, Story]) -> set[int]:
    """The Story, and those that are linked to it directly or by others among these."""
    found, waiting = {story.id}, [story]
    while waiting:
        linked = {other.story for other in waiting.pop().parallels} & by_id.keys() - found
        found |= linked
        waiting += (by_id[each] for each in linked)
    return found


def _over_caps(ranked: Iterable[Story], caps: Mapping[str, int]) -> dict[int, str]:
    """Id and reason of each Story that one rule alone brings, behind as many better ones as that may bring."""
    brought: Counter[str] = Counter()
    over = {}
    for story in ranked:
        paying = [tag for tag in story.assessment.tags if tag.points > 0]
        if len(paying) == 1 and paying[0].kind is TagKind.RULE and (cap := caps.get(paying[0].name)):
            brought[paying[0].name] += 1
            if brought[paying[0].name] > cap:
                over[story.id] = f"{paying[0].label} @{cap}"
    return over


def _over_most(ranked: Iterable[Story], settings: DigestSettings) -> dict[int, str]:
    """Id and reason of each Story behind as many as these readers are shown at the most; on topic goes first."""
    nearest = sorted(ranked, key=lambda story: story.assessment.on_topic == "related")
    return {story.id: f"@{settings.most_stories}" for story in nearest[settings.most_stories :]}


def _left_out(story: Story, detail: str) -> LeftOut:
    told = story.canonical
    return LeftOut(
        article=told.article,
        url=told.url,
        title=story.article.title,
        outlet=told.outlet,
        held=False,
        why=Why.OVER_CAP,
        detail=detail,
        score=story.assessment.score,
        trust=told.trust,
    )


def _sections(settings: DigestSettings, stories: Iterable[Story]) -> tuple[Section, ...]:
    """The Stories, given best first, under their areas."""
    grouped: dict[str, list[Story]] = {}
    labels = {OTHER: words_of(settings.language).other, RELATED: words_of(settings.language).related}
    for story in stories:
        area = _area_of(story, settings.areas)
        if story.assessment.on_topic == "related":
            name = RELATED
        elif area is None:
            name = OTHER
        else:
            name = area.name
            labels.setdefault(name, area.label)
        grouped.setdefault(name, []).append(story)
    # A dict keeps the order of insertion, and that was by rank.
    names = sorted(grouped, key=lambda name: (name == RELATED, name == OTHER))
    return tuple(Section(area=name, label=labels[name], stories=tuple(grouped[name])) for name in names)


def labelled(story: Story, labels: Labels) -> Story:
    """The Story with its tags in the words of another language."""
    tags = tuple(replace(tag, label=labels.get((tag.kind, tag.name), tag.label)) for tag in story.assessment.tags)
    return replace(story, assessment=replace(story.assessment, tags=tags))


def renamed(story: Story, outlets: Mapping[str, str]) -> Story:
    """The Story with its outlets under their names in another language."""

    def called(each: Named) -> Named:
        return replace(each, outlet=outlets.get(each.outlet, each.outlet))

    members, parallels = map(called, story.members), map(called, story.parallels)
    return replace(story, members=tuple(members), parallels=tuple(parallels))


def _area_of(story: Story, wanted: tuple[str, ...]) -> Tag | None:
    """The first area of a Story, or the first of those the audience asked for."""
    areas = (tag for tag in story.assessment.tags if tag.kind is TagKind.AREA)
    return next((tag for tag in areas if not wanted or tag.name in wanted), None)


def _by_standing(each: Change) -> tuple[int, datetime, int]:
    return -by_publisher(each.tier), each.at, each.article


def _by_score(each: LeftOut) -> tuple[int, int]:
    return -each.score, each.article


def by_state(each: SourceCoverage) -> tuple[int, str, str, str]:
    """The sorting key of the coverage: the worst state first."""
    return STATES.index(each.state), each.site_name, each.site, each.source
