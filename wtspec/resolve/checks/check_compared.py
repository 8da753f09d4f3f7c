"""Checks what losses and metrics compare, as far as shapes and columns are known."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal

from wtspec.errors import Related, Report, Span
from wtspec.language import Expression
from wtspec.program.bound import Reference
from wtspec.program.compared import Misfit, Sizes, asked, misfit
from wtspec.program.declared import Use
from wtspec.program.training import Measure, Prepared, Training
from wtspec.resolve.checks.check_inputs import row_shape
from wtspec.resolve.context import Context
from wtspec.shapes.algebra.polynomial import number
from wtspec.shapes.algebra.shape import Rest
from wtspec.shapes.algebra.values import Abstract, Named, Tensor
from wtspec.sources.column import Columns

Kind = Literal["loss", "metric"]


def check_compared(
    context: Context,
    training: Training,
    data: Prepared | None,
    columns: Columns,
    given: Abstract,
) -> None:
    """Notes `target-shape` and labels beyond the outputs.

    Args:
        context: Takes the faults.
        training: Whose losses and metrics are looked at.
        data: Gives the targets.
        columns: The source's, those that are known.
        given: What the model returns.
    """
    outputs = dict(given.items) if isinstance(given, Named) else {"": given}
    targets = dict(data.each_target) if data is not None else {}
    for output, measure, kind in pairs(training, outputs):
        found = outputs.get(output)
        sizes = _sizes(found) if isinstance(found, Tensor) else None
        wanted = asked(measure, kind)
        if sizes is None or wanted is None:
            continue
        formula = targets.get(output)
        row = row_shape(formula, columns) if formula is not None else None
        target = (None, *row) if row is not None else None
        fault = misfit(wanted, measure, target, sizes, kind)
        if fault is not None:
            report_misfit(context.report, fault, measure, kind, formula.span if formula else None)
        elif wanted.targets == "labels" and formula is not None and sizes[-1] is not None:
            _check_labels(context.report, formula, columns, sizes[-1], measure)


def report_misfit(
    report: Report, fault: Misfit, measure: Measure, kind: Kind, target: Span | None
) -> None:
    """Notes `target-shape` at the targets, or at a measure that can't take such outputs."""
    assert isinstance(measure.value, Use)  # noqa: S101 - only components ask
    name, own = measure.value.name, Related(f"the {kind}", measure.span)
    if fault.of_outputs or target is None:
        message = f"`{name}` can't take the model's output"
        span, related = measure.span, ()
    else:
        message = f"the target has another shape than `{name}` compares with the output"
        span, related = target, (own,)
    report.error(
        "target-shape",
        message,
        span,
        expected=fault.expected,
        received=fault.received,
        help=fault.help,
        related=related,
    )


def measures(training: Training) -> Iterator[tuple[str, Measure, Kind]]:
    """Each loss and metric with the output that it measures, `""` where it has no name."""
    for output, one in training.each_loss:
        yield output, one, "loss"
    for output, one in training.each_metric:
        yield output, one, "metric"


def pairs(training: Training, outputs: Collection[str]) -> Iterator[tuple[str, Measure, Kind]]:
    """Each output with each loss and metric that it is compared by."""
    for named, measure, kind in measures(training):
        for output in measured(named, outputs):
            yield output, measure, kind


def measured(output: str, outputs: Collection[str]) -> tuple[str, ...]:
    """The outputs that a measure is of: one for no output by name is for each that there is."""
    if output in outputs:
        return (output,)
    return tuple(outputs) if not output else ()


def _sizes(tensor: Tensor) -> Sizes | None:
    if tensor.shape is None or not tensor.shape:
        return None
    if any(isinstance(entry, Rest) for entry in tensor.shape):
        return None
    return (None, *(number(entry) for entry in tensor.shape[1:]))


def _check_labels(
    report: Report, formula: Expression, columns: Columns, size: int, measure: Measure
) -> None:
    """Notes a column of more classes than a model has outputs."""
    column = columns.get(formula.name) if isinstance(formula, Reference) else None
    if column is None or column.classes is None or column.classes <= size:
        return
    report.error(
        "label-out-of-range",
        f"the target has labels beyond the model's {size} outputs",
        formula.span,
        expected=f"whole numbers from 0 to {size - 1}",
        received=f"numbers from 0 to {column.classes - 1}",
        related=(Related("compared here", measure.span),),
    )
