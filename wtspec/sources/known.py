"""What can be said of a source's columns before it is read. Free of NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from wtspec.sources.bundled import BUNDLED
from wtspec.sources.column import ColumnInfo, dtype_of
from wtspec.sources.file_columns import columns_of_files
from wtspec.sources.images import image_columns
from wtspec.sources.request import SourceRequest, SyntheticColumn


def known_columns(source: SourceRequest, data_root: Path) -> dict[str, ColumnInfo] | None:
    """The columns of a source by name, in order, or None where that can't be told.

    Needs no file: those of sklearn's sets, of images and of synthetic rows are always known, those
    of CSV, npz and npy where the files are at hand. Parquet is never read here.
    """
    if source.kind == "sklearn":
        return _bundled_columns(source.name)
    if source.of is not None:
        inner = known_columns(source.of, data_root)
        return None if inner is None else _in_windows(inner, source.length)
    if source.kind == "synthetic":
        return {name: _synthetic_column(column) for name, column in source.columns.items()}
    if source.kind == "images":
        return image_columns(source, data_root)
    return columns_of_files(source, data_root)


def _in_windows(columns: Mapping[str, ColumnInfo], length: int) -> dict[str, ColumnInfo]:
    return {
        name: one if one.scalar else replace(one, shape=(length, *one.shape))
        for name, one in columns.items()
    }


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
