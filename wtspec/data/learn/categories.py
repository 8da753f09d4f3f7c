"""Learns categories."""

from __future__ import annotations

import numpy as np

MOST_DISTINCT = 2**22
"""More distinct values than these are hardly categories, or words, and would fill the memory."""


class CategoriesLearner:
    """The distinct values that are known."""

    def __init__(self) -> None:
        self._seen: set = set()

    def add(self, x: np.ndarray) -> None:
        """Takes the rows that follow."""
        values = as_categories(x)
        self._seen.update(np.unique(values[is_known(values)]).tolist())
        check_distinct(self._seen, "categories")

    def state(self) -> dict:
        """`categories`, in sorted order."""
        plain = (one + 0.0 if isinstance(one, float) else one for one in self._seen)  # -0 is 0
        return {"categories": sorted(plain)}


def check_distinct(seen: set | dict, what: str) -> None:
    """Refuses more than a memory should hold.

    Raises:
        ValueError: There are more.
    """
    if len(seen) > MOST_DISTINCT:
        raise ValueError(f"there are more than {MOST_DISTINCT:,} distinct {what}")


def as_categories(x: np.ndarray) -> np.ndarray:
    """Text as NumPy's own, numbers as they are.

    Raises:
        ValueError: A number is infinite.
    """
    x = np.asarray(x)
    if x.dtype.kind == "f" and np.isinf(x).any():
        raise ValueError("an infinite number is no category")
    return x.astype(str) if x.dtype.kind in "OU" else x


def is_known(values: np.ndarray) -> np.ndarray:
    """Where text is not empty, and a number not NaN."""
    return values != "" if values.dtype.kind == "U" else ~np.isnan(values)


def category_index(state: dict, x: np.ndarray, name: str) -> np.ndarray:
    """Each category's index as int32: from 1 in sorted order, 0 for unseen or missing."""
    known, values = state["categories"], as_categories(x)
    if not known.size:
        return np.zeros(values.shape, "int32")
    if (known.dtype.kind == "U") != (values.dtype.kind == "U"):
        kinds = {True: "text", False: "numbers"}
        learned, received = kinds[known.dtype.kind == "U"], kinds[values.dtype.kind == "U"]
        raise TypeError(f"{name} has learned {learned} and received {received}")
    place = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[place] == values, place + 1, 0).astype("int32")


def one_hot_rows(index: np.ndarray, width: int) -> np.ndarray:
    """Rows of zeros with a one at each index."""
    return (index[..., None] == np.arange(width)).astype("float32")
