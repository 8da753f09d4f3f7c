"""Writes predictions as CSV, Parquet or npz."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import numpy as np

from wtspec.errors import Diagnostic, SpecError
from wtspec.runs.write import unwritable, write_aside
from wtspec.sources.file_kind import file_kind

WRITTEN = ("csv", "parquet", "npz")
"""The formats that predictions may be written in."""


def write_predictions(outputs: Mapping[str, np.ndarray], path: Path) -> None:
    """Writes outputs, row by row, in the format that the path's end names.

    In tables a number a row is one column, `output`; a vector is `output_0`, `output_1` and so
    on, and a matrix `output_0_0`, `output_0_1`. An npz file holds each output whole.

    Args:
        outputs: By name; the first axis is the rows.
        path: What stands there is replaced.

    Raises:
        SpecError: `unknown-format`, `unwritable`.
    """
    kind = file_kind(path, WRITTEN)
    try:
        if kind == "npz":
            write_aside(path, lambda aside: _write_npz(outputs, aside))
        else:
            write_aside(path, lambda aside: _write_table(outputs, aside, kind))
    except OSError as error:
        raise unwritable(path, error) from error


def _write_npz(outputs: Mapping[str, np.ndarray], path: Path) -> None:
    """NumPy's own writer takes names as arguments, and so none that it has for itself."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, array in outputs.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as file:
                plain = array.astype(str) if array.dtype.kind == "O" else array
                np.lib.format.write_array(file, plain, allow_pickle=False)


def _write_table(outputs: Mapping[str, np.ndarray], path: Path, kind: str) -> None:
    import pyarrow as pa
    from pyarrow import csv, parquet

    columns = [pair for name, array in outputs.items() for pair in _columns(name, array)]
    table = pa.table(_unclashing(columns))
    if kind == "csv":
        csv.write_csv(table, path, csv.WriteOptions(quoting_style="needed"))
    else:
        parquet.write_table(table, path)


def _unclashing(columns: list[tuple[str, np.ndarray]]) -> dict[str, np.ndarray]:
    named = dict(columns)
    if len(named) < len(columns):
        names = [name for name, _ in columns]
        twice = next(name for name in names if names.count(name) > 1)
        message = f"two columns of the predictions would have the name `{twice}`"
        text = "write them as .npz, where each output is one array"
        raise SpecError(Diagnostic("column-clash", message, help=text))
    return named


def _columns(name: str, array: np.ndarray) -> list[tuple[str, np.ndarray]]:
    if array.ndim == 1 or array[:1].size == 1:
        return [(name, array.reshape(len(array)))]
    places = product(*(range(size) for size in array.shape[1:]))
    return [
        ("_".join((name, *map(str, place))), np.ascontiguousarray(array[(slice(None), *place)]))
        for place in places
    ]
