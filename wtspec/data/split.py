"""Splits rows into training, validation and test rows."""

from __future__ import annotations

import numpy as np


def split_rows(
    rows: int,
    fractions: dict[str, float],
    seed: int = 0,
    shuffle: bool = True,
    stratify: np.ndarray | None = None,
) -> dict[str, np.ndarray]:
    """The rows of each part, in ascending order; every row is in one part.

    A part has the nearest whole number of rows to its fraction, at least one where the fraction
    is not 0. Without `shuffle` the parts follow each other, training first.

    Args:
        rows: How many there are.
        fractions: Of the parts beside training, as `{"validation": 0.1, "test": 0.1}`.
        seed: What the shuffled order follows from.
        shuffle: Whether rows are drawn at random.
        stratify: A label a row: each label's rows are shared out in the same proportions.

    Returns:
        Row indices of `train` and of each part.

    Raises:
        ValueError: No row is left to train on.
    """
    sizes = {part: max(1, round(rows * share)) for part, share in fractions.items() if share > 0}
    if sum(sizes.values()) >= rows:
        raise ValueError(f"of {rows} rows none is left to train on")
    left = np.random.default_rng(seed).permutation(rows) if shuffle else np.arange(rows)
    if stratify is not None:
        _, label = np.unique(stratify, return_inverse=True)
        left = left[np.argsort(label[left], kind="stable")]
    parts = {}
    for part, size in reversed(sizes.items()):
        chosen = _evenly(len(left), size) if stratify is not None else _last(len(left), size)
        parts[part] = np.sort(left[chosen])
        left = left[~chosen]
    return {"train": np.sort(left)} | {part: parts[part] for part in sizes}


def _evenly(rows: int, size: int) -> np.ndarray:
    """A mask of `size` rows as evenly spaced as can be."""
    steps = np.arange(rows + 1) * size // rows
    return steps[1:] > steps[:-1]


def _last(rows: int, size: int) -> np.ndarray:
    return np.arange(rows) >= rows - size
