"""A step of training and one of measuring, as pure functions of state and rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import keras

from wtspec.model.masks import tracing
from wtspec.train.name_state import name_state
from wtspec.train.state import TrainState, Values, take_state

Batch = tuple[Any, Any, Any]
"""Inputs, targets and weights of some rows; each an array, a mapping of arrays, or None."""

Number = int | jax.Array
"""A number that may be known only when the program runs."""

Read = Callable[[Number, int], Batch]
"""Gives so many rows from that row of the step on; how many is known when it is compiled."""


Carry = tuple[jax.Array, Values, TrainState]
"""A loss, its gradients, and the state after the rows that they are of."""


class Taken(NamedTuple):
    """What a step leaves.

    Attributes:
        loss: Over the step's rows, added losses among it.
    """

    loss: jax.Array
    state: TrainState


class Parts(NamedTuple):
    """How a step's rows are divided into batches, whose gradients make one update.

    Attributes:
        size: Rows in a whole batch.
        whole: How many batches are whole.
        rest: Rows in the short batch that comes last; 0 for none.
    """

    size: int
    whole: int
    rest: int

    @property
    def rows(self) -> int:
        """Rows in the step."""
        return self.size * self.whole + self.rest


def training_step(model: keras.Model, parts: Parts) -> Callable[[TrainState, Read], Taken]:
    """One update of the weights.

    The gradients of several batches are averaged as their rows count, so that the update is that
    of one large batch; the states that layers assign follow from one batch after the other.
    """
    optimizer = model.optimizer
    assert optimizer is not None  # noqa: S101 - a compiled model has one

    def step(state: TrainState, read: Read) -> Taken:
        loss, gradients, state = _mean_gradients(model, parts, state, read)
        trainable, slots = optimizer.stateless_apply(state.optimizer, gradients, state.trainable)
        return Taken(loss, state._replace(trainable=trainable, optimizer=slots))

    return step


def measuring_step(model: keras.Model, parts: Parts) -> Callable[[TrainState, Read], Taken]:
    """The loss and metrics of one batch, the weights as they are."""

    def step(state: TrainState, read: Read) -> Taken:
        batch = read(0, parts.rows)
        loss, aux = _loss(model, state, batch, state.trainable, training=False)
        return Taken(loss.astype("float32"), _noted(model, state, batch, aux))

    return step


class Apart(NamedTuple):
    """What a step goes through.

    Attributes:
        loss: Over the rows, added losses among it.
        outputs: As the model gives them.
        gradients: By weight path; none where the optimizer skips steps by itself that lose some.
    """

    loss: jax.Array
    outputs: Any
    gradients: dict[str, jax.Array]


def take_apart(model: keras.Model, batch: Batch) -> Apart:
    """Looks into a step; the model stays as it is."""
    state = take_state(model)

    def loss_of(trainable: Values) -> tuple[jax.Array, tuple[Any, ...]]:
        return _loss(model, state, batch, trainable, training=True)

    with tracing():
        (_, aux), gradients = jax.value_and_grad(loss_of, has_aux=True)(state.trainable)
    paths = [name.partition("/")[2] for name in name_state(model)[0]]
    skips = isinstance(model.optimizer, keras.optimizers.LossScaleOptimizer)
    return Apart(aux[0], aux[1], {} if skips else dict(zip(paths, gradients, strict=True)))


def results(model: keras.Model, metrics: Values) -> OrderedDict[str, Any]:
    """What the metrics have come to, by the names that Keras logs and in its order."""
    pairs = zip(model.metrics_variables, metrics, strict=True)
    with keras.StatelessScope(state_mapping=list(pairs)):
        return OrderedDict(model.get_metrics_result())  # JAX would sort a plain `dict`


def _mean_gradients(model: keras.Model, parts: Parts, state: TrainState, read: Read) -> Carry:
    """The mean loss and gradients of a step's batches, and the state after them."""
    if parts.whole + (parts.rest > 0) == 1:
        return _gradients(model, state, read(0, parts.rows))

    def add(first: Number, rows: int, carry: Carry) -> Carry:
        total, sums, state = carry
        loss, gradients, state = _gradients(model, state, read(first, rows))
        share = rows / parts.rows
        pairs = zip(sums, gradients, strict=True)
        return total + loss * share, [one + other * share for one, other in pairs], state

    def add_whole(index: Number, carry: Carry) -> Carry:
        return add(index * parts.size, parts.size, carry)

    carry = (jnp.float32(0), [_wide_zeros(value) for value in state.trainable], state)
    carry = jax.lax.fori_loop(0, parts.whole, add_whole, carry)
    if parts.rest:
        carry = add(parts.whole * parts.size, parts.rest, carry)
    total, sums, state = carry
    pairs = zip(sums, state.trainable, strict=True)
    return total, [one.astype(value.dtype) for one, value in pairs], state


def _wide_zeros(value: jax.Array) -> jax.Array:
    """A sum to begin with; of many small numbers, 16 bits would lose some."""
    return jnp.zeros(value.shape, jnp.promote_types(value.dtype, "float32"))


def _gradients(model: keras.Model, state: TrainState, batch: Batch) -> Carry:
    def loss_of(trainable: Values) -> tuple[jax.Array, tuple[Any, ...]]:
        return _loss(model, state, batch, trainable, training=True)

    (_, aux), gradients = jax.value_and_grad(loss_of, has_aux=True)(state.trainable)
    return aux[0].astype("float32"), gradients, _noted(model, state, batch, aux)


def _loss(
    model: keras.Model, state: TrainState, batch: Batch, trainable: Values, *, training: bool
) -> tuple[jax.Array, tuple[Any, ...]]:
    """The loss, scaled where the optimizer scales it; then what Keras gives beside it."""
    inputs, targets, weights = batch
    return model.compute_loss_and_updates(
        trainable,
        state.non_trainable,
        state.metrics,
        inputs,
        targets,
        weights,
        training=training,
        optimizer_variables=state.optimizer,
    )


def _noted(model: keras.Model, state: TrainState, batch: Batch, aux: tuple[Any, ...]) -> TrainState:
    """The state after a batch, its metrics updated by what the model gave for it."""
    inputs, targets, weights = batch
    loss, outputs, non_trainable, metrics = aux
    _, metrics = model._update_metrics_variables(  # noqa: SLF001 - as Keras's own steps do
        metrics, loss, inputs, targets, outputs, weights
    )
    return state._replace(non_trainable=non_trainable, metrics=metrics)
