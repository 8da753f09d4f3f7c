"""What the page of a sweep shows."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Chosen = bool | int | float | str | None
"""A value that a trial was given."""

TrialState = Literal["running", "finished", "pruned", "failed", "lost"]
"""`lost`: its worker died; another trial was given its values."""


class SweepGoal(Struct, frozen=True):
    """A metric, and whether more of it is better."""

    metric: str
    mode: Literal["max", "min"]


class Searched(Struct, frozen=True):
    """Which values of one path trials are given.

    Attributes:
        path: As `--set` has it: `params.width`.
        choices: All of them, where they are listed.
        low: The least, where they lie between bounds.
        high: The greatest.
        log: Whether they are drawn on a logarithmic scale.
    """

    path: str
    choices: list[Chosen] | None = None
    low: float | None = None
    high: float | None = None
    log: bool = False


class TrialReport(Struct, frozen=True):
    """One trial, which is a run.

    Attributes:
        number: From 0.
        given: Values by path.
        values: What it came to for each goal, in their order; none before it ended.
        run: Its folder, relative to the sweep's; None before it began.
        epochs: How many are over.
        curve: The first goal's metric, an epoch each; None where it was no number.
        seconds: How long it took.
        fault: The first line of why it failed.
    """

    number: int
    state: TrialState
    given: dict[str, Chosen]
    values: list[float | None]
    run: str | None = None
    epochs: int = 0
    curve: list[float | None] = []
    seconds: float | None = None
    fault: str | None = None


class SweepReport(Struct, frozen=True):
    """A sweep as it is now.

    Attributes:
        name: Of the spec.
        folder: Of the sweep, as it was named.
        trials: By number.
        best: The numbers of the best trials: one, or those of the Pareto front.
        importances: How much each path matters to the first goal, which sum up to 1; empty where
            there are too few trials to tell.
        wanted: How many trials there are to be; None where the time is limited instead.
        seconds: Since it began.
        version: Of wtspec.
    """

    name: str
    folder: str
    doc: str | None
    goals: list[SweepGoal]
    over: list[Searched]
    sampler: str
    pruner: str
    trials: list[TrialReport]
    best: list[int]
    importances: dict[str, float]
    wanted: int | None
    seconds: float
    version: str
