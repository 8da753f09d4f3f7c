"""Reads the data sets that ship with scikit-learn."""

from __future__ import annotations

import numpy as np
from sklearn import datasets


def read_sklearn(name: str) -> dict[str, np.ndarray]:
    """A set's `data`, `target`, `images` where it has them, and each feature by name.

    Args:
        name: `digits`, `iris`, `wine`, `breast_cancer` or `diabetes`.
    """
    loaded = getattr(datasets, f"load_{name}")()
    columns = {key: loaded[key] for key in ("data", "target", "images") if key in loaded}
    for position, feature in enumerate(loaded.feature_names):
        columns[str(feature)] = loaded.data[:, position]
    return columns
