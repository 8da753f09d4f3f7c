"""What is seen of a CSV file's columns, block by block."""

# pyright: reportAttributeAccessIssue=false
# pyarrow makes the functions of `compute` when it is imported.

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pyarrow as pa
from pyarrow import compute

from wtspec.data.readers.csv_text import CsvText
from wtspec.data.readers.read_csv import as_kind
from wtspec.data.stored.csv_rows.blocks import CsvBlock

_HEX = re.compile(rb"0[xX]")
_TEXT_BYTES = 57
"""What a text takes as an object besides its letters, with the reference to it."""


@dataclass(slots=True)
class SeenColumn:
    """What is known of a column of one file.

    Attributes:
        kinds: What blocks of it were parsed as: `null`, `int`, `float`, `bool`, `text`.
        has_gaps: Whether cells are missing.
        largest: The largest of its numbers, without their signs.
        size: What it takes in memory, in bytes.
    """

    kinds: set[str] = field(default_factory=set[str])
    has_gaps: bool = False
    largest: float = 0
    size: int = 0

    def add(self, cells: pa.ChunkedArray) -> None:
        """Sees the cells of another block.

        Raises:
            ValueError: They are no UTF-8 text.
        """
        if not len(cells):
            return
        if pa.types.is_binary(cells.type):
            cells.cast(pa.string())
        kind = kind_of(cells.type)
        self.kinds.add(kind)
        self.has_gaps |= cells.null_count > 0
        if kind in ("int", "float"):
            ends = compute.min_max(cells).as_py()
            self.largest = max(self.largest, -(ends["min"] or 0), ends["max"] or 0)
        self.size += cells.nbytes + _TEXT_BYTES * len(cells) if kind == "text" else 8 * len(cells)


@dataclass(slots=True)
class SeenFile:
    """What is known of a file.

    Attributes:
        blocks: Those that have rows.
        rows: Of each of them.
        columns: By name.
        has_hex: Whether a number may be written with sixteen digits, as pyarrow takes whole ones.
    """

    blocks: list[CsvBlock] = field(default_factory=list[CsvBlock])
    rows: list[int] = field(default_factory=list[int])
    columns: dict[str, SeenColumn] = field(default_factory=dict[str, SeenColumn])
    has_hex: bool = False

    def add(
        self, block: CsvBlock, data: bytes, table: pa.Table, kinds: dict[str, str], text: CsvText
    ) -> None:
        """Sees another block; cells are of the types that are given.

        Raises:
            ValueError: A cell is of another.
        """
        self.has_hex |= any(one in data for one in (b"x", b"X")) and bool(_HEX.search(data))
        for name in table.column_names:
            cells = table.column(name)
            cells = as_kind(cells, kinds[name], text) if name in kinds else cells
            self.columns.setdefault(name, SeenColumn()).add(cells)
        if table.num_rows:
            self.blocks.append(block)
            self.rows.append(table.num_rows)


def kind_of(kind: pa.DataType) -> str:
    """What pyarrow has parsed a column as."""
    if pa.types.is_null(kind):
        return "null"
    if pa.types.is_boolean(kind):
        return "bool"
    if pa.types.is_integer(kind):
        return "int"
    return "float" if pa.types.is_floating(kind) else "text"
