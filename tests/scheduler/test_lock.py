"""One at a time, and a kill frees the lock."""

import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from scheduler.lock import Locked, holder, only_one

NOW = datetime(2026, 11, 21, tzinfo=UTC)
HOLD = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from scheduler.lock import only_one
with only_one(Path(sys.argv[1]), "run", datetime.now(UTC)):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def at_work(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(tmp_path / "s.sqlite")], stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"held\n"
    yield process
    process.kill()
    process.wait()
    process.stdout.close()


def test_the_second_is_refused_at_once_and_told_who_holds_it(tmp_path, at_work):
    with (
        pytest.raises(Locked, match=rf"deltawatch run, process {at_work.pid}, since"),
        only_one(tmp_path / "s.sqlite", "run", NOW),
    ):
        pass


def test_a_killed_holder_holds_nothing(tmp_path, at_work):
    assert f"process {at_work.pid}" in holder(tmp_path / "s.sqlite")
    at_work.send_signal(signal.SIGKILL)
    at_work.wait()

    assert holder(tmp_path / "s.sqlite") is None
    with only_one(tmp_path / "s.sqlite", "run", NOW):
        pass
