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
    """None where no pair of numbers is finite."""
    true, predicted = (one[counts].astype("float64") for one in (true, predicted))
    finite = np.isfinite(true) & np.isfinite(predicted)
    true, predicted = true[finite], predicted[finite]
    if not len(true):
        return None
    errors = predicted - true
    bins, edges = np.histogram(errors, bins=_BINS)
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


def _rounded(values: np.ndarray) -> list[float]:
    """To six digits: more can't be seen, and they are many."""
    return [float(f"{value:.6g}") for value in values.tolist()]
