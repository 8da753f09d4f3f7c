"""Tells whether numbers are numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def is_finite(value: object) -> bool:
    """Whether no number of an array is NaN or infinite."""
    array = np.asarray(value)
    return array.dtype.kind in "biu" or bool(np.isfinite(array.astype("float32")).all())


def find_lost_weight(arrays: Mapping[str, object]) -> str | None:
    """The path of the first weight of a state that is not finite."""
    from wtspec.train.take_snapshot import is_weight

    lost = (name for name, one in arrays.items() if is_weight(name) and not is_finite(one))
    name = next(lost, None)
    return None if name is None else name.partition("/")[2]
