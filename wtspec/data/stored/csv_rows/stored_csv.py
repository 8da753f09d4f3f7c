"""Reads CSV files block by block."""

from __future__ import annotations

import os
import threading
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from wtspec.data.readers.arrow_columns import check_file_names
from wtspec.data.readers.csv_text import CsvText, check_closed
from wtspec.data.readers.read_csv import first_type
from wtspec.data.stored.csv_rows.blocks import CsvBlock, cut_blocks, in_utf8
from wtspec.data.stored.csv_rows.seen import SeenFile
from wtspec.data.stored.csv_rows.settle import settle
from wtspec.sources.dialect import Dialect

BLOCK_BYTES = 1 << 22
"""Of a block, more or less: few enough for many of them at once, enough for all cores."""

_MOST_KEPT = 8
"""Blocks whose rows are kept, as others of them may be asked for next."""


class StoredCsv:
    """The rows of CSV files, a piece for each block of some megabytes; see `Stored`."""

    reads_anywhere = False

    def __init__(
        self,
        files: Sequence[str],
        dialect: Dialect,
        origin: str,
        block_bytes: int | None = None,
    ) -> None:
        """Reads all rows once, to know the columns' types and where the blocks begin.

        Args:
            files: In the order of their rows.
            dialect: How they are written.
            origin: The source, for messages.
            block_bytes: Of a block, more or less; `BLOCK_BYTES` by default.

        Raises:
            ValueError: Files can't be read; one names a column twice, lacks one, or has one more.
        """
        self.origin = origin
        self._text = csv_text(dialect)
        kinds = dict(dialect.types)
        size = block_bytes or BLOCK_BYTES
        seen = [see_file(file, self._text, kinds, size) for file in files]
        for file, one in zip(files, seen, strict=True):
            check_file_names(files[0], [*seen[0].columns], file, [*one.columns])
        self._settled = settle(seen, kinds, self._text)
        self._blocks = [block for one in seen for block in one.blocks]
        self.names = tuple(self._settled)
        self.pieces = tuple(rows for one in seen for rows in one.rows)
        self.whole_bytes = sum(column.size for one in seen for column in one.columns.values())
        self._kept: dict[tuple[int, tuple[str, ...]], dict[str, np.ndarray]] = {}
        self._lock = threading.Lock()

    def read(
        self, piece: int, names: Collection[str], start: int = 0, stop: int | None = None
    ) -> dict[str, np.ndarray]:
        """Some columns of a block's rows; the others of a block are kept until its last is read."""
        stop = self.pieces[piece] if stop is None else stop
        key = (piece, tuple(names))
        with self._lock:
            arrays = self._kept.pop(key, None)
        if arrays is None:
            arrays = self._parsed(self._blocks[piece], key[1])
        if stop < self.pieces[piece]:
            with self._lock:
                self._kept[key] = arrays
                while len(self._kept) > _MOST_KEPT:
                    del self._kept[next(iter(self._kept))]
        return {name: array[start:stop] for name, array in arrays.items()}

    def _parsed(self, block: CsvBlock, names: tuple[str, ...]) -> dict[str, np.ndarray]:
        types = {name: self._settled[name].parsed_in(block.file) for name in names}
        table = block.parse(block.read(), self._text, types, list(names))
        return {name: self._settled[name].array(table.column(name), self._text) for name in names}


def likely_bytes(files: Sequence[str], dialect: Dialect) -> int:
    """What all columns of all rows would take in memory, by the first rows.

    Raises:
        ValueError: These can't be read.
    """
    text = csv_text(dialect)
    for found, data in cut_blocks(files[0], text, 1 << 20):
        one = SeenFile()
        one.add(found, b"", found.parse(in_utf8(data, found.encoding), text, {}), {}, text)
        size = sum(column.size for column in one.columns.values())
        return size * sum(map(os.path.getsize, files)) // len(data)
    return 0


def csv_text(dialect: Dialect) -> CsvText:
    """How pyarrow is to read a dialect."""
    return CsvText(
        dialect.separator,
        dialect.decimal,
        dialect.thousands,
        dialect.encoding,
        dialect.quote,
        dialect.null_values,
    )


def see_file(file: str, text: CsvText, kinds: dict[str, str], block_bytes: int) -> SeenFile:
    """Reads a file once.

    Raises:
        ValueError: It can't be read, or a cell is not of its given type.
    """
    seen, names, table = SeenFile(), None, None
    types = {name: first_type(kind, text) for name, kind in kinds.items()}
    for found, data in cut_blocks(file, text, block_bytes):
        block = replace(found, names=names)
        plain = in_utf8(data, block.encoding)
        if names is None and not plain.strip(b"\r\n"):
            continue
        table = block.parse(plain, text, types)
        if names is None:
            names = tuple(table.column_names)
            check_file_names(file, table.column_names, file, table.column_names)
        seen.add(block, plain, table, kinds, text)
    if table is not None:
        check_closed(file, table.column(-1), text)
    return seen
