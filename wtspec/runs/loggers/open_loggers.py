"""Opens a training's loggers, and closes them whatever happens."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wtspec.document.print_tree import print_tree
from wtspec.model.processes.join import is_first
from wtspec.program.training import Logger
from wtspec.runs.loggers.flat_settings import flat_settings
from wtspec.runs.loggers.logger import Ending, Logged, LogWriter
from wtspec.runs.loggers.mlflow_manners import mannerly
from wtspec.runs.resolved import resolved_tree
from wtspec.runs.training.job import Job
from wtspec.train.events import EpochEnded, Event, Listener, LoggerFailed, Progressed, ignore

if TYPE_CHECKING:
    import keras

    from wtspec.train.fit import Begin

_LONGEST = 160
_PASSWORD = re.compile(r"//[^/\s]*@")
_NAMES = {"tensorboard": "TensorBoard", "mlflow": "MLflow"}


@contextmanager
def open_loggers(job: Job, folder: Path, begin: Begin, tell: Listener) -> Iterator[Listener]:
    """A listener that hands events on to the loggers of a training.

    None of them ends it: that one can't write, or be reached, is told once.

    Args:
        job: What is trained.
        folder: Of the run.
        begin: Where the training begins, or goes on.
        tell: Is told of a logger that failed.
    """
    asked = job.program.training.loggers if job.program.training is not None else ()
    if not asked or not is_first():
        yield ignore
        return
    run = _logged(job, folder, begin)
    loggers = [_Guarded(one, run, tell) for one in asked]

    def note(event: Event) -> None:
        for one in loggers:
            one.note(event)

    with mannerly() if any(one.kind == "mlflow" for one in asked) else nullcontext():
        ending: Ending = "failed"
        try:
            yield note
            ending = "finished"
        except KeyboardInterrupt:
            ending = "interrupted"
            raise
        finally:
            for one in loggers:
                one.close(ending)


class _Guarded:
    """A logger that opens with the first step, and fails without harm."""

    def __init__(self, logger: Logger, run: Logged, tell: Listener) -> None:
        self._logger = logger
        self._run = run
        self._tell = tell
        self._writer: LogWriter | None = None
        self._waiting: list[Event] = []
        self._is_told = False

    def note(self, event: Event) -> None:
        if not isinstance(event, Progressed):
            self._waiting.append(event)
        opening = EpochEnded if self._is_told else Progressed | EpochEnded
        if self._writer is not None or isinstance(event, opening):
            self._try(self._deliver)

    def close(self, ending: Ending) -> None:
        writer = self._writer
        if writer is not None:
            self._try(self._deliver)
            self._try(lambda: writer.close(ending))

    def _deliver(self) -> None:
        if self._writer is None:
            self._writer = _open(self._logger, self._run)
        while self._waiting:
            self._writer.note(self._waiting.pop(0))

    def _try(self, action: Callable[[], None]) -> None:
        try:
            action()
        except Exception as error:  # noqa: BLE001 - no logger is worth a training
            if not self._is_told:
                self._is_told = True
                self._tell(LoggerFailed(_NAMES[self._logger.kind], _reason(error)))


def _open(logger: Logger, run: Logged) -> LogWriter:
    if logger.kind == "mlflow":
        from wtspec.runs.loggers.mlflow_writer import MLflowWriter

        return MLflowWriter(logger, run)
    from wtspec.runs.loggers.tensorboard import TensorBoardWriter

    return TensorBoardWriter(run)


def _logged(job: Job, folder: Path, begin: Begin) -> Logged:
    checked, snapshot = job.assembly.checked, begin.snapshot
    tree = resolved_tree(checked.spec, folder.resolve(), checked.program.params)
    return Logged(
        checked.program.name,
        folder,
        print_tree(tree),
        flat_settings(tree),
        snapshot.moment.epoch if snapshot is not None else None,
        time.time() - begin.so_far.elapsed_seconds,
        lambda: _rate_of(job.model),
    )


def _rate_of(model: keras.Model) -> float | None:
    rate = getattr(model.optimizer, "learning_rate", None)
    return None if rate is None else float(np.asarray(rate))


def _reason(error: Exception) -> str:
    """An error in one short line, without the password that an address may hold."""
    said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    first = _PASSWORD.sub("//", said.strip().split("\n")[0]) or type(error).__name__
    return first if len(first) <= _LONGEST else f"{first[: _LONGEST - 1]}…"
