"""Cuts rows that come in pieces into blocks of one size."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

BLOCK_ROWS = 2**16
BLOCK_VALUES = 2**22
"""A block of rows with many values each has fewer rows."""


class RowBlocks:
    """Rows on their way into blocks.

    Sums of floats depend on what is summed first: here that is settled by the rows' places alone.
    """

    def __init__(self) -> None:
        self._waiting: list[np.ndarray] = []
        self._rows = 0

    def cut(self, x: np.ndarray) -> Iterator[np.ndarray]:
        """The blocks that are full with these rows; the others wait."""
        size = max(1, min(BLOCK_ROWS, BLOCK_VALUES // max(1, math.prod(x.shape[1:]))))
        start = 0
        while self._rows + len(x) - start >= size:
            stop = start + size - self._rows
            yield _joined([*self._waiting, x[start:stop]])
            self._waiting, self._rows, start = [], 0, stop
        if start < len(x):
            self._waiting.append(np.array(x[start:], order="C"))
            self._rows += len(x) - start

    def rest(self) -> np.ndarray | None:
        """The rows that wait, None where there are none."""
        return _joined(self._waiting) if self._waiting else None


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    """As one array in C's order: that in memory decides what is summed first."""
    return np.ascontiguousarray(parts[0] if len(parts) == 1 else np.concatenate(parts))
