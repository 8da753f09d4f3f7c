"""Watches Keras's `fit`: tells listeners, stops at the last step, notices a loss that is lost."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import keras

from wtspec.errors import Diagnostic, Span, SpecError, did_you_mean, one_of
from wtspec.train.events import EpochEnded, Listener, Progressed
from wtspec.train.length import Length
from wtspec.train.numbers import Metrics, numbers

_SECONDS_BETWEEN_LOOKS = 0.1

Logs = Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Places:
    """Where the spec declares the loss, and each of the callbacks."""

    loss: Span | None = None
    callbacks: tuple[Span, ...] = ()


class Watch(keras.callbacks.CallbackList):
    """The callbacks of one `fit`, and an eye on each of its steps.

    Keras's own list turns each step's metrics into Python numbers, which waits for the device.
    This one looks at them about ten times a second, or as often as a callback wants them.
    """

    def __init__(
        self,
        model: keras.Model,
        callbacks: Sequence[keras.callbacks.Callback],
        length: Length,
        listener: Listener,
        places: Places,
    ) -> None:
        super().__init__(
            list(callbacks),
            add_history=True,
            model=model,
            epochs=length.epochs,
            steps=length.steps_per_epoch,
            verbose=0,
        )
        self.history: list[Metrics] = []
        self.steps = 0
        self._trained = model
        self._length = length
        self._listener = listener
        self._places = places
        self._each_step = [one for one in callbacks if _wants_steps(one)]
        self._began = time.monotonic()
        self._looked = -math.inf  # the first step, once compiled, is news
        self._epoch = 0
        self._losses: list[object] = []

    def on_epoch_begin(self, epoch: int, logs: Logs = None) -> None:
        """Notes which epoch it is."""
        self._epoch = epoch + 1
        super().on_epoch_begin(epoch, logs)

    def on_train_batch_begin(self, batch: int, logs: Logs = None) -> None:
        """Passes it on to the callbacks that want it."""
        for callback in self._each_step:
            callback.on_train_batch_begin(batch, logs=logs)

    def on_train_batch_end(self, batch: int, logs: Logs = None) -> None:
        """Counts the step, and looks at its metrics now and then."""
        self.steps += 1
        if self.steps == self._length.total_steps:
            self._trained.stop_training = True
        logs = logs or {}
        self._losses += [logs["loss"]] if "loss" in logs else []
        now = time.monotonic()
        if self._each_step or now - self._looked >= _SECONDS_BETWEEN_LOOKS:
            self._looked = now
            self._look(batch, numbers(logs))

    def on_epoch_end(self, epoch: int, logs: Logs = None) -> None:
        """Tells the epoch's metrics, after what the callbacks add to them."""
        self._check_losses()
        metrics = numbers(logs or {})
        self._check_monitors(metrics)
        for callback in self.callbacks:
            callback.on_epoch_end(epoch, metrics)
        metrics = numbers(metrics)
        self.history.append(metrics)
        elapsed = time.monotonic() - self._began
        self._listener(EpochEnded(self._epoch, self.steps, metrics, elapsed))

    @property
    def _step(self) -> int:
        """The step that was just taken, within its epoch."""
        return self.steps - (self._epoch - 1) * self._length.steps_per_epoch

    def _look(self, batch: int, metrics: Metrics) -> None:
        self._listener(Progressed(self._epoch, self._step, metrics))
        self._check_losses()
        for callback in self._each_step:
            callback.on_train_batch_end(batch, logs=metrics)

    def _check_losses(self) -> None:
        """Raises at the first step whose loss, a mean over the epoch, is no finite number."""
        losses, self._losses = self._losses, []
        if not losses or _is_finite(losses[-1]):
            return
        first = next(index for index, loss in enumerate(losses) if not _is_finite(loss))
        step = self._step - len(losses) + first + 1
        value = numbers({"loss": losses[first]})["loss"]
        raise SpecError(
            Diagnostic(
                "loss-not-finite",
                f"the loss is {value} at step {step} of epoch {self._epoch}",
                self._places.loss,
                expected="a finite number",
                help="a smaller `learning_rate`, `clip_norm`, or inputs of a smaller scale",
            )
        )

    def _check_monitors(self, metrics: Metrics) -> None:
        """Raises where a callback waits for a metric that there is not; Keras warns each epoch."""
        for monitor, span in monitors(self.callbacks, self._places):
            if monitor not in metrics:
                message = f"there is no metric `{monitor}` to monitor"
                near = did_you_mean(monitor, metrics)
                raise SpecError(
                    Diagnostic("unknown-monitor", message, span, one_of(metrics), help=near)
                )


def monitors(
    callbacks: Sequence[keras.callbacks.Callback], places: Places
) -> list[tuple[str, Span | None]]:
    """The metric that each callback of the spec waits for, if it does, and where it is declared."""
    named = zip(callbacks, places.callbacks, strict=False)
    found = [(getattr(callback, "monitor", None), span) for callback, span in named]
    return [(monitor, span) for monitor, span in found if isinstance(monitor, str)]


def _is_finite(loss: object) -> bool:
    return all(math.isfinite(value) for value in numbers({"loss": loss}).values())


def _wants_steps(callback: keras.callbacks.Callback) -> bool:
    kind, base = type(callback), keras.callbacks.Callback
    names = ("on_batch_begin", "on_batch_end", "on_train_batch_begin", "on_train_batch_end")
    return any(getattr(kind, name) is not getattr(base, name) for name in names)
