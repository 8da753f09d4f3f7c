"""What a training tells while it goes on. Free of Keras."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from wtspec.report.histogram import Histogram
from wtspec.train.length import Length
from wtspec.train.numbers import Metrics
from wtspec.train.snapshot import Moment


@dataclass(frozen=True, slots=True)
class Started:
    """The first step is about to be taken; it is compiled now.

    Attributes:
        name: Of the spec.
        folder: Where the run is recorded.
        length: How long the training is.
        parameters: How many numbers the model's weights hold.
        begun: How far the training was when it was last saved, where it goes on.
        remarks: Which rows are left out; where it goes on, what is not as it was.
        elapsed_seconds: What was trained until then.
    """

    name: str
    folder: Path
    length: Length
    parameters: int
    begun: Moment | None = None
    remarks: tuple[str, ...] = ()
    elapsed_seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Progressed:
    """Some steps were taken since the last event; told about ten times a second at most.

    Attributes:
        epoch: From 1.
        step: Within the epoch, from 1.
        metrics: Their means over the epoch so far.
    """

    epoch: int
    step: int
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class EpochEnded:
    """An epoch was trained and validated.

    Attributes:
        epoch: From 1.
        steps: Updates of the weights since the training began.
        metrics: Over the epoch; those of the validation rows are named `val_…`.
        elapsed_seconds: Since the training began.
    """

    epoch: int
    steps: int
    metrics: Metrics
    elapsed_seconds: float


@dataclass(frozen=True, slots=True)
class WeightsSeen:
    """The weights were looked at: before the first step, and after epochs, though not after all.

    Attributes:
        epoch: That has ended, from 1; 0 before the first step.
        norms: By path, the square root of the sum of the squares; NaN or infinite where values are.
        histograms: By path; none where only norms were looked at.
    """

    epoch: int
    norms: Mapping[str, float]
    histograms: Mapping[str, Histogram]


@dataclass(frozen=True, slots=True)
class Finished:
    """The run is over and recorded.

    Attributes:
        metrics: Of the final weights, by part: `train` (where these are the last epoch's, the
            means over it, as the weights changed), `validation`, `test`.
        elapsed_seconds: Since the training began.
        weights: Which ones the final weights are: `last: epoch 50`.
    """

    folder: Path
    metrics: dict[str, Metrics]
    elapsed_seconds: float
    weights: str


@dataclass(frozen=True, slots=True)
class CheckpointFailed:
    """The state could not be saved; the training goes on without.

    Attributes:
        reason: In a few words.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class LoggerFailed:
    """One of `train.loggers` could not write or send; the training goes on. Told once.

    Attributes:
        logger: As it calls itself: `TensorBoard`.
        reason: In a few words.
    """

    logger: str
    reason: str


@dataclass(frozen=True, slots=True)
class Retracing:
    """A number was lost; the training is done again, to find which one was the first.

    Attributes:
        begun: From where.
    """

    begun: Moment


Event = (
    Started
    | Progressed
    | EpochEnded
    | WeightsSeen
    | CheckpointFailed
    | LoggerFailed
    | Retracing
    | Finished
)
Listener = Callable[[Event], None]


def ignore(event: Event) -> None:
    """A listener to whom nothing matters."""
    del event
