"""Reads a table, or of a large one a part from all over it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pyarrow as pa
from msgspec.structs import replace as with_fields
from pyarrow import parquet

from wtspec.data.readers.arrow_columns import arrow_columns
from wtspec.data.readers.read_source import read_source
from wtspec.data.table.gaps import null_values
from wtspec.sources.dialect import Dialect
from wtspec.sources.file_kind import file_kind
from wtspec.sources.request import SourceRequest
from wtspec.sources.sniffing.sniff import sniff_file

LARGE = 2**26
"""Bytes; of a larger file as many are looked at."""

MOST_ROWS = 300_000
"""Of more as many are looked at."""

_PLACES = 32


@dataclass(frozen=True, slots=True)
class SeenColumns:
    """What was read of a table.

    Attributes:
        arrays: The columns.
        is_whole: Whether these are all rows.
        has_header: Whether a CSV file's first line may be one, and holds no values.
    """

    kind: str
    dialect: Dialect
    arrays: Mapping[str, np.ndarray]
    is_whole: bool
    has_header: bool = True


def read_seen(file: Path) -> SeenColumns:
    """The columns of a file, with all rows, or some of all parts of it where it is large.

    Raises:
        SpecError: What `read_source` raises.
    """
    seen = _read_seen(file)
    step = -(-len(next(iter(seen.arrays.values()))) // MOST_ROWS)
    if step <= 1:
        return seen
    some = {name: values[::step] for name, values in seen.arrays.items()}
    return replace(seen, arrays=some, is_whole=False)


def _read_seen(file: Path) -> SeenColumns:
    kind = _kind(file)
    is_large = file.is_file() and file.stat().st_size > LARGE
    if kind == "parquet" and is_large:
        return SeenColumns(kind, Dialect(), _some_groups(file), is_whole=False)
    if kind != "csv":
        return SeenColumns(kind, Dialect(), _read(kind, Dialect(), file), is_whole=True)
    dialect, has_header = _dialect(file)
    if not is_large:
        return SeenColumns(kind, *_read_csv(dialect, file), is_whole=True, has_header=has_header)
    with TemporaryDirectory() as made:
        some = Path(made) / file.name
        some.write_text(_some_lines(file, dialect), dialect.encoding, errors="replace")
        seen = _read_csv(dialect, some)
        return SeenColumns(kind, *seen, is_whole=False, has_header=has_header)


def _kind(file: Path) -> str:
    """CSV has many endings."""
    is_other = file.suffix.lower() in (".parquet", ".npz")
    return file_kind(file) if is_other else "csv"


def _dialect(file: Path) -> tuple[Dialect, bool]:
    """How a CSV file is written, and whether it has a header."""
    try:
        sniffed = sniff_file(file)
    except OSError:
        return Dialect(), True  # what is wrong with the file is said where it is read
    return sniffed.dialect, sniffed.has_header


def _read_csv(dialect: Dialect, file: Path) -> tuple[Dialect, dict[str, np.ndarray]]:
    """The columns, once it is known what stands where a number is missing."""
    arrays = _read("csv", dialect, file)
    nulls = null_values(arrays, dialect)
    if not nulls:
        return dialect, arrays
    dialect = with_fields(dialect, null_values=nulls)
    return dialect, _read("csv", dialect, file)


def _read(kind: str, dialect: Dialect, file: Path) -> dict[str, np.ndarray]:
    request = SourceRequest(kind, paths=(file.name,), folder=file.parent, dialect=dialect)
    return read_source(request, file.parent).arrays


def _some_groups(file: Path) -> dict[str, np.ndarray]:
    """Row groups of a Parquet file, evenly spaced."""
    with parquet.ParquetFile(file) as opened:
        count = opened.num_row_groups
        sizes = [opened.metadata.row_group(at).total_byte_size for at in range(count)]
        most = max(1, int(LARGE // max(sizes)))
        chosen = np.unique(np.linspace(0, count - 1, most).astype(int)).tolist()
        if sizes[0] <= LARGE:
            return arrow_columns({str(file): opened.read_row_groups(chosen)})
        rows = max(1, int(opened.metadata.row_group(0).num_rows * LARGE / sizes[0]))
        return arrow_columns({str(file): pa.Table.from_batches([next(opened.iter_batches(rows))])})


def _some_lines(file: Path, dialect: Dialect) -> str:
    """The header, and the whole lines of several places, as a CSV file of the same dialect."""
    with file.open("rb") as opened:
        pieces = list(_pieces(opened, file.stat().st_size, dialect))
    header = pieces[0][0]
    made = io.StringIO()
    writer = csv.writer(made, delimiter=dialect.separator, quotechar=dialect.quote or None)
    writer.writerow(header)
    for piece in pieces:
        writer.writerows(row for row in piece[1:-1] if len(row) == len(header))
    return made.getvalue()


def _pieces(opened: io.BufferedReader, size: int, dialect: Dialect) -> Iterator[list[list[str]]]:
    """The rows of each place; the first and the last of them may be parts of lines."""
    places = 1 if dialect.encoding == "utf-16" else _PLACES  # whose order only its head says
    for place in range(places):
        opened.seek(size * place // places)
        text = opened.read(LARGE // places).decode(dialect.encoding, "replace")
        lines = text.removeprefix("\ufeff").splitlines(keepends=True)
        quote = dialect.quote or None
        yield list(csv.reader(lines, delimiter=dialect.separator, quotechar=quote))
