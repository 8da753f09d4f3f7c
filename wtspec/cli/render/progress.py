"""Tells how a training goes: live lines on a terminal, a line an epoch anywhere else."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wtspec.cli.render.course import Course, Ended
from wtspec.cli.render.fold import fold
from wtspec.cli.render.headline import ended, in_a_row, opening, retracing, took, unsaved
from wtspec.cli.render.thinning import Thinning
from wtspec.cli.streams import can_animate, say
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

_SILENT_SECONDS = 60.0
"""Of a long epoch; CI systems end what says nothing for ten minutes."""


@contextmanager
def tell_progress() -> Iterator[Listener]:
    """A listener that tells people, on stderr, while the training goes on."""
    if can_animate(sys.stderr):
        from wtspec.cli.render.progress_bar import progress_bar

        with progress_bar() as listener:
            yield listener
        return
    lines = PlainLines()
    try:
        yield lines
    finally:
        lines.close()


class PlainLines:
    """A line where the training begins, and one after each epoch, but for those of very many."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._course = Course(clock)
        self._thinning = Thinning(clock)
        self._said = clock()

    def __call__(self, event: Event) -> None:
        """Tells what is new."""
        self._course.note(event)
        if isinstance(event, Started):
            self._say(*opening(event))
        elif isinstance(event, CheckpointFailed | LoggerFailed):
            self._say(unsaved(event))
        elif isinstance(event, Retracing):
            self._say(retracing(event))
        elif isinstance(event, EpochEnded):
            done = self._course.ended
            if done and self._thinning.shows(done):
                self._say(_line(done))
        elif isinstance(event, Progressed) and self._clock() - self._said >= _SILENT_SECONDS:
            self._say(_on_the_way(self._course))

    def close(self) -> None:
        """Tells of the last epoch, if that was not done."""
        last = self._thinning.last()
        if last is not None:
            self._say(_line(last))

    def _say(self, *lines: str) -> None:
        for line in lines:
            say(line)
        self._said = self._clock()


def _line(epoch: Ended) -> str:
    which, took = ended(epoch)
    return f"{which}  {in_a_row(epoch.metrics)}  {took}"


def _on_the_way(course: Course) -> str:
    where = f"epoch {course.epoch}/{course.length.epochs}"
    step = f"step {course.step:,}/{course.steps_of_epoch:,}"
    known = {name: one for name, one in course.metrics.items() if not name.startswith("val_")}
    pieces = [where, step, in_a_row(known), course.speed, took(*course.elapsed_so_far)]
    return fold(pieces, None)[0]
