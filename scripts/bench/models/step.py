"""A training step in pure JAX: loss, gradient, Adam by hand, and the sums of the metrics."""

from collections.abc import Callable
from typing import NamedTuple

import jax
import jax.numpy as jnp

from scripts.bench.models.in_jax import Logits, Params

LEARNING_RATE = 1e-3
FIRST_DECAY, SECOND_DECAY, EPSILON = 0.9, 0.999, 1e-7


class State(NamedTuple):
    """All that a step changes.

    Attributes:
        first, second: Adam's moments, for each parameter.
        step: Taken so far.
        loss, accuracy: Sums over the epoch's steps.
    """

    params: Params
    first: Params
    second: Params
    step: jax.Array
    key: jax.Array
    loss: jax.Array
    accuracy: jax.Array


Step = Callable[[State, jax.Array, jax.Array], State]


def start(params: Params, key: jax.Array) -> State:
    """The state before the first step."""
    zeros = jax.tree.map(jnp.zeros_like, params)
    more_zeros = jax.tree.map(jnp.zeros_like, params)  # what is donated must not be shared
    return State(params, zeros, more_zeros, jnp.array(0), key, jnp.array(0.0), jnp.array(0.0))


def make_step(logits: Logits, *, half: bool) -> Step:
    """The step of a model; `half` computes in bfloat16, with parameters in float32."""

    def loss_of(
        params: Params, x: jax.Array, y: jax.Array, key: jax.Array
    ) -> tuple[jax.Array, jax.Array]:
        if half:
            params = jax.tree.map(lambda leaf: leaf.astype("bfloat16"), params)
        scores = logits(params, x, key).astype("float32")
        log_probabilities = jax.nn.log_softmax(scores)
        loss = -jnp.take_along_axis(log_probabilities, y[..., None], axis=-1).mean()
        return loss, (scores.argmax(axis=-1) == y).mean()

    def step(state: State, x: jax.Array, y: jax.Array) -> State:
        key = jax.random.fold_in(state.key, state.step)
        gradient = jax.value_and_grad(loss_of, has_aux=True)
        (loss, accuracy), gradients = gradient(state.params, x, y, key)
        return _adam(state, gradients)._replace(
            loss=state.loss + loss, accuracy=state.accuracy + accuracy
        )

    return step


def _adam(state: State, gradients: Params) -> State:
    step = state.step + 1
    rate = LEARNING_RATE * jnp.sqrt(1 - SECOND_DECAY**step) / (1 - FIRST_DECAY**step)
    first = jax.tree.map(lambda m, g: m + (1 - FIRST_DECAY) * (g - m), state.first, gradients)
    second = jax.tree.map(
        lambda v, g: v + (1 - SECOND_DECAY) * (jnp.square(g) - v), state.second, gradients
    )
    params = jax.tree.map(
        lambda p, m, v: p - rate * m / (jnp.sqrt(v) + EPSILON), state.params, first, second
    )
    return state._replace(params=params, first=first, second=second, step=step)


def read_metrics(state: State, steps: int) -> tuple[State, tuple[float, float]]:
    """The means over an epoch, and the state with its sums at zero."""
    means = (float(state.loss) / steps, float(state.accuracy) / steps)
    return state._replace(loss=jnp.array(0.0), accuracy=jnp.array(0.0)), means
