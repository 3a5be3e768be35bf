"""A child gets its job, says its piece, and ends in time."""

import signal
import subprocess
import sys
import textwrap
import time

import pytest

from scheduler import child
from scheduler.child import run_module

ECHO = """
import json, sys
print("noise")
print(json.dumps({"got": sys.stdin.read()}))
print("a complaint", file=sys.stderr)
sys.exit(3)
"""
STUBBORN = """
import signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
time.sleep(60)
"""
DEAF = "import sys; sys.stdin.close(); sys.exit(1)"
PARENT = """
import sys
from scheduler.child import Stopped, run_module
try:
    run_module("patient", b"", 60)
except Stopped as stopped:
    print("stopped", stopped)
    sys.exit(0)
"""
PATIENT = """
import signal, sys, time
def end(*_):
    print("ending", file=sys.stderr)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("ready", file=sys.stderr, flush=True)
time.sleep(60)
"""


@pytest.fixture
def module(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))

    def write(name, code):
        (tmp_path / f"{name}.py").write_text(textwrap.dedent(code))
        return name

    return write


def test_it_gets_the_job_and_answers_with_its_last_object(module):
    ended = run_module(module("echo", ECHO), b"job", 30)

    assert (ended.code, ended.answer, ended.timed_out) == (3, {"got": "job"}, False)
    assert ended.complaint == ("a complaint",)


def test_one_that_will_not_end_is_killed(module, monkeypatch):
    monkeypatch.setattr(child, "GRACE", 0.5)
    ended = run_module(module("stubborn", STUBBORN), b"", 1.0)

    assert ended.timed_out
    assert ended.code == -signal.SIGKILL


def test_one_that_dies_without_listening_is_no_error_of_ours(module):
    assert run_module(module("deaf", DEAF), b"x" * 1_000_000, 30).code == 1


def test_sigterm_is_passed_on_and_the_child_waited_for(module):
    module("patient", PATIENT)
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert parent.stderr.readline() == "ready\n"
    began = time.monotonic()
    parent.send_signal(signal.SIGTERM)
    output, complaint = parent.communicate(timeout=20)

    assert output == "stopped SIGTERM\n"
    assert complaint == "ending\n"
    assert parent.returncode == 0
    assert time.monotonic() - began < 10
