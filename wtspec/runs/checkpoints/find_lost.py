"""Tells whether numbers are numbers."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

_AT_ONCE = 2**20
"""Numbers: a copy of a large array would take as much memory again."""


def is_finite(value: object) -> bool:
    """Whether no number of an array is NaN or infinite."""
    array = np.asarray(value)
    if array.dtype.kind in "biu":
        return True
    flat = array.reshape(-1)
    blocks = (flat[at : at + _AT_ONCE] for at in range(0, flat.size, _AT_ONCE))
    return all(bool(np.isfinite(block.astype("float32")).all()) for block in blocks)


def find_lost_weight(arrays: Mapping[str, object]) -> str | None:
    """The path of the first weight of a state that is not finite."""
    from wtspec.train.take_snapshot import is_weight

    lost = (name for name, one in arrays.items() if is_weight(name) and not is_finite(one))
    name = next(lost, None)
    return None if name is None else name.partition("/")[2]
