"""Draws columns of random values."""

from __future__ import annotations

import numpy as np


def draw_column(
    name: str,
    rows: int,
    seed: int,
    *,
    shape: tuple[int, ...] = (),
    dtype: str | None = None,
    classes: int | None = None,
    low: float | None = None,
    high: float | None = None,
) -> np.ndarray:
    """A column, from the seed and its name alone, whatever other columns there are.

    Floats are normally distributed, or uniform where `low` or `high` is given (0 and 1 where the
    other is not); integers are uniform from `low` (0) to below `high` or `classes` (2).
    """
    generator = np.random.default_rng([seed, *name.encode()])
    size = (rows, *shape)
    kind = np.dtype(dtype or ("int32" if classes else "float32"))
    if kind.kind != "f":
        first, beyond = int(low or 0), int(classes or high or 2)
        _check_fits(first, beyond - 1, kind)
        return generator.integers(first, beyond, size).astype(kind)
    if low is None and high is None:
        return generator.standard_normal(size).astype(kind)
    start, stop = (0.0 if low is None else low), (1.0 if high is None else high)
    return generator.uniform(start, stop, size).astype(kind)


def _check_fits(first: int, last: int, kind: np.dtype) -> None:
    """Raises where a cast would make other numbers of some."""
    if kind.kind == "i" and not np.iinfo(kind).min <= first <= last <= np.iinfo(kind).max:
        raise ValueError(f"{kind} does not hold the numbers from {first} to {last}")
