"""What a column of numbers is good for."""

from __future__ import annotations

import re

import numpy as np

from wtspec.data.table.columns import Column, LeftOut

_MOST_WIDE = 4096
_MANY = 100_000
"""Rows; of so many only every second or third is looked at."""

_SKEWED, _LESS = 2.0, 0.6
_IDENTIFIER = re.compile(
    r"(?:^|.*[ _.-])(?:id|ids|idx|key|uuid|guid|index|identifier|rownames?|row|obs|no|nr|number)"
    r"|.*[a-z0-9](?:ID|Id|Key|Index|Nr|No)|unnamed: ?\d+|"
)
_MOMENT = re.compile(
    r".*(?:year|date|time|day|month|week|hour|age|price|count|jahr).*", re.IGNORECASE
)


def number_column(name: str, values: np.ndarray) -> Column | LeftOut:
    """What a column of numbers is, each a number or a row of numbers."""
    if values.ndim > 1:
        return _vector(name, values)
    known = values[np.isfinite(values)]
    distinct = len(np.unique(known))
    if distinct < 2:
        return LeftOut(name, "has the same value in every row" if distinct else "has no values")
    if is_counter(name, values):
        return LeftOut(name, "has another number in every row, which names it")
    infinite = bool(np.isinf(values).any())
    low, high = float(known.min()), float(known.max())
    gaps = int(np.isnan(values).sum())
    skewed = is_skewed(known)
    bounds = (low, high) if infinite else None
    return Column(name, "number", gaps, distinct, is_skewed=skewed, bounds=bounds)


def _vector(name: str, values: np.ndarray) -> Column | LeftOut:
    width = int(np.prod(values.shape[1:]))
    if values.ndim > 2 or width > _MOST_WIDE:
        return LeftOut(name, f"has rows of shape {values.shape[1:]}")
    gaps = int((~np.isfinite(values)).any(axis=1).sum())
    return Column(name, "vector", gaps, width, width=width)


def is_counter(name: str, values: np.ndarray) -> bool:
    """Whether a column counts or names the rows, and says nothing else."""
    if len(values) < 3 or not np.isfinite(values).all():
        return False
    if (values != np.round(values)).any() or len(np.unique(values)) < len(values):
        return False
    steps = np.diff(values.astype("float64"))
    counts_up = bool((steps == steps[0]).all() if len(steps) > _MANY else (steps == 1).all())
    if counts_up and values[0] in (0, 1) and not _MOMENT.fullmatch(name):
        return True
    return is_identifier(name)


def is_identifier(name: str) -> bool:
    """Whether a column's name says that it names things."""
    is_lower = _IDENTIFIER.fullmatch(name.lower()) is not None
    return is_lower or _IDENTIFIER.fullmatch(name) is not None


def is_skewed(known: np.ndarray) -> bool:
    """Whether the logarithm of numbers that are never below 0 is much more even than they are."""
    if known.dtype.kind == "b" or known.min() < 0 or len(known) < 20:
        return False
    values = known.astype("float64")
    plain = _skewness(values)
    return plain > _SKEWED and abs(_skewness(np.log1p(values))) < _LESS * plain


def _skewness(values: np.ndarray) -> float:
    largest = np.abs(values).max() or 1.0
    scaled = values / largest
    std = scaled.std()
    return float((((scaled - scaled.mean()) / std) ** 3).mean()) if std > 0 else 0.0
