"""Windows of rows in memory, cut as they are needed: together they may not fit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from wtspec.data.agree import Agree, by_itself
from wtspec.data.columns import Columns
from wtspec.data.readers.in_windows import Series, all_windows, find_series
from wtspec.data.readers.read_source import read_source
from wtspec.data.readers.read_windows import window_starts
from wtspec.data.stored.open_stored import is_large
from wtspec.errors import Span
from wtspec.sources.request import SourceRequest

_AT_ONCE = 256
"""Windows of a piece: few, so that to shuffle pieces mixes what lies together."""


@dataclass(frozen=True, eq=False)
class StoredWindows:
    """The windows of a source; see `Stored`.

    Attributes:
        series: The rows, and where their windows lie.
        starts: Where windows begin among the sorted rows.
        pieces: How many windows each piece has.
    """

    series: Series
    starts: np.ndarray
    pieces: tuple[int, ...]
    reads_anywhere = True

    @property
    def origin(self) -> str:
        """Where the rows are from, for messages."""
        return self.series.empty.origin

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns."""
        return tuple(self.series.columns.arrays)

    @property
    def whole_bytes(self) -> int:
        """What all windows would take in memory."""
        arrays = self.series.columns.arrays.values()
        row = sum(array.nbytes // max(1, len(array)) for array in arrays)
        return row * self.series.source.length * len(self.starts)

    def read(
        self, piece: int, names: Collection[str], start: int = 0, stop: int | None = None
    ) -> dict[str, np.ndarray]:
        """Some columns of a piece's windows."""
        first = piece * _AT_ONCE
        last = first + (self.pieces[piece] if stop is None else stop)
        rows = self.starts[first + start : last, None] + np.arange(self.series.source.length)
        if self.series.sorting is not None:
            rows = self.series.sorting[rows]
        return {name: self.series.columns.arrays[name][rows] for name in names}

    def columns(self, arrays: dict[str, np.ndarray]) -> Columns:
        """Some windows that were read, as columns."""
        return replace(self.series.empty, arrays=arrays, numbers=None, told=())


def open_windows(
    source: SourceRequest,
    data_root: Path,
    seed: int,
    span: Span | None,
    agree: Agree = by_itself,
    *,
    streamed: bool | None = None,
) -> Columns | StoredWindows:
    """Windows: all of them, or what cuts them where together they are large.

    Args:
        source: Of windows.
        data_root: No file may lie outside it.
        seed: What synthetic columns are drawn from.
        span: Where the spec names the source.
        agree: Asks other processes that cut them.
        streamed: Whether they are cut as they are needed; by default where they are large.

    Raises:
        SpecError: What `read_source` and `find_series` raise.
    """
    rows = read_source(source.of or source, data_root, seed, span)
    series = find_series(rows, source, span)
    starts = window_starts(series.sizes, source.length, source.stride)
    firsts = range(0, len(starts), _AT_ONCE)
    pieces = tuple(min(_AT_ONCE, len(starts) - first) for first in firsts)
    stored = StoredWindows(series, starts, pieces)
    large = not agree(not is_large(stored.whole_bytes)) if streamed is None else streamed
    return stored if large else all_windows(series, span)
