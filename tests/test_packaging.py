"""The wheel holds every package and data file, the lock names no address, and the command runs from anywhere."""

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("core", "crawler", "digest", "newsroom", "scheduler", "spiders", "store")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        return set(archive.namelist())


def test_every_file_of_every_package_is_in_the_wheel(wheel):
    tracked = subprocess.run(["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=False)
    if tracked.returncode != 0:
        pytest.skip("not a git checkout")

    assert set(tracked.stdout.split()) - wheel == set()


def test_no_top_level_package_is_forgotten(wheel):
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}

    assert folders == set(PACKAGES)
    assert folders <= {name.split("/")[0] for name in wheel}


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-browser.lock"])
def test_a_lock_names_no_address_and_every_hash(name):
    lock = (ROOT / name).read_text(encoding="utf-8")

    assert "://" not in lock
    assert "--index" not in lock
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=\S)", lock) if "==" in entry)


def test_the_command_runs_outside_the_checkout(tmp_path):
    command = str(Path(sys.executable).with_name("deltawatch"))
    answer = subprocess.run([command, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert answer.stdout.startswith("deltawatch ")
