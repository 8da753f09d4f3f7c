"""Weights of classes as weights of rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from wtspec.train.rows import Rows


def weigh_classes(rows: Rows, class_weight: Mapping[int, float]) -> Rows:
    """The rows, each weighing as much more as its class does; classes not named weigh 1.

    A row's class is its label, or the position of the largest entry where targets are vectors.
    Weights that the rows already have are multiplied.
    """
    if not class_weight or not isinstance(rows.targets, np.ndarray):
        return rows
    labels = _labels(rows.targets)
    factors = np.ones(len(labels), "float32")
    for label, weight in class_weight.items():
        factors[labels == label] = weight
    weights = factors if rows.weights is None else (rows.weights * factors).astype("float32")
    return replace(rows, weights=weights)


def _labels(targets: np.ndarray) -> np.ndarray:
    if targets.ndim > 1:
        one_column = targets.shape[-1] == 1
        targets = np.squeeze(targets, -1) if one_column else np.argmax(targets, -1)
    return np.round(targets).astype("int64")
