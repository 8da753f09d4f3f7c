"""Checks prepared arrays before anything is trained on them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import numpy as np

from wtspec.data.class_weights import text_of
from wtspec.data.columns import Columns, scalar_fault, unknown_column
from wtspec.data.labels.labels import Labels
from wtspec.data.narrow import narrow
from wtspec.data.number_help import number_help
from wtspec.errors import Report, Span
from wtspec.sources.separators import right_separator, wrong_separator


def check_columns(columns: Columns, needed: Mapping[str, Span | None], report: Report) -> None:
    """Reports `unknown-column` for each name that formulas read and the source lacks.

    Where none is there as the file was parted by the wrong separator, `unparted-columns` alone.
    """
    separator = right_separator(columns.arrays, needed)
    if separator is not None:
        span = next(iter(needed.values()))
        report.add(wrong_separator(columns.origin, next(iter(columns.arrays)), separator, span))
        return
    for name, span in needed.items():
        if name in columns.scalars:
            report.add(scalar_fault(name, columns.origin, span))
        elif name not in columns.arrays:
            report.add(unknown_column(name, columns, span))


def prepare_array(
    what: str,
    values: object,
    columns: Columns,
    report: Report,
    *,
    span: Span | None = None,
    row_numbers: np.ndarray | None = None,
    used: Collection[str] | None = None,
    of_text: str | None = None,
) -> np.ndarray | None:
    """An input, target or weight as Keras is given it, or None where a fault was reported.

    Floats become float32 and 64-bit integers int32; smaller integers and bools stay.

    Args:
        what: Its role and name in messages: "input `pixels`".
        values: What its formula gave.
        columns: The rows that the formula was given.
        report: Takes `not-numbers`, `row-count`, `number-too-large` and `not-finite`.
        span: Where the formula stands.
        row_numbers: Each row's place in the source, where it is not its place here.
        used: The columns that the formula reads; all where that is not known.
        of_text: What helps where it gives text.
    """
    array = np.asarray(values)
    if array.dtype.kind not in "fiub":
        _report_text(what, array, report, span, of_text)
        return None
    if array.ndim == 0 or len(array) != columns.rows:
        received = f"shape {array.shape} for {columns.rows} rows"
        message = f"{what} does not have one entry a row"
        report.error("row-count", message, span, expected="the first axis kept", received=received)
        return None
    numbers = np.arange(len(array)) if row_numbers is None else row_numbers
    narrowed = _narrowed(what, array, numbers, report, span)
    if narrowed is None or narrowed.dtype.kind != "f" or np.isfinite(narrowed).all():
        return narrowed
    row = _first_row(~np.isfinite(narrowed))
    help = _missing_help(what, columns, columns.arrays if used is None else used)
    _report_not_finite(what, narrowed, int(numbers[row]), help, report, span=span)
    return None


def _first_row(wrong: np.ndarray) -> int:
    return int(np.argmax(wrong.reshape(len(wrong), -1).any(axis=1)))


def check_shape(
    what: str,
    array: np.ndarray,
    pattern: tuple[int | None, ...],
    report: Report,
    span: Span | None = None,
) -> None:
    """Reports `shape-mismatch` where an array does not fit a pattern; None fits any size."""
    fits = len(array.shape) == len(pattern) and all(
        size in (None, given) for size, given in zip(pattern, array.shape, strict=True)
    )
    if not fits:
        column = len(pattern) == array.ndim + 1 and pattern[-1] == 1
        report.error(
            "shape-mismatch",
            f"{what} has another shape than the model declares",
            span,
            expected=_shown(pattern),
            received=_shown((None, *array.shape[1:])),
            help="`expand_dims(…, -1)` makes a matrix of one column" if column else None,
        )


def check_labels(
    what: str,
    targets: np.ndarray,
    classes: int,
    report: Report,
    span: Span | None = None,
    looked_up: str | None = None,
    labels: Labels | None = None,
) -> None:
    """Reports `label-out-of-range` where a label is none of a model's `classes` outputs.

    Args:
        what: The target's role and name.
        targets: Labels of a sparse loss, whole numbers from 0.
        classes: The size of the model's output.
        report: Takes the fault.
        span: Where the target's formula stands.
        looked_up: The line that looks such labels up.
        labels: The names of the classes, where they are looked up.
    """
    wrong = (targets < 0) | (targets >= classes) | (targets != np.floor(targets))
    if not wrong.any():
        return
    beyond = np.unique(targets[wrong])
    from_one = targets.min() == 1 and targets.max() == classes
    help = "the labels count from 1: subtract 1" if from_one else None
    if labels is not None:
        help = f"the training rows have {len(labels.names)} classes"
    elif help is None and looked_up is not None and len(np.unique(targets)) <= classes:
        help = f"`{looked_up}` counts them from 0"
    counted = "a label" if wrong.sum() == 1 else f"{int(wrong.sum())} labels"
    report.error(
        "label-out-of-range",
        f"{what} has {counted} beyond the model's {classes} outputs",
        span,
        expected=f"whole numbers from 0 to {classes - 1}",
        received=", ".join(_label(label, labels) for label in beyond[:5])
        + (", …" if len(beyond) > 5 else ""),
        help=help,
    )


def _label(label: np.generic, labels: Labels | None) -> str:
    name = labels.name(int(label.item())) if labels is not None else None
    return str(label) if name is None else f"{label}, which is `{text_of(name)}`"


def _report_text(
    what: str, array: np.ndarray, report: Report, span: Span | None, of_text: str | None
) -> None:
    advice = number_help([array]) or of_text
    advice = advice or "`lookup(x)` gives each text an index, `one_hot(x)` a column"
    example = next((value for value in array.flat if isinstance(value, str) and value), None)
    report.error(
        "not-numbers",
        f"{what} is not of numbers",
        span,
        expected="numbers",
        received=f"text such as {example[:40]!r}" if example else f"dtype {array.dtype}",
        help=advice if example else None,
    )


def _narrowed(
    what: str, array: np.ndarray, numbers: np.ndarray, report: Report, span: Span | None
) -> np.ndarray | None:
    try:
        with np.errstate(over="ignore"):
            narrowed = narrow(array)
        bound, wrong = "3.4e38", np.isinf(narrowed) & np.isfinite(array)
    except ValueError:
        bound, wrong = "2147483648", (array < -(2**31)) | (array >= 2**31)
        narrowed = array
    if not wrong.any():
        return narrowed
    kind = "float32" if array.dtype.kind == "f" else "int32"
    row = int(numbers[_first_row(wrong)]) + 1
    report.error(
        "number-too-large",
        f"{what} has a number in row {row} of the data that does not fit {kind}",
        span,
        expected=f"numbers below {bound}",
        received=f"{array[wrong][0]}",
        help="`lookup(x)` gives each id an index" if kind == "int32" else None,
    )
    return None


def _report_not_finite(
    what: str, array: np.ndarray, row: int, help: str, report: Report, *, span: Span | None
) -> None:
    missing, infinite = int(np.isnan(array).sum()), int(np.isinf(array).sum())
    counts = [f"{missing} NaN"] * (missing > 0) + [f"{infinite} infinite"] * (infinite > 0)
    values = "value" if missing + infinite == 1 else "values, the first"
    report.error(
        "not-finite",
        f"{what} has {' and '.join(counts)} {values} in row {row + 1} of the data",
        span,
        expected="finite numbers",
        help=help if missing else None,
    )


def _missing_help(what: str, columns: Columns, used: Iterable[str]) -> str:
    counts = {
        name: int(np.isnan(columns.arrays[name]).sum())
        for name in used
        if name in columns.arrays and columns.arrays[name].dtype.kind == "f"
    }
    listed = [f"`{name}` ({count})" for name, count in counts.items() if count]
    advice = '`impute(x, "median")` fills them'
    if "target" in what:
        advice = "`weights: =where(isnan(y), 0.0, 1.0)` leaves rows out whose target is filled"
    missing = (
        f"missing in {', '.join(listed[:6])}" if listed else "no column that it reads lacks one"
    )
    return f"{missing}; {advice}"


def _shown(shape: tuple[int | None, ...]) -> str:
    return "[" + ", ".join("_" if size is None else str(size) for size in shape) + "]"
