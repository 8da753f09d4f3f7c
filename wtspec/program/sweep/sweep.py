"""What a sweep tries, and what it looks for."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from wtspec.errors import Span

Plain = None | bool | int | float | str


class Goal(Struct, frozen=True):
    """A metric that a sweep is to make great or small.

    Attributes:
        metric: Its name as a training reports it: `val_accuracy`.
        span: Where the file names it.
    """

    metric: str
    mode: Literal["max", "min"]
    span: Span


class Over(Struct, frozen=True):
    """The values that one path may have.

    Attributes:
        path: As `--set` has it.
        choices: Those that are listed; of a list or mapping, its text. None for a range.
        low: The least of a range.
        high: The greatest.
        log: Whether values are drawn on a logarithmic scale.
        step: The distance between two of them; None for any.
    """

    path: str
    choices: tuple[Plain, ...] | None = None
    low: int | float = 0
    high: int | float = 0
    log: bool = False
    step: int | float | None = None

    @property
    def whole(self) -> bool:
        """Whether the values of a range are whole numbers, as its bounds are."""
        bounds = (self.low, self.high, 1 if self.step is None else self.step)
        return all(isinstance(one, int) for one in bounds)


class Sweep(Struct, frozen=True):
    """How a sweep goes.

    Attributes:
        trials: How many there are; None where the time is limited, or a grid ends by itself.
        hours: How long trials are begun.
    """

    goals: tuple[Goal, ...]
    over: tuple[Over, ...]
    sampler: Literal["tpe", "random", "grid", "cmaes", "qmc"]
    pruner: Literal["none", "median", "hyperband"]
    trials: int | None = None
    hours: float | None = None
