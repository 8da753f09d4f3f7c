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

from wtspec.train.compiler import Compiled, Compiler
from wtspec.train.feed import Feed
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
        many: Takes the whole steps from one number up to another, for any two numbers; None where
            there are none.
        short: Takes the short step that ends an epoch, if there is one.
    """

    many: Compiled | None
    short: Compiled | None


def make_program(
    compiler: Compiler,
    model: keras.Model,
    make_step: Callable[[keras.Model, Parts], Step],
    state: State,
    feed: Feed,
) -> Program:
    """Begins to compile a model's steps over such rows.

    Args:
        compiler: Does it.
        model: Compiled, and built on such rows.
        make_step: `training_step` or `measuring_step`.
        state: What the steps begin with, or what is like it.
        feed: The rows.
    """
    whole, short = feed.whole, feed.short
    rows, order = feed.shapes
    many, once = None, None
    if feed.steps:
        steps = partial(_many, model, make_step(model, whole), whole)
        many = compiler.start(steps, state, rows, order, 0, 0)
    if short.rows:
        step = partial(_once, model, make_step(model, short), whole)
        once = compiler.start(step, state, rows, order, 0)
    return Program(many, once)


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
