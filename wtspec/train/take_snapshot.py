"""Takes a training's state, and puts it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import jax
import keras

from wtspec.errors import Diagnostic, Report, did_you_mean
from wtspec.train.callback_state import CallbackState
from wtspec.train.name_state import WEIGHTS, name_state, name_weights
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment, Snapshot
from wtspec.train.state import TrainState, state_variables, take_state

if TYPE_CHECKING:
    from wtspec.train.snapshot import Array

_RATE = "/learning_rate"


class SnapshotTaker:
    """Takes snapshots of one training."""

    def __init__(self, model: keras.Model, callbacks: CallbackState) -> None:
        self._model = model
        self._callbacks = callbacks
        self._names = name_state(model)

    def take(self, position: Moment, metrics: Metrics, state: TrainState | None) -> Snapshot:
        """A copy, in the memory of the host, so that the steps go on with the state itself.

        Args:
            position: Of the training.
            metrics: Over the epoch.
            state: Where it is not the model's own variables that have it.
        """
        state = state or take_state(self._model)
        noted, arrays = self._callbacks.take()
        host = jax.devices("cpu")[0]
        copied = jax.device_put(_flat(self._names, state), host, may_alias=False)
        stopped = bool(self._model.stop_training)
        return Snapshot(position, copied | arrays, metrics, noted, stopped)


def put_snapshot(model: keras.Model, snapshot: Snapshot, *, keep_rate: bool = False) -> None:
    """Gives a model's variables, its optimizer's and its metrics' the values of a snapshot.

    Args:
        model: Compiled, with its optimizer and metrics built.
        snapshot: Of a training of such a model.
        keep_rate: Whether the learning rate stays that of the model.

    Raises:
        SpecError: `checkpoint-mismatch`: all that does not fit, before anything has changed.
    """
    variables = dict(_pairs(model))
    stored = {name: one for name, one in snapshot.arrays.items() if _is_state(name)}
    if keep_rate:
        variables = {name: one for name, one in variables.items() if not _is_rate(name)}
        stored = {name: one for name, one in stored.items() if not _is_rate(name)}
    _put(variables, stored)


def _put(variables: Mapping[str, keras.Variable], stored: Mapping[str, Array]) -> None:
    report = Report()
    for name, variable in variables.items():
        if name not in stored:
            if 0 not in variable.shape:
                _missing(report, name, [one for one in stored if one not in variables])
        elif _described(variable) != _described(stored[name]):
            expected, received = _described(variable), _described(stored[name])
            message = f"`{name}` is another one in the checkpoint"
            report.error("checkpoint-mismatch", message, None, expected=expected, received=received)
    for name in stored.keys() - variables.keys():
        near = did_you_mean(name, [one for one in variables if one not in stored])
        message = f"the training keeps no `{name}`, which the checkpoint has"
        report.add(Diagnostic("checkpoint-mismatch", message, help=near))
    report.check()
    for name, array in stored.items():
        variables[name].assign(array)


def put_weights(model: keras.Model, arrays: Mapping[str, Array]) -> None:
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


def _missing(report: Report, name: str, unused: list[str]) -> None:
    near = did_you_mean(name, unused)
    report.add(Diagnostic("checkpoint-mismatch", f"the checkpoint has no `{name}`", help=near))


def _described(one: keras.Variable | Array) -> str:
    value = one.value if isinstance(one, keras.Variable) else one
    return f"{value.dtype} {tuple(value.shape)}"
