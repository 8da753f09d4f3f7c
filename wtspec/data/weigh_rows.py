"""Weighs rows as a spec weighs their classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from wtspec.data.class_weights import weigh_classes
from wtspec.data.rows import Rows


def weigh_rows(rows: Rows, factors: Mapping[int, float]) -> Rows:
    """The rows, each weighing as much more as its class does.

    Args:
        rows: All, or a piece of them.
        factors: By label, as `class_factors` gives them.
    """
    if not factors or not isinstance(rows.targets, np.ndarray):
        return rows
    stream = rows.stream
    if stream is not None:
        stream = stream.then(lambda piece: weigh_rows(piece, factors))
    weights = weigh_classes(rows.targets, rows.weights, factors)
    return replace(rows, weights=weights, stream=stream)
