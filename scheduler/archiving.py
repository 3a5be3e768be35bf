"""Archiving: the store's digests and Stories into the archive."""

from __future__ import annotations

from dataclasses import dataclass
from os.path import relpath
from pathlib import Path

from core.config import ArchiveSettings, DigestSettings
from core.topics.labels import english_labels
from digest.archive.pages import Edition, Holdings, pages
from digest.archive.write import Built, is_current, write
from digest.errors import DigestError
from digest.record import from_json
from scheduler.resources import Setup
from store.database import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """What became of the archive in one cycle."""

    #: None where there was nothing to do, or it failed.
    built: Built | None = None
    #: Why it failed, in one line.
    fault: str = ""


def build_archive(setup: Setup, store: Store, folder: Path | None = None, *, again: bool = False) -> Built:
    """Bring the archive up to date, in its own folder or in another.

    Raises:
        DigestError: when its folder is another's or cannot be written.
    """
    holdings = Holdings(
        issues=tuple(store.archive.issues()),
        cards=tuple(store.archive.cards()),
        digest_of=lambda issue: from_json(store.archive.record(issue)),
        dossier_of=store.archive.dossier,
        wordings_of=store.archive.wordings,
    )
    newest = store.archive.newest()
    return write(pages(edition_of(setup), holdings), folder or archive_folder(setup), newest, again=again)


def archive_after_digest(setup: Setup, store: Store) -> Archived:
    """Bring the archive up to date where the config wants one and the newest digest is not in it yet.

    The digest is made and sent by then, whatever becomes of the archive.
    """
    settings = setup.config.archive
    newest = store.archive.newest()
    if settings is None or not settings.enabled or newest is None or is_current(archive_folder(setup), newest):
        return Archived()
    try:
        return Archived(built=build_archive(setup, store))
    except DigestError as fault:
        return Archived(fault=str(fault))


def archive_seen_from(setup: Setup, digest: DigestSettings) -> str:
    """The address of the archive in a digest: on the web where it has one, else relative to the digest's files; empty
    where none is kept."""
    settings = setup.config.archive
    if settings is None or not settings.enabled:
        return ""
    if settings.url is not None:
        return settings.url.rstrip("/")
    return Path(relpath(archive_folder(setup), setup.folder / digest.folder)).as_posix()


def archive_folder(setup: Setup) -> Path:
    """Where the archive of the office lies."""
    settings = setup.config.archive or ArchiveSettings()
    return setup.folder / settings.folder


def edition_of(setup: Setup) -> Edition:
    """What all pages of the office's archive share."""
    settings = setup.config.archive or ArchiveSettings()
    topics, is_english = setup.rules.topics, settings.language == "en"
    return Edition(
        title=settings.title,
        language=settings.language,
        timezone=setup.config.timezone,
        address=settings.url or "",
        labels=english_labels(topics) if is_english else {},
        outlets={site.name: site.name_en for site in setup.sites if site.name_en} if is_english else {},
        provinces=dict(sorted(topics.province_of.items())),
    )
