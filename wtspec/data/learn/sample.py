"""Keeps values for quantiles: all of them, or a fixed sample where there are too many."""

from __future__ import annotations

import math

import numpy as np

SAMPLE_ROWS = 2**20
SAMPLE_VALUES = 2**24
"""A sample of rows with many values each has fewer rows."""


class RowSample:
    """About a million rows at most, which follow from their places alone.

    Each place among the rows has a number that looks drawn: the rows with the least ones are
    kept. Half of them go whenever there are too many.
    """

    def __init__(self) -> None:
        self._rows = 0
        self._halvings = 0
        self._kept: list[tuple[np.ndarray, np.ndarray]] = []

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        ranks = _scattered(np.arange(self._rows, self._rows + len(x), dtype="uint64"))
        self._rows += len(x)
        known = np.isfinite(x).any(axis=tuple(range(1, x.ndim)))
        chosen = known & self._is_kept(ranks)
        self._kept.append((ranks[chosen], x[chosen]))
        most = min(SAMPLE_ROWS, max(1024, SAMPLE_VALUES // max(1, math.prod(x.shape[1:]))))
        while sum(len(ranks) for ranks, _ in self._kept) > most:
            self._halvings += 1
            stay = [self._is_kept(ranks) for ranks, _ in self._kept]
            pairs = zip(self._kept, stay, strict=True)
            self._kept = [(ranks[some], values[some]) for (ranks, values), some in pairs]

    @property
    def _values(self) -> np.ndarray:
        return np.concatenate([values for _, values in self._kept])

    def quantiles(self, shares: np.ndarray) -> list[np.ndarray]:
        """Those of each position of a row, interpolated linearly; empty where nothing is known."""
        values = self._values
        columns = values.reshape(len(values), math.prod(values.shape[1:])).T
        known = [column[np.isfinite(column)] for column in columns]
        return [_quantiles_of(one, shares) if len(one) else one for one in known]

    @property
    def row_shape(self) -> tuple[int, ...]:
        """The shape of a row."""
        return self._kept[0][1].shape[1:]

    def _is_kept(self, ranks: np.ndarray) -> np.ndarray:
        if not self._halvings:
            return np.ones(len(ranks), bool)
        return ranks >> np.uint64(64 - self._halvings) == 0


def _quantiles_of(known: np.ndarray, shares: np.ndarray) -> np.ndarray:
    part = 0.5 if np.abs(known).max() > 1e300 else 1.0  # of differences that no number holds
    return np.quantile(known * part, shares) / part + 0.0


def _scattered(places: np.ndarray) -> np.ndarray:
    """A number for each place that looks drawn (the finalizer of SplitMix64)."""
    mixed = (places + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
