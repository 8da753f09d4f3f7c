"""Reads Parquet files row group by row group."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator, Sequence

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from wtspec.data.readers.arrow_columns import MAX_WHOLE, check_file_names, column_array

_BUFFER_BYTES = 1 << 18
"""Of a column's part of a row group: else all of it is read at once."""
_BATCH_ROWS = 1 << 16
_TEXT_BYTES = 49
"""That a text takes besides its letters."""


class StoredParquet:
    """The rows of Parquet files, a piece for each row group; see `Stored`."""

    reads_anywhere = False

    def __init__(self, files: Sequence[str], origin: str) -> None:
        """Reads what the files say of themselves.

        Raises:
            ValueError: A file names a column twice, lacks one, or has one more.
        """
        self.origin = origin
        self._files = tuple(files)
        self._heads = tuple(parquet.read_metadata(file) for file in files)
        schemas = tuple(head.schema.to_arrow_schema() for head in self._heads)
        for file, schema in zip(files, schemas, strict=True):
            check_file_names(files[0], schemas[0].names, file, schema.names)
        self._schemas = schemas
        self._schema = pa.unify_schemas(schemas, promote_options="permissive")
        self.names = tuple(schemas[0].names)
        self._groups = [
            (file, group)
            for file, head in enumerate(self._heads)
            for group in range(head.num_row_groups)
        ]
        self.pieces = tuple(
            self._heads[file].row_group(group).num_rows for file, group in self._groups
        )
        self._settled: dict[str, pa.DataType | None] = {}
        self._going: dict[tuple[int, tuple[str, ...]], _Going] = {}
        self._lock = threading.Lock()

    @property
    def whole_bytes(self) -> int:
        """What all columns of all rows would take in memory, more or less."""
        rows = sum(self.pieces)
        return sum(self._column_bytes(field, rows) for field in self._schema)

    def read(
        self, piece: int, names: Collection[str], start: int = 0, stop: int | None = None
    ) -> dict[str, np.ndarray]:
        """Some columns of a row group's rows.

        Rows that follow those read last are read on, without beginning again.
        """
        key = (piece, tuple(names))
        stop = self.pieces[piece] if stop is None else stop
        with self._lock:
            going = self._going.pop(key, None)
        if going is None or going.at > start:
            going = self._begin(piece, key[1])
        going.skip(start - going.at)
        table = going.take(stop - start)
        if stop < self.pieces[piece]:
            with self._lock:
                self._going[key] = going
        return {name: self._array(name, table.column(name)) for name in key[1]}

    def _begin(self, piece: int, names: tuple[str, ...]) -> _Going:
        file, group = self._groups[piece]
        opened = parquet.ParquetFile(
            self._files[file],
            metadata=self._heads[file],
            buffer_size=_BUFFER_BYTES,
            pre_buffer=False,
        )
        batches = opened.iter_batches(_BATCH_ROWS, row_groups=[group], columns=list(names))
        return _Going(opened, batches, list(names))

    def _array(self, name: str, column: pa.ChunkedArray) -> np.ndarray:
        kind = self._kind(name)
        return column_array(column if kind is None else column.cast(kind))

    def _kind(self, name: str) -> pa.DataType | None:
        """What a column becomes first, so that it is in each piece what it is in the whole."""
        if name not in self._settled:
            self._settled[name] = self._settle(self._schema.field(name))
        return self._settled[name]

    def _settle(self, field: pa.Field) -> pa.DataType | None:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        counts = pa.types.is_boolean(kind) or pa.types.is_integer(kind)
        if not counts or not self._has_gaps(field.name):
            return kind if kind != field.type or self._differs(field) else None
        return pa.string() if self._is_long(field.name) else pa.float64()

    def _differs(self, field: pa.Field) -> bool:
        """Whether some file has it of another type."""
        return any(schema.field(field.name).type != field.type for schema in self._schemas)

    def _has_gaps(self, name: str) -> bool:
        known = [self._statistics(piece, name) for piece in range(len(self.pieces))]
        if all(one is not None and one.has_null_count for one in known):
            return any(one.null_count for one in known if one is not None)
        return any(column.null_count for column in self._columns(name))

    def _is_long(self, name: str) -> bool:
        """Whether some of a column's whole numbers are no floats."""
        if not pa.types.is_integer(self._schema.field(name).type):
            return False
        for column in self._columns(name):
            known = column.drop_null().to_numpy()
            if len(known) and max(-int(known.min()), int(known.max())) > MAX_WHOLE:
                return True
        return False

    def _statistics(self, piece: int, name: str) -> parquet.Statistics | None:
        file, group = self._groups[piece]
        if self._heads[file].num_columns != len(self.names):  # nested ones take several places
            return None
        place = self._schemas[file].names.index(name)
        column = self._heads[file].row_group(group).column(place)
        return column.statistics if column.is_stats_set else None

    def _columns(self, name: str) -> Iterator[pa.Array]:
        for piece in range(len(self.pieces)):
            going = self._begin(piece, (name,))
            for batch in going.batches:
                yield batch.column(0)

    def _column_bytes(self, field: pa.Field, rows: int) -> int:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_primitive(kind) and not pa.types.is_temporal(kind):
            return rows * max(1, kind.bit_width // 8)
        groups = (head.row_group(at) for head in self._heads for at in range(head.num_row_groups))
        stored = sum(
            group.column(at).total_uncompressed_size
            for group in groups
            for at in range(group.num_columns)
            if group.column(at).path_in_schema.split(".")[0] == field.name
        )
        return stored + (0 if pa.types.is_nested(kind) else rows * _TEXT_BYTES)


class _Going:
    """A row group that is being read.

    Attributes:
        at: The row that comes next.
        batches: What is left of it.
    """

    def __init__(
        self,
        opened: parquet.ParquetFile,
        batches: Iterator[pa.RecordBatch],
        names: list[str],
    ) -> None:
        self._opened = opened
        self._names = names
        self._left: list[pa.RecordBatch] = []
        self.at = 0
        self.batches = batches

    def skip(self, rows: int) -> None:
        """Leaves rows out."""
        while rows > 0:
            batch = self._next(rows)
            rows -= batch.num_rows

    def take(self, rows: int) -> pa.Table:
        """The next rows; fewer where the file has become shorter."""
        taken: list[pa.RecordBatch] = []
        while rows > 0:
            taken.append(self._next(rows))
            rows -= taken[-1].num_rows
        if not taken:
            schema = self._opened.schema_arrow
            return pa.table({n: pa.array([], schema.field(n).type) for n in self._names})
        return pa.Table.from_batches(taken)

    def _next(self, rows: int) -> pa.RecordBatch:
        batch = self._left.pop() if self._left else next(self.batches)
        if batch.num_rows > rows:
            self._left.append(batch.slice(rows))
            batch = batch.slice(0, rows)
        self.at += batch.num_rows
        return batch
