"""Rebuilding: a past digest made again from what the store and the config say now, to see what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from core.config import DigestSettings
from core.digest import Digest
from digest.difference import differences
from digest.files import write
from digest.forms import contents
from digest.record import from_json, to_json
from scheduler.jobs import build_digest
from scheduler.plan import DueDigest
from scheduler.resources import Setup
from store.database import Store
from store.digests import SavedDigest


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """A digest that was made again."""

    digest: Digest
    #: What differs from the digest that was saved, a line each.
    differences: tuple[str, ...]


def rebuild(setup: Setup, store: Store, saved: SavedDigest, settings: DigestSettings) -> Rebuilt:
    """Make a saved digest again; nothing is written.

    What had not arrived when it was built is taken from the record, since it is no news. All else is that of now: an
    edited config, a page that was read again, a copy that was found later, a look that was dropped after its 60 days.
    """
    before = from_json(saved.json)
    due = DueDigest(settings, saved.local_date, before.window)
    digest = build_digest(setup, store, due, saved.built_at, undelivered=before.undelivered, besides=saved.id)
    return Rebuilt(digest=digest, differences=differences(saved.json, to_json(digest)))


def replace_files(setup: Setup, saved: SavedDigest, settings: DigestSettings, rebuilt: Rebuilt) -> tuple[Path, ...]:
    """Write the files of the digest as it was made again; the store, and feeds, keep the record of what was sent.

    Raises:
        DigestError: when there is no room or no right to, or the library of a form is not installed.
    """
    return write(contents(rebuilt.digest, settings.formats), settings, setup.folder / settings.folder, saved.local_date)
