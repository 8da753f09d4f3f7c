"""Reads a data source into columns."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import numpy as np

from wtspec.data.columns import Columns, columns_from_arrays
from wtspec.data.images.files_beside import FilesBeside
from wtspec.data.readers.in_windows import in_windows
from wtspec.data.readers.read_fault import read_fault
from wtspec.errors import Diagnostic, Span, SpecError, did_you_mean, one_of
from wtspec.errors.memory import memory_at
from wtspec.sources.bundled import BUNDLED
from wtspec.sources.files import find_files
from wtspec.sources.formats import FORMATS
from wtspec.sources.images import passed_over
from wtspec.sources.known import known_columns
from wtspec.sources.request import SourceRequest, SyntheticColumn
from wtspec.sources.table_folder import table_folder

Files = tuple[Path, ...]


def read_source(
    source: SourceRequest, data_root: Path, seed: int = 0, span: Span | None = None
) -> Columns:
    """All columns of a source.

    Args:
        source: What to read.
        data_root: No file may lie outside it.
        seed: What synthetic columns are drawn from.
        span: Where the spec names the source.

    Raises:
        SpecError: A file is missing, outside the root, empty or broken; a name is unknown; the
            columns differ in length. Each has a code of its own.
    """
    if source.of is not None:
        return in_windows(read_source(source.of, data_root, seed, span), source, span)
    with memory_at(f"the columns of {source}", span):
        match source.kind:
            case "sklearn":
                arrays = _bundled(source.name, span)
            case "synthetic":
                arrays = _synthetic(source, seed, span)
            case "npy":
                arrays = _npy(source, data_root, span)
            case "images":
                arrays = _images(source, data_root, span)
            case _:
                arrays = _files(source, data_root, span)
        columns = columns_from_arrays(arrays, str(source), span)
        told = passed_over(source, data_root)
        return replace(columns, files=files_beside(source, data_root), told=told)


def files_beside(source: SourceRequest, data_root: Path) -> FilesBeside:
    """Finds the files that the cells of a source name."""
    return FilesBeside(str(table_folder(source, data_root)), str(data_root))


def _bundled(name: str, span: Span | None) -> dict[str, np.ndarray]:
    if name not in BUNDLED:
        raise SpecError(
            Diagnostic(
                "invalid-choice",
                f"scikit-learn ships no data set `{name}`",
                span,
                expected=one_of(BUNDLED),
                help=did_you_mean(name, BUNDLED),
            )
        )
    from wtspec.data.readers.read_sklearn import read_sklearn

    return read_sklearn(name)


def _synthetic(source: SourceRequest, seed: int, span: Span | None) -> dict[str, np.ndarray]:
    return {
        name: _drawn(name, column, source.rows, seed, span)
        for name, column in source.columns.items()
    }


def _drawn(
    name: str, column: SyntheticColumn, rows: int, seed: int, span: Span | None
) -> np.ndarray:
    from wtspec.data.readers.draw_synthetic import draw_column

    try:
        with memory_at(f"the synthetic column `{name}`", span):
            return draw_column(
                name,
                rows,
                seed,
                shape=column.shape,
                dtype=column.dtype,
                classes=column.classes,
                low=column.low,
                high=column.high,
            )
    except (ValueError, TypeError, OverflowError) as error:
        message = f"synthetic column `{name}` can't be drawn: {error}"
        raise SpecError(Diagnostic("undrawable-column", message, span)) from error


def _npy(source: SourceRequest, data_root: Path, span: Span | None) -> dict[str, np.ndarray]:
    from wtspec.data.readers.read_arrays import read_npy

    folder = source.folder or data_root
    files = {
        name: find_files([path], folder, data_root, span) for name, path in source.arrays.items()
    }
    try:
        return read_npy({name: _names(named) for name, named in files.items()})
    except MemoryError:
        raise
    except Exception as error:
        every = tuple(file for named in files.values() for file in named)
        raise read_fault(error, source, every, span) from error


def _images(source: SourceRequest, data_root: Path, span: Span | None) -> dict[str, np.ndarray]:
    from wtspec.data.stored.images import open_images

    return open_images(source, data_root, span).whole()


def _files(source: SourceRequest, data_root: Path, span: Span | None) -> dict[str, np.ndarray]:
    files = find_files(source.paths, source.folder or data_root, data_root, span)
    if source.kind == "csv":
        check_types(source, data_root, span)
    try:
        return _read(source, files)
    except MemoryError:
        raise
    except Exception as error:
        raise read_fault(error, source, files, span) from error


def _read(source: SourceRequest, files: Files) -> dict[str, np.ndarray]:
    one = FORMATS[source.kind]
    read = getattr(import_module(f"wtspec.data.readers.{one.module}"), one.function)
    if source.kind != "csv":
        return read(_names(files))
    text = source.dialect
    return read(
        _names(files),
        text.separator,
        dict(text.types),
        None if text.null_values is None else list(text.null_values),
        decimal=text.decimal,
        thousands=text.thousands,
        encoding=text.encoding,
        quote=text.quote,
    )


def check_types(source: SourceRequest, data_root: Path, span: Span | None) -> None:
    """Checks that a CSV file has the columns whose types are given.

    Raises:
        SpecError: `unknown-column`.
    """
    header = known_columns(source, data_root) or source.dialect.types
    for name in source.dialect.types:
        if name not in header:
            message = f"`types` names column `{name}`, which {source} lacks"
            raise SpecError(
                Diagnostic(
                    "unknown-column",
                    message,
                    span,
                    expected=one_of(header),
                    help=did_you_mean(name, header),
                )
            )


def _names(files: Files) -> list[str]:
    return [str(file) for file in files]
