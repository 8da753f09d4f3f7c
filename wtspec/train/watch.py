"""Watches a training: tells listeners and callbacks, notices a loss that is lost."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import jax.numpy as jnp
import keras

from wtspec.data.rows import Rows
from wtspec.errors import Diagnostic, Span, SpecError, did_you_mean, one_of
from wtspec.train.dispatch import Seen
from wtspec.train.events import EpochEnded, Listener, Progressed
from wtspec.train.length import Length
from wtspec.train.measure import Measurer
from wtspec.train.numbers import Metrics, numbers
from wtspec.train.snapshot import Moment


@dataclass(frozen=True, slots=True)
class TrainingSpans:
    """Where the spec declares the loss, and each of the callbacks."""

    loss: Span | None = None
    callbacks: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class SoFar:
    """What was trained before, where a training goes on.

    Attributes:
        history: Each epoch's metrics.
        elapsed_seconds: How long that took.
    """

    history: Sequence[Metrics] = ()
    elapsed_seconds: float = 0.0


class LostError(SpecError):
    """A loss, or weights after the last step, that are no finite numbers.

    Attributes:
        moment: Before the step that it is of.
    """

    def __init__(self, diagnostic: Diagnostic, moment: Moment) -> None:
        super().__init__(diagnostic)
        self.moment = moment


class Watch:
    """The callbacks of one training and its listener, and an eye on its losses.

    Attributes:
        history: Each epoch's metrics.
        wants_steps: Whether a callback does something at each batch.
        metrics: Of the epoch so far, or of the last one.
    """

    def __init__(
        self,
        model: keras.Model,
        callbacks: Sequence[keras.callbacks.Callback],
        length: Length,
        listener: Listener,
        spans: TrainingSpans,
        so_far: SoFar,
    ) -> None:
        self.history = list(so_far.history)
        self._model = model
        self._each_step = [one for one in callbacks if _wants_steps(one)]
        self.wants_steps = bool(self._each_step)
        self._callbacks = keras.callbacks.CallbackList(
            list(callbacks),
            add_history=True,
            model=model,
            epochs=length.epochs,
            steps=length.steps_per_epoch,
            verbose=0,
        )
        self._length = length
        self._listener = listener
        self._spans = spans
        self._began = time.monotonic() - so_far.elapsed_seconds
        self._epoch = 0
        self._step = 0
        self.metrics: Metrics = {}

    @property
    def place(self) -> str:
        """The step that comes next, in words."""
        return f"step {self._step + 1} of epoch {self._epoch + 1}"

    def begin(self, names: Collection[str]) -> None:
        """The training begins.

        Args:
            names: Of what is measured each epoch.
        """
        self._check_monitors({*names, "learning_rate"})
        self._callbacks.on_train_begin()

    def begin_epoch(self, epoch: int) -> None:
        """An epoch begins, counted from 0."""
        self._epoch, self._step = epoch, 0
        self._callbacks.on_epoch_begin(epoch)

    def go_on(self, epoch: int, done: int, metrics: Metrics) -> None:
        """An epoch goes on that callbacks know of.

        Args:
            epoch: From 0.
            done: Its steps so far.
            metrics: Over these.
        """
        self._epoch, self._step = epoch, done
        self.metrics = metrics

    def look(self, seen: Seen) -> None:
        """A dispatch of steps was taken."""
        self.metrics, self._step = seen.metrics, seen.step + 1
        self._listener(Progressed(self._epoch + 1, seen.step + 1, seen.metrics))
        if seen.lost is not None:
            message = f"the loss is {seen.loss} at step {seen.lost + 1} of epoch {self._epoch + 1}"
            raise self._lost(message, Moment(self._epoch, seen.lost))
        for callback in self._each_step:
            callback.on_train_batch_begin(seen.step)
            callback.on_train_batch_end(seen.step, logs=dict(seen.metrics))

    def measuring(self, measurer: Measurer, rows: Rows) -> Metrics:
        """Measures the validation rows; callbacks may swap the weights meanwhile."""
        metrics: Metrics = {}
        self._callbacks.on_test_begin()
        try:
            metrics = measurer.measure(rows)
        finally:
            self._callbacks.on_test_end(metrics)
        return metrics

    def end_epoch(self, steps: int, validation: Metrics) -> None:
        """An epoch was trained and measured; its metrics are told after what callbacks add.

        Args:
            steps: Since the training began.
            validation: Of the validation rows.
        """
        metrics = {**self.metrics, **{f"val_{name}": one for name, one in validation.items()}}
        self._check_monitors(metrics)
        for callback in self._callbacks.callbacks:
            callback.on_epoch_end(self._epoch, metrics)
        self.metrics = numbers(metrics)
        self.history.append(self.metrics)
        elapsed = time.monotonic() - self._began
        self._listener(EpochEnded(self._epoch + 1, steps, self.metrics, elapsed))

    def end(self) -> None:
        """The training is over."""
        self._callbacks.on_train_end(self.history[-1])

    def check_weights(self) -> None:
        """Raises where the last step left weights that are no numbers; its loss was finite."""
        for variable in self._model.trainable_weights:
            if not bool(jnp.isfinite(variable.value).all()):
                message = f"the weight `{variable.path}` is not finite after the last step"
                raise self._lost(message, Moment(self._epoch + 1, 0))

    def _lost(self, message: str, moment: Moment) -> LostError:
        help = "a smaller `learning_rate`, `clip_norm`, or inputs of a smaller scale"
        return LostError(
            Diagnostic(
                "loss-not-finite",
                message,
                self._spans.loss,
                expected="a finite number",
                help=help,
            ),
            moment,
        )

    def _check_monitors(self, metrics: Collection[str]) -> None:
        """Raises where a callback waits for a metric that there is not; Keras warns each epoch."""
        for monitor, span in monitors(self._callbacks.callbacks, self._spans):
            if monitor not in metrics:
                message = f"there is no metric `{monitor}` to monitor"
                near = did_you_mean(monitor, metrics)
                raise SpecError(
                    Diagnostic("unknown-monitor", message, span, one_of(metrics), help=near)
                )


def monitors(
    callbacks: Sequence[keras.callbacks.Callback], spans: TrainingSpans
) -> list[tuple[str, Span | None]]:
    """The metric that each callback of the spec waits for, if it does, and where it is declared."""
    named = zip(callbacks, spans.callbacks, strict=False)
    monitored = [(getattr(callback, "monitor", None), span) for callback, span in named]
    return [(monitor, span) for monitor, span in monitored if isinstance(monitor, str)]


def _wants_steps(callback: keras.callbacks.Callback) -> bool:
    kind, base = type(callback), keras.callbacks.Callback
    names = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")
    return any(getattr(kind, name) is not getattr(base, name) for name in names)
