"""The live line of a training, on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.table import Column
from rich.text import Text

from wtspec.cli.render.headline import in_a_row, opening, retracing, unsaved
from wtspec.train.events import (
    CheckpointFailed,
    EpochEnded,
    Event,
    Listener,
    LoggerFailed,
    Progressed,
    Retracing,
    Started,
)
from wtspec.train.snapshot import Moment

_BAR_WIDTH = 16
_EPOCH_WIDTH = len("epoch 10/10")


@contextmanager
def progress_bar() -> Iterator[Listener]:
    """A listener that draws on stderr as long as the context lasts."""
    columns = (
        TextColumn("epoch {task.fields[epoch]}", markup=False, table_column=_whole()),
        BarColumn(bar_width=_BAR_WIDTH, table_column=_whole(_BAR_WIDTH)),
        TimeRemainingColumn(compact=True, table_column=_whole(len("00:00"))),
        TextColumn("{task.fields[metrics]}", markup=False, table_column=Column(no_wrap=True)),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield _Bar(progress)


def _whole(width: int | None = None) -> Column:
    """A column that a narrow terminal leaves whole; the metrics are cut instead."""
    return Column(no_wrap=True, min_width=width or _EPOCH_WIDTH)


class _Bar:
    """Moves the bar with each event; the metrics of the last whole epoch stay in sight."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task: TaskID | None = None
        self._epochs = 0
        self._steps_per_epoch = 0

    def __call__(self, event: Event) -> None:
        match event:
            case Started():
                self._begin(event)
            case Progressed():
                done = (event.epoch - 1) * self._steps_per_epoch + event.step
                self._move(done, event.epoch, event.metrics)
            case EpochEnded():
                self._move(event.steps, event.epoch, event.metrics)
            case CheckpointFailed() | LoggerFailed():
                self._progress.console.print(Text(unsaved(event)))
            case Retracing():
                self._progress.console.print(Text(retracing(event)))
            case _:
                pass

    def _begin(self, event: Started) -> None:
        self._epochs = event.length.epochs
        self._steps_per_epoch = event.length.steps_per_epoch
        for line in opening(event):
            self._progress.console.print(Text(line))
        begun = event.begun or Moment(0, 0)
        self._task = self._progress.add_task(
            "",
            total=event.length.total_steps,
            completed=begun.epoch * self._steps_per_epoch + begun.step,
            epoch=f"{begun.epoch + 1}",
            metrics="compiling",
        )

    def _move(self, done: int, epoch: int, metrics: dict[str, float]) -> None:
        if self._task is not None:
            shown = f"{epoch}/{self._epochs}"
            self._progress.update(
                self._task, completed=done, epoch=shown, metrics=in_a_row(metrics)
            )
