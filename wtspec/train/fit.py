"""Trains a compiled model."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import keras
import numpy as np

from wtspec.data.rows import Rows
from wtspec.model.made import wait_until_made
from wtspec.model.mesh.assign import put_value
from wtspec.model.mesh.parts import is_on_mesh
from wtspec.train.callback_state import CallbackState
from wtspec.train.compiled_steps import CompiledSteps, compile_steps
from wtspec.train.dispatch import Seen, run_epoch
from wtspec.train.events import Listener
from wtspec.train.feeding.feed import Feed, Order
from wtspec.train.held_weights import giving_parts
from wtspec.train.keeper import Keeper, KeepNothing, Stopped
from wtspec.train.length import Length
from wtspec.train.measure import Measurer, build_metrics
from wtspec.train.memory import memory_for_steps
from wtspec.train.name_state import name_weights
from wtspec.train.numbers import Metrics, numbers
from wtspec.train.pace import Pace
from wtspec.train.slots import begin_slots
from wtspec.train.snapshot import Moment, Snapshot
from wtspec.train.state import TrainState, put_state, shape_state, take_state
from wtspec.train.step import training_step
from wtspec.train.take_snapshot import SnapshotTaker, put_snapshot
from wtspec.train.watch import SoFar, TrainingSpans, Watch

KEEP_NOTHING, NOTHING_YET = KeepNothing(), SoFar()


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a training begins.

    Attributes:
        snapshot: The state that it goes on from; None for the model as it is.
        so_far: What was trained before.
        keep_rate: Whether the learning rate is the model's, and not the snapshot's.
        is_longer: Whether it is longer than the one that the snapshot is of.
    """

    snapshot: Snapshot | None = None
    so_far: SoFar = NOTHING_YET
    keep_rate: bool = False
    is_longer: bool = False


AT_FIRST = Begin()


@dataclass(frozen=True, slots=True)
class Trained:
    """What came of a training.

    Attributes:
        history: Each epoch's metrics, those of the validation rows named `val_…`.
        keeps_last: Whether the model has the weights that the last epoch ended with; else better
            ones were restored, or their averages were taken.
        restored: The epoch whose weights were put back at the end, if that was done.
    """

    history: list[Metrics]
    keeps_last: bool
    restored: int | None = None


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
    keeper: Keeper = KEEP_NOTHING,
    begin: Begin = AT_FIRST,
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
        keeper: Is offered the state after each dispatch and each epoch.
        begin: Where the training begins, or goes on.
        budget_bytes: What rows may take of the device; by default half of what is free, and 32 MiB
            where the device is the CPU.

    Returns:
        Each epoch's metrics, and whether its last weights are those that the model has now.

    Raises:
        SpecError: `loss-not-finite`, `unknown-monitor`, `checkpoint-mismatch`.
        Stopped: As the keeper wishes.
    """
    mesh = measurer.compiler.mesh
    feed = Feed(rows, order, length.batch_size, length.accumulate, budget_bytes, mesh)
    fill_slots = begin_slots(measurer.compiler, model)
    build_metrics(model, feed, mesh)
    with memory_for_steps(lambda: "a step", model, feed, updates=True):
        compiled = compile_steps(measurer.compiler, model, training_step, shape_state(model), feed)
    measurer.prepare()
    fill_slots()
    wait_until_made(model)
    watch = Watch(model, callbacks, length, listener, spans, begin.so_far)
    loop = _Loop(model, feed, compiled, length, watch, measurer, validation, keeper)
    with giving_parts(model):
        loop.begin(callbacks, begin)
        last = loop.run(begin)
        watch.check_weights()
        _finalize(model)
        watch.end()
    keeps_last = _are_equal(last, _weights(model))
    return Trained(watch.history, keeps_last, _restored(callbacks))


class _Loop:
    """Goes through the epochs, and offers the state to the keeper."""

    def __init__(
        self,
        model: keras.Model,
        feed: Feed,
        compiled: CompiledSteps,
        length: Length,
        watch: Watch,
        measurer: Measurer,
        validation: Rows | None,
        keeper: Keeper,
    ) -> None:
        self._model = model
        self._feed = feed
        self._compiled = compiled
        self._length = length
        self._watch = watch
        self._measurer = measurer
        self._validation = validation
        self._keeper = keeper
        self._pace = Pace(keeper.meet)
        self._fresh = _reset_metrics(model)

    def begin(self, callbacks: Sequence[keras.callbacks.Callback], begin: Begin) -> None:
        """Callbacks hear that the training begins; what was before is put back."""
        model = self._model
        model.stop_training = False
        names = _measured(model, validated=self._validation is not None)
        self._watch.begin(names)
        state = CallbackState(callbacks, name_weights(model))
        self._taker = SnapshotTaker(model, state)
        snapshot = begin.snapshot
        if snapshot is not None:
            put_snapshot(model, snapshot, keep_rate=begin.keep_rate)
            state.give(snapshot.callbacks, snapshot.arrays, model.weights)
            model.stop_training = snapshot.stopped and not begin.is_longer
            snapshot.arrays.clear()
        moment = snapshot.moment if snapshot is not None else Moment(0, 0)
        self._keeper.begin(model, names, partial(self._take, moment))

    def run(self, begin: Begin) -> list[jax.Array]:
        """Trains; gives the weights that the last epoch ended with."""
        snapshot, model = begin.snapshot, self._model
        epoch, done = snapshot.moment if snapshot is not None else Moment(0, 0)
        metrics = snapshot.metrics if snapshot is not None else {}
        while epoch < self._length.epochs and not model.stop_training:
            if done:
                self._watch.go_on(epoch, done, metrics)
            else:
                self._watch.begin_epoch(epoch)
                self._begin_metrics()
            self._train_epoch(epoch, done)
            epoch, done = epoch + 1, 0
        over = Moment(epoch, 0)
        self._keeper.training_ended(over, partial(self._take, over))
        return _weights(model)

    def _begin_metrics(self) -> None:
        model = self._model
        if not is_on_mesh(model):
            put_state(model, take_state(model)._replace(metrics=jax.device_put(self._fresh)))
            return
        for variable, value in zip(model.metrics_variables, self._fresh, strict=True):
            put_value(variable, value)

    def _train_epoch(self, epoch: int, done: int) -> None:
        length, keeper = self._length, self._keeper
        before = epoch * length.steps_per_epoch
        steps = min(length.steps_per_epoch, length.total_steps - before)
        if done < steps:
            look = self._look(epoch, steps)
            most = partial(self._most_steps, epoch)
            feed, state = self._feed, take_state(self._model)
            with memory_for_steps(lambda: self._watch.place, self._model, feed, updates=True):
                state = run_epoch(
                    self._compiled,
                    feed,
                    epoch,
                    steps,
                    state,
                    self._pace,
                    look,
                    done=done,
                    most=most,
                )
            put_state(self._model, state)
        try:
            measured = self._measure()
        except Stopped:
            trained = Moment(epoch, steps)
            keeper.steps_taken(trained, partial(self._take, trained))
            raise
        self._watch.end_epoch(before + steps, measured)
        over = Moment(epoch + 1, 0)
        keeper.epoch_ended(over, self._watch.metrics, partial(self._take, over))

    def _measure(self) -> Metrics:
        if self._validation is None:
            return {}
        return self._watch.measuring(self._measurer, self._validation)

    def _most_steps(self, epoch: int, done: int) -> int:
        return self._keeper.most_steps(Moment(epoch, done))

    def _look(self, epoch: int, steps: int) -> Callable[[Seen], TrainState]:
        """Shows each dispatch to the watch; to callbacks of batches, with the model as it is then.

        The state after an epoch's last step is offered once the epoch is measured.
        """
        model, watch = self._model, self._watch

        def look(seen: Seen) -> TrainState:
            if watch.wants_steps:
                put_state(model, seen.state)
            watch.look(seen)
            state = take_state(model) if watch.wants_steps else seen.state
            done = seen.step + 1
            if done < steps:
                moment = Moment(epoch, done)
                self._keeper.steps_taken(moment, partial(self._take, moment, state))
            return state

        return look

    def _take(self, moment: Moment, state: TrainState | None = None) -> Snapshot:
        return self._taker.take(moment, self._watch.metrics, state)


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


def _restored(callbacks: Sequence[keras.callbacks.Callback]) -> int | None:
    """The epoch, from 1, whose weights Keras's callback puts back as the training ends."""
    for one in callbacks:
        if isinstance(one, keras.callbacks.EarlyStopping) and one.restore_best_weights:
            best: Any = one  # it gets these two as the training begins
            return None if best.best_weights is None else best.best_epoch + 1
    return None


def _finalize(model: keras.Model) -> None:
    """An optimizer that averages its weights leaves them their averages.

    They are the weights' own: measuring takes the memory of these, and the optimizer keeps its.
    """
    optimizer = model.optimizer
    if isinstance(optimizer, keras.optimizers.Optimizer):
        optimizer.finalize_variable_values(model.trainable_weights)
        kept = {id(variable.value) for variable in optimizer.variables}
        for variable in model.trainable_weights:
            if id(variable.value) in kept:
                variable.assign(jnp.copy(variable.value))
