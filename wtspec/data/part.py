"""Some rows of a source, in memory."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wtspec.data.columns import Columns


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Some rows of a source.

    Attributes:
        columns: These rows.
        numbers: Each row's place in the source.
        told: What became of other rows, in a sentence each.
    """

    columns: Columns
    numbers: np.ndarray
    told: tuple[str, ...] = ()

    @property
    def origin(self) -> str:
        """Where the rows are from, for messages."""
        return self.columns.origin

    @property
    def count(self) -> int:
        """How many rows it has."""
        return self.columns.rows


def whole(columns: Columns) -> Part:
    """All rows of a source."""
    numbers = np.arange(columns.rows) if columns.numbers is None else columns.numbers
    return Part(columns, numbers, columns.told)
