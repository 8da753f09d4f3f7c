"""Does a training again, up to where its numbers were finite for the last time."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from wtspec.model.processes.agree import slowest
from wtspec.runs.checkpoints.find_lost import find_lost_weight
from wtspec.train.keeper import ANY, Stopped, Take
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment, Snapshot

if TYPE_CHECKING:
    import keras

_LOOKED_AT = 32
"""Steps before the one whose loss is lost that are taken one by one."""


class Tracer:
    """The keeper of a training that is done again: ends it before the step that lost a number.

    Attributes:
        last: The last state that was looked at and has finite weights; at first that at the start.
    """

    def __init__(self, start: Moment, target: Moment, steps_per_epoch: int) -> None:
        """Looks at nothing yet.

        Args:
            start: Where the training begins again.
            target: Before the step whose loss is not finite.
            steps_per_epoch: Of the training.
        """
        self.last: Snapshot | None = None
        self._start = start
        self._target = target
        self._steps_per_epoch = steps_per_epoch

    def begin(self, model: keras.Model, names: Collection[str], take: Take) -> None:
        """Ends a training that is there already."""
        del model, names
        self.last = take()
        if self._left(self._start) <= 0:
            raise Stopped

    def most_steps(self, moment: Moment) -> int:
        """Many until shortly before the target, then one at a time."""
        left = self._left(moment)
        return 1 if left <= _LOOKED_AT else min(ANY, left - _LOOKED_AT)

    def meet(self, seconds: float) -> float:
        """Nothing but the time is of interest."""
        return slowest(seconds)

    def steps_taken(self, moment: Moment, take: Take) -> None:
        """Ends the training at the target, or where a weight is not finite before it."""
        if self._left(moment) > _LOOKED_AT:
            return
        snapshot = take()
        if find_lost_weight(snapshot.arrays) is not None:
            raise Stopped
        self.last = snapshot
        if self._left(moment) <= 0:
            raise Stopped

    def epoch_ended(self, moment: Moment, metrics: Metrics, take: Take) -> None:
        """The same at the end of an epoch."""
        del metrics
        self.steps_taken(moment, take)

    def training_ended(self, moment: Moment, take: Take) -> None:
        """The weights were lost by the last step of all."""
        self.steps_taken(moment, take)

    def check(self) -> None:
        """Measuring goes on."""

    def _left(self, moment: Moment) -> int:
        ahead = self._target.epoch - moment.epoch
        return ahead * self._steps_per_epoch + self._target.step - moment.step
