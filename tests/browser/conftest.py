"""A Chromium, and a folder with pages of every kind as a reader gets them: the newsroom's two days in both languages,
digests made by hand that have every section, empty days, and what strangers wrote to break a page.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from core.config import ArchiveSettings, DigestSettings
from core.digest import Rendered
from digest.archive.pages import pages
from digest.archive.write import write
from digest.render import render
from newsroom.server import Newsroom
from newsroom.smtp import Sink
from scheduler.archiving import build_archive
from scheduler.demo import demo_setup, play, prepare_folder
from scheduler.jobs import make_digest
from scheduler.plan import DueDigest
from store import open_store
from tests.support.archives import EDITION, hostile_holdings
from tests.support.digests import GOLDEN_DIGESTS, hostile_digest

ENGLISH = DigestSettings(name="english", title="Yangtze River Delta Daily", language="en")
#: No character of it may be broken off, run out of its line, out of its element or be taken for markup.
STRANGER = f"{'W' * 70}长三角一体化<script>alert(1)</script>{'Z' + '̸̡' * 20} مرحبا بالعالم"
ADDRESS = f"http://a.cn/{'x' * 400}"


@pytest.fixture(scope="session")
def produced(chromium: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder, with `digests/`, `mail/`, `archive/`, `archive-en/`, `made/` and `hostile-archive/`.

    Nothing is made where there is no `chromium` to look at it.
    """
    folder = tmp_path_factory.mktemp("browser") / "with spaces 长三角"
    prepare_folder(folder)
    (folder / "mail").mkdir()
    for day in play(folder):
        for made in day.cycle.digests:
            _mail(folder, f"{made.digest.name}-{made.digest.local_date}", render(made.digest))
    _add_english(folder)
    _made_by_hand(folder)
    write(pages(EDITION, hostile_holdings(STRANGER, ADDRESS)), folder / "hostile-archive", 1)
    return folder


def _add_english(folder: Path) -> None:
    """The same two days as an English office reads them, and the archives of both offices."""
    # The sites are known by their ids: nothing is asked of this newsroom.
    with Newsroom() as room, Sink() as sink:
        setup = demo_setup(folder, room, sink)
    config = replace(setup.config, digest=(*setup.config.digest, ENGLISH))
    setup = replace(setup, config=config)
    with open_store(setup.store_path) as store:
        for saved in reversed(store.digests.of("daily", 2)):
            due = DueDigest(ENGLISH, saved.local_date, saved.window)
            made = make_digest(setup, store, due, lambda saved=saved: saved.built_at)
            _mail(folder, f"english-{saved.local_date}", render(made.digest))
        build_archive(setup, store, folder / "archive")
        edition = ArchiveSettings(title="Delta archive", language="en")
        build_archive(replace(setup, config=replace(config, archive=edition)), store, folder / "archive-en")


def _made_by_hand(folder: Path) -> None:
    (folder / "made").mkdir()
    for name, digest in {**GOLDEN_DIGESTS, "hostile": hostile_digest(STRANGER, ADDRESS)}.items():
        rendered = render(digest)
        (folder / "made" / f"{name}.html").write_text(rendered.html, encoding="utf-8")
        _mail(folder, name, rendered)


def _mail(folder: Path, name: str, rendered: Rendered) -> None:
    (folder / "mail" / f"{name}.html").write_text(rendered.mail_html, encoding="utf-8")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """A Chromium that is driven by playwright."""
    driver = pytest.importorskip("playwright.sync_api", reason="no driver for a browser here: ./run browser adds it")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium here: on Debian, apt-get install chromium")
    with driver.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
        )
        yield browser
        browser.close()
