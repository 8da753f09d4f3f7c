"""Columns of the rows that are predicted, as they are, to stand beside the predictions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from wtspec.data.columns import Columns, unknown_column
from wtspec.data.read_rows import read_as_text
from wtspec.data.stored.stored import Stored
from wtspec.data.streams.given_rows import open_as_text
from wtspec.errors import Report
from wtspec.program.program import Program


def chosen_columns(
    columns: Columns, names: Sequence[str], file: Path | None, program: Program
) -> dict[str, np.ndarray]:
    """Some columns by name; of a CSV file each cell's own text: an id `007` stays `007`.

    Args:
        columns: Of all rows.
        names: The columns that are wanted.
        file: Where they were read, if they were.
        program: Says how the training's source was read.

    Raises:
        SpecError: `unknown-column`.
    """
    _check_there(columns, names)
    if not names:
        return {}
    read: Mapping[str, np.ndarray] = columns.arrays
    if file is not None and file.suffix.lower() == ".csv":
        read = read_as_text(file, program, list(columns.arrays)).arrays
        if columns.numbers is not None:
            read = {name: read[name][columns.numbers] for name in names}
    elif columns.numbers is not None:
        read = {name: _of_last_row(read[name], columns.axes - 1) for name in names}
    return {name: read[name] for name in names}


def chosen_of_stored(
    stored: Stored, names: Sequence[str], file: Path, program: Program
) -> dict[str, np.ndarray]:
    """The same of rows that are read in pieces.

    Raises:
        SpecError: `unknown-column`.
    """
    _check_there(Columns({name: np.empty(0) for name in stored.names}, stored.origin), names)
    if not names:
        return {}
    if file.suffix.lower() == ".csv":
        stored = open_as_text(file, program, stored.names) or stored
    pieces = [stored.read(piece, names) for piece in range(len(stored.pieces))]
    return {name: np.concatenate([one[name] for one in pieces]) for name in names}


def _check_there(columns: Columns, names: Sequence[str]) -> None:
    report = Report()
    for name in dict.fromkeys(names):
        if name not in columns.arrays:
            report.add(unknown_column(name, columns, None))
    report.check()


def _of_last_row(column: np.ndarray, windows: int) -> np.ndarray:
    """What a window is known by: what its last row has."""
    return column[(slice(None), *[-1] * windows)]
