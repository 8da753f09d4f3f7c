"""One checkpoint: a training's state in a folder."""

from __future__ import annotations

import math
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec

from wtspec.errors import SpecError
from wtspec.errors.memory import memory_at
from wtspec.runs.checkpoints.arrays import (
    Described,
    UnlikeError,
    describe,
    read_arrays,
    write_arrays,
)
from wtspec.runs.checkpoints.places import aside_of, name_of, remove_checkpoint
from wtspec.runs.checkpoints.seal import find_damage, read_plain, seal, sync
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment, Scalar, Snapshot

if TYPE_CHECKING:
    from wtspec.train.snapshot import Array

_TRAINING = "training.json"
_STATE = "state"
_Size = Annotated[int, msgspec.Meta(ge=0)]
_NoNumber = Annotated[list[Literal["inf", "-inf", "nan"]], msgspec.Meta(min_length=1, max_length=1)]
_Kept = bool | int | float | str | None | _NoNumber


class BestBy(msgspec.Struct, frozen=True):
    """How two states are compared.

    Attributes:
        metric: By its name.
        mode: Whether more of it is better, or less.
    """

    metric: str
    mode: Literal["max", "min"]


class Noted(msgspec.Struct, frozen=True):
    """What a checkpoint says beside its arrays.

    Attributes:
        epoch: Epochs that are over.
        step: Steps taken since.
        metrics: Of the epoch so far, or of the one that ended; None for NaN and infinity.
        callbacks: What each callback has noted.
        stopped: Whether a callback has ended the training.
        elapsed_seconds: Since the training began.
        arrays: Dtype and shape of each array.
        best: How the best checkpoint is known, if one is kept.
    """

    epoch: _Size
    step: _Size
    metrics: dict[str, float | None]
    callbacks: list[dict[str, _Kept]]
    stopped: bool
    elapsed_seconds: float
    arrays: dict[str, tuple[str, tuple[_Size, ...]]]
    best: BestBy | None = None


class DamagedError(Exception):
    """A checkpoint that is not as it was written; says what is wrong with it."""


def write_checkpoint(
    snapshot: Snapshot, folder: Path, elapsed_seconds: float, best: BestBy | None = None
) -> None:
    """Writes a checkpoint: to the disk, aside, and only then in its place.

    Args:
        snapshot: Of the training.
        folder: The checkpoint's own; what is there is replaced.
        elapsed_seconds: Since the training began.
        best: How the best checkpoint is known.

    Raises:
        OSError: And what Orbax raises, where it can't be written.
    """
    aside = aside_of(folder)
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        write_arrays(snapshot.arrays, aside / _STATE)
        noted = Noted(
            epoch=snapshot.moment.epoch,
            step=snapshot.moment.step,
            metrics=dict(snapshot.metrics),
            callbacks=[
                {name: _spelled(value) for name, value in one.items()} for one in snapshot.callbacks
            ],
            stopped=snapshot.stopped,
            elapsed_seconds=elapsed_seconds,
            arrays=describe(snapshot.arrays),
            best=best,
        )
        (aside / _TRAINING).write_bytes(_encode(noted))
        seal(aside)
        if folder.exists():
            remove_checkpoint(folder)
        aside.rename(folder)
        sync(folder.parent)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def read_noted(folder: Path) -> Noted:
    """What a checkpoint says beside its arrays, its files unchecked.

    Raises:
        DamagedError: It can't be read.
    """
    try:
        return msgspec.json.decode(read_plain(folder / _TRAINING), type=Noted)
    except (OSError, ValueError, RecursionError) as error:
        message = f"its {_TRAINING} can't be read"
        raise DamagedError(message) from error


def read_checkpoint(
    folder: Path, wanted: Callable[[str], bool] = lambda _: True
) -> tuple[Snapshot, float]:
    """The state that a checkpoint holds, and the seconds it took; all files are checked first.

    Args:
        folder: The checkpoint's.
        wanted: Says which arrays to read, by name.

    Raises:
        DamagedError: It is not as it was written.
        SpecError: `out-of-memory`: that is no damage.
    """
    damage = find_damage(folder)
    if damage is not None:
        raise DamagedError(damage)
    noted = read_noted(folder)
    moment = Moment(noted.epoch, noted.step)
    if folder.name != name_of(moment):
        message = f"its {_TRAINING} is that of {name_of(moment)}"
        raise DamagedError(message)
    described: Mapping[str, Described] = {
        name: one for name, one in noted.arrays.items() if wanted(name)
    }
    try:
        with memory_at(f"the arrays of the checkpoint {folder.name}", None):
            arrays: dict[str, Array] = dict(read_arrays(folder / _STATE, described))
    except SpecError:
        raise
    except UnlikeError as error:
        raise DamagedError(str(error)) from error
    except Exception as error:  # Orbax and TensorStore raise many kinds
        message = f"its folder {_STATE} can't be read"
        raise DamagedError(message) from error
    callbacks = tuple(
        {name: _scalar(value) for name, value in one.items()} for one in noted.callbacks
    )
    metrics = metrics_of(noted)
    return Snapshot(moment, arrays, metrics, callbacks, noted.stopped), noted.elapsed_seconds


def metrics_of(noted: Noted) -> Metrics:
    """Those that a checkpoint notes; NaN for what JSON has no number for."""
    return {name: float("nan") if value is None else value for name, value in noted.metrics.items()}


def _encode(noted: Noted) -> bytes:
    return msgspec.json.format(msgspec.json.encode(noted), indent=1) + b"\n"


def _spelled(value: Scalar) -> _Kept:
    """JSON has no infinity, which a callback notes that waits for its first value."""
    is_number = not isinstance(value, float) or math.isfinite(value)
    return value if is_number else _NO_NUMBERS[str(value)]


_NO_NUMBERS: dict[str, _NoNumber] = {"inf": ["inf"], "-inf": ["-inf"], "nan": ["nan"]}


def _scalar(value: _Kept) -> Scalar:
    return float(value[0]) if isinstance(value, list) else value
