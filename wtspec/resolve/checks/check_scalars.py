"""Finds losses and metrics of the whole batch where its rows are weighted."""

from __future__ import annotations

from wtspec.program.training import Losses, Measure, Metrics, each, each_metric
from wtspec.resolve.checks.scalars import gives_scalar
from wtspec.resolve.context import Context


def check_scalars(context: Context, loss: Losses | None, metrics: Metrics) -> None:
    """Notes `scalar-loss` and `scalar-metric`; classes weigh in losses alone."""
    data, train = context.file.data, context.file.train
    weighs_rows = data is not None and data.weights is not None
    for _, one in each(loss) if weighs_rows or (train and train.class_weight) else ():
        _check(context, one, "loss", "scalar-loss")
    for _, one in each_metric(metrics) if weighs_rows else ():
        _check(context, one, "metric", "scalar-metric")


def _check(context: Context, measure: Measure, kind: str, code: str) -> None:
    if gives_scalar(measure.value, context.names.function):
        context.report.error(
            code,
            f"this {kind} is one number for the batch, but its rows are weighted",
            measure.span,
            expected="a value for each row",
            help="reduce over the other axes alone, as in `mean(…, axis=-1)`",
        )
