"""What was learned, as it is kept and as it is applied."""

from __future__ import annotations

import numpy as np


def as_arrays(state: dict) -> dict:
    """What was learned with its lists and numbers as arrays; texts stay."""
    return {key: one if isinstance(one, str) else np.array(one) for key, one in state.items()}


def count_indices(state: dict) -> int:
    """How many indices are given by what was learned, those of no category included."""
    if "categories" in state:
        return len(state["categories"]) + state.get("first", 1)
    if "words" in state:
        return len(state["words"]) + 2
    if "size" in state:
        return state["size"]
    return max(state["counts"], default=0) + 2
