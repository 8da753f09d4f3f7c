"""The numbers that training changes, as JAX takes them and as the model keeps them."""

from __future__ import annotations

from typing import Any, NamedTuple

import jax
import keras

Values = list[jax.Array]


class TrainState(NamedTuple):
    """The values of a compiled model's variables, each list in the order of Keras's own.

    Attributes:
        trainable: Of the weights that the optimizer updates.
        non_trainable: Of the others, the states of random generators among them.
        optimizer: Its slots and its count of updates.
        metrics: What the metrics have summed up since they were reset.
    """

    trainable: Values
    non_trainable: Values
    optimizer: Values
    metrics: Values


def take_state(model: keras.Model) -> TrainState:
    """The model's values. A program that is given them may take their memory for its results."""
    return TrainState(*([variable.value for variable in part] for part in state_variables(model)))


def shape_state(model: keras.Model) -> TrainState:
    """The shapes and dtypes of the model's values, to compile a program for them.

    On a mesh also how they lie.
    """

    def shape(one: keras.Variable) -> Any:  # noqa: ANN401 - what stands for an array
        return jax.ShapeDtypeStruct(one.shape, one.dtype, sharding=lies(one))

    return TrainState(*([shape(one) for one in part] for part in state_variables(model)))


def lies(variable: keras.Variable) -> jax.sharding.Sharding | None:
    """How a variable lies on the devices of its mesh; None on a single device."""
    layout: Any = variable._layout  # noqa: SLF001 - of a value that may not be there yet
    return None if layout is None else layout.backend_layout


def put_state(model: keras.Model, state: TrainState) -> None:
    """Gives the model's variables their values back."""
    for part, values in zip(state_variables(model), state, strict=True):
        for variable, value in zip(part, values, strict=True):
            variable.assign(value)


def state_variables(model: keras.Model) -> tuple[list[keras.Variable], ...]:
    """The variables whose values the state holds, part by part."""
    optimizer = model.optimizer
    return (
        model.trainable_variables,
        model.non_trainable_variables,
        [] if optimizer is None else optimizer.variables,
        model.metrics_variables,
    )
