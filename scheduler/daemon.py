"""The daemon: cron inside a process. APScheduler wakes it; what is due is worked out from the store.

Every cycle is a child process, the same `deltawatch run` that cron would start: its memory comes back, a crash
stays outside, and there is one path to test.
"""

from __future__ import annotations

import logging
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.interval import IntervalTrigger

from core.settings import ConfigError
from scheduler.console import BUSY, Session, say
from scheduler.jobs import why_due
from scheduler.lock import only_one
from scheduler.notify import notify
from store.errors import StoreError

logger = logging.getLogger(__name__)

#: Seconds between two wakings.
WAKE = 60.0
#: After a cycle that did not end well the next one waits this long, whatever is due.
PAUSE = timedelta(minutes=5)
#: Seconds a cycle may take to end after SIGTERM: the crawl's own grace and a little.
GRACE = 30.0


def serve(session: Session, wake: float = WAKE) -> None:
    """Run cycles whenever something is due, until SIGTERM or SIGINT.

    Raises:
        ConfigError: when the config is faulty at the start; a fault that comes later is logged and the cycles wait.
        Locked: when another daemon serves this store.
    """
    setup = session.setup()
    with only_one(setup.store_path.with_suffix(".serve"), "serve", session.clock()):
        daemon = _Daemon(session)
        scheduler = BlockingScheduler(timezone=setup.config.timezone)
        # Late wakings are worth as much as punctual ones, and many missed ones as much as one.
        scheduler.add_job(
            daemon.wake,
            IntervalTrigger(seconds=wake),
            next_run_time=datetime.now().astimezone(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
        )

        def end(_number: int, _frame: object) -> None:
            daemon.end()
            scheduler.shutdown(wait=False)

        signal.signal(signal.SIGTERM, end)
        signal.signal(signal.SIGINT, end)
        say(f"serving {session.config_path}; SIGTERM or Ctrl-C ends it, -v tells of every cycle")
        notify("READY=1", "STATUS=waiting")
        scheduler.start()
        notify("STOPPING=1")
        daemon.wait()


@dataclass(slots=True)
class _Daemon:
    session: Session
    cycle: subprocess.Popen[bytes] | None = None
    ended: Event = field(default_factory=Event)
    #: Before this moment no cycle is started.
    rest_until: datetime | None = None

    def wake(self) -> None:
        notify("WATCHDOG=1")
        now = self.session.clock()
        if self.ended.is_set() or (self.rest_until is not None and now < self.rest_until):
            return
        try:
            due = self._why_due(now)
        except (ConfigError, StoreError) as fault:
            logger.error("nothing is run until this is mended: %s", fault)
            self.rest_until = now + PAUSE
            return
        if due:
            self._run(due)

    def _why_due(self, now: datetime) -> str:
        setup = self.session.setup()
        # Not the whole file every minute: the cycle that is started looks for damage before it writes.
        with self.session.store(setup, check=False) as store:
            return why_due(setup, store, now)

    def _run(self, due: str) -> None:
        logger.info("due: %s", due)
        notify(f"STATUS=running: {due}")
        command = [sys.executable, "-P", "-m", "scheduler.cli", "--config", str(self.session.config_path), "run"]
        self.cycle = subprocess.Popen(command, start_new_session=True)
        if self.ended.is_set():
            # We were told to end after `wake` looked and before there was a cycle to end.
            self.cycle.terminate()
        code = self._watch(self.cycle)
        if code not in {0, BUSY} and not self.ended.is_set():
            logger.warning("the cycle ended with code %d", code)
            self.rest_until = self.session.clock() + PAUSE
        notify("STATUS=waiting")

    def _watch(self, cycle: subprocess.Popen[bytes]) -> int:
        # The watchdog is fed while a cycle works: its own limits end one that hangs.
        while True:
            try:
                return cycle.wait(timeout=20)
            except subprocess.TimeoutExpired:
                notify("WATCHDOG=1")

    def end(self) -> None:
        self.ended.set()
        if self.cycle is not None and self.cycle.poll() is None:
            self.cycle.terminate()

    def wait(self) -> None:
        if self.cycle is None:
            return
        try:
            self.cycle.wait(timeout=GRACE)
        except subprocess.TimeoutExpired:
            self.cycle.kill()
            self.cycle.wait()
