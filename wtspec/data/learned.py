"""Preprocessing that learns from the training rows alone."""

from __future__ import annotations

import json

import numpy as np


class Learned:
    """What each call learned, by the call's name.

    The first rows that a name sees are the training rows: from them it learns. Ever after it
    only applies what it has learned.
    """

    def __init__(self) -> None:
        self.state: dict[str, dict] = {}
        self.learns = True

    def standardize(self, name: str, x: np.ndarray) -> np.ndarray:
        """`(x - mean) / std` for each position of a row.

        Missing values stay NaN and are not learned from. A constant column's std is 1.
        """
        x = np.asarray(x, "float64")
        if self._is_new(name):
            self.state[name] = _moments(x)
        return (x - np.array(self.state[name]["mean"])) / np.array(self.state[name]["std"])

    def minmax(self, name: str, x: np.ndarray) -> np.ndarray:
        """`(x - min) / (max - min)` for each position of a row.

        The training rows fall into 0 to 1, a constant column to 0. Missing values stay NaN.
        """
        x = np.asarray(x, "float64")
        if self._is_new(name):
            low, high = _bounds(x)
            self.state[name] = {"min": low.tolist(), "max": high.tolist()}
        low, high = np.array(self.state[name]["min"]), np.array(self.state[name]["max"])
        half = np.finfo("float64").max / 2
        part = np.where(high / 2 - low / 2 > half, 0.5, 1.0)  # of a range that no number holds
        return (x * part - low * part) / np.where(high > low, high * part - low * part, 1.0)

    def lookup(self, name: str, x: np.ndarray) -> np.ndarray:
        """Each category's index as int32: from 1 in sorted order, 0 for unseen or missing."""
        values = _categories(x)
        if self._is_new(name):
            self.state[name] = {"categories": np.unique(values[_is_known(values)]).tolist()}
        return _positions(np.array(self.state[name]["categories"]), values, name)

    def one_hot(self, name: str, x: np.ndarray, num_classes: int | None = None) -> np.ndarray:
        """Rows of zeros with a one at the index that `lookup` gives, `classes(name)` wide.

        With `num_classes`, `x` holds indices itself and nothing is learned.
        """
        index = self.lookup(name, x) if num_classes is None else np.asarray(x, "int64")
        width = self.classes(name) if num_classes is None else num_classes
        return (index[..., None] == np.arange(width)).astype("float32")

    def classes(self, name: str) -> int:
        """How many indices `lookup` gives under that name, the 0 of unseen ones included."""
        return len(self.state[name]["categories"]) + 1

    def to_json(self) -> str:
        """All that was learned, floats to the last bit."""
        return json.dumps(self.state, indent=1, sort_keys=True, allow_nan=False)

    @classmethod
    def from_json(cls, text: str) -> Learned:
        """Applies what `to_json` kept, and learns nothing more."""
        learned = cls()
        learned.state = json.loads(text)
        learned.learns = False
        return learned

    def _is_new(self, name: str) -> bool:
        return self.learns and name not in self.state


def _moments(x: np.ndarray) -> dict:
    low, high = _bounds(x)
    largest = np.maximum(np.abs(low), np.abs(high))
    scale = np.where(largest > 1e100, largest, 1.0)  # squares of larger numbers are infinite
    known = np.isfinite(x)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, x / scale, 0.0).sum(axis=0) / count
    variance = np.square(np.where(known, x / scale - mean, 0.0)).sum(axis=0) / count
    return {
        "mean": np.where(high > low, mean * scale, low).tolist(),
        "std": np.where(high > low, np.sqrt(variance) * scale, 1.0).tolist(),
    }


def _bounds(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and the greatest finite value; 0 and 0 where there is none."""
    known = np.isfinite(x)
    low = np.where(known, x, np.inf).min(axis=0)
    high = np.where(known, x, -np.inf).max(axis=0)
    return np.where(known.any(axis=0), low, 0.0), np.where(known.any(axis=0), high, 0.0)


def _categories(x: np.ndarray) -> np.ndarray:
    x = np.asarray(x)
    if x.dtype.kind == "f" and np.isinf(x).any():
        raise ValueError("an infinite number is no category")
    return x.astype(str) if x.dtype.kind in "OU" else x


def _is_known(values: np.ndarray) -> np.ndarray:
    return values != "" if values.dtype.kind == "U" else ~np.isnan(values)


def _positions(known: np.ndarray, values: np.ndarray, name: str) -> np.ndarray:
    if not known.size:
        return np.zeros(values.shape, "int32")
    if (known.dtype.kind == "U") != (values.dtype.kind == "U"):
        kinds = {True: "text", False: "numbers"}
        learned, received = kinds[known.dtype.kind == "U"], kinds[values.dtype.kind == "U"]
        raise TypeError(f"{name} has learned {learned} and received {received}")
    place = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[place] == values, place + 1, 0).astype("int32")
