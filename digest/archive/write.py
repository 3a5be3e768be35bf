"""Write: the pages that are not what they were into their folder, so that the site works at every moment.

New contents are first written aside. Then new pages come to their places: nothing leads to them yet. Then changed ones
are replaced: whatever they lead to is there, old or new. Then what is gone is removed: nothing leads to it any more.
The manifest comes last, so that a build which was killed is made good by the next one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from digest.archive.pages import Page
from digest.archive.paths import is_ours
from digest.errors import DigestError
from digest.files import write_whole

MANIFEST = "manifest.json"
_ASIDE = ".building"


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What a build did, in files."""

    written: int
    removed: int
    unchanged: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manifest:
    #: The newest digest in it; None while a build has not come to its end.
    newest: int | None
    #: Path to stamp.
    pages: Mapping[str, str]


def is_current(folder: Path, newest: int | None) -> bool:
    """Whether the archive in this folder was built to its end when this was the newest digest."""
    manifest = _read(folder / MANIFEST)
    return manifest is not None and manifest.newest == newest


def write(pages: Iterable[Page], folder: Path, newest: int | None, *, again: bool = False) -> Built:
    """Write the pages whose stamp is not that of the file, and remove the files that are no pages any more.

    Files that no build has written are never touched.

    Args:
        newest: the id of the newest digest, for `is_current`.
        again: every page, whatever its stamp.

    Raises:
        DigestError: the folder is another's, cannot be written, or the disk is full; what stood there still stands.
    """
    with _told(folder):
        before = _claimed(folder)
        aside = folder / _ASIDE
        shutil.rmtree(aside, ignore_errors=True)
        stamps: dict[str, str] = {}
        changed: list[str] = []
        for page in pages:
            stamps[page.path] = page.stamp
            if again or before.get(page.path) != page.stamp or not (folder / page.path).is_file():
                _put(aside / page.path, page.make())
                changed.append(page.path)
        gone = [path for path in before if path not in stamps and is_ours(path)]
        _publish(folder, aside, changed)
        for path in gone:
            _remove(folder, path)
        shutil.rmtree(aside, ignore_errors=True)
        if changed or gone or not is_current(folder, newest):
            # One for all of them, where a power loss could leave names without contents.
            os.sync()
            _save(folder, _Manifest(newest=newest, pages=stamps))
    return Built(written=len(changed), removed=len(gone), unchanged=len(stamps) - len(changed))


def _claimed(folder: Path) -> Mapping[str, str]:
    """The stamps of the files in the folder. A folder that is empty is taken; one of another's is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = _read(folder / MANIFEST)
    if manifest is not None:
        return manifest.pages
    if any(folder.iterdir()):
        raise DigestError(f"{folder} is not empty and holds no archive; name another folder, or empty this one")
    _save(folder, _Manifest(newest=None, pages={}))
    return {}


def _publish(folder: Path, aside: Path, changed: Iterable[str]) -> None:
    """Bring what was written aside to its place: what is new first."""
    for path in sorted(changed, key=lambda path: (folder / path).exists()):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (aside / path).replace(folder / path)


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())


def _remove(folder: Path, path: str) -> None:
    """Remove a file, and the folders that it leaves empty."""
    (folder / path).unlink(missing_ok=True)
    for parent in map(folder.joinpath, Path(path).parents[:-1]):
        # A build that was killed may have been here before.
        if parent.is_dir():
            if any(parent.iterdir()):
                break
            parent.rmdir()


def _read(path: Path) -> _Manifest | None:
    """The manifest; None where there is none of ours."""
    if not path.is_file():
        return None
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        if tree["archive_of"] != "deltawatch":
            return None
        return _Manifest(newest=tree["newest"], pages=dict(tree["pages"]))
    except (ValueError, KeyError, TypeError):
        return None


def _save(folder: Path, manifest: _Manifest) -> None:
    tree = {
        "archive_of": "deltawatch",
        "newest": manifest.newest,
        "pages": dict(sorted(manifest.pages.items())),
    }
    write_whole(folder / MANIFEST, (json.dumps(tree, indent=0) + "\n").encode())


@contextmanager
def _told(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise DigestError(f"cannot write the archive to {folder}: {fault.strerror or fault}") from fault
