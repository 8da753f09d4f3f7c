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
from wtspec.model.mesh.exchange import Channel, place
from wtspec.model.mesh.parts import HeldParts, whole
from wtspec.model.processes.join import is_first
from wtspec.runs.checkpoints.arrays import (
    check_room,
    check_size,
    describe,
    read_arrays,
    write_arrays,
)
from wtspec.runs.checkpoints.parts import (
    STATE,
    Described,
    StoredArray,
    Tiling,
    UnlikeError,
    cut_of,
    parts_folder,
    parts_of,
    write_parts,
)
from wtspec.runs.checkpoints.places import aside_of, name_of, remove_checkpoint
from wtspec.runs.checkpoints.seal import (
    FileSeal,
    Seals,
    find_damage,
    read_plain,
    seal,
    seal_part,
    sync,
)
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment, Scalar, Snapshot

if TYPE_CHECKING:
    from wtspec.model.mesh.parts import Source

_TRAINING = "training.json"
_CHANNEL, _READING = Channel("checkpoint"), Channel("reading")
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
        cuts: How arrays are cut, each way once.
        cut: Which of these an array is cut by; those are left out that are stored whole.
    """

    epoch: _Size
    step: _Size
    metrics: dict[str, float | None]
    callbacks: list[dict[str, _Kept]]
    stopped: bool
    elapsed_seconds: float
    arrays: dict[str, tuple[str, tuple[_Size, ...]]]
    best: BestBy | None = None
    cuts: list[Tiling] = []
    cut: dict[str, _Size] = {}


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
    from wtspec.train.host import on_host

    aside, arrays = aside_of(folder), on_host(snapshot.arrays)

    def begin() -> None:
        shutil.rmtree(aside, ignore_errors=True)
        aside.mkdir(parents=True)
        check_room(aside, arrays)

    def end() -> None:
        noted = _note(snapshot, arrays, elapsed_seconds, best)
        (aside / _TRAINING).write_bytes(_encode(noted))
        seal(aside, merged)
        if folder.exists():
            remove_checkpoint(folder)
        aside.rename(folder)
        sync(folder.parent)

    try:
        _CHANNEL.first_alone(begin)
        told = _CHANNEL.together(lambda: msgspec.to_builtins(_write_own(arrays, aside)))
        merged = {
            name: msgspec.convert(one, FileSeal) for some in told for name, one in some.items()
        }
        _CHANNEL.first_alone(end)
    except BaseException:
        if is_first():
            shutil.rmtree(aside, ignore_errors=True)
        raise


def _write_own(arrays: Mapping[str, Source], aside: Path) -> Seals:
    """What one process writes: its parts of arrays, and all whole ones if it is the first."""
    me, _ = place()
    folders = list[Path]()
    if is_first():
        folders.append(aside / STATE)
        full = {name: one for name, one in arrays.items() if not isinstance(one, HeldParts)}
        write_arrays(full, folders[-1])
    own = [
        (name, bounds, one.parts[bounds])
        for name, one in arrays.items()
        if isinstance(one, HeldParts)
        for bounds, owner in one.owners.items()
        if owner == me
    ]
    if own:
        folders.append(parts_folder(aside, me))
        write_parts(own, folders[-1])
    return {name: one for folder in folders for name, one in seal_part(aside, folder).items()}


def _note(
    snapshot: Snapshot,
    arrays: Mapping[str, Source],
    elapsed_seconds: float,
    best: BestBy | None,
) -> Noted:
    cut = {name: cut_of(one) for name, one in arrays.items() if isinstance(one, HeldParts)}
    cuts = list[Tiling]()
    for one in cut.values():
        if one not in cuts:
            cuts.append(one)
    return Noted(
        epoch=snapshot.moment.epoch,
        step=snapshot.moment.step,
        metrics=dict(snapshot.metrics),
        callbacks=[
            {name: _spelled(value) for name, value in one.items()} for one in snapshot.callbacks
        ],
        stopped=snapshot.stopped,
        elapsed_seconds=elapsed_seconds,
        arrays=describe(arrays),
        best=best,
        cuts=cuts,
        cut={name: cuts.index(one) for name, one in cut.items()},
    )


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
    folder: Path, wanted: Callable[[str], bool] = lambda _: True, *, lazily: bool = False
) -> tuple[Snapshot, float]:
    """The state that a checkpoint holds, and the seconds it took; all files are checked first.

    Args:
        folder: The checkpoint's.
        wanted: Says which arrays to read, by name.
        lazily: Whether numbers are read once they are put somewhere, for each device its own.

    Raises:
        DamagedError: It is not as it was written.
        SpecError: `out-of-memory`: that is no damage.
    """
    (damage, *_) = _READING.tell(find_damage(folder) if is_first() else None)
    if damage is not None:
        raise DamagedError(damage)
    noted = read_noted(folder)
    moment = Moment(noted.epoch, noted.step)
    if folder.name != name_of(moment):
        message = f"its {_TRAINING} is that of {name_of(moment)}"
        raise DamagedError(message)
    described: dict[str, Described] = {
        name: one for name, one in noted.arrays.items() if wanted(name)
    }
    try:
        with memory_at(f"the arrays of the checkpoint {folder.name}", None):
            stored = _read_lazily(folder, noted, described)
            arrays: dict[str, Source] = {**stored} if lazily else _read_at_once(folder, stored)
    except SpecError:
        raise
    except UnlikeError as error:
        raise DamagedError(str(error)) from error
    except Exception as error:  # Orbax and TensorStore raise many kinds
        message = f"its folder {STATE} can't be read"
        raise DamagedError(message) from error
    callbacks = tuple(
        {name: _scalar(value) for name, value in one.items()} for one in noted.callbacks
    )
    metrics = metrics_of(noted)
    return Snapshot(moment, arrays, metrics, callbacks, noted.stopped), noted.elapsed_seconds


def _read_lazily(
    folder: Path, noted: Noted, described: Mapping[str, Described]
) -> dict[str, StoredArray]:
    import numpy as np

    check_size(folder, described)
    found: dict[str, StoredArray] = {}
    for name, (dtype, shape) in described.items():
        number = noted.cut.get(name)
        if number is not None and number >= len(noted.cuts):
            message = f"nothing says how {name} is cut"
            raise UnlikeError(message)
        parts = {} if number is None else parts_of(noted.cuts[number], shape)
        found[name] = StoredArray(folder, name, shape, np.dtype(dtype), parts)
    return found


def _read_at_once(folder: Path, arrays: Mapping[str, StoredArray]) -> dict[str, Source]:
    full = {name: (one.dtype.name, one.shape) for name, one in arrays.items() if not one.parts}
    read: dict[str, Source] = dict(read_arrays(folder / STATE, full))
    for name, one in arrays.items():
        if one.parts:
            read[name] = one.read(whole(one.shape))
    return read


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
