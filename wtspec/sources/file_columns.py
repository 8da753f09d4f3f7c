"""What the heads of files say of their columns. Free of NumPy."""

from __future__ import annotations

import csv
from pathlib import Path

from wtspec.errors import SpecError
from wtspec.sources.column import ColumnInfo, Dtype, dtype_of
from wtspec.sources.files import find_files
from wtspec.sources.npy_header import npy_header, npz_headers
from wtspec.sources.request import SourceRequest

LONGEST_HEADER = 2**20
"""Characters of a CSV file's first line; of a longer one nothing is known."""


def columns_of_files(source: SourceRequest, data_root: Path) -> dict[str, ColumnInfo] | None:
    """The columns of CSV, npz and npy files by name; None where they are not at hand."""
    try:
        return _read_heads(source, data_root)
    except (SpecError, OSError, ValueError, TypeError, csv.Error):
        return None


def _read_heads(source: SourceRequest, data_root: Path) -> dict[str, ColumnInfo] | None:
    folder = source.folder or data_root
    if source.kind == "npy":
        first = {
            name: find_files([path], folder, data_root)[0] for name, path in source.arrays.items()
        }
        return {name: _array_info(npy_header(file)) for name, file in first.items()}
    if source.kind == "parquet":
        return None
    file = find_files(source.paths, folder, data_root)[0]
    if source.kind == "npz":
        return {name: _array_info(header) for name, header in npz_headers(file).items()}
    return {
        name: ColumnInfo((), dtype_of(source.types.get(name))) for name in _csv_header(file, source)
    }


def _csv_header(file: Path, source: SourceRequest) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        line = opened.readline(LONGEST_HEADER)
        if len(line) == LONGEST_HEADER:
            raise ValueError("a header without an end")
        return next(csv.reader([line], delimiter=source.separator), list[str]())


def _array_info(header: tuple[str, tuple[int, ...]]) -> ColumnInfo:
    kinds: dict[str, Dtype] = {"f": "float", "i": "int", "u": "int", "b": "bool"}
    kinds |= {"U": "str", "S": "str"}
    kind, shape = header
    return ColumnInfo(shape[1:], kinds.get(kind), scalar=not shape)
