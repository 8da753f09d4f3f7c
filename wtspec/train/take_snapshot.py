"""Takes a training's state, and puts it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import jax
import keras

from wtspec.errors import Diagnostic, SpecError
from wtspec.model.mesh.assign import put_value
from wtspec.train.callback_state import CallbackState
from wtspec.train.host import on_host
from wtspec.train.name_state import WEIGHTS, name_state, name_weights
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment, Snapshot
from wtspec.train.state import TrainState, state_variables, take_state

if TYPE_CHECKING:
    from wtspec.model.mesh.parts import Source

_RATE = "/learning_rate"
_MOST_TOLD = 6


class SnapshotTaker:
    """Takes snapshots of one training."""

    def __init__(self, model: keras.Model, callbacks: CallbackState) -> None:
        self._model = model
        self._callbacks = callbacks
        self._names = name_state(model)

    def take(self, moment: Moment, metrics: Metrics, state: TrainState | None) -> Snapshot:
        """A copy, in the memory of the host, so that the steps go on with the state itself.

        Args:
            moment: Of the training.
            metrics: Over the epoch.
            state: Where it is not the model's own variables that have it.
        """
        state = state or take_state(self._model)
        noted, arrays = self._callbacks.take()
        copied = on_host(_flat(self._names, state), copied=True)
        stopped = bool(self._model.stop_training)
        return Snapshot(moment, copied | arrays, metrics, noted, stopped)


def put_snapshot(model: keras.Model, snapshot: Snapshot, *, keep_rate: bool = False) -> None:
    """Gives a model's variables, its optimizer's and its metrics' the values of a snapshot.

    Args:
        model: Compiled, with its optimizer and metrics built.
        snapshot: Of a training of such a model.
        keep_rate: Whether the learning rate stays that of the model.

    Raises:
        SpecError: `checkpoint-mismatch`, before anything has changed.
    """
    variables = dict(_pairs(model))
    stored = {name: one for name, one in snapshot.arrays.items() if _is_state(name)}
    if keep_rate:
        variables = {name: one for name, one in variables.items() if not _is_rate(name)}
        stored = {name: one for name, one in stored.items() if not _is_rate(name)}
    _put(variables, stored)


def _put(variables: Mapping[str, keras.Variable], stored: Mapping[str, Source]) -> None:
    differs = [
        *(_difference(name, one, stored) for name, one in variables.items()),
        *(
            f"it has `{name}`, which this training does not"
            for name in stored
            if name not in variables
        ),
    ]
    told = [one for one in differs if one is not None]
    if told:
        raise SpecError(_mismatch(told))
    for name, array in stored.items():
        put_value(variables[name], array)


def _difference(name: str, variable: keras.Variable, stored: Mapping[str, Source]) -> str | None:
    if name not in stored:
        return None if 0 in variable.shape else f"it has no `{name}`"
    wanted, found = _described(variable), _described(stored[name])
    return None if wanted == found else f"its `{name}` is {found}, and {wanted} here"


def _mismatch(told: list[str]) -> Diagnostic:
    left = len(told) - _MOST_TOLD
    more = [f"and {left} more"] if left > 0 else []
    return Diagnostic(
        "checkpoint-mismatch",
        "the saved state is not one of this training",
        received="\n".join([*told[:_MOST_TOLD], *more]),
        help="go on with the optimizer that the run began with; its arguments may change",
    )


def put_weights(model: keras.Model, arrays: Mapping[str, Source]) -> None:
    """Gives a built model the weights of a snapshot, and nothing else of it.

    Raises:
        SpecError: `checkpoint-mismatch`.
    """
    variables = dict(zip(name_weights(model), model.weights, strict=True))
    _put({name: one for name, one in variables.items() if is_weight(name)}, arrays)


def is_weight(name: str) -> bool:
    """Whether an array of a snapshot is a weight of the model."""
    return name.startswith(WEIGHTS)


def _pairs(model: keras.Model) -> Iterator[tuple[str, keras.Variable]]:
    for names, variables in zip(name_state(model), state_variables(model), strict=True):
        yield from zip(names, variables, strict=True)


def _flat(names: tuple[list[str], ...], state: TrainState) -> dict[str, jax.Array]:
    return {
        name: value
        for some, values in zip(names, state, strict=True)
        for name, value in zip(some, values, strict=True)
    }


def _is_state(name: str) -> bool:
    return not name.startswith("callbacks/")


def _is_rate(name: str) -> bool:
    return name.startswith("optimizer/") and name.endswith(_RATE)


def _described(one: keras.Variable | Source) -> str:
    value = one.value if isinstance(one, keras.Variable) else one
    return f"{value.dtype} {tuple(value.shape)}"
