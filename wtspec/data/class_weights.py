"""Weights of classes as weights of rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def weigh_classes(
    targets: np.ndarray, weights: np.ndarray | None, class_weight: Mapping[int, float]
) -> np.ndarray:
    """How much each row counts, as its class does; classes not named weigh 1.

    Args:
        targets: Labels, or vectors whose largest entry is at the label's position.
        weights: What the rows weigh by themselves, by which their classes' are multiplied.
        class_weight: By label.
    """
    labels = class_labels(targets)
    factors = np.ones(labels.shape, "float32")
    for label, weight in class_weight.items():
        factors[labels == label] = weight
    return factors if weights is None else (weights * factors).astype("float32")


def class_labels(targets: np.ndarray) -> np.ndarray:
    """The labels that targets stand for."""
    if targets.ndim > 1:
        one_column = targets.shape[-1] == 1
        targets = np.squeeze(targets, -1) if one_column else np.argmax(targets, -1)
    return np.round(targets).astype("int64")
