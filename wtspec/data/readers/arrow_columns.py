"""Arrow tables as NumPy columns."""

# pyright: reportAttributeAccessIssue=false
# pyarrow makes the functions of `compute` when it is imported.

from __future__ import annotations

import contextlib
from collections import Counter

import numpy as np
import pyarrow as pa
from pyarrow import compute

from wtspec.data.readers.arrow_moments import same_moments
from wtspec.data.readers.plain_array import plain_array

MAX_WHOLE = 2**53
"""Beyond it some integers are no floats."""


def arrow_columns(tables: dict[str, pa.Table]) -> dict[str, np.ndarray]:
    """The columns of tables that follow each other, by the names of the first.

    Args:
        tables: By file name.

    Raises:
        ValueError: `check_tables` says so.
    """
    check_tables(tables)
    names = next(iter(tables.values())).column_names
    whole = pa.concat_tables(tables.values(), promote_options="permissive")
    return {name: column_array(whole.column(name)) for name in names}


def column_array(column: pa.ChunkedArray) -> np.ndarray:
    """A column as numbers, with NaN where one is missing, or as text, with `""`.

    Dates are text of one form, as `moments` says. Integers that floats can't tell apart are text
    where one is missing.
    """
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column_array(column.cast(kind.value_type))
    if pa.types.is_null(kind) or pa.types.is_decimal(kind):
        return column.cast(pa.float64()).to_numpy()
    if pa.types.is_boolean(kind) and column.null_count:
        return column.cast(pa.float64()).to_numpy()
    if pa.types.is_integer(kind) and column.null_count and _largest(column) > MAX_WHOLE:
        column = column.cast(pa.string())
    kind = column.type
    if pa.types.is_primitive(kind) and not pa.types.is_temporal(kind):
        return column.to_numpy()
    if pa.types.is_temporal(kind):
        column = _temporal_texts(column)
    if column.type == pa.string_view():
        column = column.cast(pa.large_string())
    if column.type in (pa.string(), pa.large_string()):
        return same_moments(column.fill_null("")).to_numpy()
    return _from_objects(column.to_pylist())


def _temporal_texts(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Dates and times as text; what has a time zone is told in UTC."""
    kind = column.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        column = column.cast(pa.timestamp(kind.unit, "UTC"))
    texts = column.cast(pa.string())
    if pa.types.is_time(kind) and kind.unit != "s":
        return compute.replace_substring_regex(texts, r"\.?0+$", "")
    return texts


def _largest(column: pa.ChunkedArray) -> int:
    known = column.drop_null().to_numpy()
    return max(-int(known.min()), int(known.max())) if len(known) else 0


def _from_objects(values: list) -> np.ndarray:
    """Text, or lists of one length as a matrix; else the Python objects."""
    if all(isinstance(value, list) for value in values) and len(set(map(len, values))) == 1:
        with contextlib.suppress(ValueError):  # lists of lists of several lengths
            return np.array(values)
    array = np.empty(len(values), object)
    array[:] = values
    return plain_array(array)


def check_tables(tables: dict[str, pa.Table]) -> None:
    """Checks that tables, by file name, have the same columns.

    Raises:
        ValueError: A table names a column twice, lacks one, or has one more.
    """
    first, names = next((file, table.column_names) for file, table in tables.items())
    for file, table in tables.items():
        check_file_names(first, names, file, table.column_names)


def check_file_names(first: str, expected: list[str], file: str, names: list[str]) -> None:
    """Compares the columns of a file with those of the first; else as `check_names`."""
    own, others = set(names), set(expected)
    if len(own) < len(names):
        twice = next(name for name, count in Counter(names).items() if count > 1)
        raise ValueError(f"{file} names column {twice!r} twice")
    for name in expected:
        if name not in own:
            raise ValueError(f"{file} lacks column {name!r}, which {first} has")
    for name in names:
        if name not in others:
            raise ValueError(f"{file} has column {name!r}, which {first} lacks")
