"""Feed: Stories for feed readers, as Atom (RFC 4287) and JSON Feed 1.1; pure, the same Stories give the same bytes.

An item is known by its Story, whichever feed it stands in, and its time of change moves only when a page of the Story
was edited or taken away: a reader shows each piece of news once, and again when it is not what it was.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urljoin
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from core.digest import Digest
from core.stories.story import Change, Story
from digest.archive.paths import story_page
from digest.changed import changed_of
from digest.entry import entry_of
from digest.filling import fill
from digest.lines import Calendar, in_ascii, shown
from digest.record import cleaned
from digest.wording import counted, words_of

#: A feed holds the issues of so many days: who asks once in that time misses nothing, over the longest holidays too.
FEED_DAYS = 14

#: What separates our names from others' in the ids.
_SPACE = "deltawatch:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A Story in a feed."""

    #: `urn:uuid:...`
    id: str
    title: str
    #: Where it is not that of the feed.
    lang: str
    url: str | None
    outlet: str
    summary: str
    #: The whole entry.
    html: str
    labels: tuple[str, ...]
    #: Aware, UTC: when it was first seen, and when it was last changed.
    published: datetime
    updated: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed ready to be written down."""

    id: str
    title: str
    note: str
    lang: str
    updated: datetime
    #: Where its folder is on the web; empty where it is on no web server.
    address: str
    items: tuple[Item, ...]


def is_in_feed(issue: date, newest: date) -> bool:
    """Whether the Stories of an issue are still in the feed when this is the newest."""
    return newest - issue < timedelta(days=FEED_DAYS)


def feed_of(digests: Sequence[Digest], address: str = "", archive: str = "") -> Feed:
    """The Stories of the late ones of these digests of one name, the newest first.

    Args:
        digests: the newest first, one at the least.
        address: of the folder on the web.
        archive: the address of the archive on the web.
    """
    newest = cleaned(digests[0])
    late = [newest, *(cleaned(each) for each in digests[1:] if is_in_feed(each.local_date, newest.local_date))]
    changes: dict[int, list[Change]] = {}
    for change in (change for digest in reversed(late) for change in digest.changes):
        if change.story is not None:
            changes.setdefault(change.story, []).append(change)
    stories = [story for digest in late for section in digest.sections for story in section.stories]
    return feed_of_stories(
        stories,
        changes,
        name=newest.name,
        title=newest.title,
        language=newest.language,
        zone=ZoneInfo(newest.timezone),
        address=address,
        archive=archive,
        built_at=newest.built_at,
    )


def feed_of_stories(
    stories: Iterable[Story],
    changes: Mapping[int, Sequence[Change]],
    *,
    name: str,
    title: str,
    language: str,
    zone: ZoneInfo,
    address: str,
    archive: str,
    built_at: datetime | None = None,
) -> Feed:
    """A feed of Stories; without a time of its own it is as new as its newest item.

    Args:
        changes: the id of a Story to what became of its pages, the oldest first.
        name: tells it from other feeds of the same address.
    """
    words = words_of(language)
    calendar = Calendar(words, zone, 0)
    items = tuple(item_of(story, changes.get(story.id, ()), calendar, archive) for story in stories)
    # Without sorting by time what was seen last would not come first: sections stand by rank.
    items = tuple(sorted(items, key=lambda item: (item.published, item.id), reverse=True))
    return Feed(
        id=_id(f"{address}{name}"),
        title=shown(title),
        note=counted(FEED_DAYS, words.feed_note),
        lang=words.lang,
        updated=built_at or max((item.updated for item in items), default=datetime.fromtimestamp(0, UTC)),
        address=address,
        items=items,
    )


def item_of(story: Story, changes: Sequence[Change], calendar: Calendar, archive: str) -> Item:
    """A Story as it stands in a feed."""
    entry = entry_of(story, 0, calendar)
    told = [changed_of(change, calendar) for change in changes]
    page = urljoin(archive, story_page(story.id)) if archive else ""
    return Item(
        id=_id(f"story/{story.id}/{story.first_seen.astimezone(UTC).isoformat()}"),
        title=entry.title,
        lang=entry.lang,
        url=in_ascii(entry.url) if entry.url else None,
        outlet=entry.outlet,
        summary=entry.summary,
        html=fill("feed-entry.html", e=entry, w=calendar.words, changes=told, page=page),
        labels=tuple(dict.fromkeys(chip.label for chip in entry.chips if chip.label)),
        published=story.first_seen,
        updated=max((story.first_seen, *(change.at for change in changes))),
    )


def to_atom(feed: Feed, file: str, page: str) -> str:
    """The feed as Atom.

    Args:
        file: its name in its folder.
        page: the name of the page there that shows the same to people.
    """
    return fill("feed.atom", feed=feed, file=file, page=page, time=_time)


def to_json_feed(feed: Feed, file: str, page: str) -> str:
    """The feed as JSON Feed 1.1; arguments as of `to_atom`."""
    on_the_web = {"home_page_url": feed.address + page, "feed_url": feed.address + file} if feed.address else {}
    tree = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        **on_the_web,
        "description": feed.note,
        "language": feed.lang,
        "items": [_json_item(item) for item in feed.items],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def _json_item(item: Item) -> dict[str, object]:
    told = {
        "id": item.id,
        "url": item.url,
        "title": item.title,
        "content_html": item.html,
        "summary": item.summary,
        "date_published": _time(item.published),
        "date_modified": _time(item.updated),
        "authors": [{"name": item.outlet}] if item.outlet else None,
        "tags": list(item.labels),
        "language": item.lang,
    }
    return {key: value for key, value in told.items() if value}


def _id(name: str) -> str:
    """An id that stays: the same name has the same one everywhere and for ever."""
    return uuid5(NAMESPACE_URL, _SPACE + name).urn


def _time(at: datetime) -> str:
    """RFC 3339."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
