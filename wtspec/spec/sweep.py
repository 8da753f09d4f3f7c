"""`sweep`: which values are tried, and what they are to make better."""

from typing import Annotated, Any, Literal

from pydantic import Field

from wtspec.spec.base import Section
from wtspec.spec.kinds import BY_KIND
from wtspec.spec.values import Bound, Text

MOST_CHOICES = 256
MOST_PATHS = 64
MOST_POINTS = 100_000
"""Of a grid, all of which are kept in memory."""

Hours = Annotated[Annotated[int, Field(gt=0)] | Annotated[float, Field(gt=0)], BY_KIND]


class GoalSpec(Section):
    """One metric, and which way it is to go."""

    maximize: Text | None = None
    """The metric of which more is better: val_accuracy."""
    minimize: Text | None = None
    """The metric of which less is better: val_loss."""


class RangeSpec(Section):
    """Values between two bounds, whole numbers where both bounds are."""

    low: Bound
    """The least value."""
    high: Bound
    """The greatest value."""
    log: bool = False
    """Whether values are drawn on a logarithmic scale."""
    step: Bound | None = None
    """The distance between two values."""


Values = Annotated[
    Annotated[list[Any], Field(min_length=1, max_length=MOST_CHOICES)] | RangeSpec, BY_KIND
]


class SweepSpec(Section):
    """Many trials of the file, each a run with other values."""

    trials: Annotated[int, Field(ge=1)] | None = None
    """How many trials there are; a grid may end by itself."""
    hours: Hours | None = None
    """How long new trials are begun, in place of trials."""
    goal: Annotated[GoalSpec | Annotated[list[GoalSpec], Field(min_length=1)], BY_KIND]
    """What the trials are to make better: {maximize: val_accuracy}; several make a Pareto front."""
    over: Annotated[dict[Text, Values], Field(min_length=1, max_length=MOST_PATHS)]
    """What varies: paths as --set has them, each with a list of choices or a range."""
    sampler: Literal["tpe", "random", "grid", "cmaes", "qmc"] = "tpe"
    """How values are chosen."""
    pruner: Literal["none", "median", "hyperband"] = "none"
    """How trials that do badly are ended early, judged after each epoch."""
