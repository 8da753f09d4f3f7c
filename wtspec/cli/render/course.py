"""Where a training is by its events, how fast it goes, and how much of it is left."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import NamedTuple

from wtspec.report.curve import PairSeries
from wtspec.report.quantity import in_rate, in_time
from wtspec.train.events import EpochEnded, Event, Finished, Progressed, Retracing, Started
from wtspec.train.length import Length
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment

_SMOOTHING_SECONDS = 4.0
_PATIENCE_SECONDS = 0.3
"""What takes less is not worth a word."""

_NOWHERE = Length(1, 0, 1, 1)


class Ended(NamedTuple):
    """An epoch that was trained and validated.

    Attributes:
        epochs: That there will be.
        seconds: What it took.
        elapsed_seconds: What all took until its end.
    """

    epoch: int
    epochs: int
    metrics: Metrics
    seconds: float
    elapsed_seconds: float


class Course:
    """The course of one training, as its events tell it.

    Attributes:
        length: How long it is.
        epoch: That goes on, or was ended last; from 1.
        step: Within it; 0 before the first.
        metrics: Of the epoch so far; those of the validation rows are of the epoch before.
        losses: Of the epochs that were followed, and the validation losses beside them.
        within: The losses of the first epoch as it goes on.
        ended: The last epoch that has ended.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._phase = "compiling"
        self._since = self._last = self._ended = clock()
        self._recent_steps = self._recent_seconds = 0.0
        self._pause_seconds = 0.0
        self._is_validated: bool | None = None
        self.length = _NOWHERE
        self.epoch, self.step = 1, 0
        self.metrics: Metrics = {}
        self.losses = PairSeries()
        self.within = PairSeries()
        self._elapsed_seconds = 0.0
        self.ended: Ended | None = None

    def note(self, event: Event) -> None:
        """Learns what an event tells; of most kinds that is nothing."""
        match event:
            case Started():
                self._begin(event)
            case Progressed():
                self._go_on(event)
            case EpochEnded():
                self._end_epoch(event)
            case Retracing():
                self._enter("training again")
            case Finished():
                self._enter("finished")
            case _:
                pass

    @property
    def steps_of_epoch(self) -> int:
        """Of the epoch that goes on; the last one may be cut short."""
        before = (self.epoch - 1) * self.length.steps_per_epoch
        return min(self.length.steps_per_epoch, self.length.total_steps - before)

    @property
    def done(self) -> int:
        """Steps that were taken since the training began."""
        return (self.epoch - 1) * self.length.steps_per_epoch + self.step

    @property
    def phase(self) -> str:
        """What goes on besides steps, if it takes a while: `compiling`; else nothing."""
        if self._phase in ("validating", "measuring"):
            return self._phase if self.waited > _PATIENCE_SECONDS else ""
        return self._phase

    @property
    def waited(self) -> float:
        """Seconds since what goes on began."""
        return self._clock() - self._since

    @property
    def elapsed_so_far(self) -> tuple[float, float]:
        """Seconds since the epoch began, and since the training did."""
        since = self._clock() - self._ended
        return since, self._elapsed_seconds + since

    @property
    def speed(self) -> str:
        """In rows a second, of late; nothing before that can be told."""
        if not self._recent_seconds:
            return ""
        length = self.length
        whole = length.batch_size * length.accumulate
        rows = min(whole, length.train_rows / length.steps_per_epoch)
        return in_rate(rows * self._recent_steps / self._recent_seconds)

    @property
    def left(self) -> str:
        """How long it will still take at this speed; nothing before that can be told."""
        if not self._recent_steps:
            return ""
        steps = max(0, self.length.total_steps - self.done)
        ended = self.ended.epoch if self.ended else self.epoch - 1
        pauses = self.length.epochs - ended
        seconds = steps * self._recent_seconds / self._recent_steps + pauses * self._pause_seconds
        return f"{in_time(math.ceil(seconds))} left"

    def _begin(self, event: Started) -> None:
        begun = event.begun or Moment(0, 0)
        self.length = event.length
        self.epoch, self.step = min(begun.epoch + 1, event.length.epochs), begun.step
        self._elapsed_seconds = event.elapsed_seconds
        self._enter("compiling")

    def _enter(self, phase: str) -> None:
        self._phase, self._since = phase, self._clock()

    def _go_on(self, event: Progressed) -> None:
        now = self._clock()
        before = self.step if event.epoch == self.epoch else 0
        self.epoch, self.step = event.epoch, event.step
        if self._phase == "compiling":  # no telling when this ended, and steps began
            self._ended = now
        elif event.step > before:
            self._learn_speed(event.step - before, now - self._last)
        self._last = now
        kept = {name: one for name, one in self.metrics.items() if name.startswith("val_")}
        self.metrics = {**event.metrics, **kept}
        self._keep_within(event.metrics)
        ends = self.step >= self.steps_of_epoch and self._is_validated is not False
        self._enter("validating" if ends else "")

    def _learn_speed(self, steps: int, seconds: float) -> None:
        """What was long ago counts less and less."""
        kept = math.exp(-seconds / _SMOOTHING_SECONDS)
        self._recent_steps = kept * self._recent_steps + steps
        self._recent_seconds = kept * self._recent_seconds + seconds

    def _keep_within(self, metrics: Metrics) -> None:
        if not self.losses.values:
            self.within.add(metrics.get("loss"), None)

    def _end_epoch(self, event: EpochEnded) -> None:
        now = self._clock()
        self._pause_seconds = max(0.0, now - self._last)
        self._last = self._ended = now
        self.epoch, self.metrics = event.epoch, event.metrics
        self.step = self.steps_of_epoch
        took = max(0.0, event.elapsed_seconds - self._elapsed_seconds)
        self._elapsed_seconds = elapsed = event.elapsed_seconds
        self.ended = Ended(event.epoch, self.length.epochs, event.metrics, took, elapsed)
        self.losses.add(event.metrics.get("loss"), event.metrics.get("val_loss"))
        self._is_validated = any(name.startswith("val_") for name in event.metrics)
        self._enter("measuring" if event.epoch == self.length.epochs else "")
