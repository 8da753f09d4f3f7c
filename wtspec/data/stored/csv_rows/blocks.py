"""Cuts CSV files into blocks of whole rows."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from wtspec.data.readers.csv_text import CsvText, file_encoding, parse_csv
from wtspec.data.stored.csv_rows.row_ends import last_row_end


@dataclass(frozen=True, slots=True)
class CsvBlock:
    """Some rows of a file.

    Attributes:
        file: Its path.
        start: Its first byte.
        size: In bytes.
        encoding: What it is written in; that of UTF-16 says the order of bytes.
        names: Of the columns; None where the block begins with the header.
    """

    file: str
    start: int
    size: int
    encoding: str
    names: tuple[str, ...] | None = None

    def read(self) -> bytes:
        """Its text, in UTF-8."""
        with open(self.file, "rb") as opened:  # noqa: PTH123 - a path is slower
            opened.seek(self.start)
            return in_utf8(opened.read(self.size), self.encoding)

    def parse(
        self,
        data: bytes,
        text: CsvText,
        types: dict[str, pa.DataType],
        columns: list[str] | None = None,
    ) -> pa.Table:
        """The cells of its text, by `parse_csv`."""
        names = None if self.names is None else list(self.names)
        if text.quote.encode() not in data:  # then no row goes over a line
            text = replace(text, quote="")
        return parse_csv(pa.py_buffer(data), text, types, names, columns)


def in_utf8(data: bytes, encoding: str) -> bytes:
    """Text of another encoding in UTF-8."""
    return data if encoding == "utf-8" else data.decode(encoding).encode()


def cut_blocks(file: str, text: CsvText, block_bytes: int) -> Iterator[tuple[CsvBlock, bytes]]:
    """The blocks of a file in their order, with their bytes. Some may be of empty lines alone."""
    encoding, unit = file_encoding(file, text.encoding), np.dtype(np.uint8)
    start, rest = 0, b""
    with open(file, "rb") as opened:  # noqa: PTH123 - as above
        while True:
            read = opened.read(max(block_bytes, len(rest)))  # twice as much of an endless row
            data = rest + read
            if not data:
                return
            if encoding.startswith("utf-16"):
                is_big = encoding.endswith("be") or data.startswith(codecs.BOM_UTF16_BE)
                unit = np.dtype(">u2" if is_big else "<u2")
            cut = _last_row_end(data, unit, text) if read else len(data)
            if cut:
                yield CsvBlock(file, start, cut, encoding), data[:cut]
                if encoding == "utf-16":  # the mark was in this block
                    encoding = "utf-16-be" if unit == ">u2" else "utf-16-le"
            start, rest = start + cut, data[cut:]


def _last_row_end(data: bytes, unit: np.dtype, text: CsvText) -> int:
    """How many bytes are whole rows; 0 where none ends."""
    if unit.itemsize == 1 and text.quote.encode() not in data and b"\n" in data:
        return data.rfind(b"\n") + 1
    units = np.frombuffer(data, unit, len(data) // unit.itemsize)
    return last_row_end(units, text.separator, text.quote) * unit.itemsize
