"""How far predicted values are from true ones."""

from __future__ import annotations

import numpy as np

from wtspec.errors.visible import visible
from wtspec.report.outcome import Residuals
from wtspec.runs.outcomes.draw_rows import evenly

MOST_COLUMNS = 12
_MOST_POINTS = 2000
_LEAST_POINTS = 200
_BINS = 40
_ENDLESS = 1e100
"""Numbers from here on can't be squared, and are no predictions."""
_NARROW = 1e-9
_TINY = 1e-300


def residuals_of(
    names: tuple[str, ...], true: np.ndarray, predicted: np.ndarray, counts: np.ndarray
) -> list[Residuals]:
    """Of each column of a target; of one name, all values together.

    Args:
        names: Of the last axis's entries, or of all values.
        true: `[rows, …]`.
        predicted: In the same shape.
        counts: Which of them count, in the same shape.
    """
    if len(names) == 1:
        several = [(true, predicted, counts)]
    else:
        several = [(true[..., at], predicted[..., at], counts[..., at]) for at in range(len(names))]
    most = max(_LEAST_POINTS, _MOST_POINTS // len(names))
    found = [
        _residuals(name, one, other, which, most)
        for name, (one, other, which) in zip(names, several, strict=True)
    ]
    return [one for one in found[:MOST_COLUMNS] if one is not None]


def _residuals(
    name: str, true: np.ndarray, predicted: np.ndarray, counts: np.ndarray, most: int
) -> Residuals | None:
    """None where there is no pair of numbers."""
    true, predicted = (one[counts].astype("float64") for one in (true, predicted))
    known = (np.abs(true) < _ENDLESS) & (np.abs(predicted) < _ENDLESS)  # NaN is not
    true, predicted = true[known], predicted[known]
    if not len(true):
        return None
    errors = predicted - true
    bins, edges = np.histogram(errors, _BINS, _range(errors))
    points = evenly(len(true), most)
    total = float(np.square(true - true.mean()).sum())
    return Residuals(
        visible(name),
        _rounded(true[points]),
        _rounded(predicted[points]),
        float(edges[0]),
        float(edges[-1]),
        bins.tolist(),
        float(np.abs(errors).mean()),
        1 - float(np.square(errors).sum()) / total if total > 0 else None,
    )


def _range(errors: np.ndarray) -> tuple[float, float]:
    """From the least to the greatest, wide enough to be divided."""
    low, high = float(errors.min()), float(errors.max())
    least = max(abs(low), abs(high)) * _NARROW
    if high - low > max(least, _TINY):
        return low, high
    room = least if least > _TINY else 0.5
    return low - room, high + room


def _rounded(values: np.ndarray) -> list[float]:
    """To six digits: more can't be seen, and they are many."""
    return [float(f"{value:.6g}") for value in values.tolist()]
