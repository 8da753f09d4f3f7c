"""Which rows of each batch a process reads, where several train together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Share:
    """Some of the ways that the rows of each batch go.

    The rows of a batch go as many ways as the mesh has devices for them; those that go one way
    follow each other, and each way has as many but for the last ones. A short batch at the end of
    an epoch is divided again.

    Attributes:
        size: Rows in a whole batch.
        rows: That an epoch takes; what is no whole batch is a short one.
        ways: How many there are.
        own: Those that are the process's, in order.
    """

    size: int
    rows: int
    ways: int = 1
    own: tuple[int, ...] = (0,)

    @property
    def width(self) -> int:
        """The most rows of a batch that go one way."""
        return -(-self.size // self.ways)

    @property
    def is_whole(self) -> bool:
        """Whether all rows are the process's."""
        return len(self.own) == self.ways

    def owns(self, first: int, count: int) -> np.ndarray:
        """Which of some rows that follow each other in an epoch are the process's.

        Args:
            first: How many rows of the epoch come before.
            count: How many are asked for.

        Returns:
            A truth value a row; rows that an epoch does not take are nobody's.
        """
        if self.is_whole:
            return np.arange(first, first + count) < self.rows
        _, way, _ = self.places(np.arange(first, first + count))
        return np.isin(way, self.own)

    def places(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The batch that each row is in, the way that it goes, and its place among those there.

        Args:
            rows: As they are counted in an epoch; of those that it does not take, the way is -1.
        """
        batch, place = np.divmod(rows, self.size)
        in_batch = np.clip(self.rows - batch * self.size, 1, self.size)
        way, place = np.divmod(place, -(-in_batch // self.ways))
        return batch, np.where(rows < self.rows, way, -1), place
