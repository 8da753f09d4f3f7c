"""Learns the least and the greatest of numbers."""

from __future__ import annotations

import numpy as np


class BoundsLearner:
    """Of each position of a row, among the finite values."""

    def __init__(self) -> None:
        self._low: np.ndarray | None = None
        self._high: np.ndarray | None = None

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        known = np.isfinite(x)
        low = np.where(known, x, np.inf).min(axis=0, initial=np.inf)
        high = np.where(known, x, -np.inf).max(axis=0, initial=-np.inf)
        self._low = low if self._low is None else np.minimum(self._low, low)
        self._high = high if self._high is None else np.maximum(self._high, high)

    def settled(self) -> tuple[np.ndarray, np.ndarray]:
        """The least and the greatest value; 0 and 0 where there is none."""
        low, high = np.asarray(self._low), np.asarray(self._high)
        some = low <= high
        return np.where(some, low, 0.0) + 0.0, np.where(some, high, 0.0) + 0.0  # -0 is 0

    def state(self) -> dict:
        """`min` and `max`."""
        low, high = self.settled()
        return {"min": low.tolist(), "max": high.tolist()}


def scaled_to_bounds(state: dict, x: np.ndarray) -> np.ndarray:
    """`(x - min) / (max - min)`; a constant becomes 0."""
    low, high = state["min"], state["max"]
    half = np.finfo("float64").max / 2
    part = np.where(high / 2 - low / 2 > half, 0.5, 1.0)  # of a range that no number holds
    return (x * part - low * part) / np.where(high > low, high * part - low * part, 1.0)
