"""Cells of text as the numbers, truth values and dates that they are."""

# pyright: reportAttributeAccessIssue=false
# pyarrow makes the functions of `compute` when it is imported.

from __future__ import annotations

import re
from collections.abc import Callable

import pyarrow as pa
from pyarrow import compute

from wtspec.sources.bool_words import BOOL_WORDS
from wtspec.sources.date_forms import read_date
from wtspec.sources.iso_dates import iso_date
from wtspec.sources.number_forms import number_pattern


def are_numbers(cells: pa.ChunkedArray, decimal: str, thousands: str) -> bool:
    """Whether all cells that are not missing are numbers, written so."""
    fit = compute.match_substring_regex(cells, number_pattern(decimal, thousands))
    return compute.all(fit).as_py() is not False


def are_whole(cells: pa.ChunkedArray, decimal: str) -> bool:
    """Whether none of these numbers has a fraction or an exponent."""
    broken = compute.match_substring_regex(cells, f"[eE{re.escape(decimal)}]")
    return compute.any(broken).as_py() is not True


def as_numbers(
    cells: pa.ChunkedArray, kind: pa.DataType, decimal: str, thousands: str
) -> pa.ChunkedArray:
    """Cells that are numbers, as those.

    Raises:
        ValueError: One is no number, written so.
    """
    if not are_numbers(cells, decimal, thousands):
        raise ValueError("a cell is no number")
    plain = compute.utf8_trim_whitespace(cells)
    plain = compute.replace_substring(plain, thousands, "") if thousands else plain
    return compute.replace_substring(plain, decimal, ".").cast(kind)


def as_bools(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Words such as `yes` and `no` as truth values."""
    return _by_unique(cells, lambda cell: BOOL_WORDS.get(cell.strip().lower()), pa.bool_())


def as_dates(cells: pa.ChunkedArray, form: str) -> pa.ChunkedArray:
    """Dates as ISO 8601 writes them.

    Args:
        cells: Dates of one form.
        form: `date` for ISO's, else as `%d.%m.%Y`.
    """
    if form == "date":
        return _by_unique(cells, lambda cell: iso_date(cell.strip()), pa.string())
    return _by_unique(cells, lambda cell: _with_date(cell, form), pa.string())


def _with_date(cell: str, form: str) -> str | None:
    date = read_date(cell, form)
    return None if date is None else iso_date(date)


def _by_unique(
    cells: pa.ChunkedArray, read: Callable[[str], object], kind: pa.DataType
) -> pa.ChunkedArray:
    """What cells are, each different one read once.

    Raises:
        ValueError: One can't be read.
    """
    unique = cells.drop_null().unique()
    values = [read(cell) for cell in unique.to_pylist()]
    if None in values:
        raise ValueError("a cell is of another type")
    return compute.take(pa.array(values, kind), compute.index_in(cells, unique))
