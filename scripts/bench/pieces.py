"""Measures how fast rows that do not fit in memory are read, beside Arrow's own reading of them.

    python -m scripts.bench.pieces
    python -m scripts.bench.pieces --gb 8 --columns 20

All ways read the same columns of one Parquet file, in turn, so that whatever else the machine does
falls on each of them.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from wtspec.data.part import Part
from wtspec.data.rows import Rows
from wtspec.data.stored.parquet import StoredParquet
from wtspec.data.streams.row_stream import RowStream
from wtspec.data.streams.spill import Spill, new_spill
from wtspec.data.streams.stored_part import StoredPart
from wtspec.data.streams.walk import walk

_GROUP = 1_000_000


def main() -> None:
    """Prints rows a second, and each way's share of Arrow's."""
    parser = argparse.ArgumentParser(prog="python -m scripts.bench.pieces", description=__doc__)
    parser.add_argument("--gb", type=float, default=1.0, help="of columns")
    parser.add_argument("--columns", type=int, default=20)
    parser.add_argument("--turns", type=int, default=5, help="how often each way is taken")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        file = str(Path(folder) / "table.parquet")
        rows = _write(file, given.gb, given.columns)
        part = StoredPart(StoredParquet([file], "the table"))
        names = part.stored.names
        stream = RowStream(part, names, _prepare, 8 * len(names))
        spill = _spilled(stream, rows)
        ways: dict[str, Callable[[], int]] = {
            "Arrow, batch by batch": lambda: _read_by_arrow(file),
            "pieces, in order": lambda: _count(stream.epoch(0, 0, 0, shuffle=False)),
            "the spill, in order": lambda: _count(spill.epoch(0, 0, 0, shuffle=False)),
            "the spill, mixed": lambda: _count(spill.epoch(0, 0, 0, shuffle=True)),
        }
        speeds: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(given.turns):
            for way, read in ways.items():
                began = time.perf_counter()
                if read() != rows:
                    raise SystemExit(f"{way} has lost rows")
                speeds[way].append(rows / (time.perf_counter() - began))
        _print(speeds)


def _print(speeds: dict[str, list[float]]) -> None:
    arrow = next(iter(speeds.values()))
    for way, several in speeds.items():
        ratio = statistics.median(a / b for a, b in zip(several, arrow, strict=True))
        print(f"{way:24}{statistics.median(several) / 1e6:8.2f} M rows/s{ratio:8.2f}")


def _write(file: str, gigabytes: float, columns: int) -> int:
    rows = int(gigabytes * 2**30 / (8 * columns))
    generator, writer = np.random.default_rng(0), None
    for start in range(0, rows, _GROUP):
        count = min(_GROUP, rows - start)
        table = pa.table({f"x{at}": generator.normal(size=count) for at in range(columns)})
        writer = writer or parquet.ParquetWriter(file, table.schema)
        writer.write_table(table, row_group_size=_GROUP)
    if writer is not None:
        writer.close()
    return rows


def _read_by_arrow(file: str) -> int:
    """The columns as NumPy's arrays, and nothing made of them."""
    count = 0
    for batch in parquet.ParquetFile(file).iter_batches(1 << 16):
        arrays = [column.to_numpy() for column in batch.columns]
        count += len(arrays[0])
    return count


def _prepare(part: Part) -> Rows:
    arrays = list(part.columns.arrays.values())
    return Rows(np.stack(arrays, axis=1, dtype="float32"), numbers=part.numbers)


def _spilled(stream: RowStream, count: int) -> Spill:
    first = next(stream.epoch(0, 0, 0, shuffle=False))
    spill = new_spill(first, count, "the table")
    if spill is None:
        raise SystemExit("there is no room on the disk")
    for _, part in walk({"train": stream.part}, stream.names, stream.row_bytes):
        spill.add(_prepare(part))
    spill.done()
    return spill


def _count(coming: Iterator[Rows]) -> int:
    return sum(rows.at_hand for rows in coming)


if __name__ == "__main__":
    main()
