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
            `images`, `sklearn` or `synthetic`.
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

    def __str__(self) -> str:
        """The source in a message: `sklearn's digits`, `` `data/*.csv` ``."""
        if self.kind == "sklearn":
            return f"sklearn's {self.name}"
        files = [f"`{path}`" for path in self.paths or self.arrays.values()]
        return ", ".join(files) or "the synthetic data"
