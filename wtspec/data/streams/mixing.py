"""Reads an epoch's rows window by window, mixed where training shuffles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

import numpy as np

from wtspec.data.rows import Rows
from wtspec.data.streams.prefetch import ahead
from wtspec.data.streams.windows import Extent, Window, in_order, mixed

WINDOW_BYTES = 1 << 24
"""That are read together, and mixed."""


def rows_at_once(row_bytes: int) -> int:
    """How many rows of such a size are read together."""
    return max(1, WINDOW_BYTES // max(1, row_bytes))


class Pieces(Protocol):
    """Rows in pieces, some of which may be no part of the data."""

    @property
    def sizes(self) -> Sequence[int]:
        """How many rows each piece has."""
        ...

    @property
    def most_rows(self) -> int:
        """That are read together, more or less."""
        ...

    @property
    def least_pieces(self) -> int:
        """That are mixed at least."""
        ...

    def count_in(self, one: Extent) -> int:
        """How many rows of a slice belong to the data."""
        ...

    def read(self, several: Sequence[Extent]) -> Iterator[Rows]:
        """These, of each of several extents."""
        ...


def read_epoch(
    pieces: Pieces, seed: int, number: int, first: int, *, shuffle: bool
) -> Iterator[Rows]:
    """The rows of an epoch from one of its rows on; see `RowSource`."""
    windows, start = _windows(pieces, seed, number, shuffle=shuffle), 0
    if first:
        counts = np.cumsum([0, *(_count(pieces, window) for window in windows)])
        start = int(np.searchsorted(counts, first, side="right")) - 1
        first -= int(counts[start])
    read = partial(_read, pieces, windows, (seed, number) if shuffle else None)
    for rows in ahead(read, start, len(windows)):
        left = rows.at_hand - first
        yield rows if first == 0 else rows.each(lambda array, left=left: array[-left:])
        first = 0


def _windows(pieces: Pieces, seed: int, number: int, *, shuffle: bool) -> list[Window]:
    if shuffle:
        windows = mixed(pieces.sizes, pieces.most_rows, pieces.least_pieces, (seed, number))
    else:
        windows = in_order(pieces.sizes, pieces.most_rows)
    return [window for window in windows if _count(pieces, window)]


def _count(pieces: Pieces, window: Window) -> int:
    return sum(map(pieces.count_in, window))


def _read(pieces: Pieces, windows: Sequence[Window], seed: tuple[int, int] | None, at: int) -> Rows:
    """A window's rows, in an order that is drawn where there is a seed."""
    count = _count(pieces, windows[at])
    places = np.arange(count)
    if seed is not None:
        places = np.random.default_rng((*seed, at)).permutation(count)
    filled: Rows | None = None
    done = 0
    wanted = [one for one in windows[at] if pieces.count_in(one)]
    for rows in pieces.read(wanted):
        if filled is None:
            filled = rows.each(partial(_room_for, count))
        here = places[done : done + rows.at_hand]
        for to, array in zip(filled.all_arrays, rows.all_arrays, strict=True):
            to[here] = array
        done += rows.at_hand
    assert filled is not None  # noqa: S101 - windows without rows are left out
    return filled


def _room_for(count: int, array: np.ndarray) -> np.ndarray:
    return np.empty((count, *array.shape[1:]), array.dtype)
