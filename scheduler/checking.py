"""Checking: what of a config does not go together, though each value by itself is right. Pure; tells all faults."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from posixpath import normpath

from core.config import ChannelSettings, Config, DigestSettings
from core.rules import Rules
from core.settings import Fault, Origin, Path

#: Where and what: turned into a Fault once the lines are known.
Found = tuple[Path, str]

#: Names of channels that would be taken for something else.
_RESERVED = {"mail"}


def faults_of(config: Config, rules: Rules | None, origin: Origin) -> list[Fault]:
    """All that does not go together, with its lines.

    Args:
        rules: None where they have faults of their own: then names of theirs are not looked up.
        origin: the file of the config.
    """
    found = [
        *_twice_named("digest", [digest.name for digest in config.digest]),
        *_twice_named("channel", [channel.name for channel in config.channel]),
        *(fault for place, digest in enumerate(config.digest) for fault in _of_digest(place, digest, config)),
        *(fault for place, channel in enumerate(config.channel) for fault in _of_channel(place, channel)),
    ]
    if rules is not None:
        found += [fault for place, digest in enumerate(config.digest) for fault in _unknown(place, digest, rules)]
    return [origin.fault(path, message) for path, message in found]


def _twice_named(table: str, names: Sequence[str]) -> Iterator[Found]:
    for place, name in enumerate(names):
        if name in names[:place]:
            yield (table, place, "name"), f"{name!r} is the name of an earlier {table}"


def _of_digest(place: int, digest: DigestSettings, config: Config) -> Iterator[Found]:
    if digest.to and config.mail is None:
        yield ("digest", place, "to"), "there is no [mail] section to send by"
    names = [channel.name for channel in config.channel]
    for name in digest.channels:
        if name not in names:
            yield ("digest", place, "channels"), f"no [[channel]] of this name: {name!r}{_nearest(name, names)}"
    if digest.every != "month" and digest.month_day != DigestSettings().month_day:
        yield ("digest", place, "month_day"), 'counts only with every = "month"'
    if config.archive is not None and normpath(digest.folder) == normpath(config.archive.folder):
        yield ("digest", place, "folder"), "is the folder of the archive: each needs one of its own"
    if digest.quiet is not None and _is_all_day(digest.quiet):
        yield ("digest", place, "quiet"), "begins and ends at the same time"


def _is_all_day(quiet: str) -> bool:
    begin, end = quiet.split("-")
    return begin == end


def _of_channel(place: int, channel: ChannelSettings) -> Iterator[Found]:
    here = ("channel", place)
    if channel.name in _RESERVED:
        yield (*here, "name"), f"{channel.name!r} stands for the [mail] section"
    if [channel.url, channel.url_env, channel.url_file].count(None) != 2:
        yield here, "needs one of url_env, url_file" + (" and url" if channel.kind == "webhook" else "")
    elif channel.url is not None and channel.kind != "webhook":
        yield (*here, "url"), "holds a key: put it into url_env or url_file, never into this file"
    if channel.secret_env is not None and channel.secret_file is not None:
        yield (*here, "secret_file"), "there is secret_env already"
    if channel.kind == "wecom" and (channel.secret_env or channel.secret_file):
        yield here, "a WeCom robot is known by its address alone and signs nothing: leave the secret out"
    if channel.kind == "apprise" and (channel.secret_env or channel.secret_file or channel.allow_networks):
        yield here, "apprise knows all from the address and connects by itself: leave secret and allow_networks out"


def _unknown(place: int, digest: DigestSettings, rules: Rules) -> Iterator[Found]:
    """Names that the topic rules have not."""
    topics = rules.topics
    known: dict[str, tuple[Sequence[str], Collection[str]]] = {
        "areas": (digest.areas, [area.name for area in topics.file.area]),
        "rules": (digest.rules, [each.rule.name for each in topics.rules.rules]),
        "places": (digest.places, {*topics.province_of, *topics.label_of.values()}),
    }
    what = {"areas": "policy area", "rules": "rule", "places": "place"}
    for key, (names, there_are) in known.items():
        for name in names:
            if name not in there_are:
                hint = _nearest(name, there_are) if len(there_are) > 30 else f"; there are: {', '.join(there_are)}"
                yield ("digest", place, key), f"no {what[key]} of this name in the topics: {name!r}{hint}"


def _nearest(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, sorted(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""
