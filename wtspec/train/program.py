"""Many steps in one compiled program."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import keras

from wtspec.train.state import State
from wtspec.train.step import Batch, Number, Parts, Read, Taken, results

Step = Callable[[State, Read], Taken]
_Carry = tuple[State, jax.Array, jax.Array]


class Told(NamedTuple):
    """What is known after a dispatch.

    Attributes:
        logs: The metrics since they were reset.
        lost: The first step of the dispatch whose loss is no finite number, and -1 for none.
        loss: That step's loss.
    """

    logs: OrderedDict[str, Any]
    lost: Any
    loss: Any


@dataclass(frozen=True, slots=True)
class Program:
    """Steps over rows that lie on the device.

    Attributes:
        many: Takes the whole steps from one number up to another, for any two numbers.
        short: Takes the short step that ends an epoch, if there is one.
    """

    many: Callable[..., tuple[State, Told]]
    short: Callable[..., tuple[State, Told]] | None


def make_program(
    model: keras.Model, make_step: Callable[[keras.Model, Parts], Step], whole: Parts, short: Parts
) -> Program:
    """Compiles nothing yet: that waits for the rows.

    Args:
        model: Compiled, and built on such rows.
        make_step: `training_step` or `measuring_step`.
        whole: Of each step but the last.
        short: Of the step that ends an epoch; without rows where there is none.
    """
    many = jax.jit(partial(_many, model, make_step(model, whole), whole), donate_argnums=0)
    if not short.rows:
        return Program(many, None)
    once = partial(_once, model, make_step(model, short), whole)
    return Program(many, jax.jit(once, donate_argnums=0))


def _many(
    model: keras.Model,
    step: Step,
    parts: Parts,
    state: State,
    rows: Batch,
    order: jax.Array,
    first: int,
    last: int,
) -> tuple[State, Told]:
    def body(number: Number, carry: _Carry) -> _Carry:
        state, lost, value = carry
        loss, state = step(state, _reader(rows, order, number * parts.rows))
        is_first = (lost < 0) & ~jnp.isfinite(loss)
        return state, jnp.where(is_first, number, lost), jnp.where(is_first, loss, value)

    begin = (state, jnp.int32(-1), jnp.float32(0))
    state, lost, value = jax.lax.fori_loop(first, last, body, begin)
    return state, Told(results(model, state.metrics), lost, value)


def _once(
    model: keras.Model,
    step: Step,
    whole: Parts,
    state: State,
    rows: Batch,
    order: jax.Array,
    number: int,
) -> tuple[State, Told]:
    loss, state = step(state, _reader(rows, order, number * whole.rows))
    lost = jnp.where(jnp.isfinite(loss), -1, number)
    return state, Told(results(model, state.metrics), lost, loss)


def _reader(rows: Batch, order: jax.Array, start: Number) -> Read:
    """Reads a step's rows by their numbers."""

    def read(first: Number, count: int) -> Batch:
        numbers = jax.lax.dynamic_slice_in_dim(order, start + first, count)
        return jax.tree.map(lambda array: array.at[numbers].get(mode="promise_in_bounds"), rows)

    return read
