"""Trains a compiled model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import jax
import jax.numpy as jnp
import keras
import numpy as np

from wtspec.data.rows import Rows
from wtspec.train.compiled_steps import compile_steps
from wtspec.train.dispatch import Seen, run_epoch
from wtspec.train.events import Listener
from wtspec.train.feed import Feed, Order
from wtspec.train.length import Length
from wtspec.train.measure import Measurer, build_metrics
from wtspec.train.numbers import Metrics, numbers
from wtspec.train.pace import Pace
from wtspec.train.slots import begin_slots
from wtspec.train.state import TrainState, put_state, shape_state, take_state
from wtspec.train.step import training_step
from wtspec.train.watch import TrainingSpans, Watch


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a training.

    Attributes:
        history: Each epoch's metrics, those of the validation rows named `val_…`.
        keeps_last: Whether the model has the weights that the last epoch ended with; else better
            ones were restored, or their averages were taken.
    """

    history: list[Metrics]
    keeps_last: bool


def fit(
    model: keras.Model,
    rows: Rows,
    validation: Rows | None,
    length: Length,
    order: Order,
    *,
    measurer: Measurer,
    callbacks: Sequence[keras.callbacks.Callback] = (),
    listener: Listener,
    spans: TrainingSpans,
    budget_bytes: int | None = None,
) -> Trained:
    """Trains until `length` or a callback ends it.

    Args:
        model: Built and compiled.
        rows: To train on.
        validation: Rows to measure it on after each epoch.
        length: How long to train; a last epoch may be cut short.
        order: In which order `rows` are seen.
        measurer: Of the model.
        callbacks: Keras's, as `make_callbacks` gives them. What they do at each batch, they do at
            each dispatch of steps to the device, which is about ten times a second.
        listener: Is told of progress and of each epoch.
        spans: Where the spec declares what may go wrong.
        budget_bytes: What rows may take of the device; by default half of what is free, and 32 MiB
            where the device is the CPU.

    Returns:
        Each epoch's metrics, and whether its last weights are those that the model has now.

    Raises:
        SpecError: `loss-not-finite`, `unknown-monitor`.
    """
    feed = Feed(rows, order, length.batch_size, length.accumulate, budget_bytes)
    fill_slots = begin_slots(measurer.compiler, model)
    build_metrics(model, feed)
    compiled = compile_steps(measurer.compiler, model, training_step, shape_state(model), feed)
    measurer.prepare()
    fill_slots()
    watch = Watch(model, callbacks, length, listener, spans)
    look, pace, fresh = _look(model, watch), Pace(), _reset_metrics(model)
    model.stop_training = False
    watch.begin(_measured(model, validated=validation is not None))
    last: list[jax.Array] = []
    for epoch in range(length.epochs):
        watch.begin_epoch(epoch)
        state = take_state(model)._replace(metrics=jax.device_put(fresh))
        steps = min(length.steps_per_epoch, length.total_steps - epoch * length.steps_per_epoch)
        put_state(model, run_epoch(compiled, feed, epoch, steps, state, pace, look))
        measured = {} if validation is None else watch.measuring(measurer, validation)
        last = _weights(model)
        watch.end_epoch(epoch * length.steps_per_epoch + steps, measured)
        if model.stop_training:
            break
    watch.check_weights()
    _finalize(model)
    watch.end()
    return Trained(watch.history, _are_equal(last, _weights(model)))


def _look(model: keras.Model, watch: Watch) -> Callable[[Seen], TrainState]:
    """Shows each dispatch to the watch; to callbacks of batches, with the model as it is then."""

    def look(seen: Seen) -> TrainState:
        if not watch.wants_steps:
            watch.look(seen)
            return seen.state
        put_state(model, seen.state)
        watch.look(seen)
        return take_state(model)

    return look


def _reset_metrics(model: keras.Model) -> list[np.ndarray]:
    """The values that metrics begin with."""
    model.reset_metrics()
    return [np.array(variable.value) for variable in model.metrics_variables]


def _measured(model: keras.Model, *, validated: bool) -> list[str]:
    """The names of what an epoch reports."""
    names = list(numbers(model.get_metrics_result()))
    return names + [f"val_{name}" for name in names] if validated else names


def _weights(model: keras.Model) -> list[jax.Array]:
    return [variable.value for variable in model.weights]


def _are_equal(these: list[jax.Array], those: list[jax.Array]) -> bool:
    pairs = zip(these, those, strict=True)
    return all(one is other or bool(jnp.array_equal(one, other)) for one, other in pairs)


def _finalize(model: keras.Model) -> None:
    """An optimizer that averages its weights leaves them their averages."""
    if isinstance(model.optimizer, keras.optimizers.Optimizer):
        model.optimizer.finalize_variable_values(model.trainable_weights)
