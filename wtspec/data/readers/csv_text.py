"""Reads the text of CSV files into Arrow's tables, before columns have their final types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from pyarrow import csv

BLOCK_SIZES = (2**20, 2**25, 2**30)
"""Bytes that are parsed at once; a row that does not fit asks for the next."""


@dataclass(frozen=True)
class CsvText:
    """How CSV files are written.

    Attributes:
        separator: What stands between two columns.
        decimal: What stands before a number's fraction.
        thousands: What may stand between its thousands; nothing if empty.
        encoding: What the text is written in.
        quote: What a cell may be written between; nothing if empty.
        null_values: Cells that mean "missing" beside the empty one; by default pyarrow's.
    """

    separator: str = ","
    decimal: str = "."
    thousands: str = ""
    encoding: str = "utf-8"
    quote: str = '"'
    null_values: tuple[str, ...] | None = None


def parse_csv(
    source: str | pa.Buffer,
    text: CsvText,
    types: dict[str, pa.DataType],
    names: list[str] | None = None,
    columns: list[str] | None = None,
) -> pa.Table:
    """The cells of a file, or of a part of one.

    Args:
        source: A path, or text in UTF-8.
        text: How it is written.
        types: Of some columns by name; the others are inferred.
        names: Of all columns, where it has no header.
        columns: Those that are read; all by default.
    """
    nulls = None if text.null_values is None else ["", *text.null_values]
    options: dict[str, Any] = {} if columns is None else {"include_columns": columns}
    encoding = file_encoding(source, text.encoding) if isinstance(source, str) else "utf-8"
    for block_size in BLOCK_SIZES:
        try:
            return csv.read_csv(
                source if isinstance(source, str) else pa.BufferReader(source),
                csv.ReadOptions(block_size=block_size, column_names=names, encoding=encoding),
                csv.ParseOptions(
                    delimiter=text.separator,
                    quote_char=text.quote or False,
                    newlines_in_values=bool(text.quote),
                ),
                csv.ConvertOptions(
                    column_types=types,
                    null_values=nulls,
                    strings_can_be_null=True,
                    decimal_point=text.decimal,
                    **options,
                ),
            )
        except pa.ArrowInvalid as error:
            cut = "straddl" in str(error) or "block" in str(error)
            if block_size == BLOCK_SIZES[-1] or not cut:
                raise
    raise AssertionError


def file_encoding(file: str, encoding: str) -> str:
    """The encoding of a file; that of UTF-16 without a byte order mark has the low byte first."""
    if encoding != "utf-16":
        return encoding
    with open(file, "rb") as opened:  # noqa: PTH123 - scripts bring this along
        return encoding if opened.read(2) in (b"\xff\xfe", b"\xfe\xff") else "utf-16-le"


def check_closed(file: str, cells: pa.ChunkedArray, text: CsvText) -> None:
    """Checks that the last cell of a file's last column is no quote's that was never closed.

    Such a cell holds all rows below it, to the last byte.

    Raises:
        ValueError: It is.
    """
    last = cells[-1].as_py() if len(cells) and pa.types.is_string(cells.type) else None
    if not text.quote or text.encoding == "utf-16" or not last or "\n" not in last:
        return
    end = last.encode(text.encoding)[-_COMPARED:]
    with open(file, "rb") as opened:  # noqa: PTH123 - scripts bring this along
        opened.seek(max(0, opened.seek(0, 2) - len(end)))
        if opened.read() == end:
            begin = last[:20].splitlines()[0] or "a line's end"
            raise ValueError(f"{file} has a quote before {begin!r} that is never closed")


_COMPARED = 64
"""Bytes; a cell that was closed has its quote behind it."""
