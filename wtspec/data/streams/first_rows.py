"""Begins to read rows that do not fit in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from wtspec.data.check import check_columns
from wtspec.data.columns import Columns
from wtspec.data.columns_read import Formulas, columns_named, columns_read
from wtspec.data.part import Part
from wtspec.data.prepare import Preparer
from wtspec.data.rows import Rows
from wtspec.data.streams.row_stream import RowStream
from wtspec.data.streams.stored_part import StoredPart
from wtspec.data.streams.windows import in_order
from wtspec.errors import Report

_FIRST_ROWS = 256
_AT_ONCE = 1 << 14
_TEXT_BYTES = 64


def open_stream(preparer: Preparer, part: StoredPart) -> Rows:
    """The first rows of a part, and how to read the others.

    Args:
        preparer: Makes columns what the model is given; has learned what it has to.
        part: Some rows of a source.

    Raises:
        SpecError: What `Preparer.rows` raises of the first rows.
    """
    names = formula_columns(part, preparer.data.each_formula)
    first = first_rows(part, names)
    rows = preparer.rows(first)
    row_bytes = max(_bytes_of(rows.arrays), _bytes_of(first.columns.arrays.values()))
    return rows.streamed(RowStream(part, names, preparer.again, row_bytes))


def formula_columns(part: StoredPart, formulas: Formulas) -> tuple[str, ...]:
    """The columns that formulas read, in the order of the source.

    Raises:
        SpecError: `unknown-column`: all that are not there.
    """
    report = Report()
    columns = Columns({name: np.empty(0) for name in part.stored.names}, part.origin)
    check_columns(columns, columns_named(formulas), report)
    report.check()
    read = {name for _, one in formulas for name in columns_read(one, part.stored.names)}
    return tuple(name for name in part.stored.names if name in read)


def read_bytes(part: StoredPart, names: Iterable[str]) -> int:
    """What some columns of a row take, more or less."""
    return _bytes_of(first_rows(part, names).columns.arrays.values())


def first_rows(part: StoredPart, names: Iterable[str]) -> Part:
    """The first of a part's rows."""
    names, found = tuple(names), None
    for window in in_order(part.stored.pieces, _AT_ONCE):
        for one in window:
            found = part.read(one, names)
            if len(found.numbers):
                few = slice(0, _FIRST_ROWS)
                arrays = {name: array[few] for name, array in found.columns.arrays.items()}
                columns = replace(found.columns, arrays=arrays)
                return Part(columns, found.numbers[few])
    assert found is not None  # noqa: S101 - no part is without rows
    return found


def _bytes_of(arrays: Iterable[np.ndarray]) -> int:
    """What a row of them takes."""
    return sum(map(_row_bytes, arrays))


def _row_bytes(array: np.ndarray) -> int:
    size = _TEXT_BYTES if array.dtype.kind == "O" else array.itemsize
    return size * int(np.prod(array.shape[1:]))
