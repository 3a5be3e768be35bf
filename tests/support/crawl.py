"""A crawl in a child process of its own, as the scheduler starts it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import IO, Any, Self

from core.config import CrawlSettings
from core.read import MODULES
from core.site import Site
from crawler.job import CrawlJob, DueSite, to_json

CHECKOUT = Path(__file__).parents[2]


def job_for(store: Path, *sites: Site, budget: float = 60, clock_offset: float = 0, **crawl: Any) -> CrawlJob:
    """A job for all Sources of these Sites."""
    return CrawlJob(
        store=str(store),
        due=tuple(DueSite(site=site, sources=tuple(source.id for source in site.sources)) for site in sites),
        user_agent="deltawatch/0 (+mailto:tests@example.org)",
        crawl=CrawlSettings(**crawl),
        budget=budget,
        clock_offset=clock_offset,
    )


@dataclass(frozen=True)
class Ended:
    """How a child ended."""

    code: int
    out: str
    err: str
    #: Most memory it ever had, MB; only of a Child.
    peak: float = 0.0

    @property
    def sites(self) -> dict[str, Any]:
        """The report."""
        sites: dict[str, Any] = json.loads(self.out)["sites"]
        return sites


class Child:
    """A crawl under way, in an interpreter of its own."""

    def __init__(self, text: str) -> None:
        self._out: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by end()
        self._err: IO[str] = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", "crawler.fetch"],
            cwd=CHECKOUT,
            stdin=subprocess.PIPE,
            stdout=self._out,
            stderr=self._err,
            text=True,
        )
        assert self.process.stdin
        with self.process.stdin as stdin:
            stdin.write(text)

    @classmethod
    def of(cls, job: CrawlJob) -> Self:
        """Start a job."""
        return cls(to_json(job))

    def end(self) -> Ended:
        """Wait until it ends. The test's own time-out watches over it."""
        peak = 0.0
        while self.process.poll() is None:
            peak = max(peak, self._memory())
            time.sleep(0.01)
        texts = []
        for file in (self._out, self._err):
            with file:
                file.seek(0)
                texts.append(file.read())
        return Ended(self.process.returncode, *texts, peak)

    def _memory(self) -> float:
        # Not ru_maxrss: that counts the parent's memory, from before the exec.
        try:
            status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        except OSError:
            return 0.0
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        return int(found[1]) / 1024 if found else 0.0


def crawl(job: CrawlJob) -> Ended:
    """Run a job to its end, in a process that is forked from one with everything imported: a second less for each."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["crawler.fetch", "crawler.download", *MODULES])
    with tempfile.TemporaryDirectory(prefix="crawl-") as folder:
        told, out, err = (Path(folder) / name for name in ("in", "out", "err"))
        told.write_text(to_json(job), encoding="utf-8")
        process = context.Process(target=_fetch, args=(told, out, err))
        process.start()
        # The test's own time-out watches over it.
        process.join()
        assert process.exitcode is not None
        return Ended(process.exitcode, out.read_text("utf-8"), err.read_text("utf-8"))


def _fetch(told: Path, out: Path, err: Path) -> None:
    """What `python -m crawler.fetch` does, with files for its three channels."""
    from crawler.fetch import main

    os.dup2(os.open(told, os.O_RDONLY), 0)
    for number, path in ((1, out), (2, err)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115 - as long as the process
    sys.exit(main())
