"""What the heads of files say of their columns. Free of NumPy."""

from __future__ import annotations

import csv
from pathlib import Path

from wtspec.errors import SpecError
from wtspec.sources.column import ColumnInfo
from wtspec.sources.files import find_files
from wtspec.sources.formats import FORMATS, array_info
from wtspec.sources.npy_header import npy_header
from wtspec.sources.request import SourceRequest


def columns_of_files(source: SourceRequest, data_root: Path) -> dict[str, ColumnInfo] | None:
    """The columns of files by name; None where they can't be told, or the files are not at hand."""
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
        return {name: array_info(npy_header(file)) for name, file in first.items()}
    head = FORMATS[source.kind].head
    return None if head is None else head(find_files(source.paths, folder, data_root)[0], source)
