"""What a run came to, as text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wtspec.errors.visible import columns, visible
from wtspec.model.paths import weights
from wtspec.report.quantity import in_short
from wtspec.report.tables import align, in_brackets

if TYPE_CHECKING:
    import keras

    from wtspec.model.stacks import ModelWeight

_MOST_WEIGHTS = 60
_FIRST_VALUES = 4


def metrics_as_text(metrics: Mapping[str, Mapping[str, float]], width: int | None = None) -> str:
    """A line for each part of the rows, a column for each metric.

    Args:
        metrics: By part.
        width: Of the terminal, where there is one; it has a line for each metric where these do
            not fit beside each other.
    """
    names = list(dict.fromkeys(name for values in metrics.values() for name in values))
    rows = [
        (part, *(in_short(values[name]) if name in values else "" for name in names))
        for part, values in metrics.items()
    ]
    table = [("", *names), *rows]
    flat = align(table, right=range(1, len(names) + 1))
    if width is None or max(map(columns, flat.split("\n"))) <= width:
        return flat
    turned = list(zip(*table, strict=True))
    return align(turned, right=range(1, len(table)), width=width, cuts=(0,))


def weights_as_text(model: keras.Model, folder: Path, width: int | None = None) -> str:
    """A line for each weight: its path, shape and dtype, and its first values."""
    by_path = weights(model)
    rows = [
        (path, in_brackets(one.shape), str(one.dtype), _first(one))
        for path, one in list(by_path.items())[:_MOST_WEIGHTS]
    ]
    head = ("path", "shape", "dtype", "first values")
    table = align([head, *rows], width=width, cuts=(0,))
    more = len(by_path) - len(rows)
    if not more:
        return table
    return f"{table}\n… and {more} more, in {visible(str(folder / 'weights.txt'))}"


def _first(weight: ModelWeight) -> str:
    values = np.asarray(weight.value).ravel()
    shown = " ".join(f"{float(value):.4g}" for value in values[:_FIRST_VALUES])
    return f"{shown} …" if values.size > _FIRST_VALUES else shown
