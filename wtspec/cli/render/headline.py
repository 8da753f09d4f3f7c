"""What is said of a training on one line."""

from __future__ import annotations

from wtspec.cli.render.quantity import in_short
from wtspec.errors.visible import visible
from wtspec.train.events import Started
from wtspec.train.numbers import Metrics


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


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
