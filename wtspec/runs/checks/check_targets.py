"""Checks targets against what the model gives, before it is trained on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wtspec.catalog import Asks
from wtspec.data.check import check_labels
from wtspec.data.labels.labels import Labels
from wtspec.data.labels.text_targets import mend_of_numbers
from wtspec.data.rows import Arrays, Rows, by_name
from wtspec.data.weigh_rows import weigh_rows
from wtspec.errors import Related, Report, Span
from wtspec.model.faults.locate import raise_located
from wtspec.model.generated import Generated
from wtspec.program.compared import Sizes, asked, ignored_label, misfit
from wtspec.program.declared import Use
from wtspec.program.program import Program
from wtspec.program.training import Measure, Training
from wtspec.resolve.checks.check_compared import Kind, pairs, report_misfit
from wtspec.runs.checks.check_class_weight import check_class_weight
from wtspec.runs.checks.check_measures import check_measures
from wtspec.runs.checks.check_row_weights import check_row_weights
from wtspec.runs.checks.trace_outputs import trace_outputs
from wtspec.runs.preprocessing import Preprocessing

if TYPE_CHECKING:
    import keras


class ClassNames(NamedTuple):
    """What is known of the names of an output's classes.

    Attributes:
        looked_up: The line of a target that looks its labels up.
        labels: The classes, where they are looked up.
    """

    looked_up: str | None
    labels: Labels | None


def check_targets(
    code: Generated, model: keras.Model, parts: dict[str, Rows], learned: Preprocessing
) -> None:
    """Looks for targets that do not fit the outputs that they are compared with.

    Args:
        code: Of the program.
        model: Compiled.
        parts: Rows by part.
        learned: What was learned about them.

    Raises:
        SpecError: `label-out-of-range`, `target-shape`, `class-weight-targets`, `row-weights`; what
            `check_measures` raises; what fails as the model is called.
    """
    program = code.program
    if program.training is None or parts["train"].targets is None:
        return
    shapes = output_shapes(code, model, parts["train"].inputs)
    report = Report()
    _check_compared(program, program.training, parts, shapes, learned, report)
    check_class_weight(program, parts, learned.labels.get(""), report)
    report.check()
    weighed = weigh_rows(parts["train"], learned.class_weight)
    check_row_weights(program, parts, weighed, report)
    report.check()
    check_measures(code, model, weighed, shapes)


def check_new_targets(
    code: Generated, model: keras.Model, rows: Rows, learned: Preprocessing
) -> None:
    """The same for rows that a trained model is measured on.

    Raises:
        SpecError: `label-out-of-range`, `target-shape`; what fails as the model is called.
    """
    training, report = code.program.training, Report()
    if training is not None and rows.targets is not None:
        shapes = output_shapes(code, model, rows.inputs)
        _check_compared(code.program, training, {"given": rows}, shapes, learned, report)
    report.check()


def _check_compared(
    program: Program,
    training: Training,
    parts: dict[str, Rows],
    shapes: Mapping[str, Sizes],
    learned: Preprocessing,
    report: Report,
) -> None:
    """Notes targets that do not fit what they are compared with, once an output."""
    reported: set[str] = set()
    for output, measure, kind in pairs(training, shapes):
        wanted, shape = asked(measure, kind), shapes.get(output)
        arrays = dict(_targets(parts, output))
        if wanted is None or shape is None or not arrays or output in reported:
            continue
        before, span = report.count, _span(program, output)
        target = (None, *next(iter(arrays.values())).shape[1:])
        fault = misfit(wanted, measure, target, shape, kind)
        if fault is not None:
            report_misfit(report, fault, measure, kind, span)
        else:
            names = ClassNames(mend_of_numbers(program, output), learned.labels.get(output))
            _check_values(arrays, output, wanted, measure, kind, shape, names, report, span)
        if report.count > before:
            reported.add(output)


def _targets(parts: dict[str, Rows], output: str) -> Iterator[tuple[str, np.ndarray]]:
    """The targets of an output by part."""
    for part, rows in parts.items():
        array = by_name(rows.targets).get(output) if rows.targets is not None else None
        if array is not None:
            yield part, array


def _span(program: Program, output: str) -> Span | None:
    targets = program.data.each_target if program.data is not None else ()
    return next((formula.span for name, formula in targets if name == output), None)


def output_shapes(code: Generated, model: keras.Model, inputs: Arrays) -> dict[str, Sizes]:
    """The shape of each of a model's outputs for such inputs; of a single one under `""`."""
    import keras

    try:
        outputs = trace_outputs(model, inputs)
    except Exception as error:
        raise_located(error, code)
        raise
    return {
        name: tuple(tensor.shape)
        for name, tensor in by_name(outputs).items()
        if isinstance(tensor, keras.KerasTensor) and len(tensor.shape) > 0
    }


def _check_values(
    arrays: dict[str, np.ndarray],
    output: str,
    wanted: Asks,
    measure: Measure,
    kind: Kind,
    shape: Sizes,
    names: ClassNames,
    report: Report,
    span: Span | None,
) -> None:
    """Notes targets out of range, of the first part that has such."""
    for part, array in arrays.items():
        before = report.count
        what = f"{part} target `{output}`" if output else f"the {part} target"
        if wanted.targets == "labels" and shape[-1] is not None:
            ignored = ignored_label(measure)
            kept = array if ignored is None else array[array != ignored]
            check_labels(what, kept, shape[-1], report, span, names.looked_up, names.labels)
        elif wanted.least is not None or wanted.most is not None:
            _check_range(what, array, wanted, measure, kind, names.looked_up, report, span)
        if report.count > before:
            return


def _check_range(
    what: str,
    array: np.ndarray,
    wanted: Asks,
    measure: Measure,
    kind: Kind,
    looked_up: str | None,
    report: Report,
    span: Span | None,
) -> None:
    assert isinstance(measure.value, Use)  # noqa: S101 - only components ask
    low, high = float(array.min()), float(array.max())
    of_two = looked_up is not None and wanted.most == 1 and len(np.unique(array)) == 2
    if low < (wanted.least if wanted.least is not None else low) or high > (
        wanted.most if wanted.most is not None else high
    ):
        report.error(
            "label-out-of-range",
            f"{what} has labels that `{measure.value.name}` does not know",
            span,
            expected=_range(wanted),
            received=f"numbers from {low:g} to {high:g}",
            help=f"`{looked_up}` makes them 0 and 1" if of_two else None,
            related=(Related(f"the {kind}", measure.span),),
        )


def _range(wanted: Asks) -> str:
    if wanted.most is None:
        return f"{wanted.least:g} or more"
    if wanted.least == 0:
        return "0, 1, or a probability between them"
    return "-1 or 1"
