"""Predicts with a finished run's model, from file to file."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from wtspec.data.read_rows import file_kind, read_rows
from wtspec.data.rows import by_name
from wtspec.errors import Diagnostic, SpecError
from wtspec.errors.memory import memory_at
from wtspec.runs.checks.check_ids import check_ids
from wtspec.runs.checks.check_outputs import check_outputs, check_predictions
from wtspec.runs.reopen import reopen
from wtspec.runs.write_predictions import WRITTEN, write_predictions


def predict(folder: Path, input_path: Path, output_path: Path) -> None:
    """Writes what a run's model gives for the rows of a file, in their order.

    Args:
        folder: Of the run.
        input_path: A CSV, Parquet or npz file with the columns that the inputs' formulas read, in
            any order; others may be there.
        output_path: Where to write; the end of its name says the format.

    Raises:
        SpecError: What `open_run` raises; faults of the rows; `unknown-format`, `unwritable`;
            `not-finite` where an output is NaN: what is written says in which rows.
    """
    file_kind(output_path, WRITTEN)
    if not output_path.parent.is_dir():
        message = f"there is no folder `{output_path.parent}` to write to"
        raise SpecError(Diagnostic("unwritable", message, help="make the folder first"))
    file_kind(input_path)
    run = reopen(folder)
    program = run.checked.program
    table = read_rows(input_path, program, run.learned.types)
    rows = run.preparer.inputs(table)
    check_ids(run.assembly, run.model, [rows])
    span = run.checked.spec.document.span("data", "batch_size")
    room = memory_at(f"what the model gives for {rows.count:,} rows", span)
    with run.assembly.locating(), room:
        check_outputs(program, run.model, rows.inputs)
        raw = run.model.predict(rows.inputs, batch_size=program.settings.batch_size, verbose=0)  # pyright: ignore[reportArgumentType]
    outputs = _by_name(raw)
    write_predictions(outputs, output_path)
    check_predictions(outputs, output_path)


def _by_name(outputs: object) -> dict[str, np.ndarray]:
    """The outputs by name: `output` where the model gives one tensor, else its own names."""
    if isinstance(outputs, list | tuple):
        outputs = {f"output_{index}": one for index, one in enumerate(outputs)}
    named = by_name(outputs, "output")
    return {str(name): _plain(np.asarray(one)) for name, one in named.items()}


def _plain(array: np.ndarray) -> np.ndarray:
    """Half precision, which few files know, as float32."""
    return (
        array
        if array.dtype.name in ("float64", "float32") or array.dtype.kind in "iub"
        else (array.astype("float32"))
    )
