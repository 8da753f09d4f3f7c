"""Finds losses and metrics of the whole batch where its rows are weighted."""

from __future__ import annotations

from wtspec.program.training import Measure
from wtspec.resolve.checks.scalars import gives_scalar
from wtspec.resolve.context import Context
from wtspec.resolve.measures import Losses, Metrics


def check_scalars(context: Context, loss: Losses | None, metrics: Metrics) -> None:
    """Notes `scalar-loss` and `scalar-metric`; classes weigh in losses alone."""
    data, train = context.file.data, context.file.train
    weighs_rows = data is not None and data.weights is not None
    losses = [one for _, one in loss] if isinstance(loss, tuple) else [loss] if loss else []
    for one in losses if weighs_rows or (train and train.class_weight) else ():
        _check(context, one, "loss", "scalar-loss")
    for one in metrics if weighs_rows else ():
        for measure in (one,) if isinstance(one, Measure) else one[1]:
            _check(context, measure, "metric", "scalar-metric")


def _check(context: Context, measure: Measure, kind: str, code: str) -> None:
    if gives_scalar(measure.value, context.names.function):
        context.report.error(
            code,
            f"this {kind} is one number for the batch, but its rows are weighted",
            measure.span,
            expected="a value for each row",
            help="reduce over the other axes alone, as in `mean(…, axis=-1)`",
        )
