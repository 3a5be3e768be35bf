"""Stories: the newest ones, and one of them with everybody who carried it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from core.settings import ConfigError, Fault
from scheduler.console import Session, as_json, local_time, pass_session, print_json, print_table

if TYPE_CHECKING:
    from core.stories.story import Story


@click.group("stories", invoke_without_command=True)
@click.option("-n", "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="How many.")
@as_json
@click.pass_context
def stories_(context: click.Context, limit: int, json_: bool) -> None:
    """The newest stories: each piece of news once, with the number of outlets that had it."""
    if context.invoked_subcommand is not None:
        return
    from core.stories.lineage import outlets

    session: Session = context.obj
    setup = session.setup()
    zone = ZoneInfo(setup.config.timezone)
    with session.store(setup) as store:
        stories = store.stories.recent(limit)
    if json_:
        print_json(stories)
        return
    print_table(
        ("id", "first seen", "published", "outlets", "areas", "source", "title"),
        ((story.id, local_time(story.first_seen, zone), story.article.published, len(outlets(story.members)),
          _areas(story), story.canonical.outlet, story.article.title) for story in stories),
        empty="no stories yet",
    )  # fmt: skip


@stories_.command("show")
@click.argument("story_id", type=int)
@as_json
@pass_session
def stories_show(session: Session, story_id: int, json_: bool) -> None:
    """One story: its canonical article, who had it from whom, and what was changed since."""
    from pydantic_core import to_jsonable_python

    from scheduler.descent import words
    from scheduler.explaining import change_words
    from scheduler.holding import judged_words

    setup = session.setup()
    with session.store(setup) as store:
        story = store.stories.get(story_id)
        changes = store.changes.of_story(story_id)
        members = story.members if story else ()
        judged = tuple(filter(None, (store.judgements.of(member.article) for member in members)))
    if story is None:
        raise ConfigError([Fault("stories", None, "", f"no story {story_id}")])
    if json_:
        print_json(to_jsonable_python(story) | {"changes": changes, "judgements": judged})
        return
    click.echo(f"{story.article.title}\n{story.article.url}\n\n{story.article.text}\n")
    zone = ZoneInfo(setup.config.timezone)
    thought = (f"article {each.article} judged {judged_words(each, zone)}" for each in judged)
    for line in (*words(story, zone), *change_words(changes, zone), *thought):
        click.echo(line)


def _areas(story: Story) -> str:
    from core.assessment import TagKind

    return " ".join(tag.label for tag in story.assessment.tags if tag.kind is TagKind.AREA)
