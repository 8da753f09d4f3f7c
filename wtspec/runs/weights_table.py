"""The table of a trained model's weights."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from wtspec.report.tables import align, in_brackets

if TYPE_CHECKING:
    from wtspec.model.stacks import ModelWeight

_HEAD = ("path", "shape", "dtype", "initializer", "mean", "std", "norm")


def weights_table(weights: Mapping[str, ModelWeight], initializers: Mapping[str, str]) -> str:
    """A line a weight: its path, shape, dtype and initializer, its mean, deviation and norm.

    Args:
        weights: By path.
        initializers: By path, where one is known.
    """
    rows = (_row(path, one, initializers) for path, one in weights.items())
    return align([_HEAD, *rows]) + "\n"


def _row(path: str, weight: ModelWeight, initializers: Mapping[str, str]) -> tuple[str, ...]:
    values = np.asarray(weight.value).astype("float64")
    statistics = (values.mean(), values.std(), np.sqrt(np.square(values).sum()))
    dtype = np.asarray(weight.value).dtype.name
    return (
        path,
        in_brackets(weight.shape),
        dtype,
        initializers.get(path, ""),
        *(f"{x:.6g}" for x in statistics),
    )
