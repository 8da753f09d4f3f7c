"""The table of a trained model's weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from wtspec.model.mesh.exchange import summed
from wtspec.model.mesh.weight_parts import weight_parts
from wtspec.model.stacks import ModelWeight, WeightSlice
from wtspec.report.tables import align, in_brackets

_HEAD = ("path", "shape", "dtype", "initializer", "mean", "std", "norm")


def weights_table(weights: Mapping[str, ModelWeight], initializers: Mapping[str, str]) -> str:
    """A line a weight: its path, shape, dtype and initializer, its mean, deviation and norm.

    Args:
        weights: By path.
        initializers: By path, where one is known.
    """
    places = {path: at for at, path in enumerate(weights)}
    dtypes = [_dtype(weight) for weight in weights.values()]
    counts, totals, squares, deviations = np.zeros((4, len(weights)))
    for part in weight_parts(weights):
        at, values = places[part.path], part.values.astype("float64")
        counts[at] += values.size
        totals[at] += values.sum()
        squares[at] += np.square(values).sum()
    with np.errstate(invalid="ignore"):
        means = summed(totals) / (counts := summed(counts))
    for part in weight_parts(weights):
        at, values = places[part.path], part.values.astype("float64")
        deviations[at] += np.square(values - means[at]).sum()
    with np.errstate(invalid="ignore"):
        stds = np.sqrt(summed(deviations) / counts)
    norms = np.sqrt(summed(squares))
    rows = [
        (path, in_brackets(weight.shape), dtype, initializers.get(path, ""), *map(_short, three))
        for (path, weight), dtype, *three in zip(
            weights.items(), dtypes, means, stds, norms, strict=True
        )
    ]
    return align([_HEAD, *rows]) + "\n"


def _short(number: float) -> str:
    return f"{number:.6g}"


def _dtype(weight: ModelWeight) -> str:
    variable = weight.stack if isinstance(weight, WeightSlice) else weight
    return variable.value.dtype.name
