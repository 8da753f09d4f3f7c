"""Tells how a training goes: a live line on a terminal, a line an epoch anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from wtspec.cli.render.quantity import in_short
from wtspec.cli.streams import is_terminal, say
from wtspec.errors.visible import visible
from wtspec.train.events import EpochEnded, Event, Listener, Started
from wtspec.train.numbers import Metrics


@contextmanager
def tell_progress() -> Iterator[Listener]:
    """A listener that tells people, on stderr, while the training goes on."""
    if not is_terminal(sys.stderr):
        yield _Lines()
        return
    from wtspec.cli.render.progress_bar import progress_bar

    with progress_bar() as listener:
        yield listener


def opening(event: Started) -> str:
    """What is about to be trained, for how long, and where it is recorded."""
    length = event.length
    return (
        f"{visible(event.name)}: {event.parameters:,} parameters; {length.train_rows:,} rows, "
        f"{_counted(length.epochs, 'epoch')} of {_counted(length.steps_per_epoch, 'step')}; "
        f"{visible(str(event.folder))}"
    )


def in_a_row(metrics: Metrics) -> str:
    """Metrics on one line, the loss first, those of the validation rows last."""
    names = sorted(metrics, key=_rank)
    return "  ".join(f"{visible(name)} {in_short(metrics[name])}" for name in names)


def _rank(name: str) -> tuple[bool, bool]:
    return (name.startswith("val_"), name.removeprefix("val_") != "loss")


class _Lines:
    """A line where the training begins, and one after each epoch."""

    def __init__(self) -> None:
        self._epochs = 0

    def __call__(self, event: Event) -> None:
        if isinstance(event, Started):
            self._epochs = event.length.epochs
            say(opening(event))
        elif isinstance(event, EpochEnded):
            elapsed = f"{event.elapsed_seconds:.1f} s"
            say(f"epoch {event.epoch}/{self._epochs}  {in_a_row(event.metrics)}  {elapsed}")


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
