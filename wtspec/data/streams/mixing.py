"""Reads an epoch's rows window by window, mixed where training shuffles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from typing import Protocol

import numpy as np

from wtspec.data.rows import Rows
from wtspec.data.share import Share
from wtspec.data.streams.prefetch import ahead
from wtspec.data.streams.windows import Extent, Masks, Window, in_order, mixed

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

    def read(self, several: Sequence[Extent], wanted: Masks | None = None) -> Iterator[Rows]:
        """These, of each of several extents; one without any is left out.

        Args:
            several: The extents.
            wanted: For each, which of its rows that belong to the data; None for all of them.
        """
        ...


def read_epoch(
    pieces: Pieces,
    seed: int,
    number: int,
    first: int,
    *,
    shuffle: bool,
    share: Share | None = None,
) -> Iterator[Rows]:
    """The rows of an epoch from one of its rows on; see `RowSource`."""
    windows = _windows(pieces, seed, number, shuffle=shuffle)
    before, start = np.cumsum([0, *(_count(pieces, window) for window in windows)]), 0
    if first:
        start = int(np.searchsorted(before, first, side="right")) - 1

    def read(at: int) -> list[Rows]:
        count = int(before[at + 1] - before[at])
        owned = None if share is None else share.owns(int(before[at]), count)
        drawn = np.arange(count)
        if shuffle:
            drawn = np.random.default_rng((seed, number, at)).permutation(count)
        return _read(pieces, windows[at], drawn, owned)

    left_out = first - int(before[start])
    if share is not None:
        left_out = int(np.count_nonzero(share.owns(int(before[start]), left_out)))
    for rows in chain.from_iterable(ahead(read, start, len(windows))):
        left = rows.at_hand - left_out
        if left:
            yield rows if not left_out else rows.each(lambda array, left=left: array[-left:])
        left_out = 0


def _windows(pieces: Pieces, seed: int, number: int, *, shuffle: bool) -> list[Window]:
    if shuffle:
        windows = mixed(pieces.sizes, pieces.most_rows, pieces.least_pieces, (seed, number))
    else:
        windows = in_order(pieces.sizes, pieces.most_rows)
    return [window for window in windows if _count(pieces, window)]


def _count(pieces: Pieces, window: Window) -> int:
    return sum(map(pieces.count_in, window))


def _read(
    pieces: Pieces, window: Window, places: np.ndarray, owned: np.ndarray | None
) -> list[Rows]:
    """A window's rows together, those of other processes left out; nothing where all are.

    Args:
        pieces: Have them.
        window: What to read.
        places: Where each row of the window goes.
        owned: Which places are this process's; None for all.
    """
    counts = [pieces.count_in(one) for one in window]
    extents, masks = [one for one, count in zip(window, counts, strict=True) if count], None
    if owned is not None:
        ends = np.cumsum([count for count in counts if count])
        masks = np.split(owned[places], ends[:-1])
        places = (np.cumsum(owned) - 1)[places[owned[places]]]
    filled: list[Rows] = []
    done = 0
    for rows in pieces.read(extents, masks):
        filled = filled or [rows.each(partial(_room_for, len(places)))]
        here = places[done : done + rows.at_hand]
        for to, array in zip(filled[0].all_arrays, rows.all_arrays, strict=True):
            to[here] = array
        done += rows.at_hand
    return filled


def _room_for(count: int, array: np.ndarray) -> np.ndarray:
    return np.empty((count, *array.shape[1:]), array.dtype)
