"""What a source is whose rows are read piece by piece."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

import numpy as np


class Stored(Protocol):
    """Rows on a disk, in pieces that follow each other: row groups, blocks of lines, pictures.

    What is read is what the source's reader gives of all rows at once, cut in pieces: each
    column has one dtype in all of them, as that of the whole is settled when it is opened.
    """

    @property
    def origin(self) -> str:
        """Where the rows are from, for messages."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """Of the columns, in their order."""
        ...

    @property
    def pieces(self) -> tuple[int, ...]:
        """How many rows each piece has."""
        ...

    @property
    def whole_bytes(self) -> int:
        """What all columns of all rows would take in memory, more or less."""
        ...

    @property
    def reads_anywhere(self) -> bool:
        """Whether a few rows of any piece are read as fast as many that follow each other."""
        ...

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
