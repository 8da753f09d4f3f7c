"""Measures the reading of CSV files block by block beside pyarrow's own of the same columns.

    python -m scripts.bench.csv_blocks --rows 1000000 --numbers 12 --texts 1

All read the same file in turns; the best of several turns counts, as other work only slows them.
Leave the machine alone meanwhile.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import csv

from scripts.bench.turns import least_seconds
from wtspec.data.stored.csv_rows.stored_csv import BLOCK_BYTES, StoredCsv
from wtspec.sources.dialect import Dialect


def main() -> None:
    """Makes the file, and tells seconds and rows a second."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--numbers", type=int, default=12)
    parser.add_argument("--texts", type=int, default=0)
    parser.add_argument("--turns", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        file = str(Path(place) / "table.csv")
        _make(file, options.rows, options.numbers, options.texts)
        stored = StoredCsv([file], Dialect(), file)
        ways: dict[str, Callable[[], object]] = {
            "pyarrow's open_csv": lambda: _by_open_csv(file),
            "pyarrow's read_csv": lambda: _by_read_csv(file),
            "wtspec, first look": lambda: StoredCsv([file], Dialect(), file),
            "wtspec, in pieces": lambda: _in_pieces(stored),
        }
        best = least_seconds(ways, options.turns)
    least = best["pyarrow's open_csv"]
    for name, seconds in best.items():
        rate = options.rows / seconds
        print(f"{name:20s} {seconds:6.2f} s  {rate:12,.0f} rows a second  {seconds / least:.2f}")


def _make(file: str, rows: int, numbers: int, texts: int) -> None:
    draw = np.random.default_rng(0)
    columns = {f"x{at}": draw.normal(size=rows).round(4) for at in range(numbers)}
    columns |= {
        f"t{at}": np.char.add("kind ", draw.integers(0, 50, rows).astype(str))
        for at in range(texts)
    }
    csv.write_csv(pa.table(columns), file, csv.WriteOptions(quoting_style="needed"))


def _by_open_csv(file: str) -> None:
    with csv.open_csv(file, csv.ReadOptions(block_size=BLOCK_BYTES)) as batches:
        for batch in batches:
            for column in batch.columns:
                column.to_numpy(zero_copy_only=False)


def _by_read_csv(file: str) -> None:
    for column in csv.read_csv(file).columns:
        column.to_numpy()


def _in_pieces(stored: StoredCsv) -> None:
    for piece in range(len(stored.pieces)):
        stored.read(piece, stored.names)


if __name__ == "__main__":
    main()
