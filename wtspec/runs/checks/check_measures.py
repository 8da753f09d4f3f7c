"""Tries losses and metrics on a batch of shapes, so that what fails is told at its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec.structs import replace

from wtspec.data.rows import Rows, by_name
from wtspec.errors import Diagnostic, Related, Report, Span
from wtspec.model.faults.locate import locate_fault
from wtspec.model.faults.translate import translate
from wtspec.model.generated import Generated
from wtspec.program.compared import Sizes, shown
from wtspec.program.declared import Use
from wtspec.program.program import Program
from wtspec.program.training import Measure
from wtspec.resolve.checks.check_compared import Kind, measured, measures

if TYPE_CHECKING:
    import keras

_ROWS = 1009
"""A size that no other axis is likely to have: what broadcasts with it does so by mistake."""


def check_measures(
    code: Generated,
    model: keras.Model,
    rows: Rows,
    outputs: Mapping[str, Sizes],
) -> None:
    """Tries each loss and metric by itself.

    Args:
        code: Of the program that declares them.
        model: Compiled.
        rows: To train on, weighted as classes are.
        outputs: The shape of each output.

    Raises:
        SpecError: `measure-failed`, `scalar-loss`, `row-weights`.
    """
    program, training = code.program, code.program.training
    if training is None or rows.targets is None:
        return
    report = Report()
    weighs_metrics = program.data is not None and program.data.weights is not None
    for (named, measure, kind), made in zip(measures(training), _made(model, program), strict=True):
        weights = rows.weights if kind == "loss" or weighs_metrics else None
        for output in measured(named, outputs):
            target = by_name(rows.targets, output).get(output)
            if target is not None:
                tensors = _tensors(target, outputs[output], weights)
                _try(report, code, measure, kind, _calls(kind, made), tensors)
    report.check()


def _made(model: keras.Model, program: Program) -> list[object]:
    """The losses and metrics as the model was given them, in the order of `measures`."""
    training = program.training
    assert training is not None  # noqa: S101 - the caller looked
    made: list[object] = []
    if training.loss is not None:
        loss = model._compile_loss._user_loss  # noqa: SLF001 - as `compile` keeps it
        made += by_name(loss).values()
    if training.metrics:
        compiled = model._compile_metrics  # noqa: SLF001 - the same
        given = compiled._user_metrics or compiled._user_weighted_metrics  # noqa: SLF001
        made += [one for several in by_name(given).values() for one in several]
    return made


def _tensors(
    target: np.ndarray, output: Sizes, weights: np.ndarray | None
) -> tuple[keras.KerasTensor, keras.KerasTensor, keras.KerasTensor | None]:
    """A batch of targets, outputs and weights, without their numbers."""
    import keras

    def tensor(shape: Sizes, dtype: str) -> keras.KerasTensor:
        return keras.KerasTensor((_ROWS, *shape[1:]), dtype)

    return (
        tensor(target.shape, target.dtype.name),
        tensor(output, "float32"),
        None if weights is None else tensor(weights.shape, "float32"),
    )


Calls = tuple[Callable[..., Any], Callable[..., Any]]
"""What a measure makes of targets and outputs, and what it makes of them and of weights."""


def _calls(kind: Kind, made: object) -> Callable[[Any, Any], Calls]:
    """The calls of a measure for a target and an output, by which Keras chooses some."""
    from keras.src.trainers.compile_utils import get_loss, get_metric

    def calls(target: object, output: object) -> Calls:
        if kind == "loss":
            loss: Any = get_loss(made, target, output)
            return loss.call, loss
        metric: Any = get_metric(made, target, output)

        def measure(y_true: object, y_pred: object, weights: object = None) -> object:
            metric.update_state(y_true, y_pred, weights)
            return metric.result()

        return measure, measure

    return calls


def _try(
    report: Report,
    code: Generated,
    measure: Measure,
    kind: Kind,
    calls: Callable[[Any, Any], Calls],
    tensors: tuple[Any, Any, Any],
) -> None:
    from keras.src import backend

    target, output, weights = tensors
    try:
        plain, weighted = calls(target, output)
        values: Any = backend.compute_output_spec(plain, target, output)
    except Exception as error:  # noqa: BLE001 - Keras's and JAX's are of any kind
        located = locate_fault(error, code)
        if located is not None:
            report.add_all(_without_rows(one) for one in located.diagnostics)
            return
        _report_failed(report, code.program, measure, kind, error, target.shape, output.shape)
        return
    if weights is not None and kind == "loss" and len(values.shape) == 0:
        _report_scalar(report, measure)
        return
    try:
        total: Any = backend.compute_output_spec(weighted, target, output, weights)
        if kind == "loss" and len(total.shape) > 0:
            _report_unreduced(report, measure)
    except Exception as error:  # noqa: BLE001 - the same
        if weights is None:
            _report_failed(report, code.program, measure, kind, error, target.shape, output.shape)
        else:
            _report_weights(report, code.program, measure, kind, weights.shape, values.shape)


def _report_failed(
    report: Report,
    program: Program,
    measure: Measure,
    kind: Kind,
    error: Exception,
    target: Sizes,
    output: Sizes,
) -> None:
    complaint = translate(error)
    name = f"`{measure.value.name}`" if isinstance(measure.value, Use) else f"this {kind}"
    why = _plain(complaint.message)
    report.error(
        "measure-failed",
        f"{name} can't compare targets with outputs: {why}",
        measure.span,
        received=f"targets {shown(target)}, outputs {shown(output)}",
        help=complaint.help,
        related=_targets(program),
    )


def _without_rows(one: Diagnostic) -> Diagnostic:
    received = _plain(one.received) if one.received is not None else None
    return replace(one, message=_plain(one.message), received=received)


def _plain(text: str) -> str:
    return text.replace(str(_ROWS), "batch")


def _report_scalar(report: Report, measure: Measure) -> None:
    report.error(
        "scalar-loss",
        "this loss is one number for the batch, but its rows are weighted",
        measure.span,
        expected="a value for each row",
        help="give the outputs an axis to reduce over besides the batch",
    )


def _report_unreduced(report: Report, measure: Measure) -> None:
    report.error(
        "measure-failed",
        "this loss is not reduced to one number, of which there would be gradients",
        measure.span,
        expected="`reduction: sum_over_batch_size`, which is the default, or `sum`",
    )


def _report_weights(
    report: Report, program: Program, measure: Measure, kind: Kind, weights: Sizes, values: Sizes
) -> None:
    assert program.data is not None  # noqa: S101 - rows have weights
    span: Span | None = program.data.weights.span if program.data.weights is not None else None
    wanted = "a weight for each row"
    if kind == "loss":
        wanted = f"weights that broadcast to the loss's values, {shown(values)}"
    is_short = kind == "loss" and len(weights) == 1 and len(values) > 1
    advice = "`expand_dims(…, -1)` gives each row's weight to all its positions"
    report.error(
        "row-weights",
        f"the weights of rows do not fit what this {kind} gives",
        span or measure.span,
        expected=wanted,
        received=shown(weights),
        help=advice if is_short else None,
        related=(Related(f"the {kind}", measure.span),) if span is not None else (),
    )


def _targets(program: Program) -> tuple[Related, ...]:
    targets = program.data.targets if program.data is not None else None
    if targets is None or isinstance(targets, tuple):
        return ()
    return (Related("the targets", targets.span),)
