"""Tells how a training goes: a live line on a terminal, a line an epoch anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from wtspec.cli.render.headline import in_a_row, opening, retracing, unsaved
from wtspec.cli.streams import is_terminal, say
from wtspec.train.events import (
    CheckpointFailed,
    EpochEnded,
    Event,
    Listener,
    LoggerFailed,
    Retracing,
    Started,
)


@contextmanager
def tell_progress() -> Iterator[Listener]:
    """A listener that tells people, on stderr, while the training goes on."""
    if not is_terminal(sys.stderr):
        yield _Lines()
        return
    from wtspec.cli.render.progress_bar import progress_bar

    with progress_bar() as listener:
        yield listener


class _Lines:
    """A line where the training begins, and one after each epoch."""

    def __init__(self) -> None:
        self._epochs = 0

    def __call__(self, event: Event) -> None:
        if isinstance(event, Started):
            self._epochs = event.length.epochs
            for line in opening(event):
                say(line)
        elif isinstance(event, CheckpointFailed | LoggerFailed):
            say(unsaved(event))
        elif isinstance(event, Retracing):
            say(retracing(event))
        elif isinstance(event, EpochEnded):
            elapsed = f"{event.elapsed_seconds:.1f} s"
            say(f"epoch {event.epoch}/{self._epochs}  {in_a_row(event.metrics)}  {elapsed}")
