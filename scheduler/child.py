"""The crawl's child process: started, given its job, stopped in time."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

#: Seconds a child may take to end by itself after SIGTERM.
GRACE = 15.0
#: Seconds past its own budget before it is told to end.
OVERTIME = 60.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended."""

    code: int
    #: The JSON object it printed last; empty when it printed none.
    answer: dict[str, Any]
    #: The last lines it wrote to standard error.
    complaint: tuple[str, ...]
    timed_out: bool


def run_module(module: str, stdin: bytes, limit: float) -> Ended:
    """Run `python -m module` with `stdin`, for at most `limit` seconds.

    What it writes to standard error is passed on line by line. SIGTERM and SIGINT to us are passed on to it; it is
    waited for in any case, at most GRACE seconds more.

    Raises:
        Stopped: after it has ended, when we were told to end meanwhile.
    """
    complaints, complaint_end = os.pipe()
    # -P: a file in the person's folder that is named like a module must not be taken for it.
    # A session of its own: Ctrl-C reaches it once, by us, and not a second time by the terminal.
    child = subprocess.Popen(
        [sys.executable, "-P", "-m", module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaint_end,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    os.close(complaint_end)
    complaint: deque[str] = deque(maxlen=20)
    listener = threading.Thread(target=_listen, args=(complaints, complaint), daemon=True)
    listener.start()
    try:
        with _passing_on_signals(child):
            output, timed_out = _talk(child, stdin, limit)
    finally:
        # Also when we were told to end: its last words are passed on.
        listener.join(timeout=5)
    return Ended(child.returncode, _last_object(output), tuple(complaint), timed_out)


def _listen(complaints: int, complaint: deque[str]) -> None:
    with open(complaints, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            complaint.append(line.rstrip())
            print(line.rstrip(), file=sys.stderr)


def _talk(child: subprocess.Popen[bytes], stdin: bytes, limit: float) -> tuple[bytes, bool]:
    try:
        return child.communicate(stdin, timeout=limit)[0], False
    except subprocess.TimeoutExpired:
        child.terminate()
    try:
        return child.communicate(timeout=GRACE)[0], True
    except subprocess.TimeoutExpired:
        child.kill()
    return child.communicate()[0], True


@contextmanager
def _passing_on_signals(child: subprocess.Popen[bytes]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stopped: list[int] = []
    last_word = threading.Timer(GRACE, child.kill)
    last_word.daemon = True

    def pass_on(number: int, _frame: object) -> None:
        stopped.append(number)
        if len(stopped) == 1:
            child.terminate()
            last_word.start()
        else:
            child.kill()

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        last_word.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)
    if stopped:
        raise Stopped(stopped[0])


class Stopped(Exception):
    """We were told to end while a child was at work; it has ended."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(signal.Signals(number).name)


def _last_object(output: bytes) -> dict[str, Any]:
    for line in reversed(output.decode("utf-8", "replace").splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict):
            return found
    return {}
