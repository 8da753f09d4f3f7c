"""At which instant of a process a signal is sent."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL, Signals
from typing import Literal

from scripts.kills.folder import aside, epochs, has_begun
from scripts.kills.process import Process
from scripts.kills.reference import Reference

Phase = Literal["starting", "training", "writing", "ending"]
_WEIGHTS: dict[Phase, int] = {"starting": 2, "training": 5, "writing": 6, "ending": 1}
_POLL_SECONDS = 0.0005
_WITHIN_SECONDS = 0.02
_OFTEN_SEEN = 0.8
"""Of the checkpoints that were seen once: one is written fast, and may be missed."""


@dataclass(frozen=True, slots=True)
class Aim:
    """An instant.

    Attributes:
        phase: Before the first step; while it trains; while a checkpoint is written, or while it
            trains where none is; from the last epoch on.
        share: How far into it, from 0 to 1: by epochs and checkpoints, as a busy machine has no
            timetable.
        part: How far into that epoch, or the time in which a checkpoint is written.
        signal: What is sent then.
    """

    phase: Phase
    share: float
    part: float
    signal: Signals = SIGKILL


def draw_aim(chance: random.Random, number: Signals = SIGKILL) -> Aim:
    """An instant, a good share of them where a checkpoint is written."""
    (phase,) = chance.choices(tuple(_WEIGHTS), tuple(_WEIGHTS.values()))
    return Aim(phase, chance.random(), chance.random(), number)


def reach(aim: Aim, process: Process, run: Callable[[], Path | None], known: Reference) -> bool:
    """Waits for the instant; says whether the process still went on then.

    Args:
        run: Finds the run's folder, once there is one.
    """
    match "training" if aim.phase == "writing" and not known.saves else aim.phase:
        case "starting":
            return _sleep(process, aim.share * known.begun_seconds)
        case "training":
            trained = _until_trained(aim, process, run, known)
            return trained and _sleep(process, aim.part * known.epoch_seconds)
        case "ending":
            last = _until(process, lambda: _epochs(run()) >= known.epochs)
            return last and _sleep(process, aim.part * known.ending_seconds)
        case "writing":
            written = _until_written(aim, process, run, known)
            return written and _sleep(process, aim.part * _WITHIN_SECONDS)


def _until_trained(
    aim: Aim, process: Process, run: Callable[[], Path | None], known: Reference
) -> bool:
    """Waits until so many of the epochs that are left are over."""
    before = max(0, _epochs(run()))
    wanted = before + int(aim.share * (known.epochs - before))
    return _until(process, lambda: _epochs(run()) >= wanted)


def _until_written(
    aim: Aim, process: Process, run: Callable[[], Path | None], known: Reference
) -> bool:
    """Waits until so many checkpoints were begun, of those that are left."""
    before = _aside(run())
    left = 1 - max(0, _epochs(run())) / known.epochs
    wanted = 1 + int(aim.share * left * _OFTEN_SEEN * known.saves)
    seen: set[int] = set()

    def is_reached() -> bool:
        seen.update(_aside(run()) - before)
        return len(seen) >= wanted

    return _until(process, is_reached)


def _epochs(folder: Path | None) -> int:
    return -1 if folder is None or not has_begun(folder) else epochs(folder)


def _aside(folder: Path | None) -> set[int]:
    return set() if folder is None else aside(folder)


def _until(process: Process, holds: Callable[[], bool]) -> bool:
    while process.goes_on:
        if holds():
            return True
        time.sleep(_POLL_SECONDS)
    return False


def _sleep(process: Process, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while process.goes_on:
        left = end - time.monotonic()
        if left <= 0:
            return True
        time.sleep(min(left, 0.01))
    return False
