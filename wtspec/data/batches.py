"""The order in which training sees its rows."""

from __future__ import annotations

import numpy as np


def epoch_order(rows: int, seed: int, epoch: int, shuffle: bool = True) -> np.ndarray:
    """Row indices of an epoch in the order of its batches, from `seed` and `epoch` alone."""
    if not shuffle:
        return np.arange(rows)
    return np.random.default_rng([seed, epoch]).permutation(rows)


def batch_count(rows: int, batch_size: int, drop_remainder: bool = False) -> int:
    """How many batches an epoch has."""
    return rows // batch_size if drop_remainder else -(-rows // batch_size)
