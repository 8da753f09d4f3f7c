"""How a contender hears that it is its turn, and tells what that took: lines of JSON."""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

from scripts.bench.workloads import WORKLOADS, Workload


@dataclass(frozen=True, slots=True)
class Task:
    """What the command line asks for.

    Attributes:
        steps: In an epoch.
        epochs: At most, in all.
        changes: Values by path that replace those of wtspec's file.
    """

    workload: Workload
    steps: int
    epochs: int
    changes: dict[str, str]


class Turns:
    """One epoch a turn. A turn begins with a line on stdin; stdin's end is the end of all."""

    def __init__(self) -> None:
        self._told = _take_stdout()
        self._began = 0.0

    def ready(self, parameters: int) -> None:
        """Tells that all is imported and made, and how many numbers the model trains."""
        self._tell(parameters=parameters)

    def refuse(self, reason: str) -> None:
        """Tells why there is nothing to be measured."""
        self._tell(refused=reason)

    def wait(self) -> bool:
        """Waits for the turn to begin; False where there are no more."""
        if not sys.stdin.readline():
            return False
        self._began = time.perf_counter()
        return True

    def done(self, loss: float, accuracy: float) -> None:
        """Ends the turn; the metrics are the epoch's means."""
        seconds = time.perf_counter() - self._began
        self._tell(seconds=seconds, loss=loss, accuracy=accuracy, peak_bytes=_peak_bytes())

    def _tell(self, **facts: object) -> None:
        self._told.write(json.dumps(facts) + "\n")
        self._told.flush()


def read_task() -> Task:
    """The task on the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workload", choices=WORKLOADS)
    parser.add_argument("steps", type=int)
    parser.add_argument("epochs", type=int)
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE")
    given = parser.parse_args()
    changes = dict(one.split("=", 1) for one in given.set)
    return Task(WORKLOADS[given.workload], given.steps, given.epochs, changes)


def take_turns(turns: Turns, epoch: Callable[[], tuple[float, float]]) -> None:
    """Trains an epoch each turn; `epoch` gives the mean loss and the accuracy."""
    while turns.wait():
        turns.done(*epoch())


def _take_stdout() -> TextIO:
    """Stdout for the lines alone; whatever else is printed goes to stderr."""
    told = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return told


def _peak_bytes() -> int:
    """Of the accelerator, where there is one; else of the process."""
    jax, torch = sys.modules.get("jax"), sys.modules.get("torch")
    stats = jax.devices()[0].memory_stats() if jax is not None else None
    if stats:
        return stats["peak_bytes_in_use"]
    if torch is not None and torch.cuda.is_available():
        return torch.cuda.max_memory_allocated()
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
