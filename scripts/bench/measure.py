"""Runs commands as whole processes, in turn, and measures them."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True, slots=True)
class Run:
    """What a process took.

    Attributes:
        seconds: From its start to its end.
        cpu_seconds: Of the processor, in the program and for it.
        peak_bytes: Of memory.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: float


def run_in_turn(
    commands: Sequence[list[str]],
    folder: Path,
    repeats: int,
    before: Callable[[], None] = lambda: None,
) -> list[list[Run]]:
    """Runs A, B, A, B, … and gives each command's runs; a first round of each is not counted.

    Args:
        commands: That are compared.
        folder: In which they run.
        repeats: Rounds that count.
        before: Is called before each round.

    Raises:
        RuntimeError: A command failed.
    """
    rounds = [_run_round(commands, folder, before) for _ in range(repeats + 1)]
    return [list(runs) for runs in zip(*rounds[1:], strict=True)]


def medians(runs: Sequence[Run]) -> Run:
    """The median of each number."""
    return Run(
        median(run.seconds for run in runs),
        median(run.cpu_seconds for run in runs),
        median(run.peak_bytes for run in runs),
    )


def _run_round(
    commands: Sequence[list[str]], folder: Path, before: Callable[[], None]
) -> list[Run]:
    before()
    return [_run(command, folder) for command in commands]


def _run(command: list[str], folder: Path) -> Run:
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command lines
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"exit status {process.returncode}: {' '.join(command)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * unit)
