"""Tells MLflow of a training."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence

from wtspec.program.training import Logger
from wtspec.runs.loggers.logger import Ending, Logged
from wtspec.runs.loggers.mlflow_run import MLflowRun, Point
from wtspec.runs.loggers.sender import Sender
from wtspec.runs.metrics_lines import read_elapsed, read_history
from wtspec.train.events import EpochEnded, Event, Finished
from wtspec.train.numbers import Metrics


class MLflowWriter:
    """A run of MLflow's: metrics by epoch, settings and files. A thread sends them.

    The step of a metric is the number of the epoch that has ended, from 1.
    """

    def __init__(self, logger: Logger, run: Logged) -> None:
        """Sends nothing yet but what was recorded before, where a run goes on."""
        self._logger = logger
        self._run = run
        self._epoch = run.saved or 0
        self._ending: Ending = "failed"
        self._there: MLflowRun | None = None
        self._sender = Sender[Point](self._send, self._end)
        if run.saved is not None:
            self._sender.put(list(self._recorded(run.saved)))

    def note(self, event: Event) -> None:
        """Takes an epoch's metrics, or the final ones.

        Raises:
            Exception: What was raised as earlier ones were sent; they are sent again.
        """
        if isinstance(event, EpochEnded):
            self._epoch = event.epoch
            rate = self._run.learning_rate()
            metrics = event.metrics if rate is None else {"learning_rate": rate, **event.metrics}
            self._sender.put(_points(metrics, event.epoch, time.time()))
        elif isinstance(event, Finished):
            for part, metrics in event.metrics.items():
                named = {f"final/{part}/{name}": value for name, value in metrics.items()}
                self._sender.put(_points(named, self._epoch, time.time()))

    def close(self, ending: Ending) -> None:
        """Sends the rest, the run's files, and how it ended.

        Raises:
            Exception: As `note`; what is not sent by now is lost.
        """
        self._ending = ending
        self._sender.close()

    def _recorded(self, saved: int) -> Iterator[Point]:
        """Of the epochs before; MLflow may have been elsewhere, or not asked for."""
        history = read_history(self._run.folder, saved)
        elapsed = read_elapsed(self._run.folder, saved)
        for epoch, (metrics, seconds) in enumerate(zip(history, elapsed, strict=True), 1):
            told = {name: value for name, value in metrics.items() if math.isfinite(value)}
            yield from _points(told, epoch, self._run.began + seconds)

    def _send(self, points: Sequence[Point]) -> None:
        """In the thread, as is `_end`: no other one touches MLflow."""
        self._connect().log(points)

    def _end(self) -> None:
        self._connect().end(self._ending)

    def _connect(self) -> MLflowRun:
        if self._there is None:
            self._there = MLflowRun(self._logger, self._run)
        return self._there


def _points(metrics: Metrics, step: int, seconds: float) -> list[Point]:
    return [Point(name, value, int(seconds * 1000), step) for name, value in metrics.items()]
