"""What a spec asks of a data source, as plain values. Free of NumPy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from wtspec.sources.dialect import Dialect


class SyntheticColumn(Struct, frozen=True):
    """A column of random values.

    Attributes:
        shape: Of one row; `()` is a number a row.
        dtype: `float32`, `float64`, `int32`, `int64` or `bool`; by default `int32` where
            `classes` is given, else `float32`.
        classes: Draws integers from 0 to `classes - 1`.
        low: Draws uniformly from here on; floats are normally distributed without `low` and `high`.
        high: Draws uniformly up to here, itself left out.
    """

    shape: tuple[int, ...] = ()
    dtype: str | None = None
    classes: int | None = None
    low: float | None = None
    high: float | None = None


class SourceRequest(Struct, frozen=True):
    """A data source, as a spec names it.

    Attributes:
        kind: What it is, as the key of `data.source` says: a format of `formats.py`, `npy`,
            `images`, `sklearn`, `synthetic` or `windows`.
        name: For sklearn: the set's name.
        paths: For a format: files and globs, which together are one source; for images: a folder.
        arrays: For npy: the file or glob of each column.
        folder: What relative paths are relative to; the data root by default.
        dialect: For csv: how its cells are written.
        size: For images: height and width to make them; their own if None.
        channels: For images: of each pixel.
        resize: For images: `stretch`, `crop` or `pad`.
        rows: For synthetic: how many.
        columns: For synthetic: each column.
        of: For windows: the source whose rows they are.
        length: For windows: of each, in rows.
        stride: For windows: how many rows after one the next begins.
        by: For windows: the column that tells series apart, or None.
        order: For windows: the column in whose order a series' rows are, or None.
    """

    kind: str
    name: str = ""
    paths: tuple[str, ...] = ()
    arrays: Mapping[str, str] = MappingProxyType({})
    folder: Path | None = None
    dialect: Dialect = Dialect()
    size: tuple[int, int] | None = None
    channels: int = 3
    resize: str = "stretch"
    rows: int = 0
    columns: Mapping[str, SyntheticColumn] = MappingProxyType({})
    of: SourceRequest | None = None
    length: int = 1
    stride: int = 1
    by: str | None = None
    order: str | None = None

    @property
    def rows_of(self) -> SourceRequest:
        """The source that rows are read from, of which there may be windows."""
        return self if self.of is None else self.of.rows_of

    def __str__(self) -> str:
        """The source in a message: `sklearn's digits`, `` `data/*.csv` ``."""
        if self.of is not None:
            return f"the windows of {self.of}"
        if self.kind == "sklearn":
            return f"sklearn's {self.name}"
        files = [f"`{path}`" for path in self.paths or self.arrays.values()]
        return ", ".join(files) or "the synthetic data"
