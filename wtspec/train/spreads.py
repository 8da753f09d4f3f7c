"""How the values of arrays lie, from those of their parts."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from wtspec.model.mesh.exchange import least, summed
from wtspec.report.histogram import Histogram

_BINS = 40


class Spreads:
    """Bins, mean and deviation of each of many arrays, whose parts are seen twice.

    Values are finite; those of one array may be seen by several processes.
    """

    def __init__(self, arrays: int) -> None:
        """Has seen nothing yet.

        Args:
            arrays: How many there are.
        """
        self._count, self._total, self._deviation = np.zeros((3, arrays))
        self._low, self._high = np.full((2, arrays), np.inf)  # the negative of the highest
        self._bins = np.zeros((arrays, _BINS))

    def note_ends(self, at: int, values: np.ndarray) -> None:
        """Sees values of an array for the first time."""
        if not values.size:
            return
        self._count[at] += values.size
        with np.errstate(over="ignore"):
            self._total[at] += values.sum()
        self._low[at] = min(self._low[at], values.min())
        self._high[at] = min(self._high[at], -values.max())

    def agree_on_ends(self) -> None:
        """All values were seen once, in all processes."""
        self._count, self._total = summed(self._count), summed(self._total)
        self._low, self._high = least(self._low), -least(self._high)

    def note_bins(self, at: int, values: np.ndarray) -> None:
        """Sees values of an array for the second time."""
        if values.size and self._has_bins(at):
            ends = float(self._low[at]), float(self._high[at])
            self._bins[at] += np.histogram(values, _BINS, ends)[0]
            with np.errstate(over="ignore", invalid="ignore"):
                self._deviation[at] += np.square(values - self._mean(at)).sum()

    def histograms(self, norms: Iterable[float]) -> list[Histogram]:
        """What was seen, in all processes.

        Args:
            norms: Of the arrays.
        """
        self._bins = summed(self._bins.ravel()).reshape(self._bins.shape)
        self._deviation = summed(self._deviation)
        return [self._histogram(at, norm) for at, norm in enumerate(norms)]

    def _histogram(self, at: int, norm: float) -> Histogram:
        low, high, count = float(self._low[at]), float(self._high[at]), self._count[at]
        if not count:
            return Histogram(0.0, 0.0, [], math.nan, math.nan, norm)
        if low == high:
            return Histogram(low, high, [int(count)], low, 0.0, norm)
        if not self._has_bins(at):
            return Histogram(low, high, [], math.nan, math.nan, norm)
        std = math.sqrt(self._deviation[at] / count)
        return Histogram(low, high, self._bins[at].astype(int).tolist(), self._mean(at), std, norm)

    def _mean(self, at: int) -> float:
        return float(self._total[at] / self._count[at])

    def _has_bins(self, at: int) -> bool:
        low, high = float(self._low[at]), float(self._high[at])
        return low < high and math.isfinite(high - low)
