"""Finds the checkpoint that is asked for, and passes over damaged ones."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wtspec.model.mesh.parts import is_on_mesh
from wtspec.program.training import Checkpointing
from wtspec.runs.checkpoints.best import find_best
from wtspec.runs.checkpoints.checkpoint import DamagedError, read_checkpoint
from wtspec.runs.checkpoints.places import CHECKPOINTS, find_checkpoints, name_of
from wtspec.train.snapshot import Moment, Snapshot

if TYPE_CHECKING:
    import keras


_TRIES = 3


@dataclass(frozen=True, slots=True)
class LastState:
    """The state that a run can go on from.

    Attributes:
        snapshot: None where there is none.
        elapsed_seconds: What the training took until then.
        damaged: What is wrong with those that come after it.
    """

    snapshot: Snapshot | None
    elapsed_seconds: float
    damaged: tuple[str, ...]


class ReadBest(NamedTuple):
    """The best checkpoint, its weights in the model now.

    Attributes:
        epoch: At whose end it was saved.
        metric: That it is the best by.
        value: Of the metric.
    """

    epoch: int
    metric: str
    value: float


def find_last(
    run: Path, wanted: Callable[[str], bool] = lambda _: True, *, lazily: bool = False
) -> LastState:
    """The last state of a run that is whole.

    A run that goes on may have removed one by the time it is read; then there is a newer one.

    Args:
        run: The run's folder.
        wanted: Says which arrays to read, by name.
        lazily: Whether numbers are read once they are put somewhere, for each device its own.
    """
    for _ in range(_TRIES):
        there = find_checkpoints(run)
        found = _last_of(there.values(), wanted, lazily=lazily)
        if not found.damaged or find_checkpoints(run).keys() == there.keys():
            return found
    return found


def _last_of(folders: Iterable[Path], wanted: Callable[[str], bool], *, lazily: bool) -> LastState:
    damaged: list[str] = []
    for folder in reversed(list(folders)):
        try:
            snapshot, elapsed = read_checkpoint(folder, wanted, lazily=lazily)
        except DamagedError as error:
            damaged.append(f"the checkpoint {folder.name} is damaged: {error}")
        else:
            return LastState(snapshot, elapsed, tuple(damaged))
    return LastState(None, 0.0, tuple(damaged))


def read_best(model: keras.Model, run: Path, rule: Checkpointing, mode: str) -> ReadBest | None:
    """Gives a model the weights of its run's best checkpoint, if the spec asks for that.

    One that is damaged by then is passed over, as if it were not there.
    """
    from wtspec.train.take_snapshot import is_weight, put_weights

    if rule.best is None:
        return None
    damaged: set[Moment] = set()
    while best := find_best(run, rule.best, mode, damaged):
        folder = run / CHECKPOINTS / name_of(best.moment)
        try:
            snapshot, _ = read_checkpoint(folder, is_weight, lazily=is_on_mesh(model))
        except DamagedError:
            damaged.add(best.moment)
        else:
            put_weights(model, snapshot.arrays)
            return ReadBest(best.moment.epoch, rule.best, best.value)
    return None
