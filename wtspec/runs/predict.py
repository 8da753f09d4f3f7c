"""Predicts with a finished run's model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import ArrayLike

from wtspec.data.columns_read import Formulas, only_column
from wtspec.data.part import Part
from wtspec.data.parts import AnyPart
from wtspec.data.read_rows import check_rows, read_rows
from wtspec.data.rows import Arrays, by_name
from wtspec.data.streams.first_rows import formula_columns
from wtspec.data.streams.given_rows import open_rows, read_pieces
from wtspec.data.streams.stored_part import StoredPart
from wtspec.errors import Diagnostic, SpecError
from wtspec.runs.checks.check_ids import check_ids
from wtspec.runs.checks.check_outputs import check_predictions
from wtspec.runs.predictions.chosen import chosen_columns, chosen_of_stored
from wtspec.runs.predictions.describe import Described, describe
from wtspec.runs.predictions.outputs import outputs_of
from wtspec.runs.reopen import Reopened, reopen
from wtspec.runs.write_predictions import WRITTEN, write_predictions
from wtspec.sources.file_kind import file_kind

Given = Path | Mapping[str, ArrayLike] | np.ndarray


def predict(
    folder: Path,
    input_path: Path,
    output_path: Path,
    checkpoint: str | None = None,
    *,
    raw: bool = False,
    ids: Sequence[str] = (),
) -> tuple[str, ...]:
    """Writes what a run's model gives for the rows of a file, in their order.

    Args:
        folder: Of the run.
        input_path: A CSV, Parquet or npz file with the columns that the inputs' formulas read, in
            any order; others may be there. A folder of pictures, or one, for a model of images.
        output_path: Where to write; the end of its name says the format.
        checkpoint: Whose weights to take, as `reopen` does.
        raw: Whether the outputs are written as the model gives them.
        ids: Columns of the input that are written beside.

    Returns:
        Which weights these are, where they are not the final ones, what became of the rows, and
        what `describe` remarks.

    Raises:
        SpecError: What `reopen` and `predict_rows` raise; `unknown-column`, `unknown-format`,
            `unwritable`; `not-finite` where an output is NaN: what is written says in which rows.
    """
    file_kind(output_path, WRITTEN)
    if not output_path.parent.is_dir():
        message = f"there is no folder `{output_path.parent}` to write to"
        raise SpecError(Diagnostic("unwritable", message, help="make the folder first"))
    run = reopen(folder, checkpoint)
    check_rows(input_path, run.checked.program)
    outputs, described = predict_columns(run, input_path, ids, raw=raw)
    write_predictions(described.columns, output_path)
    check_predictions(by_name(outputs, "output"), output_path)
    return (*([] if run.told is None else [run.told]), *described.told, *described.remarks)


def predict_columns(
    run: Reopened, data: Given, ids: Sequence[str] = (), *, raw: bool = False
) -> tuple[Arrays, Described]:
    """What a run's model gives for rows, as it is and as columns that say what it means.

    Args:
        run: With its model.
        data: As `predict_rows` takes them.
        ids: Columns of the rows that stand beside.
        raw: Whether the columns are the outputs as they are.

    Raises:
        SpecError: What `predict_rows` raises; `unknown-column`.
    """
    program, part = run.checked.program, _read(run, data)
    if isinstance(part, Part):
        file = data if isinstance(data, Path) else None
        beside = chosen_columns(part.columns, ids, file, program)
    else:
        beside = chosen_of_stored(part.stored, ids, cast("Path", data), program)
    outputs = _outputs(run, part)
    if raw:
        return outputs, Described(beside | by_name(outputs, "output"), told=part.told)
    return outputs, replace(describe(program, run.learned, outputs, beside), told=part.told)


def predict_rows(run: Reopened, data: Given) -> Arrays:
    """What a run's model gives for rows, in their order.

    Args:
        run: With its model.
        data: A CSV, Parquet or npz file, or columns; only those that the inputs' formulas read are
            looked at. An array alone is the one column that they read.

    Returns:
        An array where the model gives one tensor, else arrays by the model's own names for them,
        `output_0` and so on where it has none. The first axis is the rows.

    Raises:
        SpecError: Faults of the rows; `batch-in-output`.
        TypeError: An array stands for no column, or for any of several.
    """
    return _outputs(run, _read(run, data))


def _read(run: Reopened, data: Given) -> AnyPart:
    if isinstance(data, Path):
        large = open_rows(data, run.checked.program, run.learned.types)
        if large is not None:
            return large
    given = data if isinstance(data, Path | Mapping) else _column(data, run.preparer.data.inputs)
    return read_rows(given, run.checked.program, run.learned.types)


def _outputs(run: Reopened, part: AnyPart) -> Arrays:
    if isinstance(part, StoredPart):
        names = formula_columns(part, run.preparer.data.inputs)
        pieces = read_pieces(part, names, run.learned.types)
        return _joined([_outputs(run, piece) for piece in pieces])
    rows = run.preparer.inputs(part)
    check_ids(run.assembly, run.model, rows, run.looks)
    return outputs_of(run, rows)


def _joined(several: list[Arrays]) -> Arrays:
    """What is given for rows that follow each other."""
    named = [by_name(one) for one in several]
    joined = {name: np.concatenate([one[name] for one in named]) for name in named[0]}
    return joined if isinstance(several[0], dict) else joined[""]


def _column(array: np.ndarray, formulas: Formulas) -> dict[str, np.ndarray]:
    """What the inputs are made of."""
    name = only_column(formulas)
    if name is None:
        raise TypeError("`data` takes columns by name: the inputs read not one alone")
    return {name: array}
