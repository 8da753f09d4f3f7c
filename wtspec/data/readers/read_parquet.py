"""Reads Parquet files as one table."""

from __future__ import annotations

import numpy as np
from pyarrow import parquet

from wtspec.data.readers.arrow_columns import arrow_columns


def read_parquet(files: list[str]) -> dict[str, np.ndarray]:
    """The columns of Parquet files, by name, their rows in the files' order."""
    tables = {}
    for file in files:
        with parquet.ParquetFile(file) as opened:
            tables[file] = opened.read()
    return arrow_columns(tables)
