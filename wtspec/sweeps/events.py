"""What a sweep tells while it goes on, also from one process to another."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from wtspec.report.sweep import Chosen, TrialReport


class TrialBegan(Struct, frozen=True, tag=True):
    """A trial is about to be trained.

    Attributes:
        number: From 0.
        given: Values by path.
        goes_on: Whether another worker began it.
    """

    number: int
    given: dict[str, Chosen]
    goes_on: bool = False


class TrialWentOn(Struct, frozen=True, tag=True):
    """An epoch of a trial is over.

    Attributes:
        number: Of the trial.
        epoch: From 1.
        value: Of the first goal's metric; None where it was no number.
    """

    number: int
    epoch: int
    value: float | None


class TrialEnded(Struct, frozen=True, tag=True):
    """A trial is over, and recorded."""

    trial: TrialReport


class WorkerDied(Struct, frozen=True, tag=True):
    """A worker is gone without a word; another one takes its place.

    Attributes:
        status: Of its process; less than 0 for a signal.
    """

    status: int


SweepEvent = TrialBegan | TrialWentOn | TrialEnded | WorkerDied
SweepListener = Callable[[SweepEvent], None]
