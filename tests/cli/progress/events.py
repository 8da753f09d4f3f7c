"""Trainings as their events tell them, and a clock that stands until it is moved."""

from pathlib import Path

from wtspec.train.events import EpochEnded, Finished, Progressed, Started
from wtspec.train.length import Length

FOLDER = Path("runs/small/0001")
EVENTS = [
    Started("small", FOLDER, Length(8, 30, 4, 8), 1234),
    Progressed(1, 2, {"loss": 1.5}),
    EpochEnded(1, 4, {"loss": 1.25, "[odd] metric": 0.5}, 0.1),
    EpochEnded(2, 8, {"loss": 1.0, "[odd] metric": 0.75}, 0.2),
    Finished(FOLDER, {}, 0.2, "last: epoch 2"),
]


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def started(epochs, steps=10, begun=None, seconds=0.0):
    length = Length(32, 32 * steps, steps, steps * epochs)
    return Started("small", FOLDER, length, 1234, begun, elapsed_seconds=seconds)


def metrics(count, validated=True):
    """As many metrics as asked for, the loss among them, with those of the validation rows."""
    names = ["loss", *(f"sparse_top_{at}_categorical_accuracy" for at in range(1, count))]
    train = dict.fromkeys(names, 0.123456789)
    return {**train, **{f"val_{name}": 0.23456789 for name in names if validated}}
