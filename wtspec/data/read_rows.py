"""Reads rows that a trained model has not seen, from a file or from arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace as replace_columns
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import ArrayLike

from wtspec.data.columns import Columns, columns_from_arrays
from wtspec.data.part import Part, whole
from wtspec.data.readers.in_windows import in_windows
from wtspec.data.readers.read_source import read_source
from wtspec.document.root import caller_root
from wtspec.program.program import Program
from wtspec.sources.dialect import Dialect
from wtspec.sources.file_kind import file_kind
from wtspec.sources.formats import FORMATS
from wtspec.sources.known import known_columns
from wtspec.sources.request import SourceRequest


def read_rows(
    data: Path | Mapping[str, ArrayLike], program: Program, types: Mapping[str, str]
) -> Part:
    """All rows of a file, read as the training's own were, or of arrays; windows of them as there.

    Args:
        data: The file or the arrays.
        program: Says how the training's source was read.
        types: Of the training's columns, as `column_types` gave them.

    Raises:
        SpecError: `unknown-format`; what `read_source` raises.
    """
    columns = as_text(_read(data, program, types), types)
    source = program.sources.get("source")
    if source is not None:
        columns = in_windows(columns, source)
    return whole(columns)


def _read(
    data: Path | Mapping[str, ArrayLike], program: Program, types: Mapping[str, str]
) -> Columns:
    if not isinstance(data, Path):
        return columns_from_arrays(data)
    path = data.resolve()
    request = request_for(path, program, types)
    if request.kind == "csv":
        return _read_csv(request, root_of(path), types)
    return read_source(request, root_of(path))


def request_for(path: Path, program: Program, types: Mapping[str, str]) -> SourceRequest:
    """What reads a file as the training's own were read; else as `read_rows`."""
    request = SourceRequest(_kind(path, program), paths=(path.name,), folder=path.parent)
    if request.kind == "images":
        return _as_decoded(request, program)
    return _as_trained(request, program, types) if request.kind == "csv" else request


def _read_csv(request: SourceRequest, root: Path, types: Mapping[str, str]) -> Columns:
    """The rows of a CSV file; columns that were floats in the training are so again.

    They may have been truth values with gaps, so that only text among them is a fault.
    """
    columns = read_source(request, root)
    mended = with_floats(request, columns.arrays, types)
    return as_floats(columns if mended is None else read_source(mended, root), types)


def with_floats(
    request: SourceRequest, arrays: Mapping[str, np.ndarray], types: Mapping[str, str]
) -> SourceRequest | None:
    """What reads columns as floats that were so in the training and are text; None for none."""
    texts = [name for name in arrays if types.get(name) == "float" and arrays[name].dtype == object]
    known = {**request.dialect.types, **dict.fromkeys(texts, "float")}
    return replace(request, dialect=replace(request.dialect, types=known)) if texts else None


def as_floats(columns: Columns, types: Mapping[str, str]) -> Columns:
    """The columns, as floats where they were so in the training."""
    numbers = {
        name: array.astype(float)
        for name, array in columns.arrays.items()
        if types.get(name) == "float"
    }
    return replace_columns(columns, arrays={**columns.arrays, **numbers})


def check_rows(data: Path, program: Program) -> None:
    """Checks that a file, or a folder, may hold rows for a program.

    Raises:
        SpecError: `unknown-format`.
    """
    _kind(data, program)


def _kind(path: Path, program: Program) -> str:
    """What a file, or a folder, is to a program."""
    source = program.sources.get("source")
    of_images = source is not None and source.rows_of.kind == "images"
    is_table = path.suffix.lower().removeprefix(".") in FORMATS and not path.is_dir()
    return "images" if of_images and not is_table else file_kind(path)


def root_of(path: Path) -> Path:
    """What the files that a table names may not leave: the caller's root, if it lies there."""
    root = caller_root()
    return root if root is not None and path.is_relative_to(root) else path.parent


def _as_decoded(request: SourceRequest, program: Program) -> SourceRequest:
    """The request with the size and channels of the training's pictures."""
    source = program.sources["source"].rows_of
    return replace(request, size=source.size, channels=source.channels, resize=source.resize)


def read_as_text(path: Path, program: Program, names: Collection[str]) -> Columns:
    """The columns of a CSV file, each cell as the file has it.

    Args:
        path: The file.
        program: Says how the training's source was read.
        names: All columns of the file.

    Raises:
        SpecError: What `read_source` raises.
    """
    path = path.resolve()
    return read_source(request_as_text(path, program, names), root_of(path))


def request_as_text(path: Path, program: Program, names: Collection[str]) -> SourceRequest:
    """What reads each cell of a CSV file as the file has it; else as `read_as_text`."""
    request = SourceRequest("csv", paths=(path.name,), folder=path.parent)
    request = _as_trained(request, program, {})
    types = dict.fromkeys(names, "str")
    dialect = replace(request.dialect, types=types, null_values=())
    return replace(request, dialect=dialect)


def as_text(columns: Columns, types: Mapping[str, str]) -> Columns:
    """Whole numbers as text where the training had text: its ids were too long for numbers."""
    arrays = {
        name: array.astype(str).astype(object)
        if types.get(name) == "str" and array.dtype.kind in "iu"
        else array
        for name, array in columns.arrays.items()
    }
    return replace_columns(columns, arrays=arrays)


def _as_trained(
    request: SourceRequest, program: Program, types: Mapping[str, str]
) -> SourceRequest:
    """The request with the dialect and the column types of the training.

    Numbers are left to the file: whole ones may have a fraction here.
    """
    trained = program.sources.get("source")
    source = trained.rows_of if trained is not None else None
    dialect = source.dialect if source is not None and source.kind == "csv" else Dialect()
    request = replace(request, dialect=replace(dialect, types={}))
    header = known_columns(request, request.folder or Path()) or {}
    words = {name: kind for name, kind in types.items() if kind in ("str", "bool")}
    kinds = words | dict(dialect.types)
    known = {name: kind for name, kind in kinds.items() if name in header}
    return replace(request, dialect=replace(request.dialect, types=known))
