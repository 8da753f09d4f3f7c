"""Reads CSV files as one table."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
from pyarrow import csv

from wtspec.data.readers.arrow_columns import MAX_WHOLE, arrow_columns

BLOCK_SIZES = (2**20, 2**25, 2**30)
"""Bytes that are parsed at once; a row that does not fit asks for the next."""


def read_csv(
    files: list[str],
    separator: str = ",",
    types: dict[str, str] | None = None,
    null_values: list[str] | None = None,
) -> dict[str, np.ndarray]:
    """The columns of CSV files with a header each, by name.

    A column without a given type is of numbers or bools where every cell of every file is one,
    else text; dates are text, and integers too long for a number.

    Args:
        files: In the order of their rows.
        separator: What stands between two columns.
        types: `float`, `int`, `str` or `bool` by column.
        null_values: Cells that mean "missing" beside the empty one; by default pyarrow's.
    """
    known = {"float": pa.float64(), "int": pa.int64(), "str": pa.string(), "bool": pa.bool_()}
    given = {name: known[kind] for name, kind in (types or {}).items()}
    tables = {file: _read_table(file, separator, given, null_values) for file in files}
    text = _text_columns(list(tables.values())) - set(given)
    text |= _long_integers(tables, set(given) | text, separator, null_values)
    if text:
        given |= dict.fromkeys(text, pa.string())
        tables = {file: _read_table(file, separator, given, null_values) for file in files}
    return arrow_columns(tables)


def _read_table(
    file: str, separator: str, types: dict[str, pa.DataType], null_values: list[str] | None
) -> pa.Table:
    nulls = None if null_values is None else ["", *null_values]
    for block_size in BLOCK_SIZES:
        try:
            return csv.read_csv(
                file,
                csv.ReadOptions(block_size=block_size),
                csv.ParseOptions(delimiter=separator, newlines_in_values=True),
                csv.ConvertOptions(column_types=types, null_values=nulls, strings_can_be_null=True),
            )
        except pa.ArrowInvalid as error:
            cut = "straddl" in str(error) or "block" in str(error)
            if block_size == BLOCK_SIZES[-1] or not cut:
                raise
    raise AssertionError


def _text_columns(tables: list[pa.Table]) -> set[str]:
    """Columns that are not of numbers alone, or of bools alone, in all files."""
    kinds: dict[str, set[str]] = {}
    for table in tables:
        for field in table.schema:
            kinds.setdefault(field.name, set()).add(_kind(field.type))
    return {
        name for name, seen in kinds.items() if seen - {"null"} not in ({"number"}, {"bool"}, set())
    }


def _long_integers(
    tables: dict[str, pa.Table],
    given: set[str],
    separator: str,
    null_values: list[str] | None,
) -> set[str]:
    """Columns of integers, some of which would be another number: they are names of things."""
    suspects = {
        field.name
        for table in tables.values()
        for field in table.schema
        if field.name not in given
        and pa.types.is_floating(field.type)
        and (np.abs(table.column(field.name).drop_null().to_numpy()) > MAX_WHOLE).any()
    }
    if not suspects:
        return suspects
    types = dict.fromkeys(suspects, pa.string())
    texts = [_read_table(file, separator, types, null_values) for file in tables]
    return {name for name in suspects if all(_is_whole(text.column(name)) for text in texts)}


def _is_whole(column: pa.ChunkedArray) -> bool:
    cells = column.drop_null().to_pylist()
    return all(re.fullmatch(r"[+-]?[0-9]+", cell.strip()) for cell in cells)


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_null(kind):
        return "null"
    if pa.types.is_boolean(kind):
        return "bool"
    return "number" if pa.types.is_integer(kind) or pa.types.is_floating(kind) else "text"
