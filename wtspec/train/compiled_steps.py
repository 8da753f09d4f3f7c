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

from wtspec.train.compiler import Compiler, Function
from wtspec.train.feeding.feed import Feed
from wtspec.train.feeding.layout import Layout
from wtspec.train.state import TrainState
from wtspec.train.step import Batch, Number, Parts, Read, Taken, results, training_step

Step = Callable[[TrainState, Read], Taken]
_Carry = tuple[TrainState, jax.Array, jax.Array]


class Dispatched(NamedTuple):
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
class CompiledSteps:
    """Steps over rows that lie on the devices.

    Attributes:
        many: Takes the whole steps from one number up to another, for any two numbers; None where
            there are none.
        short: Takes the short step that ends an epoch, if there is one.
    """

    many: Function | None
    short: Function | None


def compile_steps(
    compiler: Compiler,
    model: keras.Model,
    make_step: Callable[[keras.Model, Parts], Step],
    state: TrainState,
    feed: Feed,
) -> CompiledSteps:
    """Begins to compile a model's steps over such rows.

    Args:
        compiler: Does it.
        model: Compiled, and built on such rows.
        make_step: `training_step` or `measuring_step`.
        state: What the steps begin with, or what is like it.
        feed: The rows.
    """
    whole, short = feed.whole, feed.short
    examples = (state, *feed.shapes)
    many, once = None, None
    if feed.steps:
        step = make_step(model, whole)
        many = _whole_steps(compiler, model, step, whole, feed.layout, examples)
    if short.rows:
        step = partial(_once, model, make_step(model, short), whole, feed.layout)
        once = compiler.start(compiler.trace(step, *examples, 0))
    return CompiledSteps(many, once)


def trace_step(
    compiler: Compiler, model: keras.Model, state: TrainState, feed: Feed
) -> jax.stages.Traced:
    """One step of training as a program that is not compiled yet.

    Args:
        compiler: Traces it.
        model: Compiled, and built on such rows.
        state: What is like the one that the step begins with.
        feed: The rows.
    """
    parts = feed.whole if feed.steps else feed.short
    step = partial(_once, model, training_step(model, parts), feed.whole, feed.layout)
    return compiler.trace(step, state, *feed.shapes, 0)


def _whole_steps(
    compiler: Compiler,
    model: keras.Model,
    step: Step,
    parts: Parts,
    layout: Layout,
    examples: tuple[object, ...],
) -> Function:
    """One loop on the device, but for what is known to be slower in it."""
    traced = compiler.trace(partial(_many, model, step, parts, layout), *examples, 0, 0)
    if not compiler.is_slow(traced):
        return compiler.start(traced)
    once = partial(_once, model, step, parts, layout)
    started = compiler.start(compiler.trace(once, *examples, 0))
    return partial(_one_by_one, started, waits=compiler.mesh is not None)


def _one_by_one(
    once: Function,
    state: TrainState,
    rows: Batch,
    order: jax.Array | None,
    first: int,
    last: int,
    *,
    waits: bool,
) -> tuple[TrainState, Dispatched]:
    """What `_many` does, each step sent by itself.

    Args:
        waits: Whether a step is sent only when the one before is done: sums of several steps at
            once can wait for each other for ever where the devices of a mesh are one CPU.
    """
    outcomes: list[Dispatched] = []
    for number in range(first, last):
        state, one = once(state, rows, order, number)
        outcomes.append(jax.block_until_ready(one) if waits else one)
    losses = jax.device_get([(one.lost, one.loss) for one in outcomes])
    first_lost = next((pair for pair in losses if pair[0] >= 0), losses[-1])
    return state, Dispatched(outcomes[-1].logs, *first_lost)


def _many(
    model: keras.Model,
    step: Step,
    parts: Parts,
    layout: Layout,
    state: TrainState,
    rows: Batch,
    order: jax.Array | None,
    first: int,
    last: int,
) -> tuple[TrainState, Dispatched]:
    def body(number: Number, carry: _Carry) -> _Carry:
        state, lost, value = carry
        loss, state = step(state, layout.reader(rows, order, number * parts.rows))
        is_first = (lost < 0) & ~jnp.isfinite(loss)
        return state, jnp.where(is_first, number, lost), jnp.where(is_first, loss, value)

    begin = (state, jnp.int32(-1), jnp.float32(0))
    state, lost, value = jax.lax.fori_loop(first, last, body, begin)
    return state, Dispatched(results(model, state.metrics), lost, value)


def _once(
    model: keras.Model,
    step: Step,
    whole: Parts,
    layout: Layout,
    state: TrainState,
    rows: Batch,
    order: jax.Array | None,
    number: int,
) -> tuple[TrainState, Dispatched]:
    loss, state = step(state, layout.reader(rows, order, number * whole.rows))
    lost = jnp.where(jnp.isfinite(loss), -1, number)
    return state, Dispatched(results(model, state.metrics), lost, loss)
