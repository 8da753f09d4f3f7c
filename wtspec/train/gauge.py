"""Looks at a model's weights now and then while it trains."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from wtspec.model.mesh.exchange import summed
from wtspec.model.mesh.parts import whole
from wtspec.model.mesh.weight_parts import WeightPart, weight_parts
from wtspec.train.events import Listener, WeightsSeen
from wtspec.train.spreads import Spreads

if TYPE_CHECKING:
    from wtspec.model.mesh.parts import Bounds
    from wtspec.model.stacks import ModelWeight

MOST_NORMS = 256
"""Looks at norms: as many as a curve shows."""

MOST_HISTOGRAMS = 24
"""Looks at how values lie, which take longer."""

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
    paths = list(weights)
    squares = np.zeros(len(paths))
    spread = Spreads(len(paths))
    for at, part in _numbered(weights):
        squares[at] += squares_of(in_floats(part.values))
        if bins:
            spread.note_ends(at, _drawn(part, weights[part.path].shape))
    norms = dict(zip(paths, np.sqrt(summed(squares)).tolist(), strict=True))
    if not bins:
        return WeightsSeen(epoch, norms, {})
    spread.agree_on_ends()
    for at, part in _numbered(weights):
        spread.note_bins(at, _drawn(part, weights[part.path].shape))
    return WeightsSeen(
        epoch, norms, dict(zip(paths, spread.histograms(norms.values()), strict=True))
    )


def _numbered(weights: Mapping[str, ModelWeight]) -> Iterator[tuple[int, WeightPart]]:
    """The parts of weights with the places of these."""
    places = {path: at for at, path in enumerate(weights)}
    return ((places[part.path], part) for part in weight_parts(weights))


def _drawn(part: WeightPart, shape: tuple[int, ...]) -> np.ndarray:
    """A part's values; of a weight of very many, some that stand at equal distances in it."""
    values = in_floats(part.values)
    distance = -(-math.prod(shape) // _DRAWN) or 1
    if part.bounds == whole(shape) or distance == 1:
        drawn = values[::distance]
    else:
        drawn = values[_within(part.bounds, shape, distance)]
    return drawn[np.isfinite(drawn)].astype("float64")


def _within(bounds: Bounds, shape: tuple[int, ...], distance: int) -> np.ndarray:
    """Which of a part's values stand at multiples of a distance among those of the weight."""
    places = np.unravel_index(np.arange(0, math.prod(shape), distance), shape)
    inside = np.logical_and.reduce(
        [(start <= one) & (one < stop) for one, (start, stop) in zip(places, bounds, strict=True)]
    )
    own = [one[inside] - start for one, (start, _) in zip(places, bounds, strict=True)]
    return np.ravel_multi_index(own, [stop - start for start, stop in bounds])


def in_floats(array: np.ndarray) -> np.ndarray:
    """An array's values in one row, of floats that NumPy computes with."""
    values = array.reshape(-1)
    return values if values.dtype in ("float32", "float64") else values.astype("float32")


def norm_of(values: np.ndarray) -> float:
    """The square root of the sum of squares, which no float32 overflows."""
    return math.sqrt(squares_of(values))


def squares_of(values: np.ndarray) -> float:
    """The sum of squares of values in one row."""
    chunks = (values[at : at + _CHUNK].astype("float64") for at in range(0, values.size, _CHUNK))
    with np.errstate(over="ignore"):
        return sum(float(chunk @ chunk) for chunk in chunks)
