"""Workers as processes: started, watched, started again where an input ended one."""

import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from scripts.fuzz.targets import TARGETS

LONGEST_SECONDS = 120
"""Of the clock, after which a process is ended; an input has much less of the processor."""

MOST_MIB = 4096
_PROGRESS = re.compile(r"^#(\d+)\s.*cov: (\d+) ft: (\d+)", re.MULTILINE)
_ENDED_BY_INPUT = ("crash-", "timeout-", "oom-", "leak-")


@dataclass(frozen=True, slots=True)
class Places:
    """Where the files of one target lie."""

    home: Path
    target: str

    @property
    def corpus(self) -> Path:
        """Inputs that reached something new."""
        return self.home / "corpus" / self.target

    @property
    def seeds(self) -> Path:
        """Inputs that the repository brings."""
        return self.home / "seeds" / self.target

    @property
    def findings(self) -> Path:
        """Inputs that fail."""
        return self.home / "findings" / self.target

    @property
    def log(self) -> Path:
        """What libFuzzer says."""
        return self.home / "logs" / self.target


@dataclass(slots=True)
class Worker:
    """One process after another, until the time is over."""

    places: Places
    number: int
    end: float
    process: subprocess.Popen[bytes] | None = None
    logs: list[Path] = field(default_factory=list)

    def go_on(self) -> bool:
        """Whether there is a process that works, started now if there was none."""
        if self.process is not None and self.process.poll() is None:
            return True
        left = int(self.end - time.monotonic())
        if left <= 0:
            return False
        self._start(left)
        return True

    def _start(self, seconds: int) -> None:
        places = self.places
        log = places.log / f"{self.number}-{len(self.logs)}.txt"
        self.logs.append(log)
        options = [
            f"-max_total_time={seconds}",
            f"-timeout={LONGEST_SECONDS}",
            f"-report_slow_units={LONGEST_SECONDS}",
            f"-rss_limit_mb={MOST_MIB}",
            f"-max_len={TARGETS[places.target].most_bytes}",
            f"-dict={places.home / 'words.dict'}",
            f"-artifact_prefix={places.findings}/",
            "-reload=1",
            str(places.corpus),
            str(places.seeds),
        ]
        command = [sys.executable, "-m", "scripts.fuzz.work", places.target, str(places.findings)]
        with log.open("wb") as file:
            self.process = subprocess.Popen(  # noqa: S603 - our own
                [*command, *options], stdout=file, stderr=subprocess.STDOUT
            )


@dataclass(frozen=True, slots=True)
class Figures:
    """What a worker did: inputs run, edges of the code reached, and features of these."""

    runs: int = 0
    edges: int = 0
    features: int = 0


def figures(worker: Worker) -> Figures:
    """The sum of a worker's processes."""
    total = Figures()
    for log in worker.logs:
        found = _PROGRESS.findall(log.read_text(encoding="utf-8", errors="replace"))
        runs, edges, features = map(int, found[-1]) if found else (0, 0, 0)
        total = Figures(total.runs + runs, max(total.edges, edges), max(total.features, features))
    return total


def ended_by_input(places: Places) -> list[Path]:
    """Inputs that ended a whole process: too slow, too large, or a fault below Python."""
    return [
        path
        for path in sorted(places.findings.glob("*-*"))
        if path.name.startswith(_ENDED_BY_INPUT)
    ]
