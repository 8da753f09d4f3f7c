"""What the page of a run shows."""

from __future__ import annotations

from msgspec import Struct, field

from wtspec.graph import Graph
from wtspec.report.histogram import Histogram
from wtspec.report.outcome import Outcome

Numbers = dict[str, float | None]
"""By name; None where a number was not finite."""


class Curves(Struct, frozen=True):
    """The metrics of the epochs; of many epochs, of as many as can be seen.

    Attributes:
        epochs: Which ones, from 1.
        series: By metric, a value for each of these; those of the validation rows are `val_…`.
        elapsed_seconds: Since the training began.
        rows_per_second: Training rows over the time since the epoch before, validation included.
    """

    epochs: list[int]
    series: dict[str, list[float | None]]
    elapsed_seconds: list[float]
    rows_per_second: list[float | None]


class BestValue(Struct, frozen=True):
    """The epoch with the best value of a metric.

    Attributes:
        chosen: Whether the run's weights are those of that epoch.
    """

    metric: str
    epoch: int
    value: float
    chosen: bool


class ReportWeight(Struct, frozen=True):
    """A weight over the training.

    Attributes:
        line: The statement of the generated source that makes it; empty for one of Keras's own.
        before: As it was initialised.
        after: As it was when the training ended.
        epochs: At whose ends `norms` were taken; 0 is before the first step.
        norms: Square roots of the sums of the squares of its values.
    """

    path: str
    shape: list[int]
    dtype: str
    initializer: str
    trainable: bool
    line: str = ""
    before: Histogram | None = None
    after: Histogram | None = None
    epochs: list[int] = field(default_factory=list[int])
    norms: list[float | None] = field(default_factory=list["float | None"])


class Origin(Struct, frozen=True):
    """Where a value of the resolved spec comes from, if not from the file itself.

    Attributes:
        line: Of the resolved spec, from 1.
        path: Of the value, `train.epochs`.
        place: `--set train.epochs=3`, or `base.yaml:12`.
    """

    line: int
    path: str
    place: str


class RunReport(Struct, frozen=True):
    """A run.

    Attributes:
        label: Short and of no other: the run's folder.
        name: Of the spec.
        doc: Of the spec.
        status: `finished`, or how it ended early.
        weights_are: Which ones the final weights are: `best: epoch 7, val_loss 0.2`.
        began: When, in ISO 8601 with the zone; empty where that is not known.
        epochs: How many were ended.
        parameters: How many numbers the weights hold.
        metrics: Of the final weights, by part.
        spec: The resolved one's text.
        environment: Names and values, in order.
        timings: What took how many seconds, in order.
        remarks: What is missing, and why.
    """

    label: str
    name: str
    doc: str
    status: str
    weights_are: str
    began: str
    wall_seconds: float | None
    epochs: int
    parameters: int
    metrics: dict[str, Numbers]
    curves: Curves
    best: BestValue | None
    graph: Graph | None
    weights: list[ReportWeight]
    outcomes: list[Outcome]
    spec: str
    origins: list[Origin]
    environment: list[tuple[str, str]]
    timings: list[tuple[str, float]]
    remarks: list[str]
