"""The formats of files that hold a whole table: what tells one, reads it, and knows its columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from wtspec.sources.column import ColumnInfo, Dtype, dtype_of
from wtspec.sources.csv_lines import csv_header
from wtspec.sources.npy_header import Header, npz_headers
from wtspec.sources.request import SourceRequest

Head = Callable[[Path, SourceRequest], dict[str, ColumnInfo]]


class FileFormat(Struct, frozen=True):
    """A format, named like the key of `data.source` and the ending of its files.

    Attributes:
        module: The module of `wtspec.data.readers` that reads such files. Scripts bring it along.
        function: Its function: takes paths, and gives arrays by name.
        begins: What such a file begins with; nothing where text may begin in any way.
        head: What is known of the columns from a file's head; None where it is never looked at.
    """

    module: str
    function: str
    begins: bytes = b""
    head: Head | None = None


def array_info(header: Header) -> ColumnInfo:
    """What an array's header says of a column."""
    kinds: dict[str, Dtype] = {"f": "float", "i": "int", "u": "int", "b": "bool"}
    kinds |= {"U": "str", "S": "str"}
    kind, shape = header
    return ColumnInfo(shape[1:], kinds.get(kind), scalar=not shape)


def _csv_columns(file: Path, source: SourceRequest) -> dict[str, ColumnInfo]:
    dialect = source.dialect
    names = csv_header(file, dialect)
    return {name: ColumnInfo((), _dtype(dialect.types.get(name))) for name in names}


def _dtype(kind: str | None) -> Dtype | None:
    """What is known of a column of a given type; dates are text."""
    return "str" if kind is not None and (kind == "date" or "%" in kind) else dtype_of(kind)


def _npz_columns(file: Path, _source: SourceRequest) -> dict[str, ColumnInfo]:
    return {name: array_info(header) for name, header in npz_headers(file).items()}


FORMATS = {
    "csv": FileFormat("read_csv", "read_csv", head=_csv_columns),
    "parquet": FileFormat("read_parquet", "read_parquet", b"PAR1"),
    "npz": FileFormat("read_arrays", "read_npz", b"PK\x03\x04", _npz_columns),
}
