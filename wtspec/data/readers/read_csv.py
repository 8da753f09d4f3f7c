"""Reads CSV files as one table."""

# pyright: reportAttributeAccessIssue=false
# pyarrow makes the functions of `compute` when it is imported.

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pyarrow as pa
from pyarrow import compute

from wtspec.data.readers.arrow_columns import MAX_WHOLE, arrow_columns, check_tables
from wtspec.data.readers.csv_cells import (
    are_numbers,
    are_whole,
    as_bools,
    as_dates,
    as_numbers,
)
from wtspec.data.readers.csv_text import CsvText, check_closed, parse_csv

Tables = dict[str, pa.Table]


def read_csv(
    files: list[str],
    separator: str = ",",
    types: dict[str, str] | None = None,
    null_values: list[str] | None = None,
    *,
    decimal: str = ".",
    thousands: str = "",
    encoding: str = "utf-8",
    quote: str = '"',
) -> dict[str, np.ndarray]:
    """The columns of CSV files with a header each, by name.

    A column without a given type is of numbers or bools where every cell of every file is one,
    else text; dates are text, and integers too long for a number.

    Args:
        files: In the order of their rows.
        separator: What stands between two columns.
        types: `float`, `int`, `str`, `bool`, `date`, or the form of dates such as `%d.%m.%Y`, by
            column.
        null_values: Cells that mean "missing" beside the empty one; by default pyarrow's.
        decimal: What stands before the fraction of a number.
        thousands: What may stand between its thousands; nothing if empty.
        encoding: What the text is written in.
        quote: What a cell may be written between; nothing if empty.
    """
    nulls = None if null_values is None else tuple(null_values)
    text = CsvText(separator, decimal, thousands, encoding, quote, nulls)
    kinds = dict(types or {})
    given = {name: first_type(kind, text) for name, kind in kinds.items()}
    tables = {file: parse_csv(file, text, given) for file in files}
    check_tables(tables)
    words = text_columns([table.schema for table in tables.values()]) - set(kinds)
    floats = _float_columns(list(tables.values())) - set(kinds) - words
    words |= _long_integers(tables, text, floats)
    tables = {file: _with_words(file, table, text, words) for file, table in tables.items()}
    for file, table in tables.items():
        check_closed(file, table.column(-1), text)
    tables = {file: _with_floats(table, floats - words) for file, table in tables.items()}
    if thousands:
        kinds |= _grouped(tables, words, text)
    return arrow_columns({file: _typed(table, kinds, text) for file, table in tables.items()})


def first_type(kind: str, text: CsvText) -> pa.DataType:
    """What a column of a given type is parsed as."""
    if kind in ("int", "float") and not text.thousands:
        return pa.int64() if kind == "int" else pa.float64()
    return pa.string()


def as_kind(cells: pa.ChunkedArray, kind: str, text: CsvText) -> pa.ChunkedArray:
    """A column that was parsed as its first type, as its given type.

    Raises:
        ValueError: A cell is of another.
    """
    if kind == "str" or not pa.types.is_string(cells.type):
        return cells
    if kind in ("int", "float"):
        number = pa.int64() if kind == "int" else pa.float64()
        return as_numbers(cells, number, text.decimal, text.thousands)
    return as_bools(cells) if kind == "bool" else as_dates(cells, kind)


def text_columns(schemas: list[pa.Schema]) -> set[str]:
    """Columns that are not of numbers alone, or of bools alone, in all files."""
    kinds: dict[str, set[str]] = {}
    for schema in schemas:
        for field in schema:
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


def _float_columns(tables: list[pa.Table]) -> set[str]:
    fields = [field for table in tables for field in table.schema]
    return {field.name for field in fields if pa.types.is_floating(field.type)}


def _long_integers(tables: Tables, text: CsvText, floats: set[str]) -> set[str]:
    """Columns of integers, some of which would be another number: they are names of things."""
    suspects = {
        name for name in floats if any(_is_beyond(table.column(name)) for table in tables.values())
    }
    if not suspects:
        return suspects
    texts = [_words(file, text, suspects) for file in tables]
    return {name for name in suspects if all(is_whole(one.column(name)) for one in texts)}


def _is_beyond(numbers: pa.ChunkedArray) -> bool:
    """Whether some are so large that they may stand for another integer."""
    ends = compute.min_max(numbers).as_py()
    return max(-(ends["min"] or 0), ends["max"] or 0) > MAX_WHOLE


def is_whole(cells: pa.ChunkedArray) -> bool:
    """Whether all cells that are not missing are integers."""
    whole = compute.match_substring_regex(cells, r"^\s*[+-]?[0-9]+\s*$")
    return compute.all(whole).as_py() is not False


def _words(file: str, text: CsvText, names: Collection[str]) -> pa.Table:
    """Some columns of a file as text."""
    return parse_csv(file, text, dict.fromkeys(names, pa.string()), columns=list(names))


def _with_words(file: str, table: pa.Table, text: CsvText, words: set[str]) -> pa.Table:
    """A table whose columns of these names are text."""
    other = [
        field.name for field in table.schema if field.name in words and field.type != pa.string()
    ]
    if not other:
        return table
    again = _words(file, text, other)
    return _replaced(table, {name: again.column(name) for name in other})


def _with_floats(table: pa.Table, floats: set[str]) -> pa.Table:
    """A table whose columns of these names are of floats, as others' are in another file."""
    integers = [field.name for field in table.schema if pa.types.is_integer(field.type)]
    cast = {
        name: table.column(name).cast(pa.float64(), safe=False)
        for name in integers
        if name in floats
    }
    return _replaced(table, cast)


def _grouped(tables: Tables, words: set[str], text: CsvText) -> dict[str, str]:
    """The types of columns of text that are numbers with thousands set apart."""
    return {
        name: kind
        for name in words
        if (kind := grouped_kind([table.column(name) for table in tables.values()], text))
    }


def grouped_kind(columns: list[pa.ChunkedArray], text: CsvText) -> str | None:
    """`int` or `float` if all cells are numbers with thousands set apart; None if they are text."""
    if not all(are_numbers(cells, text.decimal, text.thousands) for cells in columns):
        return None
    if not all(are_whole(cells, text.decimal) for cells in columns):
        return "float"
    return "int" if all(fits_int(cells, text) for cells in columns) else None


def fits_int(cells: pa.ChunkedArray, text: CsvText) -> bool:
    """Whether none of these whole numbers is too long for one."""
    try:
        as_numbers(cells, pa.int64(), text.decimal, text.thousands)
    except pa.ArrowInvalid:
        return False
    return True


def _typed(table: pa.Table, kinds: dict[str, str], text: CsvText) -> pa.Table:
    typed = {
        name: as_kind(table.column(name), kinds[name], text)
        for name in table.column_names
        if name in kinds
    }
    return _replaced(table, typed)


def _replaced(table: pa.Table, columns: dict[str, pa.ChunkedArray]) -> pa.Table:
    names = table.column_names
    return pa.table([columns.get(name, table.column(name)) for name in names], names)
