"""What can be said of a source's columns before it is read. Free of NumPy."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from wtspec.data.bundled import BUNDLED
from wtspec.data.files import find_files
from wtspec.data.npy_header import npy_header, npz_headers
from wtspec.data.request import SourceRequest, SyntheticColumn
from wtspec.errors import SpecError

Dtype = Literal["float", "int", "bool", "str"]


@dataclass(frozen=True, slots=True)
class ColumnInfo:
    """What is known of a column.

    Attributes:
        shape: Of one row.
        dtype: What its values are, or None.
        classes: How many labels it holds, counted from 0, or None.
    """

    shape: tuple[int, ...] = ()
    dtype: Dtype | None = None
    classes: int | None = None


def known_columns(source: SourceRequest, data_root: Path) -> dict[str, ColumnInfo] | None:
    """The columns of a source by name, in order, or None where that can't be told.

    Needs no file: sklearn's sets and synthetic columns are always known, those of CSV, npz and
    npy where the files are at hand. Parquet is never read here.
    """
    if source.kind == "sklearn":
        return _bundled_columns(source.name)
    if source.kind == "synthetic":
        return {name: _synthetic_column(column) for name, column in source.columns.items()}
    try:
        return _columns_of_files(source, data_root)
    except (SpecError, OSError, ValueError, TypeError, csv.Error):
        return None


def _bundled_columns(name: str) -> dict[str, ColumnInfo] | None:
    known = BUNDLED.get(name)
    if known is None:
        return None
    images = {"images": ColumnInfo(known.images, "float")} if known.images else {}
    target = ColumnInfo((), _dtype("int" if known.classes else "float"), known.classes)
    features = dict.fromkeys(known.features, ColumnInfo((), "float"))
    return {"data": ColumnInfo((len(features),), "float"), "target": target, **images, **features}


def _synthetic_column(column: SyntheticColumn) -> ColumnInfo:
    name = column.dtype or ("int" if column.classes else "float")
    return ColumnInfo(column.shape, _dtype(name.rstrip("0123456789")), column.classes)


def _columns_of_files(source: SourceRequest, data_root: Path) -> dict[str, ColumnInfo] | None:
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
        name: ColumnInfo((), _dtype(source.types.get(name))) for name in _csv_header(file, source)
    }


def _csv_header(file: Path, source: SourceRequest) -> list[str]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        line = opened.readline(2**20)
        return next(csv.reader([line], delimiter=source.separator), [])


def _dtype(name: str | None) -> Dtype | None:
    kinds: tuple[Dtype, ...] = ("float", "int", "bool", "str")
    return next((kind for kind in kinds if kind == name), None)


def _array_info(header: tuple[str, tuple[int, ...]]) -> ColumnInfo:
    kinds: dict[str, Dtype] = {"f": "float", "i": "int", "u": "int", "b": "bool"}
    kinds |= {"U": "str", "S": "str"}
    kind, shape = header
    return ColumnInfo(shape[1:], kinds.get(kind))
