"""The lineage of a Story in words: who published it first, who had it from whom and how."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from core.assessment import Trust
from core.stories.lineage import Branch, first_publisher, outlets, tree
from core.stories.story import Member, Story
from core.text import one_line
from core.verdict import How

#: What goes without saying.
_PLAIN = {Trust.OK, Trust.UNKNOWN}


def words(story: Story, zone: ZoneInfo) -> Iterator[str]:
    """The tree as lines, indented by descent, strangers' text without control characters."""
    heard = outlets(story.members)
    first = first_publisher(story.members)
    if first is not None:
        yield one_line(f"first published by {_name(first)}; {len(heard)} outlets, {len(story.members)} pages")
    for branch in tree(story.members):
        said = f"{_name(branch)}: {_member(branch.member, zone)}" if branch.member else _name(branch)
        yield "  " * (branch.depth + 1) + one_line(said)
    for each in story.parallels:
        how = "in its own words" if each.language == story.article.language else f"in {each.language}"
        yield one_line(f"told {how} too: story {each.story}, {each.outlet}: {each.title} {each.url}")
        yield f"  by {one_line(each.evidence)}"


def _name(branch: Branch) -> str:
    return branch.name if branch.member else f"{branch.name} (credited; own page not seen)"


def _member(member: Member, zone: ZoneInfo) -> str:
    how = "original, as far as is known" if member.how is How.FIRST else str(member.how)
    trust = "" if member.trust in _PLAIN else f" ({member.trust})"
    facts = [
        f"article {member.article}",
        how + trust,
        f"published {member.published or 'without a date'}",
        f"first seen {_time(member.first_seen, zone)}",
        member.url,
        member.detail,
    ]
    return ", ".join(filter(None, facts))


def _time(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
