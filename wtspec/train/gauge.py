"""Looks at a model's weights now and then while it trains."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from wtspec.report.histogram import Histogram
from wtspec.train.events import Listener, WeightsSeen

if TYPE_CHECKING:
    from wtspec.model.stacks import ModelWeight

MOST_NORMS = 256
"""Looks at norms: as many as a curve shows."""

MOST_HISTOGRAMS = 24
"""Looks at how values lie, which take longer."""

_BINS = 40
_DRAWN = 1 << 18
_CHUNK = 1 << 20


class Gauge:
    """Tells a listener how weights lie: before the first step, and after epochs of equal distance.

    How often depends on nothing but the number of epochs, so that a run that goes on is looked at
    as one that never stopped.
    """

    def __init__(self, weights: Mapping[str, ModelWeight], epochs: int, listener: Listener) -> None:
        """Looks at nothing yet.

        Args:
            weights: By path.
            epochs: That the training has.
            listener: Is told.
        """
        self._weights = weights
        self._listener = listener
        self._last = epochs
        self._norms_every = -(-epochs // MOST_NORMS)
        self._histograms_every = -(-epochs // MOST_HISTOGRAMS)

    def look(self, epoch: int) -> None:
        """Looks at the weights if it is time.

        Args:
            epoch: That has ended, from 1; 0 before the first step.
        """
        is_due = epoch % self._histograms_every == 0 or epoch == self._last
        if is_due or epoch % self._norms_every == 0:
            self._listener(see_weights(self._weights, epoch, bins=is_due))


def see_weights(
    weights: Mapping[str, ModelWeight], epoch: int, *, bins: bool = True
) -> WeightsSeen:
    """How weights lie now.

    Args:
        weights: By path.
        epoch: That has ended.
        bins: Whether it is also told how their values lie.
    """
    norms, histograms = dict[str, float](), dict[str, Histogram]()
    for path, weight in weights.items():
        values = in_floats(np.asarray(weight.value))
        norms[path] = norm_of(values)
        if bins:
            histograms[path] = histogram_of(values, norms[path])
    return WeightsSeen(epoch, norms, histograms)


def in_floats(array: np.ndarray) -> np.ndarray:
    """An array's values in one row, of floats that NumPy computes with."""
    values = array.reshape(-1)
    return values if values.dtype in ("float32", "float64") else values.astype("float32")


def norm_of(values: np.ndarray) -> float:
    """The square root of the sum of squares, which no float32 overflows."""
    chunks = (values[at : at + _CHUNK].astype("float64") for at in range(0, values.size, _CHUNK))
    return math.sqrt(sum(float(chunk @ chunk) for chunk in chunks))


def histogram_of(values: np.ndarray, norm: float) -> Histogram:
    """How values lie; of very many, some that stand at equal distances.

    Args:
        values: In one row.
        norm: Of all of them.
    """
    drawn = values[:: -(-values.size // _DRAWN) or 1]
    drawn = drawn[np.isfinite(drawn)].astype("float64")
    if not drawn.size:
        return Histogram(0.0, 0.0, [], math.nan, math.nan, norm)
    low, high = float(drawn.min()), float(drawn.max())
    if low == high:
        return Histogram(low, high, [int(drawn.size)], low, 0.0, norm)
    if not math.isfinite(high - low):
        return Histogram(low, high, [], math.nan, math.nan, norm)
    counts, _ = np.histogram(drawn, _BINS, (low, high))
    with np.errstate(over="ignore"):
        mean, std = float(drawn.mean()), float(drawn.std())
    return Histogram(low, high, counts.tolist(), mean, std, norm)
