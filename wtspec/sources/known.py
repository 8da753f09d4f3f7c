"""What can be said of a source's columns before it is read. Free of NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from wtspec.record import record
from wtspec.sources.bundled import BUNDLED
from wtspec.sources.request import SourceRequest, SyntheticColumn

Dtype = Literal["float", "int", "bool", "str"]


@record
class ColumnInfo:
    """What is known of a column.

    Attributes:
        shape: Of one row.
        dtype: What its values are, or None.
        classes: How many labels it holds, counted from 0, or None.
        scalar: Whether it has no rows, and is no column.
    """

    shape: tuple[int, ...] = ()
    dtype: Dtype | None = None
    classes: int | None = None
    scalar: bool = False


Columns = Mapping[str, ColumnInfo]


def known_columns(source: SourceRequest, data_root: Path) -> dict[str, ColumnInfo] | None:
    """The columns of a source by name, in order, or None where that can't be told.

    Needs no file: sklearn's sets and synthetic columns are always known, those of CSV, npz and
    npy where the files are at hand. Parquet is never read here.
    """
    if source.kind == "sklearn":
        return _bundled_columns(source.name)
    if source.kind == "synthetic":
        return {name: _synthetic_column(column) for name, column in source.columns.items()}
    from wtspec.sources.file_columns import columns_of_files

    return columns_of_files(source, data_root)


def _bundled_columns(name: str) -> dict[str, ColumnInfo] | None:
    known = BUNDLED.get(name)
    if known is None:
        return None
    images = {"images": ColumnInfo(known.images, "float")} if known.images else {}
    target = ColumnInfo((), dtype_of("int" if known.classes else "float"), known.classes)
    features = dict.fromkeys(known.features, ColumnInfo((), "float"))
    return {"data": ColumnInfo((len(features),), "float"), "target": target, **images, **features}


def _synthetic_column(column: SyntheticColumn) -> ColumnInfo:
    name = column.dtype or ("int" if column.classes else "float")
    return ColumnInfo(column.shape, dtype_of(name.rstrip("0123456789")), column.classes)


def dtype_of(name: str | None) -> Dtype | None:
    """The kind of column of that name, or None."""
    kinds: tuple[Dtype, ...] = ("float", "int", "bool", "str")
    return next((kind for kind in kinds if kind == name), None)
