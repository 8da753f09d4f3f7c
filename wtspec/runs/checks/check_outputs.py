"""Checks what a model predicts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wtspec.data.rows import Arrays
from wtspec.errors import Diagnostic, Report, SpecError
from wtspec.program.program import Program
from wtspec.runs.checks.trace_outputs import trace_outputs

if TYPE_CHECKING:
    import keras


def check_outputs(program: Program, model: keras.Model, inputs: Arrays) -> None:
    """Looks for outputs that have no row for each row: they depend on how rows fall into batches.

    Raises:
        SpecError: `batch-in-output`.
    """
    import keras

    report = Report()
    for output in keras.tree.flatten(trace_outputs(model, inputs)):
        shape = tuple(output.shape)
        if shape[:1] == (None,) and None not in shape[1:]:
            continue
        sizes = ("batch" if size is None else str(size) for size in shape)
        report.error(
            "batch-in-output",
            "an output of the model has no row for each row of the data",
            program.model.span if program.model is not None else None,
            expected="the batch as the first axis, and nowhere else",
            received=f"shape [{', '.join(sizes)}]",
        )
    report.check()


def check_predictions(outputs: Mapping[str, np.ndarray], path: Path) -> None:
    """Says in which row a prediction is NaN.

    Raises:
        SpecError: `not-finite`.
    """
    for name, array in outputs.items():
        wrong = np.isnan(array) if array.dtype.kind == "f" else np.zeros(array.shape, bool)
        if not wrong.any():
            continue
        rows = wrong.reshape(len(wrong), -1).any(axis=1)
        several = "row" if rows.sum() == 1 else f"{int(rows.sum())} rows, the first of them"
        raise SpecError(
            Diagnostic(
                "not-finite",
                f"the prediction `{name}` is NaN in {several} {int(np.argmax(rows)) + 1}",
                expected="finite numbers",
                help=f"`{path}` is written, NaN and all",
            )
        )
