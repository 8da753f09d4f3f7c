"""Reads CSV files as one table."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from pyarrow import csv

from wtspec.data.arrow_columns import arrow_columns


def read_csv(
    files: list[str],
    separator: str = ",",
    types: dict[str, str] | None = None,
    null_values: list[str] | None = None,
) -> dict[str, np.ndarray]:
    """The columns of CSV files with a header each, by name.

    A column without a given type is of numbers or bools where every cell of every file is one,
    else text; dates are text.

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
    if text:
        given |= dict.fromkeys(text, pa.string())
        tables = {file: _read_table(file, separator, given, null_values) for file in files}
    return arrow_columns(tables)


def _read_table(
    file: str, separator: str, types: dict[str, pa.DataType], null_values: list[str] | None
) -> pa.Table:
    nulls = None if null_values is None else ["", *null_values]
    return csv.read_csv(
        file,
        parse_options=csv.ParseOptions(delimiter=separator, newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=types, null_values=nulls, strings_can_be_null=True
        ),
    )


def _text_columns(tables: list[pa.Table]) -> set[str]:
    """Columns that are not of numbers alone, or of bools alone, in all files."""
    kinds: dict[str, set[str]] = {}
    for table in tables:
        for field in table.schema:
            kinds.setdefault(field.name, set()).add(_kind(field.type))
    return {
        name for name, seen in kinds.items() if seen - {"null"} not in ({"number"}, {"bool"}, set())
    }


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_null(kind):
        return "null"
    if pa.types.is_boolean(kind):
        return "bool"
    return "number" if pa.types.is_integer(kind) or pa.types.is_floating(kind) else "text"
