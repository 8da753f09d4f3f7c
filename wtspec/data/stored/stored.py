"""What a source is whose rows are read piece by piece."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import numpy as np


class Stored(Protocol):
    """Rows on a disk, in pieces that follow each other: row groups, blocks of lines, pictures.

    What is read is what the source's reader gives of all rows at once, cut in pieces: each
    column has one dtype in all of them, as that of the whole is settled when it is opened.

    Attributes:
        origin: Where the rows are from, for messages.
        names: Of the columns, in their order.
        pieces: How many rows each piece has.
        whole_bytes: What all columns of all rows would take in memory, more or less.
    """

    origin: str
    names: tuple[str, ...]
    pieces: tuple[int, ...]
    whole_bytes: int

    def read(
        self, piece: int, names: Collection[str], start: int = 0, stop: int | None = None
    ) -> dict[str, np.ndarray]:
        """Some columns of a piece's rows, in their order; several threads may ask at once.

        Args:
            piece: Counted from 0.
            names: Of the columns.
            start: The first of the piece's rows.
            stop: The row after the last; None for all.
        """
        ...
