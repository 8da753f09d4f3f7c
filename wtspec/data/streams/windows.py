"""The order in which an epoch goes through rows that are read in pieces."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Extent(NamedTuple):
    """Rows of a piece that follow each other."""

    piece: int
    start: int
    stop: int


Window = tuple[Extent, ...]
"""What is read together, and mixed where training shuffles."""

Masks = Sequence[np.ndarray]
"""For each of several extents, a truth value a row."""


def in_order(pieces: Sequence[int], most_rows: int) -> list[Window]:
    """All rows in the order of the source.

    Args:
        pieces: How many rows each has.
        most_rows: Of a window.
    """
    windows: list[Window] = []
    now: list[Extent] = []
    left = most_rows
    for piece, rows in enumerate(pieces):
        start = 0
        while start < rows:
            stop = min(rows, start + left)
            now.append(Extent(piece, start, stop))
            left -= stop - start
            start = stop
            if left == 0:
                windows.append(tuple(now))
                now, left = [], most_rows
    return [*windows, tuple(now)] if now else windows


def mixed(
    pieces: Sequence[int], most_rows: int, least_pieces: int, seed: Sequence[int]
) -> list[Window]:
    """All rows so that each window has rows of several pieces, which are drawn at random.

    The pieces, in a drawn order, make rounds. A round whose rows are more than one window's is cut
    in windows that have a part of each of its pieces.

    Args:
        pieces: How many rows each has.
        most_rows: Of a window, more or less.
        least_pieces: So many a round has at least, where there are as many.
        seed: What the order follows from.
    """
    order = np.random.default_rng(seed).permutation(len(pieces))
    by_size = -(-sum(pieces) // most_rows)
    rounds = max(1, min(len(pieces) // least_pieces, by_size))
    return [
        window
        for drawn in np.array_split(order, rounds)
        for window in _cut([(int(piece), pieces[piece]) for piece in drawn], most_rows)
    ]


def _cut(drawn: list[tuple[int, int]], most_rows: int) -> list[Window]:
    count = max(1, -(-sum(rows for _, rows in drawn) // most_rows))
    cut = (
        tuple(
            Extent(piece, rows * at // count, rows * (at + 1) // count)
            for piece, rows in drawn
            if rows * at // count < rows * (at + 1) // count
        )
        for at in range(count)
    )
    return [window for window in cut if window]
