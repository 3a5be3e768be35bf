"""A crawl in a child process of its own, as the scheduler starts it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from core.config import CrawlSettings
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
    #: Most memory it ever had, MB.
    peak: float

    @property
    def sites(self) -> dict[str, Any]:
        """The report."""
        sites: dict[str, Any] = json.loads(self.out)["sites"]
        return sites


class Child:
    """A crawl under way."""

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
    """Run a job to its end."""
    return Child.of(job).end()
